// Named tensors: the weights of a network are nothing else. Internal to core/nn (needs LibTorch).
#pragma once

#include <torch/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/nn/safetensors.h"

namespace adapnet::nn {

using TensorMap = std::map<std::string, at::Tensor>;

// The layer of core/nn/pair_whitening.h behind a whitened network: d values, rank x d values.
inline const std::string kWhiteningMean = "whiten.pairs.mean";
inline const std::string kWhiteningRows = "whiten.pairs.rows";

// Float tensors come back as float32, whatever the file holds.
Result<TensorMap> toTensors(const SafetensorsFile& file);
// Values are rounded to `type` (kHalf or kFloat).
SafetensorsFile fromTensors(const TensorMap& tensors, at::ScalarType type);

// The Error for a LibTorch exception: short text, OutOfMemory recognised.
Error torchError(const std::exception& exception);

// Runs `body` and turns LibTorch's exceptions into Errors. The one place where they are caught.
template <class Body>
auto guarded(Body&& body) -> decltype(body()) {
    try {
        return body();
    } catch (const std::exception& exception) {
        return fail(torchError(exception));
    }
}

}  // namespace adapnet::nn
