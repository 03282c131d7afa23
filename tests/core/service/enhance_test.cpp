#include "core/service/enhance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>

#include "core/degrade/noiser.h"
#include "core/degrade/repair.h"
#include "core/service/enhancer_data.h"
#include "core/service/evaluation_record.h"
#include "core/service/report_service.h"
#include "core/service/train_service.h"
#include "core/service/verify_service.h"
#include "core/service/workbench.h"
#include "tests/support/drawn_crops.h"
#include "tests/support/pictures.h"

namespace adapnet::service {
namespace {

using testing::HasSubstr;

// Enhancers of a folder of our own, which goes before the shipped ones: SRCNN as it is before training, which
// nearly passes a picture on.
class Enhancing : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        test::enableHistogramModel();
        s_folder = std::make_unique<test::TemporaryFolder>();
        test::writeEnhancer(s_folder->path(), test::smallRecipe("super_resolution"));
        ASSERT_EQ(::setenv("ADAPNET_ENHANCERS", s_folder->path().c_str(), 1), 0);
    }
    static void TearDownTestSuite() {
        ::unsetenv("ADAPNET_ENHANCERS");
        s_folder.reset();
    }
    static std::string checksum() {
        const auto info = resolveEnhancer("super_resolution");
        EXPECT_TRUE(info);
        return info ? info->checksum : std::string();
    }
    static Query queryWith(const cv::Mat& rgb, std::vector<std::string> steps) {
        Query query;
        query.image = std::make_shared<const QueryImage>(queryFromPixels(rgb));
        for (const auto& step : steps) query.recipe.steps.push_back(*degrade::parseStep(step));
        return query;
    }

    static std::unique_ptr<test::TemporaryFolder> s_folder;
};

std::unique_ptr<test::TemporaryFolder> Enhancing::s_folder;

TEST_F(Enhancing, OwnWeightsUnderAShippedNameGoFirst) {
    const auto info = resolveEnhancer("super_resolution");
    ASSERT_TRUE(info) << info.error().message();
    EXPECT_EQ(info->manifest.parent_path(), s_folder->path());
}

TEST_F(Enhancing, KeepsTheSizeOfAnyPicture) {
    for (const cv::Size size : {cv::Size(33, 21), cv::Size(1, 1), cv::Size(700, 500)}) {
        const auto out = enhance(test::drawObject(1, 0, size.width, size.height), "super_resolution");
        ASSERT_TRUE(out) << out.error().message();
        EXPECT_EQ(out->size(), size);
        EXPECT_EQ(out->type(), CV_8UC3);
    }
    const cv::Mat rgb = test::drawObject(1, 0);
    EXPECT_EQ(enhance(rgb, "")->data, rgb.data) << "no enhancer, no copy";
}

TEST_F(Enhancing, AnUnknownOrBrokenOneIsOneSentence) {
    const auto unknown = enhance(test::drawObject(1, 0), "magic");
    EXPECT_EQ(unknown.error().code, ErrorCode::NotFound);
    EXPECT_THAT(unknown.error().message(), HasSubstr("super_resolution"));
    test::writeText(*s_folder / "half.json", R"({"format":"adapnet-enhancer","id":"half")");
    const auto broken = enhance(test::drawObject(1, 0), "half");
    EXPECT_EQ(broken.error().code, ErrorCode::Model);
    EXPECT_THAT(broken.error().message(), HasSubstr("half.json"));
    EXPECT_EQ(enhance(cv::Mat(), "super_resolution").error().code, ErrorCode::BadInput);
    fs::remove(*s_folder / "half.json");
}

