// What both kinds of index share. Only for core/index.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "core/base/result.h"

namespace adapnet::index {

// Sixteen partial sums: the compiler may use vector registers without changing the order of additions, so the
// result is the same however the program was built.
inline float dot(const float* a, const float* b, std::size_t count) {
    constexpr std::size_t kLanes = 16;
    std::array<float, kLanes> sums{};
    std::size_t i = 0;
    for (; i + kLanes <= count; i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += a[i + lane] * b[i + lane];
    for (std::size_t lane = 0; i < count; ++i, ++lane) sums[lane] += a[i] * b[i];
    for (std::size_t half = kLanes / 2; half > 0; half /= 2)
        for (std::size_t lane = 0; lane < half; ++lane) sums[lane] += sums[lane + half];
    return sums[0];
}

Result<void> checkQuery(std::span<const float> query, std::size_t dimension);
Result<void> checkRows(std::span<const float> values, std::size_t dimension);

}  // namespace adapnet::index
