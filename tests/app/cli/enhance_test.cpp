// `--enhance`, run as another program would.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/service/enhance.h"
#include "tests/support/drawn_crops.h"
#include "tests/support/drawn_gallery.h"

namespace adapnet::test {
namespace {

using testing::HasSubstr;

class EnhanceOption : public DrawnGallery {
  protected:
    static void SetUpTestSuite() {
        draw(3);
        writeEnhancer(s_folder->path(), smallRecipe("super_resolution"));
        ::setenv("ADAPNET_ENHANCERS", s_folder->path().c_str(), 1);
    }
    static void TearDownTestSuite() {
        ::unsetenv("ADAPNET_ENHANCERS");
        DrawnGallery::TearDownTestSuite();
    }
};

TEST_F(EnhanceOption, RepairsBehindTheDegradationsWhereverItStands) {
    const fs::path damaged = *s_folder / "damaged.png";
    const fs::path repaired = *s_folder / "repaired.png";
    ASSERT_EQ(adapnet({"degrade", queryFile(), damaged, "--degrade", "speckle", "--seed", "4"}).exitCode, 0);
    const auto outcome = adapnet({"degrade", queryFile(), repaired, "--enhance", "super_resolution",
                                  "--degrade", "speckle", "--seed", "4"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    const auto before = image::loadRgb(damaged);
    const auto after = image::loadRgb(repaired);
    ASSERT_TRUE(before && after);
    const auto expected = service::enhance(*before, "super_resolution");
    ASSERT_TRUE(expected) << expected.error().message();
    EXPECT_EQ(cv::norm(*after, *expected, cv::NORM_INF), 0);
    EXPECT_GT(cv::norm(*after, *before, cv::NORM_INF), 0);
}

TEST_F(EnhanceOption, GivesTheRankingOfTheRecipeStepItStandsFor) {
    const auto search = [](std::vector<std::string> how) {
        std::vector<std::string> words{"search", photos(), "--query", queryFile(), "--json"};
        words.insert(words.end(), how.begin(), how.end());
        const auto outcome = adapnet(withCache(words));
        EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
        return parsed(outcome)["models"];
    };
    const auto plain = search({});
    const auto option = search({"--enhance", "super_resolution"});
    EXPECT_EQ(option, search({"--degrade", "repair:network=super_resolution"}));
    EXPECT_NE(option[0]["results"][0]["score"], plain[0]["results"][0]["score"]);
}

TEST_F(EnhanceOption, EvaluatesAndDrawsCurvesOfRepairedQueries) {
    const auto evaluation = adapnet(withCache({"evaluate", photos(), "--ground-truth", truthFile(),
                                               "--degrade", "speckle", "--enhance", "super_resolution"}));
    EXPECT_EQ(evaluation.exitCode, 0) << evaluation.err;
    const auto curve = adapnet(withCache({"curve", photos(), "--query", queryFile(), "--ground-truth",
                                          truthFile(), "--degrade", "gaussian_noise:sigma=0.1", "--enhance",
                                          "super_resolution", "--values", "0.1,0.2", "--json"}));
    ASSERT_EQ(curve.exitCode, 0) << curve.err;
    EXPECT_EQ(parsed(curve)["parameter"], "sigma") << "the repair has no strength";
}

TEST_F(EnhanceOption, AnUnknownNetworkIsRefusedBeforeAnythingIsOpened) {
    const auto outcome = adapnet({"degrade", queryFile(), *s_folder / "x.png", "--enhance", "magic"});
    EXPECT_EQ(outcome.exitCode, 2);
    EXPECT_THAT(outcome.err, HasSubstr("super_resolution"));
    EXPECT_FALSE(fs::exists(*s_folder / "x.png"));
}

}  // namespace
}  // namespace adapnet::test
