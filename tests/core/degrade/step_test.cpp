#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <clocale>

#include "core/base/files.h"
#include "core/degrade/degradation.h"

namespace adapnet::degrade {
namespace {

using testing::HasSubstr;

ParamValues valuesOf(std::string_view text) {
    const auto step = parseStep(text);
    EXPECT_TRUE(step) << text << ": " << (step ? "" : step.error().message());
    return step ? step->values : ParamValues{};
}

std::string refusal(std::string_view text) {
    const auto step = parseStep(text);
    if (step) return "accepted";
    EXPECT_EQ(step.error().code, ErrorCode::BadInput);
    return step.error().message();
}

TEST(ParseStep, UnderstandsTheProtocolsNamesForChoicesOfAKind) {
    EXPECT_EQ(*parseStep("impulse_noise:amount=0.2"), *parseStep("salt_and_pepper:amount=0.2,per=sample"));
    EXPECT_EQ(*parseStep("speckle_noise:severity=4"), *parseStep("speckle:severity=4"));
    EXPECT_EQ(*parseStep("low_resolution"), *parseStep("resolution_loss"));
    const auto severe = parseStep("impulse_noise:severity=5");
    ASSERT_TRUE(severe);
    EXPECT_EQ(formatStep(*severe), "salt_and_pepper:amount=0.27,per=sample");
    EXPECT_FALSE(parseStep("impulse_noise:per=pixel"));
    EXPECT_FALSE(parseStep("low_resolution:level=2x"));
}

TEST(ParseStep, ReadsTheFiveTextsOfTheCommandLine) {
    EXPECT_EQ(valuesOf("gaussian_noise:sigma=0.26").at("sigma"), 0.26);
    EXPECT_EQ(valuesOf("salt_and_pepper:amount=0.17").at("amount"), 0.17);
    const ParamValues speckle = valuesOf("speckle:distribution=normal,sigma=0.45");
    EXPECT_EQ(speckle.at("distribution"), 0);
    EXPECT_EQ(speckle.at("sigma"), 0.45);
    EXPECT_EQ(valuesOf("motion_blur:length=21").at("length"), 21);
    EXPECT_EQ(valuesOf("resolution_loss:factor=6").at("factor"), 6);
}

TEST(ParseStep, FillsWhatIsNotGivenWithDefaults) {
    EXPECT_EQ(*parseStep("motion_blur"), *defaultStep("motion_blur"));
    Step expected = *defaultStep("low_light");
    expected.values["gamma"] = 3;
    EXPECT_EQ(*parseStep("low_light:gamma=3"), expected);
}

TEST(ParseStep, MakesTheChoiceThatAParameterNeeds) {
    EXPECT_EQ(valuesOf("motion_blur:angle=30").at("direction"), 1);
    EXPECT_EQ(valuesOf("speckle:amplitude=0.2").at("distribution"), 1);
    const ParamValues shifted = valuesOf("motion_blur:a=0.1,b=-0.02");
    EXPECT_EQ(shifted.at("shift"), 1);
    EXPECT_EQ(shifted.at("model"), 1);
    EXPECT_EQ(valuesOf("motion_blur:T=2").at("t"), 2);
    EXPECT_EQ(valuesOf("motion_blur:T=2").at("model"), 1);
}

TEST(ParseStep, RefusesContradictions) {
    EXPECT_THAT(refusal("motion_blur:direction=random,angle=30"), HasSubstr("direction=fixed"));
    EXPECT_THAT(refusal("motion_blur:length=21,a=0.1"), HasSubstr("model="));
    EXPECT_THAT(refusal("speckle:distribution=uniform,sigma=0.1"), HasSubstr("distribution=normal"));
    EXPECT_THAT(refusal("resolution_loss:factor=3,level=2x"), HasSubstr("method="));
}

TEST(ParseStep, NamesWhatIsAllowed) {
    EXPECT_THAT(refusal("blur"), HasSubstr("known are gaussian_noise, salt_and_pepper"));
    EXPECT_THAT(refusal("gaussian_noise:strength=1"), HasSubstr("sigma"));
    EXPECT_THAT(refusal("gaussian_noise:sigma=1.5"), HasSubstr("a number from 0 to 1"));
    EXPECT_THAT(refusal("gaussian_noise:sigma=-0.1"), HasSubstr("a number from 0 to 1"));
    EXPECT_THAT(refusal("motion_blur:length=7.5"), HasSubstr("a whole number from 3 to 201"));
    EXPECT_THAT(refusal("speckle:distribution=poisson"), HasSubstr("one of normal, uniform"));
    EXPECT_THAT(refusal("gaussian_noise:sigma=0.1,sigma=0.2"), HasSubstr("twice"));
    EXPECT_THAT(refusal("gaussian_noise:severity=6"), HasSubstr("1, 2, 3, 4 or 5"));
    EXPECT_THAT(refusal("gaussian_noise:severity=3,sigma=0.1"), HasSubstr("stand alone"));
    EXPECT_THAT(refusal("gaussian_noise:sigma=0.1,severity=3"), HasSubstr("stand alone"));
}

TEST(ParseStep, RefusesHostileTexts) {
    const std::string huge(100'000, 'x');
    for (const std::string& text : {std::string(),
                                    std::string(":"),
                                    std::string("="),
                                    std::string("gaussian_noise:"),
                                    std::string("gaussian_noise:sigma"),
                                    std::string("gaussian_noise:sigma="),
                                    std::string("gaussian_noise:=0.1"),
                                    std::string("gaussian_noise:sigma=nan"),
                                    std::string("gaussian_noise:sigma=inf"),
                                    std::string("gaussian_noise:sigma=1e999"),
                                    std::string("gaussian_noise:sigma=0,1"),
                                    std::string("gaussian_noise:sigma=0x1"),
                                    std::string("gaussian_noise:sigma=0.1 "),
                                    std::string("gaussian_noise: sigma=0.1"),
                                    std::string("gaussian_noise:sigma=0.1,"),
                                    std::string("gaussian_noise:,sigma=0.1"),
                                    std::string("gaussian_noise:sigma=0.1;sigma=0.2"),
                                    std::string("gaussian_noise::sigma=0.1"),
                                    std::string("Gaussian_Noise:sigma=0.1"),
                                    std::string("gaussian_noise:sigma=0.1\0", 25),
                                    std::string("\0gaussian_noise", 15),
                                    std::string("gaussian_noise\n:sigma=0.1"),
                                    std::string("gaussian_noise:sigma=\xff\xfe"),
                                    std::string("\xe2\x82"),
                                    huge,
                                    "gaussian_noise:sigma=" + huge,
                                    "gaussian_noise:" + huge + "=1",
                                    std::string("motion_blur:length=99999999999999999999"),
                                    std::string("motion_blur:model=1"),
                                    std::string("jpeg:quality=0"),
                                    std::string("jpeg:quality=101")}) {
        const auto step = parseStep(text);
        EXPECT_FALSE(step) << text.substr(0, 80);
        // Messages go to terminals and JSON: short and valid.
        if (!step) {
            EXPECT_LT(step.error().message().size(), 500U);
            EXPECT_EQ(validUtf8(step.error().message()), step.error().message());
        }
    }
}

TEST(FormatStep, NamesEveryParameterInUseAndNoOther) {
    EXPECT_EQ(formatStep(*parseStep("motion_blur:length=21")),
              "motion_blur:model=line,length=21,direction=random");
    EXPECT_EQ(formatStep(*parseStep("motion_blur:length=21,angle=30")),
              "motion_blur:model=line,length=21,direction=fixed,angle=30");
    EXPECT_EQ(formatStep(*parseStep("motion_blur:a=0.05,b=-0.03")),
              "motion_blur:model=frequency,t=1,shift=fixed,a=0.05,b=-0.03,dc=keep");
    EXPECT_EQ(formatStep(*parseStep("resolution_loss:factor=6")), "resolution_loss:method=area,factor=6");
    EXPECT_EQ(formatStep(*parseStep("gaussian_noise:sigma=0.26")), "gaussian_noise:sigma=0.26");
}

TEST(FormatStep, WritesPointsUnderEveryLocale) {
    const std::string before = std::setlocale(LC_ALL, nullptr);
    for (const char* name : {"de_DE.UTF-8", "tr_TR.UTF-8", "C.UTF-8"}) {
        std::setlocale(LC_ALL, name);  // where the machine lacks it, the test still holds
        EXPECT_EQ(formatStep(*parseStep("gaussian_noise:sigma=0.26")), "gaussian_noise:sigma=0.26");
    }
    std::setlocale(LC_ALL, before.c_str());
}

TEST(CheckRecipe, RefusesTooManyStepsAndForeignValues) {
    Recipe recipe;
    recipe.steps.assign(kMaxSteps, *defaultStep("jpeg"));
    EXPECT_TRUE(check(recipe));
    recipe.steps.push_back(*defaultStep("jpeg"));
    EXPECT_FALSE(check(recipe));
    Step foreign = *defaultStep("jpeg");
    foreign.values["sigma"] = 0.1;
    EXPECT_THAT(check({{foreign}, 0}).error().message(), HasSubstr("sigma"));
    EXPECT_THAT(check({{Step{"unknown", {}, true}}, 0}).error().message(), HasSubstr("known are"));
}

}  // namespace
}  // namespace adapnet::degrade
