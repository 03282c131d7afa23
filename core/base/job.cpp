#include "core/base/job.h"

#include <utility>

namespace adapnet {

namespace {

class SilentProgress : public ProgressSink {
  public:
    void report(const Progress&) override {}
};

}  // namespace

ProgressSink& silentProgress() {
    static SilentProgress sink;
    return sink;
}

ProgressMeter::ProgressMeter(ProgressSink& sink, std::string stage, std::int64_t total)
    : m_sink(sink), m_start(Clock::now()), m_lastSent(m_start) {
    m_progress.stage = std::move(stage);
    m_progress.total = total;
    m_sink.report(m_progress);
}

void ProgressMeter::advance(std::int64_t items, std::int64_t bytes, std::int64_t failed) {
    const std::lock_guard lock(m_mutex);
    m_progress.done += items;
    m_progress.bytes += bytes;
    m_progress.failed += failed;
    const auto now = Clock::now();
    if (now - m_lastSent >= std::chrono::milliseconds(50)) send(now);
}

void ProgressMeter::finish() {
    const std::lock_guard lock(m_mutex);
    send(Clock::now());
}

void ProgressMeter::send(Clock::time_point now) {
    const double seconds = std::chrono::duration<double>(now - m_start).count();
    m_progress.perSecond = seconds > 0 ? static_cast<double>(m_progress.done) / seconds : 0;
    if (m_progress.total > 0 && m_progress.perSecond > 0)
        m_progress.secondsLeft =
            static_cast<double>(m_progress.total - m_progress.done) / m_progress.perSecond;
    m_lastSent = now;
    m_sink.report(m_progress);
}

}  // namespace adapnet
