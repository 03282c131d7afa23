// MobileNetEdgeTPU 1.0 with folded BatchNorm: a fixed list of blocks over named tensors.
// Source: MLCommons mobile models (Apache-2.0 weights); written from its layer table.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/nn/tensors.h"

namespace adapnet::nn {

inline constexpr std::size_t kLocalBlock = 16;
inline constexpr int kLocalChannels = 96;     // after kLocalBlock, stride 16
inline constexpr int kGlobalChannels = 1280;  // after block 22, stride 32, non-negative

struct ConvLayer {
    std::string name;  // "backbone.features.3.layers.0.conv"
    int in = 0, out = 0, kernel = 1, stride = 1, groups = 1;
    bool relu = false;
};

struct Block {
    bool residual = false;  // adds its input
    std::vector<ConvLayer> layers;
};

std::span<const Block> mobileNetEdgeTpu();

struct FeatureMaps {
    at::Tensor local;   // B x 96 x ceil(H/16) x ceil(W/16)
    at::Tensor global;  // B x 1280 x ceil(H/32) x ceil(W/32)
};

// pixels: B x 3 x H x W, RGB, (value/255 - 0.5)/0.5, float32, bfloat16 or half; H, W >= 1. Weights of another
// type are cast on the fly (training keeps float32 masters). Padding is TensorFlow's "SAME": the smaller half
// first.
FeatureMaps backboneForward(const TensorMap& weights, const at::Tensor& pixels);

// Names and shapes that `backboneForward` needs.
std::map<std::string, std::vector<std::int64_t>> backboneShapes();

}  // namespace adapnet::nn
