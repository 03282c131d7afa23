#include "core/nn/self_similarity.h"

#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>

#include <algorithm>

#include "core/nn/heads.h"

namespace adapnet::nn {

namespace {

constexpr std::int64_t kWindow = kSelfSimilarityWindow;
constexpr std::int64_t kMargin = kWindow / 2;
constexpr std::int64_t kAttentionReduction = 16;

at::Tensor convolve(const TensorMap& weights, const std::string& name, const at::Tensor& x,
                    std::int64_t padding = 0) {
    const auto bias = weights.find(name + ".bias");
    return at::conv2d(x, weights.at(name + ".weight"), bias == weights.end() ? at::Tensor() : bias->second,
                      {1, 1}, {padding, padding});
}

// Windows of every cell: a view B x M x H x W x 7 x 7 of the padded map.
at::Tensor windows(const at::Tensor& padded) {
    return padded.unfold(2, kWindow, 1).unfold(3, kWindow, 1);
}

// correlations: N x M x 7 x 7, one row a cell; three 3 x 3 convolutions leave one value a channel: N x M.
at::Tensor encodeCells(const TensorMap& weights, const std::string& prefix, at::Tensor x) {
    for (std::int64_t layer = 0; layer < kMargin; ++layer) {
        const std::string name = prefix + "SSE.conv_in." + std::to_string(layer);
        // The file has a 1 x 3 x 3 kernel over (cells, 7, 7); cells are our batch.
        x = at::conv2d(x, weights.at(name + ".0.weight").squeeze(2), weights.at(name + ".0.bias"));
        x = at::relu(fixedBatchNorm(weights, name + ".1", x));
    }
    return x.mean({2, 3});
}

}  // namespace

at::Tensor selfCorrelation(const at::Tensor& reduced) {
    const auto q = reduced / reduced.norm(2, {1}, true).clamp_min(1e-12);
    const auto padded = at::constant_pad_nd(q, {kMargin, kMargin, kMargin, kMargin}, 0);
    return at::relu(q.unsqueeze(4).unsqueeze(5) * windows(padded));
}

at::Tensor selfSimilarityEncoding(const TensorMap& weights, const std::string& prefix, const at::Tensor& map,
                                  std::int64_t limit) {
    const auto reduced = convolve(weights, prefix + "ch_reduction_encoder", map);
    const auto q = reduced / reduced.norm(2, {1}, true).clamp_min(1e-12);
    const auto near = windows(at::constant_pad_nd(q, {kMargin, kMargin, kMargin, kMargin}, 0));
    const std::int64_t batch = q.size(0);
    const std::int64_t middle = q.size(1);
    const std::int64_t width = q.size(3);
    const std::int64_t row = batch * middle * width * kWindow * kWindow;
    const std::int64_t rows = std::max<std::int64_t>(1, limit / row);
    std::vector<at::Tensor> parts;
    for (std::int64_t top = 0; top < q.size(2); top += rows) {
        const auto count = std::min(rows, q.size(2) - top);
        const auto centre = q.narrow(2, top, count).permute({0, 2, 3, 1}).unsqueeze(4).unsqueeze(5);
        const auto block = near.narrow(2, top, count).permute({0, 2, 3, 1, 4, 5});
        const auto correlations =
            at::relu(centre * block).reshape({batch * count * width, middle, kWindow, kWindow});
        parts.push_back(encodeCells(weights, prefix, correlations)
                            .reshape({batch, count, width, middle})
                            .permute({0, 3, 1, 2}));
    }
    const auto encoded = parts.size() == 1 ? parts.front() : at::cat(parts, 2);
    return fixedBatchNorm(weights, prefix + "SSE.conv1x1_out.1",
                          convolve(weights, prefix + "SSE.conv1x1_out.0", encoded));
}

void calibrateSelfSimilarity(TensorMap& weights, const std::string& prefix, const at::Tensor& map) {
    const auto measure = [&](const std::string& norm, const at::Tensor& values) {
        const auto rows = values.transpose(0, 1).flatten(1);
        weights[norm + ".weight"] = at::ones_like(rows.select(1, 0));
        weights[norm + ".bias"] = at::zeros_like(rows.select(1, 0));
        weights[norm + ".running_mean"] = rows.mean({1});
        weights[norm + ".running_var"] = rows.var({1}, /*unbiased=*/false);
    };
    auto x = selfCorrelation(convolve(weights, prefix + "ch_reduction_encoder", map));
    const auto sizes = x.sizes().vec();
    x = x.permute({0, 2, 3, 1, 4, 5}).reshape({-1, sizes[1], kWindow, kWindow});
    for (std::int64_t layer = 0; layer < kMargin; ++layer) {
        const std::string name = prefix + "SSE.conv_in." + std::to_string(layer);
        x = at::conv2d(x, weights.at(name + ".0.weight").squeeze(2), weights.at(name + ".0.bias"));
        measure(name + ".1", x);
        x = at::relu(fixedBatchNorm(weights, name + ".1", x));
    }
    const auto encoded =
        x.mean({2, 3}).reshape({sizes[0], sizes[2], sizes[3], sizes[1]}).permute({0, 3, 1, 2});
    measure(prefix + "SSE.conv1x1_out.1", convolve(weights, prefix + "SSE.conv1x1_out.0", encoded));
}

at::Tensor selfSimilarity(const TensorMap& weights, const std::string& prefix, const at::Tensor& map) {
    const auto fused = map + selfSimilarityEncoding(weights, prefix, map);
    const auto out =
        convolve(weights, prefix + "FFN.2", at::relu(convolve(weights, prefix + "FFN.0", fused)));
    const bool slim = weights.at(prefix + "FFN.0.weight").size(0) < map.size(1);
    return slim ? fused + out : out;
}

at::Tensor channelSpatialAttention(const TensorMap& weights, const std::string& prefix,
                                   const at::Tensor& map) {
    const auto shared = [&](const at::Tensor& vector) {
        const auto inner =
            at::linear(vector, weights.at(prefix + "mlp.0.weight"), weights.at(prefix + "mlp.0.bias"));
        return at::linear(at::relu(inner), weights.at(prefix + "mlp.2.weight"),
                          weights.at(prefix + "mlp.2.bias"));
    };
    const auto channelGate = at::sigmoid(shared(map.mean({2, 3})) + shared(map.amax({2, 3})));
    const auto gated = map * channelGate.unsqueeze(2).unsqueeze(3);
    const auto planes = at::cat({gated.mean({1}, true), gated.amax({1}, true)}, 1);
    return gated * at::sigmoid(convolve(weights, prefix + "spatial", planes, kMargin));
}

void addSelfSimilarityShapes(std::map<std::string, std::vector<std::int64_t>>& shapes,
                             const std::string& prefix, std::int64_t channels, std::int64_t middle,
                             std::int64_t inner) {
    const auto addNorm = [&](const std::string& name, std::int64_t n) {
        for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
            shapes[name + part] = {n};
    };
    shapes[prefix + "ch_reduction_encoder.weight"] = {middle, channels, 1, 1};
    for (std::int64_t layer = 0; layer < kMargin; ++layer) {
        const std::string name = prefix + "SSE.conv_in." + std::to_string(layer);
        shapes[name + ".0.weight"] = {middle, middle, 1, 3, 3};
        shapes[name + ".0.bias"] = {middle};
        addNorm(name + ".1", middle);
    }
    shapes[prefix + "SSE.conv1x1_out.0.weight"] = {channels, middle, 1, 1};
    shapes[prefix + "SSE.conv1x1_out.0.bias"] = {channels};
    addNorm(prefix + "SSE.conv1x1_out.1", channels);
    shapes[prefix + "FFN.0.weight"] = {inner, channels, 1, 1};
    shapes[prefix + "FFN.0.bias"] = {inner};
    shapes[prefix + "FFN.2.weight"] = {channels, inner, 1, 1};
    shapes[prefix + "FFN.2.bias"] = {channels};
}

void addAttentionShapes(std::map<std::string, std::vector<std::int64_t>>& shapes, const std::string& prefix,
                        std::int64_t channels) {
    const std::int64_t inner = std::max<std::int64_t>(1, channels / kAttentionReduction);
    shapes[prefix + "mlp.0.weight"] = {inner, channels};
    shapes[prefix + "mlp.0.bias"] = {inner};
    shapes[prefix + "mlp.2.weight"] = {channels, inner};
    shapes[prefix + "mlp.2.bias"] = {channels};
    shapes[prefix + "spatial.weight"] = {1, 2, kWindow, kWindow};
    shapes[prefix + "spatial.bias"] = {1};
}

}  // namespace adapnet::nn
