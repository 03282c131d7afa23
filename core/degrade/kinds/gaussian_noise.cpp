#include "core/degrade/filters.h"
#include "core/degrade/kinds/kinds.h"

namespace adapnet::degrade {

namespace {

// v + sigma n, one normal number for each sample.
class GaussianNoise final : public LocalDegradation {
  public:
    GaussianNoise() : LocalDegradation("gaussian_noise", {realParam("sigma", {0, 1, 0.01}, 0.18)}) {}

    ParamValues severity(int level) const override {
        return {{"sigma", atSeverity({0.08, 0.12, 0.18, 0.26, 0.38}, level)}};
    }
    cv::Mat applyPart(const cv::Mat& rgb, const cv::Rect& part, const ParamValues& values,
                      RandomStream stream) const override {
        return gaussianNoise(rgb, values.at("sigma"), stream, part);
    }
};

}  // namespace

std::unique_ptr<Degradation> makeGaussianNoise() {
    return std::make_unique<GaussianNoise>();
}

}  // namespace adapnet::degrade
