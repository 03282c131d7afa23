#include "core/service/failure_atlas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "core/service/atlas_journal.h"
#include "tests/support/open_gallery.h"
#include "tests/support/small_atlas.h"

namespace adapnet::service {
namespace {

using test::TemporaryFolder;
using test::writeText;
using testing::HasSubstr;

// Remembers how many rankings an atlas set out to compute.
class TotalOfAtlas : public ProgressSink {
  public:
    void report(const Progress& snapshot) override {
        if (snapshot.stage == "atlas") m_total = snapshot.total;
    }
    std::int64_t total() const { return m_total; }

  private:
    std::int64_t m_total = -1;
};

// Asks to stop as soon as the atlas begins.
class StopAtOnce : public ProgressSink {
  public:
    void report(const Progress& snapshot) override {
        if (snapshot.stage == "atlas") m_stop.request_stop();
    }
    JobContext job() { return {m_stop.get_token(), *this}; }

  private:
    std::stop_source m_stop;
};

class FailureAtlas : public test::OpenedGallery {
  protected:
    static void SetUpTestSuite() {
        open({.objects = 4}, [](eval::GroundTruth& truth) {
            truth.queries.back().easy.clear();  // one query that finds nothing
            truth.queries[0].hard = {"object0/view2.png"};
        });
    }

