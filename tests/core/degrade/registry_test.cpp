// The contract of every registered degradation: a new kind is tested as soon as it is in the list.
#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core/utility.hpp>
#include <set>

#include "core/degrade/degradation.h"
#include "tests/core/degrade/vectors.h"

namespace adapnet::degrade {
namespace {

const std::set<std::string> kRandomKinds{"gaussian_noise", "salt_and_pepper", "speckle", "motion_blur",
                                         "shot_noise",     "low_light",       "fog",     "rain",
                                         "occlusion"};

RandomStream streamOf(std::string_view key) {
    return RandomStream(key);
}

// Defaults, every severity, each choice, and each parameter at both ends of its range.
std::vector<ParamValues> manyValues(const Degradation& degradation) {
    const ParamValues defaults = defaultStep(degradation.kind())->values;
    std::vector<ParamValues> all{defaults};
    for (int level = 1; level <= 5; ++level) all.push_back(degradation.severity(level));
    std::vector<ParamValues> bases{defaults};
    for (const ParamSpec& spec : degradation.params()) {
        if (spec.kind != ParamKind::Choice) continue;
        for (std::size_t choice = 1; choice < spec.choices.size(); ++choice) {
            ParamValues values = defaults;
            values[spec.key] = static_cast<double>(choice);
            bases.push_back(values);
            // Choices that only matter after this one.
            for (const ParamSpec& inner : degradation.params()) {
                if (inner.kind != ParamKind::Choice || !inner.onlyWhen.starts_with(spec.key + "=")) continue;
                values[inner.key] = inner.maximum;
                bases.push_back(values);
            }
        }
    }
    for (const ParamValues& base : bases) {
        all.push_back(base);
        for (const ParamSpec& spec : degradation.params()) {
            for (const double end : {spec.minimum, spec.maximum}) {
                ParamValues values = base;
                values[spec.key] = end;
                all.push_back(values);
            }
        }
    }
    return all;
}

std::string textOf(const Degradation& degradation, const ParamValues& values) {
    return formatStep({degradation.kind(), values, true});
}

class EveryDegradation : public testing::TestWithParam<std::string> {
  protected:
    const Degradation& degradation() const { return *find(GetParam()); }
};

TEST_P(EveryDegradation, DeclaresUsableParameters) {
    std::set<std::string> keys;
    for (const ParamSpec& spec : degradation().params()) {
        EXPECT_TRUE(keys.insert(spec.key).second) << spec.key;
        EXPECT_EQ(spec.key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789"), std::string::npos);
        EXPECT_NE(spec.key, "severity");
        EXPECT_LT(spec.minimum, spec.maximum) << spec.key;
        EXPECT_GT(spec.step, 0) << spec.key;
        EXPECT_GE(spec.defaultValue, spec.minimum) << spec.key;
        EXPECT_LE(spec.defaultValue, spec.maximum) << spec.key;
        EXPECT_EQ(spec.kind == ParamKind::Choice, spec.choices.size() >= 2) << spec.key;
        if (spec.kind == ParamKind::Choice) {
            EXPECT_EQ(spec.maximum, static_cast<double>(spec.choices.size()) - 1);
        }
        if (spec.onlyWhen.empty()) continue;
        const std::size_t equals = spec.onlyWhen.find('=');
        ASSERT_NE(equals, std::string::npos) << spec.key;
        // The condition is declared before what depends on it.
        EXPECT_TRUE(keys.contains(spec.onlyWhen.substr(0, equals))) << spec.key;
    }
}

TEST_P(EveryDegradation, HasFiveValidSeverities) {
    std::set<std::string> texts;
    for (int level = 1; level <= 5; ++level) {
        const Step step{GetParam(), degradation().severity(level), true};
        const auto checked = check({{step}, 0});
        EXPECT_TRUE(checked) << checked.error().message();
        EXPECT_TRUE(texts.insert(formatStep(step)).second) << "two levels are the same";
        const auto parsed = parseStep(GetParam() + ":severity=" + std::to_string(level));
        ASSERT_TRUE(parsed);
        EXPECT_EQ(*parsed, step);
    }
}

TEST_P(EveryDegradation, LeavesItsInputAloneAndKeepsTheSize) {
    for (const cv::Size size :
         {cv::Size(1, 1), cv::Size(3, 2), cv::Size(2, 3), cv::Size(29, 23), cv::Size(1, 40)}) {
        const cv::Mat rgb = noisePicture(size.width, size.height, "contract");
        const cv::Mat before = rgb.clone();
        for (const ParamValues& values : manyValues(degradation())) {
            const cv::Mat result = degradation().apply(rgb, values, streamOf("s"));
            ASSERT_EQ(result.size(), size) << textOf(degradation(), values);
            ASSERT_EQ(result.type(), CV_8UC3) << textOf(degradation(), values);
            ASSERT_TRUE(sameBytes(rgb, before)) << textOf(degradation(), values);
            ASSERT_TRUE(result.data != rgb.data) << textOf(degradation(), values);
        }
    }
}

TEST_P(EveryDegradation, GivesTheSameBytesForTheSameStream) {
    const cv::Mat rgb = noisePicture(31, 17, "contract");
    for (const ParamValues& values : manyValues(degradation())) {
        const cv::Mat first = degradation().apply(rgb, values, streamOf("s"));
        ASSERT_TRUE(sameBytes(first, degradation().apply(rgb, values, streamOf("s"))))
            << textOf(degradation(), values);
    }
}

TEST_P(EveryDegradation, UsesTheStreamExactlyWhenItIsRandom) {
    const cv::Mat rgb = noisePicture(64, 64, "contract");
    const ParamValues values = degradation().severity(3);
    const cv::Mat first = degradation().apply(rgb, values, streamOf("one"));
    const cv::Mat second = degradation().apply(rgb, values, streamOf("two"));
    EXPECT_EQ(!sameBytes(first, second), kRandomKinds.contains(GetParam()));
}

TEST_P(EveryDegradation, GivesTheSameBytesOnOneThreadAndOnMany) {
    // Large enough to be split into rows.
    const cv::Mat rgb = noisePicture(1031, 411, "threads");
    const int threads = cv::getNumThreads();
    for (const std::string& text : {GetParam(), GetParam() + ":severity=5"}) {
        const Step step = *parseStep(text);
        cv::setNumThreads(1);
        const cv::Mat alone = degradation().apply(rgb, step.values, streamOf("s"));
        cv::setNumThreads(std::max(2, cv::getNumberOfCPUs()));
        const cv::Mat together = degradation().apply(rgb, step.values, streamOf("s"));
        cv::setNumThreads(threads);
        EXPECT_TRUE(sameBytes(alone, together)) << text;
    }
}

TEST_P(EveryDegradation, GivesTheSameBytesInTiles) {
    for (const cv::Size size : {cv::Size(61, 47), cv::Size(1, 9), cv::Size(40, 3)}) {
        const cv::Mat rgb = noisePicture(size.width, size.height, "tiles");
        for (const ParamValues& values : manyValues(degradation())) {
            const cv::Mat whole = degradation().apply(rgb, values, streamOf("s"));
            for (const cv::Rect& tile : {cv::Rect(0, 0, 17, 16), cv::Rect(17, 16, 30, 20),
                                         cv::Rect(47, 36, 14, 11), cv::Rect(3, 1, 1, 1)}) {
                const cv::Rect part = tile & cv::Rect(cv::Point(), size);
                if (part.empty()) continue;
                ASSERT_TRUE(
                    sameBytes(degradation().applyPart(rgb, part, values, streamOf("s")), whole(part).clone()))
                    << textOf(degradation(), values) << ' ' << part;
            }
        }
    }
}

TEST_P(EveryDegradation, KeepsGreyPicturesGreyUnlessItsNoiseIsColoured) {
    const std::set<std::string> coloured{"gaussian_noise", "speckle", "shot_noise", "low_light", "occlusion"};
    cv::Mat grey(40, 40, CV_8UC3);
    RandomStream stream(std::string_view("grey"));
    for (int i = 0; i < 1600; ++i)
        grey.at<cv::Vec3b>(i / 40, i % 40) = cv::Vec3b::all(static_cast<uchar>(256 * stream.uniform()));
    const cv::Mat result = degradation().apply(grey, degradation().severity(3), streamOf("s"));
    std::array<cv::Mat, 3> channels;
    cv::split(result, channels.data());
    const bool same = sameBytes(channels[0], channels[1]) && sameBytes(channels[1], channels[2]);
    EXPECT_EQ(same, !coloured.contains(GetParam()));
}

TEST_P(EveryDegradation, ChangesAPictureMoreAtSeverityFiveThanAtOne) {
    cv::Mat rgb = noisePicture(120, 100, "damage");
    // Photographs are smooth; pure noise has nothing that a blur could take in steps.
    rgb = find("gaussian_blur")->apply(rgb, {{"sigma", 2}}, streamOf("s"));
    const auto damage = [&](int level) {
        return cv::norm(degradation().apply(rgb, degradation().severity(level), streamOf("s")), rgb,
                        cv::NORM_L1);
    };
    EXPECT_GT(damage(1), 0);
    EXPECT_GT(damage(5), damage(1));
}

TEST_P(EveryDegradation, ParsesWhatItFormats) {
    for (const ParamValues& values : manyValues(degradation())) {
        Step step{GetParam(), values, true};
        const ParamValues defaults = defaultStep(GetParam())->values;
        for (const ParamSpec& spec : degradation().params()) {
            if (!isUsed(spec, degradation().params(), values)) step.values[spec.key] = defaults.at(spec.key);
        }
        const std::string text = formatStep(step);
        const auto parsed = parseStep(text);
        ASSERT_TRUE(parsed) << text << ": " << parsed.error().message();
        EXPECT_EQ(*parsed, step) << text;
        const auto again = recipeFromJson(recipeToJson({{step}, 7}));
        ASSERT_TRUE(again) << again.error().message();
        EXPECT_EQ(*again, (Recipe{{step}, 7}));
    }
}

TEST_P(EveryDegradation, RefusesValuesOutsideItsRanges) {
    for (const ParamSpec& spec : degradation().params()) {
        for (const double wrong : {spec.minimum - 1, spec.maximum + 1, std::nan(""), HUGE_VAL, -HUGE_VAL}) {
            Step step = *defaultStep(GetParam());
            step.values[spec.key] = wrong;
            EXPECT_FALSE(check({{step}, 0})) << spec.key << " " << wrong;
        }
        if (spec.kind != ParamKind::Real) {
            Step step = *defaultStep(GetParam());
            step.values[spec.key] = spec.minimum + 0.5;
            EXPECT_FALSE(check({{step}, 0})) << spec.key;
        }
        Step missing = *defaultStep(GetParam());
        missing.values.erase(spec.key);
        EXPECT_FALSE(check({{missing}, 0})) << spec.key;
    }
}

std::vector<std::string> allKinds() {
    std::vector<std::string> kinds;
    for (const auto& degradation : registry()) kinds.push_back(degradation->kind());
    return kinds;
}

INSTANTIATE_TEST_SUITE_P(Registry, EveryDegradation, testing::ValuesIn(allKinds()),
                         [](const auto& entry) { return entry.param; });

TEST(DegradationRegistry, HoldsEachKindOnceAndFindsIt) {
    std::set<std::string> seen;
    for (const auto& degradation : registry()) {
        EXPECT_TRUE(seen.insert(degradation->kind()).second) << degradation->kind();
        EXPECT_EQ(find(degradation->kind()), degradation.get());
        EXPECT_EQ(degradation->kind().find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string::npos);
    }
    for (const char* kind :
         {"gaussian_noise", "salt_and_pepper", "speckle", "motion_blur", "resolution_loss"}) {
        EXPECT_TRUE(seen.contains(kind)) << kind;
    }
    EXPECT_EQ(find("no_such_kind"), nullptr);
}

TEST(DegradationRegistry, PresetsAreValidAndNamedOnce) {
    std::set<std::string> seen;
    for (const Preset& preset : presets()) {
        EXPECT_TRUE(seen.insert(preset.id).second) << preset.id;
        ASSERT_FALSE(preset.steps.empty()) << preset.id;
        EXPECT_TRUE(check({preset.steps, 0})) << preset.id;
    }
    EXPECT_EQ(seen.size(), 6 + 5 * registry().size());
    const auto textOfPreset = [](std::string_view id) {
        const auto all = presets();
        const auto found = std::ranges::find(all, id, &Preset::id);
        return found == all.end() ? std::string("none") : formatStep(found->steps.front());
    };
    EXPECT_EQ(textOfPreset("degraded_samples_noise_gaussian"), "gaussian_noise:sigma=0.1");
    EXPECT_EQ(textOfPreset("degraded_samples_noise_salt_and_pepper"), "salt_and_pepper:amount=0.1,per=pixel");
    EXPECT_EQ(textOfPreset("degraded_samples_noise_speckle"), "speckle:distribution=uniform,amplitude=0.1");
    EXPECT_EQ(textOfPreset("degraded_samples_motion"),
              "motion_blur:model=frequency,t=1,shift=random,spread=0.05,dc=drop");
    EXPECT_EQ(textOfPreset("degraded_samples_low_resolution_2x"), "resolution_loss:method=haar,level=2x");
    EXPECT_EQ(textOfPreset("degraded_samples_low_resolution_4x"), "resolution_loss:method=haar,level=4x");
    EXPECT_EQ(textOfPreset("gaussian_noise_severity_4"), "gaussian_noise:sigma=0.26");
}

}  // namespace
}  // namespace adapnet::degrade
