// Networks that repair a degraded picture before it is described: the denoising autoencoder and SRCNN of the
// degraded-samples study. One grey channel in -1..1 in, the same shape out, in -1..1; a colour picture is
// three pictures. Named tensors like everything in core/nn; names as in the study ("encoder.0.weight",
// "conv1.bias").
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/nn/tensors.h"

namespace adapnet::nn {

// The decoder's leaky slope: 0.01 by the paper's text; 1 (no bend at all) is what the public notebook
// computes.
inline constexpr double kPaperSlope = 0.01;
inline constexpr double kNotebookSlope = 1.0;

// pictures: B x 1 x H x W, float32, -1..1, any H, W >= 1 (repeated at the lower and right edge up to a
// multiple of 32, and cut back). BatchNorm uses its fixed statistics.
at::Tensor denoisingAutoencoder(const TensorMap& weights, const at::Tensor& pictures,
                                double slope = kPaperSlope);
std::map<std::string, std::vector<std::int64_t>> denoisingAutoencoderShapes();

// pictures: B x 1 x H x W, float32, -1..1.
at::Tensor superResolution(const TensorMap& weights, const at::Tensor& pictures);
std::map<std::string, std::vector<std::int64_t>> superResolutionShapes();

// Each picture stretched so that its least value is -1 and its largest 1, as the study does behind an
// enhancer; a constant picture becomes -1 everywhere.
at::Tensor stretchToUnitRange(const at::Tensor& pictures);

// The explicit list of enhancers, for manifests and recipes.
struct Enhancer {
    const char* id;  // "denoising_autoencoder", "super_resolution"
    std::map<std::string, std::vector<std::int64_t>> (*shapes)();
    at::Tensor (*forward)(const TensorMap& weights, const at::Tensor& pictures);
};
const std::vector<Enhancer>& enhancers();

}  // namespace adapnet::nn
