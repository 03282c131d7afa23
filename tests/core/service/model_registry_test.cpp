#include "core/service/model_registry.h"

#include <gtest/gtest.h>

namespace adapnet::service {
namespace {

// A network that computes in `precision` and was measured at `cosine`.
class MeasuredNetwork : public nn::DescriptorNetwork {
  public:
    explicit MeasuredNetwork(nn::Precision precision) : m_precision(precision) {}
    const nn::ModelInfo& info() const override { return m_info; }
    std::string device() const override { return "cpu"; }
    nn::Precision precision() const override { return m_precision; }
    double precisionCosine() const override { return 1; }
    Result<std::vector<float>> describe(std::span<const nn::RgbView>) override {
        return std::vector<float>();
    }
    const std::vector<float>& lastGate() const override { return m_gate; }
    double lastForwardMs() const override { return 0; }

  private:
    nn::ModelInfo m_info;
    nn::Precision m_precision;
    std::vector<float> m_gate;
};

LoadedModel loaded(nn::DescriptorNetwork& network, double cosine) {
    LoadedModel model;
    model.extractor = features::makeHistogramExtractor();
    model.network = &network;
    model.device = network.device();
    model.precisionCosine = cosine;
    return model;
}

TEST(DeviceText, SaysWhenHalfPrecisionWasRefusedAndWhatItMeasured) {
    MeasuredNetwork full(nn::Precision::Fp32);
    const auto refused = loaded(full, 0.9981);
    EXPECT_TRUE(halfPrecisionRefused(refused));
    EXPECT_EQ(deviceText(refused),
              "cpu " + refused.extractor->spec().precision + " (half precision refused, cosine 0.9981)");
    const auto plain = loaded(full, 1);
    EXPECT_FALSE(halfPrecisionRefused(plain));
    EXPECT_EQ(deviceText(plain), "cpu " + plain.extractor->spec().precision + " (cosine 1.0000)");
    MeasuredNetwork half(nn::Precision::Bf16);
    EXPECT_FALSE(halfPrecisionRefused(loaded(half, 0.9996)));
}

}  // namespace
}  // namespace adapnet::service
