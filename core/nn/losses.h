// Training losses with margins. Embeddings are B x D before normalisation, class centres C x D, labels B
// (int64). Sources: ArcFace and AdaFace in the form of the AdaFace repository; NoiRetrieval is the design of
// docs/networks.md.
#pragma once

#include "core/nn/tensors.h"

namespace adapnet::nn {

struct MarginOutput {
    at::Tensor logits;  // B x C, scaled
    at::Tensor loss;    // scalar
};

// `ignored` (B x C, bool, may be undefined) marks centres that are no negatives for a sample; the target is
// never ignored. Target cosine cos(theta + margin), angles clipped to [1e-4, pi - 1e-4], logits times scale,
// mean cross entropy.
MarginOutput arcFaceLoss(const at::Tensor& embeddings, const at::Tensor& centres, const at::Tensor& labels,
                         double margin, double scale, const at::Tensor& ignored = {});

struct NoiRetrievalParams {
    double margin = 0.15;
    double scale = 30;
    double concentration = 0.333;  // h; its sign says that a large norm means good quality
    double gamma = 1;              // extra weight of low-quality samples
    double averaging = 0.01;       // t_a of the running norm statistics
};

// Running mean and standard deviation of the descriptor norms (AdaFace's start values).
struct NormStatistics {
    double mean = 20;
    double deviation = 100;
};

struct NoiRetrievalOutput {
    at::Tensor logits;   // B x C
    at::Tensor loss;     // scalar, mean of w_i CE_i
    at::Tensor each;     // B, CE_i
    at::Tensor quality;  // B, -1..1
    at::Tensor weights;  // B, mean 1
};

// Noise Gradient Bias: the quality read from the norm moves the angular margin (+m q), the additive margin (m
// - m q) and the weight 1 + gamma max(0, -q), so that hard low-quality samples dominate the gradient. Updates
// `statistics` first (not for a batch of one, whose deviation is undefined).
NoiRetrievalOutput noiRetrievalLoss(const at::Tensor& embeddings, const at::Tensor& centres,
                                    const at::Tensor& labels, const NoiRetrievalParams& params,
                                    NormStatistics& statistics, const at::Tensor& ignored = {});

// 1 - mean cosine between the rows of a and b: B x D each. Scalar in 0..2.
at::Tensor cosineDistance(const at::Tensor& a, const at::Tensor& b);

// Cross entropy of row i of a against all rows of b with itself as the target, cosine / temperature.
at::Tensor batchContrast(const at::Tensor& a, const at::Tensor& b, double temperature);

}  // namespace adapnet::nn
