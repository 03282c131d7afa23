#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/numbers.h"
#include "core/base/random.h"
#include "core/report/escape.h"
#include "core/report/run_record.h"

namespace adapnet::report {
namespace {

using testing::HasSubstr;
using testing::Not;

cv::Mat gradient(int width, int height, int shift) {
    cv::Mat out(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            out.at<cv::Vec3b>(y, x) = {static_cast<uchar>(x + shift), static_cast<uchar>(y),
                                       static_cast<uchar>(x + y)};
        }
    }
    return out;
}

RunRecord sampleRecord(const std::string& name) {
    RunRecord record;
    record.programVersion = "0.1.0";
    record.createdUtc = "2026-11-21T08:00:00Z";
    record.galleryFolder = "/photos/" + name;
    record.gallerySize = 12;
    record.groundTruth = name + ".json";
    record.queryPath = name;
    record.queryHash = std::string(64, 'a');
    record.box = image::Box{10, 12, 90, 70};
    record.recipe.seed = 18'446'744'073'709'551'615ULL;
    record.recipe.steps = {*degrade::parseStep("gaussian_noise:sigma=0.26"),
                           *degrade::parseStep("motion_blur")};
    record.recipe.steps[1].enabled = false;
    record.indexSettings = {"gallery mean removed", name};
    record.queryPicture = gradient(160, 120, 3);
    record.cleanCrop = gradient(80, 58, 9);
    record.degradedCrop = gradient(80, 58, 90);
    record.timingsMs = {{"search", 1.25}, {name, 2}};
    record.command = "adapnet search '/photos' --query '" + name + "'";
    for (const std::string id : {"adapnet", "baseline_gem"}) {
        RecordModel model;
        model.id = id;
        model.displayName = name;
        model.architecture = "mobilenet";
        model.checksum = std::string(64, 'b');
        model.licence = name;
        model.device = "cpu fp32 (cosine 1.0000)";
        model.featureKey = "key-" + id;
        model.indexKind = "exact";
        model.averagePrecision = 0.625;
        model.cosineToClean = 0.75;
        for (int rank = 1; rank <= 12; ++rank) {
            RecordResult result;
            result.rank = rank;
            result.path = name + "/" + std::to_string(rank) + ".jpg";
            result.score = 1.0 / rank - 0.5;
            result.label = static_cast<eval::Label>(rank % 4);
            result.cleanRank = rank % 3 == 0 ? 0 : 14 - rank;
            result.isNew = rank % 3 == 0;
            if (rank < 5) result.thumbnail = gradient(40, 30, rank);
            model.results.push_back(result);
        }
        record.models.push_back(model);
    }
    return record;
}

// Names as attackers and careless people make them: fixed ones and mixtures.
std::vector<std::string> hostileNames() {
    std::vector<std::string> names{"<script>alert(1)</script>.jpg",
                                   "\"><img src=x onerror=alert(1)>.jpg",
                                   "'><svg/onload=alert(1)>",
                                   "</style><script>x</script>",
                                   "</title><script>x</script>",
                                   "</pre><script>",
                                   "&lt;b&gt;&amp;",
                                   "]]><!--",
                                   "--><script>",
                                   "javascript:alert(1)",
                                   "=1+1",
                                   "=cmd|' /C calc'!A0",
                                   "+1",
                                   "-1",
                                   "@SUM(A1)",
                                   "\t=1",
                                   "\r=1",
                                   "\n=1",
                                   "\xEF\xBC\x9D"
                                   "1+1",
                                   "\xEF\xBC\x8B"
                                   "1",
                                   "\xEF\xBC\x8D"
                                   "1",
                                   "\xEF\xBC\xA0"
                                   "1",
                                   "'=1",
                                   "''=1",
                                   "'plain",
                                   "a,b",
                                   "a;b",
                                   "a\"b",
                                   "\"\"\"",
                                   "line\nbreak",
                                   "line\r\nbreak",
                                   " leading",
                                   "trailing ",
                                   "",
                                   "\x01\x02\x1b[31m",
                                   "\x7f",
                                   "\xE2\x80\xAE"
                                   "gpj.exe",
                                   "\xFF\xFE bad utf8 \xC3",
                                   "\xED\xA0\x80",
                                   "emoji \xF0\x9F\x98\x80",
                                   "\xE4\xB8\xAD\xE6\x96\x87.jpg",
                                   std::string("zero\0byte", 9),
                                   "${7*7}{{7*7}}<%=7%>",
                                   "%3Cscript%3E",
                                   "../../etc/passwd",
                                   std::string(3000, 'x'),
                                   "\\u003cscript\\u003e",
                                   "data:text/html,<b>",
                                   "a\\",
                                   "'; DROP TABLE x; --"};
    const std::vector<std::string> parts{"<",
                                         ">",
                                         "\"",
                                         "'",
                                         "&",
                                         "=",
                                         "+",
                                         "-",
                                         "@",
                                         "\t",
                                         "\r",
                                         "\n",
                                         ",",
                                         ";",
                                         "<script>",
                                         "</",
                                         "-->",
                                         "]]>",
                                         "\xEF\xBC\x9D",
                                         "\xE2\x80\xAE",
                                         "\xFF",
                                         "\x01",
                                         "'",
                                         "''",
                                         "a",
                                         " ",
                                         "\\",
                                         "\xC3\xA4"};
    RandomStream stream("hostile names");
    while (names.size() < 200) {
        std::string name;
        const auto count = 1 + stream.below(7);
        for (std::uint64_t i = 0; i < count; ++i) name += parts[stream.below(parts.size())];
        names.push_back(name);
    }
    return names;
}

std::vector<std::vector<std::string>> parseCsv(const std::string& text) {
    std::vector<std::vector<std::string>> rows{{""}};
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string& cell = rows.back().back();
        const char c = text[i];
        if (quoted) {
            if (c != '"')
                cell += c;
            else if (i + 1 < text.size() && text[i + 1] == '"')
                cell += text[++i];
            else
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',') {
            rows.back().emplace_back();
        } else if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
            ++i;
            rows.push_back({""});
        } else {
            cell += c;
        }
    }
    if (rows.back() == std::vector<std::string>{""}) rows.pop_back();
    return rows;
}

