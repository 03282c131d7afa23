#include "core/features/extractor.h"

#include <gtest/gtest.h>

#include <set>

#include "core/base/sha256.h"
#include "core/features/extraction.h"
#include "core/features/network_extractor.h"
#include "core/image/image.h"
#include "core/image/lanczos.h"
#include "tests/core/features/gallery.h"

namespace adapnet::features {
namespace {

const FeatureSpec kSpec{"adapnet", std::string(64, 'a'), "longer side <= 320", "fp32", 1, 512};

TEST(FeatureSpec, EveryFieldChangesTheKey) {
    std::set<std::string> keys{kSpec.key()};
    const auto with = [&](auto&& change) {
        FeatureSpec spec = kSpec;
        change(spec);
        EXPECT_TRUE(keys.insert(spec.key()).second) << spec.text();
    };
    with([](FeatureSpec& spec) { spec.modelId = "adapnet2"; });
    with([](FeatureSpec& spec) { spec.weightsChecksum[63] = 'b'; });
    with([](FeatureSpec& spec) { spec.preprocessing += " "; });
    with([](FeatureSpec& spec) { spec.precision = "bf16"; });
    with([](FeatureSpec& spec) { spec.decoderVersion = 2; });
    with([](FeatureSpec& spec) { spec.dimension = 511; });
    // Text that moves from one field to the next is not the same spec.
    with([](FeatureSpec& spec) {
        spec.modelId = "adapne";
        spec.weightsChecksum = "t" + spec.weightsChecksum;
    });
    with([](FeatureSpec& spec) { spec.modelId += "\nweights 64:" + spec.weightsChecksum; });
    EXPECT_EQ(FeatureSpec(kSpec).key(), kSpec.key());
    EXPECT_EQ(kSpec.key().size(), 64u);
}

TEST(FeatureSpec, TheKeyNeverChangesBetweenVersionsByItself) {
    // Stored in caches: a change here makes every stored vector useless and must be wanted.
    EXPECT_EQ(FeatureSpec({"m", "w", "p", "fp32", 1, 2}).key(),
              sha256Hex("adapnet feature key 1\nmodel 1:m\nweights 1:w\npreprocessing 1:p\nprecision 4:fp32\n"
                        "decoder 1:1\ndimension 1:2\n"));
}

TEST(HistogramExtractor, GivesUnitRowsThatTellColours) {
    const auto extractor = makeHistogramExtractor();
    const std::vector<cv::Mat> pictures{cv::Mat(8, 8, CV_8UC3, cv::Scalar(255, 0, 0)),
                                        cv::Mat(8, 8, CV_8UC3, cv::Scalar(0, 0, 255)), drawScene(3, 8, 8)};
    const auto rows = extractor->extract(pictures);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 3u * 64u);
    for (std::size_t row = 0; row < 3; ++row) {
        double length = 0;
        for (std::size_t i = 0; i < 64; ++i) length += double{(*rows)[row * 64 + i]} * (*rows)[row * 64 + i];
        EXPECT_NEAR(length, 1.0, 1e-6);
    }
    EXPECT_FLOAT_EQ((*rows)[3 * 16], 1.0f);  // red
    EXPECT_FLOAT_EQ((*rows)[64 + 3], 1.0f);  // blue
}

TEST(HistogramExtractor, OneByOneEqualsOneBatch) {
    const auto extractor = makeHistogramExtractor();
    std::vector<cv::Mat> pictures;
    for (std::uint64_t seed = 0; seed < 20; ++seed) pictures.push_back(drawScene(seed, 40, 30));
    const auto together = extractor->extract(pictures);
    ASSERT_TRUE(together);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const auto alone = extractor->extract(std::span(pictures).subspan(i, 1));
        ASSERT_TRUE(alone);
        EXPECT_TRUE(std::equal(alone->begin(), alone->end(), together->begin() + std::ptrdiff_t(i * 64)));
    }
}

