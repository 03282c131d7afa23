#include "core/nn/pooling.h"

#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace adapnet::nn {

namespace {

constexpr double kLengthEpsilon = 1e-6;  // added to a length, not a lower bound: as in cirtorch
constexpr double kOverlap = 0.4;         // wished overlap of neighbouring regions
constexpr double kRegionalPower = 2.5;
constexpr std::int64_t kRegionalMargin = 2;  // 5 x 5 window

at::Tensor unit(const at::Tensor& x) {
    return x / (x.norm(2, {1}, true) + kLengthEpsilon);
}

at::Tensor unitRows(const at::Tensor& x) {
    return x / x.norm(2, {1}, true).clamp_min(1e-12);
}

at::Tensor stackUnits(std::span<const at::Tensor> rows) {
    std::vector<at::Tensor> units;
    for (const at::Tensor& row : rows) units.push_back(unitRows(row));
    return at::stack(units);
}

// Left (or top) ends of the regions along one side. Single precision like the original: rounding decides the
// cell.
std::vector<std::int64_t> positions(std::int64_t length, std::int64_t side, int count) {
    const float step = count == 1 ? 0.0F : static_cast<float>(length - side) / static_cast<float>(count - 1);
    const float half = std::floor(static_cast<float>(side) / 2.0F - 1.0F);
    std::vector<std::int64_t> result;
    for (int t = 0; t < count; ++t)
        result.push_back(static_cast<std::int64_t>(std::floor(half + static_cast<float>(t) * step) - half));
    return result;
}

}  // namespace

at::Tensor generalisedMean(const at::Tensor& map, double p, double epsilon) {
    return map.clamp_min(epsilon).pow(p).mean({2, 3}).pow(1 / p);
}

at::Tensor macPool(const at::Tensor& map) {
    return map.amax({2, 3});
}

at::Tensor spocPool(const at::Tensor& map) {
    return map.mean({2, 3});
}

at::Tensor gemPlus(const at::Tensor& map) {
    return generalisedMean(map, kGemPlusPower, kGemPlusEpsilon);
}

std::vector<Region> rmacRegions(std::int64_t height, std::int64_t width, int levels) {
    const std::int64_t shorter = std::min(height, width);
    const auto w = static_cast<float>(shorter);
    int best = 0;
    float least = 0;
    for (int index = 0; index < 6; ++index) {
        const float step =
            static_cast<float>(std::max(height, width) - shorter) / static_cast<float>(index + 1);
        const float miss = std::abs((w * w - w * step) / (w * w) - static_cast<float>(kOverlap));
        if (index == 0 || miss < least) {
            least = miss;
            best = index;
        }
    }
    const int moreAcross = height < width ? best + 1 : 0;
    const int moreDown = height > width ? best + 1 : 0;
    std::vector<Region> regions;
    for (int level = 1; level <= levels; ++level) {
        const std::int64_t side = 2 * shorter / (level + 1);
        if (side == 0) continue;
        for (const std::int64_t top : positions(height, side, level + moreDown))
            for (const std::int64_t left : positions(width, side, level + moreAcross))
                regions.push_back({top, left, side});
    }
    return regions;
}

at::Tensor rmacPool(const at::Tensor& map, int levels) {
    at::Tensor sum = unit(macPool(map));
    for (const Region& r : rmacRegions(map.size(2), map.size(3), levels))
        sum = sum + unit(macPool(map.narrow(2, r.top, r.side).narrow(3, r.left, r.side)));
    return sum;
}

at::Tensor regionalPool(const at::Tensor& map, const std::function<at::Tensor(const at::Tensor&)>& pool,
                        const std::function<at::Tensor(const at::Tensor&)>& project, int levels) {
    const auto describe = [&](const at::Tensor& part) {
        const auto vector = unit(pool(part));
        return project ? unit(project(vector)) : vector;
    };
    at::Tensor sum = describe(map);
    for (const Region& r : rmacRegions(map.size(2), map.size(3), levels))
        sum = sum + describe(map.narrow(2, r.top, r.side).narrow(3, r.left, r.side));
    return unit(sum);
}

at::Tensor regionalGem(const at::Tensor& map) {
    constexpr std::int64_t kMargin = kRegionalMargin;
    const auto powers = map.clamp_min(0).pow(kRegionalPower);
    const bool mirrored = map.size(2) > kMargin && map.size(3) > kMargin;
    const auto padded = mirrored ? at::reflection_pad2d(powers, {kMargin, kMargin, kMargin, kMargin})
                                 : at::replication_pad2d(powers, {kMargin, kMargin, kMargin, kMargin});
    const auto mean = at::avg_pool2d(padded, {2 * kMargin + 1, 2 * kMargin + 1}, {1, 1});
    // The slope of x^0.4 has no bound at 0.
    return 0.5 * mean.clamp_min(1e-20).pow(1 / kRegionalPower) + 0.5 * map;
}

at::Tensor meanOfUnits(std::span<const at::Tensor> rows) {
    return stackUnits(rows).mean({0});
}

at::Tensor maximumOfUnits(std::span<const at::Tensor> rows) {
    return stackUnits(rows).amax({0});
}

at::Tensor powerMeanOfUnits(std::span<const at::Tensor> rows, double power) {
    return power == 1 ? meanOfUnits(rows) : stackUnits(rows).pow(power).mean({0}).pow(1 / power);
}

at::Tensor shiftedPowerMean(std::span<const at::Tensor> rows, double power) {
    const auto all = at::stack(std::vector<at::Tensor>(rows.begin(), rows.end()));
    const auto least =
        all.amin({0, 2}).unsqueeze(1);  // one number a picture: results must not depend on the batch
    return (all - least).pow(power).mean({0}).pow(1 / power) + least;
}

}  // namespace adapnet::nn