TEST_F(Enhancing, ARepairInARecipeIsTheSameAsEnhancingTheDegradedCrop) {
    const cv::Mat rgb = test::drawObject(2, 0);
    const auto damaged = cropQuery(queryWith(rgb, {"gaussian_noise:sigma=0.2"}));
    const auto repaired =
        cropQuery(queryWith(rgb, {"gaussian_noise:sigma=0.2", "repair:network=super_resolution"}));
    ASSERT_TRUE(damaged && repaired);
    const auto expected = enhance(damaged->degraded, "super_resolution");
    ASSERT_TRUE(expected);
    EXPECT_EQ(cv::norm(repaired->degraded, *expected, cv::NORM_INF), 0);
    EXPECT_GT(cv::norm(repaired->degraded, damaged->degraded, cv::NORM_INF), 0);
    EXPECT_EQ(cv::norm(repaired->clean, rgb, cv::NORM_INF), 0);
}

TEST_F(Enhancing, RunRecordsNameTheWeightsAndAreVerified) {
    const test::TemporaryFolder own;
    test::drawGallery(own / "photos", 3, 3);
    GalleryRequest request;
    request.folder = own / "photos";
    request.cacheFile = own / "cache.sqlite";
    request.models = {"histogram"};
    const auto workbench = Workbench::open(request, {});
    ASSERT_TRUE(workbench) << workbench.error().message();
    auto image = loadQueryImage(own / "photos/object1/view0.png");
    ASSERT_TRUE(image);
    Query query = queryWith(image->rgb, {"gaussian_noise:sigma=0.3", "repair:network=super_resolution"});
    query.image = std::make_shared<const QueryImage>(*image);
    const auto comparison = (*workbench)->search(query, 5, {});
    ASSERT_TRUE(comparison) << comparison.error().message();
    EXPECT_THAT((*workbench)->searchCommand(query, 5),
                HasSubstr("--degrade repair:network=super_resolution"));
    RecordOptions options;
    options.topK = 5;
    options.pictures = false;
    const auto record = makeRunRecord(**workbench, query, *comparison, options);
    EXPECT_THAT(record.indexSettings,
                testing::Contains("query repaired by super_resolution, weights SHA-256 " + checksum()));
    std::string json = report::toJson(record);
    VerifyOptions verify;
    verify.cacheFile = request.cacheFile;
    const auto same = verifyReport(json, verify, {});
    ASSERT_TRUE(same) << same.error().message();
    EXPECT_TRUE(same->differences.empty());
    // Other weights under the same name are found.
    const std::string before = checksum();
    auto recipe = test::smallRecipe("super_resolution");
    recipe.seed = 77;
    test::writeEnhancer(s_folder->path(), recipe);
    EXPECT_NE(checksum(), before);
    const auto changed = verifyReport(json, verify, {});
    ASSERT_TRUE(changed);
    EXPECT_FALSE(changed->differences.empty());
    test::writeEnhancer(s_folder->path(), test::smallRecipe("super_resolution"));
    EXPECT_EQ(checksum(), before);
}

TEST(Stretched, UsesTheWholeRangeOfAllChannelsTogether) {
    cv::Mat rgb(1, 3, CV_8UC3, cv::Scalar(100, 120, 110));
    rgb.at<cv::Vec3b>(0, 1) = {151, 130, 140};
    const cv::Mat out = stretched(rgb);
    EXPECT_EQ(out.at<cv::Vec3b>(0, 0), cv::Vec3b(0, 100, 50));
    EXPECT_EQ(out.at<cv::Vec3b>(0, 1), cv::Vec3b(255, 150, 200));
    const cv::Mat flat(2, 2, CV_8UC3, cv::Scalar(9, 9, 9));
    EXPECT_EQ(cv::norm(stretched(flat), flat, cv::NORM_INF), 0);
}

class EnhancerPhotos : public testing::Test {
  protected:
    EnhancerPhotos() {
        test::drawGallery(m_folder / "photos", 6, 4);
        m_config = test::smallRecipe("super_resolution");
        m_config.crops = 8;
        m_config.cropsPerView = 4;
    }
    std::unique_ptr<PhotoCropSource> opened() const {
        const auto folder = readTrainingFolder(m_folder / "photos");
        EXPECT_TRUE(folder);
        auto source = PhotoCropSource::open(*folder, m_config, {});
        EXPECT_TRUE(source) << source.error().message();
        return std::move(*source);
    }
    test::TemporaryFolder m_folder;
    nn::EnhancerConfig m_config;
};

