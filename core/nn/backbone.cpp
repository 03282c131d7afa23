#include "core/nn/backbone.h"

#include <torch/csrc/autograd/variable.h>

#include <algorithm>
#include <array>

#include "core/nn/half_steps.h"

namespace adapnet::nn {

namespace {

// fused: k x k convolution to `wide`, then 1x1 to `out`; otherwise 1x1 to `wide`, depthwise k x k, 1x1 to
// `out`.
struct Row {
    bool fused;
    bool residual;
    int in, wide, out, kernel, stride;
};

constexpr std::array<Row, 22> kRows{
    {{true, false, 3, 32, 16, 3, 2},     {true, false, 16, 128, 32, 3, 2},
     {true, true, 32, 128, 32, 3, 1},    {true, true, 32, 128, 32, 3, 1},
     {true, true, 32, 128, 32, 3, 1},    {true, false, 32, 256, 48, 3, 2},
     {true, true, 48, 192, 48, 3, 1},    {true, true, 48, 192, 48, 3, 1},
     {true, true, 48, 192, 48, 3, 1},    {false, false, 48, 384, 96, 3, 2},
     {false, true, 96, 384, 96, 3, 1},   {false, true, 96, 384, 96, 3, 1},
     {false, true, 96, 384, 96, 3, 1},   {false, false, 96, 768, 96, 3, 1},
     {false, true, 96, 384, 96, 3, 1},   {false, true, 96, 384, 96, 3, 1},
     {false, true, 96, 384, 96, 3, 1},   {false, false, 96, 768, 160, 5, 2},
     {false, true, 160, 640, 160, 5, 1}, {false, true, 160, 640, 160, 5, 1},
     {false, true, 160, 640, 160, 5, 1}, {false, false, 160, 1280, 192, 3, 1}}};

std::vector<Block> makeBlocks() {
    std::vector<Block> blocks;
    const auto add = [&](std::vector<ConvLayer> layers, bool residual) {
        for (std::size_t j = 0; j < layers.size(); ++j)
            layers[j].name = "backbone.features." + std::to_string(blocks.size()) + ".layers." +
                             std::to_string(j) + ".conv";
        blocks.push_back({residual, std::move(layers)});
    };
    for (const Row& row : kRows) {
        if (row.fused)
            add({{{}, row.in, row.wide, row.kernel, row.stride, 1, true}, {{}, row.wide, row.out}},
                row.residual);
        else
            add({{{}, row.in, row.wide, 1, 1, 1, true},
                 {{}, row.wide, row.wide, row.kernel, row.stride, row.wide, true},
                 {{}, row.wide, row.out}},
                row.residual);
    }
    add({{{}, 192, kGlobalChannels, 1, 1, 1, true}}, false);
    return blocks;
}

at::Tensor convolve(const TensorMap& weights, const ConvLayer& layer, at::Tensor x) {
    std::array<std::int64_t, 2> padding{0, 0};
    if (layer.kernel > 1) {
        std::array<std::int64_t, 4> edges{};  // left, right, top, bottom
        for (int axis = 0; axis < 2; ++axis) {
            const auto n = x.size(axis == 0 ? 3 : 2);
            const auto steps = (n + layer.stride - 1) / layer.stride;
            const auto total = std::max<std::int64_t>((steps - 1) * layer.stride + layer.kernel - n, 0);
            edges[static_cast<std::size_t>(2 * axis)] = total / 2;
            edges[static_cast<std::size_t>(2 * axis + 1)] = total - total / 2;
        }
        // Equal halves are the convolution's own padding, which saves a copy.
        if (edges[0] == edges[1] && edges[2] == edges[3])
            padding = {edges[2], edges[0]};
        else
            x = at::constant_pad_nd(x, edges, 0);
    }
    const auto type = x.scalar_type();
    auto y =
        at::conv2d(x, weights.at(layer.name + ".weight").to(type), weights.at(layer.name + ".bias").to(type),
                   {layer.stride, layer.stride}, padding, {1, 1}, layer.groups);
    return layer.relu ? rectified(std::move(y)) : y;
}

}  // namespace

std::span<const Block> mobileNetEdgeTpu() {
    static const std::vector<Block> blocks = makeBlocks();
    return blocks;
}

FeatureMaps backboneForward(const TensorMap& weights, const at::Tensor& pixels) {
    FeatureMaps maps;
    at::Tensor x = pixels;
    const auto blocks = mobileNetEdgeTpu();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        auto [y, past] = blocks[i].residual ? forked(x) : std::pair(x, at::Tensor());
        for (const ConvLayer& layer : blocks[i].layers) y = convolve(weights, layer, y);
        x = past.defined() ? sumOf(y, past) : y;
        if (i == kLocalBlock) maps.local = x;
    }
    maps.global = x;
    return maps;
}

std::map<std::string, std::vector<std::int64_t>> backboneShapes() {
    std::map<std::string, std::vector<std::int64_t>> shapes;
    for (const Block& block : mobileNetEdgeTpu())
        for (const ConvLayer& layer : block.layers) {
            shapes[layer.name + ".weight"] = {layer.out, layer.in / layer.groups, layer.kernel, layer.kernel};
            shapes[layer.name + ".bias"] = {layer.out};
        }
    return shapes;
}

}  // namespace adapnet::nn
