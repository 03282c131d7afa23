// What every long function gets: a token that says when to stop and a place to report progress.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <string>

namespace adapnet {

// A snapshot of long work. Stages are stable identifiers ("scan", "extract", "rank"); words are chosen in ui.
struct Progress {
    std::string stage;
    std::int64_t done = 0;
    std::int64_t total = 0;  // 0: not known yet
    std::int64_t failed = 0;
    std::int64_t bytes = 0;
    double perSecond = 0;     // items a second since the stage began
    double secondsLeft = -1;  // -1: not known yet
};

// Receives snapshots. Called from worker threads, one call at a time for one job.
class ProgressSink {
  public:
    virtual ~ProgressSink() = default;
    virtual void report(const Progress& snapshot) = 0;
};

// Drops every snapshot.
ProgressSink& silentProgress();

struct JobContext {
    std::stop_token stop;
    ProgressSink& progress = silentProgress();
    bool stopRequested() const { return stop.stop_requested(); }
};

// Counts items of one stage and forwards at most 20 snapshots a second; the first and the last always pass.
// Any thread may call `advance`.
class ProgressMeter {
  public:
    ProgressMeter(ProgressSink& sink, std::string stage, std::int64_t total);
    void advance(std::int64_t items = 1, std::int64_t bytes = 0, std::int64_t failed = 0);
    void finish();

  private:
    using Clock = std::chrono::steady_clock;
    void send(Clock::time_point now);

    std::mutex m_mutex;
    ProgressSink& m_sink;
    Progress m_progress;
    Clock::time_point m_start;
    Clock::time_point m_lastSent;
};

}  // namespace adapnet
