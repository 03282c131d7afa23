// What other programs rely on: names, JSON shapes, exit codes, one sentence on standard error.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "tests/support/drawn_gallery.h"

namespace adapnet::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::vector<std::string> keys(const nlohmann::json& object) {
    std::vector<std::string> names;
    for (const auto& [name, value] : object.items()) names.push_back(name);
    return names;
}

// JSON objects are compared as sets of names.
void expectKeys(const nlohmann::json& object, std::vector<std::string> expected) {
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(keys(object), expected);
}

void expectOneSentence(const CommandOutcome& outcome) {
    EXPECT_THAT(outcome.err, StartsWith("adapnet: "));
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_TRUE(outcome.out.empty()) << outcome.out;
}

struct FailingCase {
    std::vector<std::string> words;
    std::string expected;  // part of the sentence
};

// Side by side: most of the time goes into loading libraries.
void expectFailures(const std::vector<FailingCase>& cases, int exitCode) {
    constexpr std::size_t kAtOnce = 4;
    for (std::size_t first = 0; first < cases.size(); first += kAtOnce) {
        std::vector<std::unique_ptr<RunningCommand>> running;
        const std::size_t end = std::min(cases.size(), first + kAtOnce);
        for (std::size_t i = first; i < end; ++i) {
            auto words = cases[i].words;
            words.insert(words.begin(), adapnetProgram());
            running.push_back(std::make_unique<RunningCommand>(words));
        }
        for (std::size_t i = first; i < end; ++i) {
            const auto outcome = running[i - first]->wait();
            EXPECT_EQ(outcome.exitCode, exitCode) << outcome.err;
            expectOneSentence(outcome);
            EXPECT_THAT(outcome.err, HasSubstr(cases[i].expected));
        }
    }
}

class CommandLine : public DrawnGallery {};

TEST_F(CommandLine, IndexPrintsHowEveryFileEnded) {
    const TemporaryFolder own;
    drawGallery(own / "photos", 2, 2);
    writeText(own / "photos/broken.jpg", "no picture");
    std::string giant("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x4e\x20\0\0\x4e\x20\x08\x02\0\0\0", 29);
    writeText(own / "photos/giant.png", giant + std::string(400, 'x'));
    const std::vector<std::string> words{"index",   own / "photos",       "--models", "histogram",
                                         "--cache", own / "cache.sqlite", "--json"};
    const auto first = parsed(adapnet(words));
    expectKeys(first, {"added", "present", "missing", "damaged", "too_large", "seconds"});
    EXPECT_EQ(first["added"], 4);
    EXPECT_EQ(first["present"], 0);
    EXPECT_EQ(first["missing"], 0);
    ASSERT_EQ(first["damaged"].size(), 1U);
    expectKeys(first["damaged"][0], {"path", "reason"});
    EXPECT_EQ(first["damaged"][0]["path"], "broken.jpg");
    ASSERT_EQ(first["too_large"].size(), 1U);
    EXPECT_EQ(first["too_large"][0]["path"], "giant.png");
    EXPECT_THAT(first["too_large"][0]["reason"].get<std::string>(), HasSubstr("20000"));
    EXPECT_TRUE(first["seconds"].is_number());

    const auto second = parsed(adapnet(words));
    EXPECT_EQ(second["added"], 0);
    EXPECT_EQ(second["present"], 4);
    EXPECT_EQ(second["damaged"].size(), 1U);
}

TEST_F(CommandLine, SearchPrintsRankPathScoreAndLabel) {
    const auto json =
        parsed(adapnet(withCache({"search", photos(), "--query", queryFile(), "--top", "4", "--json"})));
    expectKeys(json, {"models", "timings_ms"});
    ASSERT_EQ(json["models"].size(), 1U);
    expectKeys(json["models"][0], {"model", "results"});
    EXPECT_EQ(json["models"][0]["model"], "histogram");
    const auto& results = json["models"][0]["results"];
    ASSERT_EQ(results.size(), 4U);
    double last = 2;
    for (std::size_t i = 0; i < results.size(); ++i) {
        expectKeys(results[i], {"rank", "path", "score", "label"});
        EXPECT_EQ(results[i]["rank"], i + 1);
        EXPECT_EQ(results[i]["label"], "unknown");
        EXPECT_LE(results[i]["score"].get<double>(), last);
        last = results[i]["score"];
    }
    EXPECT_EQ(results[0]["path"], "object1/view0.png");
    EXPECT_TRUE(json["timings_ms"].is_object());
}

