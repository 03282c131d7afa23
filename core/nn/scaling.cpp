#include "core/nn/scaling.h"

#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "core/nn/pooling.h"

namespace adapnet::nn {

namespace {

// One side averaged over the input interval [i/s, min((i+1)/s, n)] of each output i: a few weighted rows
// each.
at::Tensor averageAlong(const at::Tensor& x, int axis, double scale, std::int64_t size) {
    const auto n = static_cast<double>(x.size(axis));
    const double step = 1 / scale;
    const auto taps = static_cast<std::int64_t>(std::ceil(step)) + 1;
    std::vector<std::vector<std::int64_t>> index(static_cast<std::size_t>(taps));
    std::vector<std::vector<double>> weight(static_cast<std::size_t>(taps));
    for (std::int64_t i = 0; i < size; ++i) {
        const double begin = std::min(static_cast<double>(i) * step, n - 1);
        const double end = std::min(static_cast<double>(i + 1) * step, n);
        const auto first = static_cast<std::int64_t>(std::floor(begin));
        for (std::int64_t t = 0; t < taps; ++t) {
            const auto cell = static_cast<double>(first + t);
            const double covered = std::max(0.0, std::min(end, cell + 1) - std::max(begin, cell));
            index[static_cast<std::size_t>(t)].push_back(std::min(first + t, x.size(axis) - 1));
            weight[static_cast<std::size_t>(t)].push_back(covered / (end - begin));
        }
    }
    std::vector<std::int64_t> shape(4, 1);
    shape[static_cast<std::size_t>(axis)] = size;
    at::Tensor sum;
    for (std::size_t t = 0; t < index.size(); ++t) {
        const auto part = x.index_select(axis, at::tensor(index[t]).to(x.device())) *
                          at::tensor(weight[t], at::kDouble).to(x.device()).view(shape);
        sum = sum.defined() ? sum + part : part;
    }
    return sum;
}

std::int64_t sideOf(std::int64_t n, double scale, Resizing resizing) {
    const double wanted = static_cast<double>(n) * scale;
    const bool rounded = resizing == Resizing::FloatRounded || resizing == Resizing::EightBitArea;
    // The default rounding of the processor takes ties to even.
    return std::max<std::int64_t>(1, rounded ? std::llrint(wanted) : static_cast<std::int64_t>(wanted));
}

}  // namespace

at::Tensor resizePlanes(const at::Tensor& planes, double scale, Resizing resizing) {
    if (scale == 1) return planes;
    const auto height = sideOf(planes.size(2), scale, resizing);
    const auto width = sideOf(planes.size(3), scale, resizing);
    const auto bilinear = [&](const at::Tensor& x, bool exactStep) {
        const auto step = exactStep ? c10::optional<double>(scale) : c10::nullopt;
        return at::upsample_bilinear2d(x, {height, width}, /*align_corners=*/false, step, step);
    };
    switch (resizing) {
        case Resizing::FloatRounded:
        case Resizing::FloatTruncated:
            return bilinear(planes, false);
        case Resizing::FloatExactStep:
            return bilinear(planes, true);
        case Resizing::EightBitArea:
            break;
    }
    if (scale > 1) return bilinear(planes, true).round_().clamp_(0, 255);
    const auto exact = averageAlong(averageAlong(planes.to(at::kDouble), 2, scale, height), 3, scale, width);
    return exact.round_().to(planes.scalar_type());
}

at::Tensor preparePixels(const at::Tensor& bytes, const Preprocessing& input, double scale) {
    auto planes = resizePlanes(bytes.permute({0, 3, 1, 2}).to(at::kFloat), scale, input.resizing);
    if (input.bgr) planes = planes.flip({1});
    const auto column = [&](const std::array<double, 3>& values) {
        std::vector<float> scaled;
        for (const double value : values) scaled.push_back(static_cast<float>(value * 255));
        return at::tensor(scaled).to(planes.device()).view({1, 3, 1, 1});
    };
    // The conversion from bytes made a tensor of our own: no further copies.
    return planes.sub_(column(input.mean))
        .div_(column(input.deviation))
        .contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor joinScales(std::span<const at::Tensor> rows, const Preprocessing& input) {
    at::Tensor joined;
    switch (input.aggregation) {
        case Aggregation::Mean:
            joined = meanOfUnits(rows);
            break;
        case Aggregation::Maximum:
            joined = maximumOfUnits(rows);
            break;
        case Aggregation::Power:
            // A single size is taken as it is, like the original does.
            joined = rows.size() > 1 ? powerMeanOfUnits(rows, input.power) : rows.front();
            break;
        case Aggregation::ShiftedPower:
            joined = shiftedPowerMean(rows, input.power);
            break;
    }
    return joined / joined.norm(2, {1}, true).clamp_min(1e-12);
}

}  // namespace adapnet::nn
