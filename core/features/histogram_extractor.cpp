#include <array>
#include <chrono>
#include <cmath>

#include "core/features/extractor.h"
#include "core/image/image.h"

namespace adapnet::features {

namespace {

constexpr int kBins = 4;  // a channel
constexpr int kDimension = kBins * kBins * kBins;
constexpr int kMaxSide = 128;

class HistogramExtractor final : public FeatureExtractor {
  public:
    FeatureSpec spec() const override {
        return {"histogram",
                "",
                "longer side <= 128, area; 4 x 4 x 4 RGB bins, square root, L2",
                "fp32",
                image::kDecoderVersion,
                kDimension};
    }
    InputRule inputRule() const override { return {kMaxSide, nn::Shrinking::Area}; }
    int preferredBatch(int, int) const override { return 16; }
    double forwardMs() const override { return m_forwardMs; }

    Result<std::vector<float>> extract(std::span<const cv::Mat> pictures) override {
        const auto start = std::chrono::steady_clock::now();
        std::vector<float> rows;
        rows.reserve(pictures.size() * kDimension);
        for (const cv::Mat& picture : pictures) {
            if (picture.type() != CV_8UC3 || picture.empty() || picture.size() != pictures.front().size())
                return fail(ErrorCode::Internal, "pictures of one batch must be RGB and of one size");
            const auto row = describe(picture);
            rows.insert(rows.end(), row.begin(), row.end());
        }
        m_forwardMs +=
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        return rows;
    }

  private:
    static std::array<float, kDimension> describe(const cv::Mat& picture) {
        std::array<std::int64_t, kDimension> counts{};
        for (int y = 0; y < picture.rows; ++y) {
            const auto* pixel = picture.ptr<std::uint8_t>(y);
            for (int x = 0; x < picture.cols; ++x, pixel += 3)
                ++counts[static_cast<std::size_t>((pixel[0] >> 6) * 16 + (pixel[1] >> 6) * 4 +
                                                  (pixel[2] >> 6))];
        }
        // Square roots of shares add up to length 1 by themselves.
        const auto total = static_cast<double>(picture.total());
        std::array<float, kDimension> row{};
        for (std::size_t i = 0; i < row.size(); ++i)
            row[i] = static_cast<float>(std::sqrt(static_cast<double>(counts[i]) / total));
        return row;
    }

    double m_forwardMs = 0;
};

}  // namespace

std::unique_ptr<FeatureExtractor> makeHistogramExtractor() {
    return std::make_unique<HistogramExtractor>();
}

}  // namespace adapnet::features
