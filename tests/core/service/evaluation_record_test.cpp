#include "core/service/evaluation_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "core/report/json_seal.h"
#include "core/service/verify_service.h"
#include "tests/support/open_gallery.h"

namespace adapnet::service {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class EvaluationReport : public testing::Test {
  protected:
    void SetUp() override {
        auto truth = test::drawWithTruth(m_folder.path(),
                                         {.objects = 4, .views = 4, .hard = {2}, .junk = {3}, .first = 2});
        truth.queries.push_back({"gone.png", std::nullopt, "rest", {"object0/view1.png"}, {}, {}});
        test::writeText(m_folder / "truth.json", eval::groundTruthToJson(truth));
        m_workbench = test::openGallery(m_folder.path(), "truth.json");
        ASSERT_TRUE(m_workbench);
        m_recipe.seed = 4;
        m_recipe.steps = {*degrade::parseStep("gaussian_noise:sigma=0.35")};
    }
    report::EvaluationRecord record() const {
        auto made = recordEvaluation(*m_workbench, m_recipe, {3, "2026-01-02T03:04:05Z"}, {});
        EXPECT_TRUE(made) << made.error().message();
        return made ? *made : report::EvaluationRecord{};
    }
    Verification verify(const std::string& text) const {
        VerifyOptions options;
        options.cacheFile = m_folder / "cache.sqlite";
        const auto found = verifyReport(text, options, {});
        EXPECT_TRUE(found) << found.error().message();
        return found ? *found : Verification{};
    }

    test::TemporaryFolder m_folder;
    std::unique_ptr<Workbench> m_workbench;
    degrade::Recipe m_recipe;
};

TEST_F(EvaluationReport, HasTheFiguresOfTheEvaluationAndOfEveryQuery) {
    const auto made = record();
    const auto evaluation = m_workbench->evaluate(m_recipe, {});
    ASSERT_TRUE(evaluation);
    ASSERT_EQ(made.models.size(), 1U);
    EXPECT_EQ(made.models[0].metrics.medium.mAP, evaluation->models[0].metrics.medium.mAP);
    EXPECT_EQ(made.models[0].metrics.mediumBySubset.size(), 2U);
    ASSERT_EQ(made.queries.size(), 5U);
    for (std::size_t q = 0; q < 4; ++q) {
        auto query = *m_workbench->groundTruthQuery(q);
        query.recipe = m_recipe;
        const auto found = m_workbench->search(query, 3, {});
        ASSERT_TRUE(found);
        const auto& answer = made.queries[q].answers[0];
        EXPECT_EQ(answer.medium, found->models[0].averagePrecision);
        ASSERT_EQ(answer.results.size(), 3U);
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_EQ(answer.results[i].path, found->models[0].results[i].path);
            EXPECT_EQ(static_cast<float>(answer.results[i].score), found->models[0].results[i].score);
            EXPECT_EQ(answer.results[i].label, found->models[0].results[i].label);
        }
        EXPECT_EQ(made.queries[q].contentHash, query.image->contentHash);
    }
    EXPECT_FALSE(made.queries[4].problem.empty());
    EXPECT_EQ(made.queries[4].answers[0].medium, 0);
    EXPECT_THAT(made.command, StartsWith("adapnet evaluate "));
    EXPECT_THAT(made.command, HasSubstr("gaussian_noise:sigma=0.35"));
    EXPECT_THAT(made.command, Not(HasSubstr("--query")));
}

TEST_F(EvaluationReport, IsEqualWhenItIsComputedAgainAndNamesWhatIsNot) {
    const std::string good = report::toJson(record());
    const auto equal = verify(good);
    EXPECT_TRUE(equal.isEqual()) << equal.differences[0].where;
    EXPECT_GT(equal.compared, 100U);
    const struct {
        const char* name;
        std::function<void(Json&)> change;
        const char* foundAt;
    } planted[] = {
        {"mAP", [](Json& j) { j["models"][0]["medium"]["mAP"] = 0.99; }, "/models/0/medium/mAP"},
        {"query", [](Json& j) { j["queries"][1]["answers"][0]["medium"] = 0.123; },
         "/queries/1/answers/0/medium"},
        {"order",
         [](Json& j) {
             auto& results = j["queries"][2]["answers"][0]["results"];
             std::swap(results[0]["path"], results[1]["path"]);
         },
         "/queries/2/answers/0/results/0/path"},
        {"seed", [](Json& j) { j["recipe"]["seed"] = 5; }, "/queries"},
        {"box", [](Json& j) { j["queries"][0]["box"][2] = 140; }, "/queries/0/box/2"},
        {"left out", [](Json& j) { j["queries"].erase(3); }, "/queries/3"},
        {"hidden problem", [](Json& j) { j["queries"][4]["problem"] = nullptr; }, "/queries/4/problem"},
    };
    for (const auto& change : planted) {
        Json json = Json::parse(good);
        change.change(json);
        const auto found = verify(report::sealed(json)).differences;
        EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const ReportDifference& difference) {
            return difference.where.starts_with(change.foundAt);
        })) << change.name;
    }
    cv::Mat query = *image::loadRgb(m_folder / "photos/object2/view0.png");
    query.at<cv::Vec3b>(60, 60)[0] ^= 128;
    test::savePicture(query, m_folder / "photos/object2/view0.png");
    const auto found = verify(good).differences;
    ASSERT_FALSE(found.empty());
    EXPECT_THAT(found[0].where, StartsWith("/queries/2/"));
}

TEST_F(EvaluationReport, IsWrittenAsPageTableAndTrecRun) {
    auto made = record();
    made.queries[0].path = "<script>alert(1)</script> =1+1";
    const std::string html = report::toHtml(made);
    EXPECT_THAT(html, HasSubstr("<svg role=\"img\""));
    EXPECT_THAT(html, HasSubstr("Worst queries"));
    EXPECT_THAT(html, HasSubstr("1 query could not be read"));
    EXPECT_THAT(html, Not(HasSubstr("<script>")));
    const std::string csv = report::toCsv(made);
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 6);
    const std::string trec = report::toTrec(made);
    EXPECT_EQ(std::count(trec.begin(), trec.end(), '\n'), 4 * 3);
    EXPECT_THAT(trec, HasSubstr("object1/view0.png Q0 object1/view"));
    EXPECT_THAT(trec, HasSubstr("%20=1+1 Q0 "));
}

}  // namespace
}  // namespace adapnet::service
