// Runs one long job (opening a gallery, rendering the demo) on its own thread, forwards its progress as
// queued signals and owns its stop source. Belongs to the window's thread; the destructor stops and joins.
#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>

#include "core/base/job.h"
#include "core/base/result.h"

namespace adapnet::ui {

class JobRunner : public QObject {
    Q_OBJECT
  public:
    explicit JobRunner(QObject* parent = nullptr);
    ~JobRunner() override;

    // `work(job)` runs on a thread of its own; `done(result)` on this object's thread, exactly once, unless
    // this object is destroyed before. Work that throws has no result; `failed` comes instead. Must not be
    // running.
    template <class Work, class Done>
    void start(Work work, Done done) {
        using Answer = std::invoke_result_t<Work, const JobContext&>;
        run([work = std::move(work), done = std::move(done)](const JobContext& job) mutable {
            auto answer = std::make_shared<Answer>(work(job));
            return std::function<void()>(
                [answer, done = std::move(done)]() mutable { done(std::move(*answer)); });
        });
    }
    void cancel();
    bool isRunning() const { return m_running; }
    bool isCancelled() const { return m_stop.stop_requested(); }
    const Progress& progress() const { return m_progress; }

  Q_SIGNALS:
    void runningChanged(bool running);
    void progressChanged();
    void failed(const adapnet::Error& error);

  private:
    using Task = std::function<std::function<void()>(const JobContext&)>;
    void run(Task task);
    void takeProgress(const Progress& snapshot);
    void finish(const std::function<void()>& done);

    friend class JobProgressSink;
    bool m_running = false;
    Progress m_progress;
    std::stop_source m_stop;
    std::jthread m_thread;
};

}  // namespace adapnet::ui
