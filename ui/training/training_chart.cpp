#include "ui/training/training_chart.h"

#include <QChart>
#include <QLegend>
#include <QLineSeries>
#include <QLocale>
#include <QValueAxis>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/common/theme.h"

namespace adapnet::ui {

namespace {

constexpr int kTicks = 3;
constexpr double kLineWidth = 1.8;

// As many decimals as tell the ticks apart.
QString labelFormat(double range) {
    const int decimals = range >= 20 ? 0 : range >= 2 ? 1 : range >= 0.2 ? 2 : range >= 0.02 ? 3 : 4;
    return QStringLiteral("%.%1f").arg(decimals);
}

}  // namespace

TrainingChart::TrainingChart(QString title, QWidget* parent)
    : QChartView(new QChart, parent), m_title(std::move(title)) {
    chart()->setMargins(QMargins(0, 0, 0, 0));
    chart()->setBackgroundRoundness(0);
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->setLocalizeNumbers(true);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setMinimumSize(220, 130);
    m_line = new QLineSeries(chart());
    chart()->addSeries(m_line);
    m_across = new QValueAxis(this);
    m_across->setTickCount(kTicks);
    m_across->setLabelFormat(QStringLiteral("%.0f"));
    m_up = new QValueAxis(this);
    m_up->setTickCount(kTicks);
    chart()->addAxis(m_across, Qt::AlignBottom);
    chart()->addAxis(m_up, Qt::AlignLeft);
    m_line->attachAxis(m_across);
    m_line->attachAxis(m_up);
    setAccessibleName(m_title);
    setCurve({}, 0);
    applyTheme();
    connect(&Theme::instance(), &Theme::changed, this, &TrainingChart::applyTheme);
}

void TrainingChart::applyTheme() {
    const ThemeColours& colours = Theme::instance().colours();
    setBackgroundBrush(colours.surface);
    chart()->setBackgroundBrush(colours.surface);
    chart()->setTitleBrush(colours.text);
    chart()->setTitleFont(Theme::instance().captionFont());
    for (QValueAxis* axis : {m_across, m_up}) {
        axis->setLabelsColor(colours.textMuted);
        axis->setLabelsFont(Theme::instance().captionFont());
        axis->setGridLineColor(colours.border);
        axis->setLinePenColor(colours.borderStrong);
    }
    m_line->setPen(QPen(colours.accent, kLineWidth));
}

void TrainingChart::setCurve(const QList<QPointF>& points, double steps) {
    m_points = points;
    m_line->replace(points);
    m_across->setRange(0, std::max(2.0, steps));
    double low = 0;
    double high = 1;
    if (!points.isEmpty()) {
        const auto [least, most] = std::minmax_element(
            points.begin(), points.end(), [](const QPointF& a, const QPointF& b) { return a.y() < b.y(); });
        low = least->y();
        high = most->y();
        // A constant still gets a line in the middle.
        const double room = std::max((high - low) * 0.08, std::max(std::abs(high) * 0.02, 1e-3));
        low -= room;
        high += room;
    }
    m_up->setRange(low, high);
    // Numbers along an empty chart would mean nothing.
    for (QValueAxis* axis : {m_across, m_up}) axis->setLabelsVisible(!points.isEmpty());
    m_up->setLabelFormat(labelFormat(high - low));
    const QString last =
        points.isEmpty() ? QStringLiteral("–") : QLocale().toString(points.last().y(), 'g', 4);
    chart()->setTitle(QStringLiteral("%1 · %2").arg(m_title, last));
    setAccessibleDescription(last);
}

}  // namespace adapnet::ui
