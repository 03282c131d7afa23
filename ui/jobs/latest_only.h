// One worker thread on which a newer request supersedes the older ones: while someone drags a slider or a
// box, at most one request runs and at most one waits. Answers carry the request's number.
// Belongs to one thread with an event loop (the window's); `deliver` functions run there. The destructor
// requests stop and joins; nothing is delivered afterwards.
#pragma once

#include <QObject>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include "core/base/result.h"

namespace adapnet::ui {

class LatestOnly : public QObject {
    Q_OBJECT
  public:
    enum class Policy {
        NewestOnly,   // a new request stops the running one; only the newest answer is delivered
        KeepRunning,  // the running one is finished and delivered (a preview that follows the hand)
    };

    explicit LatestOnly(Policy policy = Policy::NewestOnly, QObject* parent = nullptr);
    ~LatestOnly() override;

    // `work(stop)` runs on the worker; `deliver(answer)` on this object's thread unless superseded. Work that
    // throws has no answer; `failed` says so instead.
    // Returns the number of the request.
    template <class Work, class Deliver>
    std::uint64_t request(Work work, Deliver deliver) {
        using Answer = std::invoke_result_t<Work, std::stop_token>;
        return post(
            [work = std::move(work), deliver = std::move(deliver)](const std::stop_token& stop) mutable {
                auto answer = std::make_shared<Answer>(work(stop));
                return std::function<void()>(
                    [answer, deliver = std::move(deliver)]() mutable { deliver(std::move(*answer)); });
            });
    }
    // Drops what waits and what runs.
    void cancel();
    // The same when the next request follows at once: stays busy in between.
    void drop();
    std::uint64_t newestRequest() const { return m_newest; }
    // True from a request until its answer (or that of a newer one) was delivered or cancelled.
    bool isBusy() const { return m_busy; }

  Q_SIGNALS:
    void busyChanged(bool busy);
    void failed(const adapnet::Error& error);

  private:
    using Task = std::function<std::function<void()>(const std::stop_token&)>;
    struct Request {
        std::uint64_t number = 0;
        Task task;
        std::stop_source stop;
    };

    std::uint64_t post(Task task);
    void work(const std::stop_token& threadStop);
    void finish(std::uint64_t number, const std::function<void()>& deliver);
    void setBusy(bool busy);

    const Policy m_policy;
    std::uint64_t m_newest = 0;
    std::uint64_t m_oldestValid = 0;  // answers below were cancelled
    bool m_busy = false;

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<Request> m_waiting;
    std::optional<std::stop_source> m_runningStop;
    std::jthread m_thread;  // last: its function uses everything above
};

}  // namespace adapnet::ui