TEST_F(EnhancerPhotos, CropsDependOnSeedAndStepOnly) {
    const auto first = opened();
    const auto again = opened();
    const auto batch = first->batch(5);
    ASSERT_TRUE(batch) << batch.error().message();
    EXPECT_EQ(batch->clean.size(), 8U * 32 * 32);
    EXPECT_EQ(batch->degraded, again->batch(5)->degraded);
    EXPECT_EQ(batch->clean, again->batch(5)->clean);
    EXPECT_NE(batch->degraded, again->batch(6)->degraded);
    EXPECT_NE(batch->degraded, batch->clean);
    ++m_config.seed;
    EXPECT_NE(batch->degraded, opened()->batch(5)->degraded);
}

TEST_F(EnhancerPhotos, ACleanShareOfOneLeavesEveryCropClean) {
    m_config.cleanShare = 1;
    const auto batch = opened()->batch(0);
    ASSERT_TRUE(batch);
    EXPECT_EQ(batch->degraded, batch->clean);
}

TEST_F(EnhancerPhotos, DrawsOnlyTheKindsOfTheRecipe) {
    m_config.kinds = {"low_light", "contrast"};
    const auto dark = opened()->batch(0);
    m_config.kinds = {"gaussian_blur", "motion_blur"};
    const auto soft = opened()->batch(0);
    ASSERT_TRUE(dark && soft);
    EXPECT_EQ(dark->clean, soft->clean) << "the same crops";
    EXPECT_NE(dark->degraded, soft->degraded);
    const auto refusal = [&](std::vector<std::string> kinds) {
        m_config.kinds = std::move(kinds);
        const auto source = PhotoCropSource::open(*readTrainingFolder(m_folder / "photos"), m_config, {});
        return source ? std::string() : source.error().message();
    };
    EXPECT_THAT(refusal({"jpeg", "rain"}), HasSubstr("'rain'")) << "an unknown kind is never trained on";
    EXPECT_THAT(refusal({"jpeg"}), HasSubstr("two or more"));
}

TEST_F(EnhancerPhotos, ValidationHasEveryKnownKindAndNoOther) {
    const auto samples = opened()->validation(2);
    ASSERT_TRUE(samples) << samples.error().message();
    std::multiset<std::string> kinds;
    for (const auto& sample : *samples) {
        kinds.insert(sample.kind);
        EXPECT_EQ(sample.clean.size(), 64U * 64);
        EXPECT_EQ(sample.degraded.size(), 64U * 64);
    }
    std::multiset<std::string> expected{"clean", "clean"};
    for (const auto kind : degrade::kKnownKinds)
        for (int i = 0; i < 2; ++i) expected.insert(std::string(kind));
    EXPECT_EQ(kinds, expected);
}

TEST_F(EnhancerPhotos, TheCommandsRecipeDecidesWhatIsTrained) {
    m_config.steps = 1;
    TrainJob job;
    job.config = m_folder / "recipe.json";
    job.data = m_folder / "photos";
    job.out = m_folder / "out.safetensors";
    test::writeText(job.config, nn::enhancerConfigToJson(m_config));
    ASSERT_EQ(*trainKindOf(job.config), TrainKind::Enhancer);
    const auto summary = trainEnhancer(job, {});
    ASSERT_TRUE(summary) << summary.error().message();
    EXPECT_EQ(summary->quality.size(), 1 + degrade::kKnownKinds.size());
    EXPECT_TRUE(nn::readEnhancerManifest(m_folder / "out.json"));
    job.out = m_folder / "out.bin";
    EXPECT_EQ(trainEnhancer(job, {}).error().code, ErrorCode::BadInput);
    test::writeText(job.config, R"({"architecture":"gem"})");
    EXPECT_EQ(*trainKindOf(job.config), TrainKind::Descriptor);
}

}  // namespace
}  // namespace adapnet::service
