// Rows of large pictures on several threads. Only for core/degrade.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <opencv2/core/utility.hpp>

namespace adapnet::degrade {

// Below this many samples starting threads costs more than it saves; training calls with small crops from
// threads of its own.
inline constexpr std::int64_t kParallelFrom = 1'000'000;

// Calls work(row) for every row of `picture`, on OpenCV's threads for large pictures. Rows must not depend on
// each other.
template <class Work>
void forEachRow(const cv::Mat& picture, const Work& work) {
    const std::int64_t samples = static_cast<std::int64_t>(picture.total()) * picture.channels();
    if (samples < kParallelFrom) {
        for (int y = 0; y < picture.rows; ++y) work(y);
        return;
    }
    cv::parallel_for_(cv::Range(0, picture.rows), [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y) work(y);
    });
}

}  // namespace adapnet::degrade
