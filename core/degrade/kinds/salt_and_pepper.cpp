#include "core/degrade/filters.h"
#include "core/degrade/kinds/kinds.h"

namespace adapnet::degrade {

namespace {

// With probability `amount` black or white (equal odds): whole pixels as in the degraded-samples study, or
// single samples as `impulse_noise` of protocol noiser-v1, which gives coloured dots.
class SaltAndPepper final : public LocalDegradation {
  public:
    SaltAndPepper()
        : LocalDegradation("salt_and_pepper", {realParam("amount", {0, 1, 0.01}, 0.09),
                                               choiceParam("per", {"pixel", "sample"})}) {}

    ParamValues severity(int level) const override {
        return defaultsWith({{"amount", atSeverity({0.03, 0.06, 0.09, 0.17, 0.27}, level)}});
    }
    cv::Mat applyPart(const cv::Mat& rgb, const cv::Rect& part, const ParamValues& values,
                      RandomStream stream) const override {
        const bool perPixel = values.at("per") == 0;
        return perPixel ? impulsePerPixel(rgb, values.at("amount"), stream, part)
                        : impulsePerSample(rgb, values.at("amount"), stream, part);
    }
};

}  // namespace

std::unique_ptr<Degradation> makeSaltAndPepper() {
    return std::make_unique<SaltAndPepper>();
}

}  // namespace adapnet::degrade
