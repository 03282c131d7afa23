#include "core/nn/losses.h"

#include <torch/csrc/autograd/variable.h>

#include <numbers>

namespace adapnet::nn {

namespace {

at::Tensor unit(const at::Tensor& x) {
    return x / x.norm(2, {1}, true).clamp_min(1e-12);
}

at::Tensor cosines(const at::Tensor& embeddings, const at::Tensor& centres, double eps) {
    return at::matmul(unit(embeddings), unit(centres).t()).clamp(-1 + eps, 1 - eps);
}

at::Tensor oneHot(const at::Tensor& labels, std::int64_t classes) {
    return at::one_hot(labels, classes).to(at::kFloat);
}

// Ignored centres get a logit so low that the softmax does not see them.
at::Tensor withoutIgnored(const at::Tensor& logits, const at::Tensor& target, const at::Tensor& ignored) {
    return ignored.defined() ? logits.masked_fill(ignored.logical_and(target == 0), -1e4) : logits;
}

}  // namespace

MarginOutput arcFaceLoss(const at::Tensor& embeddings, const at::Tensor& centres, const at::Tensor& labels,
                         double margin, double scale, const at::Tensor& ignored) {
    constexpr double kEps = 1e-4;
    const auto cosine = cosines(embeddings, centres, kEps);
    const auto target = oneHot(labels, centres.size(0));
    const auto angle = (cosine.acos() + target * margin).clamp(kEps, std::numbers::pi - kEps);
    MarginOutput out;
    out.logits = withoutIgnored(angle.cos() * scale, target, ignored);
    out.loss = at::cross_entropy_loss(out.logits, labels);
    return out;
}

NoiRetrievalOutput noiRetrievalLoss(const at::Tensor& embeddings, const at::Tensor& centres,
                                    const at::Tensor& labels, const NoiRetrievalParams& params,
                                    NormStatistics& statistics, const at::Tensor& ignored) {
    constexpr double kEps = 1e-3;
    const auto norms = embeddings.detach().norm(2, {1}).clamp(1e-3, 100);
    if (norms.size(0) > 1) {
        const double t = params.averaging;
        statistics.mean = t * norms.mean().item<double>() + (1 - t) * statistics.mean;
        statistics.deviation =
            t * norms.std(/*unbiased=*/true).item<double>() + (1 - t) * statistics.deviation;
    }
    NoiRetrievalOutput out;
    out.quality =
        ((norms - statistics.mean) / (statistics.deviation + kEps) * params.concentration).clamp(-1, 1);
    const auto angular = (params.margin * out.quality).unsqueeze(1);
    const auto additive = (params.margin - params.margin * out.quality).unsqueeze(1);
    const auto target = oneHot(labels, centres.size(0));
    const auto angle =
        (cosines(embeddings, centres, kEps).acos() + target * angular).clamp(kEps, std::numbers::pi - kEps);
    out.logits = withoutIgnored((angle.cos() - target * additive) * params.scale, target, ignored);
    const auto weight = 1 + params.gamma * (-out.quality).clamp_min(0);
    out.weights = weight / weight.mean();
    out.each = at::cross_entropy_loss(out.logits, labels, {}, at::Reduction::None);
    out.loss = (out.weights * out.each).mean();
    return out;
}

at::Tensor cosineDistance(const at::Tensor& a, const at::Tensor& b) {
    return 1 - (unit(a) * unit(b)).sum(1).mean();
}

at::Tensor batchContrast(const at::Tensor& a, const at::Tensor& b, double temperature) {
    const auto logits = at::matmul(unit(a), unit(b).t()) / temperature;
    return at::cross_entropy_loss(logits, at::arange(a.size(0), logits.options().dtype(at::kLong)));
}

}  // namespace adapnet::nn
