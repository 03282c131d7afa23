#include "core/degrade/filters.h"
#include "core/degrade/kinds/kinds.h"

namespace adapnet::degrade {

namespace {

// A lens out of focus: a disk of `radius` pixels with a soft rim.
class DefocusBlur final : public LocalDegradation {
  public:
    DefocusBlur() : LocalDegradation("defocus_blur", {realParam("radius", {0.5, 40, 0.5}, 6, "px")}) {}

    ParamValues severity(int level) const override {
        return {{"radius", atSeverity({3, 4, 6, 8, 10}, level)}};
    }
    cv::Mat applyPart(const cv::Mat& rgb, const cv::Rect& part, const ParamValues& values,
                      RandomStream) const override {
        return applyKernel(rgb, diskKernel(values.at("radius")), part);
    }
};

}  // namespace

std::unique_ptr<Degradation> makeDefocusBlur() {
    return std::make_unique<DefocusBlur>();
}

}  // namespace adapnet::degrade
