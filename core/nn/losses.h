// Training losses with margins. Embeddings are B x D before normalisation, class centres C x D, labels B
// (int64). Sources: ArcFace, CosFace and AdaFace in the form of the AdaFace repository (MIT), CurricularFace
// in that of its own (MIT), MadaCos from CFCD (MIT); NoiRetrieval is the design of docs/networks.md.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

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

// All that the losses below can be told; each reads what concerns it.
struct LossParams {
    double margin = 0.15;          // radians (ArcFace, CurricularFace), cosine (CosFace), both (AdaFace)
    double scale = 30;             // s
    double concentration = 0.333;  // h of AdaFace and NoiRetrieval; its sign says which norm means quality
    double gamma = 1;              // NoiRetrieval
    double averaging = 0.01;       // of running statistics: AdaFace, NoiRetrieval, CurricularFace
    double missShare = 0.02;       // MadaCos, rho: wished 1 - P(target) of the median sample
    double virtualNegatives = 9999999;  // MadaCos
    double leastScale = 32,
           largestScale = 256;  // MadaCos; the published code has no upper bound and overflows
};

// What a loss worked with in its last call, for the log and the plot.
struct LossStatistics {
    double scale = 0;
    double margin = 0;       // mean over the batch where it depends on the sample
    double meanNorm = 0;     // of the embeddings
    double meanQuality = 0;  // -1..1; 0 where the loss does not read quality
};

struct LossInput {
    at::Tensor embeddings, centres, labels;
    at::Tensor ignored;    // B x C, bool, may be undefined: centres that are no negatives for a sample
    bool training = true;  // false: no margin, and running statistics stay
};

struct LossOutput {
    at::Tensor logits;   // B x C, scaled
    at::Tensor loss;     // scalar
    at::Tensor quality;  // B, -1..1; undefined where the loss does not read it
    LossStatistics statistics;
};

// One margin loss with its running numbers. Belongs to one thread.
class MarginLoss {
  public:
    explicit MarginLoss(const LossParams& params) : m_params(params) {}
    virtual ~MarginLoss() = default;
    MarginLoss(const MarginLoss&) = delete;
    MarginLoss& operator=(const MarginLoss&) = delete;

    virtual LossOutput operator()(const LossInput& input) = 0;
    // Running numbers by name, for checkpoints; `restore` ignores names that it does not know.
    virtual std::map<std::string, double> state() const { return {}; }
    virtual void restore(const std::map<std::string, double>&) {}
    // The sign of h: which norm means good quality.
    void setConcentration(double value) { m_params.concentration = value; }

  protected:
    LossParams m_params;
};

struct MarginLossEntry {
    const char* id;  // "arcface", "cosface", "curricularface", "adaface", "madacos", "noiretrieval"
    std::unique_ptr<MarginLoss> (*make)(const LossParams& params);
    bool readsQuality = false;
    double usualMargin = 0.15;  // for pictures of things and places
};
// The explicit list, in the order in which it is shown.
std::span<const MarginLossEntry> marginLosses();
// Null for an unknown name.
const MarginLossEntry* findMarginLoss(std::string_view id);

// 1 - mean cosine between the rows of a and b: B x D each. Scalar in 0..2.
at::Tensor cosineDistance(const at::Tensor& a, const at::Tensor& b);

// Cross entropy of row i of a against all rows of b with itself as the target, cosine / temperature.
at::Tensor batchContrast(const at::Tensor& a, const at::Tensor& b, double temperature);

}  // namespace adapnet::nn
