// What every training run does around its steps: batches made ahead on a thread of their own, a learning rate
// that warms up and falls, the mean loss of the first and the last steps, and the lines of the log. Internal
// to core/nn (needs LibTorch).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/feed.h"
#include "core/base/files.h"
#include "core/base/result.h"
#include "core/nn/safetensors.h"
#include "core/nn/tensors.h"

namespace adapnet::nn {

// The batches of the steps first .. end - 1, in order, made on a thread of their own.
template <class Batch>
Feed<Result<Batch>> batchesAhead(std::int64_t first, std::int64_t end,
                                 std::function<Result<Batch>(std::int64_t)> make) {
    constexpr std::size_t kWaiting = 4;
    return Feed<Result<Batch>>(static_cast<std::size_t>(std::max<std::int64_t>(0, end - first)), 1, kWaiting,
                               [first, make = std::move(make)](std::size_t number, const auto& send) {
                                   // Cutting and degrading allocate; an exception may not leave the thread.
                                   const auto step = first + static_cast<std::int64_t>(number);
                                   send(guarded([&] { return make(step); }));
                               });
}

template <class Batch>
Result<Batch> nextBatch(Feed<Result<Batch>>& batches) {
    auto batch = batches.next();
    if (!batch) return fail(ErrorCode::Internal, "the pictures of the next step did not come");
    return std::move(*batch);
}

// `rate` after a linear warm-up, falling as half a cosine to 0 at the end. step: from 0.
inline double cosineRate(double rate, std::int64_t warmupSteps, std::int64_t steps, std::int64_t step) {
    const auto atLeastOne = [](std::int64_t n) { return static_cast<double>(std::max<std::int64_t>(1, n)); };
    const double position = static_cast<double>(step) / atLeastOne(steps);
    return rate * std::min(1.0, static_cast<double>(step + 1) / atLeastOne(warmupSteps)) * 0.5 *
           (1 + std::cos(M_PI * position));
}

// The losses of a run; the means of its first and its last 50 steps, 0 without any.
class LossHistory {
  public:
    void add(double loss) { m_losses.push_back(loss); }
    double latest() const { return m_losses.empty() ? 0 : m_losses.back(); }
    double first() const { return mean(0, window()); }
    double last() const { return mean(m_losses.size() - window(), m_losses.size()); }

  private:
    std::size_t window() const { return std::min<std::size_t>(m_losses.size(), 50); }
    double mean(std::size_t from, std::size_t to) const {
        double sum = 0;
        for (std::size_t i = from; i < to; ++i) sum += m_losses[i];
        return to > from ? sum / static_cast<double>(to - from) : 0;
    }
    std::vector<double> m_losses;
};

inline Result<void> writeLines(const std::vector<std::string>& lines, const std::filesystem::path& path) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return writeFileSafely(path, text);
}

// An entry of a file's metadata; empty when it has none.
inline std::string metadataOf(const SafetensorsFile& file, const std::string& key) {
    const auto found = file.metadata.find(key);
    return found == file.metadata.end() ? std::string() : found->second;
}

}  // namespace adapnet::nn