TEST(HistogramExtractor, RefusesMixedSizesAndOtherPixels) {
    const auto extractor = makeHistogramExtractor();
    const std::vector<cv::Mat> mixed{drawScene(1, 8, 8), drawScene(1, 8, 9)};
    EXPECT_EQ(extractor->extract(mixed).error().code, ErrorCode::Internal);
    const std::vector<cv::Mat> grey{cv::Mat(8, 8, CV_8UC1, cv::Scalar(1))};
    EXPECT_EQ(extractor->extract(grey).error().code, ErrorCode::Internal);
}

TEST(PrepareInput, ShrinksTheLongerSideAndNeverEnlarges) {
    const auto extractor = makeHistogramExtractor();
    EXPECT_EQ(prepareInput(*extractor, drawScene(1, 400, 300)).size(), cv::Size(128, 96));
    EXPECT_EQ(prepareInput(*extractor, drawScene(1, 300, 400)).size(), cv::Size(96, 128));
    EXPECT_EQ(prepareInput(*extractor, drawScene(1, 5000, 3)).size(), cv::Size(128, 1));
    EXPECT_EQ(prepareInput(*extractor, drawScene(1, 128, 128)).size(), cv::Size(128, 128));
    EXPECT_EQ(prepareInput(*extractor, drawScene(1, 1, 1)).size(), cv::Size(1, 1));
}

TEST(PrepareInput, AveragesAreas) {
    // Stripes of one pixel become grey; taking single pixels would keep them black or white.
    cv::Mat stripes(256, 256, CV_8UC3);
    for (int x = 0; x < 256; ++x)
        stripes.col(x).setTo(x % 2 == 0 ? cv::Scalar::all(0) : cv::Scalar::all(200));
    const cv::Mat small = prepareInput(*makeHistogramExtractor(), stripes);
    double least = 0, most = 0;
    cv::minMaxIdx(small.reshape(1), &least, &most);
    EXPECT_EQ(least, 100);
    EXPECT_EQ(most, 100);
}

// Records what it is asked; answers with the mean colour in three dimensions.
class FakeNetwork final : public nn::DescriptorNetwork {
  public:
    explicit FakeNetwork(nn::ModelInfo info, std::string device)
        : m_info(std::move(info)), m_device(std::move(device)) {}
    const nn::ModelInfo& info() const override { return m_info; }
    std::string device() const override { return m_device; }
    nn::Precision precision() const override { return nn::Precision::Fp32; }
    double precisionCosine() const override { return 1; }
    const std::vector<float>& lastGate() const override { return m_gate; }
    double lastForwardMs() const override { return 2.5; }
    Result<std::vector<float>> describe(std::span<const nn::RgbView> images) override {
        std::vector<float> rows;
        for (const nn::RgbView& image : images) {
            const auto* pixel = image.data + image.strideBytes * static_cast<std::size_t>(image.height - 1);
            for (int c = 0; c < 3; ++c) rows.push_back(pixel[3 * (image.width - 1) + c]);
        }
        return rows;
    }

  private:
    nn::ModelInfo m_info;
    std::string m_device;
    std::vector<float> m_gate;
};

nn::ModelInfo fakeInfo() {
    nn::ModelInfo info;
    info.id = "fake";
    info.checksum = std::string(64, 'c');
    info.preprocessing = "mean 0.5";
    info.dimension = 3;
    info.maxSide = 320;
    return info;
}

TEST(NetworkExtractor, HandsPixelsWithTheirStride) {
    const auto extractor = makeNetworkExtractor(std::make_unique<FakeNetwork>(fakeInfo(), "cpu"));
    cv::Mat large(20, 30, CV_8UC3, cv::Scalar::all(0));
    const cv::Mat part = large(cv::Rect(3, 4, 10, 8));  // rows are not contiguous
    large.at<cv::Vec3b>(4 + 7, 3 + 9) = {11, 22, 33};
    const auto rows = extractor->extract(std::span(&part, 1));
    ASSERT_TRUE(rows);
    EXPECT_EQ(*rows, (std::vector<float>{11, 22, 33}));
    EXPECT_DOUBLE_EQ(extractor->forwardMs(), 2.5);
    const cv::Mat grey(4, 4, CV_8UC1);
    EXPECT_EQ(extractor->extract(std::span(&grey, 1)).error().code, ErrorCode::Internal);
}

