#include "core/eval/ground_truth.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/random.h"

namespace adapnet::eval {
namespace {

using testing::HasSubstr;

const std::string kGood = R"({"format":"adapnet-ground-truth","version":1,"name":"small",
 "gallery":["a/1.jpg","a/2.jpg","b/1.jpg","b/2.jpg"],
 "queries":[{"image":"q/a.jpg","box":[1,2,30.5,40],"subset":"a","easy":["a/1.jpg"],"hard":["a/2.jpg"],"junk":["b/2.jpg"]},
            {"image":"b/1.jpg","box":null,"subset":"","easy":[],"hard":[],"junk":[]},
            {"image":"q/a.jpg","box":[5,5,9,9],"easy":["b/1.jpg"]}]})";

// kGood with one part replaced.
std::string with(const std::string& part, const std::string& other) {
    std::string text = kGood;
    const auto at = text.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    return text.replace(at, part.size(), other);
}

std::string errorOf(const std::string& json) {
    const auto truth = parseGroundTruth(json);
    EXPECT_FALSE(truth) << json;
    if (truth) return {};
    EXPECT_EQ(truth.error().code, ErrorCode::BadInput);
    EXPECT_EQ(truth.error().detail.find('\n'), std::string::npos);
    return truth.error().detail;
}

TEST(GroundTruth, ReadsEveryFieldOfTheFormat) {
    const auto truth = parseGroundTruth(kGood);
    ASSERT_TRUE(truth) << truth.error().message();
    EXPECT_EQ(truth->name, "small");
    EXPECT_EQ(truth->gallery.size(), 4U);
    ASSERT_EQ(truth->queries.size(), 3U);
    const GroundTruthQuery& first = truth->queries[0];
    EXPECT_EQ(first.image, "q/a.jpg");
    EXPECT_EQ(first.subset, "a");
    EXPECT_EQ(*first.box, (std::array<double, 4>{1, 2, 30.5, 40}));
    EXPECT_EQ(first.hard, std::vector<std::string>{"a/2.jpg"});
    EXPECT_FALSE(truth->queries[1].box);
}

TEST(GroundTruth, WritesWhatItReads) {
    const auto truth = parseGroundTruth(kGood);
    ASSERT_TRUE(truth);
    const std::string text = groundTruthToJson(*truth);
    const auto again = parseGroundTruth(text);
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(groundTruthToJson(*again), text);
    EXPECT_EQ(again->queries[0].box, truth->queries[0].box);
    EXPECT_EQ(again->queries[2].easy, truth->queries[2].easy);
}

TEST(GroundTruth, FindsTheQueryOfABoxElseTheFirstOfThePicture) {
    const auto truth = parseGroundTruth(kGood);
    ASSERT_TRUE(truth);
    EXPECT_EQ(truth->find("q/a.jpg"), &truth->queries[0]);
    EXPECT_EQ(truth->find("q/a.jpg", {5, 5, 9, 9}), &truth->queries[2]);
    EXPECT_EQ(truth->find("q/a.jpg", {0, 0, 9, 9}), &truth->queries[0]);
    EXPECT_EQ(truth->find("elsewhere.jpg"), nullptr);
}

TEST(GroundTruth, LabelsFollowTheMediumSetUp) {
    const auto truth = parseGroundTruth(kGood);
    ASSERT_TRUE(truth);
    const GroundTruthQuery& query = truth->queries[0];
    EXPECT_EQ(labelOf(query, "a/1.jpg"), Label::Positive);
    EXPECT_EQ(labelOf(query, "a/2.jpg"), Label::Positive);
    EXPECT_EQ(labelOf(query, "b/2.jpg"), Label::Junk);
    EXPECT_EQ(labelOf(query, "q/a.jpg"), Label::Junk) << "the query picture itself";
    EXPECT_EQ(labelOf(query, "b/1.jpg"), Label::Negative);
    EXPECT_STREQ(labelName(Label::Positive), "positive");
    EXPECT_STREQ(labelName(Label::Unknown), "unknown");
}

