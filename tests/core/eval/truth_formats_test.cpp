#include "core/eval/truth_formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/base/random.h"
#include "core/eval/truth_rules.h"

namespace adapnet::eval {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Paths = std::vector<std::string>;

GroundTruth sample() {
    GroundTruth truth;
    truth.gallery = {"a b/1.jpg", "c/2%20.jpg", "d#3.jpg", "e/4.jpg"};
    truth.queries.push_back(
        {"q 1.jpg", std::array<double, 4>{1, 2, 3, 4}, "s", {"a b/1.jpg"}, {"c/2%20.jpg"}, {"d#3.jpg"}});
    truth.queries.push_back({"q 1.jpg", std::nullopt, "", {"d#3.jpg"}, {}, {}});
    truth.queries.push_back({"alone.jpg", std::nullopt, "", {}, {}, {}});
    return truth;
}

TEST(TruthFormats, QrelsSayTheSameListsForEveryQuery) {
    const GroundTruth before = sample();
    const std::string text = groundTruthToQrels(before);
    EXPECT_THAT(text, HasSubstr("q%201.jpg 0 a%20b/1.jpg 1\n"));
    EXPECT_THAT(text, HasSubstr("q%201.jpg#2 0 d%233.jpg 1\n"));
    EXPECT_EQ(truthFormatOf(text), TruthFormat::Qrels);
    const auto after = parseQrels(text);
    ASSERT_TRUE(after) << after.error().message();
    ASSERT_EQ(after->queries.size(), before.queries.size());
    for (std::size_t q = 0; q < before.queries.size(); ++q) {
        EXPECT_EQ(after->queries[q].image, before.queries[q].image);
        EXPECT_EQ(after->queries[q].easy, before.queries[q].easy);
        EXPECT_EQ(after->queries[q].hard, before.queries[q].hard);
        EXPECT_EQ(after->queries[q].junk, before.queries[q].junk);
    }
    EXPECT_EQ(groundTruthToQrels(*after), text);
}

TEST(TruthFormats, QrelsKeepRandomListsThroughWritingAndReading) {
    RandomStream stream("qrels");
    for (int round = 0; round < 200; ++round) {
        GroundTruth truth;
        for (std::uint64_t i = 0, n = 1 + stream.below(9); i < n; ++i) {
            std::string name = std::to_string(i) + "-";
            for (std::uint64_t k = 0; k < 4; ++k) name += static_cast<char>(1 + stream.below(126));
            std::replace(name.begin(), name.end(), '/', 'x');
            truth.gallery.push_back(name + ".jpg");
        }
        for (std::uint64_t q = 0, n = 1 + stream.below(4); q < n; ++q) {
            GroundTruthQuery query;
            query.image = "q" + std::to_string(stream.below(2)) + ".jpg";
            for (const auto& path : truth.gallery) {
                const auto kind = stream.below(4);
                if (kind < 3) (kind == 0 ? query.easy : kind == 1 ? query.hard : query.junk).push_back(path);
            }
            truth.queries.push_back(std::move(query));
        }
        const auto after = parseQrels(groundTruthToQrels(truth));
        ASSERT_TRUE(after) << after.error().message() << groundTruthToQrels(truth);
        ASSERT_EQ(after->queries.size(), truth.queries.size());
        for (std::size_t q = 0; q < truth.queries.size(); ++q) {
            EXPECT_EQ(after->queries[q].image, truth.queries[q].image);
            EXPECT_EQ(after->queries[q].easy, truth.queries[q].easy);
            EXPECT_EQ(after->queries[q].hard, truth.queries[q].hard);
            EXPECT_EQ(after->queries[q].junk, truth.queries[q].junk);
        }
    }
}

TEST(TruthFormats, QrelsOfOtherProgramsAreRead) {
    const auto truth = parseQrels(
        "\xEF\xBB\xBF"
        "301 0 FT911-3 1\r\n301 0 FT911-4 0\r\n\r\n302\t0\tFT911-3\t3\r\n");
    ASSERT_TRUE(truth) << truth.error().message();
    ASSERT_EQ(truth->queries.size(), 2U);
    EXPECT_EQ(truth->queries[0].image, "301");
    EXPECT_THAT(truth->queries[0].easy, ElementsAre("FT911-3"));
    EXPECT_THAT(truth->queries[1].hard, ElementsAre("FT911-3"));
    EXPECT_THAT(truth->gallery, ElementsAre("FT911-3", "FT911-4"));
    const auto wrong = parseQrels("301 0 a 1\n301 0 a 1\n");
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().message(), HasSubstr("line 2"));
    EXPECT_THAT(wrong.error().message(), HasSubstr("judged twice"));
    EXPECT_FALSE(parseQrels("301 0 ../../etc/passwd 1\n"));
    EXPECT_FALSE(parseQrels("301 0 %2Fetc/passwd 1\n")) << "escapes do not lead out either";
    EXPECT_FALSE(parseQrels("301 0 a one\n"));
    EXPECT_FALSE(parseQrels("\n"));
}

