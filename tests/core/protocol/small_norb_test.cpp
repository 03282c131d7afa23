#include "core/protocol/small_norb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/degrade/filters.h"
#include "tests/support/norb_files.h"

namespace adapnet::protocol {
namespace {

using test::norbFile;
using test::TemporaryFolder;
using test::writeNorb;
using test::writeText;
using testing::ElementsAre;
using testing::HasSubstr;

cv::Mat pattern() {
    cv::Mat grey(16, 16, CV_64F);
    RandomStream stream(std::string_view("norb pattern"));
    for (int i = 0; i < 256; ++i) grey.ptr<double>()[i] = stream.uniform();
    return grey;
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return cv::norm(a, b, cv::NORM_INF) == 0;
}

std::string refusal(const fs::path& folder) {
    const auto norb = SmallNorb::open(folder, NorbSplit::Training);
    return norb ? "read" : norb.error().message();
}

TEST(SmallNorb, ReadsPicturesCategoriesAndInfo) {
    const TemporaryFolder folder;
    writeNorb(folder.path(), "training", 7);
    auto norb = SmallNorb::open(folder.path(), NorbSplit::Training);
    ASSERT_TRUE(norb) << norb.error().message();
    EXPECT_EQ(norb->size(), 14U);
    EXPECT_EQ(norb->pictureSize(), cv::Size(16, 16));
    EXPECT_EQ(norb->category(13), 1);  // pair 6
    EXPECT_THAT(norb->info(9), ElementsAre(4, 4, 8, 4));
    for (const std::size_t number : {13U, 0U, 5U}) {  // any order
        const auto picture = norb->picture(number);
        ASSERT_TRUE(picture);
        const int pair = static_cast<int>(number / 2);
        EXPECT_EQ(picture->at<double>(3, 9),
                  test::norbPixel(pair % 5, pair, static_cast<int>(number % 2), 3, 9) / 255.0);
    }
    EXPECT_EQ(norb->picture(14).error().code, ErrorCode::NotFound);
    EXPECT_EQ(SmallNorb::open(folder.path(), NorbSplit::Testing).error().code, ErrorCode::NotFound);
}

TEST(SmallNorb, RefusesFilesThatAreNotWhatTheyShouldBe) {
    const TemporaryFolder folder;
    const auto with = [&](const std::string& part, const std::string& bytes) {
        writeNorb(folder.path(), "training", 4);
        writeText(folder / norbFile("training", part), bytes);
        return refusal(folder.path());
    };
    EXPECT_THAT(with("cat", ""), HasSubstr("expected number"));
    EXPECT_THAT(with("cat", test::matrixFile(0x1E3D4C55, {4})), HasSubstr("expected number"));
    EXPECT_THAT(with("cat", test::matrixFile(0x1E3D4C54, {4, 1})), HasSubstr("1 dimensions"));
    EXPECT_THAT(with("cat", test::matrixFile(0x1E3D4C54, {4})), HasSubstr("length"));
    EXPECT_THAT(with("dat", test::matrixFile(0x1E3D4C55, {4, 2, 2'000'000'000, 2'000'000'000})),
                HasSubstr("out of range"));
    EXPECT_THAT(with("dat", test::matrixFile(0x1E3D4C55, {4, 2, -1, 16})), HasSubstr("out of range"));
    EXPECT_THAT(with("dat", test::matrixFile(0x1E3D4C55, {4, 2, 4, 4}) + std::string(4 * 2 * 16 - 1, 'x')),
                HasSubstr("length"));
    std::string categories = test::matrixFile(0x1E3D4C54, {4});
    for (const int category : {0, 1, 5, 2}) test::appendInt(categories, category);
    EXPECT_THAT(with("cat", categories), HasSubstr("0 to 4"));
    writeNorb(folder.path(), "training", 4);
    fs::rename(folder / norbFile("training", "dat"), folder / (norbFile("training", "dat") + ".gz"));
    EXPECT_THAT(refusal(folder.path()), HasSubstr("gunzip"));
}

TEST(NorbDegradation, DependsOnSplitPictureAndKindOnly) {
    const cv::Mat grey = pattern();
    for (const auto kind :
         {NorbDegradation::Noise, NorbDegradation::LowResolution, NorbDegradation::Motion}) {
        EXPECT_TRUE(same(norbDegrade(grey, kind, "testing", 5), norbDegrade(grey, kind, "testing", 5)));
        EXPECT_FALSE(same(norbDegrade(grey, kind, "testing", 5), grey));
    }
    const auto noise = NorbDegradation::Noise;
    EXPECT_FALSE(same(norbDegrade(grey, noise, "testing", 5), norbDegrade(grey, noise, "training", 5)));
    EXPECT_TRUE(same(norbDegrade(grey, NorbDegradation::None, "testing", 5), grey));
}

TEST(NorbDegradation, DrawsItsNoiseByLotAmongThree) {
    const cv::Mat grey(96, 96, CV_64F, cv::Scalar(0.5));
    std::array<int, 3> counts{};
    for (std::size_t i = 0; i < 300; ++i) {
        const cv::Mat noisy = norbDegrade(grey, NorbDegradation::Noise, "testing", i);
        double low = 0;
        double high = 0;
        cv::minMaxLoc(noisy, &low, &high);
        if (low == 0 && high == 1) {
            ++counts[1];  // salt and pepper: everything else stays
            EXPECT_NEAR(cv::countNonZero(noisy == 0.5), 0.9 * 96 * 96, 200);
        } else if (low >= 0.45 && high <= 0.55) {
            ++counts[2];
        } else {
            ++counts[0];
            cv::Scalar mean;
            cv::Scalar deviation;
            cv::meanStdDev(noisy, mean, deviation);
            EXPECT_NEAR(deviation[0], 0.1, 0.005);
        }
    }
    for (const int count : counts) EXPECT_NEAR(count, 100, 35);
}

TEST(NorbDegradation, LowResolutionReplicatesTheHaarApproximation) {
    const cv::Mat grey = pattern();
    cv::Mat grey32;
    grey.convertTo(grey32, CV_32F);
    std::set<int> levels;
    for (std::size_t i = 0; i < 40; ++i) {
        const cv::Mat low = norbDegrade(grey, NorbDegradation::LowResolution, "testing", i);
        for (const int level : {1, 2}) {
            const cv::Mat band = degrade::haarApproximation(grey32, level);
            bool equal = true;
            for (int y = 0; y < 16; ++y)
                for (int x = 0; x < 16; ++x)
                    equal = equal && low.at<double>(y, x) ==
                                         static_cast<double>(band.at<float>(y >> level, x >> level));
            if (equal) levels.insert(level);
        }
    }
    EXPECT_THAT(levels, ElementsAre(1, 2));
}

TEST(NorbDegradation, InputIsStretchedGrey) {
    cv::Mat grey(2, 2, CV_64F);
    grey.at<double>(0, 0) = -1;
    grey.at<double>(0, 1) = 3;
    grey.at<double>(1, 0) = 1;
    grey.at<double>(1, 1) = 2;
    const cv::Mat input = norbInput(grey);
    EXPECT_EQ(input.at<cv::Vec3b>(0, 0), cv::Vec3b::all(0));
    EXPECT_EQ(input.at<cv::Vec3b>(0, 1), cv::Vec3b::all(255));
    EXPECT_EQ(input.at<cv::Vec3b>(1, 0), cv::Vec3b::all(128));
    EXPECT_EQ(cv::norm(norbInput(cv::Mat(4, 4, CV_64F, cv::Scalar(0.3))), cv::NORM_INF), 0);
}

}  // namespace
}  // namespace adapnet::protocol
