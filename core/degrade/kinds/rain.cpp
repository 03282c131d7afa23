#include <algorithm>

#include "core/degrade/filters.h"
#include "core/degrade/kinds/kinds.h"
#include "core/degrade/weather.h"

namespace adapnet::degrade {

namespace {

// Bright streaks, `density` of them on 1,000 pixels (at least one), and a little haze.
class Rain final : public BuiltInDegradation {
  public:
    Rain()
        : BuiltInDegradation("rain", {realParam("density", {0.1, 10, 0.1}, 1.5),
                                      realParam("strength", {0, 1, 0.05}, 0.65)}) {}

    ParamValues severity(int level) const override {
        return {{"density", atSeverity({0.5, 1, 1.5, 2, 2.5}, level)},
                {"strength", atSeverity({0.45, 0.55, 0.65, 0.75, 0.85}, level)}};
    }
    cv::Mat apply(const cv::Mat& rgb, const ParamValues& values, RandomStream stream) const override {
        const double wanted = values.at("density") * static_cast<double>(rgb.total()) / 1000;
        return rain(rgb, static_cast<int>(std::max(1.0, roundHalfUp(wanted))), values.at("strength"), stream);
    }
};

}  // namespace

std::unique_ptr<Degradation> makeRain() {
    return std::make_unique<Rain>();
}

}  // namespace adapnet::degrade
