// `curve`, `figure` and `report verify`, run as another program would.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/drawn_gallery.h"

namespace adapnet::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class CurveCommand : public DrawnGallery {
  protected:
    static void SetUpTestSuite() { draw(4); }
    static std::vector<std::string> about(std::vector<std::string> words) {
        const std::vector<std::string> common{photos(),         "--query",   queryFile(),
                                              "--ground-truth", truthFile(), "--models",
                                              "histogram",      "--cache",   *s_folder / "cache.sqlite",
                                              "--seed",         "5"};
        words.insert(words.begin() + 1, common.begin(), common.end());
        return words;
    }
};

TEST_F(CurveCommand, PrintsTheRanksOfTheSearchAtEveryPoint) {
    const auto curve = parsed(adapnet(about({"curve", "--box", "8,4,150,118", "--degrade", "motion_blur",
                                             "--degrade", "gaussian_noise:sigma=0.1", "--json"})));
    EXPECT_EQ(curve["axis"], "strength");
    EXPECT_EQ(curve["step"], 2);
    EXPECT_EQ(curve["parameter"], "sigma");
    ASSERT_EQ(curve["points"].size(), 21U);
    ASSERT_EQ(curve["positives"].size(), 2U);
    for (const std::size_t i : {std::size_t{0}, std::size_t{13}, std::size_t{20}}) {
        const auto& point = curve["points"][i];
        std::vector<std::string> words{"search", "--box", "8,4,150,118", "--top", "100", "--json"};
        for (const auto& step : point["degrade"]) {
            words.emplace_back("--degrade");
            words.push_back(step);
        }
        const auto search = parsed(adapnet(about(words)));
        for (std::size_t p = 0; p < 2; ++p) {
            int rank = 0;
            for (const auto& result : search["models"][0]["results"])
                if (result["path"] == curve["positives"][p]) rank = result["rank"];
            EXPECT_EQ(curve["models"][0]["ranks"][i][p], rank) << point.dump();
        }
    }
    const auto text = adapnet(about({"curve", "--along", "box-scale", "--values", "0.5,1"}));
    EXPECT_EQ(text.exitCode, 0) << text.err;
    EXPECT_THAT(text.out, HasSubstr("the top 10"));
}

TEST_F(CurveCommand, SaysWhatCannotVary) {
    for (const auto& [words, expected] : std::vector<std::pair<std::vector<std::string>, std::string>>{
             {{"curve"}, "box-x"},
             {{"curve", "--along", "angle", "--degrade", "jpeg"}, "angle"},
             {{"curve", "--along", "7:quality", "--degrade", "jpeg"}, "7"},
             {{"curve", "--along", "quality", "--degrade", "jpeg", "--values", "5,500"}, "quality"},
             {{"curve", "--along", "box-x", "--values", "a"}, "no number"},
             {{"figure", "--out", "x.gif"}, "svg"},
             {{"figure", "--out", "x.png", "--ranks", "9-2"}, "ranks"}}) {
        const auto outcome = adapnet(about(words));
        EXPECT_EQ(outcome.exitCode, 2) << outcome.err;
        EXPECT_THAT(outcome.err, StartsWith("adapnet: "));
        EXPECT_THAT(outcome.err, HasSubstr(expected));
    }
    const auto unknown = adapnet(about({"curve", "--along", "box-x", "--follow", "none.png"}));
    EXPECT_EQ(unknown.exitCode, 1);
    EXPECT_THAT(unknown.err, HasSubstr("none.png"));
}

TEST_F(CurveCommand, AReportIsVerifiedAndAChangedOneIsNot) {
    const fs::path report = *s_folder / "report.json";
    const fs::path trec = *s_folder / "report.trec";
    const auto made = adapnet(
        about({"report", "--degrade", "gaussian_noise:sigma=0.2", "--out-json", report, "--trec", trec}));
    ASSERT_EQ(made.exitCode, 0) << made.err;
    EXPECT_THAT(fileText(trec), HasSubstr("object1/view0.png Q0 object1/view"));
    const auto equal = adapnet({"report", "verify", report});
    EXPECT_EQ(equal.exitCode, 0) << equal.out << equal.err;
    EXPECT_THAT(equal.out, HasSubstr("equal: "));

    auto json = nlohmann::ordered_json::parse(fileText(report));
    json["recipe"]["seed"] = 6;
    writeText(report, json.dump());
    const auto changed = adapnet({"report", "verify", report, "--json"});
    EXPECT_EQ(changed.exitCode, 1);
    EXPECT_THAT(changed.err, HasSubstr("difference"));
    const auto found = nlohmann::json::parse(changed.out);
    EXPECT_EQ(found["equal"], false);
    EXPECT_EQ(found["differences"][0]["where"], "/sha256");
    EXPECT_GT(found["differences"].size(), 1U);

    EXPECT_EQ(adapnet({"report", "verify", *s_folder / "none.json"}).exitCode, 1);
    EXPECT_EQ(adapnet({"report", "verify"}).exitCode, 2);
    EXPECT_EQ(adapnet({"report"}).exitCode, 2);
}

TEST_F(CurveCommand, AFigureIsDrawnWhereQtIsThere) {
    const fs::path svg = *s_folder / "figure.svg";
    const fs::path png = *s_folder / "figure.png";
    const auto outcome = adapnet(about({"figure", "--ranks", "2-5", "--out", svg, "--out", png}));
    if (outcome.exitCode == 0) {
        EXPECT_THAT(fileText(svg), HasSubstr("<svg"));
        EXPECT_THAT(fileText(png), StartsWith("\x89PNG"));
    } else {
        EXPECT_EQ(outcome.exitCode, 1);
        EXPECT_THAT(outcome.err, HasSubstr("without Qt"));
    }
}

}  // namespace
}  // namespace adapnet::test
