// A queue between two stages of a pipeline, bounded by weight (bytes or items), so that memory stays flat
// however far the producer could run ahead.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace adapnet {

// Any number of producers and consumers. `close` ends it: pushes are refused, pops drain what is left.
template <class T>
class BoundedQueue {
  public:
    explicit BoundedQueue(std::size_t maxWeight) : m_maxWeight(maxWeight) {}

    // Blocks while full; an item heavier than the bound passes alone. False once closed.
    bool push(T item, std::size_t weight = 1) {
        std::unique_lock lock(m_mutex);
        m_space.wait(lock, [&] { return m_closed || m_items.empty() || m_weight + weight <= m_maxWeight; });
        if (m_closed) return false;
        m_weight += weight;
        m_items.emplace_back(std::move(item), weight);
        m_filled.notify_one();
        return true;
    }

    // Blocks while empty; nothing once closed and drained.
    std::optional<T> pop() {
        std::unique_lock lock(m_mutex);
        m_filled.wait(lock, [&] { return m_closed || !m_items.empty(); });
        return takeFront();
    }

    // Never blocks.
    std::optional<T> tryPop() {
        const std::unique_lock lock(m_mutex);
        return takeFront();
    }

    void close() {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_filled.notify_all();
        m_space.notify_all();
    }

    // Close and forget what is queued: the way out after a stop request.
    void abandon() {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_items.clear();
        m_weight = 0;
        m_filled.notify_all();
        m_space.notify_all();
    }

    std::size_t size() const {
        const std::lock_guard lock(m_mutex);
        return m_items.size();
    }

  private:
    std::optional<T> takeFront() {
        if (m_items.empty()) return std::nullopt;
        std::optional<T> item(std::move(m_items.front().first));
        m_weight -= m_items.front().second;
        m_items.pop_front();
        m_space.notify_all();
        return item;
    }

    const std::size_t m_maxWeight;
    mutable std::mutex m_mutex;
    std::condition_variable m_filled;
    std::condition_variable m_space;
    std::deque<std::pair<T, std::size_t>> m_items;
    std::size_t m_weight = 0;
    bool m_closed = false;
};

}  // namespace adapnet
