#include "core/degrade/repair.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace adapnet::degrade {
namespace {

using testing::HasSubstr;

// Stands in for a network: the negative, of one of the two names only.
cv::Mat negative(const cv::Mat& rgb, std::string_view network) {
    if (network != "super_resolution")
        CV_Error(cv::Error::StsError, "no weights for " + std::string(network));
    cv::Mat out;
    cv::bitwise_not(rgb, out);
    return out;
}

class RepairStep : public testing::Test {
  protected:
    void SetUp() override { setRepairer(negative); }
    void TearDown() override { setRepairer(nullptr); }
    static Recipe recipeOf(const std::vector<std::string>& steps) {
        Recipe recipe;
        for (const auto& text : steps) {
            auto step = parseStep(text);
            EXPECT_TRUE(step) << step.error().message();
            recipe.steps.push_back(*step);
        }
        return recipe;
    }
    const cv::Mat m_rgb{3, 4, CV_8UC3, cv::Scalar(10, 20, 30)};
};

TEST_F(RepairStep, IsKnownButIsNoDegradation) {
    ASSERT_NE(find("repair"), nullptr);
    EXPECT_TRUE(std::ranges::none_of(registry(), [](const auto& kind) { return kind->kind() == "repair"; }));
    EXPECT_TRUE(std::ranges::none_of(
        presets(), [](const auto& preset) { return preset.id.find("repair") != std::string::npos; }));
    EXPECT_THAT(parseStep("mend").error().message(), HasSubstr("repair"));
}

TEST_F(RepairStep, ComesBackFromTextAndFile) {
    const Recipe recipe = recipeOf({"contrast:factor=0.5", "repair:network=super_resolution"});
    EXPECT_EQ(formatStep(recipe.steps[1]), "repair:network=super_resolution");
    const auto again = recipeFromJson(recipeToJson(recipe));
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, recipe);
    EXPECT_THAT(parseStep("repair:network=magic").error().message(), HasSubstr("denoising_autoencoder"));
}

TEST_F(RepairStep, RunsWhereItStands) {
    const auto out = applyRecipe(m_rgb, recipeOf({"repair:network=super_resolution"}), "s");
    ASSERT_TRUE(out) << out.error().message();
    EXPECT_EQ(out->at<cv::Vec3b>(1, 1), cv::Vec3b(245, 235, 225));
    // In tiles as well: it is no local kind, so it sees the whole picture.
    const auto tiled = applyRecipe(m_rgb, recipeOf({"repair:network=super_resolution"}), "s", {2, 2});
    EXPECT_EQ(cv::norm(*tiled, *out, cv::NORM_INF), 0);
}

TEST_F(RepairStep, DoesNotChangeTheNoiseOfTheStepsBeforeIt) {
    const auto noisy = applyRecipe(m_rgb, recipeOf({"gaussian_noise:sigma=0.2"}), "s");
    const auto repaired =
        applyRecipe(m_rgb, recipeOf({"gaussian_noise:sigma=0.2", "repair:network=super_resolution"}), "s");
    ASSERT_TRUE(noisy && repaired);
    EXPECT_EQ(cv::norm(negative(*noisy, "super_resolution"), *repaired, cv::NORM_INF), 0);
}

TEST_F(RepairStep, SaysWhyItCannotRun) {
    const auto failed = applyRecipe(m_rgb, recipeOf({"repair:network=denoising_autoencoder"}), "s");
    ASSERT_FALSE(failed);
    EXPECT_THAT(failed.error().message(), HasSubstr("no weights for denoising_autoencoder"));
    setRepairer(nullptr);
    EXPECT_THAT(applyRecipe(m_rgb, recipeOf({"repair"}), "s").error().message(),
                HasSubstr("no network that repairs is at hand"));
}

TEST_F(RepairStep, OnlyEnabledOnesCount) {
    Recipe recipe =
        recipeOf({"repair:network=super_resolution", "speckle", "repair:network=denoising_autoencoder"});
    EXPECT_EQ(repairsIn(recipe), (std::vector<std::string>{"super_resolution", "denoising_autoencoder"}));
    recipe.steps[0].enabled = false;
    EXPECT_EQ(repairsIn(recipe), (std::vector<std::string>{"denoising_autoencoder"}));
    EXPECT_TRUE(repairsIn({}).empty());
}

}  // namespace
}  // namespace adapnet::degrade
