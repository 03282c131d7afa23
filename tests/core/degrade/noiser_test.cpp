#include "core/degrade/noiser.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "core/degrade/degradation.h"
#include "core/degrade/filters.h"
#include "core/degrade/portable_math.h"
#include "core/degrade/shot_draws.h"
#include "core/degrade/weather.h"
#include "tests/core/degrade/vectors.h"

namespace adapnet::degrade {
namespace {

// 12 rows, 10 columns.
cv::Mat unitPicture() {
    return noisePicture(10, 12, "noise-img");
}

RandomStream unitStream(std::string_view kind, int severity) {
    return RandomStream("noiser-v1|unit|img0|" + std::string(kind) + "|" + std::to_string(severity));
}

double sumOf(const cv::Mat& rgb) {
    const cv::Scalar sum = cv::sum(rgb);
    return sum[0] + sum[1] + sum[2];
}

struct Deviation {
    int largest = 0;
    int samples = 0;
    int differing = 0;
};

void compareRow(const nlohmann::json& row, const cv::Mat& rgb, int y, Deviation& deviation) {
    ASSERT_EQ(static_cast<int>(row.size()), rgb.cols);
    for (int x = 0; x < rgb.cols; ++x) {
        for (int c = 0; c < 3; ++c) {
            const int expected = row[static_cast<std::size_t>(x)][static_cast<std::size_t>(c)].get<int>();
            const int difference = std::abs(expected - rgb.at<cv::Vec3b>(y, x)[c]);
            deviation.largest = std::max(deviation.largest, difference);
            deviation.differing += difference != 0 ? 1 : 0;
            ++deviation.samples;
        }
    }
}

// Exact, or within one grey level on one sample (1 % of the 60 compared is less than one).
void expectVector(const std::string& name, const cv::Mat& rgb, bool roundingTies = false) {
    const nlohmann::json& reference = vectors().at("noiser").at("outputs_8bit").at(name);
    ASSERT_EQ(rgb.type(), CV_8UC3);
    Deviation deviation;
    compareRow(reference.at("first_row"), rgb, 0, deviation);
    compareRow(reference.at("last_row"), rgb, rgb.rows - 1, deviation);
    EXPECT_LE(deviation.largest, 1) << name;
    EXPECT_LE(deviation.differing, roundingTies ? deviation.samples : 1) << name;
    EXPECT_NEAR(sumOf(rgb), reference.at("sum").get<double>(), roundingTies ? 10 : 3) << name;
}

TEST(RandomStream, GivesTheReferenceNumbers) {
    const nlohmann::json& generator = vectors().at("generator");
    EXPECT_EQ(fnv1a64(""), 0xcbf29ce484222325ULL);
    EXPECT_EQ(fnv1a64("a"), 0xaf63dc4c8601ec8cULL);
    EXPECT_EQ(fnv1a64("input"), 0x1ebbae8f5810b65bULL);
    const RandomStream input("input");
    for (std::uint64_t i = 0; i < 8; ++i) {
        EXPECT_DOUBLE_EQ(input.at(i), generator.at("u01_input_first8")[i].get<double>());
    }
    const auto& noiser = generator.at("u01_noiser");
    const RandomStream keyed(noiser.at("key").get<std::string>());
    for (std::uint64_t i = 0; i < 4; ++i) EXPECT_DOUBLE_EQ(keyed.at(i), noiser.at("first4")[i].get<double>());
    RandomStream normals("input");
    for (const auto& expected : generator.at("box_muller").at("first8_for_key_input")) {
        EXPECT_NEAR(normals.normal(), expected.get<double>(), 1e-11);
    }
}

// Multiply uniform numbers until the product is at most exp(-lambda); the count before that is the value.
cv::Mat shotNoiseByDefinition(const cv::Mat& rgb, double rate, RandomStream stream) {
    cv::Mat out = rgb.clone();
    for (int y = 0; y < rgb.rows; ++y)
        for (int x = 0; x < rgb.cols * 3; ++x) {
            std::uint8_t& sample = out.ptr<std::uint8_t>(y)[x];
            const double limit = portableExp(-rate * sample / 255.0);
            int count = 0;
            for (double product = stream.uniform(); product > limit; product *= stream.uniform()) ++count;
            sample = toGreyLevel(count / rate);
        }
    return out;
}

TEST(ShotNoise, EqualsItsDefinitionAtEveryRate) {
    const cv::Mat picture = noisePicture(61, 47, "shot");
    for (const double rate : {1.0, 3.0, 5.0, 12.0, 25.0, 60.0, 200.0}) {
        const RandomStream stream{std::string_view("shot noise")};
        EXPECT_EQ(cv::norm(shotNoise(picture, rate, stream), shotNoiseByDefinition(picture, rate, stream),
                           cv::NORM_INF),
                  0)
            << rate;
    }
}

std::vector<std::uint8_t> shotsByDefinition(const std::vector<std::uint8_t>& samples, double rate,
                                            const RandomStream& stream) {
    const cv::Mat rgb(1, static_cast<int>(samples.size() / 3), CV_8UC3,
                      const_cast<std::uint8_t*>(samples.data()));
    const cv::Mat out = shotNoiseByDefinition(rgb, rate, stream);
    return {out.data, out.data + samples.size()};
}

TEST(ShotNoise, ANumberOfZeroEndsItsSample) {
    const std::vector<std::uint8_t> samples(300, 128);
    for (const double rate : {3.0, 12.0, 60.0}) {
        for (const std::uint64_t zero : {0U, 5U, 255U, 256U, 257U, 700U}) {
            // SplitMix64 gives 0 where its state is 0.
            const RandomStream stream(std::uint64_t{0} - (zero + 1) * 0x9E3779B97F4A7C15ULL);
            ASSERT_EQ(stream.at(zero), 0);
            std::vector<std::uint8_t> drawn(samples.size());
            drawShots(samples, ShotTables(rate), stream, drawn);
            EXPECT_EQ(drawn, shotsByDefinition(samples, rate, stream)) << rate << " " << zero;
        }
    }
}

// A limit that equals a product but for the last digits is decided as the definition rounds.
TEST(ShotNoise, DecidesNarrowCasesAsTheDefinition) {
    const std::vector<std::uint8_t> samples(30, 255);
    const RandomStream stream{std::string_view("narrow")};
    double product = 1;
    for (std::uint64_t numbers = 0; numbers < 150; ++numbers) {
        product *= stream.at(numbers);
        for (int last = -4; last <= 4; ++last) {
            const double rate = -portableLog(product) * (1 + last * 0x1p-52);
            std::vector<std::uint8_t> drawn(samples.size());
            drawShots(samples, ShotTables(rate), stream, drawn);
            ASSERT_EQ(drawn, shotsByDefinition(samples, rate, stream)) << numbers << " " << last;
        }
    }
}

TEST(ShotNoise, IsTheSameWithAndWithoutVectors) {
    RandomStream random("shots");
    for (const double rate : {1.0, 5.0, 9.0, 25.0, 60.0, 200.0, 300.0}) {
        for (const std::size_t count : {1U, 2U, 50U, 20'000U}) {
            std::vector<std::uint8_t> samples(count);
            for (auto& sample : samples) sample = static_cast<std::uint8_t>(random.below(256));
            const RandomStream stream(random.nextBits());
            std::vector<std::uint8_t> drawn(count);
            std::vector<std::uint8_t> wanted(count);
            drawShots(samples, ShotTables(rate), stream, drawn);
            drawShotsOneByOne(samples, ShotTables(rate), stream, 0, wanted);
            EXPECT_EQ(drawn, wanted) << rate << " " << count;
        }
    }
}

TEST(Noiser, StartsFromTheReferencePicture) {
    const auto& first = vectors().at("noiser").at("input").at("first_pixels_8bit");
    const cv::Mat rgb = unitPicture();
    for (int x = 0; x < 3; ++x) {
        for (int c = 0; c < 3; ++c) {
            EXPECT_EQ(rgb.at<cv::Vec3b>(0, x)[c],
                      first[static_cast<std::size_t>(x)][static_cast<std::size_t>(c)].get<int>());
        }
    }
}

class NoiserVector : public testing::TestWithParam<std::pair<const char*, int>> {};

TEST_P(NoiserVector, EqualsTheReference) {
    const auto [kind, severity] = GetParam();
    const auto result = noiserDegrade(unitPicture(), kind, severity, unitStream(kind, severity));
    ASSERT_TRUE(result) << result.error().message();
    expectVector(std::string(kind) + "_" + std::to_string(severity), *result,
                 std::string_view(kind) == "low_resolution");
}

INSTANTIATE_TEST_SUITE_P(Kinds, NoiserVector,
                         testing::Values(std::pair{"gaussian_noise", 3}, std::pair{"shot_noise", 3},
                                         std::pair{"low_resolution", 1}, std::pair{"low_light", 3},
                                         std::pair{"contrast", 3}, std::pair{"impulse_noise", 3},
                                         std::pair{"speckle_noise", 3}, std::pair{"pixelate", 3},
                                         std::pair{"fog", 3}, std::pair{"rain", 3},
                                         std::pair{"occlusion", 2}),
                         [](const auto& entry) { return std::string(entry.param.first); });

TEST(Noiser, BlursEqualTheReferenceAtTheirSpatialParameter) {
    const cv::Mat rgb = unitPicture();
    expectVector("gaussian_blur_sigma1", gaussianBlur(rgb, 1));
    expectVector("defocus_blur_R3", applyKernel(rgb, diskKernel(3)));
    const double angle = vectors().at("noiser").at("motion_angle_radians").get<double>();
    EXPECT_DOUBLE_EQ(std::numbers::pi * unitStream("motion_blur", 1).at(0), angle);
    expectVector("motion_blur_length7", applyKernel(rgb, lineKernel(7, angle)));
}

TEST(Noiser, LineKernelEqualsTheReference) {
    const auto& reference = vectors().at("noiser").at("motion_kernel_7");
    const double angle = vectors().at("noiser").at("motion_angle_radians").get<double>();
    cv::Mat kernel = cv::Mat::zeros(9, 9, CV_32F);
    for (const KernelTap& tap : lineKernel(7, angle)) kernel.at<float>(tap.dy + 4, tap.dx + 4) = tap.weight;
    for (int y = 0; y < 9; ++y) {
        for (int x = 0; x < 9; ++x) {
            const double expected =
                reference[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)].get<double>();
            EXPECT_NEAR(kernel.at<float>(y, x), expected, 1e-6) << y << ", " << x;
        }
    }
}

TEST(Noiser, PixelNoiseOfTheStudyEqualsTheReference) {
    const cv::Mat rgb = unitPicture();
    expectVector("impulse_noise_3", impulsePerSample(rgb, 0.09, unitStream("impulse_noise", 3)));
    expectVector("speckle_noise_3", speckleNormal(rgb, 0.35, unitStream("speckle_noise", 3)));
}

TEST(Noiser, TheFogFieldEqualsTheReference) {
    const cv::Mat field = fogField({10, 12}, 1.7, unitStream("fog", 3));
    const auto& row = vectors().at("noiser").at("fog_field_first_row");
    for (int x = 0; x < field.cols; ++x)
        EXPECT_NEAR(field.at<double>(0, x), row[static_cast<std::size_t>(x)].get<double>(), 1e-6) << x;
    double low = -1;
    double high = -1;
    cv::minMaxLoc(field, &low, &high);
    EXPECT_EQ(low, 0);
    EXPECT_EQ(high, 1);
}

TEST(Noiser, TheRainMaskEqualsTheReference) {
    cv::Mat expected = cv::Mat::zeros(12, 10, CV_8U);
    for (const auto& pixel : vectors().at("noiser").at("rain_3_mask_pixels_row_col"))
        expected.at<std::uint8_t>(pixel[0].get<int>(), pixel[1].get<int>()) = 255;
    EXPECT_TRUE(sameBytes(rainMask({10, 12}, 1, 0.5, unitStream("rain", 3)), expected));
}

TEST(Noiser, TheCoveringRectanglesEqualTheReference) {
    const auto all = covers({10, 12}, 2, 0.08, unitStream("occlusion", 2));
    const auto& rectangles = vectors().at("noiser").at("occlusion_2_rects_y_x_h_w");
    ASSERT_EQ(all.size(), rectangles.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto numbers = rectangles[i].get<std::vector<int>>();
        EXPECT_EQ(all[i].area, cv::Rect(numbers[1], numbers[0], numbers[3], numbers[2])) << i;
    }
}

// The blurs have no vector with their size factor: it is checked against the filter at the scaled length.
TEST(Noiser, LengthsGrowWithThePicture) {
    const cv::Mat rgb = noisePicture(448, 500, "large");  // factor 2
    const RandomStream stream(std::string_view("x"));
    EXPECT_TRUE(sameBytes(*noiserDegrade(rgb, "gaussian_blur", 1, stream), gaussianBlur(rgb, 2)));
    EXPECT_TRUE(sameBytes(*noiserDegrade(rgb, "defocus_blur", 1, stream), applyKernel(rgb, diskKernel(6))));
    EXPECT_TRUE(sameBytes(*noiserDegrade(rgb, "motion_blur", 1, stream),
                          applyKernel(rgb, lineKernel(15, std::numbers::pi * stream.at(0)))));
}

TEST(Noiser, RegisteredKindsGiveTheBytesOfTheProtocolAtFactorOne) {
    const cv::Mat rgb = noisePicture(224, 230, "registered");
    for (const std::string_view kind : kNoiserKinds) {
        for (int severity = 1; severity <= 5; ++severity) {
            const auto step = parseStep(std::string(kind) + ":severity=" + std::to_string(severity));
            ASSERT_TRUE(step) << kind;
            const RandomStream stream(std::string_view("one"));
            EXPECT_TRUE(sameBytes(find(step->kind)->apply(rgb, step->values, stream),
                                  *noiserDegrade(rgb, kind, severity, stream)))
                << kind << ' ' << severity;
        }
    }
}

TEST(Noiser, KnownKindsComeFirst) {
    EXPECT_TRUE(std::equal(kKnownKinds.begin(), kKnownKinds.end(), kNoiserKinds.begin()));
    EXPECT_EQ(std::set(kNoiserKinds.begin(), kNoiserKinds.end()).size(), kNoiserKinds.size());
}

TEST(Noiser, SeverityGrowsTheDamageOfEveryKind) {
    cv::Mat rgb = noisePicture(96, 80, "severity");
    cv::Mat smooth = gaussianBlur(rgb, 2);
    for (const std::string_view kind : kNoiserKinds) {
        double previous = 0;
        for (int severity = 1; severity <= 5; ++severity) {
            const auto result =
                noiserDegrade(smooth, kind, severity, RandomStream(std::string_view("one stream")));
            ASSERT_TRUE(result) << kind;
            ASSERT_EQ(result->size(), smooth.size());
            const double damage = cv::norm(*result, smooth, cv::NORM_L1);
            // Fog changes its structure from 3 to 4, and blocks fall on edges or beside them.
            const bool everyStep = kind != "fog" && kind != "pixelate";
            if (everyStep || severity == 1 || severity == 5) {
                EXPECT_GT(damage, previous) << kind << " " << severity;
            }
            if (everyStep || severity == 1) previous = damage;
        }
    }
}

TEST(Noiser, RefusesUnknownKindsSeveritiesAndPictures) {
    const RandomStream stream(std::string_view("x"));
    EXPECT_EQ(noiserDegrade(unitPicture(), "salt", 1, stream).error().code, ErrorCode::BadInput);
    EXPECT_EQ(noiserDegrade(unitPicture(), "contrast", 0, stream).error().code, ErrorCode::BadInput);
    EXPECT_EQ(noiserDegrade(unitPicture(), "contrast", 6, stream).error().code, ErrorCode::BadInput);
    EXPECT_EQ(noiserDegrade(cv::Mat(), "contrast", 1, stream).error().code, ErrorCode::BadInput);
    EXPECT_EQ(noiserDegrade(cv::Mat(2, 2, CV_8UC1), "contrast", 1, stream).error().code, ErrorCode::BadInput);
}

}  // namespace
}  // namespace adapnet::degrade
