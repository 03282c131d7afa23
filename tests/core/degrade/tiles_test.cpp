// The same bytes on any number of threads, whole or in tiles, and mathematics that no system library decides.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/base/sha256.h"
#include "core/degrade/degradation.h"
#include "core/degrade/normal_numbers.h"
#include "core/degrade/portable_math.h"
#include "tests/core/degrade/vectors.h"

namespace adapnet::degrade {
namespace {

std::string hashOf(const cv::Mat& rgb) {
    const cv::Mat joined = rgb.isContinuous() ? rgb : rgb.clone();
    return sha256Hex(std::as_bytes(std::span(joined.data, joined.total() * joined.elemSize())));
}

// Strength 0..20 of the five degradations of the study, from the weakest to the strongest value.
std::string stepOf(int kind, int strength) {
    const double share = strength / 20.0;
    switch (kind) {
        case 0:
            return "gaussian_noise:sigma=" + std::to_string(share);
        case 1:
            return "salt_and_pepper:amount=" + std::to_string(share);
        case 2:
            return "speckle:sigma=" + std::to_string(share);
        case 3:
            return "motion_blur:length=" + std::to_string(3 + 2 * strength);
        default:
            return "resolution_loss:factor=" + std::to_string(1 + share * 9);
    }
}

TEST(Tiles, FiveDegradationsKeepTheirHashOnOneTwoAndEightThreadsAndInTiles) {
    const cv::Mat rgb = noisePicture(93, 70, "tiles");
    for (int kind = 0; kind < 5; ++kind) {
        for (int strength = 0; strength <= 20; ++strength) {
            for (std::uint64_t seed = 0; seed < 3; ++seed) {
                const auto step = parseStep(stepOf(kind, strength));
                ASSERT_TRUE(step) << step.error().message();
                const Recipe recipe{{*step}, seed};
                const std::string whole = hashOf(*applyRecipe(rgb, recipe, "source"));
                for (const Schedule& schedule : {Schedule{32, 1}, Schedule{32, 2}, Schedule{17, 8}})
                    ASSERT_EQ(hashOf(*applyRecipe(rgb, recipe, "source", schedule)), whole)
                        << formatStep(*step) << ", seed " << seed << ", tile " << schedule.tile << ", "
                        << schedule.threads << " threads";
            }
        }
    }
}

TEST(Tiles, AStackOfStepsKeepsItsHash) {
    const cv::Mat rgb = noisePicture(120, 81, "stack");
    Recipe recipe{{}, 7};
    for (const char* text :
         {"defocus_blur:radius=4", "gaussian_noise:sigma=0.1", "fog", "pixelate:scale=0.5", "jpeg",
          "resolution_loss:level=4x", "rain", "contrast:factor=0.7", "impulse_noise:amount=0.05"})
        recipe.steps.push_back(*parseStep(text));
    const std::string whole = hashOf(*applyRecipe(rgb, recipe, "source"));
    EXPECT_EQ(hashOf(*applyRecipe(rgb, recipe, "source", {50, 1})), whole);
    EXPECT_EQ(hashOf(*applyRecipe(rgb, recipe, "source", {31, 8})), whole);
}

// A changed hash means that stored recipes and benchmarks give other pictures: a new version, not a new hash.
TEST(Tiles, NoiseHasTheHashItHadWhenItWasReleased) {
    const cv::Mat rgb = noisePicture(64, 48, "frozen");
    const auto hash = [&](const char* text) {
        return hashOf(*applyRecipe(rgb, {{*parseStep(text)}, 3}, "source")).substr(0, 16);
    };
    EXPECT_EQ(hash("gaussian_noise:sigma=0.26"), "f5f1c339f75dce75");
    EXPECT_EQ(hash("speckle:sigma=0.45"), "27bb93fb2ab937d5");
    EXPECT_EQ(hash("salt_and_pepper:amount=0.17"), "71e0868ac91058c9");
    EXPECT_EQ(hash("shot_noise:rate=12"), "cfd7816385594130");
    EXPECT_EQ(hash("motion_blur:length=21"), "05d53f65ecd1af06");
    EXPECT_EQ(hash("resolution_loss:factor=6"), "a286e3fb5cb1c3ef");
    EXPECT_EQ(hash("low_light:severity=3"), "5a1adf255341030a");
    EXPECT_EQ(hash("fog:severity=3"), "102d8c43f6a1cab8");
    EXPECT_EQ(hash("rain:severity=3"), "51c5ae0299f259ac");
}

TEST(PortableMath, AgreesWithTheSystemsLibrary) {
    RandomStream stream(std::string_view("portable"));
    for (int i = 0; i < 200'000; ++i) {
        const double u = 1.0 - stream.uniform();
        const double expected = std::log(u);
        ASSERT_NEAR(portableLog(u), expected, 4e-16 * std::abs(expected)) << u;
        const double turns = stream.uniform(-3, 3);
        const SineCosine turn = portableSineCosine(turns);
        const long double angle = 2 * std::numbers::pi_v<long double> * static_cast<long double>(turns);
        ASSERT_NEAR(turn.sine, static_cast<double>(std::sin(angle)), 4e-16) << turns;
        ASSERT_NEAR(turn.cosine, static_cast<double>(std::cos(angle)), 4e-16) << turns;
        const double x = stream.uniform(-50, 10);
        ASSERT_NEAR(portableExp(x), std::exp(x), 1e-15 * std::exp(x)) << x;
    }
    EXPECT_EQ(portableLog(1), 0);
    EXPECT_EQ(portableExp(0), 1);
    EXPECT_EQ(portablePower(0, 2.5), 0);
    EXPECT_EQ(portablePower(0, 0), 1);
    EXPECT_NEAR(portablePower(0.5, 2.5), std::pow(0.5, 2.5), 1e-15);
}

TEST(NormalNumbers, AreThoseOfTheStreamFromAnyPosition) {
    RandomStream reference(std::string_view("normals"));
    std::vector<double> expected(3000);
    for (double& n : expected) n = reference.normal();
    const RandomStream stream(std::string_view("normals"));
    for (const std::size_t first : {0U, 1U, 2U, 999U, 1023U, 1025U}) {
        std::vector<double> part(expected.size() - first);
        fillNormals(stream, first, part);
        for (std::size_t i = 0; i < part.size(); ++i) ASSERT_NEAR(part[i], expected[first + i], 1e-14) << i;
    }
}

}  // namespace
}  // namespace adapnet::degrade
