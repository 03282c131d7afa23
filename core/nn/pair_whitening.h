// Whitening of finished descriptors learnt from pairs that show the same thing, one picture clean and one
// degraded: directions that change with the damage count less. No LibTorch in this header.
// Source: learned whitening from matching pairs (Mikolajczyk and Matas; cirtorch), with three changes of
// ours: a power below one, shrinkage, and only the directions of largest change are kept as a layer (the
// others all get one weight), so that a 1280-d descriptor needs 1 MB and not 3.3.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/nn/network.h"

namespace adapnet::nn {

struct PairWhiteningParams {
    int rank = 384;          // directions that get their own weight, 1..dimension-1
    double power = 0.5;      // 0: nothing changes, 1: full whitening of the differences
    double shrinkage = 0.1;  // share of the mean variance added to every variance, > 0
};

// y = z - rows^T (rows z) with z = x - mean, then y / ||y||.
struct PairWhitening {
    std::vector<float> mean;  // d
    std::vector<float> rows;  // rank x d, row-major
    std::size_t rank() const { return mean.empty() ? 0 : rows.size() / mean.size(); }
};

// clean, degraded: N x dimension values each, row-major, rows of length 1, row i of both shows the same.
// mean = mean of the clean rows; S = mean of (c - e)(c - e)^T = V diag(l) V^T; direction k gets the weight
// (l_k + shrinkage mean(l))^(-power/2), relative to the mean weight of the directions beyond `rank`.
// BadInput: sizes that do not fit, fewer than 2 pairs, parameters out of range, equal pairs only.
Result<PairWhitening> fitPairWhitening(std::span<const float> clean, std::span<const float> degraded,
                                       std::size_t dimension, const PairWhiteningParams& params);

struct WhitenedModel {
    std::string checksum;
    std::uintmax_t bytes = 0;
};

// Writes a copy of `model` with the layer (float16) to `out` (NAME.safetensors) and its manifest beside it.
// `whiteningJson`: how it was learnt, a JSON object for the manifest. A model that has such a layer already
// is BadInput.
Result<WhitenedModel> writeWhitened(const ModelInfo& model, const PairWhitening& whitening,
                                    const std::string& id, const std::string& whiteningJson,
                                    const std::filesystem::path& out);

}  // namespace adapnet::nn