    static AtlasRequest request() { return test::smallAtlas(); }
    static std::string textOf(const fs::path& file) {
        std::ifstream stream(file, std::ios::binary);
        std::ostringstream text;
        text << stream.rdbuf();
        return text.str();
    }
};

TEST_F(FailureAtlas, EveryCellIsTheMeanOfEvaluationsWithItsSeeds) {
    const auto atlas = buildAtlas(*s_workbench, request(), {});
    ASSERT_TRUE(atlas) << atlas.error().message();
    EXPECT_EQ(atlas->cells.size(), 1U + 2 * 2);
    EXPECT_EQ(atlas->queries.size(), 4U);
    for (const auto& cell : atlas->cells) {
        std::vector<double> sums(4, 0.0);
        const int seeds = cell.severity == 0 ? 1 : 10;
        for (int seed = 0; seed < seeds; ++seed) {
            degrade::Recipe recipe;
            recipe.seed = 7 + static_cast<std::uint64_t>(seed);
            if (cell.severity > 0)
                recipe.steps.push_back(
                    *degrade::parseStep(cell.kind + ":severity=" + std::to_string(cell.severity)));
            const auto evaluation = s_workbench->evaluate(recipe, {});
            ASSERT_TRUE(evaluation);
            for (std::size_t q = 0; q < sums.size(); ++q)
                sums[q] += evaluation->models[0].metrics.medium.averagePrecisions[q];
        }
        for (std::size_t q = 0; q < 3; ++q)
            EXPECT_NEAR(cell.perQuery[q], sums[q] / seeds, 1e-12) << cell.kind << cell.severity << ' ' << q;
        EXPECT_TRUE(std::isnan(cell.perQuery[3])) << "nothing to find";
        EXPECT_EQ(cell.mAP.queries, 3U);
        EXPECT_NEAR(cell.mAP.value, (sums[0] + sums[1] + sums[2]) / (3 * seeds), 1e-12);
        EXPECT_LE(cell.mAP.low, cell.mAP.value);
        EXPECT_GE(cell.mAP.high, cell.mAP.value);
        ASSERT_EQ(cell.worst.size(), 3U);
        EXPECT_LE(cell.perQuery[cell.worst[0]], cell.perQuery[cell.worst[1]]);
        EXPECT_LE(cell.perQuery[cell.worst[1]], cell.perQuery[cell.worst[2]]);
    }
    EXPECT_NE(atlas->find("contrast", 5, 0), nullptr);
    EXPECT_EQ(atlas->find("contrast", 3, 0), nullptr);
    EXPECT_TRUE(atlas->differences.empty()) << "one model has nobody to be compared with";
}

TEST_F(FailureAtlas, GoesOnWhereItStopped) {
    AtlasRequest asked = request();
    const auto whole = buildAtlas(*s_workbench, asked, {});
    ASSERT_TRUE(whole);

    asked.journal = *s_folder / "deep/er/journal.jsonl";
    StopAtOnce stop;
    const auto stopped = buildAtlas(*s_workbench, asked, stop.job());
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(stopped.error().isCancelled());

    ASSERT_TRUE(buildAtlas(*s_workbench, asked, {}));
    const std::string journal = textOf(*asked.journal);
    EXPECT_EQ(std::count(journal.begin(), journal.end(), '\n'), 1 + 4 * 5);

    // As after a crash: three finished lines and half of the fourth.
    std::size_t end = 0;
    for (int line = 0; line < 4; ++line) end = journal.find('\n', end) + 1;
    writeText(*asked.journal, journal.substr(0, end + 20));
    TotalOfAtlas rest;
    const auto resumed = buildAtlas(*s_workbench, asked, {{}, rest});
    ASSERT_TRUE(resumed) << resumed.error().message();
    // Finished: the clean query and two cells of the first query.
    EXPECT_EQ(rest.total(), 4 * (1 + 4 * 10) - (1 + 2 * 10));
    EXPECT_EQ(atlasToJson(*resumed), atlasToJson(*whole));
    EXPECT_EQ(textOf(*asked.journal), journal);

    TotalOfAtlas nothing;
    ASSERT_TRUE(buildAtlas(*s_workbench, asked, {{}, nothing}));
    EXPECT_EQ(nothing.total(), 0) << "a finished atlas is read, not computed";
}

TEST_F(FailureAtlas, TellsWhoFollowsItWhatIsKnownSoFar) {
    AtlasRequest asked = request();
    const auto whole = buildAtlas(*s_workbench, asked, {});
    ASSERT_TRUE(whole);
    EXPECT_TRUE(whole->isFinished());

    asked.journal = *s_folder / "followed.jsonl";
    std::stop_source stop;
    std::optional<Atlas> followed;
    std::vector<AtlasPart> parts;
    const AtlasFollower follower{[&](const Atlas& begun) { followed = begun; },
                                 [&](const AtlasPart& part) {
                                     parts.push_back(part);
                                     putPart(*followed, part);
                                     if (parts.size() == 7) stop.request_stop();
                                 }};
    const auto stopped = buildAtlas(*s_workbench, asked, {stop.get_token()}, follower);
    ASSERT_FALSE(stopped);
    // Five places: all with the first query, two or more with the second.
    ASSERT_GE(parts.size(), 7U);
    ASSERT_TRUE(followed);
    EXPECT_FALSE(followed->isFinished());
    EXPECT_EQ(parts[0].cells[0].kind, "clean");
    EXPECT_EQ(parts[1].cells[0].kind, "gaussian_noise");
    EXPECT_EQ(parts[1].cells[0].severity, 2);
    EXPECT_EQ(parts[1].cells[0].measured, 1U);
    EXPECT_TRUE(std::isnan(parts[1].cells[0].mAP.low)) << "one query has no interval";
    EXPECT_EQ(parts[5].cells[0].measured, 2U);
    const AtlasCell& grown = parts[6].cells[0];
    const AtlasCell& finished = *whole->find(grown.kind, grown.severity, 0);
    EXPECT_EQ(grown.measured, 2U);
    EXPECT_EQ(grown.perQuery[1], finished.perQuery[1]);
    EXPECT_TRUE(std::isnan(grown.perQuery[2]));
    const auto interval =
        eval::bootstrapMean(std::vector<double>{finished.perQuery[0], finished.perQuery[1]}, asked.bootstrap);
    EXPECT_EQ(grown.mAP.value, interval.value);
    EXPECT_EQ(grown.mAP.low, interval.low);
    EXPECT_EQ(grown.mAP.high, interval.high);

    // The next run begins with what this one left, and ends with the same atlas as one that nobody followed.
    const std::size_t before = parts.size();
    std::size_t known = 0;
    const AtlasFollower again{[&](const Atlas& begun) {
                                  followed = begun;
                                  for (const auto& cell : begun.cells) known += cell.measured;
                              },
                              [&](const AtlasPart& part) { putPart(*followed, part); }};
    const auto resumed = buildAtlas(*s_workbench, asked, {}, again);
    ASSERT_TRUE(resumed);
    EXPECT_EQ(known, before);
    EXPECT_EQ(atlasToJson(*resumed), atlasToJson(*whole));
    EXPECT_EQ(atlasToJson(*followed), atlasToJson(*whole));
}

TEST_F(FailureAtlas, NeverTouchesAJournalOfSomethingElse) {
    AtlasRequest asked = request();
    asked.kinds = {"contrast"};
    asked.severities = {1};
    asked.journal = *s_folder / "other.jsonl";
    ASSERT_TRUE(buildAtlas(*s_workbench, asked, {}));
    const std::string before = textOf(*asked.journal);
    asked.firstSeed = 8;
    const auto refused = buildAtlas(*s_workbench, asked, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::BadInput);
    EXPECT_THAT(refused.error().message(), HasSubstr("belongs to another atlas"));
    EXPECT_EQ(textOf(*asked.journal), before);
    EXPECT_NE(defaultAtlasJournal(*s_workbench, asked), defaultAtlasJournal(*s_workbench, request()));
}

TEST_F(FailureAtlas, AChoiceOfQueriesDependsOnTheSeedOnly) {
    AtlasRequest asked = request();
    asked.kinds = {"contrast"};
    asked.severities = {1};
    asked.maxQueries = 2;
    const auto first = buildAtlas(*s_workbench, asked, {});
    const auto again = buildAtlas(*s_workbench, asked, {});
    ASSERT_TRUE(first && again);
    ASSERT_EQ(first->queries.size(), 2U);
    EXPECT_LT(first->queries[0].number, first->queries[1].number);
    EXPECT_EQ(first->queries[0].number, again->queries[0].number);
    asked.maxQueries = 100;
    EXPECT_EQ(buildAtlas(*s_workbench, asked, {})->queries.size(), 4U);
}

TEST_F(FailureAtlas, IsWrittenAsJsonCsvAndText) {
    const auto atlas = buildAtlas(*s_workbench, request(), {});
    ASSERT_TRUE(atlas);
    const auto json = nlohmann::json::parse(atlasToJson(*atlas));
    EXPECT_EQ(json["cells"].size(), 5U);
    EXPECT_EQ(json["cells"][1]["kind"], "gaussian_noise");
    EXPECT_EQ(json["cells"][1]["mAP"]["value"].get<double>(), atlas->cells[1].mAP.value);
    EXPECT_TRUE(json["cells"][1]["per_query"][3].is_null());
    EXPECT_EQ(json["seeds"]["count"], 10);
    const std::string csv = atlasToCsv(*atlas);
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 5);
    EXPECT_THAT(csv, HasSubstr("mAP,contrast,5,histogram,,10,3,"));
    EXPECT_THAT(atlasToText(*atlas), HasSubstr("gaussian_noise"));
}

TEST_F(FailureAtlas, SaysInWordsWhenNoDifferenceIsShown) {
    Atlas atlas;
    atlas.models = {"a", "b"};
    atlas.differences.push_back(
        {"fog", 3, 0, 1, {{0.01, -0.02, 0.04, 20}, eval::Verdict::NoDifferenceShown}});
    atlas.differences.push_back({"fog", 5, 0, 1, {{-0.1, -0.2, -0.05, 20}, eval::Verdict::SecondBetter}});
    const std::string text = atlasToText(atlas);
    EXPECT_THAT(text, HasSubstr("fog 3: a and b: no difference shown, difference 0.010 [-0.020, 0.040]"));
    EXPECT_THAT(text, HasSubstr("fog 5: a and b: b is better"));
    EXPECT_THAT(atlasToCsv(atlas),
                HasSubstr("difference,fog,3,a,b,0,20,0.01,-0.02,0.04,no difference shown\n"));
    const auto json = nlohmann::json::parse(atlasToJson(atlas));
    EXPECT_EQ(json["differences"][0]["verdict"], "no_difference_shown");
}

TEST_F(FailureAtlas, RefusesRequestsThatMeanNothing) {
    const auto problemOf = [](auto change) {
        AtlasRequest asked = request();
        change(asked);
        const auto good = asked.check();
        return good ? std::string("good") : good.error().message();
    };
    EXPECT_EQ(problemOf([](AtlasRequest&) {}), "good");
    EXPECT_THAT(problemOf([](AtlasRequest& r) { r.seeds = 9; }), HasSubstr("at least 10 seeds"));
    EXPECT_THAT(problemOf([](AtlasRequest& r) { r.severities = {1, 6}; }), HasSubstr("from 1 to 5"));
    EXPECT_THAT(problemOf([](AtlasRequest& r) { r.severities = {1, 1}; }), HasSubstr("each once"));
    EXPECT_THAT(problemOf([](AtlasRequest& r) { r.severities.clear(); }), HasSubstr("at least one"));
    EXPECT_THAT(problemOf([](AtlasRequest& r) { r.kinds = {"smell"}; }), HasSubstr("gaussian_noise"));
    EXPECT_THAT(problemOf([](AtlasRequest& r) { r.kinds = {"jpeg", "jpeg"}; }), HasSubstr("twice"));
    EXPECT_THAT(problemOf([](AtlasRequest& r) { r.bootstrap.resamples = 3; }), HasSubstr("resamples"));
}

TEST(AtlasJournal, ReadsBackToTheLastBit) {
    const TemporaryFolder folder;
    const double value = 0.1 + 0.2;
    {
        auto journal = AtlasJournal::open(folder / "j", "key", 2, 3);
        ASSERT_TRUE(journal);
        ASSERT_TRUE(journal->keep(4, 0, {{value}, {std::nan("")}}));
        ASSERT_TRUE(journal->keep(4, 2, {{1, 2, 1.0 / 3}, {0, 0, 1e-300}}));
    }
    const auto journal = AtlasJournal::open(folder / "j", "key", 2, 3);
    ASSERT_TRUE(journal);
    ASSERT_NE(journal->find(4, 0), nullptr);
    EXPECT_EQ((*journal->find(4, 0))[0][0], value);
    EXPECT_TRUE(std::isnan((*journal->find(4, 0))[1][0]));
    EXPECT_EQ((*journal->find(4, 2))[1][2], 1e-300);
    EXPECT_EQ(journal->find(4, 1), nullptr);
    EXPECT_FALSE(AtlasJournal::open(folder / "j", "another", 2, 3));
}

}  // namespace
}  // namespace adapnet::service
