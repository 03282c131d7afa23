#include "core/degrade/filters.h"
#include "core/degrade/kinds/kinds.h"

namespace adapnet::degrade {

namespace {

// Baseline JPEG with 4:2:0 chroma, encoded and decoded again.
class Jpeg final : public BuiltInDegradation {
  public:
    Jpeg() : BuiltInDegradation("jpeg", {integerParam("quality", {1, 100, 1}, 15)}) {}

    ParamValues severity(int level) const override {
        return {{"quality", atSeverity({25, 18, 15, 10, 7}, level)}};
    }
    cv::Mat apply(const cv::Mat& rgb, const ParamValues& values, RandomStream) const override {
        return jpegRoundTrip(rgb, static_cast<int>(values.at("quality")));
    }
};

}  // namespace

std::unique_ptr<Degradation> makeJpeg() {
    return std::make_unique<Jpeg>();
}

}  // namespace adapnet::degrade
