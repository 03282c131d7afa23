// Losses that compare the pictures of a batch with each other, behind one signature for the trainer. Internal
// to core/nn.
#pragma once

#include <span>
#include <string_view>

#include "core/base/random.h"
#include "core/nn/tensors.h"

namespace adapnet::nn {

struct BatchLossInput {
    at::Tensor queries, positives;   // B x d, any length; row i of both shows the same
    at::Tensor labels;               // B, int64: rows of one label are no negatives for each other
    double margin = 0.7;             // contrastive, triplet
    std::int64_t negatives = 5;      // the hardest ones of each query: contrastive, triplet
    double temperature = 0.01;       // of the ranks: recall_at_k
    std::size_t mixPairs = 0;        // virtual samples a class: recall_at_k
    RandomStream* stream = nullptr;  // for the virtual samples
};

struct BatchLossOutput {
    at::Tensor loss;     // scalar, mean over the queries
    double recall = -1;  // share of rows whose nearest other row is right; -1 where it is not measured
};

struct BatchLossEntry {
    const char* id;  // "contrastive", "triplet", "recall_at_k"
    BatchLossOutput (*compute)(const BatchLossInput& input);
};
// The explicit list.
std::span<const BatchLossEntry> batchLosses();
// Null for an unknown name.
const BatchLossEntry* findBatchLoss(std::string_view id);

// Mean over the batch of CFCD's local matching loss: every query's map with its positive's and those of the
// `negatives` most similar rows of other labels. maps: B x C x H x W float32 each; descriptors: B x d each.
at::Tensor batchLocalMatching(const at::Tensor& queryMaps, const at::Tensor& positiveMaps,
                              const at::Tensor& queries, const at::Tensor& positives,
                              const at::Tensor& labels, std::int64_t negatives, double margin);
// The same over a batch of tuples as HardTupleSampler makes them, as mean over the tuples: the first map of
// each 8 `queryMaps` (the anchor) with the other seven `positiveMaps` (positive, negatives). maps: B x C x H
// x W float32 each, B a multiple of 8.
at::Tensor tupleLocalMatching(const at::Tensor& queryMaps, const at::Tensor& positiveMaps, double margin);

}  // namespace adapnet::nn
