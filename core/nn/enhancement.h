// Networks that repair a degraded picture before it is described: the denoising autoencoder and SRCNN of the
// degraded-samples study. One grey channel in -1..1 in, the same shape out, in -1..1; a colour picture is
// three pictures. Named tensors like everything in core/nn; names as in the study ("encoder.0.weight",
// "conv1.bias").
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
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

// The explicit list of enhancers, for manifests and recipes. `forward` and `train` return float32.
struct Enhancer {
    const char* id;  // "denoising_autoencoder", "super_resolution"
    std::map<std::string, std::vector<std::int64_t>> (*shapes)();
    at::Tensor (*forward)(const TensorMap& weights, const at::Tensor& pictures);
    // The same with the statistics of the batch in every BatchNorm; the running ones follow, in place.
    at::Tensor (*train)(const TensorMap& weights, const at::Tensor& pictures);
    // Weights to begin with; the same seed gives the same numbers. The autoencoder: random (He et al. 2015),
    // neutral BatchNorm. SRCNN: random as well, but three channels carry the picture through and the last
    // layer looks at them alone, so that the first output is nearly the input (within 0.07).
    TensorMap (*start)(std::uint64_t seed);
    // Takes bfloat16 pictures as well: all layers but the last are then computed in that type. SRCNN needs a
    // third of a million multiplications a pixel; the autoencoder is cheap, and its transposed convolutions
    // have no such form on the processor.
    bool hasHalf = false;
};
const std::vector<Enhancer>& enhancers();
// Null for an unknown one.
const Enhancer* findEnhancer(std::string_view id);

// What an enhancer makes of pictures that are enlarged `scale` times before it (bilinear) and shrunk again
// behind it (area average): a network made for 96 px objects then sees the detail of a photo. scale 1..4.
at::Tensor throughEnlarged(at::Tensor (*pass)(const TensorMap&, const at::Tensor&), const TensorMap& weights,
                           const at::Tensor& pictures, int scale);

}  // namespace adapnet::nn
