// For calls into libraries that take seconds and cannot be interrupted: a stop request does not wait for
// them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <type_traits>
#include <utility>

namespace adapnet {

// What the waiting and the working thread share.
struct AbandonableState {
    std::mutex mutex;
    std::condition_variable_any changed;
    bool isDone = false;
    std::atomic<bool> hasEnded{false};  // nothing but the end of the thread is left
};

// Takes over a thread whose result nobody wants any more. It is joined when the program exits, so that no
// library goes away under it.
void leaveToItself(std::thread thread, std::shared_ptr<const AbandonableState> state);

// Runs `body` on a thread of its own and waits until it is done or `stop` is asked for; then there is no
// result and the thread ends by itself. `body` must own everything it touches, and must not throw.
template <class Body>
std::optional<std::invoke_result_t<Body>> runAbandonable(const std::stop_token& stop, Body body) {
    struct State : AbandonableState {
        std::optional<std::invoke_result_t<Body>> result;
    };
    const auto state = std::make_shared<State>();
    std::thread thread([state, body = std::move(body)]() mutable {
        auto result = body();
        {
            const std::lock_guard lock(state->mutex);
            state->result.emplace(std::move(result));
            state->isDone = true;
        }
        state->changed.notify_all();
        state->hasEnded = true;
    });
    std::unique_lock lock(state->mutex);
    if (!state->changed.wait(lock, stop, [&] { return state->isDone; })) {
        lock.unlock();
        leaveToItself(std::move(thread), state);
        return std::nullopt;
    }
    lock.unlock();
    thread.join();
    return std::move(state->result);
}

}  // namespace adapnet
