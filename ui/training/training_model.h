// One training run as a screen sees it: what it is doing, its points for the plots, the time left; start,
// pause, go on, cancel. Belongs to the window's thread; the training runs on a thread of its own, and its
// points come over a few times a second, however fast the steps are. The destructor cancels and waits until
// the checkpoint is stored.
#pragma once

#include <QObject>
#include <QPointF>
#include <QString>
#include <QTimer>
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/service/train_service.h"
#include "ui/jobs/job_runner.h"

namespace adapnet::ui {

// What the training screen needs from below; the second is the real one.
struct TrainingServices {
    std::function<std::vector<service::TrainRecipe>()> recipes;
    std::function<Result<nn::TrainConfig>(const fs::path&)> readRecipe;
    std::function<Result<nn::TrainSummary>(const service::TrainJob&, const JobContext&)> train;
};
TrainingServices coreTrainingServices();

enum class TrainingFigure { Loss, Scale, Margin, MeanNorm, MeanQuality, Recall };
inline constexpr std::array kTrainingFigures{TrainingFigure::Loss,        TrainingFigure::Scale,
                                             TrainingFigure::Margin,      TrainingFigure::MeanNorm,
                                             TrainingFigure::MeanQuality, TrainingFigure::Recall};
QString trainingFigureName(TrainingFigure figure);

class TrainingModel : public QObject {
    Q_OBJECT
  public:
    enum class State { Idle, Preparing, Running, Paused, Stopping };
    // A curve is drawn with at most this many points; each is the mean over equally many steps.
    static constexpr std::size_t kMostPoints = 300;

    explicit TrainingModel(TrainingServices services, QObject* parent = nullptr);
    ~TrainingModel() override;

    const TrainingServices& services() const { return m_services; }
    State state() const { return m_state; }
    bool isActive() const { return m_state != State::Idle; }

    void start(const service::TrainJob& job);  // not while one runs
    void pause();                              // after the step in work
    void goOn();
    void cancel();  // after the step in work; the checkpoint stays

    // Of the newest run; empty before the first point.
    const std::vector<nn::TrainPoint>& points() const { return m_points; }
    QList<QPointF> curve(TrainingFigure figure) const;
    std::int64_t step() const { return m_points.empty() ? 0 : m_points.back().step; }
    std::int64_t steps() const { return m_points.empty() ? 0 : m_points.back().steps; }
    // Stage, count and time left: "Step 120 of 4,000 · 2.8 s a step · 3 h 1 min left".
    QString progressText() const;
    // 0..1; nothing while it is not known.
    std::optional<double> progressShare() const;
    // Estimated from the last steps, without the time spent paused; -1: not known yet.
    double secondsLeft() const;
    // How the last run ended, in one sentence; empty while one runs.
    const QString& outcome() const { return m_outcome; }
    bool hasFailed() const { return m_hasFailed; }
    const std::optional<nn::TrainSummary>& summary() const { return m_summary; }

  Q_SIGNALS:
    void stateChanged();
    void pointsChanged();  // at most four times a second
    void progressChanged();
    void finished();  // outcome() says how

  private:
    struct Gate;  // between the two threads

    void setState(State state);
    void takePoints();
    void end(const Result<nn::TrainSummary>& summary);
    void stopWith(const Error& error);

    TrainingServices m_services;
    State m_state = State::Idle;
    std::vector<nn::TrainPoint> m_points;
    std::vector<double> m_stepSeconds;  // of the last steps
    fs::path m_out;
    QString m_outcome;
    bool m_hasFailed = false;
    std::optional<nn::TrainSummary> m_summary;
    std::shared_ptr<Gate> m_gate;
    QTimer m_timer;
    JobRunner m_job;  // last: stops before the state goes
};

}  // namespace adapnet::ui
