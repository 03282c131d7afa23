#include "ui/robustness/curve_chart.h"

#include <QChart>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QLegend>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QMouseEvent>
#include <QPainter>
#include <QValueAxis>
#include <algorithm>
#include <array>

#include "ui/common/theme.h"

namespace adapnet::ui {

namespace {

constexpr int kTopRank = 10;
constexpr double kBoldWidth = 2.2;
constexpr double kThinWidth = 1.0;
constexpr double kStaleOpacity = 0.35;
constexpr Qt::PenStyle kMarkDashes = Qt::DashDotDotLine;
constexpr int kSample = 28;  // length of a line in the legend

QColor colourOf(std::size_t model) {
    const ThemeColours& colours = Theme::instance().colours();
    const std::array<QColor, 4> all{colours.accent, colours.warning, colours.positive, colours.danger};
    return all[model % all.size()];
}

Qt::PenStyle dashesOf(std::size_t model) {
    constexpr std::array<Qt::PenStyle, 4> kAll{Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
    return kAll[model % kAll.size()];
}

}  // namespace

CurveLegend::CurveLegend(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CurveLegend::setNames(const QStringList& models, bool showsBreaking) {
    if (models == m_names && showsBreaking == m_showsBreaking) return;
    m_names = models;
    m_showsBreaking = showsBreaking;
    QStringList words = models;
    if (showsBreaking) words << tr("breaking point");
    setToolTip(words.join(QLatin1Char('\n')));
    update();
}

QSize CurveLegend::sizeHint() const {
    return {0, QFontMetrics(Theme::instance().captionFont()).height() + 2};
}

QSize CurveLegend::minimumSizeHint() const {
    return sizeHint();
}

void CurveLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(Theme::instance().captionFont());
    const ThemeColours& colours = Theme::instance().colours();
    const int count = static_cast<int>(m_names.size()) + (m_showsBreaking ? 1 : 0);
    if (count == 0) return;
    const double middle = height() / 2.0;
    const int words = width() / count - kSample - space::kTight - space::kMedium;
    double x = 0;
    const auto entry = [&](const QString& name, const QPen& pen, const QLineF& line) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(pen);
        painter.drawLine(line.translated(x, 0));
        const QString shown = painter.fontMetrics().elidedText(name, Qt::ElideRight, words);
        painter.setPen(colours.text);
        const double wide = painter.fontMetrics().horizontalAdvance(shown);
        painter.drawText(QRectF(x + kSample + space::kTight, 0, wide + 1, height()), Qt::AlignVCenter, shown);
        x += kSample + space::kTight + wide + space::kMedium;
    };
    for (int i = 0; i < m_names.size(); ++i) {
        const auto model = static_cast<std::size_t>(i);
        entry(m_names[i], QPen(colourOf(model), kBoldWidth, dashesOf(model)),
              QLineF(0, middle, kSample, middle));
    }
    if (m_showsBreaking)
        entry(tr("breaking point"), QPen(colours.text, kBoldWidth, kMarkDashes),
              QLineF(kSample / 2.0, 1, kSample / 2.0, height() - 1));
}

CurveChart::CurveChart(Scale scale, QWidget* parent) : QChartView(new QChart, parent), m_scale(scale) {
    chart()->setMargins(QMargins(0, 0, 0, 0));
    chart()->setBackgroundRoundness(0);
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    setRenderHint(QPainter::Antialiasing);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setMinimumSize(200, 110);

    m_across = new QValueAxis(this);
    m_across->setTickCount(6);
    if (scale == Scale::Ranks) {
        auto* ranks = new QLogValueAxis(this);
        ranks->setBase(10);
        ranks->setReverse(true);
        ranks->setLabelFormat(QStringLiteral("%.0f"));
        ranks->setMinorTickCount(0);
        m_up = ranks;
    } else {
        auto* share = new QValueAxis(this);
        share->setRange(0, 1);
        share->setTickCount(6);
        share->setLabelFormat(QStringLiteral("%.1f"));
        m_up = share;
    }
    chart()->addAxis(m_across, Qt::AlignBottom);
    chart()->addAxis(m_up, Qt::AlignLeft);
    m_now = addLine();
    m_limit = addLine();
    applyTheme();
    connect(&Theme::instance(), &Theme::changed, this, &CurveChart::applyTheme);
}

QLineSeries* CurveChart::addLine() {
    auto* series = new QLineSeries(chart());
    chart()->addSeries(series);
    series->attachAxis(m_across);
    series->attachAxis(m_up);
    return series;
}

void CurveChart::applyTheme() {
    const ThemeColours& colours = Theme::instance().colours();
    setBackgroundBrush(colours.surface);
    chart()->setBackgroundBrush(colours.surface);
    for (QAbstractAxis* axis : std::initializer_list<QAbstractAxis*>{m_across, m_up}) {
        axis->setLabelsColor(colours.textMuted);
        axis->setLabelsFont(Theme::instance().captionFont());
        axis->setTitleBrush(colours.textMuted);
        axis->setTitleFont(Theme::instance().captionFont());
        axis->setGridLineColor(colours.border);
        axis->setLinePenColor(colours.borderStrong);
    }
    m_now->setPen(QPen(colours.text, 1.4));
    m_limit->setPen(QPen(colours.borderStrong, 1.2, Qt::DotLine));
    restyle();
}

void CurveChart::restyle() {
    for (const Drawn& drawn : m_drawn) {
        QColor colour = colourOf(drawn.model);
        if (drawn.isThin) colour.setAlphaF(0.45F);
        drawn.series->setPen(
            drawn.isMark ? QPen(colour, kBoldWidth, kMarkDashes)
                         : QPen(colour, drawn.isThin ? kThinWidth : kBoldWidth, dashesOf(drawn.model)));
        drawn.series->setOpacity(m_stale ? kStaleOpacity : 1);
        drawn.series->setPointsVisible(!drawn.isThin && !drawn.isMark);
    }
}

void CurveChart::setTitle(const QString& horizontal) {
    m_across->setTitleText(horizontal);
}

double CurveChart::lowest() const {
    return m_scale == Scale::Ranks ? 1 : 0;
}
double CurveChart::highest() const {
    return m_scale == Scale::Ranks ? m_deepest : 1;
}

void CurveChart::setCurve(const std::vector<CurveLine>& lines, const std::vector<CurveMark>& breaking,
                          double low, double high, int deepest, bool isStale) {
    m_deepest = std::max(kTopRank * 2, deepest);
    m_stale = isStale;
    if (low < high) m_across->setRange(low, high);
    if (m_scale == Scale::Ranks) m_up->setRange(1, m_deepest);
    // Series are kept and given new points: making them anew for every burst of points would be felt.
    const std::size_t wanted = lines.size() + breaking.size();
    while (m_drawn.size() > wanted) {
        chart()->removeSeries(m_drawn.back().series);
        delete m_drawn.back().series;
        m_drawn.pop_back();
    }
    while (m_drawn.size() < wanted) m_drawn.push_back({addLine()});
    for (std::size_t i = 0; i < wanted; ++i) {
        Drawn& drawn = m_drawn[i];
        const bool isLine = i < lines.size();
        drawn.isMark = !isLine;
        drawn.isThin = isLine && lines[i].isThin;
        drawn.model = isLine ? lines[i].model : breaking[i - lines.size()].model;
        if (isLine) {
            drawn.series->replace(lines[i].points);
        } else {
            const double value = breaking[i - lines.size()].value;
            drawn.series->replace(QList<QPointF>{{value, lowest()}, {value, highest()}});
        }
    }
    m_limit->replace(m_scale == Scale::Ranks ? QList<QPointF>{{low, kTopRank}, {high, kTopRank}}
                                             : QList<QPointF>{});
    restyle();
    setCurrent(m_current);
}

void CurveChart::setCurrent(double value) {
    m_current = value;
    m_now->replace(QList<QPointF>{{value, lowest()}, {value, highest()}});
}

void CurveChart::mouseMoveEvent(QMouseEvent* event) {
    QChartView::mouseMoveEvent(event);
    const QPointF inScene = mapToScene(event->position().toPoint());
    const QPointF inChart = chart()->mapFromScene(inScene);
    if (chart()->plotArea().contains(inChart)) Q_EMIT pointed(chart()->mapToValue(inChart, m_now).x());
}

void CurveChart::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        Q_EMIT stepped(event->key() == Qt::Key_Left ? -1 : 1);
        return;
    }
    QChartView::keyPressEvent(event);
}

}  // namespace adapnet::ui
