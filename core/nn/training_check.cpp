#include "core/nn/training_check.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/nn/training_start.h"

namespace adapnet::nn {

namespace {

constexpr std::int64_t kBatch = 32;

struct Described {
    at::Tensor unit;   // N x d
    at::Tensor norms;  // N, of f_all at full size
};

Described describeAll(const TrainConfig& config, const TensorMap& weights,
                      const std::vector<std::uint8_t>& bytes, const ValidationSet& set, at::Device device,
                      at::ScalarType type) {
    const std::size_t one = static_cast<std::size_t>(set.side) * static_cast<std::size_t>(set.side) * 3;
    const Architecture& architecture = architectureOf(config);
    std::vector<at::Tensor> unit;
    std::vector<at::Tensor> norms;
    const auto count = static_cast<std::int64_t>(set.count());
    for (std::int64_t at = 0; at < count; at += kBatch) {
        const auto n = std::min(kBatch, count - at);
        const auto* first = bytes.data() + static_cast<std::size_t>(at) * one;
        const std::vector<std::uint8_t> part(first, first + static_cast<std::size_t>(n) * one);
        const auto pixels = bytesToPixels(config, part, n, set.side, device);
        const auto rows = describePixels(architecture, weights, pixels, config.scales, type);
        unit.push_back(pairWhitened(weights, rows).to(at::kCPU));
        norms.push_back(
            networkForward(architecture, weights, pixels.to(type)).final.norm(2, {1}).to(at::kCPU));
    }
    return {at::cat(unit, 0), at::cat(norms, 0)};
}

// Each query has one right answer at rank r (from 0): the trapezoid rule gives (r == 0 ? 1 : (0 + 1/(r+1)) /
// 2).
double meanPrecision(const at::Tensor& queries, const at::Tensor& gallery) {
    const auto scores = at::matmul(queries, gallery.t());
    const auto right = scores.diagonal().unsqueeze(1);
    const auto ranks = (scores > right).sum(1).to(at::kDouble);
    return at::where(ranks == 0, at::ones_like(ranks), 0.5 / (ranks + 1)).mean().item<double>();
}

// Leave-one-out: every picture searches the others; those of its class are right. Trapezoid rule.
double classPrecision(const at::Tensor& rows, const std::vector<std::int64_t>& classes) {
    const auto order = at::argsort(at::matmul(rows, rows.t()), 1, /*descending=*/true).contiguous();
    const auto* ranked = order.data_ptr<std::int64_t>();
    const std::size_t count = classes.size();
    double sum = 0;
    int queries = 0;
    for (std::size_t q = 0; q < count; ++q) {
        double precision = 0;
        double found = 0;
        double position = 0;
        for (std::size_t k = 0; k < count; ++k) {
            const auto row = static_cast<std::size_t>(ranked[q * count + k]);
            if (row == q) continue;
            if (classes[row] == classes[q]) {
                precision += ((position == 0 ? 1 : found / position) + (found + 1) / (position + 1)) / 2;
                ++found;
            }
            ++position;
        }
        if (found == 0) continue;
        sum += precision / found;
        ++queries;
    }
    return queries == 0 ? 0 : sum / queries;
}

std::vector<double> ranksOf(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i;
        while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
        for (std::size_t k = i; k < end; ++k) ranks[order[k]] = 0.5 * static_cast<double>(i + end - 1);
        i = end;
    }
    return ranks;
}

double spearman(const std::vector<double>& a, const std::vector<double>& b) {
    const auto ra = ranksOf(a);
    const auto rb = ranksOf(b);
    const double mean = 0.5 * static_cast<double>(a.size() - 1);
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (ra[i] - mean) * (rb[i] - mean);
        aa += (ra[i] - mean) * (ra[i] - mean);
        bb += (rb[i] - mean) * (rb[i] - mean);
    }
    return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

}  // namespace

CheckResult checkNetwork(const TrainConfig& config, const TensorMap& weights, const ValidationSet& set,
                         at::Device device, at::ScalarType type) {
    const at::NoGradGuard noGradients;
    CheckResult result;
    if (set.count() < 2) return result;
    const auto gallery = describeAll(config, weights, set.gallery, set, device, type);
    const auto clean = describeAll(config, weights, set.clean, set, device, type);
    const auto degraded = describeAll(config, weights, set.degraded, set, device, type);
    const auto mean = gallery.unit.mean({0}, true);
    const auto centred = [&](const at::Tensor& x) {
        const auto y = x - mean;
        return y / y.norm(2, {1}, true).clamp_min(1e-12);
    };
    const auto rows = centred(gallery.unit);
    result.clean = meanPrecision(centred(clean.unit), rows);
    result.degraded = meanPrecision(centred(degraded.unit), rows);
    result.classes = classPrecision(rows, set.classes);
    const auto norms = degraded.norms.to(at::kDouble).contiguous();
    result.normCorrelation = spearman({norms.data_ptr<double>(), norms.data_ptr<double>() + norms.numel()},
                                      {set.severity.begin(), set.severity.end()});
    return result;
}

}  // namespace adapnet::nn
