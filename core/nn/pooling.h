// From a feature map to one vector: MAC, SPoC, GeM, R-MAC, regional pooling, and the refinements of
// SuperGlobal (GeM+, Regional-GeM, Scale-GeM). Maps are B x C x H x W, vectors B x C; float32. Sources:
// cirtorch (MIT) for the first group, SuperGlobal (MIT) for the second; written from the formulas.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/nn/tensors.h"

namespace adapnet::nn {

inline constexpr double kGemPlusPower = 4.6;
inline constexpr double kGemPlusEpsilon = 1e-8;

// ((1/HW) sum max(v, epsilon)^p)^(1/p) per channel.
at::Tensor generalisedMean(const at::Tensor& map, double p, double epsilon = 1e-6);
at::Tensor macPool(const at::Tensor& map);   // largest value
at::Tensor spocPool(const at::Tensor& map);  // mean
at::Tensor gemPlus(const at::Tensor& map);   // generalisedMean(4.6, 1e-8)

struct Region {
    std::int64_t top = 0, left = 0, side = 0;  // in cells of the map; squares
    bool operator==(const Region&) const = default;
};
// The squares of R-MAC on `levels` levels, without the whole map. height, width >= 1.
std::vector<Region> rmacRegions(std::int64_t height, std::int64_t width, int levels = 3);
// MAC(x)/(||MAC(x)|| + 1e-6) + the same of every region; the sum is not normalised.
at::Tensor rmacPool(const at::Tensor& map, int levels = 3);
// The whole map and the regions of R-MAC, each pooled and scaled to length 1, each `project`ed when given (a
// whitening layer) and scaled again; their sum scaled to length 1.
at::Tensor regionalPool(const at::Tensor& map, const std::function<at::Tensor(const at::Tensor&)>& pool,
                        const std::function<at::Tensor(const at::Tensor&)>& project = {}, int levels = 3);

// Half the map and half its generalised mean (power 2.5) over 5 x 5 cells, mirrored at the edge (repeated
// where the map has fewer than three cells). Same shape as `map`; negative values count as 0.
at::Tensor regionalGem(const at::Tensor& map);

// How the descriptors of several sizes become one; `rows` are B x D each, not normalised. Results are not
// normalised either.
at::Tensor meanOfUnits(std::span<const at::Tensor> rows);     // mean of the rows at length 1
at::Tensor maximumOfUnits(std::span<const at::Tensor> rows);  // Scale-GeM with infinite power
// ((1/S) sum u^power)^(1/power) of the rows u at length 1 (cirtorch's "msp"); negative entries need power 1.
at::Tensor powerMeanOfUnits(std::span<const at::Tensor> rows, double power);
// Scale-GeM with a finite power: g = least entry over all rows of one picture and sizes,
// ((1/S) sum (v - g)^power)^(1/power) + g.
at::Tensor shiftedPowerMean(std::span<const at::Tensor> rows, double power);

}  // namespace adapnet::nn
