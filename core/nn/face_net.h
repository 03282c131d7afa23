// The face networks that AdaFace publishes (IR-18, 34, 50, 101): residual blocks of a BatchNorm, two 3 x 3
// convolutions and a PReLU, on faces of 112 x 112. Internal to core/nn (needs LibTorch).
// Source: the structure of mk-minchul/AdaFace (MIT); written from its tensor names and shapes.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/nn/backbone.h"

namespace adapnet::nn {

inline constexpr int kFaceSide = 112;      // pixels
inline constexpr int kFaceChannels = 512;  // of the last map, 7 x 7 cells

// Numbers of blocks of each of the four stages.
struct FaceLayout {
    std::string_view id;  // "ir50"
    int blocks[4];
};
// Null for an unknown id.
const FaceLayout* faceLayout(std::string_view id);

// pixels: B x 3 x H x W, normalised, any floating type; resized to 112 x 112 first (bilinear, half-pixel
// centres) when they are of another size. Maps: local = stage 3 (256 x 14 x 14), global = stage 4 (512 x 7 x
// 7); both may be negative. Tensors "backbone.input_layer.*" and "backbone.body.*".
FeatureMaps faceNetForward(const FaceLayout& layout, const TensorMap& weights, const at::Tensor& pixels);
// map: B x 512 x 7 x 7 float32 -> B x d: BatchNorm, all places in a row, a linear layer, a BatchNorm without
// weights of its own. Tensors "output_layer.*".
at::Tensor faceDescriptor(const TensorMap& weights, const at::Tensor& map);

std::map<std::string, std::vector<std::int64_t>> faceNetShapes(const FaceLayout& layout);
void addFaceDescriptorShapes(std::map<std::string, std::vector<std::int64_t>>& shapes,
                             std::int64_t dimension);

}  // namespace adapnet::nn
