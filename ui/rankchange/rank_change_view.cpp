#include "ui/rankchange/rank_change_view.h"

#include <QComboBox>
#include <QFileInfo>
#include <QFontMetricsF>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cstddef>
#include <utility>

#include "ui/common/label_style.h"
#include "ui/common/theme.h"
#include "ui/common/thumbnail_provider.h"
#include "ui/common/widgets.h"

namespace adapnet::ui {

namespace {

constexpr double kMostSide = 120;
constexpr double kEasySide = 48;  // rows scroll rather than become smaller
constexpr double kLeastSide = 34;
constexpr double kGap = 8;
constexpr double kMostStep = 1.7;  // from tile to tile, in sides
constexpr double kName = 20;       // height of a row's name
constexpr double kUnder = 18;      // height of rank and sign under a tile
constexpr double kLinks = 46;      // least height between two rows, for the lines
constexpr double kMostLinks = 110;
constexpr double kArrow = 4;  // half the width of an arrow's head

double heightOf(std::size_t rows, double side) {
    const auto count = static_cast<double>(std::max<std::size_t>(1, rows));
    return count * (kName + side + kUnder) + (count - 1) * kLinks + 2;
}

QColor moveColour(std::ptrdiff_t moved) {
    const ThemeColours& colours = Theme::instance().colours();
    return moved > 0 ? colours.accent : moved < 0 ? colours.warning : colours.borderStrong;
}

}  // namespace

RankChangeCanvas::RankChangeCanvas(const RankChangeModel* model, ThumbnailProvider* pictures, QWidget* parent)
    : QWidget(parent), m_model(model), m_pictures(pictures) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Rankings with what moved"));
    connect(pictures, &ThumbnailProvider::thumbnailReady, this, qOverload<>(&QWidget::update));
    connect(model, &RankChangeModel::changed, this, [this] {
        updateGeometry();
        choose(std::nullopt);
        update();
    });
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize RankChangeCanvas::minimumSizeHint() const {
    const double places = static_cast<double>(RankChangeModel::kDepth);
    return {static_cast<int>(places * kLeastSide + (places - 1) * kGap),
            static_cast<int>(heightOf(m_model->rows().size(), kEasySide))};
}

QSize RankChangeCanvas::sizeHint() const {
    return {560, static_cast<int>(heightOf(m_model->rows().size(), kMostSide))};
}

// As large as lets all places and rows be seen together.
double RankChangeCanvas::side() const {
    const double places = static_cast<double>(RankChangeModel::kDepth);
    const auto rows = static_cast<double>(std::max<std::size_t>(1, m_model->rows().size()));
    const double wide = (width() - kGap * (places - 1)) / places;
    const double high = (height() - heightOf(m_model->rows().size(), 0)) / rows;
    return std::clamp(std::min(wide, high), kLeastSide, kMostSide);
}

double RankChangeCanvas::links() const {
    const std::size_t rows = m_model->rows().size();
    if (rows < 2) return kLinks;
    const double spare = (height() - heightOf(rows, side())) / static_cast<double>(rows - 1);
    return std::clamp(kLinks + spare, kLinks, kMostLinks);
}

QRectF RankChangeCanvas::tile(std::size_t row, std::size_t place) const {
    const double size = side();
    const double spread = (width() - size) / static_cast<double>(RankChangeModel::kDepth - 1);
    const double step = std::clamp(spread, kLeastSide + kGap, size * kMostStep);
    const double top = static_cast<double>(row) * (kName + size + kUnder + links()) + kName;
    return {static_cast<double>(place) * step, top, size, size};
}

void RankChangeCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    paintLines(painter);
    for (std::size_t row = 0; row < m_model->rows().size(); ++row) paintRow(painter, row);
    if (hasFocus()) {
        painter.setPen(QPen(Theme::instance().colours().accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void RankChangeCanvas::paintLines(QPainter& painter) const {
    const ThemeColours& colours = Theme::instance().colours();
    painter.setFont(Theme::instance().captionFont());
    for (std::size_t i = 0; i < m_model->changes().size(); ++i) {
        const eval::RankChange& change = m_model->changes()[i];
        for (const auto& place : change.now) {
            const QRectF to = tile(i + 1, place.to - 1);
            if (change.isNew(place)) {
                painter.setPen(colours.accent);
                painter.drawText(QRectF(to.x() - kGap, to.y() - kName - 16, to.width() + 2 * kGap, 16),
                                 Qt::AlignCenter, tr("new"));
                continue;
            }
            const QRectF from = tile(i, place.from - 1);
            const double pen = m_chosen == place.item ? 3.2 : 1.6;
            // Up is drawn through, down is dashed: the colour is not the only sign.
            painter.setPen(
                QPen(moveColour(place.moved()), pen, place.moved() < 0 ? Qt::DashLine : Qt::SolidLine));
            painter.setBrush(Qt::NoBrush);
            const QPointF start(from.center().x(), from.bottom() + kUnder);
            const QPointF end(to.center().x(), to.y() - kName);
            QPainterPath path(start);
            const double middle = (start.y() + end.y()) / 2;
            path.cubicTo(QPointF(start.x(), middle), QPointF(end.x(), middle), end - QPointF(0, kArrow));
            painter.drawPath(path);
            painter.setPen(Qt::NoPen);
            painter.setBrush(moveColour(place.moved()));
            painter.drawPolygon(
                QPolygonF{end, end + QPointF(-kArrow, -2 * kArrow), end + QPointF(kArrow, -2 * kArrow)});
        }
        for (const auto& place : change.lost) {
            const QRectF from = tile(i, place.from - 1);
            painter.setPen(colours.danger);
            painter.drawText(QRectF(from.x() - kGap, from.bottom() + kUnder, from.width() + 2 * kGap, 16),
                             Qt::AlignCenter, tr("lost"));
        }
    }
}

// Rank and label, and how far the result has come since the row above.
void RankChangeCanvas::paintPlace(QPainter& painter, std::size_t row, std::size_t place) const {
    const ThemeColours& colours = Theme::instance().colours();
    const LabelStyle style = labelStyle(m_model->rows()[row].cells[place].label);
    const QRectF area = tile(row, place);
    const QString rank = QStringLiteral("%1 %2").arg(QString::number(place + 1), style.sign).trimmed();
    std::ptrdiff_t moved = 0;
    if (row > 0) {
        const auto& now = m_model->changes()[row - 1].now;
        const auto found = std::find_if(
            now.begin(), now.end(), [&](const eval::PlaceChange& change) { return change.to == place + 1; });
        if (found != now.end() && !m_model->changes()[row - 1].isNew(*found)) moved = found->moved();
    }
    const QString arrow =
        moved == 0 ? QString()
                   : QStringLiteral("  %1%2").arg(moved > 0 ? QStringLiteral("▲") : QStringLiteral("▼"),
                                                  QString::number(moved > 0 ? moved : -moved));
    const QFontMetricsF metrics(painter.font());
    const double wide = metrics.horizontalAdvance(rank);
    const double left = area.center().x() - (wide + metrics.horizontalAdvance(arrow)) / 2;
    const auto draw = [&](double x, const QString& text, const QColor& colour) {
        painter.setPen(colour);
        painter.drawText(QRectF(x, area.bottom(), metrics.horizontalAdvance(text) + 1, kUnder),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
    };
    draw(left, rank, style.sign.isEmpty() ? colours.textMuted : style.colour);
    draw(left + wide, arrow, moveColour(moved));
}

void RankChangeCanvas::paintRow(QPainter& painter, std::size_t row) const {
    const ThemeColours& colours = Theme::instance().colours();
    const RankChangeModel::Row& shown = m_model->rows()[row];
    const QRectF first = tile(row, 0);
    // The name stands on its own ground, so that no line crosses the letters.
    painter.setFont(Theme::instance().captionFont());
    const QFontMetricsF metrics(painter.font());
    const QString name = metrics.elidedText(shown.name, Qt::ElideRight, width());
    const QRectF place(0, first.y() - kName, metrics.horizontalAdvance(name) + 6, kName - 2);
    painter.fillRect(place, colours.surface);
    painter.setPen(colours.text);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, name);
    for (std::size_t i = 0; i < shown.cells.size(); ++i) {
        const RankChangeModel::Cell& cell = shown.cells[i];
        const QRectF area = tile(row, i);
        painter.fillRect(area, colours.canvas);
        const QPixmap picture = m_pictures->thumbnail(cell.image);
        if (!picture.isNull()) {
            const QSizeF size = QSizeF(picture.size()).scaled(area.size(), Qt::KeepAspectRatio);
            painter.drawPixmap(QRectF(area.center() - QPointF(size.width(), size.height()) / 2, size),
                               picture, QRectF(picture.rect()));
        }
        const LabelStyle style = labelStyle(cell.label);
        const bool isKnown = cell.label != eval::Label::Unknown;
        const bool isChosen = m_chosen == cell.path;
        painter.setPen(QPen(isChosen  ? colours.accent
                            : isKnown ? style.colour
                                      : colours.border,
                            isChosen ? 4 : 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(area.adjusted(1, 1, -1, -1));
        paintPlace(painter, row, i);
    }
}

void RankChangeCanvas::mouseMoveEvent(QMouseEvent* event) {
    for (std::size_t row = 0; row < m_model->rows().size(); ++row)
        for (std::size_t i = 0; i < m_model->rows()[row].cells.size(); ++i)
            if (tile(row, i).contains(event->position())) {
                choose(m_model->rows()[row].cells[i].path);
                return;
            }
    choose(std::nullopt);
}

void RankChangeCanvas::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    choose(std::nullopt);
}

void RankChangeCanvas::keyPressEvent(QKeyEvent* event) {
    const bool isLeft = event->key() == Qt::Key_Left;
    if ((!isLeft && event->key() != Qt::Key_Right) || m_model->rows().empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto& cells = m_model->rows().back().cells;
    if (cells.empty()) return;
    if (m_chosen) m_place = isLeft ? (m_place == 0 ? 0 : m_place - 1) : m_place + 1;
    m_place = std::min(m_place, cells.size() - 1);
    choose(cells[m_place].path);
}

void RankChangeCanvas::choose(std::optional<std::string> path) {
    if (path == m_chosen) return;
    m_chosen = std::move(path);
    update();
    Q_EMIT chosenChanged(m_chosen ? words(*m_chosen) : QString());
}

// "a.jpg: place 3, then 1, then not among the first 10"
QString RankChangeCanvas::words(const std::string& path) const {
    QStringList places;
    for (const auto& row : m_model->rows()) {
        const auto cell = std::find_if(row.cells.begin(), row.cells.end(),
                                       [&](const auto& candidate) { return candidate.path == path; });
        places << (cell == row.cells.end() ? tr("not among the first %1").arg(RankChangeModel::kDepth)
                                           : tr("place %1").arg(cell - row.cells.begin() + 1));
    }
    return tr("%1: %2").arg(QFileInfo(QString::fromStdString(path)).fileName(),
                            places.join(QStringLiteral(" → ")));
}

RankChangeView::RankChangeView(RankChangeModel* model, ThumbnailProvider* pictures, QWidget* parent)
    : QWidget(parent), m_model(model) {
    m_source = new QComboBox(this);
    m_source->setAccessibleName(tr("What is compared"));
    m_source->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_source->setMinimumContentsLength(16);
    m_source->setFocusPolicy(Qt::StrongFocus);
    const auto button = [this](const QString& text, const QString& tip) {
        auto* made = new QToolButton(this);
        made->setText(text);
        made->setToolTip(tip);
        made->setAccessibleName(text);
        made->setFocusPolicy(Qt::StrongFocus);
        return made;
    };
    m_keep = button(tr("Keep this ranking"),
                    tr("Keeps the first model's ranking, to compare it with another damage or box later"));
    m_forget = button(tr("Forget"), tr("Forgets the kept rankings"));
    auto* figure = button(tr("Figure …"), tr("Exports the chosen ranks as SVG, PDF or PNG"));
    m_canvas = new RankChangeCanvas(model, pictures, this);
    m_canvas->setObjectName(QStringLiteral("plain"));
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_canvas);
    m_canvas->setAutoFillBackground(false);  // setWidget switches it on
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_words = new QLabel(this);
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_words->setAccessibleName(tr("What changed"));
    m_chosen = makeCaption({}, this);
    m_chosen->setTextFormat(Qt::PlainText);
    m_chosen->setAccessibleName(tr("Places of the chosen result"));

    auto* tools = new QHBoxLayout;
    tools->setSpacing(space::kSmall);
    tools->addWidget(m_source, 1);
    tools->addWidget(m_keep);
    tools->addWidget(m_forget);
    tools->addWidget(figure);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kTight);
    layout->addLayout(tools);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_words);
    layout->addWidget(m_chosen);

    connect(m_source, &QComboBox::activated, m_model, &RankChangeModel::chooseSource);
    connect(m_keep, &QToolButton::clicked, m_model, &RankChangeModel::keep);
    connect(m_forget, &QToolButton::clicked, m_model, &RankChangeModel::forgetKept);
    connect(figure, &QToolButton::clicked, this, &RankChangeView::figureRequested);
    connect(m_model, &RankChangeModel::sourcesChanged, this, &RankChangeView::showSources);
    connect(m_model, &RankChangeModel::changed, this, &RankChangeView::showRows);
    connect(m_canvas, &RankChangeCanvas::chosenChanged, m_chosen, &QLabel::setText);
    showSources();
    showRows();
}

void RankChangeView::showSources() {
    const QSignalBlocker quiet(m_source);
    m_source->clear();
    for (int i = 0; i < m_model->sourceCount(); ++i) m_source->addItem(m_model->sourceName(i));
    m_source->setCurrentIndex(m_model->source());
}

void RankChangeView::showRows() {
    m_keep->setEnabled(m_model->canKeep());
    m_forget->setEnabled(m_model->keptCount() > 0);
    QStringList lines;
    for (std::size_t i = 0; i < m_model->changes().size(); ++i) {
        if (m_model->changes().size() == 1) {
            lines << m_model->sentence(i) << m_model->numbers(i);
            break;
        }
        lines << tr("%1 → %2:", "two rankings").arg(m_model->rows()[i].name, m_model->rows()[i + 1].name) +
                     QLatin1Char(' ') + m_model->sentence(i) + QLatin1Char(' ') + m_model->numbers(i);
    }
    if (lines.isEmpty()) lines << tr("Two rankings are needed: check a second model, or keep a ranking.");
    m_words->setText(lines.join(QLatin1Char('\n')));
    m_canvas->setAccessibleDescription(m_words->text());
    if (m_source->currentIndex() != m_model->source()) m_source->setCurrentIndex(m_model->source());
}

}  // namespace adapnet::ui
