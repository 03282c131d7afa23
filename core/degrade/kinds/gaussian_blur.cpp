#include "core/degrade/filters.h"
#include "core/degrade/kinds/kinds.h"

namespace adapnet::degrade {

namespace {

// A lens out of focus, as a Gaussian of `sigma` pixels.
class GaussianBlur final : public LocalDegradation {
  public:
    GaussianBlur() : LocalDegradation("gaussian_blur", {realParam("sigma", {0, 30, 0.5}, 3, "px")}) {}

    ParamValues severity(int level) const override { return {{"sigma", atSeverity({1, 2, 3, 4, 6}, level)}}; }
    cv::Mat applyPart(const cv::Mat& rgb, const cv::Rect& part, const ParamValues& values,
                      RandomStream) const override {
        return gaussianBlur(rgb, values.at("sigma"), part);
    }
};

}  // namespace

std::unique_ptr<Degradation> makeGaussianBlur() {
    return std::make_unique<GaussianBlur>();
}

}  // namespace adapnet::degrade
