// Work that runs ahead on a few threads while somebody else uses what it makes: degraded queries in front of
// a network, batches in front of a training step.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/bounded_queue.h"

namespace adapnet {

// Calls `make` for 0..count-1 on a few threads, in this order on a single one; joined on every way out.
template <class T>
class Feed {
  public:
    // Hands an item to the one who calls `next`; waits while `ahead` items are waiting. False: nobody wants
    // more.
    using Send = std::function<bool(T)>;
    // May send any number of items, should return after a false, and must not throw.
    using Make = std::function<void(std::size_t number, const Send& send)>;

    Feed(std::size_t count, std::size_t threads, std::size_t ahead, Make make)
        : m_make(std::move(make)), m_count(count), m_threadCount(threads), m_queue(ahead) {
        for (std::size_t i = 0; i < threads; ++i) m_threads.emplace_back([this] { run(); });
    }
    ~Feed() {
        m_queue.abandon();
        for (auto& thread : m_threads) thread.join();
    }
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    // Any order when there are several threads; nothing after the last item.
    std::optional<T> next() { return m_queue.pop(); }

  private:
    void run() {
        bool isWanted = true;
        const Send send = [&](T item) { return isWanted = m_queue.push(std::move(item)); };
        for (std::size_t number = m_next++; isWanted && number < m_count; number = m_next++)
            m_make(number, send);
        if (++m_finished == m_threadCount) m_queue.close();
    }

    const Make m_make;
    const std::size_t m_count;
    const std::size_t m_threadCount;
    std::atomic<std::size_t> m_next{0};
    std::atomic<std::size_t> m_finished{0};
    BoundedQueue<T> m_queue;
    std::vector<std::thread> m_threads;
};

}  // namespace adapnet
