#include "ui/help/shortcut_overlay.h"

#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/theme.h"

namespace adapnet::ui {

namespace {

constexpr int kColumnWidth = 376;
constexpr int kKeysWidth = 136;
constexpr int kScrollBar = 12;

QString cleanText(QString text) {
    // "&&" is a real ampersand, a single one marks the mnemonic.
    text.replace(QStringLiteral("&&"), QString(QChar(1)));
    text.remove(QLatin1Char('&'));
    text.replace(QChar(1), QLatin1Char('&'));
    while (text.endsWith(QLatin1Char('.')) || text.endsWith(QChar(0x2026))) text.chop(1);
    return text;
}

}  // namespace

std::vector<ShortcutEntry> shortcutsOf(const QString& section, const QList<QAction*>& actions) {
    std::vector<ShortcutEntry> out;
    for (const QAction* action : actions) {
        QStringList keys;
        for (const QKeySequence& key : action->shortcuts()) keys << key.toString(QKeySequence::NativeText);
        if (!keys.isEmpty() && !action->isSeparator())
            out.push_back({section, keys.join(QStringLiteral(", ")), cleanText(action->text())});
    }
    return out;
}

ShortcutOverlay::ShortcutOverlay(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    parent->installEventFilter(this);
    connect(&Theme::instance(), &Theme::changed, this, &ShortcutOverlay::rebuild);
    hide();
}

void ShortcutOverlay::setEntries(const std::vector<ShortcutEntry>& entries) {
    m_entries = entries;
    rebuild();
}

void ShortcutOverlay::rebuild() {
    const Theme& theme = Theme::instance();
    m_builtWidth = cardWidth();
    const int textWidth =
        (m_builtWidth - 2 * space::kLarge - space::kHuge) / 2 - kKeysWidth - space::kMedium - kScrollBar / 2;
    m_card = new QWidget;
    m_card->setObjectName(QStringLiteral("plain"));
    auto* outer = new QVBoxLayout(m_card);
    outer->setContentsMargins(space::kLarge, space::kMedium, space::kLarge, space::kLarge);
    outer->setSpacing(space::kMedium);
    auto* title = new QLabel(tr("Keys"), m_card);
    title->setFont(theme.headingFont());
    outer->addWidget(title);

    // Sections stay whole; two columns of about the same length.
    std::vector<QString> sections;
    for (const ShortcutEntry& entry : m_entries)
        if (std::find(sections.begin(), sections.end(), entry.section) == sections.end())
            sections.push_back(entry.section);
    const std::size_t half = (m_entries.size() + 2 * sections.size()) / 2;
    auto* columns = new QHBoxLayout;
    columns->setSpacing(space::kHuge);
    auto* left = new QVBoxLayout;
    auto* right = new QVBoxLayout;
    left->setSpacing(0);
    right->setSpacing(0);
    std::size_t used = 0;
    for (const QString& section : sections) {
        auto* heading = new QLabel(section, m_card);
        QFont font = theme.captionFont();
        font.setBold(true);
        heading->setFont(font);
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(space::kMedium);
        grid->setVerticalSpacing(space::kTight);
        grid->setColumnMinimumWidth(0, kKeysWidth);
        grid->addWidget(heading, 0, 0, 1, 2);
        int line = 1;
        for (const ShortcutEntry& entry : m_entries) {
            if (entry.section != section) continue;
            auto* keys = new QLabel(entry.keys, m_card);
            keys->setTextFormat(Qt::PlainText);
            keys->setObjectName(QStringLiteral("badge"));
            auto* text = new QLabel(entry.text, m_card);
            text->setTextFormat(Qt::PlainText);
            text->setWordWrap(true);
            text->ensurePolished();  // the style sheet decides about the font
            text->setFixedSize(textWidth, text->heightForWidth(textWidth));
            text->setAccessibleName(QStringLiteral("%1: %2").arg(entry.keys, entry.text));
            grid->addWidget(keys, line, 0, Qt::AlignTop | Qt::AlignLeft);
            grid->addWidget(text, line, 1, Qt::AlignTop);
            ++line;
        }
        QVBoxLayout* column = used < half || used == 0 ? left : right;
        column->addLayout(grid);
        column->addSpacing(space::kLarge);
        used += static_cast<std::size_t>(line) + 1;
    }
    left->addStretch(1);
    right->addStretch(1);
    columns->addLayout(left);
    columns->addLayout(right);
    columns->addStretch(1);
    outer->addLayout(columns);
    m_scroll->setWidget(m_card);  // deletes the former card
    setAccessibleName(tr("Keys"));
    placeCard();
}

int ShortcutOverlay::cardWidth() const {
    const int room = parentWidget() != nullptr ? parentWidget()->width() - 2 * space::kLarge : 0;
    return std::min(2 * kColumnWidth + space::kHuge + 2 * space::kLarge, std::max(room, 480));
}

void ShortcutOverlay::placeCard() {
    if (parentWidget() == nullptr || m_card == nullptr) return;
    setGeometry(parentWidget()->rect());
    if (m_builtWidth != cardWidth()) {
        rebuild();  // comes back here
        return;
    }
    const int cardHeight = std::min(m_card->sizeHint().height(), height() - 2 * space::kLarge);
    m_scroll->setGeometry((width() - m_builtWidth) / 2, (height() - cardHeight) / 2, m_builtWidth,
                          cardHeight);
}

void ShortcutOverlay::toggle() {
    if (isVisible()) {
        close();
        return;
    }
    m_focusBefore = QApplication::focusWidget();
    show();
    raise();
    rebuild();  // the fonts of the style sheet come with the first showing
    setFocus();
}

void ShortcutOverlay::close() {
    if (!isVisible()) return;
    const bool hadFocus = hasFocus();
    hide();
    if (m_focusBefore && hadFocus) m_focusBefore->setFocus();
}

bool ShortcutOverlay::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) placeCard();
    return QWidget::eventFilter(watched, event);
}

void ShortcutOverlay::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Escape:
        case Qt::Key_Question:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            close();
            break;
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            QApplication::sendEvent(m_scroll->verticalScrollBar(), event);
            break;
        default:
            break;  // the keys of the window below must not act while it is covered
    }
    event->accept();
}

void ShortcutOverlay::mousePressEvent(QMouseEvent* event) {
    close();
    event->accept();
}

void ShortcutOverlay::paintEvent(QPaintEvent*) {
    const ThemeColours& colours = Theme::instance().colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil(0x0b, 0x0e, 0x13);
    veil.setAlphaF(0.55F);
    painter.fillRect(rect(), veil);
    painter.setPen(colours.border);
    painter.setBrush(colours.surface);
    painter.drawRoundedRect(QRectF(m_scroll->geometry()).adjusted(-0.5, -0.5, 0.5, 0.5), space::kRadius,
                            space::kRadius);
}

void ShortcutOverlay::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) rebuild();
    QWidget::changeEvent(event);
}

}  // namespace adapnet::ui
