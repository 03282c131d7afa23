#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/degrade/degradation.h"
#include "tests/core/degrade/vectors.h"
#include "tests/support/pictures.h"

namespace adapnet::degrade {
namespace {

using testing::HasSubstr;

Recipe recipeOf(std::initializer_list<const char*> texts, std::uint64_t seed) {
    Recipe recipe{{}, seed};
    for (const char* text : texts) recipe.steps.push_back(*parseStep(text));
    return recipe;
}

cv::Mat applied(const Recipe& recipe, std::string_view source = "source") {
    return *applyRecipe(noisePicture(40, 30, "recipe"), recipe, source);
}

TEST(ApplyRecipe, KeysTheStreamByPictureSeedPositionAndKind) {
    const Recipe recipe = recipeOf({"jpeg:quality=50", "gaussian_noise:sigma=0.2"}, 5);
    const cv::Mat rgb = noisePicture(40, 30, "recipe");
    const cv::Mat first = find("jpeg")->apply(rgb, recipe.steps[0].values, RandomStream(std::uint64_t{0}));
    const cv::Mat expected = find("gaussian_noise")
                                 ->apply(first, recipe.steps[1].values,
                                         RandomStream(std::string_view("adapnet-v1|5|abc|1|gaussian_noise")));
    EXPECT_TRUE(sameBytes(*applyRecipe(rgb, recipe, "abc"), expected));
}

TEST(ApplyRecipe, GivesOtherNoiseForAnotherSeedPictureOrPosition) {
    const cv::Mat base = applied(recipeOf({"gaussian_noise"}, 1));
    EXPECT_TRUE(sameBytes(base, applied(recipeOf({"gaussian_noise"}, 1))));
    EXPECT_FALSE(sameBytes(base, applied(recipeOf({"gaussian_noise"}, 2))));
    EXPECT_FALSE(sameBytes(base, applied(recipeOf({"gaussian_noise"}, 1), "other")));
    Recipe shifted = recipeOf({"jpeg", "gaussian_noise"}, 1);
    shifted.steps[0].enabled = false;
    EXPECT_FALSE(sameBytes(base, applied(shifted)));
}

TEST(ApplyRecipe, DisablingAStepLeavesTheNoiseOfTheOthers) {
    Recipe recipe = recipeOf({"gaussian_noise", "contrast:factor=1"}, 3);
    const cv::Mat both = applied(recipe);
    recipe.steps[1].enabled = false;
    EXPECT_TRUE(sameBytes(both, applied(recipe)));  // a contrast of 1 changes nothing
    EXPECT_FALSE(recipe.empty());
    recipe.steps[0].enabled = false;
    EXPECT_TRUE(recipe.empty());
    EXPECT_TRUE(sameBytes(applied(recipe), noisePicture(40, 30, "recipe")));
}

TEST(ApplyRecipe, NeverReturnsItsInputBuffer) {
    const cv::Mat rgb = noisePicture(8, 8, "recipe");
    EXPECT_NE(applyRecipe(rgb, {}, "s")->data, rgb.data);
}

TEST(ApplyRecipe, RefusesOtherPicturesAndWrongRecipes) {
    EXPECT_EQ(applyRecipe(cv::Mat(), {}, "s").error().code, ErrorCode::BadInput);
    EXPECT_EQ(applyRecipe(cv::Mat(4, 4, CV_8UC1), {}, "s").error().code, ErrorCode::BadInput);
    EXPECT_EQ(applyRecipe(cv::Mat(4, 4, CV_32FC3), {}, "s").error().code, ErrorCode::BadInput);
    Recipe recipe = recipeOf({"jpeg"}, 0);
    recipe.steps[0].values["quality"] = 500;
    EXPECT_EQ(applyRecipe(noisePicture(4, 4, "s"), recipe, "s").error().code, ErrorCode::BadInput);
}

TEST(RecipeJson, ComesBackEqual) {
    Recipe recipe = recipeOf({"gaussian_noise:sigma=0.26", "motion_blur:length=21,angle=30",
                              "speckle:amplitude=0.1", "resolution_loss:level=4x"},
                             std::numeric_limits<std::uint64_t>::max());
    recipe.steps[1].enabled = false;
    const auto again = recipeFromJson(recipeToJson(recipe));
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, recipe);
    EXPECT_EQ(*recipeFromJson(recipeToJson({})), Recipe{});
}

TEST(RecipeJson, WritesChoicesByName) {
    const std::string json = recipeToJson(recipeOf({"speckle:amplitude=0.1"}, 3));
    EXPECT_EQ(json, R"({"format":"adapnet-recipe","version":1,"program":")" ADAPNET_VERSION
                    R"(","region":"crop","seed":3,"steps":[{"kind":"speckle","enabled":true,)"
                    R"("values":{"distribution":"uniform","sigma":0.35,"amplitude":0.1}}]})");
}

TEST(RecipeJson, NamesUnitsAndTheRegion) {
    Recipe recipe = recipeOf({"motion_blur:length=21"}, 3);
    recipe.region = Region::Full;
    const std::string json = recipeToJson(recipe);
    EXPECT_THAT(json, HasSubstr(R"("units":{"length":"px","angle":"deg"})"));
    EXPECT_THAT(json, HasSubstr(R"("region":"full")"));
    EXPECT_EQ(*recipeFromJson(json), recipe);
}

TEST(RecipeJson, RefusesOtherUnitsAndRegions) {
    const auto refusal = [](const std::string& units, const std::string& region) {
        const auto recipe = recipeFromJson(
            R"({"format":"adapnet-recipe","version":1,"region":)" + region +
            R"(,"steps":[{"kind":"motion_blur","values":{"length":9},"units":)" + units + "}]}");
        return recipe ? std::string("read") : recipe.error().message();
    };
    EXPECT_EQ(refusal(R"({"length":"px"})", R"("crop")"), "read");
    EXPECT_THAT(refusal(R"({"length":"mm"})", R"("crop")"), HasSubstr("must be in px"));
    EXPECT_THAT(refusal(R"({"t":"s"})", R"("crop")"), HasSubstr("has no unit"));
    EXPECT_THAT(refusal(R"({"width":"px"})", R"("crop")"), HasSubstr("no parameter"));
    EXPECT_THAT(refusal("7", R"("crop")"), HasSubstr("must be an object"));
    EXPECT_THAT(refusal("{}", R"("half")"), HasSubstr("\"crop\" or \"full\""));
}

TEST(RecipeJson, SaysWhichOtherFileItWasGiven) {
    const auto refusal = [](const std::string& text) { return recipeFromJson(text).error().message(); };
    const auto ofFormat = [&](const std::string& format) {
        return refusal(R"({"format":")" + format + R"(","version":1})");
    };
    EXPECT_EQ(ofFormat("adapnet-ground-truth"), "this is not a recipe but a ground truth");
    EXPECT_EQ(ofFormat("adapnet-report"), "this is not a recipe but a report");
    EXPECT_EQ(ofFormat("adapnet-run"), "this is not a recipe but stored rankings");
    EXPECT_EQ(ofFormat("geo-json"), "this is not a recipe: its \"format\" is \"geo-json\"");
    EXPECT_THAT(ofFormat(std::string(1000, 'x')), HasSubstr("\"format\" is not \"adapnet-recipe\""));
    EXPECT_EQ(refusal(R"({"id":"a","architecture":"gem"})"), "this is not a recipe but one for training");
    EXPECT_THAT(refusal("{}"), HasSubstr("\"format\" is not \"adapnet-recipe\""));
    const std::string whole = recipeToJson(recipeOf({"jpeg"}, 1));
    EXPECT_EQ(refusal(whole.substr(0, whole.size() / 2)), "this is not a recipe: it is damaged or no JSON");
}

TEST(RecipeFile, IsNotReadWhenItIsTooLong) {
    const test::TemporaryFolder folder;
    test::writeText(folder / "long.json", recipeToJson({}) + std::string(1 << 20, ' '));
    const auto recipe = loadRecipe(folder / "long.json");
    ASSERT_FALSE(recipe);
    EXPECT_EQ(recipe.error().code, ErrorCode::BadInput);
    EXPECT_EQ(recipe.error().detail, "this is not a recipe: it is longer than 1 MB");
}

TEST(RecipeFile, ComesBackAsItWasSaved) {
    const test::TemporaryFolder folder;
    const Recipe recipe = recipeOf({"impulse_noise:amount=0.2", "low_resolution:factor=3"}, 11);
    ASSERT_TRUE(saveRecipe(recipe, folder / "a.json"));
    EXPECT_EQ(*loadRecipe(folder / "a.json"), recipe);
    EXPECT_EQ(loadRecipe(folder / "none.json").error().code, ErrorCode::NotFound);
    test::writeText(folder / "b.json", "{}");
    EXPECT_THAT(loadRecipe(folder / "b.json").error().message(), HasSubstr("b.json"));
}

TEST(RecipeJson, RefusesHostileTexts) {
    const auto wrap = [](const std::string& rest) {
        return R"({"format":"adapnet-recipe","version":1,)" + rest + "}";
    };
    const auto step = [&](const std::string& text) { return wrap(R"("steps":[)" + text + "]"); };
    std::string many;
    for (int i = 0; i < 1000; ++i) many += R"({"kind":"jpeg"},)";
    many.pop_back();
    for (const std::string& text : {std::string(),
                                    std::string("{"),
                                    std::string("[]"),
                                    std::string("null"),
                                    std::string("{}"),
                                    std::string(R"({"format":"adapnet-recipe"})"),
                                    std::string(R"({"format":"adapnet-recipe","version":2,"steps":[]})"),
                                    std::string(R"({"format":"other","version":1,"steps":[]})"),
                                    wrap(R"("seed":1)"),
                                    wrap(R"("steps":{})"),
                                    wrap(R"("steps":[],"seed":-1)"),
                                    wrap(R"("steps":[],"seed":1.5)"),
                                    wrap(R"("steps":[],"seed":"1")"),
                                    step("1"),
                                    step("{}"),
                                    step(R"({"kind":1})"),
                                    step(R"({"kind":"unknown"})"),
                                    step(R"({"kind":"jpeg","enabled":1})"),
                                    step(R"({"kind":"jpeg","values":[]})"),
                                    step(R"({"kind":"jpeg","values":{"quality":"50"}})"),
                                    step(R"({"kind":"jpeg","values":{"quality":0}})"),
                                    step(R"({"kind":"jpeg","values":{"quality":1e999}})"),
                                    step(R"({"kind":"jpeg","values":{"quality":50.5}})"),
                                    step(R"({"kind":"jpeg","values":{"other":1}})"),
                                    step(R"({"kind":"speckle","values":{"distribution":0}})"),
                                    step(R"({"kind":"speckle","values":{"distribution":"poisson"}})"),
                                    step(many),
                                    std::string(200'000, '['),
                                    std::string(2'000'000, ' '),
                                    std::string("\xff\xfe\x00", 3)}) {
        const auto recipe = recipeFromJson(text);
        ASSERT_FALSE(recipe) << text.substr(0, 100);
        EXPECT_EQ(recipe.error().code, ErrorCode::BadInput);
        EXPECT_LT(recipe.error().message().size(), 500U);
    }
}

TEST(RecipeJson, FillsMissingValuesWithDefaults) {
    const auto recipe = recipeFromJson(
        R"({"format":"adapnet-recipe","version":1,"steps":[{"kind":"low_light","values":{"gain":0.5}}]})");
    ASSERT_TRUE(recipe);
    Step expected = *defaultStep("low_light");
    expected.values["gain"] = 0.5;
    EXPECT_EQ(*recipe, (Recipe{{expected}, 0}));
}

}  // namespace
}  // namespace adapnet::degrade
