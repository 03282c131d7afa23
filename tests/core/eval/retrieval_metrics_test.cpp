#include "core/eval/retrieval_metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/random.h"

namespace adapnet::eval {
namespace {

using Json = nlohmann::json;
constexpr double kExact = 1e-9;

TEST(RetrievalMetrics, PrecisionOfEveryQueryIsThatOfTheOfficialEvaluation) {
    std::ifstream file(std::string(ADAPNET_TEST_DATA) + "/vectors_revisitop_eval.json");
    const Json data = Json::parse(file);
    std::size_t compared = 0;
    for (const Json& entry : data.at("cases")) {
        std::vector<QueryTruth> truth;
        for (const Json& query : entry.at("gnd"))
            truth.push_back({query.at("easy").get<std::vector<std::uint32_t>>(),
                             query.at("hard").get<std::vector<std::uint32_t>>(),
                             query.at("junk").get<std::vector<std::uint32_t>>(),
                             {}});
        const auto result =
            retrievalMetrics(entry.at("ranks").get<std::vector<std::vector<std::uint32_t>>>(), truth);
        ASSERT_TRUE(result);
        for (const auto& [setup, figures] :
             {std::pair{"easy", &result->easy}, {"medium", &result->medium}, {"hard", &result->hard}}) {
            const Json& expected = entry.at("expected").at(setup).at("Pk");
            for (std::size_t q = 0; q < truth.size(); ++q) {
                for (std::size_t k = 0; k < 3; ++k) {
                    const Json& value = expected.at(q).at(k);
                    const double actual = figures->precisions[q][k];
                    EXPECT_EQ(std::isnan(actual), value.is_null());
                    if (!value.is_null()) {
                        EXPECT_NEAR(actual, value.get<double>(), kExact);
                    }
                    ++compared;
                }
            }
        }
    }
    EXPECT_GE(compared, 90U);
}

TEST(RetrievalMetrics, RecallAndMatchingCountTheFirstResultsWithoutJunk) {
    // Without junk: wrong, right (1), wrong, wrong, right (2), ... ; 4 positives of which one is never found.
    const std::vector<std::vector<std::uint32_t>> rankings{
        {9, 10, 1, 11, 12, 2, 13, 14, 15, 16, 3}, {20}, {5, 1}};
    const std::vector<QueryTruth> truth{{{1, 2}, {3, 4}, {9}, {}}, {{}, {}, {}, {}}, {{1}, {}, {5}, {}}};
    const auto result = retrievalMetrics(rankings, truth);
    ASSERT_TRUE(result);
    const auto& cuts = result->medium.cutOffs;
    ASSERT_EQ(cuts.size(), kRecallCutOffs.size());
    const auto expectCut = [&](std::size_t i, std::size_t k, double recall, double matching) {
        EXPECT_EQ(cuts[i].k, k);
        EXPECT_NEAR(cuts[i].recalls[0], recall, kExact) << k;
        EXPECT_NEAR(cuts[i].matchings[0], matching, kExact) << k;
        EXPECT_TRUE(std::isnan(cuts[i].recalls[1]));
        EXPECT_NEAR(cuts[i].recalls[2], 1, kExact) << "behind junk only";
        EXPECT_NEAR(cuts[i].recall, (recall + 1) / 2, kExact) << k;
        EXPECT_NEAR(cuts[i].matching, (matching + 1) / 2, kExact) << k;
    };
    expectCut(0, 1, 0, 0);
    expectCut(1, 5, 0.5, 1);
    expectCut(2, 10, 0.75, 1);
    expectCut(3, 100, 0.75, 1);
}

TEST(RetrievalMetrics, MatchingAccuracyAgreesWithLookingAtEveryResult) {
    RandomStream stream("matching accuracy");
    std::vector<std::vector<std::uint32_t>> rankings;
    std::vector<QueryTruth> truth;
    std::vector<std::uint32_t> classes;
    for (int i = 0; i < 40; ++i) classes.push_back(static_cast<std::uint32_t>(stream.below(4)));
    for (int q = 0; q < 100; ++q) {
        std::vector<std::uint32_t> rows(classes.size());
        for (std::uint32_t i = 0; i < rows.size(); ++i) rows[i] = i;
        for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[stream.below(i)]);
        QueryTruth own;
        for (std::uint32_t i = 0; i < classes.size(); ++i)
            if (classes[i] == static_cast<std::uint32_t>(q) % 4) own.easy.push_back(i);
        rankings.push_back(rows);
        truth.push_back(own);
    }
    const auto result = retrievalMetrics(rankings, truth);
    ASSERT_TRUE(result);
    for (const auto& cut : result->medium.cutOffs) {
        int right = 0;
        for (std::size_t q = 0; q < rankings.size(); ++q) {
            bool found = false;
            for (std::size_t i = 0; i < std::min(cut.k, rankings[q].size()); ++i)
                found = found || classes[rankings[q][i]] == q % 4;
            right += found ? 1 : 0;
        }
        EXPECT_NEAR(cut.matching, right / 100.0, kExact) << cut.k;
    }
}

TEST(RetrievalMetrics, RefusesWhatTheProtocolRefuses) {
    const std::vector<std::vector<std::uint32_t>> repeated{{0, 1, 0}};
    EXPECT_FALSE(retrievalMetrics(repeated, std::vector<QueryTruth>{{{0}, {}, {}, {}}}));
}

}  // namespace
}  // namespace adapnet::eval
