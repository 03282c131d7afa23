#include "core/nn/losses.h"

#include <torch/csrc/autograd/variable.h>

#include <algorithm>
#include <array>
#include <cmath>
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

constexpr double kQualityEps = 1e-3;  // of AdaFace

at::Tensor clippedNorms(const at::Tensor& embeddings) {
    return embeddings.detach().norm(2, {1}).clamp(1e-3, 100);
}

// Not for a batch of one, whose deviation is undefined.
void updateNorms(const at::Tensor& embeddings, double t, NormStatistics& statistics) {
    const auto norms = clippedNorms(embeddings);
    if (norms.size(0) < 2) return;
    statistics.mean = t * norms.mean().item<double>() + (1 - t) * statistics.mean;
    statistics.deviation = t * norms.std(/*unbiased=*/true).item<double>() + (1 - t) * statistics.deviation;
}

at::Tensor qualityOf(const at::Tensor& embeddings, double concentration, const NormStatistics& statistics) {
    return ((clippedNorms(embeddings) - statistics.mean) / (statistics.deviation + kQualityEps) *
            concentration)
        .clamp(-1, 1);
}

// s (cos(theta + angular) - additive) for the target, s cos(theta) for the others. angular, additive: B.
at::Tensor qualityLogits(const LossInput& in, const at::Tensor& angular, const at::Tensor& additive,
                         double scale) {
    const auto target = oneHot(in.labels, in.centres.size(0));
    const auto angle =
        (cosines(in.embeddings, in.centres, kQualityEps).acos() + target * angular.unsqueeze(1))
            .clamp(kQualityEps, std::numbers::pi - kQualityEps);
    return withoutIgnored((angle.cos() - target * additive.unsqueeze(1)) * scale, target, in.ignored);
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
    updateNorms(embeddings, params.averaging, statistics);
    NoiRetrievalOutput out;
    out.quality = qualityOf(embeddings, params.concentration, statistics);
    out.logits = qualityLogits({embeddings, centres, labels, ignored}, params.margin * out.quality,
                               params.margin - params.margin * out.quality, params.scale);
    const auto weight = 1 + params.gamma * (-out.quality).clamp_min(0);
    out.weights = weight / weight.mean();
    out.each = at::cross_entropy_loss(out.logits, labels, {}, at::Reduction::None);
    out.loss = (out.weights * out.each).mean();
    return out;
}

namespace {

LossOutput withStatistics(const LossInput& input, at::Tensor logits, double scale, double margin) {
    LossOutput out;
    out.loss = at::cross_entropy_loss(logits, input.labels);
    out.logits = std::move(logits);
    out.statistics = {scale, margin, input.embeddings.detach().norm(2, {1}).mean().item<double>(), 0};
    return out;
}

class ArcFace : public MarginLoss {
  public:
    using MarginLoss::MarginLoss;
    LossOutput operator()(const LossInput& in) override {
        const double margin = in.training ? m_params.margin : 0;
        return withStatistics(
            in, arcFaceLoss(in.embeddings, in.centres, in.labels, margin, m_params.scale, in.ignored).logits,
            m_params.scale, margin);
    }
};

class CosFace : public MarginLoss {
  public:
    using MarginLoss::MarginLoss;
    LossOutput operator()(const LossInput& in) override {
        const double margin = in.training ? m_params.margin : 0;
        const auto target = oneHot(in.labels, in.centres.size(0));
        const auto logits = (cosines(in.embeddings, in.centres, 1e-4) - target * margin) * m_params.scale;
        return withStatistics(in, withoutIgnored(logits, target, in.ignored), m_params.scale, margin);
    }
};

class CurricularFace : public MarginLoss {
  public:
    using MarginLoss::MarginLoss;
    LossOutput operator()(const LossInput& in) override {
        const auto cosine = cosines(in.embeddings, in.centres, 0);
        const auto target = oneHot(in.labels, in.centres.size(0));
        if (!in.training)
            return withStatistics(in, withoutIgnored(cosine * m_params.scale, target, in.ignored),
                                  m_params.scale, 0);
        const double m = m_params.margin;
        const auto own = cosine.gather(1, in.labels.unsqueeze(1));
        // The slope of the root has no bound at 1.
        const auto sine = (1 - own * own).clamp_min(1e-12).sqrt();
        const auto shifted = own * std::cos(m) - sine * std::sin(m);
        const auto value = at::where(own > std::cos(std::numbers::pi - m), shifted,
                                     own - m * std::sin(std::numbers::pi - m));
        m_mean = m_params.averaging * own.mean().item<double>() + (1 - m_params.averaging) * m_mean;
        const auto others = at::where(cosine > shifted, cosine * (m_mean + cosine), cosine);
        const auto logits = at::where(target > 0, value, others) * m_params.scale;
        return withStatistics(in, withoutIgnored(logits, target, in.ignored), m_params.scale, m);
    }
    std::map<std::string, double> state() const override { return {{"target_mean", m_mean}}; }
    void restore(const std::map<std::string, double>& state) override {
        if (const auto found = state.find("target_mean"); found != state.end()) m_mean = found->second;
    }

