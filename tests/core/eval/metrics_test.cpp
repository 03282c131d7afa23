#include "core/eval/metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

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
