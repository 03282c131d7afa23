// The arithmetic of the degraded-samples study against its stored values.
#include <gtest/gtest.h>

#include "core/degrade/degradation.h"
#include "core/degrade/filters.h"
#include "tests/core/degrade/vectors.h"

namespace adapnet::degrade {
namespace {

constexpr int kSide = 16;

const nlohmann::json& study() {
    return vectors().at("degraded_samples");
}

// The study's input: 16 x 16, one channel, 0..1, values rounded to float32.
cv::Mat studyPicture() {
    cv::Mat picture(kSide, kSide, CV_32F);
    RandomStream stream(std::string_view("deg-img"));
    for (int i = 0; i < kSide * kSide; ++i) picture.ptr<float>()[i] = static_cast<float>(stream.uniform());
    return picture;
}

void expectNear(const nlohmann::json& rows, const cv::Mat& picture, double tolerance) {
    ASSERT_EQ(static_cast<int>(rows.size()), picture.rows);
    cv::Mat values;
    picture.convertTo(values, CV_64F);
    for (int y = 0; y < values.rows; ++y) {
        for (int x = 0; x < values.cols; ++x) {
            const double expected =
                rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)].get<double>();
            EXPECT_NEAR(values.at<double>(y, x), expected, tolerance) << y << ", " << x;
        }
    }
}

cv::Mat stretched(const cv::Mat& picture) {
    cv::Mat result;
    cv::normalize(picture, result, 0, 1, cv::NORM_MINMAX, CV_64F);
    return result;
}

TEST(DegradedSamples, HaarApproximationEqualsTheReference) {
    expectNear(study().at("haar_LL_level1"), haarApproximation(studyPicture(), 1), 1e-6);
    expectNear(study().at("haar_LL_level2"), haarApproximation(studyPicture(), 2), 1e-6);
}

TEST(DegradedSamples, LowResolutionIsTheStretchedApproximationReplicated) {
    const cv::Mat band = stretched(haarApproximation(studyPicture(), 2));
    const auto& row = study().at("low_resolution_level2_after_minmax_row0");
    for (int x = 0; x < kSide; ++x) {
        EXPECT_NEAR(band.at<double>(0, x / 4), row[static_cast<std::size_t>(x)].get<double>(), 1e-6);
    }
}

TEST(DegradedSamples, HaarResolutionLossKeepsBlockMeans) {
    const cv::Mat rgb = noisePicture(7, 5, "haar");  // sides that no block divides
    const cv::Mat result = haarResolutionLoss(rgb, 1);
    ASSERT_EQ(result.size(), rgb.size());
    for (int c = 0; c < 3; ++c) {
        const int sum = rgb.at<cv::Vec3b>(0, 0)[c] + rgb.at<cv::Vec3b>(0, 1)[c] + rgb.at<cv::Vec3b>(1, 0)[c] +
                        rgb.at<cv::Vec3b>(1, 1)[c];
        EXPECT_EQ(result.at<cv::Vec3b>(0, 0)[c], (sum + 2) / 4);
        EXPECT_EQ(result.at<cv::Vec3b>(1, 1)[c], (sum + 2) / 4);
        EXPECT_EQ(result.at<cv::Vec3b>(4, 6)[c], rgb.at<cv::Vec3b>(4, 6)[c]);  // a corner block of one pixel
    }
}

TEST(DegradedSamples, MotionBlurEqualsTheReference) {
    cv::Mat picture;
    studyPicture().convertTo(picture, CV_64F);
    const cv::Mat moved = filterMotion(picture, {1, 0.05, -0.03, true});
    expectNear(study().at("motion_a0.05_b-0.03_T1"), moved, 1e-6);
    const cv::Mat range = stretched(moved);
    const auto& row = study().at("motion_after_minmax_row0");
    for (int x = 0; x < kSide; ++x) {
        EXPECT_NEAR(range.at<double>(0, x), row[static_cast<std::size_t>(x)].get<double>(), 1e-6);
    }
}

TEST(DegradedSamples, TheStudysMotionPresetStretchesToTheFullRange) {
    const auto all = presets();
    const auto preset = std::ranges::find(all, "degraded_samples_motion", &Preset::id);
    ASSERT_NE(preset, all.end());
    const auto result = applyRecipe(noisePicture(24, 20, "motion"), {preset->steps, 1}, "source");
    ASSERT_TRUE(result);
    double low = -1;
    double high = -1;
    cv::minMaxLoc(result->reshape(1), &low, &high);
    EXPECT_EQ(low, 0);
    EXPECT_EQ(high, 255);
}

TEST(DegradedSamples, MotionWithTheMeanKeptLeavesTheMeanAlone) {
    const cv::Mat rgb = gaussianBlur(noisePicture(32, 24, "motion"), 1);
    const cv::Mat moved = frequencyMotionBlur(rgb, {1, 0.06, 0.02, false});
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(cv::mean(moved)[c], cv::mean(rgb)[c], 0.5);
    EXPECT_GT(cv::norm(moved, rgb, cv::NORM_L1), 0);
}

TEST(DegradedSamples, AConstantPictureStretchesToZero) {
    const cv::Mat grey(9, 8, CV_8UC3, cv::Scalar::all(100));
    EXPECT_EQ(cv::norm(frequencyMotionBlur(grey, {1, 0.05, 0.05, true}), cv::NORM_INF), 0);
}

TEST(DegradedSamples, SaltAndPepperReplacesTheAskedShareOfWholePixels) {
    const cv::Mat grey(200, 200, CV_8UC3, cv::Scalar::all(128));
    const cv::Mat result = find("salt_and_pepper")
                               ->apply(grey, parseStep("salt_and_pepper:amount=0.1")->values,
                                       RandomStream(std::string_view("salt")));
    int black = 0;
    int white = 0;
    for (int i = 0; i < 40000; ++i) {
        const cv::Vec3b pixel = result.at<cv::Vec3b>(i / 200, i % 200);
        black += pixel == cv::Vec3b::all(0) ? 1 : 0;
        white += pixel == cv::Vec3b::all(255) ? 1 : 0;
    }
    // Expected 2,000 each with a deviation of 44; the rest is untouched.
    EXPECT_NEAR(black, 2000, 200);
    EXPECT_NEAR(white, 2000, 200);
    EXPECT_EQ(cv::countNonZero(result.reshape(1) != 128), 3 * (black + white));
}

TEST(DegradedSamples, UniformSpeckleStaysInsideItsAmplitude) {
    const cv::Mat grey(64, 64, CV_8UC3, cv::Scalar::all(200));
    const cv::Mat result = speckleUniform(grey, 0.1, RandomStream(std::string_view("speckle")));
    double low = 0;
    double high = 0;
    cv::minMaxLoc(result.reshape(1), &low, &high);
    EXPECT_EQ(low, 180);
    EXPECT_EQ(high, 220);
}

}  // namespace
}  // namespace adapnet::degrade
