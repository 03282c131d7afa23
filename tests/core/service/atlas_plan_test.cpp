#include "core/service/atlas_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/open_gallery.h"
#include "tests/support/small_atlas.h"

namespace adapnet::service {
namespace {

using test::TemporaryFolder;
using test::writeText;
using testing::HasSubstr;
using testing::Not;

class AtlasPlans : public testing::Test {
  protected:
    void SetUp() override {
        test::drawWithTruth(m_folder.path(), {.views = 2, .box = {}});
        m_workbench = test::openGallery(m_folder.path(), "truth.json");
        ASSERT_TRUE(m_workbench);
    }
    static AtlasRequest request() { return test::smallAtlas(); }

    TemporaryFolder m_folder;
    std::unique_ptr<Workbench> m_workbench;
};

TEST_F(AtlasPlans, CountTheWork) {
    auto wanted = request();
    const auto plan = planAtlas(*m_workbench, wanted);
    ASSERT_TRUE(plan) << plan.error().message();
    EXPECT_EQ(plan->rankings, 3 * (1 + 2 * 2 * 10));
    EXPECT_EQ(plan->cells, 3 * (1 + 2 * 2));
    EXPECT_EQ(plan->finished, 0);
    EXPECT_FALSE(fs::exists(plan->journal)) << "planning begins nothing";
    wanted.maxQueries = 2;
    EXPECT_EQ(planAtlas(*m_workbench, wanted)->cells, 2 * (1 + 2 * 2));
    wanted.maxQueries = 50;
    EXPECT_EQ(planAtlas(*m_workbench, wanted)->cells, 3 * (1 + 2 * 2));
    wanted.kinds.clear();
    EXPECT_EQ(planAtlas(*m_workbench, wanted)->cells,
              3 * (1 + 2 * static_cast<std::int64_t>(degrade::registry().size())));
}

TEST_F(AtlasPlans, KnowWhatAnEarlierRunHasFinished) {
    auto wanted = request();
    wanted.journal = planAtlas(*m_workbench, wanted)->journal;
    ASSERT_TRUE(buildAtlas(*m_workbench, wanted, {}));
    const auto plan = planAtlas(*m_workbench, wanted);
    EXPECT_EQ(plan->finished, plan->cells);
    const auto text = readTextFile(plan->journal);
    ASSERT_TRUE(text);
    // Four whole lines and a piece of the fifth.
    std::size_t end = 0;
    for (int line = 0; line < 5; ++line) end = text->find('\n', end) + 1;
    writeText(plan->journal, text->substr(0, end + 9));
    EXPECT_EQ(planAtlas(*m_workbench, wanted)->finished, 4);
    wanted.seeds = 11;
    EXPECT_EQ(planAtlas(*m_workbench, wanted)->finished, 0) << "another atlas has another journal";
}

TEST_F(AtlasPlans, NameTheCommandThatDoesTheSame) {
    auto wanted = request();
    EXPECT_EQ(planAtlas(*m_workbench, wanted)->command,
              "adapnet atlas " + fs::canonical(m_folder / "photos").string() + " --ground-truth " +
                  (m_folder / "truth.json").string() + " --cache " + (m_folder / "cache.sqlite").string() +
                  " --models histogram --kinds gaussian_noise,contrast --severities 2,5 --seed 7");
    wanted = {};
    wanted.seeds = 12;
    wanted.maxQueries = 2;
    const std::string command = planAtlas(*m_workbench, wanted)->command;
    EXPECT_THAT(command, HasSubstr("--models histogram --seeds 12 --queries 2 --seed 1"));
    EXPECT_THAT(command, Not(HasSubstr("--kinds")));
    EXPECT_THAT(command, Not(HasSubstr("--severities")));
}

TEST_F(AtlasPlans, RefuseWhatAnAtlasRefuses) {
    auto wanted = request();
    wanted.seeds = 9;
    EXPECT_EQ(planAtlas(*m_workbench, wanted).error().code, ErrorCode::BadInput);
    const auto workbench = test::openGallery(m_folder.path());
    ASSERT_TRUE(workbench);
    EXPECT_THAT(planAtlas(*workbench, request()).error().message(), HasSubstr("ground truth"));
}

}  // namespace
}  // namespace adapnet::service
