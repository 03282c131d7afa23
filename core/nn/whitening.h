// Post-hoc whitening of descriptors, fitted in double precision. Samples are rows here. No LibTorch in this
// header: the service fits on stored descriptors.
// Sources: cirtorch (MIT): PCA whitening and learned whitening from matching pairs; the power of the
// variances as in dirtorch (BSD-3). Written from the formulas.
// These are the published forms, whose numbers tests compare. What `adapnet whiten` puts into a network is
// the variant of pair_whitening.h: it takes out only the directions that the damage changes, so it stays
// small.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace adapnet::nn {

// y = P (x - m), then y / (||y|| + 1e-6). Rows of P by descending variance; the entry of largest magnitude of
// each row is positive, so that fitting twice gives the same numbers.
struct Whitening {
    std::size_t dimension = 0;       // D, of the input
    std::vector<double> mean;        // D
    std::vector<double> projection;  // rows x D, row-major
    std::size_t rows() const { return dimension == 0 ? 0 : projection.size() / dimension; }
    // Only the first `count` rows (all when count is larger).
    Whitening first(std::size_t count) const;
    // values: N x D -> N x rows(), unit length. BadInput when the size does not fit.
    Result<std::vector<double>> apply(std::span<const double> values) const;
};

// values: N x D, N >= 2. P = diag(lambda)^-power V^T of the covariance (divided by N); power 0.5 is full
// whitening, dirtorch uses 0.25. Variances below 1e-12 of the largest are raised to it.
Result<Whitening> fitPcaWhitening(std::span<const double> values, std::size_t dimension, double power = 0.5);

// Pairs of rows that show the same thing: queries[i] and positives[i]. m = mean of the query rows; the
// differences of the pairs are whitened, then all rows are rotated to their principal axes.
Result<Whitening> fitLearnedWhitening(std::span<const double> values, std::size_t dimension,
                                      std::span<const std::int64_t> queries,
                                      std::span<const std::int64_t> positives);

}  // namespace adapnet::nn
