#include "core/degrade/filters.h"
#include "core/degrade/kinds/kinds.h"

namespace adapnet::degrade {

namespace {

// Poisson(rate v) / rate: few photons, low rate, strong noise.
class ShotNoise final : public BuiltInDegradation {
  public:
    ShotNoise() : BuiltInDegradation("shot_noise", {realParam("rate", {1, 200, 1}, 12)}) {}

    ParamValues severity(int level) const override {
        return {{"rate", atSeverity({60, 25, 12, 5, 3}, level)}};
    }
    cv::Mat apply(const cv::Mat& rgb, const ParamValues& values, RandomStream stream) const override {
        return shotNoise(rgb, values.at("rate"), stream);
    }
};

}  // namespace

std::unique_ptr<Degradation> makeShotNoise() {
    return std::make_unique<ShotNoise>();
}

}  // namespace adapnet::degrade
