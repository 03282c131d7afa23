#include "ui/robustness/robustness_view.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/theme.h"
#include "ui/common/widgets.h"
#include "ui/robustness/curve_chart.h"

namespace adapnet::ui {

namespace {

constexpr std::size_t kMostLines = 12;  // single positives drawn for each model; the best is always there

}  // namespace

RobustnessView::RobustnessView(RobustnessModel* model, QWidget* parent) : QWidget(parent), m_model(model) {
    m_axis = new QComboBox(this);
    m_axis->setAccessibleName(tr("What varies"));
    m_axis->setToolTip(tr("What varies; moving a slider chooses it"));
    m_axis->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_axis->setMinimumContentsLength(18);
    m_axis->setFocusPolicy(Qt::StrongFocus);
    m_follow = new QToolButton(this);
    m_follow->setText(tr("Follow the chosen result"));
    m_follow->setToolTip(
        tr("Draw the rank of the result chosen in the rankings instead of the ground truth's "
           "positives"));
    m_follow->setAccessibleName(m_follow->text());
    m_follow->setCheckable(true);
    m_follow->setEnabled(false);
    m_follow->setFocusPolicy(Qt::StrongFocus);
    m_copy = makeIconButton(QStringLiteral("terminal"), tr("Copy as command that prints this curve"), this);
    m_ranks = new CurveChart(CurveChart::Scale::Ranks, this);
    m_ranks->setAccessibleName(tr("Ranks of the positives"));
    m_precision = new CurveChart(CurveChart::Scale::Share, this);
    m_precision->setAccessibleName(tr("Average precision"));
    m_legend = new CurveLegend(this);
    m_summary = new QLabel(this);
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_summary->setAccessibleName(tr("Breaking points"));
    m_point = makeCaption({}, this);
    m_point->setWordWrap(true);
    m_point->setAccessibleName(tr("Values at the chosen point"));

    auto* tools = new QHBoxLayout;
    tools->setSpacing(space::kSmall);
    tools->addWidget(m_axis, 1);
    tools->addWidget(m_follow);
    tools->addWidget(m_copy);
    auto* charts = new QGridLayout;
    charts->setHorizontalSpacing(space::kSmall);
    charts->setVerticalSpacing(0);
    charts->addWidget(makeCaption(tr("Rank of the best positive; thin: of each"), this), 0, 0);
    charts->addWidget(makeCaption(tr("Average precision"), this), 0, 1);
    charts->addWidget(m_ranks, 1, 0);
    charts->addWidget(m_precision, 1, 1);
    charts->setRowStretch(1, 1);
    charts->setColumnStretch(0, 1);
    charts->setColumnStretch(1, 1);
    // Room for two lines each, so that the charts do not change their size while words come and go.
    for (QLabel* words : {m_summary, m_point}) {
        words->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        words->setMinimumHeight(2 * words->fontMetrics().lineSpacing());
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kTight);
    layout->addLayout(tools);
    layout->addLayout(charts, 1);
    layout->addWidget(m_legend);
    layout->addWidget(m_summary);
    layout->addWidget(m_point);

    connect(m_axis, &QComboBox::activated, m_model, &RobustnessModel::chooseAxis);
    connect(m_follow, &QToolButton::toggled, this, &RobustnessView::toggleFollow);
    connect(m_copy, &QToolButton::clicked, this, [this] {
        if (const QString command = m_model->command(); !command.isEmpty()) Q_EMIT commandRequested(command);
    });
    connect(m_model, &RobustnessModel::axesChanged, this, &RobustnessView::showAxes);
    connect(m_model, &RobustnessModel::curveChanged, this, &RobustnessView::showCurve);
    connect(m_model, &RobustnessModel::currentChanged, this, &RobustnessView::showCurrent);
    connect(m_model, &RobustnessModel::busyChanged, this, &RobustnessView::showWords);
    for (CurveChart* chart : {m_ranks, m_precision}) {
        connect(chart, &CurveChart::pointed, this, [this](double value) {
            m_pointed = value;
            showWords();
        });
        connect(chart, &CurveChart::stepped, this, &RobustnessView::step);
    }
    showAxes();
    showCurve();
}

void RobustnessView::setCandidate(std::size_t image, const QString& path) {
    m_candidate = image;
    m_candidatePath = path;
    m_follow->setEnabled(true);
    if (m_follow->isChecked()) m_model->follow(image);
}

void RobustnessView::toggleFollow(bool on) {
    m_model->follow(on ? m_candidate : std::nullopt);
}

void RobustnessView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_model->setActive(true);
}

