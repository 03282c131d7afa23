#include "ui/jobs/latest_only.h"

#include "ui/jobs/worker_error.h"

namespace adapnet::ui {

LatestOnly::LatestOnly(Policy policy, QObject* parent)
    : QObject(parent), m_policy(policy), m_thread([this](const std::stop_token& stop) { work(stop); }) {}

LatestOnly::~LatestOnly() {
    cancel();
    m_thread.request_stop();
    m_wake.notify_all();
    m_thread.join();
}

std::uint64_t LatestOnly::post(Task task) {
    const std::uint64_t number = ++m_newest;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting = Request{number, std::move(task), std::stop_source{}};
        if (m_policy == Policy::NewestOnly && m_runningStop) m_runningStop->request_stop();
    }
    m_wake.notify_one();
    setBusy(true);
    return number;
}

void LatestOnly::cancel() {
    drop();
    setBusy(false);
}

void LatestOnly::drop() {
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.reset();
        if (m_runningStop) m_runningStop->request_stop();
    }
    m_oldestValid = ++m_newest;
}

void LatestOnly::work(const std::stop_token& threadStop) {
    while (true) {
        Request request;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, threadStop, [this] { return m_waiting.has_value(); })) return;
            request = std::move(*m_waiting);
            m_waiting.reset();
            m_runningStop = request.stop;
        }
        std::function<void()> deliver;
        try {
            deliver = request.task(request.stop.get_token());
        } catch (const std::exception& exception) {
            deliver = [this, error = errorFrom(exception)] { Q_EMIT failed(error); };
        }
        {
            const std::lock_guard lock(m_mutex);
            m_runningStop.reset();
        }
        QMetaObject::invokeMethod(
            this, [this, number = request.number, deliver] { finish(number, deliver); },
            Qt::QueuedConnection);
    }
}

void LatestOnly::finish(std::uint64_t number, const std::function<void()>& deliver) {
    if (number < m_oldestValid) return;
    if (m_policy == Policy::NewestOnly && number != m_newest) return;
    // Not busy before the answer is used: whoever looks at the state inside `deliver` sees the end of it.
    if (number == m_newest) m_busy = false;
    deliver();
    if (number == m_newest && !m_busy) Q_EMIT busyChanged(false);
}

void LatestOnly::setBusy(bool busy) {
    if (m_busy == busy) return;
    m_busy = busy;
    Q_EMIT busyChanged(busy);
}

}  // namespace adapnet::ui