bool isFormula(const std::string& cell) {
    for (const std::string sign : {"=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B",
                                   "\xEF\xBC\x8D", "\xEF\xBC\xA0"}) {
        if (cell.starts_with(sign)) return true;
    }
    return false;
}

// The rule of the header: one apostrophe comes off when a formula sign follows the apostrophes.
std::string withoutGuard(const std::string& cell) {
    const auto first = std::min(cell.find_first_not_of('\''), cell.size());
    return first > 0 && isFormula(cell.substr(first)) ? cell.substr(1) : cell;
}

// Every tag of the page, without its attribute values: what a browser would act on.
std::set<std::string> tagsOf(const std::string& html) {
    std::set<std::string> tags;
    for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        const auto end = html.find_first_of(" >\n/", at + 2);
        tags.insert(html.substr(at + 1, end - at - 1));
    }
    return tags;
}

TEST(HtmlReport, HasNoScriptAndAPolicyThatForbidsIt) {
    const auto html = toHtml(sampleRecord("query.jpg"));
    ASSERT_TRUE(html) << html.error().message();
    EXPECT_THAT(*html, HasSubstr("Content-Security-Policy"));
    EXPECT_THAT(*html, HasSubstr("default-src 'none'; img-src data:; style-src 'unsafe-inline'"));
    EXPECT_THAT(*html, Not(HasSubstr("<script")));
    EXPECT_THAT(*html, Not(HasSubstr("http://")));
    EXPECT_THAT(*html, Not(HasSubstr("https://")));
    EXPECT_LT(html->find("Content-Security-Policy"), html->find("<style"));
}

TEST(HtmlReport, TellsEverythingNeededToRepeatIt) {
    const RunRecord record = sampleRecord("query.jpg");
    const auto html = toHtml(record);
    ASSERT_TRUE(html);
    for (const std::string part :
         {"query.jpg", "10,12,90,70", "18446744073709551615", "gaussian_noise:sigma=0.26", "adapnet",
          "baseline_gem", "key-adapnet", "mobilenet", "cpu fp32 (cosine 1.0000)", "gallery mean removed",
          "0.1.0", "2026-11-21T08:00:00Z", "0.6250", "0.7500",
          "adapnet search &#39;/photos&#39; --query &#39;query.jpg&#39;", "exact search",
          "prefers-color-scheme: dark", "@media print"}) {
        EXPECT_THAT(*html, HasSubstr(part));
    }
    EXPECT_THAT(*html, HasSubstr(std::string(64, 'a')));
    EXPECT_THAT(*html, HasSubstr(std::string(64, 'b')));
}

