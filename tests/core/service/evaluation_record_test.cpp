#include "core/service/full_evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "core/base/numbers.h"
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
    FullEvaluation evaluated(eval::Normalisation normalisation = eval::Normalisation::None) const {
        EvaluationOptions options;
        options.recipe = m_recipe;
        options.normalisation = normalisation;
        options.record = EvaluationRecordOptions{3, "2026-01-02T03:04:05Z"};
        auto made = evaluateFully(*m_workbench, options, {});
        EXPECT_TRUE(made) << made.error().message();
        return made ? *made : FullEvaluation{};
    }
    report::EvaluationRecord record() const {
        auto made = evaluated();
        EXPECT_TRUE(made.record);
        return made.record.value_or(report::EvaluationRecord{});
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

TEST_F(EvaluationReport, HasTheFiguresOfCopyDetection) {
    const auto evaluation = evaluated();
    ASSERT_TRUE(evaluation.record && evaluation.models[0].copies);
    const auto& expected = *evaluation.models[0].copies;
    ASSERT_TRUE(evaluation.record->models[0].copies);
    const auto& copies = *evaluation.record->models[0].copies;
    EXPECT_GT(copies.microAP, 0);
    EXPECT_EQ(copies.microAP, expected.microAP);
    EXPECT_EQ(copies.recallAtP90, expected.recallAtP90);
    EXPECT_EQ(copies.thresholdAtP90, expected.thresholdAtP90);
    EXPECT_EQ(copies.truePairs, expected.truePairs);
    EXPECT_EQ(copies.candidates, expected.predictions);
    double sum = 0;
    for (const auto& query : evaluation.record->queries) sum += query.answers[0].microAPShare.value_or(0);
    EXPECT_NEAR(sum, expected.microAP, 1e-12) << "what the queries add is the whole";

    const auto json = Json::parse(report::toJson(*evaluation.record))["models"][0]["copy_detection"];
    EXPECT_EQ(json["micro_ap"].get<double>(), expected.microAP);
    EXPECT_EQ(json["recall_at_p90"].get<double>(), expected.recallAtP90);
    EXPECT_EQ(json["normalisation"], "none");
    EXPECT_EQ(json["candidates"]["used"], expected.predictions);
    EXPECT_THAT(report::toHtml(*evaluation.record), HasSubstr("Copy detection"));
    const std::string csv = report::toCsv(*evaluation.record);
    EXPECT_THAT(csv, HasSubstr("problem,micro_ap_share,recall_at_p90\r\n"));
    EXPECT_THAT(csv,
                HasSubstr("," + formatReal(*evaluation.record->queries[0].answers[0].microAPShare) + ","));

    const auto none = report::EvaluationRecord{};
    EXPECT_THAT(report::toHtml(none), Not(HasSubstr("Copy detection")));
}

TEST(EvaluationReportNormalised, SaysSoAndIsCheckedWithThat) {
    const test::TemporaryFolder folder;
    test::drawWithTruth(folder.path(), {.objects = 20, .views = 5, .hard = {2}});
    const auto workbench = test::openGallery(folder.path(), "truth.json");
    ASSERT_TRUE(workbench);
    ASSERT_GE(backgroundRows(workbench->images()).size(), 3U);
    EvaluationOptions options;
    options.normalisation = eval::Normalisation::Sscd;
    options.record.emplace();
    const auto evaluation = evaluateFully(*workbench, options, {});
    ASSERT_TRUE(evaluation) << evaluation.error().message();
    const auto& record = *evaluation->record;
    EXPECT_THAT(record.command, HasSubstr(" --normalise sscd"));
    EXPECT_THAT(report::toHtml(record), HasSubstr("Scores normalised (sscd) with "));
    const auto json = Json::parse(report::toJson(record));
    EXPECT_EQ(json["score_normalisation"], "sscd");
    EXPECT_EQ(json["models"][0]["copy_detection"]["background"], backgroundRows(workbench->images()).size());
    VerifyOptions again;
    again.cacheFile = folder / "cache.sqlite";
    const auto equal = verifyReport(report::toJson(record), again, {});
    ASSERT_TRUE(equal) << equal.error().message();
    EXPECT_TRUE(equal->isEqual()) << equal->differences[0].where;
}

TEST_F(EvaluationReport, IsStillCheckedWhenItIsOfVersionOne) {
    Json json = Json::parse(report::toJson(record()));
    EXPECT_EQ(json["version"], 2);
    json["version"] = 1;
    json.erase("score_normalisation");
    json["models"][0].erase("copy_detection");
    const auto equal = verify(report::sealed(json));
    EXPECT_TRUE(equal.isEqual()) << equal.differences[0].where;
    json["version"] = 3;
    VerifyOptions options;
    options.cacheFile = m_folder / "cache.sqlite";
    const auto refused = verifyReport(report::sealed(json), options, {});
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message(), HasSubstr("version 1 and 2"));
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
        {"micro-AP",
         [](Json& j) {
             Json& value = j["models"][0]["copy_detection"]["micro_ap"];
             value = value.get<double>() - 0.01;
         },
         "/models/0/copy_detection/micro_ap"},
        {"pairs", [](Json& j) { j["models"][0]["copy_detection"]["true_pairs"] = 1; },
         "/models/0/copy_detection/true_pairs"},
        {"normalisation", [](Json& j) { j["score_normalisation"] = "best"; }, ""},
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
