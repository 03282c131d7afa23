#include "core/features/network_extractor.h"

#include <algorithm>
#include <utility>

#include "core/base/memory.h"
#include "core/image/image.h"

namespace adapnet::features {

namespace {

// Larger batches gain nothing on two cores and make a stop slow; a GPU needs more to be busy.
constexpr double kCpuBatchPixels = 8.0 * 320 * 320;
constexpr double kCudaBatchPixels = 64.0 * 320 * 320;
// Activations of a MobileNetEdgeTPU at its widest place, measured generously, in bytes per input pixel.
constexpr double kBytesPerPixel = 600;

class NetworkExtractor final : public FeatureExtractor {
  public:
    explicit NetworkExtractor(std::unique_ptr<nn::DescriptorNetwork> network)
        : m_network(std::move(network)) {}

    FeatureSpec spec() const override {
        return networkFeatureSpec(m_network->info(), m_network->precision());
    }

    InputRule inputRule() const override { return inputRuleOf(m_network->info()); }

    Result<std::vector<float>> extract(std::span<const cv::Mat> pictures) override {
        std::vector<nn::RgbView> views;
        views.reserve(pictures.size());
        for (const cv::Mat& picture : pictures) {
            if (picture.type() != CV_8UC3 || picture.empty())
                return fail(ErrorCode::Internal, "a network takes 8-bit RGB pictures");
            views.push_back({picture.ptr<std::uint8_t>(), picture.cols, picture.rows, picture.step[0]});
        }
        auto rows = m_network->describe(views);
        m_forwardMs += m_network->lastForwardMs();
        return rows;
    }

    int preferredBatch(int width, int height) const override {
        const double pixels = std::max(1.0, static_cast<double>(width) * height);
        const bool isCpu = m_network->device() == "cpu";
        double batch = (isCpu ? kCpuBatchPixels : kCudaBatchPixels) / pixels;
        // A quarter of what is free: the decoded pictures and the other programs need the rest.
        if (isCpu && m_availableMemory > 0)
            batch = std::min(batch, m_availableMemory / 4 / (kBytesPerPixel * pixels));
        return static_cast<int>(std::clamp(batch, 1.0, 256.0));
    }

    double forwardMs() const override { return m_forwardMs; }

  private:
    std::unique_ptr<nn::DescriptorNetwork> m_network;
    double m_forwardMs = 0;
    double m_availableMemory = static_cast<double>(availableMemory().value_or(0));
};

}  // namespace

std::unique_ptr<FeatureExtractor> makeNetworkExtractor(std::unique_ptr<nn::DescriptorNetwork> network) {
    return std::make_unique<NetworkExtractor>(std::move(network));
}

FeatureSpec networkFeatureSpec(const nn::ModelInfo& model, nn::Precision precision) {
    return {model.id,
            model.checksum,
            "longer side <= " + std::to_string(model.maxSide) + ", " +
                nn::shrinkingName(model.input.shrinking) + ", never enlarged; " + model.preprocessing,
            nn::precisionName(precision),
            image::kDecoderVersion,
            model.dimension};
}

}  // namespace adapnet::features
