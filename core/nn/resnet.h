// ResNet-18, 34, 50 and 101 over named tensors. The names of the pycls lineage are ours ("backbone." in
// front); files in torchvision's or cirtorch's scheme are renamed when they are read. Source: He et al. 2016,
// stride on the 3x3 convolution of a bottleneck ("v1.5"), BatchNorm epsilon 1e-5.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/nn/backbone.h"

namespace adapnet::nn {

struct ResNetLayout {
    int depth = 0;
    std::array<int, 4> blocks{};
    bool bottleneck = false;
    // Channels behind stage 1 to 4: 64, 128, 256, 512; four times as many with bottlenecks.
    std::int64_t channels(int stage) const { return (bottleneck ? 256 : 64) << (stage - 1); }
};

// depth: 18, 34, 50 or 101; null for another.
const ResNetLayout* resNetLayout(int depth);

// ReLUP of SuperGlobal: max(v, alpha) instead of max(v, 0).
struct LiftedRelu {
    bool blocks = false;  // behind every residual block of stages 1 to 3
    bool inner = false;   // the inner activations of stage 1 (what the published code always does)
    double alpha = 0.014;
};

// pixels: B x 3 x H x W, normalised, float32, bfloat16 or half; H, W >= 1. Maps: local = stage 3 (H/16,
// rounded up at every step), global = stage 4 (H/32); both non-negative. BatchNorm uses its fixed statistics;
// where `foldResNet` has removed it, the convolution's bias.
FeatureMaps resNetForward(const ResNetLayout& layout, const TensorMap& weights, const at::Tensor& pixels,
                          const LiftedRelu& lifted = {});

// Names and shapes that `resNetForward` needs.
std::map<std::string, std::vector<std::int64_t>> resNetShapes(const ResNetLayout& layout);

// The same network with every BatchNorm folded into its convolution (float32); other tensors are kept.
TensorMap foldResNet(const ResNetLayout& layout, const TensorMap& weights);

// Our name ("backbone.s1.b1.f.a.weight") of a backbone tensor of another scheme: pycls (no prefix,
// "globalmodel.", "encoder_q."), torchvision ("layer1.0.conv1.weight"), cirtorch
// ("features.4.0.conv1.weight") or "model_ft." of the degraded-samples study. Empty for a name that belongs
// to no ResNet backbone.
std::optional<std::string> resNetName(std::string_view name);

}  // namespace adapnet::nn
