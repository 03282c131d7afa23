#include "core/eval/run_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/eval/metrics.h"
#include "core/eval/truth_formats.h"

namespace adapnet::eval {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

GroundTruth sample() {
    GroundTruth truth;
    truth.gallery = {"a/1.jpg", "a/2.jpg", "b/3 x.jpg"};
    truth.queries.push_back({"q/one.jpg", std::nullopt, "s", {"a/1.jpg"}, {"a/2.jpg"}, {"junk.jpg"}});
    truth.queries.push_back({"q/two.jpg", std::nullopt, "", {"b/3 x.jpg", "gone.jpg"}, {}, {}});
    return truth;
}

const std::string kJson = R"({"format":"adapnet-run","version":1,
  "rankings":[["a/2.jpg","junk.jpg","a/1.jpg"],["b/3 x.jpg","a/1.jpg"]]})";

std::string messageOf(const std::string& content) {
    const auto run = parseRun(content, sample());
    return run ? std::string("read") : run.error().message();
}

std::string with(const std::string& part, const std::string& other) {
    std::string text = kJson;
    const auto at = text.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    return text.replace(at, part.size(), other);
}

TEST(RunFile, ReadsRankingsInTheOrderOfTheQueries) {
    const auto run = parseRun(kJson, sample());
    ASSERT_TRUE(run) << run.error().message();
    EXPECT_THAT(run->rankings[0], ElementsAre("a/2.jpg", "junk.jpg", "a/1.jpg"));
    EXPECT_THAT(run->scores, IsEmpty());
    const auto again = parseRun(runToJson(*run), sample());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->rankings, run->rankings);
}

TEST(RunFile, TrecRunsFollowTheScoreAndSayWhatIsMissing) {
    const auto run = parseRun(
        "one Q0 a/1 2 0.5 other%20tool\r\n"
        "q/one.jpg Q0 a/2.jpg 9 7.5e-1 other\r\n"
        "one Q0 b/3%20x.jpg 1 0.5 other\r\n",
        sample());
    ASSERT_TRUE(run) << run.error().message();
    EXPECT_EQ(run->name, "other tool");
    EXPECT_THAT(run->rankings[0], ElementsAre("a/2.jpg", "b/3 x.jpg", "a/1.jpg"));
    EXPECT_THAT(run->scores[0], ElementsAre(0.75, 0.5, 0.5));
    EXPECT_THAT(run->rankings[1], IsEmpty());
    EXPECT_EQ(run->missing, 1U);
}

TEST(RunFile, ScoresAndOrderSurviveBothFormats) {
    eval::Run run;
    run.name = "my model";
    run.rankings = {{"b/3 x.jpg", "a/1.jpg"}, {"a/2.jpg"}};
    run.scores = {{0.1 + 0.2, -1e-17}, {3}};
    for (const std::string& text : {runToJson(run), runToTrec(run, sample())}) {
        const auto again = parseRun(text, sample());
        ASSERT_TRUE(again) << again.error().message();
        EXPECT_EQ(again->name, run.name);
        EXPECT_EQ(again->rankings, run.rankings);
        EXPECT_EQ(again->scores, run.scores) << "to the last bit";
    }
    run.scores.clear();
    const auto ordered = parseRun(runToTrec(run, sample()), sample());
    ASSERT_TRUE(ordered);
    EXPECT_EQ(ordered->rankings, run.rankings) << "without scores the order still stands";
}

TEST(RunFile, SaysInOneSentenceWhatIsWrong) {
    EXPECT_EQ(messageOf(kJson), "read");
    EXPECT_THAT(messageOf("{"), HasSubstr("not valid JSON"));
    EXPECT_THAT(messageOf(""), HasSubstr("is empty"));
    EXPECT_THAT(messageOf(with("adapnet-run", "other")), HasSubstr("\"format\" must be"));
    EXPECT_THAT(messageOf(with("\"version\":1", "\"version\":2")), HasSubstr("version 1"));
    EXPECT_THAT(messageOf(with(",[\"b/3 x.jpg\",\"a/1.jpg\"]", "")),
                HasSubstr("1 rankings, but the ground truth has 2 queries"));
    EXPECT_THAT(messageOf(with("a/2.jpg", "elsewhere.jpg")), HasSubstr("ranking 1 names \"elsewhere.jpg\""));
    EXPECT_THAT(messageOf(with("\"a/2.jpg\"", "7")), HasSubstr("not a path"));
    EXPECT_THAT(messageOf(with("\"version\":1", "\"version\":1,\"scores\":[[1],[1,2]]")),
                HasSubstr("one number per result"));
    EXPECT_THAT(messageOf(with("\"version\":1", "\"version\":1,\"scores\":[[1,2,\"x\"],[1,2]]")),
                HasSubstr("must be numbers"));
    EXPECT_THAT(messageOf("one Q0 a/1 2 0.5\n"), HasSubstr("line 1"));
    EXPECT_THAT(messageOf("\nthree Q0 a/1 2 0.5 x\n"), HasSubstr("no query"));
    EXPECT_THAT(messageOf("one Q0 elsewhere 2 0.5 x\n"), HasSubstr("not in the gallery"));
    EXPECT_THAT(messageOf(std::string(100'000, '[')), HasSubstr("nested too deeply"));
}

TEST(RunFile, PicturesThatNobodyJudgedAreNegativesWhereTheGalleryIsOpen) {
    auto truth = parseQrels("q 0 a.jpg 1\n");
    ASSERT_TRUE(truth);
    const auto run = parseRun("q Q0 new.jpg 1 2 x\nq Q0 a.jpg 2 1 x\n", *truth, true);
    ASSERT_TRUE(run) << run.error().message();
    const RunRows rows = rowsOf(*run, *truth);
    const auto metrics = evaluateProtocol(rows.rankings, rows.truth);
    ASSERT_TRUE(metrics);
    EXPECT_NEAR(metrics->medium.mAP, 0.25, 1e-12);
}

TEST(RunFile, RowsGiveTheFiguresOfTheProtocol) {
    const GroundTruth truth = sample();
    const auto run = parseRun(kJson, truth);
    ASSERT_TRUE(run);
    const RunRows rows = rowsOf(*run, truth);
    const auto metrics = evaluateProtocol(rows.rankings, rows.truth);
    ASSERT_TRUE(metrics);
    EXPECT_NEAR(metrics->medium.averagePrecisions[0], 1, 1e-12) << "junk is taken out";
    EXPECT_NEAR(metrics->easy.averagePrecisions[0], 1, 1e-12) << "the hard one is ignored";
    EXPECT_NEAR(metrics->medium.averagePrecisions[1], 0.5, 1e-12) << "one of two is not in the gallery";
    EXPECT_EQ(rows.truth[0].subset, "s");
}

TEST(RunFile, TheQueryPictureIsNeverAnAnswerToItself) {
    const GroundTruthQuery query{"q.jpg", std::nullopt, "", {"q.jpg", "a.jpg"}, {"lost.jpg"}, {}};
    const QueryTruth rows = truthRows(query, {{"q.jpg", 0}, {"a.jpg", 1}}, 10);
    EXPECT_THAT(rows.easy, ElementsAre(1U));
    EXPECT_THAT(rows.hard, ElementsAre(10U));
    EXPECT_THAT(rows.junk, ElementsAre(0U));
}

}  // namespace
}  // namespace adapnet::eval