void RobustnessView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_model->setActive(false);
}

void RobustnessView::showAxes() {
    const QSignalBlocker quiet(m_axis);
    m_axis->clear();
    for (const auto& axis : m_model->axes()) m_axis->addItem(m_model->axisName(axis));
    m_axis->setCurrentIndex(m_model->axisIndex());
    m_pointed.reset();
}

void RobustnessView::showCurve() {
    // Another picture ends the following of a result.
    if (!m_model->followed() && m_follow->isChecked()) {
        const QSignalBlocker quiet(m_follow);
        m_follow->setChecked(false);
        m_candidate.reset();
        m_follow->setEnabled(false);
    }
    const auto& points = m_model->points();
    std::vector<CurveLine> ranks;
    std::vector<CurveLine> precision;
    std::vector<CurveMark> breaking;
    QStringList names;
    int deepest = 0;
    for (std::size_t model = 0; model < m_model->modelCount(); ++model) {
        CurveLine best;
        CurveLine share;
        best.model = share.model = model;
        names << m_model->modelName(model);
        std::vector<CurveLine> single;
        for (const auto& point : points) {
            if (model >= point.models.size()) continue;
            const auto& values = point.models[model];
            if (values.bestRank > 0) best.points.append({point.value, static_cast<double>(values.bestRank)});
            if (values.averagePrecision) share.points.append({point.value, *values.averagePrecision});
            single.resize(std::min(kMostLines, values.ranks.size()));
            for (std::size_t i = 0; i < single.size(); ++i) {
                if (values.ranks[i] <= 0) continue;
                single[i].points.append({point.value, static_cast<double>(values.ranks[i])});
                deepest = std::max(deepest, values.ranks[i]);
            }
            deepest = std::max(deepest, values.bestRank);
        }
        if (single.size() > 1) {
            for (CurveLine& line : single) {
                line.model = model;
                line.isThin = true;
                ranks.push_back(std::move(line));
            }
        }
        ranks.push_back(std::move(best));
        precision.push_back(std::move(share));
        if (!m_model->isStale())
            for (const double value : m_model->breakingPoints(model)) breaking.push_back({value, model});
    }
    const auto& values = m_model->request().values;
    const double low = values.empty() ? 0 : values.front();
    const double high = values.empty() ? 1 : values.back();
    m_legend->setNames(names, !breaking.empty());
    m_ranks->setTitle(m_model->axisTitle());
    m_precision->setTitle(m_model->axisTitle());
    m_ranks->setCurve(ranks, breaking, low, high, deepest, m_model->isStale());
    m_precision->setCurve(precision, {}, low, high, 0, m_model->isStale());
    m_copy->setEnabled(m_model->problem().isEmpty() && !values.empty());
    showCurrent();
}

void RobustnessView::showCurrent() {
    m_ranks->setCurrent(m_model->current());
    m_precision->setCurrent(m_model->current());
    showWords();
}

void RobustnessView::showWords() {
    QString text = m_model->problem();
    if (!text.isEmpty() && !m_model->followed() && m_candidate)
        text += QLatin1Char(' ') + tr("Or follow the result chosen in the rankings.");
    if (text.isEmpty()) text = m_model->summary();
    if (m_model->isBusy()) {
        const QString progress = tr("%1 of %2 points")
                                     .arg(m_model->isStale() ? 0 : m_model->points().size())
                                     .arg(m_model->request().values.size());
        text = text.isEmpty() ? progress : progress + QStringLiteral(" · ") + text;
    }
    m_summary->setText(text);
    m_ranks->setAccessibleDescription(text);
    m_precision->setAccessibleDescription(text);
    const auto point = m_model->pointAt(m_pointed.value_or(m_model->current()));
    m_point->setText(point && !m_model->isStale() ? m_model->pointText(*point) : QString());
}

void RobustnessView::step(int by) {
    const auto at = m_model->pointAt(m_pointed.value_or(m_model->current()));
    if (!at) return;
    const auto last = static_cast<int>(m_model->points().size()) - 1;
    const int next = std::clamp(static_cast<int>(*at) + by, 0, last);
    m_pointed = m_model->points()[static_cast<std::size_t>(next)].value;
    showWords();
}

}  // namespace adapnet::ui
