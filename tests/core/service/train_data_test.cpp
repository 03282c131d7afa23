#include "core/service/train_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/core.hpp>
#include <span>

#include "tests/support/pictures.h"

namespace adapnet::service {
namespace {

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

TEST(Photographed, ShowsTheThingInFrontOfTheOtherPicture) {
    const cv::Mat red(60, 80, CV_8UC3, cv::Scalar(200, 20, 20));
    const cv::Mat blue(50, 50, CV_8UC3, cv::Scalar(20, 20, 200));
    for (int i = 0; i < 20; ++i) {
        RandomStream stream("photographed|" + std::to_string(i));
        const cv::Mat out = photographed(red, blue, {96, 72}, stream);
        ASSERT_EQ(out.size(), cv::Size(96, 72));
        int thing = 0;
        for (int y = 0; y < out.rows; ++y)
            for (int x = 0; x < out.cols; ++x)
                thing += out.at<cv::Vec3b>(y, x)[0] > out.at<cv::Vec3b>(y, x)[2] ? 1 : 0;
        const double share = thing / static_cast<double>(out.total());
        EXPECT_GT(share, 0.2) << i;
        EXPECT_LT(share, 1.0) << i;
    }
}

TEST(Photographed, DependsOnTheStreamOnly) {
    const cv::Mat thing = test::drawObject(1, 2, 64, 48);
    const cv::Mat behind = test::drawObject(3, 0, 48, 64);
    const auto draw = [&](const char* key) {
        RandomStream stream(key);
        return photographed(thing, behind, {64, 64}, stream);
    };
    EXPECT_TRUE(same(draw("a"), draw("a")));
    EXPECT_FALSE(same(draw("a"), draw("b")));
}

class PairsOfPhotos : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        s_folder = new test::TemporaryFolder;
        for (int object = 0; object < 2; ++object)
            for (int view = 0; view < 4; ++view)
                test::savePicture(test::drawObject(object, view, 64, 48),
                                  *s_folder / ("object" + std::to_string(object)) /
                                      ("view" + std::to_string(view) + ".png"));
    }
    static void TearDownTestSuite() { delete s_folder; }

    static nn::PairBatch batch(double photographed, double undamaged,
                               std::span<const std::int64_t> instances = {}) {
        nn::TrainConfig config;
        config.sceneShare = 0;
        config.pairs = 12;
        config.views = {{32, 1.0, 1.0}};
        config.photographed = photographed;
        config.undamaged = undamaged;
        const auto folder = readTrainingFolder(s_folder->path());
        EXPECT_TRUE(folder);
        const auto source = PhotoPairSource::open(*folder, config, {});
        EXPECT_TRUE(source) << source.error().message();
        return *(*source)->batch(1, instances);
    }
    static test::TemporaryFolder* s_folder;
};

test::TemporaryFolder* PairsOfPhotos::s_folder = nullptr;

TEST_F(PairsOfPhotos, UndamagedOnesAreTheCleanViewAndCountAsClean) {
    const auto pairs = batch(0, 1);
    EXPECT_EQ(pairs.degraded, pairs.clean);
    EXPECT_EQ(pairs.kinds, std::vector<std::int64_t>(12, 0));
}

TEST_F(PairsOfPhotos, PhotographedOnesChangeTheSecondHalfOnly) {
    const auto plain = batch(0, 1);
    const auto pairs = batch(1, 1);
    EXPECT_EQ(pairs.clean, plain.clean);
    EXPECT_EQ(pairs.instances, plain.instances);
    const std::size_t one = pairs.clean.size() / 12;
    for (std::size_t i = 0; i < 12; ++i)
        EXPECT_FALSE(std::equal(pairs.clean.begin() + static_cast<std::ptrdiff_t>(i * one),
                                pairs.clean.begin() + static_cast<std::ptrdiff_t>((i + 1) * one),
                                pairs.degraded.begin() + static_cast<std::ptrdiff_t>(i * one)))
            << i;
}

TEST_F(PairsOfPhotos, ShowTheInstancesThatAreAskedForInTheirOrder) {
    const std::vector<std::int64_t> wanted{7, 0, 3, 0, 4};
    const auto pairs = batch(0, 1, wanted);
    EXPECT_EQ(pairs.pairs, 5);
    EXPECT_EQ(pairs.instances, wanted);
    EXPECT_EQ(pairs.classes, (std::vector<std::int64_t>{1, 0, 0, 0, 1}));
    EXPECT_EQ(pairs.clean.size(), 5U * 32 * 32 * 3);
    EXPECT_EQ(pairs.kinds.size(), 5U);
}

TEST_F(PairsOfPhotos, SharesBetweenNoneAndAllMixDamagedAndUndamagedPairs) {
    const auto pairs = batch(0.5, 0.5);
    const auto undamaged = std::count(pairs.kinds.begin(), pairs.kinds.end(), 0);
    EXPECT_GT(undamaged, 0);
    EXPECT_LT(undamaged, 12);
}

}  // namespace
}  // namespace adapnet::service
