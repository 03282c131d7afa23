// Commands that measure: evaluate with stored runs, compare, atlas.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/drawn_gallery.h"

namespace adapnet::test {
namespace {

using testing::HasSubstr;

class MeasureCommands : public DrawnGallery {};

TEST_F(MeasureCommands, AStoredRunIsReportedAsOneModel) {
    writeText(*s_folder / "other.json", R"({"format":"adapnet-run","version":1,"rankings":[
        ["object0/view1.png","object2/view1.png","object0/view2.png"],[],["object2/view2.png"]]})");
    const auto json = parsed(adapnet({"evaluate", "--ground-truth", truthFile(), "--run",
                                      *s_folder / "other.json", "--per-query", "--json"}));
    ASSERT_EQ(json["models"].size(), 1U);
    const auto& model = json["models"][0];
    EXPECT_EQ(model["model"], "other");
    EXPECT_EQ(model["queries"], 3);
    // Trapezoids: (1 + 1 + 1/2 + 2/3) / 4, 0 and (1 + 1) / 4.
    const double first = (1 + 1 + 0.5 + 2.0 / 3) / 4;
    EXPECT_NEAR(model["medium"]["mAP"].get<double>(), (first + 0.5) / 3, 1e-12);
    EXPECT_NEAR(model["per_query"][0]["medium"]["AP"].get<double>(), first, 1e-12);
    EXPECT_EQ(model["per_query"][1]["medium"]["AP"], 0);
    EXPECT_NEAR(model["retrieval"]["medium"]["recall@1"].get<double>(), 1.0 / 3, 1e-12);
    EXPECT_TRUE(model["copy_detection"].is_null());
    EXPECT_TRUE(model["hard"]["mAP"].is_null());
}

TEST_F(MeasureCommands, GroundTruthsAreTurnedIntoOtherFormats) {
    ASSERT_EQ(adapnet({"truth", truthFile(), *s_folder / "truth.qrels"}).exitCode, 0);
    const auto back =
        adapnet({"truth", *s_folder / "truth.qrels", *s_folder / "back.json", "--gallery", photos()});
    ASSERT_EQ(back.exitCode, 0) << back.err;
    EXPECT_EQ(back.out, "3 queries, 6 gallery pictures, JSON\n");
    const auto truth = eval::loadGroundTruth(*s_folder / "back.json");
    ASSERT_TRUE(truth) << truth.error().message();
    EXPECT_EQ(truth->gallery, eval::loadGroundTruth(truthFile())->gallery);
    const std::string before = fileText(truthFile());
    EXPECT_EQ(adapnet({"truth", truthFile(), truthFile()}).exitCode, 1);
    EXPECT_EQ(fileText(truthFile()), before);
}

TEST_F(MeasureCommands, AWrittenRunScoresAsTheModelDid) {
    const auto direct =
        parsed(adapnet(withCache({"evaluate", photos(), "--ground-truth", truthFile(), "--degrade", "speckle",
                                  "--write-run", *s_folder / "mine.trec", "--json"})));
    const auto scored = parsed(adapnet(
        {"evaluate", photos(), "--ground-truth", truthFile(), "--run", *s_folder / "mine.trec", "--json"}));
    EXPECT_EQ(scored["models"], direct["models"]);
    EXPECT_EQ(scored["models"][0]["copy_detection"]["true_pairs"], 6);
}

TEST_F(MeasureCommands, CompareSaysWhatMovedBetweenCleanAndDegraded) {
    const auto json = parsed(adapnet(withCache({"compare", photos(), "--query", queryFile(), "--degrade",
                                                "gaussian_noise:sigma=0.5", "--depth", "4", "--json"})));
    ASSERT_EQ(json["rows"].size(), 2U);
    EXPECT_EQ(json["rows"][0]["name"], "histogram, clean");
    EXPECT_EQ(json["rows"][1]["results"].size(), 4U);
    ASSERT_EQ(json["pairs"].size(), 1U);
    const auto& pair = json["pairs"][0];
    EXPECT_THAT(pair["sentence"].get<std::string>(), HasSubstr("Of the first 4 places now"));
    EXPECT_EQ(
        pair["same"].get<int>() + pair["up"].get<int>() + pair["down"].get<int>() + pair["new"].get<int>(),
        4);
    for (const char* figure : {"overlap", "jaccard", "rbo"}) {
        EXPECT_GE(pair[figure].get<double>(), 0.0);
        EXPECT_LE(pair[figure].get<double>(), 1.0);
    }
}

TEST_F(MeasureCommands, CompareTakesRowsOfTheirOwnStepsAndBoxes) {
    const auto json = parsed(
        adapnet({"compare", photos(), "--query", queryFile(), "--cache", *s_folder / "cache.sqlite",
                 "--degrade", "speckle", "--row", "histogram+clean", "--row",
                 "histogram+motion_blur:length=9+jpeg", "--row", "histogram+box=10,10,60,60", "--json"}));
    EXPECT_EQ(json["rows"].size(), 3U);
    EXPECT_EQ(json["pairs"].size(), 3U);
    const auto clean = parsed(adapnet(withCache({"search", photos(), "--query", queryFile(), "--json"})));
    EXPECT_EQ(json["rows"][0]["results"], clean["models"][0]["results"]);
    const auto third = parsed(adapnet(withCache({"search", photos(), "--query", queryFile(), "--box",
                                                 "10,10,60,60", "--degrade", "speckle", "--json"})));
    EXPECT_EQ(json["rows"][2]["results"], third["models"][0]["results"]);
}