TEST_F(CommandLine, SearchWithAGroundTruthLabelsResultsAndSearchesItsListOnly) {
    const auto json =
        parsed(adapnet(withCache({"search", photos(), "--query", queryFile(), "--box", "8,4,150,118",
                                  "--ground-truth", truthFile(), "--top", "100", "--json"})));
    const auto& results = json["models"][0]["results"];
    ASSERT_EQ(results.size(), 6U);
    for (const auto& result : results)
        EXPECT_EQ(result["label"],
                  result["path"].get<std::string>().starts_with("object1/") ? "positive" : "negative");
}

TEST_F(CommandLine, EvaluatePrintsEverySetUpAndSubset) {
    const auto json = parsed(adapnet(withCache({"evaluate", photos(), "--ground-truth", truthFile(),
                                                "--degrade", "gaussian_noise:sigma=0.2", "--json"})));
    expectKeys(json, {"models"});
    const auto& model = json["models"][0];
    expectKeys(model,
               {"model", "queries", "easy", "medium", "hard", "subsets", "retrieval", "copy_detection"});
    EXPECT_EQ(model["queries"], 3);
    for (const char* setup : {"easy", "medium", "hard"})
        expectKeys(model[setup], {"mAP", "mP@1", "mP@5", "mP@10"});
    EXPECT_GT(model["medium"]["mAP"].get<double>(), 0.0);
    EXPECT_LE(model["medium"]["mAP"].get<double>(), 1.0);
    EXPECT_TRUE(model["hard"]["mAP"].is_null());  // no hard positives: there is no such number
    expectKeys(model["subsets"], {"first"});
    expectKeys(model["subsets"]["first"], {"medium"});
    EXPECT_EQ(model["subsets"]["first"]["medium"], model["medium"]);
}

TEST_F(CommandLine, TheSeedDecidesTheNoiseOfAnEvaluation) {
    const auto run = [&](const std::string& seed) {
        return adapnet(withCache({"search", photos(), "--query", queryFile(), "--degrade", "speckle",
                                  "--degrade", "gaussian_noise:sigma=0.3", "--seed", seed, "--json"}));
    };
    const auto first = parsed(run("3"));
    EXPECT_EQ(first["models"], parsed(run("3"))["models"]);
    EXPECT_NE(first["models"], parsed(run("4"))["models"]);
    EXPECT_EQ(parsed(run("18446744073709551615"))["models"].size(), 1U);
}

TEST_F(CommandLine, TextOutputNamesEveryResult) {
    const auto outcome = adapnet(withCache({"search", photos(), "--query", queryFile(), "--top", "2"}));
    EXPECT_EQ(outcome.exitCode, 0);
    EXPECT_THAT(outcome.out, HasSubstr("object1/view0.png"));
    EXPECT_THAT(adapnet(withCache({"index", photos()})).out, HasSubstr("9 already present"));
    EXPECT_THAT(adapnet(withCache({"evaluate", photos(), "--ground-truth", truthFile()})).out,
                HasSubstr("medium"));
}

TEST_F(CommandLine, DegradeWritesTheCropThatASearchWouldSee) {
    const fs::path out = *s_folder / "degraded.png";
    const auto outcome =
        adapnet({"degrade", queryFile(), out, "--box", "10,20,90,100", "--degrade",
                 "salt_and_pepper:amount=0.2", "--degrade", "motion_blur:length=5", "--seed", "9"});
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    service::Query query;
    query.image = std::make_shared<const service::QueryImage>(*service::loadQueryImage(queryFile()));
    query.box = image::Box{10, 20, 90, 100};
    query.recipe.seed = 9;
    query.recipe.steps = {*degrade::parseStep("salt_and_pepper:amount=0.2"),
                          *degrade::parseStep("motion_blur:length=5")};
    const auto expected = service::cropQuery(query);
    const auto written = image::loadRgb(out);
    ASSERT_TRUE(expected && written);
    ASSERT_EQ(written->size(), cv::Size(80, 80));
    EXPECT_EQ(cv::norm(*written, expected->degraded, cv::NORM_INF), 0);
}

