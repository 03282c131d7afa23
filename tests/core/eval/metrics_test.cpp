#include "core/eval/metrics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/random.h"

namespace adapnet::eval {
namespace {

using Json = nlohmann::json;
constexpr double kExact = 1e-9;

Json vectors() {
    std::ifstream file(std::string(ADAPNET_TEST_DATA) + "/vectors_revisitop_eval.json");
    return Json::parse(file);
}

void expectValue(double actual, const Json& expected, const std::string& what) {
    if (expected.is_null())
        EXPECT_TRUE(std::isnan(actual)) << what;
    else
        EXPECT_NEAR(actual, expected.get<double>(), kExact) << what;
}

std::vector<QueryTruth> truthOf(const Json& gnd) {
    std::vector<QueryTruth> out;
    for (const Json& entry : gnd) {
        out.push_back({entry.at("easy").get<std::vector<std::uint32_t>>(),
                       entry.at("hard").get<std::vector<std::uint32_t>>(),
                       entry.at("junk").get<std::vector<std::uint32_t>>(),
                       {}});
    }
    return out;
}

TEST(Protocol, GivesTheNumbersOfTheOfficialEvaluation) {
    const Json data = vectors();
    ASSERT_GE(data.at("cases").size(), 4U);
    for (const Json& entry : data.at("cases")) {
        const auto name = entry.at("name").get<std::string>();
        const auto truth = truthOf(entry.at("gnd"));
        const auto rankings = entry.at("ranks").get<std::vector<std::vector<std::uint32_t>>>();
        const auto result = evaluateProtocol(rankings, truth);
        ASSERT_TRUE(result) << name;
        for (const auto& [setup, metrics] :
             {std::pair{"easy", &result->easy}, {"medium", &result->medium}, {"hard", &result->hard}}) {
            const Json& expected = entry.at("expected").at(setup);
            const std::string where = name + " " + setup;
            expectValue(metrics->mAP, expected.at("mAP"), where);
            expectValue(metrics->mP1, expected.at("mPk").at(0), where);
            expectValue(metrics->mP5, expected.at("mPk").at(1), where);
            expectValue(metrics->mP10, expected.at("mPk").at(2), where);
            ASSERT_EQ(metrics->averagePrecisions.size(), truth.size()) << where;
            for (std::size_t q = 0; q < truth.size(); ++q) {
                expectValue(metrics->averagePrecisions[q], expected.at("aps").at(q), where);
            }
        }
    }
}

TEST(Protocol, AveragePrecisionFollowsTheTrapezoidRule) {
    const Json data = vectors();
    const Json& cases = data.at("ap_primitive").at("cases");
    ASSERT_GE(cases.size(), 6U);
    for (const Json& entry : cases) {
        const auto positions = entry.at("positions").get<std::vector<std::size_t>>();
        EXPECT_NEAR(averagePrecision(positions, entry.at("n_relevant").get<std::size_t>()),
                    entry.at("ap").get<double>(), kExact)
            << entry.dump();
    }
    EXPECT_TRUE(std::isnan(averagePrecision({}, 0)));
    EXPECT_EQ(averagePrecision({}, 3), 0);
}

// The definitions as they stand, one result at a time: junk is cut out of the list, then precision and recall
// are followed along it and the area below is summed by trapezoids.
struct DirectFigures {
    double ap = 0;
    std::array<double, 3> precisions{};
};

DirectFigures directFigures(const std::vector<std::uint32_t>& ranking,
                            const std::set<std::uint32_t>& positives,
                            const std::set<std::uint32_t>& ignored) {
    std::vector<bool> hits;
    for (const auto row : ranking)
        if (!ignored.contains(row)) hits.push_back(positives.contains(row));
    DirectFigures out;
    double recallBefore = 0;
    double precisionBefore = 1;
    std::size_t found = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        found += hits[i] ? 1 : 0;
        if (hits[i]) last = i + 1;
        const double recall = static_cast<double>(found) / static_cast<double>(positives.size());
        const double precision = static_cast<double>(found) / static_cast<double>(i + 1);
        out.ap += (recall - recallBefore) * (precision + precisionBefore) / 2;
        recallBefore = recall;
        precisionBefore = precision;
    }
    const std::array<std::size_t, 3> cutOffs{1, 5, 10};
    for (std::size_t k = 0; k < cutOffs.size(); ++k) {
        const std::size_t cut = std::min(cutOffs[k], last);
        if (cut == 0) continue;
        const auto count = std::count(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(cut), true);
        out.precisions[k] = static_cast<double>(count) / static_cast<double>(cut);
    }
    return out;
}

TEST(Protocol, AgreesWithADirectFormOnFiveHundredRandomRankings) {
    RandomStream stream("protocol rankings");
    for (int round = 0; round < 500; ++round) {
        std::vector<std::uint32_t> rows(5 + stream.below(60));
        QueryTruth truth;
        for (std::uint32_t i = 0; i < rows.size(); ++i) {
            rows[i] = i;
            const auto kind = stream.below(8);
            if (kind < 3) (kind == 0 ? truth.easy : kind == 1 ? truth.hard : truth.junk).push_back(i);
        }
        for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[stream.below(i)]);
        if (round % 3 == 0) rows.resize(rows.size() / 2);
        const std::vector<std::vector<std::uint32_t>> rankings{rows};
        const auto result = evaluateProtocol(rankings, std::span(&truth, 1));
        ASSERT_TRUE(result);
        const auto expectSetup = [&](const SetupMetrics& metrics, std::vector<std::uint32_t> positives,
                                     const std::vector<std::uint32_t>& more,
                                     std::vector<std::uint32_t> ignored,
                                     const std::vector<std::uint32_t>& alsoIgnored) {
            positives.insert(positives.end(), more.begin(), more.end());
            ignored.insert(ignored.end(), alsoIgnored.begin(), alsoIgnored.end());
            if (positives.empty()) {
                EXPECT_TRUE(std::isnan(metrics.mAP)) << round;
                return;
            }
            const auto direct =
                directFigures(rows, {positives.begin(), positives.end()}, {ignored.begin(), ignored.end()});
            EXPECT_NEAR(metrics.mAP, direct.ap, 1e-12) << round;
            EXPECT_NEAR(metrics.mP1, direct.precisions[0], 1e-12) << round;
            EXPECT_NEAR(metrics.mP5, direct.precisions[1], 1e-12) << round;
            EXPECT_NEAR(metrics.mP10, direct.precisions[2], 1e-12) << round;
        };
        expectSetup(result->easy, truth.easy, {}, truth.junk, truth.hard);
        expectSetup(result->medium, truth.easy, truth.hard, truth.junk, {});
        expectSetup(result->hard, truth.hard, {}, truth.junk, truth.easy);
    }
}

