#include "ui/common/names.h"

#include <gtest/gtest.h>

#include "core/nn/network.h"
#include "ui/common/label_style.h"

namespace adapnet::ui {
namespace {

TEST(Names, EveryDegradationHasADisplayName) {
    ASSERT_FALSE(degrade::registry().empty());
    for (const auto& kind : degrade::registry())
        EXPECT_FALSE(degradationName(kind->kind()).isEmpty()) << kind->kind();
}

TEST(Names, EveryParameterAndChoiceHasADisplayName) {
    for (const auto& kind : degrade::registry()) {
        for (const auto& spec : kind->params()) {
            EXPECT_FALSE(paramName(kind->kind(), spec.key).isEmpty()) << kind->kind() << '.' << spec.key;
            for (const auto& choice : spec.choices)
                EXPECT_FALSE(choiceName(choice).isEmpty())
                    << kind->kind() << '.' << spec.key << '=' << choice;
        }
    }
}

TEST(Names, EveryPresetHasADisplayName) {
    ASSERT_FALSE(degrade::presets().empty());
    for (const auto& preset : degrade::presets()) EXPECT_FALSE(presetName(preset.id).isEmpty()) << preset.id;
}

TEST(Names, AnUnknownIdentifierIsShownAsItIs) {
    EXPECT_TRUE(degradationName("of_tomorrow").isEmpty());
    EXPECT_EQ(nameOr(degradationName("of_tomorrow"), "of_tomorrow"), QStringLiteral("of_tomorrow"));
}

TEST(Names, EveryErrorCodeHasAText) {
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        const Error error{static_cast<ErrorCode>(code), "the detail", "the action"};
        const QString text = errorText(error);
        EXPECT_TRUE(text.contains(QStringLiteral("the detail"))) << text.toStdString();
        EXPECT_GT(text.size(), QStringLiteral(": the action: the detail").size());
    }
}

TEST(Names, EveryLabelHasAWordAndJudgedOnesASign) {
    for (const auto label : {eval::Label::Positive, eval::Label::Negative, eval::Label::Junk}) {
        EXPECT_FALSE(labelStyle(label).word.isEmpty());
        EXPECT_FALSE(labelStyle(label).sign.isEmpty());
    }
    EXPECT_FALSE(labelStyle(eval::Label::Unknown).word.isEmpty());
    EXPECT_TRUE(labelStyle(eval::Label::Unknown).sign.isEmpty());
    EXPECT_NE(labelStyle(eval::Label::Positive).sign, labelStyle(eval::Label::Negative).sign);
}

TEST(Names, ProgressSaysCountRateAndTimeLeft) {
    Progress progress;
    progress.done = 132;
    progress.total = 955;
    progress.perSecond = 23;
    progress.secondsLeft = 95;
    progress.failed = 2;
    const QString text = progressText(progress);
    for (const auto* part : {"132 of 955", "23 a second", "1 min 35 s left", "2 could not be read"})
        EXPECT_TRUE(text.contains(QString::fromLatin1(part))) << text.toStdString();
}

TEST(Names, AParameterBehindAnUnusedChoiceIsUnused) {
    const auto* kind = degrade::find("motion_blur");
    ASSERT_NE(kind, nullptr);
    const auto params = kind->params();
    const auto specOf = [&](const std::string& key) {
        return *std::find_if(params.begin(), params.end(), [&](const auto& spec) { return spec.key == key; });
    };
    auto step = degrade::parseStep("motion_blur:direction=fixed,angle=30");
    ASSERT_TRUE(step);
    EXPECT_TRUE(isParamUsed(specOf("angle"), params, step->values));
    EXPECT_FALSE(isParamUsed(specOf("t"), params, step->values));
    auto values = step->values;
    values["model"] = 1;  // frequency: neither direction nor its angle
    EXPECT_FALSE(isParamUsed(specOf("angle"), params, values));
    EXPECT_TRUE(isParamUsed(specOf("t"), params, values));
}

TEST(Names, TheRecipeInWordsNamesEnabledStepsOnly) {
    degrade::Recipe recipe;
    EXPECT_EQ(recipeText(recipe), QStringLiteral("none"));
    recipe.steps.push_back(*degrade::parseStep("gaussian_noise:sigma=0.26"));
    recipe.steps.push_back(*degrade::parseStep("jpeg:quality=10"));
    recipe.steps.back().enabled = false;
    EXPECT_TRUE(recipeText(recipe).contains(QStringLiteral("Gaussian noise")));
    EXPECT_FALSE(recipeText(recipe).contains(QStringLiteral("JPEG")));
    EXPECT_FALSE(recipeText(recipe).contains(QStringLiteral("whole picture")));
    recipe.region = degrade::Region::Full;
    EXPECT_TRUE(recipeText(recipe).endsWith(QStringLiteral("on the whole picture")));
}

}  // namespace
}  // namespace adapnet::ui
