#include "core/nn/face_net.h"

#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>

#include <algorithm>
#include <array>

#include "core/nn/heads.h"

namespace adapnet::nn {

namespace {

constexpr std::array<FaceLayout, 4> kLayouts{
    {{"ir18", {2, 2, 2, 2}}, {"ir34", {3, 4, 6, 3}}, {"ir50", {3, 4, 14, 3}}, {"ir101", {3, 13, 30, 3}}}};
constexpr std::int64_t kFaceCells = 7;
constexpr double kEpsilon = 1e-5;

struct FaceBlock {
    std::string name;
    std::int64_t in = 0, out = 0;
    int stride = 1;
    bool endsStage3 = false;
    bool hasShortcut() const { return in != out; }
};

std::vector<FaceBlock> blocksOf(const FaceLayout& layout) {
    std::vector<FaceBlock> blocks;
    std::int64_t in = 64;
    for (int stage = 0; stage < 4; ++stage) {
        const std::int64_t out = std::int64_t{64} << stage;
        for (int i = 0; i < layout.blocks[stage]; ++i) {
            blocks.push_back({"backbone.body." + std::to_string(blocks.size()) + ".", in, out, i == 0 ? 2 : 1,
                              stage == 2 && i + 1 == layout.blocks[stage]});
            in = out;
        }
    }
    return blocks;
}

at::Tensor convolve(const TensorMap& weights, const std::string& name, const at::Tensor& x, int stride) {
    const auto& kernel = weights.at(name + ".weight");
    return at::conv2d(x, kernel, {}, stride, kernel.size(2) / 2);
}

// max(x, 0) + a min(x, 0) with one a for each channel.
at::Tensor leaky(const TensorMap& weights, const std::string& name, const at::Tensor& x) {
    return x.clamp_min(0) + weights.at(name + ".weight").view({1, -1, 1, 1}) * x.clamp_max(0);
}

void addNormShapes(std::map<std::string, std::vector<std::int64_t>>& shapes, const std::string& name,
                   std::int64_t channels) {
    for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
        shapes[name + part] = {channels};
}

}  // namespace

const FaceLayout* faceLayout(std::string_view id) {
    const auto found = std::find_if(kLayouts.begin(), kLayouts.end(),
                                    [&](const FaceLayout& layout) { return layout.id == id; });
    return found == kLayouts.end() ? nullptr : &*found;
}

FeatureMaps faceNetForward(const FaceLayout& layout, const TensorMap& weights, const at::Tensor& pixels) {
    auto x = pixels;
    if (x.size(2) != kFaceSide || x.size(3) != kFaceSide)
        x = at::upsample_bilinear2d(x, {kFaceSide, kFaceSide}, /*align_corners=*/false);
    x = convolve(weights, "backbone.input_layer.0", x, 1);
    x = leaky(weights, "backbone.input_layer.2", fixedBatchNorm(weights, "backbone.input_layer.1", x));
    FeatureMaps maps;
    for (const FaceBlock& block : blocksOf(layout)) {
        const std::string body = block.name + "res_layer.";
        // Without a convolution the shortcut takes every second place.
        auto shortcut =
            block.hasShortcut()
                ? fixedBatchNorm(weights, block.name + "shortcut_layer.1",
                                 convolve(weights, block.name + "shortcut_layer.0", x, block.stride))
                : x.slice(2, 0, x.size(2), block.stride).slice(3, 0, x.size(3), block.stride);
        x = convolve(weights, body + "1", fixedBatchNorm(weights, body + "0", x), 1);
        x = leaky(weights, body + "3", fixedBatchNorm(weights, body + "2", x));
        x = fixedBatchNorm(weights, body + "5", convolve(weights, body + "4", x, block.stride)) + shortcut;
        if (block.endsStage3) maps.local = x;
    }
    maps.global = x;
    return maps;
}

at::Tensor faceDescriptor(const TensorMap& weights, const at::Tensor& map) {
    const auto flat = fixedBatchNorm(weights, "output_layer.0", map).flatten(1);
    const auto row = at::linear(flat, weights.at("output_layer.3.weight"), weights.at("output_layer.3.bias"));
    return (row - weights.at("output_layer.4.running_mean")) /
           (weights.at("output_layer.4.running_var") + kEpsilon).sqrt();
}

std::map<std::string, std::vector<std::int64_t>> faceNetShapes(const FaceLayout& layout) {
    std::map<std::string, std::vector<std::int64_t>> shapes;
    shapes["backbone.input_layer.0.weight"] = {64, 3, 3, 3};
    addNormShapes(shapes, "backbone.input_layer.1", 64);
    shapes["backbone.input_layer.2.weight"] = {64};
    for (const FaceBlock& block : blocksOf(layout)) {
        if (block.hasShortcut()) {
            shapes[block.name + "shortcut_layer.0.weight"] = {block.out, block.in, 1, 1};
            addNormShapes(shapes, block.name + "shortcut_layer.1", block.out);
        }
        const std::string body = block.name + "res_layer.";
        addNormShapes(shapes, body + "0", block.in);
        shapes[body + "1.weight"] = {block.out, block.in, 3, 3};
        addNormShapes(shapes, body + "2", block.out);
        shapes[body + "3.weight"] = {block.out};
        shapes[body + "4.weight"] = {block.out, block.out, 3, 3};
        addNormShapes(shapes, body + "5", block.out);
    }
    return shapes;
}

void addFaceDescriptorShapes(std::map<std::string, std::vector<std::int64_t>>& shapes,
                             std::int64_t dimension) {
    addNormShapes(shapes, "output_layer.0", kFaceChannels);
    shapes["output_layer.3.weight"] = {dimension, kFaceChannels * kFaceCells * kFaceCells};
    shapes["output_layer.3.bias"] = {dimension};
    shapes["output_layer.4.running_mean"] = {dimension};
    shapes["output_layer.4.running_var"] = {dimension};
}

}  // namespace adapnet::nn
