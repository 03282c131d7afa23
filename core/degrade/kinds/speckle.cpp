#include "core/degrade/filters.h"
#include "core/degrade/kinds/kinds.h"

namespace adapnet::degrade {

namespace {

// v (1 + sigma n), or v (1 + U(-amplitude, amplitude)), one number for each sample.
class Speckle final : public LocalDegradation {
  public:
    Speckle()
        : LocalDegradation("speckle",
                           {choiceParam("distribution", {"normal", "uniform"}),
                            realParam("sigma", {0, 1, 0.01}, 0.35, {}, "distribution=normal"),
                            realParam("amplitude", {0, 1, 0.01}, 0.1, {}, "distribution=uniform")}) {}

    ParamValues severity(int level) const override {
        return defaultsWith({{"sigma", atSeverity({0.15, 0.2, 0.35, 0.45, 0.6}, level)}});
    }
    cv::Mat applyPart(const cv::Mat& rgb, const cv::Rect& part, const ParamValues& values,
                      RandomStream stream) const override {
        const bool normal = values.at("distribution") == 0;
        return normal ? speckleNormal(rgb, values.at("sigma"), stream, part)
                      : speckleUniform(rgb, values.at("amplitude"), stream, part);
    }
};

}  // namespace

std::unique_ptr<Degradation> makeSpeckle() {
    return std::make_unique<Speckle>();
}

}  // namespace adapnet::degrade
