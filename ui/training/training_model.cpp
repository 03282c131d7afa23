#include "ui/training/training_model.h"

#include <QLocale>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "ui/common/names.h"

namespace adapnet::ui {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kTickMs = 250;
constexpr std::size_t kStepsTimed = 50;

double valueOf(const nn::TrainPoint& point, TrainingFigure figure) {
    switch (figure) {
        case TrainingFigure::Loss:
            return point.loss;
        case TrainingFigure::Scale:
            return point.scale;
        case TrainingFigure::Margin:
            return point.margin;
        case TrainingFigure::MeanNorm:
            return point.meanNorm;
        case TrainingFigure::MeanQuality:
            return point.meanQuality;
        case TrainingFigure::Recall:
            return point.recall;
    }
    return 0;
}

// Recall is measured in some steps only.
bool isKnown(const nn::TrainPoint& point, TrainingFigure figure) {
    return std::isfinite(valueOf(point, figure)) && (figure != TrainingFigure::Recall || point.recall >= 0);
}

}  // namespace

// The training thread leaves its points here, and waits here during a pause.
struct TrainingModel::Gate {
    std::mutex mutex;
    std::condition_variable_any wake;
    bool isPaused = false;
    std::vector<nn::TrainPoint> points;
    std::vector<double> seconds;  // of the same steps, waiting left out
    Clock::time_point stepBegan = Clock::now();
    bool isFirst = true;  // the time before it holds the preparations

    void pass(const nn::TrainPoint& point, const std::stop_token& stop) {
        std::unique_lock lock(mutex);
        points.push_back(point);
        if (!std::exchange(isFirst, false))
            seconds.push_back(std::chrono::duration<double>(Clock::now() - stepBegan).count());
        wake.wait(lock, stop, [this] { return !isPaused; });
        stepBegan = Clock::now();
    }
};

TrainingServices coreTrainingServices() {
    return {[] { return service::shippedRecipes(); },
            [](const fs::path& file) { return service::readRecipe(file); },
            [](const service::TrainJob& job, const JobContext& context) {
                return service::trainModel(job, context);
            }};
}

QString trainingFigureName(TrainingFigure figure) {
    switch (figure) {
        case TrainingFigure::Loss:
            return TrainingModel::tr("Loss");
        case TrainingFigure::Scale:
            return TrainingModel::tr("Scale of the margin loss");
        case TrainingFigure::Margin:
            return TrainingModel::tr("Margin");
        case TrainingFigure::MeanNorm:
            return TrainingModel::tr("Mean norm of the descriptors");
        case TrainingFigure::MeanQuality:
            return TrainingModel::tr("Mean quality");
        case TrainingFigure::Recall:
            return TrainingModel::tr("Recall@1 in the batch");
    }
    return {};
}

TrainingModel::TrainingModel(TrainingServices services, QObject* parent)
    : QObject(parent), m_services(std::move(services)) {
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, &TrainingModel::takePoints);
    connect(&m_job, &JobRunner::progressChanged, this, &TrainingModel::progressChanged);
    connect(&m_job, &JobRunner::failed, this, &TrainingModel::stopWith);
}

TrainingModel::~TrainingModel() {
    // A stop request wakes a paused run as well.
    m_job.disconnect(this);
    m_job.cancel();
}

void TrainingModel::setState(State state) {
    if (state == m_state) return;
    m_state = state;
    Q_EMIT stateChanged();
}

void TrainingModel::start(const service::TrainJob& job) {
    if (isActive()) return;
    m_points.clear();
    m_stepSeconds.clear();
    m_outcome.clear();
    m_hasFailed = false;
    m_summary.reset();
    m_out = job.out;
    m_gate = std::make_shared<Gate>();
    m_job.start(
        [train = m_services.train, job, gate = m_gate](const JobContext& context) {
            service::TrainJob observed = job;
            observed.observe = [gate, stop = context.stop](const nn::TrainPoint& point) {
                gate->pass(point, stop);
            };
            return train(observed, context);
        },
        [this](const Result<nn::TrainSummary>& summary) { end(summary); });
    m_timer.start();
    setState(State::Preparing);
    Q_EMIT pointsChanged();
    Q_EMIT progressChanged();
}

void TrainingModel::pause() {
    if (m_state != State::Running && m_state != State::Preparing) return;
    {
        const std::lock_guard lock(m_gate->mutex);
        m_gate->isPaused = true;
    }
    setState(State::Paused);
    Q_EMIT progressChanged();
}

void TrainingModel::goOn() {
    if (m_state != State::Paused) return;
    {
        const std::lock_guard lock(m_gate->mutex);
        m_gate->isPaused = false;
    }
    m_gate->wake.notify_all();
    setState(m_points.empty() ? State::Preparing : State::Running);
    Q_EMIT progressChanged();
}

