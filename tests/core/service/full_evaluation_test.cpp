// Evaluations with every figure, stored runs, ground truths of other programs, rankings side by side.
#include "core/service/full_evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "core/eval/truth_formats.h"
#include "core/service/ranking_comparison.h"
#include "core/service/truth_source.h"
#include "tests/support/open_gallery.h"

namespace adapnet::service {
namespace {

using test::TemporaryFolder;
using test::writeText;
using testing::ElementsAre;
using testing::HasSubstr;

// View 0 asks, views 1 and 2 are easy, 3 hard, 4 junk.
class FullEvaluationTest : public test::OpenedGallery {
  protected:
    static void SetUpTestSuite() {
        open({.objects = 6, .views = 5, .easy = {1, 2}, .hard = {3}, .junk = {4}, .first = 3});
    }

    static degrade::Recipe noise(double sigma) {
        degrade::Recipe recipe;
        recipe.seed = 5;
        recipe.steps.push_back(*degrade::parseStep("gaussian_noise:sigma=" + std::to_string(sigma)));
        return recipe;
    }
    static void expectSame(const eval::SetupMetrics& a, const eval::SetupMetrics& b) {
        EXPECT_EQ(a.mAP, b.mAP);
        EXPECT_EQ(a.mP1, b.mP1);
        EXPECT_EQ(a.mP10, b.mP10);
        EXPECT_EQ(a.averagePrecisions, b.averagePrecisions);
    }
};

TEST_F(FullEvaluationTest, TheProtocolsFiguresAreThoseOfThePlainEvaluation) {
    const auto plain = s_workbench->evaluate(noise(0.3), {});
    ASSERT_TRUE(plain) << plain.error().message();
    EvaluationOptions options;
    options.recipe = noise(0.3);
    const auto full = evaluateFully(*s_workbench, options, {});
    ASSERT_TRUE(full) << full.error().message();
    ASSERT_EQ(full->models.size(), 1U);
    const auto& figures = full->models[0];
    expectSame(figures.protocol.easy, plain->models[0].metrics.easy);
    expectSame(figures.protocol.medium, plain->models[0].metrics.medium);
    expectSame(figures.protocol.hard, plain->models[0].metrics.hard);
    EXPECT_EQ(figures.protocol.mediumBySubset.size(), 2U);
    ASSERT_TRUE(figures.retrieval && figures.copies);
    EXPECT_EQ(figures.retrieval->medium.cutOffs[3].recall, 1.0) << "the whole gallery is ranked";
    EXPECT_EQ(figures.copies->truePairs, 18U);
    EXPECT_EQ(figures.copies->predictions, 6U * 23) << "each query's junk is left out";
    EXPECT_EQ(full->queries.size(), 6U);
}

TEST_F(FullEvaluationTest, AStoredRunGivesTheSameFiguresInBothFormats) {
    EvaluationOptions options;
    options.recipe = noise(0.4);
    options.keepRuns = true;
    const auto direct = evaluateFully(*s_workbench, options, {});
    ASSERT_TRUE(direct) << direct.error().message();
    const auto& figures = direct->models[0];
    ASSERT_TRUE(figures.run);
    writeText(*s_folder / "run.json", eval::runToJson(*figures.run));
    writeText(*s_folder / "run.trec", eval::runToTrec(*figures.run, *s_workbench->groundTruth()));
    for (const char* name : {"run.json", "run.trec"}) {
        const auto scored = evaluateRun(*s_folder / name, truthFile(), {}, {});
        ASSERT_TRUE(scored) << scored.error().message();
        ASSERT_EQ(scored->models.size(), 1U);
        EXPECT_EQ(scored->models[0].model, "histogram");
        expectSame(scored->models[0].protocol.medium, figures.protocol.medium);
        ASSERT_TRUE(scored->models[0].copies);
        EXPECT_EQ(scored->models[0].copies->microAP, figures.copies->microAP);
        EXPECT_EQ(scored->models[0].copies->thresholdAtP90, figures.copies->thresholdAtP90);
    }
}

TEST_F(FullEvaluationTest, ARunWithoutScoresHasNoCopyDetection) {
    writeText(*s_folder / "bare.json",
              R"({"format":"adapnet-run","version":1,"rankings":[["object0/view1.png"],[],[],[],[],[]]})");
    const auto scored = evaluateRun(*s_folder / "bare.json", truthFile(), {}, {});
    ASSERT_TRUE(scored) << scored.error().message();
    EXPECT_EQ(scored->models[0].model, "bare");
    EXPECT_FALSE(scored->models[0].copies);
    EXPECT_NEAR(scored->models[0].protocol.medium.mAP, 1.0 / 3 / 6, 1e-12);
    EXPECT_EQ(scored->problems.size(), 5U);
    const auto missing = evaluateRun(*s_folder / "none.json", truthFile(), {}, {});
    ASSERT_FALSE(missing);
    EXPECT_THAT(missing.error().message(), HasSubstr("none.json"));
}

TEST_F(FullEvaluationTest, NormalisationTakesItsBackgroundOutOfTheGallery) {
    const TemporaryFolder own;
    test::drawGallery(own / "photos", 12, 5);
    const auto workbench = test::openGallery(own.path(), "photos");  // folders of classes
    ASSERT_TRUE(workbench);
    const auto background = backgroundRows(workbench->images());
    ASSERT_GE(background.size(), 4U) << "a query may itself be one of them";
    ASSERT_LT(background.size(), 20U);
    EvaluationOptions options;
    options.keepRuns = true;
    const auto plain = evaluateFully(*workbench, options, {});
    options.normalisation = eval::Normalisation::Sscd;
    const auto normalised = evaluateFully(*workbench, options, {});
    ASSERT_TRUE(plain);
    ASSERT_TRUE(normalised) << normalised.error().message();
    const auto& copies = *normalised->models[0].copies;
    EXPECT_EQ(normalised->models[0].background, background.size());
    EXPECT_LT(copies.predictions, plain->models[0].copies->predictions);
    EXPECT_LT(copies.truePairs, plain->models[0].copies->truePairs);
    // By hand: every score of a picture outside the background, less the mean of the query's three best
    // inside.
    std::set<std::string> inside;
    for (const auto row : background) inside.insert(workbench->images()[row].path);
    const auto& run = *plain->models[0].run;
    std::vector<double> expected;
    for (std::size_t q = 0; q < run.rankings.size(); ++q) {
        const std::string& self = plain->queries[q].image;
        std::vector<double> best;
        for (std::size_t i = 0; i < run.rankings[q].size() && best.size() < 3; ++i)
            if (run.rankings[q][i] != self && inside.contains(run.rankings[q][i]))
                best.push_back(run.scores[q][i]);
        ASSERT_EQ(best.size(), 3U);
        for (std::size_t i = 0; i < run.rankings[q].size(); ++i)
            if (run.rankings[q][i] != self && !inside.contains(run.rankings[q][i]))
                expected.push_back(run.scores[q][i] - (best[0] + best[1] + best[2]) / 3);
    }
    std::sort(expected.begin(), expected.end(), std::greater<>());
    ASSERT_EQ(copies.thresholds.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(copies.thresholds[i], expected[i], 1e-12);
    expectSame(normalised->models[0].protocol.medium, plain->models[0].protocol.medium);
}

TEST_F(FullEvaluationTest, NormalisationSaysWhenTheBackgroundIsTooSmall) {
    ASSERT_LT(backgroundRows(s_workbench->images()).size(), 10U);
    EvaluationOptions options;
    options.normalisation = eval::Normalisation::Isc;
    const auto refused = evaluateFully(*s_workbench, options, {});
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message(), HasSubstr("at least 10 background pictures"));
}

TEST_F(FullEvaluationTest, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = evaluateFully(*s_workbench, {}, {stop.get_token()});
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(stopped.error().isCancelled());
}

TEST_F(FullEvaluationTest, QrelsAndCsvAreCompletedFromTheFolder) {
    // Three words for the same lists: a JSON file, qrels with paths, a CSV with names without ending.
    const auto json = loadTruth(truthFile(), photos(), {});
    ASSERT_TRUE(json);
    writeText(*s_folder / "truth.qrels", eval::groundTruthToQrels(*json));
    std::string csv = "query,reference,label\n";
    for (const auto& query : json->queries) {
        const auto stem = [](const std::string& path) { return path.substr(0, path.size() - 4); };
        for (const auto& path : query.easy) csv += stem(query.image) + "," + stem(path) + ",easy\n";
        for (const auto& path : query.hard) csv += stem(query.image) + "," + stem(path) + ",hard\n";
        for (const auto& path : query.junk) csv += stem(query.image) + "," + stem(path) + ",junk\n";
    }
    writeText(*s_folder / "truth.csv", csv);
    for (const char* name : {"truth.qrels", "truth.csv"}) {
        const auto truth = loadTruth(*s_folder / name, photos(), {});
        ASSERT_TRUE(truth) << truth.error().message();
        EXPECT_EQ(truth->gallery, json->gallery) << name << ": all pictures but those that ask";
        ASSERT_EQ(truth->queries.size(), json->queries.size());
        for (std::size_t q = 0; q < truth->queries.size(); ++q) {
            EXPECT_EQ(truth->queries[q].image, json->queries[q].image);
            EXPECT_EQ(truth->queries[q].easy, json->queries[q].easy);
            EXPECT_EQ(truth->queries[q].hard, json->queries[q].hard);
            EXPECT_EQ(truth->queries[q].junk, json->queries[q].junk);
        }
    }
}

TEST_F(FullEvaluationTest, AFolderOfClassesIsAGroundTruthOfItsOwn) {
    const auto workbench = test::openGallery(s_folder->path(), "photos");
    ASSERT_NE(workbench, nullptr);
    ASSERT_EQ(workbench->groundTruth()->queries.size(), 30U);
    EXPECT_EQ(workbench->groundTruth()->queries[0].easy.size(), 4U);
    const auto full = evaluateFully(*workbench, {}, {});
    ASSERT_TRUE(full) << full.error().message();
    EXPECT_GT(full->models[0].protocol.easy.mAP, 0.5);
    EXPECT_EQ(full->models[0].protocol.mediumBySubset.count("object3"), 1U);

    const auto inside = loadTruth(photos() / "object0", photos(), {});
    ASSERT_FALSE(inside) << "one class folder holds no classes";
    const auto outside = loadTruth(*s_folder / "..", photos(), {});
    ASSERT_FALSE(outside);
    EXPECT_THAT(outside.error().message(), HasSubstr("must be the gallery folder"));
}

RankingRow rowOf(const Workbench& workbench, std::string name, const std::string& step) {
    auto query = workbench.groundTruthQuery(0);
    EXPECT_TRUE(query);
    query->models = {"histogram"};
    if (!step.empty()) query->recipe.steps.push_back(*degrade::parseStep(step));
    return {std::move(name), std::move(*query)};
}

TEST_F(FullEvaluationTest, RankingsSideBySideSayWhatMoved) {
    const std::vector<RankingRow> rows{rowOf(*s_workbench, "clean", ""),
                                       rowOf(*s_workbench, "noisy", "gaussian_noise:sigma=0.5"),
                                       rowOf(*s_workbench, "again", "")};
    const auto compared = compareRows(*s_workbench, rows, 5, 0.9, {});
    ASSERT_TRUE(compared) << compared.error().message();
    ASSERT_EQ(compared->rows.size(), 3U);
    ASSERT_EQ(compared->pairs.size(), 3U);
    EXPECT_EQ(compared->rows[0].results.size(), s_workbench->images().size());
    EXPECT_TRUE(compared->rows[0].averagePrecision);
    // Each place is that of the search by itself.
    const auto alone = s_workbench->search(rows[1].query, 5, {});
    ASSERT_TRUE(alone);
    const auto& change = compared->pairs[0].change;
    ASSERT_EQ(change.now.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) {
        const auto& result = alone->models[0].results[i];
        EXPECT_EQ(change.now[i].item, result.path);
        EXPECT_EQ(change.now[i].from, static_cast<std::size_t>(result.cleanRank));
        EXPECT_EQ(change.now[i].moved(), result.moved);
    }
    const auto& same = compared->pairs[1];
    EXPECT_EQ(same.first, 0U);
    EXPECT_EQ(same.second, 2U);
    EXPECT_EQ(same.change.same, 5U);
    EXPECT_NEAR(same.change.rankBiased, 1, 1e-12);
    EXPECT_NEAR(same.change.tau, 1, 1e-12);
}

TEST_F(FullEvaluationTest, OnlyTwoToFourRankingsOfOneModelEachAreCompared) {
    auto row = rowOf(*s_workbench, "one", "");
    EXPECT_FALSE(compareRows(*s_workbench, std::vector<RankingRow>{row}, 5, 0.9, {}));
    EXPECT_FALSE(compareRows(*s_workbench, std::vector<RankingRow>(5, row), 5, 0.9, {}));
    EXPECT_FALSE(compareRows(*s_workbench, std::vector<RankingRow>(2, row), 0, 0.9, {}));
    row.query.models.clear();
    const auto compared = compareRows(*s_workbench, std::vector<RankingRow>(2, row), 5, 0.9, {});
    ASSERT_FALSE(compared);
    EXPECT_THAT(compared.error().message(), HasSubstr("exactly one model"));
}

}  // namespace
}  // namespace adapnet::service
