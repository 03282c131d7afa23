#include "core/degrade/filters.h"
#include "core/degrade/kinds/kinds.h"

namespace adapnet::degrade {

namespace {

// Fewer pixels, shown at the old size.
//  area  area average down by `factor` (not below 4 pixels a side), bilinear up: `low_resolution` of
//  noiser-v1 haar  the approximation band of the Haar wavelet, replicated: as in the degraded-samples study
class ResolutionLoss final : public LocalDegradation {
  public:
    ResolutionLoss()
        : LocalDegradation("resolution_loss", {choiceParam("method", {"area", "haar"}),
                                               realParam("factor", {1, 32, 0.5}, 4, {}, "method=area"),
                                               choiceParam("level", {"2x", "4x"}, "method=haar")}) {}

    ParamValues severity(int level) const override {
        return defaultsWith({{"factor", atSeverity({2, 3, 4, 6, 8}, level)}});
    }
    cv::Mat applyPart(const cv::Mat& rgb, const cv::Rect& part, const ParamValues& values,
                      RandomStream) const override {
        constexpr int kSmallestSide = 4;
        if (values.at("method") == 0) return lowResolution(rgb, values.at("factor"), kSmallestSide, part);
        return haarResolutionLoss(rgb, values.at("level") == 0 ? 1 : 2, part);
    }
};

}  // namespace

std::unique_ptr<Degradation> makeResolutionLoss() {
    return std::make_unique<ResolutionLoss>();
}

}  // namespace adapnet::degrade
