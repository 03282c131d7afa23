#include "ui/shell/start_page.h"

#include <QDir>
#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/common/theme.h"
#include "ui/common/widgets.h"

namespace adapnet::ui {

namespace {

constexpr int kColumnWidth = 760;
constexpr int kLogoPx = 72;
constexpr int kCardHeight = 280;

// "~/Pictures/holiday"
QString shortPath(const QString& folder) {
    const QString home = QDir::homePath();
    return folder.startsWith(home + QLatin1Char('/')) ? QLatin1Char('~') + folder.mid(home.size()) : folder;
}

}  // namespace

StartPage::StartPage(QWidget* parent) : QWidget(parent) {
    auto* column = new QWidget(this);
    column->setFixedWidth(kColumnWidth);
    auto* logo = new QLabel(column);
    logo->setPixmap(
        QIcon(QStringLiteral(":/icons/workbench.svg")).pixmap(QSize(kLogoPx, kLogoPx), devicePixelRatioF()));
    auto* title = new QLabel(tr("AdapNet Workbench"), column);
    title->setObjectName(QStringLiteral("title"));
    auto* lead = new QLabel(tr("Find pictures from a bad query: draw a box on a photo, damage it on purpose, "
                               "and watch which network still finds it."),
                            column);
    lead->setObjectName(QStringLiteral("lead"));
    lead->setWordWrap(true);
    auto* words = new QVBoxLayout;
    words->setSpacing(space::kTight);
    words->addWidget(title);
    words->addWidget(lead);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::kLarge);
    head->addWidget(logo, 0, Qt::AlignTop);
    head->addLayout(words, 1);

    auto* cards = new QHBoxLayout;
    cards->setSpacing(space::kLarge);
    cards->addWidget(buildActions(), 3);
    cards->addWidget(buildRecent(), 2);

    auto* privacy =
        makeCaption(tr("Pictures are only read, never changed. Nothing leaves this computer."), column);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kHuge);
    layout->addLayout(head);
    layout->addLayout(cards);
    layout->addWidget(privacy, 0, Qt::AlignHCenter);

    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
    outer->addStretch(2);
    outer->addWidget(column, 0, Qt::AlignHCenter);
    outer->addStretch(3);
}

QWidget* StartPage::buildActions() {
    m_drop = new QFrame(this);
    m_drop->setObjectName(QStringLiteral("dropZone"));
    auto* open = new QPushButton(tr("Open folder …"), m_drop);
    open->setObjectName(QStringLiteral("primary"));
    open->setMinimumHeight(40);
    open->setToolTip(tr("Search the pictures of a folder (Ctrl+Shift+O)"));
    connect(open, &QPushButton::clicked, this, &StartPage::openFolderRequested);
    auto* demo =
        new QPushButton(Theme::instance().icon(QStringLiteral("demo")), tr("Open demo gallery"), m_drop);
    demo->setMinimumHeight(40);
    demo->setToolTip(tr("Renders some hundred pictures, so that you can try everything at once"));
    connect(demo, &QPushButton::clicked, this, &StartPage::openDemoRequested);
    auto* drop = makeCaption(tr("or drop a folder of pictures here"), m_drop);
    drop->setAlignment(Qt::AlignCenter);
    auto* icon = new QLabel(m_drop);
    icon->setAlignment(Qt::AlignCenter);
    const auto showIcon = [icon] {
        icon->setPixmap(Theme::instance()
                            .icon(QStringLiteral("folder"))
                            .pixmap(QSize(48, 48), icon->devicePixelRatioF()));
    };
    showIcon();
    connect(&Theme::instance(), &Theme::changed, icon, showIcon);
    auto* layout = new QVBoxLayout(m_drop);
    layout->setContentsMargins(space::kHuge, space::kLarge, space::kHuge, space::kLarge);
    layout->setSpacing(space::kSmall + space::kTight);
    layout->addStretch(1);
    layout->addWidget(icon);
    layout->addSpacing(space::kSmall);
    layout->addWidget(open);
    layout->addWidget(demo);
    layout->addWidget(drop);
    layout->addStretch(1);
    m_drop->setMinimumHeight(kCardHeight);
    setFocusProxy(open);
    return m_drop;
}

QWidget* StartPage::buildRecent() {
    auto* panel = makePanel(this);
    auto* layout = new QVBoxLayout(panel);
    panel->setMinimumHeight(kCardHeight);
    layout->setContentsMargins(space::kMedium, space::kMedium, space::kMedium, space::kMedium);
    layout->setSpacing(space::kSmall);
    layout->addWidget(makeHeading(tr("Recent galleries"), panel));
    m_recent = new QVBoxLayout;
    m_recent->setSpacing(0);
    layout->addLayout(m_recent);
    layout->addStretch(1);
    return panel;
}

void StartPage::setRecent(const QList<RecentGallery>& galleries) {
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        if (item->widget() != nullptr) item->widget()->deleteLater();
        delete item;
    }
    constexpr int kShown = 6;
    for (const RecentGallery& gallery : galleries.first(std::min<qsizetype>(kShown, galleries.size()))) {
        const QString name = QFileInfo(QDir::cleanPath(gallery.folder)).fileName();
        auto* button = new QPushButton(Theme::instance().icon(QStringLiteral("recent")), QString(), this);
        button->setObjectName(QStringLiteral("entry"));
        button->setText(button->fontMetrics()
                            .elidedText(name.isEmpty() ? gallery.folder : name, Qt::ElideMiddle, 200)
                            .replace(QLatin1Char('&'), QStringLiteral("&&")));
        button->setToolTip(shortPath(gallery.folder).toHtmlEscaped());
        button->setAccessibleName(tr("Open %1").arg(gallery.folder));
        connect(button, &QPushButton::clicked, this, [this, gallery] { Q_EMIT recentChosen(gallery); });
        m_recent->addWidget(button);
    }
    if (galleries.isEmpty()) {
        auto* none = makeCaption(tr("Folders that you open appear here."), this);
        none->setWordWrap(true);
        m_recent->addWidget(none);
    }
}

void StartPage::setDropActive(bool active) {
    m_drop->setProperty("active", active);
    style()->unpolish(m_drop);
    style()->polish(m_drop);
}

}  // namespace adapnet::ui
