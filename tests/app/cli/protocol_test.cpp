// Noisy benchmarks on the command line: the JSON shape, the folders, the refusals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/command_line.h"
#include "tests/support/drawn_truth.h"

namespace adapnet::test {
namespace {

using testing::HasSubstr;

class ProtocolCommands : public testing::Test {
  protected:
    static void SetUpTestSuite() { enableHistogramModel(); }
    void SetUp() override { drawWithTruth(m_folder.path(), {.views = 2, .box = {}}); }
    std::vector<std::string> evaluating(const std::vector<std::string>& more) const {
        std::vector<std::string> words{
            "evaluate", m_folder / "photos",       "--ground-truth", m_folder / "truth.json",
            "--cache",  m_folder / "cache.sqlite", "--models",       "histogram"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }
    CommandOutcome make(const std::vector<std::string>& more) const {
        std::vector<std::string> words{
            "benchmark",  "make",      m_folder / "photos", "--ground-truth", m_folder / "truth.json",
            "--protocol", "noiser-v1", m_folder / "noisy"};
        words.insert(words.end(), more.begin(), more.end());
        return adapnet(words);
    }
    TemporaryFolder m_folder;
};

TEST_F(ProtocolCommands, EvaluatePrintsSettingsAndWhatIsKept) {
    const auto json = parsed(adapnet(evaluating({"--protocol", "noiser-v1", "--json"})));
    ASSERT_EQ(json.size(), 1U);
    ASSERT_EQ(json["models"].size(), 1U);
    const auto& model = json["models"][0];
    EXPECT_EQ(model["model"], "histogram");
    for (const char* setting : {"clean", "mix", "known", "unknown", "gaussian_noise", "jpeg", "impulse_noise",
                                "fog", "rain", "occlusion"}) {
        ASSERT_TRUE(model["settings"].contains(setting)) << setting;
        EXPECT_TRUE(model["settings"][setting]["medium"]["mAP"].is_number()) << setting;
        EXPECT_TRUE(model["settings"][setting]["hard"]["mAP"].is_null()) << setting;
    }
    EXPECT_EQ(model["settings"].size(), 19U);
    EXPECT_EQ(model["retention"].size(), 18U);
    EXPECT_EQ(model["retention"]["mix"]["medium"].get<double>(),
              model["settings"]["mix"]["medium"]["mAP"].get<double>() /
                  model["settings"]["clean"]["medium"]["mAP"].get<double>());
}

TEST_F(ProtocolCommands, AFolderOfNoisyQueriesGivesTheSameFigures) {
    const auto outcome = make({"--settings", "mix"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("3 pictures of 3 queries written"));
    const auto here = parsed(adapnet(evaluating({"--protocol", "noiser-v1", "--settings", "mix", "--json"})));
    const auto there = parsed(adapnet(evaluating({"--noisy-queries", m_folder / "noisy", "--json"})));
    EXPECT_EQ(here["models"][0]["settings"]["mix"], there["models"][0]["settings"]["mix"]);
    EXPECT_EQ(adapnet({"benchmark", "check", m_folder / "noisy"}).exitCode, 0);
    EXPECT_EQ(adapnet({"benchmark", "rebuild", m_folder / "noisy/manifest.json", m_folder / "photos",
                       m_folder / "again"})
                  .exitCode,
              0);
    fs::remove_all(m_folder / "noisy/manifest.json");
    const auto foreign = adapnet({"benchmark", "check", m_folder / "noisy"});
    EXPECT_EQ(foreign.exitCode, 1);
    EXPECT_THAT(foreign.err, HasSubstr("manifest.json"));
}

TEST_F(ProtocolCommands, RefuseWrongUse) {
    for (const auto& words : {std::vector<std::string>{"--protocol", "noiser-v2"},
                              {"--protocol", "noiser-v1", "--severities", "0"},
                              {"--settings", "mix"},
                              {"--protocol", "noiser-v1", "--degrade", "fog"},
                              {"--noisy-boxes", "apply"},
                              {"--protocol", "noiser-v1", "--settings", "all"},
                              {"--protocol", "noiser-v1", "--rotation", "15"}}) {
        const auto outcome = adapnet(evaluating(words));
        EXPECT_EQ(outcome.exitCode, 2) << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr("adapnet: "));
    }
    EXPECT_EQ(adapnet({"benchmark"}).exitCode, 2);
    EXPECT_EQ(adapnet({"benchmark", "make", m_folder / "photos", m_folder / "out"}).exitCode, 2);
}

TEST_F(ProtocolCommands, ARecipeFileDegradesAsItsSteps) {
    writeText(m_folder / "recipe.json",
              R"({"format":"adapnet-recipe","version":1,"seed":5,"steps":[{"kind":"impulse_noise"}]})");
    const std::string picture = m_folder / "photos/object0/view0.png";
    ASSERT_EQ(
        adapnet({"degrade", picture, m_folder / "a.png", "--recipe", m_folder / "recipe.json"}).exitCode, 0);
    ASSERT_EQ(adapnet({"degrade", picture, m_folder / "b.png", "--degrade", "salt_and_pepper:per=sample",
                       "--seed", "5"})
                  .exitCode,
              0);
    EXPECT_EQ(fileText(m_folder / "a.png"), fileText(m_folder / "b.png"));
    // Blur before the cut reaches across the box.
    for (const char* region : {"crop", "full"}) {
        ASSERT_EQ(adapnet({"degrade", picture, m_folder / (std::string(region) + ".png"), "--box",
                           "20,20,60,60", "--degrade", "gaussian_blur:sigma=6", "--region", region})
                      .exitCode,
                  0);
    }
    EXPECT_NE(fileText(m_folder / "crop.png"), fileText(m_folder / "full.png"));
    EXPECT_EQ(adapnet({"degrade", picture, m_folder / "c.png", "--recipe", m_folder / "none.json"}).exitCode,
              2);
    EXPECT_EQ(adapnet({"degrade", picture, m_folder / "c.png"}).exitCode, 2);
}

}  // namespace
}  // namespace adapnet::test
