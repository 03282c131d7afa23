#include "core/degrade/kinds/kinds.h"
#include "core/degrade/weather.h"

namespace adapnet::degrade {

namespace {

// A veil of cloudy noise: `amount` of it, finer structure the smaller `decay` is.
class Fog final : public BuiltInDegradation {
  public:
    Fog()
        : BuiltInDegradation("fog",
                             {realParam("amount", {0, 5, 0.1}, 2.5), realParam("decay", {1, 4, 0.1}, 1.7)}) {}

    ParamValues severity(int level) const override {
        return {{"amount", atSeverity({1.5, 2, 2.5, 2.5, 3}, level)},
                {"decay", atSeverity({2, 2, 1.7, 1.5, 1.4}, level)}};
    }
    cv::Mat apply(const cv::Mat& rgb, const ParamValues& values, RandomStream stream) const override {
        return fog(rgb, values.at("amount"), values.at("decay"), stream);
    }
};

}  // namespace

std::unique_ptr<Degradation> makeFog() {
    return std::make_unique<Fog>();
}

}  // namespace adapnet::degrade