TEST(GroundTruth, SaysInOneSentenceWhatIsWrong) {
    EXPECT_THAT(errorOf("{"), HasSubstr("not valid JSON"));
    EXPECT_THAT(errorOf("[]"), HasSubstr("JSON object"));
    EXPECT_THAT(errorOf(with("adapnet-ground-truth", "something")), HasSubstr("\"format\" must be"));
    EXPECT_THAT(errorOf(with("\"version\":1", "\"version\":2")), HasSubstr("version 2"));
    EXPECT_THAT(errorOf(with("\"version\":1", "\"version\":\"1\"")), HasSubstr("no \"version\""));
    EXPECT_THAT(errorOf(with("\"gallery\"", "\"galery\"")), HasSubstr("no list \"gallery\""));
    EXPECT_THAT(errorOf(with("\"queries\"", "\"query\"")), HasSubstr("no list \"queries\""));
    EXPECT_THAT(errorOf(with("a/2.jpg\",\"b/1", "a/1.jpg\",\"b/1")), HasSubstr("twice in the gallery"));
    EXPECT_THAT(errorOf(with("\"easy\":[\"a/1.jpg\"]", "\"easy\":[\"a/9.jpg\"]")),
                HasSubstr("query 1 (q/a.jpg) is not in the gallery"));
    EXPECT_THAT(errorOf(with("\"hard\":[\"a/2.jpg\"]", "\"hard\":[\"a/1.jpg\"]")), HasSubstr("stands twice"));
    EXPECT_THAT(errorOf(with("\"easy\":[\"a/1.jpg\"]", "\"easy\":\"a/1.jpg\"")), HasSubstr("must be a list"));
    EXPECT_THAT(errorOf(with("\"easy\":[\"a/1.jpg\"]", "\"easy\":[7]")), HasSubstr("not a path"));
    EXPECT_THAT(errorOf(with("\"image\":\"b/1.jpg\"", "\"picture\":\"b/1.jpg\"")),
                HasSubstr("query 2 has no \"image\""));
    EXPECT_THAT(errorOf(with("[1,2,30.5,40]", "[1,2,30.5]")), HasSubstr("four numbers"));
    EXPECT_THAT(errorOf(with("[1,2,30.5,40]", "[1,2,true,40]")), HasSubstr("four numbers"));
    EXPECT_THAT(errorOf(with("[1,2,30.5,40]", "[30,2,1,40]")), HasSubstr("is empty"));
    EXPECT_THAT(errorOf(with("[1,2,30.5,40]", "[1,2,1e300,40]")), HasSubstr("outside"));
    EXPECT_THAT(errorOf(with("\"version\":1,", "\"version\":1,\"version\":1,")),
                HasSubstr("stands twice in one object"));
}

TEST(GroundTruth, NeverLeadsOutOfTheGalleryFolder) {
    EXPECT_THAT(errorOf(with("q/a.jpg", "../a.jpg")), HasSubstr("leads out"));
    EXPECT_THAT(errorOf(with("q/a.jpg", "q/../../a.jpg")), HasSubstr("leads out"));
    EXPECT_THAT(errorOf(with("q/a.jpg", "/etc/passwd")), HasSubstr("is absolute"));
    EXPECT_THAT(errorOf(with("q/a.jpg", "q\\u0000a.jpg")), HasSubstr("zero byte"));
    EXPECT_THAT(errorOf(with("\"a/1.jpg\",\"a/2.jpg\"", "\"\",\"a/2.jpg\"")), HasSubstr("is empty"));
    EXPECT_TRUE(parseGroundTruth(with("b/2.jpg\"],\n", "b/2.jpg\",\"..b/...jpg\"],\n")))
        << "dots in a name are harmless";
}

TEST(GroundTruth, RefusesDeepNestingWithoutRecursion) {
    EXPECT_THAT(errorOf(std::string(2'000'000, '[')), HasSubstr("nested too deeply"));
    EXPECT_TRUE(parseGroundTruth(with("\"small\"", "\"[[[[[[[[[[[[[ \\\" [[[\"")))
        << "brackets in a text do not count";
}

TEST(GroundTruth, SurvivesAnyDamage) {
    RandomStream stream("ground truth damage");
    int refused = 0;
    for (int i = 0; i < 3000; ++i) {
        std::string text = kGood;
        for (int k = 0; k < 1 + i % 3; ++k) {
            const auto at = static_cast<std::size_t>(stream.below(text.size()));
            switch (stream.below(3)) {
                case 0:
                    text[at] = static_cast<char>(stream.below(256));
                    break;
                case 1:
                    text.erase(at, 1 + stream.below(9));
                    break;
                default:
                    text.insert(at, text.substr(stream.below(text.size()), 1 + stream.below(9)));
            }
        }
        const auto truth = parseGroundTruth(text);
        if (truth)
            groundTruthToJson(*truth);
        else
            ++refused;
    }
    EXPECT_GT(refused, 1000);
}

TEST(GroundTruth, NamesTheFileThatCannotBeRead) {
    const auto missing = loadGroundTruth("/nowhere/ground-truth.json");
    ASSERT_FALSE(missing);
    EXPECT_THAT(missing.error().message(), HasSubstr("/nowhere/ground-truth.json"));
    const auto folder = loadGroundTruth(std::filesystem::temp_directory_path());
    EXPECT_FALSE(folder);
}

}  // namespace
}  // namespace adapnet::eval