TEST_F(MeasureCommands, AnAtlasIsWrittenAndFoundAgain) {
    const auto words =
        withCache({"atlas", photos(), "--ground-truth", truthFile(), "--kinds", "contrast", "--severities",
                   "1,5", "--out-json", *s_folder / "atlas.json", "--csv", *s_folder / "atlas.csv"});
    const auto first = adapnet(words);
    ASSERT_EQ(first.exitCode, 0) << first.err;
    EXPECT_THAT(first.out, HasSubstr("contrast"));
    const auto json = nlohmann::json::parse(fileText(*s_folder / "atlas.json"), nullptr, false);
    ASSERT_TRUE(json.is_object());
    EXPECT_EQ(json["cells"].size(), 3U);
    EXPECT_EQ(json["seeds"]["count"], 10);
    EXPECT_THAT(fileText(*s_folder / "atlas.csv"), HasSubstr("mAP,contrast,5,histogram"));
    fs::path journals = *s_folder / "cache.sqlite";
    journals += ".atlas";
    EXPECT_EQ(std::distance(fs::directory_iterator(journals), fs::directory_iterator()), 1);
    EXPECT_EQ(adapnet(words).out, first.out);
}

TEST_F(MeasureCommands, AnEvaluationIsReportedAndVerified) {
    const fs::path json = *s_folder / "evaluation.json";
    const fs::path html = *s_folder / "evaluation.html";
    const fs::path csv = *s_folder / "evaluation.csv";
    const fs::path trec = *s_folder / "evaluation.trec";
    const auto made = adapnet(withCache({"evaluate", photos(), "--ground-truth", truthFile(), "--degrade",
                                         "gaussian_noise:sigma=0.4", "--seed", "3", "--json", "--out-json",
                                         json, "--html", html, "--csv", csv, "--trec", trec}));
    const auto printed = parsed(made);
    EXPECT_THAT(made.err, HasSubstr("evaluation.trec"));
    const auto report = nlohmann::json::parse(fileText(json));
    EXPECT_EQ(report["models"][0]["medium"]["mAP"], printed["models"][0]["medium"]["mAP"]);
    EXPECT_EQ(report["queries"].size(), 3U);
    EXPECT_EQ(report["models"][0]["copy_detection"], printed["models"][0]["copy_detection"]);
    EXPECT_THAT(fileText(html), HasSubstr("<svg"));
    const std::string table = fileText(csv);
    EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 1 + 3);
    EXPECT_THAT(fileText(trec), HasSubstr("object1/view0.png Q0 object"));

    const auto equal = adapnet({"report", "verify", json});
    EXPECT_EQ(equal.exitCode, 0) << equal.out << equal.err;
    auto changed = nlohmann::ordered_json::parse(fileText(json));
    changed["recipe"]["seed"] = 4;
    writeText(json, changed.dump());
    EXPECT_EQ(adapnet({"report", "verify", json}).exitCode, 1);
}

TEST_F(MeasureCommands, AnEvaluationIsPrintedAsPdfWhereTheProgramHasQt) {
    const fs::path pdf = *s_folder / "evaluation.pdf";
    const auto made = adapnet(withCache({"evaluate", photos(), "--ground-truth", truthFile(), "--pdf", pdf}));
    if (made.exitCode == 0)
        EXPECT_THAT(fileText(pdf), testing::StartsWith("%PDF-1.4"));
    else
        EXPECT_THAT(made.err, HasSubstr("without Qt"));
    EXPECT_EQ(made.exitCode == 0, fs::exists(pdf));
}

TEST_F(MeasureCommands, WrongUseSaysWhatIsAllowed) {
    const std::string run = *s_folder / "run.json";
    const std::string truth = truthFile();
    const std::string query = queryFile();
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
        {{"evaluate", "--ground-truth", truth}, "DIR"},
        {{"evaluate", "--ground-truth", truth, "--run", run, "--degrade", "speckle"}, "--degrade"},
        {{"evaluate", photos(), "--ground-truth", truth, "--normalise", "avg"}, "sscd"},
        {{"evaluate", "--ground-truth", truth, "--run", run, "--html", "x.html"}, "--html"},
        {{"evaluate", "--ground-truth", truth, "--run", run, "--no-compensation"}, "--no-compensation"},
        {{"evaluate", photos(), "--ground-truth", truth, "--html", query}, "picture"},
        {{"atlas", photos(), "--ground-truth", truth, "--seeds", "3"}, "at least 10"},
        {{"atlas", photos(), "--ground-truth", truth, "--kinds", "smell"}, "gaussian_noise"},
        {{"compare", photos(), "--query", query, "--row", "histogram"}, "two to four"},
        {{"compare", photos(), "--query", query, "--row", "histogram+smell", "--row", "histogram"},
         "gaussian_noise"},
        {{"compare", photos(), "--query", query, "--persistence", "1"}, "between 0 and 1"},
    };
    for (const auto& [words, expected] : cases) {
        const auto outcome = adapnet(words);
        EXPECT_EQ(outcome.exitCode, 2) << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr(expected));
        EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    }
    const auto alone = adapnet(withCache({"compare", photos(), "--query", query}));
    EXPECT_EQ(alone.exitCode, 1) << "one model without a degradation leaves nothing to compare";
    EXPECT_THAT(alone.err, HasSubstr("two to four"));
    const auto missing = adapnet({"evaluate", "--ground-truth", truth, "--run", *s_folder / "none.json"});
    EXPECT_EQ(missing.exitCode, 1);
    EXPECT_THAT(missing.err, HasSubstr("none.json"));
}

}  // namespace
}  // namespace adapnet::test
