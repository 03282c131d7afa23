#include "core/service/atlas_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/pictures.h"

namespace adapnet::service {
namespace {

using test::TemporaryFolder;
using test::writeText;
using testing::HasSubstr;
using testing::Not;

class AtlasPlans : public testing::Test {
  protected:
    void SetUp() override {
        test::enableHistogramModel();
        test::drawGallery(m_folder / "photos", 3, 2);
        eval::GroundTruth truth;
        for (int object = 0; object < 3; ++object) {
            const std::string view = "object" + std::to_string(object) + "/view";
            truth.gallery.push_back(view + "1.png");
            truth.queries.push_back({view + "0.png", std::nullopt, "", {view + "1.png"}, {}, {}});
        }
        writeText(m_folder / "truth.json", eval::groundTruthToJson(truth));
        GalleryRequest request;
        request.folder = m_folder / "photos";
        request.groundTruth = m_folder / "truth.json";
        request.cacheFile = m_folder / "cache.sqlite";
        request.models = {"histogram"};
        auto workbench = Workbench::open(request, {});
        ASSERT_TRUE(workbench) << workbench.error().message();
        m_workbench = std::move(*workbench);
    }
    static AtlasRequest request() {
        AtlasRequest request;
        request.kinds = {"gaussian_noise", "contrast"};
        request.severities = {2, 5};
        request.firstSeed = 7;
        request.bootstrap.resamples = 200;
        return request;
    }

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
    GalleryRequest plain;
    plain.folder = m_folder / "photos";
    plain.cacheFile = m_folder / "cache.sqlite";
    plain.models = {"histogram"};
    const auto workbench = Workbench::open(plain, {});
    ASSERT_TRUE(workbench);
    EXPECT_THAT(planAtlas(**workbench, request()).error().message(), HasSubstr("ground truth"));
}

}  // namespace
}  // namespace adapnet::service
