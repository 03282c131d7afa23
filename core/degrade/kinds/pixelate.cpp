#include "core/degrade/filters.h"
#include "core/degrade/kinds/kinds.h"

namespace adapnet::degrade {

namespace {

// Square blocks: area average down to `scale` of the pixels a side, the nearest one shown.
class Pixelate final : public LocalDegradation {
  public:
    Pixelate() : LocalDegradation("pixelate", {realParam("scale", {0.01, 1, 0.05}, 0.4)}) {}

    ParamValues severity(int level) const override {
        return {{"scale", atSeverity({0.6, 0.5, 0.4, 0.3, 0.25}, level)}};
    }
    cv::Mat applyPart(const cv::Mat& rgb, const cv::Rect& part, const ParamValues& values,
                      RandomStream) const override {
        return pixelate(rgb, values.at("scale"), part);
    }
};

}  // namespace

std::unique_ptr<Degradation> makePixelate() {
    return std::make_unique<Pixelate>();
}

}  // namespace adapnet::degrade
