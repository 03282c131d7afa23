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
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/theme.h"

namespace adapnet::ui {

namespace {

constexpr int kColumnWidth = 352;
constexpr int kColumnGap = 32;
constexpr int kMostColumns = 3;
constexpr int kKeysWidth = 136;
constexpr int kKeysGap = 12;
constexpr int kScrollBar = 12;
constexpr int kSectionGap = space::kLarge;

// Sections stay whole and in order; the cuts are chosen so that the longest column is as short as it can be.
// Returns the column of each section.
std::vector<int> spread(const std::vector<int>& heights, int columns) {
    std::vector<int> column;
    const auto fits = [&](int limit) {
        int index = 0, used = 0;
        column.clear();
        for (const int height : heights) {
            if (used > 0 && used + height > limit) {
                ++index;
                used = 0;
            }
            used += height;
            column.push_back(index);
        }
        return index < columns;
    };
    int limit = heights.empty() ? 0 : *std::max_element(heights.begin(), heights.end());
    while (!fits(limit)) ++limit;
    return column;
}

QString lineText(const QAction& action) {
    QString text = withoutMnemonic(action.text());
    while (text.endsWith(QLatin1Char('.')) || text.endsWith(QChar(0x2026)) || text.endsWith(QLatin1Char(' ')))
        text.chop(1);
    return text;
}

}  // namespace

QString withoutMnemonic(QString text) {
    static const QRegularExpression bracketed(QStringLiteral("\\(&\\w\\)"));
    text.remove(bracketed);
    // "&&" is a real ampersand, a single one marks the mnemonic.
    text.replace(QStringLiteral("&&"), QString(QChar(1)));
    text.remove(QLatin1Char('&'));
    return text.replace(QChar(1), QLatin1Char('&'));
}

std::vector<ShortcutEntry> shortcutsOf(const QString& section, const QList<QAction*>& actions) {
    std::vector<ShortcutEntry> out;
    for (const QAction* action : actions) {
        QStringList keys;
        for (const QKeySequence& key : action->shortcuts()) keys << key.toString(QKeySequence::NativeText);
        if (!keys.isEmpty() && !action->isSeparator())
            out.push_back({section, keys.join(QStringLiteral(", ")), lineText(*action)});
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

QWidget* ShortcutOverlay::buildSection(const QString& section, QWidget* parent) const {
    const int textWidth = kColumnWidth - kKeysWidth - kKeysGap;
    auto* block = new QWidget(parent);
    block->setObjectName(QStringLiteral("plain"));
    auto* grid = new QGridLayout(block);
    grid->setContentsMargins(0, 0, 0, kSectionGap);
    grid->setHorizontalSpacing(kKeysGap);
    grid->setVerticalSpacing(space::kTight);
    grid->setColumnMinimumWidth(0, kKeysWidth);
    auto* heading = new QLabel(section, block);
    QFont font = Theme::instance().captionFont();
    font.setBold(true);
    heading->setFont(font);
    grid->addWidget(heading, 0, 0, 1, 2);
    int line = 1;
    for (const ShortcutEntry& entry : m_entries) {
        if (entry.section != section) continue;
        auto* keys = new QLabel(entry.keys, block);
        keys->setTextFormat(Qt::PlainText);
        keys->setObjectName(QStringLiteral("badge"));
        auto* text = new QLabel(entry.text, block);
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        text->ensurePolished();  // the style sheet decides about the font
        text->setFixedSize(textWidth, text->heightForWidth(textWidth));
        text->setAccessibleName(QStringLiteral("%1: %2").arg(entry.keys, entry.text));
        grid->addWidget(keys, line, 0, Qt::AlignTop | Qt::AlignLeft);
        grid->addWidget(text, line, 1, Qt::AlignTop);
        ++line;
    }
    return block;
}

void ShortcutOverlay::rebuild() {
    m_builtColumns = columnCount();
    m_card = new QWidget;
    m_card->setObjectName(QStringLiteral("plain"));
    auto* outer = new QVBoxLayout(m_card);
    outer->setContentsMargins(space::kLarge, space::kMedium, space::kLarge - kScrollBar, 0);
    outer->setSpacing(space::kMedium);
    auto* title = new QLabel(tr("Keys"), m_card);
    title->setFont(Theme::instance().headingFont());
    outer->addWidget(title);

    std::vector<QString> sections;
    for (const ShortcutEntry& entry : m_entries)
        if (std::find(sections.begin(), sections.end(), entry.section) == sections.end())
            sections.push_back(entry.section);
    std::vector<QWidget*> blocks;
    std::vector<int> heights;
    for (const QString& section : sections) {
        blocks.push_back(buildSection(section, m_card));
        heights.push_back(blocks.back()->sizeHint().height());
    }
    auto* columns = new QHBoxLayout;
    columns->setSpacing(kColumnGap);
    std::vector<QVBoxLayout*> stacks;
    for (int i = 0; i < m_builtColumns; ++i) {
        stacks.push_back(new QVBoxLayout);
        stacks.back()->setSpacing(0);
        columns->addLayout(stacks.back());
    }
    columns->addStretch(1);
    const std::vector<int> columnOf = spread(heights, m_builtColumns);
    for (std::size_t i = 0; i < blocks.size(); ++i)
        stacks[static_cast<std::size_t>(columnOf[i])]->addWidget(blocks[i]);
    for (QVBoxLayout* stack : stacks) stack->addStretch(1);
    outer->addLayout(columns);
    m_scroll->setWidget(m_card);  // deletes the former card
    setAccessibleName(tr("Keys"));
    placeCard();
}

int ShortcutOverlay::cardWidth(int columns) {
    return columns * kColumnWidth + (columns - 1) * kColumnGap + 2 * space::kLarge;
}

int ShortcutOverlay::columnCount() const {
    const int room = parentWidget() != nullptr ? parentWidget()->width() - 2 * space::kMedium : 0;
    int columns = kMostColumns;
    while (columns > 1 && cardWidth(columns) > room) --columns;
    return columns;
}

void ShortcutOverlay::placeCard() {
    if (parentWidget() == nullptr || m_card == nullptr) return;
    setGeometry(parentWidget()->rect());
    if (m_builtColumns != columnCount()) {
        rebuild();  // comes back here
        return;
    }
    const int cardHeight = std::min(m_card->sizeHint().height(), height() - 2 * space::kMedium);
    const int wide = std::min(cardWidth(m_builtColumns), width());
    m_scroll->setGeometry((width() - wide) / 2, (height() - cardHeight) / 2, wide, cardHeight);
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

bool ShortcutOverlay::event(QEvent* event) {
    // Taken here, a key reaches `keyPressEvent` and no action or menu of the window below.
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

bool ShortcutOverlay::focusNextPrevChild(bool) {
    return true;  // there is nothing else to go to while the window is covered
}

void ShortcutOverlay::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    // Another window may come and go; once something of this window has the focus, its keys act again.
    if (event->reason() != Qt::ActiveWindowFocusReason && event->reason() != Qt::PopupFocusReason) close();
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
