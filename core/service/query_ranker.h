// Ranks degraded crops of ground-truth queries through the public door of the gallery, while the next crops
// are prepared on threads of their own. For the measuring services of this folder.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/bounded_queue.h"
#include "core/eval/run_file.h"
#include "core/service/workbench.h"

namespace adapnet::service {

// Rows of the gallery by path, as the ground truth writes it.
eval::RowOfPath rowsOfGallery(const Workbench& workbench);

// The crop that a network sees for one query and recipe.
Result<cv::Mat> degradedCrop(const Query& query, const degrade::Recipe& recipe);

struct RankedCrop {
    std::vector<std::uint32_t> rows;  // best first, the whole gallery where its index is exact
    std::vector<float> scores;
};
// One ranking per model. Equal crops in a row cost one forward pass: the gallery keeps the last few rankings.
Result<std::vector<RankedCrop>> rankCrop(const Workbench& workbench, const cv::Mat& crop,
                                         const JobContext& job);

// True when rankings of every model are exact.
bool ranksExactly(const Workbench& workbench);

// Makes items 0..count-1 on a few threads, ahead of the consumer; joined on every way out. `make` must not
// throw.
template <class T>
class Feed {
  public:
    Feed(std::size_t count, std::size_t threads, std::size_t ahead, std::function<T(std::size_t)> make)
        : m_make(std::move(make)), m_count(count), m_threadCount(threads), m_queue(ahead) {
        for (std::size_t i = 0; i < threads; ++i) m_threads.emplace_back([this] { run(); });
    }
    ~Feed() {
        m_queue.abandon();
        for (auto& thread : m_threads) thread.join();
    }
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    std::optional<T> next() { return m_queue.pop(); }

  private:
    void run() {
        for (std::size_t number = m_next++; number < m_count; number = m_next++)
            if (!m_queue.push(m_make(number))) return;
        if (++m_finished == m_threadCount) m_queue.close();
    }

    const std::function<T(std::size_t)> m_make;
    const std::size_t m_count;
    const std::size_t m_threadCount;
    std::atomic<std::size_t> m_next{0};
    std::atomic<std::size_t> m_finished{0};
    BoundedQueue<T> m_queue;
    std::vector<std::thread> m_threads;
};

}  // namespace adapnet::service