TEST(TruthFormats, ChallengeCsvIsReadWithAndWithoutAHeader) {
    for (const char* header : {"query_id,reference_id\n", ""}) {
        const auto truth = parseTruthCsv(std::string(header) + "Q00000,R1\nQ00001,\nQ00000,R2\n");
        ASSERT_TRUE(truth) << truth.error().message();
        ASSERT_EQ(truth->queries.size(), 2U);
        EXPECT_THAT(truth->queries[0].easy, ElementsAre("R1", "R2"));
        EXPECT_EQ(truth->queries[1].image, "Q00001");
        EXPECT_THAT(truth->queries[1].easy, IsEmpty());
    }
}

TEST(TruthFormats, CsvWithBoxesLabelsAndQuotesIsRead) {
    const auto truth = parseTruthCsv(
        "Query;Path;Label;x1;y1;x2;y2;subset\r\n"
        "\"a;\"\"1\"\".jpg\";r1.jpg;easy;1;2.5;30;40;books\r\n"
        "\"a;\"\"1\"\".jpg\";r2.jpg;HARD;1;2.5;30;40;books\r\n"
        "\"a;\"\"1\"\".jpg\";r3.jpg;junk;5;5;30;40;books\r\n"
        "b.jpg;r1.jpg;negative;;;;;\r\n");
    ASSERT_TRUE(truth) << truth.error().message();
    ASSERT_EQ(truth->queries.size(), 3U) << "another box is another query";
    EXPECT_EQ(truth->queries[0].image, "a;\"1\".jpg");
    EXPECT_EQ(*truth->queries[0].box, (std::array<double, 4>{1, 2.5, 30, 40}));
    EXPECT_EQ(truth->queries[0].subset, "books");
    EXPECT_THAT(truth->queries[0].easy, ElementsAre("r1.jpg"));
    EXPECT_THAT(truth->queries[0].hard, ElementsAre("r2.jpg"));
    EXPECT_THAT(truth->queries[1].junk, ElementsAre("r3.jpg"));
    EXPECT_FALSE(truth->queries[2].box);
    EXPECT_THAT(truth->gallery, ElementsAre("r1.jpg", "r2.jpg", "r3.jpg"));
}

TEST(TruthFormats, CsvSaysWhichLineIsWrong) {
    const auto messageOf = [](const char* text) {
        const auto truth = parseTruthCsv(text);
        return truth ? std::string("read") : truth.error().message();
    };
    EXPECT_THAT(messageOf("query,path,label\na.jpg,b.jpg,easy\na.jpg,c.jpg,good\n"),
                testing::AllOf(HasSubstr("line 3"), HasSubstr("good")));
    EXPECT_THAT(messageOf("query,path,x1,y1,x2,y2\na.jpg,b.jpg,1,2,x,4\n"), HasSubstr("no coordinate"));
    EXPECT_THAT(messageOf("query,path,x1,y1,x2,y2\na.jpg,b.jpg,1,2,,4\n"), HasSubstr("needs all"));
    EXPECT_THAT(messageOf("query,path,x1,y1,x2,y2\na.jpg,b.jpg,9,2,3,4\n"), HasSubstr("is empty"));
    EXPECT_THAT(messageOf("a.jpg,/etc/passwd\n"), HasSubstr("is absolute"));
    EXPECT_THAT(messageOf("a.jpg,\"b.jpg\n"), HasSubstr("not closed"));
    EXPECT_THAT(messageOf("query,path\n"), HasSubstr("names no query"));
}

TEST(TruthFormats, ClassFoldersAskEveryPictureForItsClass) {
    const Paths paths{"cat/1.jpg", "cat/2.jpg", "cat/deep/3.jpg", "dog/1.jpg", "loose.jpg"};
    const auto truth = truthFromClassFolders(paths);
    ASSERT_TRUE(truth) << truth.error().message();
    EXPECT_EQ(truth->gallery, paths);
    ASSERT_EQ(truth->queries.size(), 4U);
    EXPECT_EQ(truth->queries[0].image, "cat/1.jpg");
    EXPECT_EQ(truth->queries[0].subset, "cat");
    EXPECT_THAT(truth->queries[0].easy, ElementsAre("cat/2.jpg", "cat/deep/3.jpg"));
    EXPECT_THAT(truth->queries[3].easy, IsEmpty()) << "a class of one finds nothing";
    EXPECT_FALSE(truthFromClassFolders(Paths{"1.jpg", "2.jpg"}));
    EXPECT_FALSE(truthFromClassFolders(Paths{"a/1.jpg", "b/2.jpg"}));
}

TEST(TruthFormats, ClassFoldersMayKeepQueriesApart) {
    const Paths paths{"gallery/cat/1.jpg", "gallery/cat/2.jpg", "gallery/dog/1.jpg", "notes/x.jpg",
                      "queries/cat/9.jpg"};
    const auto truth = truthFromClassFolders(paths);
    ASSERT_TRUE(truth) << truth.error().message();
    EXPECT_THAT(truth->gallery, ElementsAre("gallery/cat/1.jpg", "gallery/cat/2.jpg", "gallery/dog/1.jpg"));
    ASSERT_EQ(truth->queries.size(), 1U);
    EXPECT_EQ(truth->queries[0].image, "queries/cat/9.jpg");
    EXPECT_THAT(truth->queries[0].easy, ElementsAre("gallery/cat/1.jpg", "gallery/cat/2.jpg"));
}

