#include "app/cli/cancel_signal.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include "app/cli/console_progress.h"
#include "core/base/result.h"

namespace adapnet::cli {

namespace {

constexpr int kCancelledExit = 130;
constexpr char kSignalByte = 's';
constexpr char kEndByte = 'e';

std::array<int, 2> g_pipe{-1, -1};
volatile std::sig_atomic_t g_seen = 0;

extern "C" void onCancelSignal(int) {
    if (g_seen != 0) _exit(kCancelledExit);
    g_seen = 1;
    const int savedErrno = errno;
    [[maybe_unused]] const auto written = write(g_pipe[1], &kSignalByte, 1);
    errno = savedErrno;
}

}  // namespace

void CancelSignal::listen() {
    using Clock = std::chrono::steady_clock;
    std::optional<Clock::time_point> last;
    for (;;) {
        if (last) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(*last - Clock::now()).count();
            pollfd pipe{g_pipe[0], POLLIN, 0};
            const int ready = poll(&pipe, 1, static_cast<int>(std::max<std::int64_t>(0, left)));
            if (ready < 0 && errno == EINTR) continue;
            if (ready == 0) return endTheProcess();
        }
        char byte = 0;
        const auto count = read(g_pipe[0], &byte, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0 || byte == kEndByte) return;
        if (m_patience && !last) last = Clock::now() + *m_patience;
        m_stop.request_stop();
    }
}

void CancelSignal::endTheProcess() {
    if (m_isDecided.exchange(true)) return;
    note(Error::cancelled().message());
    _exit(kCancelledExit);
}

void CancelSignal::jobIsOver() {
    if (!m_isDecided.exchange(true)) return;
    for (;;) pause();  // the listener is about to end the process
}

CancelSignal::CancelSignal(std::optional<std::chrono::milliseconds> patience) : m_patience(patience) {
    if (pipe2(g_pipe.data(), O_CLOEXEC) != 0) return;  // without a pipe, Ctrl-C keeps its usual effect
    m_listener = std::thread([this] { listen(); });
    struct sigaction action {};
    action.sa_handler = onCancelSignal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

CancelSignal::~CancelSignal() {
    if (!m_listener.joinable()) return;
    struct sigaction action {};
    action.sa_handler = SIG_DFL;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    [[maybe_unused]] const auto written = write(g_pipe[1], &kEndByte, 1);
    m_listener.join();
    close(g_pipe[0]);
    close(g_pipe[1]);
}

}  // namespace adapnet::cli
