#include "core/degrade/kinds/kinds.h"
#include "core/degrade/weather.h"

namespace adapnet::degrade {

namespace {

// Things in the way: `count` plain rectangles, each covering about `share` of the picture.
class Occlusion final : public BuiltInDegradation {
  public:
    Occlusion()
        : BuiltInDegradation("occlusion", {integerParam("count", {1, 20, 1}, 3),
                                           realParam("share", {0.01, 0.5, 0.01}, 0.08)}) {}

    ParamValues severity(int level) const override {
        return defaultsWith({{"count", atSeverity({1, 2, 3, 4, 5}, level)}});
    }
    cv::Mat apply(const cv::Mat& rgb, const ParamValues& values, RandomStream stream) const override {
        return occlude(rgb, static_cast<int>(values.at("count")), values.at("share"), stream);
    }
};

}  // namespace

std::unique_ptr<Degradation> makeOcclusion() {
    return std::make_unique<Occlusion>();
}

}  // namespace adapnet::degrade
