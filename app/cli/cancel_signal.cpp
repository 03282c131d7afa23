#include "app/cli/cancel_signal.h"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>

#include <array>

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

void listen(std::stop_source stop) {
    char byte = 0;
    for (;;) {
        const auto count = read(g_pipe[0], &byte, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0 || byte == kEndByte) return;
        stop.request_stop();
    }
}

}  // namespace

CancelSignal::CancelSignal() {
    if (pipe2(g_pipe.data(), O_CLOEXEC) != 0) return;  // without a pipe, Ctrl-C keeps its usual effect
    m_listener = std::thread(listen, m_stop);
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