TEST(Protocol, CountsATruncatedRankingWithoutPositivesAsZero) {
    const std::vector<std::vector<std::uint32_t>> rankings{{7, 8}};
    const std::vector<QueryTruth> truth{{{1}, {2}, {}, {}}};
    const auto result = evaluateProtocol(rankings, truth);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->medium.mAP, 0);
    EXPECT_EQ(result->medium.mP10, 0);
    EXPECT_EQ(result->medium.queries, 1U);
}

TEST(Protocol, ReportsEverySubsetByItself) {
    const std::vector<std::vector<std::uint32_t>> rankings{{0, 1}, {1, 0}, {0, 1}};
    const std::vector<QueryTruth> truth{
        {{0}, {}, {}, "books"}, {{0}, {}, {}, "towers"}, {{}, {}, {}, "towers"}};
    const auto result = evaluateProtocol(rankings, truth);
    ASSERT_TRUE(result);
    ASSERT_EQ(result->mediumBySubset.size(), 2U);
    EXPECT_NEAR(result->mediumBySubset.at("books").mAP, 1.0, kExact);
    EXPECT_NEAR(result->mediumBySubset.at("towers").mAP, 0.25, kExact);
    EXPECT_EQ(result->mediumBySubset.at("towers").queries, 1U);
    EXPECT_NEAR(result->medium.mAP, 0.625, kExact);
    EXPECT_TRUE(std::isnan(result->hard.mAP));
}

TEST(Protocol, RefusesInputThatWouldCountAPictureTwice) {
    const std::vector<std::vector<std::uint32_t>> good{{0, 1}};
    EXPECT_FALSE(evaluateProtocol(good, std::vector<QueryTruth>{}));
    EXPECT_FALSE(evaluateProtocol(good, std::vector<QueryTruth>{{{0}, {0}, {}, {}}}));
    EXPECT_FALSE(evaluateProtocol(good, std::vector<QueryTruth>{{{0, 0}, {}, {}, {}}}));
    const std::vector<std::vector<std::uint32_t>> repeated{{0, 1, 0}};
    const auto result = evaluateProtocol(repeated, std::vector<QueryTruth>{{{0}, {}, {}, {}}});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::BadInput);
}

}  // namespace
}  // namespace adapnet::eval