TEST_F(CommandLine, DegradeNeverWritesOverItsSource) {
    const std::string before = fileText(queryFile());
    fs::create_symlink(queryFile(), *s_folder / "alias.png");
    for (const fs::path& out : {queryFile(), *s_folder / "alias.png"}) {
        const auto outcome = adapnet({"degrade", queryFile(), out, "--degrade", "speckle"});
        EXPECT_EQ(outcome.exitCode, 1);
        expectOneSentence(outcome);
    }
    EXPECT_EQ(fileText(queryFile()), before);
}

TEST_F(CommandLine, ReportWritesTheAskedForms) {
    const fs::path html = *s_folder / "report.html";
    const fs::path csv = *s_folder / "report.csv";
    const fs::path json = *s_folder / "report.json";
    const auto outcome =
        adapnet(withCache({"report", photos(), "--query", queryFile(), "--box", "8,4,150,118", "--degrade",
                           "gaussian_noise:sigma=0.1", "--seed", "5", "--ground-truth", truthFile(), "--html",
                           html, "--csv", csv, "--out-json", json}));
    ASSERT_EQ(outcome.exitCode, 0) << outcome.err;
    EXPECT_THAT(fileText(html), HasSubstr("object1/view1.png"));
    EXPECT_THAT(fileText(html), Not(HasSubstr("<script")));
    EXPECT_THAT(fileText(csv), HasSubstr("object1/view1.png"));
    const auto record = nlohmann::json::parse(fileText(json), nullptr, false);
    ASSERT_FALSE(record.is_discarded());
    EXPECT_THAT(record.dump(), HasSubstr("gaussian_noise"));
}

TEST_F(CommandLine, ReportWritesAPdfOrSaysThatThisBuildCannot) {
    const fs::path pdf = *s_folder / "report.pdf";
    const auto outcome = adapnet(withCache({"report", photos(), "--query", queryFile(), "--pdf", pdf}));
    if (outcome.exitCode == 0) {
        EXPECT_THAT(fileText(pdf), StartsWith("%PDF-"));
    } else {
        EXPECT_EQ(outcome.exitCode, 1);
        expectOneSentence(outcome);
        EXPECT_THAT(outcome.err, HasSubstr("without Qt"));
    }
}

TEST_F(CommandLine, DemoSaysWhereItCannotWrite) {
    const auto nowhere = adapnet({"demo", "/proc/nowhere", "--seed", "2"});
    EXPECT_EQ(nowhere.exitCode, 1);
    expectOneSentence(nowhere);
    EXPECT_THAT(nowhere.err, HasSubstr("/proc/nowhere"));
}

TEST_F(CommandLine, ModelsIsAListThatNeverShowsTheTestModel) {
    const auto json = parsed(adapnet({"models", "--json"}));
    ASSERT_TRUE(json["models"].is_array());
    for (const auto& model : json["models"]) {
        EXPECT_NE(model["id"], "histogram");
        EXPECT_TRUE(model.contains("checksum"));
    }
}

TEST_F(CommandLine, BenchPrintsRateAndMillisecondsOfEveryStage) {
    const auto json = parsed(adapnet({"bench", "--images", photos(), "--models", "histogram", "--json"}));
    expectKeys(json, {"startup_seconds", "source", "models"});
    EXPECT_GT(json["startup_seconds"].get<double>(), 0.0);
    EXPECT_EQ(json["source"], "folder");
    const auto& model = json["models"][0];
    EXPECT_EQ(model["images"], 9);
    EXPECT_GT(model["images_per_second"].get<double>(), 0.0);
    for (const char* stage : {"decode", "resize", "forward", "write"})
        EXPECT_GE(model["ms_per_image"][stage].get<double>(), 0.0) << stage;
    EXPECT_GT(model["ms_per_image"]["decode"].get<double>(), 0.0);
}

