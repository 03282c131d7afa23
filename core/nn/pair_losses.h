// Losses over pairs and tuples of pictures instead of classes. Sources: contrastive and triplet as in
// cirtorch (MIT); local matching written from the formulas of CFCD's paper (the code that inspired it is not
// free).
#pragma once

#include <cstdint>
#include <vector>

#include "core/nn/tensors.h"

namespace adapnet::nn {

// tuples: T x (2 + N) x D, unit rows: query, positive, N negatives. Sums over everything, as published:
// positive 0.5 D^2, negative 0.5 max(0, margin - D)^2, D = ||q - x + 1e-6||.
at::Tensor contrastiveLoss(const at::Tensor& tuples, double margin = 0.7);
// sum max(0, ||q - p||^2 - ||q - n||^2 + margin).
at::Tensor tripletLoss(const at::Tensor& tuples, double margin = 0.1);

// For each of B queries its positive (the same row of `positives`) and the `count` most similar rows of
// `positives` that are of another label: B x (2 + count) x D. A query that has fewer repeats the last one;
// queries without any negative are left out. labels: B, int64; rows are scaled to length 1.
at::Tensor hardTuples(const at::Tensor& queries, const at::Tensor& positives, const at::Tensor& labels,
                      std::int64_t count);

struct LocalMatchingParams {
    double margin = 0.1;
    double ratio = 0.9;  // nearest over second nearest anchor location
};
struct LocalMatches {
    at::Tensor anchors, positives;  // M, int64: locations of the kept pairs, by location of the positive
    at::Tensor negatives;           // N x M: the location of each negative nearest to the anchor
};
struct LocalMatchingOutput {
    at::Tensor loss;  // scalar, sum over matches and negatives; 0 without a match
    LocalMatches matches;
};
// CFCD's second stage for one tuple. features: (2 + N) x L x D, any length (scaled to 1 inside): anchor,
// positive, negatives; attention: (2 + N) x L, the sum of the absolute map values of a place. Kept are mutual
// nearest pairs that pass the ratio test and lie in the more attended half of the positive.
LocalMatchingOutput localMatchingLoss(const at::Tensor& features, const at::Tensor& attention,
                                      const LocalMatchingParams& params = {});
// Locations and attention of maps B x C x H x W: B x HW x C and B x HW.
struct LocalDescriptors {
    at::Tensor features, attention;
};
LocalDescriptors localDescriptors(const at::Tensor& maps);

}  // namespace adapnet::nn