  private:
    double m_mean = 0;  // T, running mean of the target cosines
};

// Running statistics of the norms, shared by the two losses that read quality from them.
class QualityLoss : public MarginLoss {
  public:
    using MarginLoss::MarginLoss;
    std::map<std::string, double> state() const override {
        return {{"norm_mean", m_norms.mean}, {"norm_deviation", m_norms.deviation}};
    }
    void restore(const std::map<std::string, double>& state) override {
        if (const auto found = state.find("norm_mean"); found != state.end()) m_norms.mean = found->second;
        if (const auto found = state.find("norm_deviation"); found != state.end())
            m_norms.deviation = found->second;
    }

  protected:
    NormStatistics m_norms;
};

class AdaFace : public QualityLoss {
  public:
    using QualityLoss::QualityLoss;
    LossOutput operator()(const LossInput& in) override {
        if (in.training) updateNorms(in.embeddings, m_params.averaging, m_norms);
        const auto quality = qualityOf(in.embeddings, m_params.concentration, m_norms);
        const double margin = in.training ? m_params.margin : 0;
        auto out = withStatistics(
            in, qualityLogits(in, -margin * quality, margin + margin * quality, m_params.scale),
            m_params.scale, margin);
        out.statistics.meanQuality = quality.mean().item<double>();
        out.quality = quality;
        return out;
    }
};

class NoiRetrieval : public QualityLoss {
  public:
    using QualityLoss::QualityLoss;
    LossOutput operator()(const LossInput& in) override {
        const NoiRetrievalParams params{in.training ? m_params.margin : 0, m_params.scale,
                                        m_params.concentration, m_params.gamma,
                                        in.training ? m_params.averaging : 0};
        const auto noi = noiRetrievalLoss(in.embeddings, in.centres, in.labels, params, m_norms, in.ignored);
        auto out = withStatistics(in, noi.logits, params.scale, params.margin);
        out.loss = noi.loss;
        out.quality = noi.quality;
        out.statistics.meanQuality = noi.quality.mean().item<double>();
        return out;
    }
};

class MadaCos : public MarginLoss {
  public:
    using MarginLoss::MarginLoss;
    LossOutput operator()(const LossInput& in) override {
        const auto cosine = cosines(in.embeddings, in.centres, 0);
        const auto target = oneHot(in.labels, in.centres.size(0));
        const auto own = cosine.gather(1, in.labels.unsqueeze(1));
        const double odds = (1 - m_params.missShare) / m_params.missShare;
        if (in.training) {
            const auto [median, index] = at::median(own.detach().squeeze(1), 0);
            const double middle = median.item<double>();
            m_scale = std::clamp(std::log(m_params.virtualNegatives * odds) / std::max(1 - middle, 1e-6),
                                 m_params.leastScale, m_params.largestScale);
            // ln B of the median sample, B = sum over the other classes of exp(s cos).
            const auto row =
                withoutOthers(cosine.detach() * m_scale, target, in.ignored)[index.item<std::int64_t>()];
            const double logNegatives = at::logsumexp(row, {0}).item<double>();
            // No cosine needs more than 2, also where hardly a negative is left.
            m_margin = std::clamp(middle - (logNegatives - std::log(odds)) / m_scale, 0.0, 2.0);
        }
        const double margin = in.training ? m_margin : 0;
        const auto logits = (cosine - target * margin) * m_scale;
        return withStatistics(in, withoutIgnored(logits, target, in.ignored), m_scale, margin);
    }
    std::map<std::string, double> state() const override { return {{"scale", m_scale}}; }
    void restore(const std::map<std::string, double>& state) override {
        if (const auto found = state.find("scale"); found != state.end()) m_scale = found->second;
    }

  private:
    // The logits of the negatives alone; what is no negative becomes so low that the sum does not see it.
    static at::Tensor withoutOthers(const at::Tensor& logits, const at::Tensor& target,
                                    const at::Tensor& ignored) {
        auto hidden = target > 0;
        if (ignored.defined()) hidden = hidden.logical_or(ignored);
        return logits.masked_fill(hidden, -1e4);
    }

    double m_scale = 32;
    double m_margin = 0;
};

template <class Loss>
std::unique_ptr<MarginLoss> makeLoss(const LossParams& params) {
    return std::make_unique<Loss>(params);
}

constexpr std::array<MarginLossEntry, 6> kMarginLosses{
    {{"arcface", makeLoss<ArcFace>, false, 0.15},
     {"cosface", makeLoss<CosFace>, false, 0.1},
     {"curricularface", makeLoss<CurricularFace>, false, 0.15},
     {"adaface", makeLoss<AdaFace>, true, 0.2},
     {"madacos", makeLoss<MadaCos>, false, 0},
     {"noiretrieval", makeLoss<NoiRetrieval>, true, 0.15}}};

}  // namespace

std::span<const MarginLossEntry> marginLosses() {
    return kMarginLosses;
}

const MarginLossEntry* findMarginLoss(std::string_view id) {
    const auto found = std::find_if(kMarginLosses.begin(), kMarginLosses.end(),
                                    [&](const MarginLossEntry& entry) { return id == entry.id; });
    return found == kMarginLosses.end() ? nullptr : &*found;
}

at::Tensor cosineDistance(const at::Tensor& a, const at::Tensor& b) {
    return 1 - (unit(a) * unit(b)).sum(1).mean();
}

at::Tensor batchContrast(const at::Tensor& a, const at::Tensor& b, double temperature) {
    const auto logits = at::matmul(unit(a), unit(b).t()) / temperature;
    return at::cross_entropy_loss(logits, at::arange(a.size(0), logits.options().dtype(at::kLong)));
}

}  // namespace adapnet::nn