void TrainingModel::cancel() {
    if (!isActive() || m_state == State::Stopping) return;
    m_job.cancel();
    setState(State::Stopping);
    Q_EMIT progressChanged();
}

void TrainingModel::takePoints() {
    std::vector<nn::TrainPoint> fresh;
    std::vector<double> seconds;
    {
        const std::lock_guard lock(m_gate->mutex);
        fresh.swap(m_gate->points);
        seconds.swap(m_gate->seconds);
    }
    if (fresh.empty()) return;
    m_points.insert(m_points.end(), fresh.begin(), fresh.end());
    m_stepSeconds.insert(m_stepSeconds.end(), seconds.begin(), seconds.end());
    if (m_stepSeconds.size() > kStepsTimed)
        m_stepSeconds.erase(m_stepSeconds.begin(),
                            m_stepSeconds.end() - static_cast<std::ptrdiff_t>(kStepsTimed));
    if (m_state == State::Preparing) setState(State::Running);
    Q_EMIT pointsChanged();
    Q_EMIT progressChanged();
}

void TrainingModel::end(const Result<nn::TrainSummary>& summary) {
    if (!summary) {
        stopWith(summary.error());
        return;
    }
    m_timer.stop();
    takePoints();
    m_summary = *summary;
    m_outcome =
        tr("Finished after %1 steps: step %2 was chosen with %3 mAP on the validation pictures. "
           "The network is in %4.")
            .arg(QLocale().toString(static_cast<qlonglong>(summary->steps)),
                 QLocale().toString(static_cast<qlonglong>(summary->bestStep)),
                 QLocale().toString(summary->bestScore, 'f', 4), QString::fromStdString(displayPath(m_out)));
    setState(State::Idle);
    Q_EMIT finished();
}

void TrainingModel::stopWith(const Error& error) {
    m_timer.stop();
    takePoints();
    m_hasFailed = !error.isCancelled();
    if (m_hasFailed)
        m_outcome = errorText(error);
    else if (m_points.empty())
        m_outcome = tr("Stopped before the first step.");
    else
        m_outcome = tr("Stopped after step %1. Starting again with the same recipe and folder goes on there.")
                        .arg(QLocale().toString(static_cast<qlonglong>(step())));
    setState(State::Idle);
    Q_EMIT finished();
}

QList<QPointF> TrainingModel::curve(TrainingFigure figure) const {
    QList<QPointF> out;
    const std::size_t bin = (m_points.size() + kMostPoints - 1) / kMostPoints;
    for (std::size_t first = 0; first < m_points.size(); first += bin) {
        double sum = 0;
        int count = 0;
        const std::size_t end = std::min(first + bin, m_points.size());
        for (std::size_t i = first; i < end; ++i) {
            if (!isKnown(m_points[i], figure)) continue;
            sum += valueOf(m_points[i], figure);
            ++count;
        }
        if (count > 0) out.push_back({static_cast<double>(m_points[end - 1].step), sum / count});
    }
    return out;
}

double TrainingModel::secondsLeft() const {
    if (m_stepSeconds.empty() || m_points.empty()) return -1;
    double sum = 0;
    for (const double seconds : m_stepSeconds) sum += seconds;
    return sum / static_cast<double>(m_stepSeconds.size()) * static_cast<double>(steps() - step());
}

std::optional<double> TrainingModel::progressShare() const {
    if (steps() > 0) return static_cast<double>(step()) / static_cast<double>(steps());
    const Progress& progress = m_job.progress();
    if (!isActive() || progress.total <= 0) return std::nullopt;
    return static_cast<double>(progress.done) / static_cast<double>(progress.total);
}

QString TrainingModel::progressText() const {
    if (m_state == State::Idle) return {};
    const QLocale locale;
    if (m_points.empty()) {
        if (m_state == State::Stopping) return tr("Stopping …");
        const Progress& progress = m_job.progress();
        if (progress.total <= 0) return tr("Preparing …");
        return tr("Preparing: %1 of %2")
            .arg(locale.toString(static_cast<qlonglong>(progress.done)),
                 locale.toString(static_cast<qlonglong>(progress.total)));
    }
    const QString where = tr("Step %1 of %2")
                              .arg(locale.toString(static_cast<qlonglong>(step())),
                                   locale.toString(static_cast<qlonglong>(steps())));
    if (m_state == State::Paused) return tr("%1 · paused").arg(where);
    if (m_state == State::Stopping) return tr("%1 · storing the checkpoint …").arg(where);
    const double left = secondsLeft();
    if (left < 0) return where;
    return tr("%1 · %2 left").arg(where, durationText(left));
}

}  // namespace adapnet::ui
