#include "ui/jobs/job_runner.h"

#include "ui/jobs/worker_error.h"

namespace adapnet::ui {

// Carries snapshots from the job's thread to the runner's; lives as long as the job's function.
class JobProgressSink : public ProgressSink {
  public:
    explicit JobProgressSink(JobRunner* runner) : m_runner(runner) {}
    void report(const Progress& snapshot) override {
        QMetaObject::invokeMethod(
            m_runner, [runner = m_runner, snapshot] { runner->takeProgress(snapshot); },
            Qt::QueuedConnection);
    }

  private:
    JobRunner* m_runner;
};

JobRunner::JobRunner(QObject* parent) : QObject(parent) {}

JobRunner::~JobRunner() {
    m_stop.request_stop();
    if (m_thread.joinable()) m_thread.join();
}

void JobRunner::cancel() {
    m_stop.request_stop();
}

void JobRunner::run(Task task) {
    Q_ASSERT(!m_running);
    m_running = true;
    m_progress = {};
    m_stop = std::stop_source{};
    m_thread = std::jthread([this, task = std::move(task), stop = m_stop.get_token()] {
        JobProgressSink sink(this);
        std::function<void()> done;
        try {
            done = task(JobContext{stop, sink});
        } catch (const std::exception& exception) {
            done = [this, error = errorFrom(exception)] { Q_EMIT failed(error); };
        }
        QMetaObject::invokeMethod(
            this, [this, done] { finish(done); }, Qt::QueuedConnection);
    });
    Q_EMIT runningChanged(true);
}

void JobRunner::takeProgress(const Progress& snapshot) {
    if (!m_running) return;
    m_progress = snapshot;
    Q_EMIT progressChanged();
}

void JobRunner::finish(const std::function<void()>& done) {
    m_thread.join();
    m_running = false;
    done();
    if (!m_running) Q_EMIT runningChanged(false);
}

}  // namespace adapnet::ui
