// Ctrl-C (SIGINT) and SIGTERM as a stop request. The first asks the running job to stop, so that everything
// finished so far is kept; the second ends the process at once.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <stop_token>
#include <thread>

namespace adapnet::cli {

// One object per process, created before any other thread and destroyed after the job.
class CancelSignal {
  public:
    // With `patience`, the process ends that long after the signal even when the job has not: a library in
    // the middle of a long call cannot be interrupted, and what is stored survives a sudden end. Without, the
    // job has all the time it needs, for one that saves its state when it stops.
    explicit CancelSignal(std::optional<std::chrono::milliseconds> patience);
    ~CancelSignal();
    CancelSignal(const CancelSignal&) = delete;
    CancelSignal& operator=(const CancelSignal&) = delete;

    std::stop_token token() const { return m_stop.get_token(); }
    // The job is over and its outcome stands: from here on nothing ends the process early. Does not return
    // when patience has just run out.
    void jobIsOver();

  private:
    void listen();
    void endTheProcess();

    const std::optional<std::chrono::milliseconds> m_patience;
    std::stop_source m_stop;
    std::atomic<bool> m_isDecided{false};  // whether the job or the patience came first
    // A stop request may take locks, which a signal handler must not: the handler only writes to a pipe.
    std::thread m_listener;
};

}  // namespace adapnet::cli
