#include <numbers>

#include "core/degrade/filters.h"
#include "core/degrade/kinds/kinds.h"

namespace adapnet::degrade {

namespace {

// Two models of a moving camera.
//  line       a line of `length` pixels, its angle drawn from the stream (one number) or given
//  frequency  the transfer function of the degraded-samples study with exposure t and movement (a, b), drawn
//             from N(0, spread) (one pair) or given. The study drops the bins around the mean and stretches
//             the result to the full range (dc=drop); keeping them keeps the colours of a photograph
//             (dc=keep).
class MotionBlur final : public LocalDegradation {
  public:
    MotionBlur()
        : LocalDegradation("motion_blur", {choiceParam("model", {"line", "frequency"}),
                                           integerParam("length", {3, 201, 2}, 15, "px", "model=line"),
                                           choiceParam("direction", {"random", "fixed"}, "model=line"),
                                           realParam("angle", {0, 180, 1}, 0, "deg", "direction=fixed"),
                                           realParam("t", {0.1, 4, 0.1}, 1, {}, "model=frequency"),
                                           choiceParam("shift", {"random", "fixed"}, "model=frequency"),
                                           realParam("spread", {0, 0.5, 0.005}, 0.05, {}, "shift=random"),
                                           realParam("a", {-0.5, 0.5, 0.005}, 0.05, {}, "shift=fixed"),
                                           realParam("b", {-0.5, 0.5, 0.005}, 0, {}, "shift=fixed"),
                                           choiceParam("dc", {"keep", "drop"}, "model=frequency")}) {}

    ParamValues severity(int level) const override {
        return defaultsWith({{"length", atSeverity({7, 11, 15, 21, 31}, level)}});
    }
    bool isLocal(const ParamValues& values) const override { return values.at("model") == 0; }
    cv::Mat applyPart(const cv::Mat& rgb, const cv::Rect& part, const ParamValues& values,
                      RandomStream stream) const override {
        if (values.at("model") == 0) {
            const double turn = values.at("direction") == 0 ? stream.uniform() : values.at("angle") / 180;
            return applyKernel(
                rgb, lineKernel(static_cast<int>(values.at("length")), std::numbers::pi * turn), part);
        }
        FrequencyMotion motion{values.at("t"), values.at("a"), values.at("b"), values.at("dc") == 1};
        if (values.at("shift") == 0) {
            motion.a = values.at("spread") * stream.normal();
            motion.b = values.at("spread") * stream.normal();
        }
        return frequencyMotionBlur(rgb, motion)(part).clone();
    }
};

}  // namespace

std::unique_ptr<Degradation> makeMotionBlur() {
    return std::make_unique<MotionBlur>();
}

}  // namespace adapnet::degrade
