#include "core/degrade/filters.h"
#include "core/degrade/kinds/kinds.h"

namespace adapnet::degrade {

namespace {

// (v - mean) factor + mean with the mean of each channel: fog-like grey below 1, harsh above.
class Contrast final : public BuiltInDegradation {
  public:
    Contrast() : BuiltInDegradation("contrast", {realParam("factor", {0, 2, 0.05}, 0.2)}) {}

    ParamValues severity(int level) const override {
        return {{"factor", atSeverity({0.4, 0.3, 0.2, 0.1, 0.05}, level)}};
    }
    cv::Mat apply(const cv::Mat& rgb, const ParamValues& values, RandomStream) const override {
        return contrast(rgb, values.at("factor"));
    }
};

}  // namespace

std::unique_ptr<Degradation> makeContrast() {
    return std::make_unique<Contrast>();
}

}  // namespace adapnet::degrade
