// How each place of a map resembles its neighbourhood: the self-similarity module of SENet, and a channel and
// spatial attention that may stand behind it. Written from our description of both (docs/networks.md).
// Sources: SENet for retrieval (CVPR 2023); attention after CBAM (Woo et al. 2018).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/nn/tensors.h"

namespace adapnet::nn {

inline constexpr int kSelfSimilarityWindow = 7;
// Cells x middle channels x 49 values are computed at a time; 32 Mi values are 128 MB.
inline constexpr std::int64_t kSelfSimilarityLimit = std::int64_t{1} << 25;

// map: B x C x H x W float32. Tensors "<prefix>ch_reduction_encoder", "<prefix>SSE.conv_in.N",
// "<prefix>SSE.conv1x1_out", "<prefix>FFN". E, the encoded correlations: same shape as `map`. Rows of the map
// are worked on in blocks of at most `limit` correlation values (each cell depends on its window only).
at::Tensor selfSimilarityEncoding(const TensorMap& weights, const std::string& prefix, const at::Tensor& map,
                                  std::int64_t limit = kSelfSimilarityLimit);
// relu(q(y, x) q(y+u-3, x+v-3)) per channel, q = unit-length reduced map, zeros outside: B x M x H x W x 7
// x 7.
at::Tensor selfCorrelation(const at::Tensor& reduced);
// FFN(map + E). An FFN with fewer inner channels than the map ("slim") is added to its input instead of
// replacing it: FFN.0 to C/8 channels cannot pass the map on.
at::Tensor selfSimilarity(const TensorMap& weights, const std::string& prefix, const at::Tensor& map);

// Sets the BatchNorms of the module to the mean and variance that they see on `map` (weight 1, bias 0), layer
// by layer: a fresh module then works with values of ordinary size.
void calibrateSelfSimilarity(TensorMap& weights, const std::string& prefix, const at::Tensor& map);

// Channel gate from mean and maximum over places through a shared two-layer network ("<prefix>mlp.0",
// "<prefix>mlp.2"), then a 7 x 7 gate over channel mean and maximum ("<prefix>spatial").
at::Tensor channelSpatialAttention(const TensorMap& weights, const std::string& prefix,
                                   const at::Tensor& map);

// Names and shapes. channels: of the map; middle: of the reduced map; inner: of the FFN.
void addSelfSimilarityShapes(std::map<std::string, std::vector<std::int64_t>>& shapes,
                             const std::string& prefix, std::int64_t channels, std::int64_t middle,
                             std::int64_t inner);
void addAttentionShapes(std::map<std::string, std::vector<std::int64_t>>& shapes, const std::string& prefix,
                        std::int64_t channels);

}  // namespace adapnet::nn
