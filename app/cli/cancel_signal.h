// Ctrl-C (SIGINT) and SIGTERM as a stop request. The first asks the running job to stop, so that everything
// finished so far is kept; the second ends the process at once.
#pragma once

#include <stop_token>
#include <thread>

namespace adapnet::cli {

// One object per process, created before any other thread and destroyed after the job.
class CancelSignal {
  public:
    CancelSignal();
    ~CancelSignal();
    CancelSignal(const CancelSignal&) = delete;
    CancelSignal& operator=(const CancelSignal&) = delete;

    std::stop_token token() const { return m_stop.get_token(); }

  private:
    std::stop_source m_stop;
    // A stop request may take locks, which a signal handler must not: the handler only writes to a pipe.
    std::thread m_listener;
};

}  // namespace adapnet::cli
