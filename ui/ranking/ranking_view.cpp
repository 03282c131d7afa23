#include "ui/ranking/ranking_view.h"

#include <QApplication>
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/label_style.h"
#include "ui/common/theme.h"
#include "ui/ranking/busy_line.h"
#include "ui/ranking/ranking_row.h"

namespace adapnet::ui {

namespace {

// A scroll area takes the arrow and page keys for itself; here they choose ranks.
class RowScroll : public QScrollArea {
  public:
    using QScrollArea::QScrollArea;

  protected:
    void keyPressEvent(QKeyEvent* event) override { event->ignore(); }
};

QString coloured(const QString& text, const QColor& colour) {
    return QStringLiteral("<span style='color:%1'><b>%2</b></span>").arg(colour.name(), text);
}

}  // namespace

RankingView::RankingView(ThumbnailProvider* thumbnails, QWidget* parent)
    : QWidget(parent), m_thumbnails(thumbnails) {
    m_pageLabel = new QLabel(this);
    m_legend = new QLabel(this);
    m_legend->setTextFormat(Qt::RichText);
    m_legend->setObjectName(QStringLiteral("caption"));
    m_previous = new QToolButton(this);
    m_next = new QToolButton(this);
    for (QToolButton* button : {m_previous, m_next}) {
        button->setAutoRaise(true);
        button->setFixedSize(space::kControlHeight, space::kControlHeight);
    }
    m_previous->setArrowType(Qt::LeftArrow);
    m_next->setArrowType(Qt::RightArrow);
    connect(m_previous, &QToolButton::clicked, this, [this] { m_model.setPage(m_model.page() - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { m_model.setPage(m_model.page() + 1); });

    auto* bar = m_bar = new QHBoxLayout;
    bar->setSpacing(space::kTight);
    bar->addWidget(m_previous);
    bar->addWidget(m_pageLabel);
    bar->addWidget(m_next);
    m_legend->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_legend->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_legend->installEventFilter(this);
    bar->addWidget(m_legend, 1);

    m_busy = new BusyLine(this);

    auto* rows = new QWidget;
    rows->setObjectName(QStringLiteral("plain"));
    m_rowLayout = new QVBoxLayout(rows);
    m_rowLayout->setContentsMargins(0, space::kTight, 0, 0);
    m_rowLayout->setSpacing(space::kSmall);
    m_rowLayout->addStretch(1);
    m_scroll = new RowScroll(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(rows);
    m_scroll->viewport()->installEventFilter(this);
    m_empty = new QLabel(this);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setObjectName(QStringLiteral("caption"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addSpacing(space::kTight);
    layout->addWidget(m_busy);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(m_empty, 1);
    setFocusPolicy(Qt::StrongFocus);

    connect(&m_model, &RankingModel::changed, this, &RankingView::rebuild);
    connect(&m_model, &RankingModel::focusChanged, this, &RankingView::showFocus);
    connect(&Theme::instance(), &Theme::changed, this, &RankingView::retranslate);
    retranslate();
}

RankingView::~RankingView() = default;

void RankingView::setComparison(std::shared_ptr<const service::Comparison> comparison,
                                const std::vector<QString>& modelNames) {
    m_model.setComparison(std::move(comparison), modelNames);
}

void RankingView::setHeading(QWidget* widget) {
    m_bar->insertWidget(0, widget);
    m_bar->insertSpacing(1, space::kMedium);
}

QScrollBar* RankingView::scrollBar() const {
    return m_scroll->verticalScrollBar();
}

void RankingView::setEmptyText(const QString& text) {
    m_emptyText = text;
    retranslate();
}

// Tiles are as large as the width allows, but no larger than lets all rows be seen together.
void RankingView::shareRoom() {
    // While rows are being made for a new comparison, some may still be missing.
    const int rows = std::min(m_model.rowCount(), static_cast<int>(m_rows.size()));
    if (rows == 0) return;
    const int height = m_scroll->viewport()->height() - space::kTight - (rows - 1) * space::kSmall;
    for (int i = 0; i < rows; ++i) m_rows[static_cast<std::size_t>(i)]->setRoom(height / rows);
}

// As much of the legend as fits; the whole of it is the tool tip.
void RankingView::fitLegend() {
    const QString gap = QStringLiteral("&nbsp;&nbsp;&nbsp;&nbsp;");
    m_legend->setToolTip(m_legendParts.join(gap));
    QStringList shown = m_legendParts;
    do {
        m_legend->setText(shown.join(gap));
        if (m_legend->sizeHint().width() <= m_legend->width() || shown.isEmpty()) return;
        shown.removeLast();
    } while (true);
}

bool RankingView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) watched == m_legend ? fitLegend() : shareRoom();
    return QWidget::eventFilter(watched, event);
}

void RankingView::setBusy(bool busy) {
    m_busy->setBusy(busy);
    m_busy->setVisible(busy || m_model.rowCount() > 0);
}

std::vector<ShortcutEntry> RankingView::shortcutEntries() {
    const QString section = tr("Rankings");
    return {
        {section, QStringLiteral("1 – 9, 0"), tr("Choose rank 1 to 10 of the page")},
        {section, QStringLiteral("←  →"), tr("One rank back or on")},
        {section, QStringLiteral("↑  ↓"), tr("The model above or below")},
        {section, tr("Page Up, Page Down"), tr("Ten ranks back or on")},
        {section, tr("Home, End"), tr("First or last rank")},
        {section, tr("Enter"), tr("Compare with the query")},
    };
}

void RankingView::retranslate() {
    m_previous->setAccessibleName(tr("Ten ranks back"));
    m_previous->setToolTip(tr("Ten ranks back (Page Up)"));
    m_next->setAccessibleName(tr("Ten ranks on"));
    m_next->setToolTip(tr("Ten ranks on (Page Down)"));
    m_empty->setText(m_emptyText.isEmpty() ? tr("Choose a picture, and what each model finds appears here.")
                                           : m_emptyText);
    setAccessibleName(tr("Rankings"));
    rebuild();
}

void RankingView::rebuild() {
    const bool empty = m_model.rowCount() == 0;
    m_empty->setVisible(empty);
    m_scroll->setVisible(!empty);
    m_busy->setVisible(!empty || m_busy->isBusy());
    for (QWidget* widget : std::initializer_list<QWidget*>{m_pageLabel, m_legend, m_previous, m_next})
        widget->setVisible(!empty);
    while (static_cast<int>(m_rows.size()) < m_model.rowCount()) {
        const int index = static_cast<int>(m_rows.size());
        auto* row = new RankingRow(index, m_thumbnails, m_scroll->widget());
        m_rowLayout->insertWidget(index, row);
        connect(row, &RankingRow::chosen, &m_model, &RankingModel::setFocus);
        connect(row, &RankingRow::activated, this, [this](int modelRow, int rank) {
            m_model.setFocus(modelRow, rank);
            Q_EMIT resultActivated(modelRow, rank);
        });
        connect(row, &RankingRow::lostActivated, this, &RankingView::lostActivated);
        m_rows.push_back(row);
    }
    bool judged = false;
    bool compared = false;
    for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
        RankingRow* row = m_rows[static_cast<std::size_t>(i)];
        row->setVisible(i < m_model.rowCount());
        if (i >= m_model.rowCount()) continue;
        row->show(m_model);
        judged = judged || m_model.averagePrecision(i).has_value();
        compared = compared || m_model.comparesWithClean(i);
        if (const auto first = m_model.result(i, 1)) judged = judged || first->label != eval::Label::Unknown;
    }
    shareRoom();
    m_pageLabel->setText(m_model.pageText());
    m_previous->setEnabled(m_model.page() > 0);
    m_next->setEnabled(m_model.page() + 1 < m_model.pageCount());

    QStringList legend;
    if (judged)
        for (const auto label : {eval::Label::Positive, eval::Label::Negative, eval::Label::Junk}) {
            const LabelStyle style = labelStyle(label);
            legend << coloured(style.sign, style.colour) + QLatin1Char(' ') + style.word;
        }
    m_legend->setFont(Theme::instance().captionFont());
    const ThemeColours& colours = Theme::instance().colours();
    if (compared)
        legend << coloured(QStringLiteral("▲"), colours.accent) +
                      coloured(QStringLiteral("▼"), colours.warning) + QLatin1Char(' ') +
                      tr("moved against the clean query");
    m_legendParts = legend;
    fitLegend();
}

void RankingView::showFocus() {
    for (int i = 0; i < m_model.rowCount(); ++i) m_rows[static_cast<std::size_t>(i)]->show(m_model);
    if (m_model.focusedRank() == 0) return;
    ResultTile* tile = m_rows[static_cast<std::size_t>(m_model.focusedRow())]->tile(m_model.focusedRank());
    if (tile != nullptr) {
        // Never take the focus from somebody who drags a slider elsewhere while the answer changes.
        if (hasFocus() || isAncestorOf(QApplication::focusWidget())) tile->setFocus();
        m_scroll->ensureWidgetVisible(tile, 0, space::kLarge);
    }
    Q_EMIT resultSelected(m_model.focusedRow(), m_model.focusedRank());
}

void RankingView::activateFocused() {
    if (m_model.focusedRank() > 0) Q_EMIT resultActivated(m_model.focusedRow(), m_model.focusedRank());
}

void RankingView::keyPressEvent(QKeyEvent* event) {
    if ((event->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier || m_model.rowCount() == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int key = event->key();
    if (key >= Qt::Key_1 && key <= Qt::Key_9) {
        m_model.choosePlace(key - Qt::Key_0);
    } else if (key == Qt::Key_0) {
        m_model.choosePlace(RankingModel::kRanksPerPage);
    } else if (key == Qt::Key_Left || key == Qt::Key_Right) {
        m_model.stepRank(key == Qt::Key_Right ? 1 : -1);
    } else if (key == Qt::Key_Up || key == Qt::Key_Down) {
        m_model.stepRow(key == Qt::Key_Down ? 1 : -1);
    } else if (key == Qt::Key_PageUp || key == Qt::Key_PageDown) {
        m_model.setPage(m_model.page() + (key == Qt::Key_PageDown ? 1 : -1));
    } else if (key == Qt::Key_Home || key == Qt::Key_End) {
        m_model.setFocus(m_model.focusedRow(), key == Qt::Key_Home ? 1 : RankingModel::kLastRank);
    } else if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        activateFocused();
    } else {
        QWidget::keyPressEvent(event);
        return;
    }
    event->accept();
}

void RankingView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    // Coming in by Tab or by a click beside the tiles: the keys need a place to start from.
    if (m_model.rowCount() == 0) return;
    const int rank = m_model.focusedRank() > 0 ? m_model.focusedRank() : m_model.firstRank();
    if (ResultTile* tile = m_rows[static_cast<std::size_t>(m_model.focusedRow())]->tile(rank))
        tile->setFocus();
}

void RankingView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

}  // namespace adapnet::ui
