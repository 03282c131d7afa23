#include "core/degrade/filters.h"
#include "core/degrade/kinds/kinds.h"

namespace adapnet::degrade {

namespace {

// gain v^gamma + sigma n: a dark picture with the noise of its sensor.
class LowLight final : public LocalDegradation {
  public:
    LowLight()
        : LocalDegradation("low_light",
                           {realParam("gain", {0, 1, 0.05}, 0.7), realParam("gamma", {1, 5, 0.1}, 2.5),
                            realParam("sigma", {0, 0.5, 0.01}, 0.03)}) {}

    ParamValues severity(int level) const override {
        return {{"gain", atSeverity({0.9, 0.8, 0.7, 0.6, 0.5}, level)},
                {"gamma", atSeverity({1.5, 2, 2.5, 3, 3.5}, level)},
                {"sigma", atSeverity({0.01, 0.02, 0.03, 0.04, 0.05}, level)}};
    }
    cv::Mat applyPart(const cv::Mat& rgb, const cv::Rect& part, const ParamValues& values,
                      RandomStream stream) const override {
        return lowLight(rgb, values.at("gain"), values.at("gamma"), values.at("sigma"), stream, part);
    }
};

}  // namespace

std::unique_ptr<Degradation> makeLowLight() {
    return std::make_unique<LowLight>();
}

}  // namespace adapnet::degrade
