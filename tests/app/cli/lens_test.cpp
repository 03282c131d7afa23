// `adapnet lens`, run as another program would.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "tests/support/command_line.h"

namespace adapnet::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class LensCommand : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        enableHistogramModel();
        s_folder = std::make_unique<TemporaryFolder>();
        drawGallery(*s_folder / "photos", 3, 3);
        eval::GroundTruth truth;
        truth.name = "drawn";
        truth.gallery = {"object0/view1.png", "object1/view1.png", "object1/view2.png", "object2/view1.png"};
        truth.queries.push_back(
            {"object1/view0.png", {}, "", {"object1/view1.png", "object1/view2.png"}, {}, {}});
        writeText(*s_folder / "truth.json", eval::groundTruthToJson(truth));
    }
    static void TearDownTestSuite() { s_folder.reset(); }

    static std::string query() { return *s_folder / "photos/object1/view0.png"; }
    static std::vector<std::string> gallery() {
        return {"--gallery", *s_folder / "photos", "--cache", *s_folder / "cache.sqlite", "--precision",
                "fp32"};
    }
    static CommandOutcome lens(std::vector<std::string> words, const std::vector<std::string>& more = {}) {
        words.insert(words.begin(), {"lens", query()});
        words.insert(words.end(), more.begin(), more.end());
        return adapnet(words);
    }

    static std::unique_ptr<TemporaryFolder> s_folder;
};

std::unique_ptr<TemporaryFolder> LensCommand::s_folder;

TEST_F(LensCommand, TellsGateCosineAndRanksOfEveryRoute) {
    const auto json = parsed(lens({"--degrade", "gaussian_noise:sigma=0.3", "--seed", "4", "--models",
                                   "adapnet,histogram", "--ground-truth", *s_folder / "truth.json", "--json"},
                                  gallery()));
    EXPECT_EQ(json["descriptor_space"], "gallery mean removed");
    ASSERT_EQ(json["positives"].size(), 2U);
    const auto& adapnet = json["models"][0];
    EXPECT_EQ(adapnet["compensation"], true);
    ASSERT_EQ(adapnet["gate"].size(), 9U);
    double sum = 0;
    for (const auto& [kind, share] : adapnet["gate"].items()) sum += share.get<double>();
    EXPECT_NEAR(sum, 1, 1e-4);
    EXPECT_TRUE(adapnet["gate"].contains("clean"));
    EXPECT_EQ(adapnet["routes"][0]["route"], "no_help");
    EXPECT_EQ(adapnet["routes"][1]["route"], "compensated");
    EXPECT_TRUE(adapnet["hurts_clean"].is_boolean());
    const auto& histogram = json["models"][1];
    EXPECT_EQ(histogram["compensation"], false);
    EXPECT_TRUE(histogram["gate"].is_null());
    EXPECT_TRUE(histogram["clean_no_help"].is_null());

    // The same ranks as the searches with and without the block.
    for (const bool compensated : {false, true}) {
        std::vector<std::string> words{"search",         *s_folder / "photos",
                                       "--query",        query(),
                                       "--degrade",      "gaussian_noise:sigma=0.3",
                                       "--seed",         "4",
                                       "--models",       "adapnet",
                                       "--ground-truth", *s_folder / "truth.json",
                                       "--cache",        *s_folder / "cache.sqlite",
                                       "--precision",    "fp32",
                                       "--json"};
        if (!compensated) words.emplace_back("--no-compensation");
        const auto search = parsed(test::adapnet(words));
        const auto& route = adapnet["routes"][compensated ? 1 : 0];
        for (std::size_t i = 0; i < 2; ++i)
            for (const auto& result : search["models"][0]["results"]) {
                if (result["path"] != json["positives"][i]) continue;
                EXPECT_EQ(route["ranks"][i], result["rank"]);
            }
    }
}

TEST_F(LensCommand, NamedPositivesNeedNoGroundTruth) {
    const auto json = parsed(lens({"--models", "histogram", "--positives", "object1/view2.png", "--positives",
                                   "object2/view0.png", "--box", "8,4,150,118", "--json"},
                                  gallery()));
    EXPECT_EQ(json["positives"], (nlohmann::ordered_json{"object1/view2.png", "object2/view0.png"}));
    EXPECT_EQ(json["models"][0]["routes"][0]["ranks"].size(), 2U);
    EXPECT_EQ(json["box"], (nlohmann::ordered_json{8, 4, 150, 118}));
    const auto unknown = lens({"--models", "histogram", "--positives", "none.png"}, gallery());
    EXPECT_EQ(unknown.exitCode, 1);
    EXPECT_THAT(unknown.err, HasSubstr("none.png"));
}

TEST_F(LensCommand, WorksWithoutAGalleryAndAsText) {
    const auto json = parsed(lens({"--models", "histogram", "--degrade", "speckle", "--json"}));
    EXPECT_TRUE(json["gallery"].is_null());
    EXPECT_EQ(json["descriptor_space"], "plain");
    EXPECT_LT(json["models"][0]["routes"][0]["cosine_to_clean"].get<double>(), 1);
    EXPECT_TRUE(json["models"][0]["routes"][0]["best_rank"].is_null());
    const auto text = lens({"--models", "histogram", "--positives", "object1/view1.png"}, gallery());
    EXPECT_EQ(text.exitCode, 0) << text.err;
    EXPECT_THAT(text.out, StartsWith("to be found: object1/view1.png"));
    EXPECT_THAT(text.out, HasSubstr("no help"));
    EXPECT_THAT(text.out, HasSubstr("ranks"));
}

TEST_F(LensCommand, WrongUseIsSaidBeforeAnythingIsOpened) {
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"--positives", "a.png"},
             {"--ground-truth", "t.json"},
             {"--gallery", "x", "--positives", "a.png", "--ground-truth", "t.json"},
             {"--box", "1,2"},
             {"--models", "nonsense"}}) {
        const auto outcome = lens(words);
        EXPECT_EQ(outcome.exitCode, 2) << outcome.err;
        EXPECT_THAT(outcome.err, StartsWith("adapnet: "));
    }
    EXPECT_EQ(adapnet({"lens", *s_folder / "none.png", "--models", "histogram"}).exitCode, 1);
}

}  // namespace
}  // namespace adapnet::test