TEST_F(CommandLine, WrongUseEndsWithTwoAndSaysWhatIsAllowed) {
    const std::string query = queryFile();
    const std::string folder = photos();
    const std::vector<FailingCase> cases{
        {{}, "adapnet --help"},
        {{"frobnicate"}, "frobnicate"},
        {{"search"}, "DIR"},
        {{"search", folder}, "--query"},
        {{"search", folder, "--query", query, "--box", "1,2,3"}, "x1,y1,x2,y2"},
        {{"search", folder, "--query", query, "--box", "9,9,5,5"}, "x1,y1,x2,y2"},
        {{"search", folder, "--query", query, "--degrade", "smoke"}, "gaussian_noise"},
        {{"search", folder, "--query", query, "--degrade", "gaussian_noise:sigma=7"}, "sigma"},
        {{"search", folder, "--query", query, "--degrade", "gaussian_noise:colour=1"}, "sigma"},
        {{"search", folder, "--query", query, "--seed", "-1"}, "seed"},
        {{"search", folder, "--query", query, "--seed", "0x10"}, "seed"},
        {{"search", folder, "--query", query, "--seed", "18446744073709551616"}, "seed"},
        {{"search", folder, "--query", query, "--top", "0"}, "--top"},
        {{"search", folder, "--query", query, "--models", "resnet"}, "histogram"},
        {{"search", folder, "--query", query, "--unknown-option"}, "--unknown-option"},
        {{"evaluate", folder}, "--ground-truth"},
        {{"index", folder, "--device", "tpu"}, "cuda:N"},
        {{"index", folder, "--precision", "fp64"}, "fp32"},
        {{"degrade", query, "/tmp/x.png"}, "--degrade"},
        {{"degrade", query, "/tmp/x.gif", "--degrade", "speckle"}, "png"},
        {{"report", folder, "--query", query}, "--html"},
        {{"report", folder, "--query", query, "--csv", query}, "picture"},
    };
    expectFailures(cases, 2);
}

TEST_F(CommandLine, FailuresEndWithOneAndSayWhatToDo) {
    writeText(*s_folder / "empty/notes.txt", "x");
    writeText(*s_folder / "bad.json", "{\"format\":\"other\"}");
    writeText(*s_folder / "bad.jpg", "no picture");
    const std::string query = queryFile();
    std::vector<FailingCase> cases{
        {{"index", *s_folder / "nowhere"}, "nowhere"},
        {{"index", *s_folder / "empty"}, "there is no picture"},
        {{"index", query}, "not a folder"},
        {{"search", photos(), "--query", *s_folder / "none.jpg"}, "none.jpg"},
        {{"search", photos(), "--query", *s_folder / "bad.jpg"}, "bad.jpg"},
        {{"search", photos(), "--query", query, "--box", "5000,5000,6000,6000"}, "5000,5000,6000,6000"},
        {{"evaluate", photos(), "--ground-truth", *s_folder / "none.json"}, "none.json"},
        {{"evaluate", photos(), "--ground-truth", *s_folder / "bad.json"}, "bad.json"},
    };
    for (auto& failing : cases) failing.words = withCache(failing.words);
    expectFailures(cases, 1);
}

TEST_F(CommandLine, AFullDiskBehindStandardOutputIsAFailure) {
    const auto outcome = shell("adapnet index " + photos().string() + " --models histogram --cache " +
                               (*s_folder / "cache.sqlite").string() + " --json > /dev/full");
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_THAT(outcome.err, HasSubstr("standard output"));
}

TEST_F(CommandLine, HelpAndVersionEndWithZero) {
    const auto help = adapnet({"--help"});
    EXPECT_EQ(help.exitCode, 0);
    EXPECT_THAT(help.out, HasSubstr("evaluate"));
    EXPECT_EQ(adapnet({"search", "--help"}).exitCode, 0);
    EXPECT_THAT(adapnet({"--version"}).out, testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

}  // namespace
}  // namespace adapnet::test