TEST(HtmlReport, ShowsLabelsByColourAndSign) {
    const auto html = toHtml(sampleRecord("query.jpg"));
    ASSERT_TRUE(html);
    EXPECT_THAT(*html, HasSubstr("card positive"));
    EXPECT_THAT(*html, HasSubstr("title=\"positive\">+<"));
    EXPECT_THAT(*html, HasSubstr("title=\"negative\">&minus;<"));
    EXPECT_THAT(*html, HasSubstr("title=\"junk (not counted)\">&#9675;<"));
    EXPECT_THAT(*html, HasSubstr("class=\"new\">new"));
    EXPECT_THAT(*html, HasSubstr("&#9650; 12"));  // rank 1, thirteenth before
    RunRecord unknown = sampleRecord("query.jpg");
    for (auto& model : unknown.models) {
        for (auto& result : model.results) result.label = eval::Label::Unknown;
    }
    EXPECT_THAT(*toHtml(unknown), Not(HasSubstr("class=\"sign\" title")));
}

TEST(HtmlReport, CarriesItsPicturesInside) {
    const auto html = toHtml(sampleRecord("query.jpg"));
    ASSERT_TRUE(html);
    std::size_t pictures = 0;
    for (std::size_t at = html->find("src=\""); at != std::string::npos; at = html->find("src=\"", at + 1)) {
        EXPECT_EQ(html->compare(at, 28, "src=\"data:image/jpeg;base64,"), 0);
        ++pictures;
    }
    EXPECT_EQ(pictures, 3U + 2 * 4);
    RunRecord bare = sampleRecord("query.jpg");
    bare.queryPicture = bare.cleanCrop = bare.degradedCrop = cv::Mat();
    bare.models.clear();
    EXPECT_THAT(*toHtml(bare), HasSubstr("no picture"));
}

TEST(HtmlReport, DrawsTheBoxIntoTheQueryPicture) {
    const auto plain = [] {
        RunRecord record = sampleRecord("q");
        record.box.reset();
        return *toHtml(record);
    }();
    const auto picture = [](const std::string& html) {
        const auto from = html.find("base64,");
        return html.substr(from, html.find('"', from) - from);
    };
    EXPECT_NE(picture(plain), picture(*toHtml(sampleRecord("q"))));
    EXPECT_THAT(plain, HasSubstr("whole picture"));
}

TEST(Reports, AreNotChangedByHostileNames) {
    const auto quiet = toHtml(sampleRecord("quiet"));
    ASSERT_TRUE(quiet);
    const std::set<std::string> tags = tagsOf(*quiet);
    const auto lessThan = std::count(quiet->begin(), quiet->end(), '<');
    const auto quotes = std::count(quiet->begin(), quiet->end(), '"');
    const auto names = hostileNames();
    ASSERT_EQ(names.size(), 200U);
    for (const std::string& name : names) {
        const RunRecord record = sampleRecord(name);
        const std::string shown = validUtf8(name);

        const auto html = toHtml(record);
        ASSERT_TRUE(html);
        EXPECT_EQ(tagsOf(*html), tags) << name;
        EXPECT_EQ(std::count(html->begin(), html->end(), '<'), lessThan) << name;
        EXPECT_EQ(std::count(html->begin(), html->end(), '"'), quotes) << name;

        const auto rows = parseCsv(toCsv(record));
        ASSERT_EQ(rows.size(), 25U) << name;
        for (const auto& row : rows) {
            ASSERT_EQ(row.size(), rows[0].size()) << name;
            for (std::size_t i = 0; i < row.size(); ++i) {
                EXPECT_TRUE(!isFormula(row[i]) || parseReal(row[i])) << name << " column " << i;
            }
        }
        EXPECT_EQ(withoutGuard(rows[1][0]), shown);
        EXPECT_EQ(withoutGuard(rows[12][16]), validUtf8(name + "/12.jpg"));

        const std::string json = toJson(record);
        EXPECT_EQ(json.find_first_of("<>&"), std::string::npos);
        const auto parsed = nlohmann::json::parse(json, nullptr, false);
        ASSERT_FALSE(parsed.is_discarded()) << name;
        EXPECT_EQ(parsed["query"]["path"], shown);
        EXPECT_EQ(parsed["models"][1]["results"][11]["path"], validUtf8(name + "/12.jpg"));
    }
}

