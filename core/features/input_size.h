// How large a picture is when it reaches a network. Only for core/features.
#pragma once

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace adapnet::features {

// Longer side at most `maxSide`, the other in proportion (halves are rounded up), at least 1; never enlarged.
inline cv::Size shrunkSize(int width, int height, int maxSide) {
    const int longer = std::max(width, height);
    if (longer <= maxSide || maxSide < 1) return {width, height};
    const double scale = static_cast<double>(maxSide) / longer;
    const auto side = [&](int n) { return std::max(1, static_cast<int>(std::floor(n * scale + 0.5))); };
    return {side(width), side(height)};
}

}  // namespace adapnet::features
