// Recall@k as a loss: the two steps inside the figure (the rank of a picture, "is the rank at most k") become
// sigmoids. With it SiMix, virtual samples that cost arithmetic only, and the two-stage gradient that makes
// large batches affordable with any loss over a batch. Source: Patel, Tolias, Matas, "Recall@k Surrogate Loss
// with Large Batches and Similarity Mixup", CVPR 2022; written from its formulas.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/nn/tensors.h"

namespace adapnet::nn {

struct RecallParams {
    std::vector<std::int64_t> ks{1, 2, 4, 8, 16};  // each is cut to the number of rows
    double rankTemperature = 0.01;                 // t1
    double hitTemperature = 1;                     // t2
    // The published code lets a query compete with its own positives; the definition of the task does not.
    bool queryCounts = false;
    std::int64_t block = 512;  // queries whose ranks are held in memory at a time
};

// Virtual samples: alpha x + (1 - alpha) y for two rows of one class, not normalised; they join its class.
struct SimilarityMix {
    std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
    std::vector<double> alphas;
};
// Every pair of a class, at most `limit` a class, chosen and mixed by `stream`. labels: N, int64.
SimilarityMix drawMix(const at::Tensor& labels, std::size_t limit, RandomStream& stream);

struct RecallOutput {
    at::Tensor loss;        // scalar in 0..1; gradients reach `embeddings`
    at::Tensor softRecall;  // queries x K, no gradient
    at::Tensor softRanks;   // queries x positives (padded with 0), no gradient
    at::Tensor hardRecall;  // K: share of real queries with a right row among the k nearest, itself left out
};
// embeddings: N x D, unit rows, float32 or float64; labels: N, int64. Rows without a partner of their class
// are no queries. N >= 2 and at least one query, otherwise the loss is zero.
RecallOutput recallSurrogate(const at::Tensor& embeddings, const at::Tensor& labels,
                             const RecallParams& params = {}, const SimilarityMix& mix = {});

// Gradients of a loss over the whole batch with the memory of one chunk: all embeddings without a graph, the
// gradient of the loss with respect to them, then every chunk again with its graph. `embed(first, count)`
// must give the same rows both times (fixed BatchNorm, no dropout). Returns the loss; gradients are added to
// the parameters.
at::Tensor chunkedBackward(std::int64_t rows, std::int64_t chunk,
                           const std::function<at::Tensor(std::int64_t first, std::int64_t count)>& embed,
                           const std::function<at::Tensor(const at::Tensor& embeddings)>& loss);

}  // namespace adapnet::nn