TEST(TruthFormats, AFolderCompletesWhatAFormatCannotSay) {
    auto truth = parseTruthCsv("Q1,R1\nQ2,\nQ3,gone.jpg\n");
    ASSERT_TRUE(truth);
    const Paths paths{"queries/Q1.jpg", "queries/Q2.jpg", "queries/Q3.png", "refs/R1.jpg", "refs/R2.jpg"};
    completeFromFolder(*truth, paths);
    EXPECT_EQ(truth->queries[0].image, "queries/Q1.jpg");
    EXPECT_THAT(truth->queries[0].easy, ElementsAre("refs/R1.jpg"));
    EXPECT_EQ(truth->queries[2].image, "queries/Q3.png");
    EXPECT_THAT(truth->gallery, ElementsAre("refs/R1.jpg", "refs/R2.jpg", "gone.jpg"))
        << "pictures that only ask are not searched; what is judged but gone counts as not found";
}

TEST(TruthFormats, AShortNameIsOnlyUnderstoodWhenOnePictureFits) {
    const NameResolver resolver(Paths{"a/x.jpg", "b/x.jpg", "b/y.png", "c d.jpg"});
    EXPECT_EQ(resolver.find("a/x.jpg"), 0U);
    EXPECT_EQ(resolver.find("b/x"), 1U);
    EXPECT_EQ(resolver.find("y"), 2U);
    EXPECT_EQ(resolver.find("y.png"), 2U);
    EXPECT_EQ(resolver.find("c%20d.jpg"), 3U);
    EXPECT_FALSE(resolver.find("x")) << "two pictures";
    EXPECT_FALSE(resolver.find("z"));
}

TEST(TruthFormats, TheFormatIsFoundFromTheContent) {
    EXPECT_EQ(truthFormatOf("  \n {\"format\": 1}"), TruthFormat::Json);
    EXPECT_EQ(truthFormatOf("\x80\x02}q"), TruthFormat::RevisitedPickle);
    EXPECT_EQ(truthFormatOf("q 0 d 1"), TruthFormat::Qrels);
    EXPECT_EQ(truthFormatOf("q,d"), TruthFormat::Csv);
    EXPECT_FALSE(parseAnyGroundTruth("q,d\n")->namesGallery);
    EXPECT_FALSE(parseAnyGroundTruth("q 0 d 1\n")->namesGallery);
    EXPECT_TRUE(parseAnyGroundTruth(groundTruthToJson(sample()))->namesGallery);
    EXPECT_EQ(truthFormatOf("hello world"), std::nullopt);
    EXPECT_EQ(truthFormatOf(""), std::nullopt);
    EXPECT_EQ(truthFormatOf(std::string_view("a,b\0c", 5)), std::nullopt);
    const auto load = [](const std::string& content) {
        const auto file = std::filesystem::path(testing::TempDir()) / "adapnet-truth-of-any-kind";
        std::ofstream(file, std::ios::binary) << content;
        auto truth = loadGroundTruth(file);
        std::filesystem::remove(file);
        return truth;
    };
    const auto truth = load(groundTruthToQrels(sample()));
    ASSERT_TRUE(truth) << truth.error().message();
    EXPECT_EQ(truth->queries.size(), 3U);
    const auto unknown = load("hello world");
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().message(), HasSubstr("no ground truth"));
}

TEST(TruthFormats, SurviveAnyDamage) {
    RandomStream stream("format damage");
    const std::string qrels = groundTruthToQrels(sample());
    const std::string csv = "query,path,label,x1,y1,x2,y2\na,\"b,c\",easy,1,2,3,4\nd,e,junk,,,,\n";
    int refused = 0;
    for (int i = 0; i < 4000; ++i) {
        std::string text = i % 2 == 0 ? qrels : csv;
        for (int k = 0; k < 1 + i % 5; ++k) {
            const auto at = static_cast<std::size_t>(stream.below(text.size()));
            if (stream.below(2) == 0)
                text[at] = static_cast<char>(stream.below(256));
            else
                text.insert(at, text.substr(stream.below(text.size()), 1 + stream.below(9)));
        }
        const auto truth = i % 2 == 0 ? parseQrels(text) : parseTruthCsv(text);
        if (!truth) {
            ++refused;
            continue;
        }
        for (const auto& query : truth->queries) {
            EXPECT_FALSE(galleryPathProblem(query.image));
            for (const auto* list : {&query.easy, &query.hard, &query.junk})
                for (const auto& path : *list) EXPECT_FALSE(galleryPathProblem(path));
        }
    }
    EXPECT_GT(refused, 500);
}

}  // namespace
}  // namespace adapnet::eval
