// Query expansion: the query is replaced by its mean with its best matches, then the ranking is scored again.
// Source: alpha query expansion and database augmentation as in Deep Image Retrieval (dirtorch):
//   v' = (v + sum_j s_j^alpha x_j) / (k + 1), L2-normalised, s_j = v . x_j, x_1..x_k the k best.
// Similarities below zero count as zero before the power; alpha = 0 gives every neighbour the same weight.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/rerank/reranker.h"

namespace adapnet::rerank {

struct ExpansionParams {
    int neighbours = 10;  // k; fewer when the ranking is shorter
    double alpha = 3;     // 0 and above
    Result<void> check() const;
};

// The expanded query, unit length; `first` is its ranking, best first. BadInput when dimensions differ.
Result<std::vector<float>> expandQuery(std::span<const float> query, const Descriptors& gallery,
                                       std::span<const Ranked> first, const ExpansionParams& params);

// Database augmentation: every row is replaced by its mean with its own best neighbours (itself left out of
// them). rows x dimension, unit rows. Takes rows^2 x dimension steps.
Result<std::vector<float>> augmentDatabase(const Descriptors& gallery, const ExpansionParams& params);

std::unique_ptr<Reranker> makeQueryExpansion(std::string id, const ExpansionParams& params);

}  // namespace adapnet::rerank