TEST(JsonReport, ReadsBackWhatItWrote) {
    const RunRecord record = sampleRecord("query.jpg");
    const std::string json = toJson(record);
    const auto again = recordFromJson(json);
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(toJson(*again), json);
    EXPECT_EQ(again->recipe, record.recipe);
    EXPECT_EQ(again->box, record.box);
    EXPECT_EQ(again->models[0].results[2].label, record.models[0].results[2].label);
    EXPECT_EQ(again->models[0].results[2].cleanRank, 0);
    EXPECT_EQ(again->models[1].averagePrecision, 0.625);
}

TEST(JsonReport, WritesUnknownNumbersAsNull) {
    RunRecord record = sampleRecord("query.jpg");
    record.models[0].cosineToClean = std::nan("");
    record.models[0].averagePrecision.reset();
    record.box.reset();
    const auto parsed = nlohmann::json::parse(toJson(record));
    EXPECT_TRUE(parsed["models"][0]["cosine_to_clean"].is_null());
    EXPECT_TRUE(parsed["models"][0]["average_precision"].is_null());
    EXPECT_TRUE(parsed["query"]["box"].is_null());
    const auto again = recordFromJson(toJson(record));
    ASSERT_TRUE(again);
    EXPECT_TRUE(std::isnan(again->models[0].cosineToClean));
}

TEST(JsonReport, RefusesForeignAndDamagedText) {
    for (const std::string text : {"", "{", "[]", "{}", "null", R"({"format":"adapnet-report","version":2})",
                                   R"({"format":"adapnet-report","version":1})"}) {
        const auto record = recordFromJson(text);
        ASSERT_FALSE(record) << text;
        EXPECT_EQ(record.error().code, ErrorCode::BadInput);
    }
    EXPECT_FALSE(recordFromJson(std::string(1'000'000, '[')));
    const std::string good = toJson(sampleRecord("query.jpg"));
    RandomStream stream("report damage");
    int refused = 0;
    for (int i = 0; i < 300; ++i) {
        std::string text = good;
        const auto at = stream.below(text.size());
        text.erase(at, 1 + stream.below(40));
        refused += recordFromJson(text) ? 0 : 1;
    }
    EXPECT_GT(refused, 150);
}

TEST(Escape, FollowsTheRulesOfEachFormat) {
    EXPECT_EQ(htmlText("<a href=\"x\">'&"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    EXPECT_EQ(htmlText("a\x01z"), "a\xEF\xBF\xBDz");
    EXPECT_EQ(htmlText("\xE2\x80\xAEgpj"), "\xEF\xBF\xBDgpj");
    EXPECT_EQ(csvText("plain"), "plain");
    EXPECT_EQ(csvText("a,b"), "\"a,b\"");
    EXPECT_EQ(csvText("a\"b"), "\"a\"\"b\"");
    EXPECT_EQ(csvText("=1+1"), "'=1+1");
    EXPECT_EQ(csvText("'=1"), "''=1");
    EXPECT_EQ(csvText("'quoted'"), "'quoted'");
    EXPECT_EQ(csvText("\xEF\xBC\x9D"
                      "1"),
              "'\xEF\xBC\x9D"
              "1");
    EXPECT_EQ(csvText("\t1"), "\"'\t1\"");
    EXPECT_EQ(jsonForPages("{\"a\":\"</script>&\"}"), "{\"a\":\"\\u003c/script\\u003e\\u0026\"}");
    const std::string text = "Man";
    EXPECT_EQ(base64(std::as_bytes(std::span(text))), "TWFu");
    EXPECT_EQ(base64(std::as_bytes(std::span(text).first(2))), "TWE=");
    EXPECT_EQ(base64(std::as_bytes(std::span(text).first(1))), "TQ==");
    EXPECT_EQ(base64({}), "");
}

}  // namespace
}  // namespace adapnet::report