TEST(NetworkExtractor, TheSpecNamesWeightsSizePreprocessingAndPrecision) {
    const auto extractor = makeNetworkExtractor(std::make_unique<FakeNetwork>(fakeInfo(), "cpu"));
    EXPECT_EQ(extractor->spec().key(), networkFeatureSpec(fakeInfo(), nn::Precision::Fp32).key());
    EXPECT_NE(extractor->spec().key(), networkFeatureSpec(fakeInfo(), nn::Precision::Bf16).key());
    auto info = fakeInfo();
    info.maxSide = 256;
    EXPECT_NE(extractor->spec().key(), networkFeatureSpec(info, nn::Precision::Fp32).key());
    info = fakeInfo();
    info.preprocessing = "mean 0.4";
    EXPECT_NE(extractor->spec().key(), networkFeatureSpec(info, nn::Precision::Fp32).key());
    EXPECT_EQ(prepareInput(*extractor, drawScene(1, 640, 480)).size(), cv::Size(320, 240));
    EXPECT_EQ(prepareInput(*extractor, drawScene(1, 200, 100)).size(), cv::Size(200, 100));
}

TEST(NetworkExtractor, ShrinksAsTheManifestSaysAndNeverMixesTheVectors) {
    const auto area = makeNetworkExtractor(std::make_unique<FakeNetwork>(fakeInfo(), "cpu"));
    auto info = fakeInfo();
    info.input.shrinking = nn::Shrinking::Lanczos;
    const auto lanczos = makeNetworkExtractor(std::make_unique<FakeNetwork>(info, "cpu"));
    EXPECT_NE(area->spec().key(), lanczos->spec().key());
    // The words that stand in the keys of stored vectors.
    EXPECT_EQ(area->spec().preprocessing, "longer side <= 320, area, never enlarged; mean 0.5");
    EXPECT_EQ(lanczos->spec().preprocessing, "longer side <= 320, lanczos, never enlarged; mean 0.5");

    const cv::Mat scene = drawScene(4, 640, 480);
    const cv::Mat filtered = prepareInput(*lanczos, scene), averaged = prepareInput(*area, scene);
    EXPECT_EQ(cv::norm(filtered, image::lanczosThumbnail(scene, 320), cv::NORM_INF), 0);
    EXPECT_EQ(cv::norm(averaged, image::shrinkToFit(scene, 320), cv::NORM_INF), 0);
    EXPECT_GT(cv::norm(filtered, averaged, cv::NORM_INF), 0);
    const cv::Mat small = drawScene(4, 320, 10);
    EXPECT_EQ(prepareInput(*lanczos, small).data, small.data);
}

TEST(NetworkExtractor, BatchesShrinkWithThePictureAndGrowOnAGpu) {
    const auto cpu = makeNetworkExtractor(std::make_unique<FakeNetwork>(fakeInfo(), "cpu"));
    const auto gpu = makeNetworkExtractor(std::make_unique<FakeNetwork>(fakeInfo(), "cuda:0"));
    EXPECT_GE(cpu->preferredBatch(320, 240), 1);
    EXPECT_EQ(cpu->preferredBatch(20'000, 20'000), 1);
    EXPECT_GE(cpu->preferredBatch(100, 100), cpu->preferredBatch(320, 320));
    EXPECT_GT(gpu->preferredBatch(320, 320), cpu->preferredBatch(320, 320));
    EXPECT_LE(gpu->preferredBatch(1, 1), 256);
}

}  // namespace
}  // namespace adapnet::features
