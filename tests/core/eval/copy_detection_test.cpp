#include "core/eval/copy_detection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/random.h"

namespace adapnet::eval {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;
constexpr double kExact = 1e-9;

const Json& vectors() {
    static const Json data = [] {
        std::ifstream file(std::string(ADAPNET_TEST_DATA) + "/02_disc21_metrics.json");
        return Json::parse(file);
    }();
    return data;
}

// "Q12" -> 12.
std::uint32_t numberOf(const Json& name) {
    return static_cast<std::uint32_t>(std::stoul(name.get<std::string>().substr(1)));
}

std::vector<CopyPair> truthOf(const Json& pairs) {
    std::vector<CopyPair> out;
    for (const Json& pair : pairs) out.push_back({numberOf(pair[0]), numberOf(pair[1])});
    return out;
}

std::vector<ScoredPair> predictionsOf(const Json& triples) {
    std::vector<ScoredPair> out;
    for (const Json& triple : triples)
        out.push_back({numberOf(triple[0]), numberOf(triple[1]), triple[2].get<double>()});
    return out;
}

void expectFigures(const CopyMetrics& metrics, const Json& expected, const std::string& where) {
    EXPECT_NEAR(metrics.microAP, expected.at("micro_ap").get<double>(), kExact) << where;
    EXPECT_NEAR(metrics.recallAtRank1, expected.at("recall_at_rank1").get<double>(), kExact) << where;
    if (expected.contains("recall_at_rank10")) {
        EXPECT_NEAR(metrics.recallAtRank10, expected.at("recall_at_rank10").get<double>(), kExact) << where;
    }
    if (expected.at("recall_at_p90").is_null()) {
        EXPECT_EQ(metrics.recallAtP90, 0) << where;
        EXPECT_FALSE(metrics.thresholdAtP90) << where;
    } else {
        EXPECT_NEAR(metrics.recallAtP90, expected.at("recall_at_p90").get<double>(), kExact) << where;
        ASSERT_TRUE(metrics.thresholdAtP90) << where;
        EXPECT_NEAR(*metrics.thresholdAtP90, expected.at("threshold_at_p90").get<double>(), kExact) << where;
    }
    double sum = 0;
    for (const double part : metrics.contributions)
        if (!std::isnan(part)) sum += part;
    EXPECT_NEAR(sum, metrics.microAP, 1e-12) << where << ": the queries' parts make up the whole";
}

TEST(CopyDetection, GivesTheNumbersOfTheChallenge) {
    for (const char* name : {"case_A_ties", "case_B_p90_not_reached", "case_C_random"}) {
        const Json& entry = vectors().at(name);
        const Json& expected = entry.at("expected");
        const auto metrics =
            copyMetrics(truthOf(entry.at("ground_truth")), predictionsOf(entry.at("predictions")), 100);
        ASSERT_TRUE(metrics) << metrics.error().message();
        expectFigures(*metrics, expected, name);
        for (const auto& [key, values] : {std::pair{"precisions", &metrics->precisions},
                                          {"recalls", &metrics->recalls},
                                          {"thresholds", &metrics->thresholds}}) {
            if (!expected.contains(key)) continue;
            ASSERT_EQ(values->size(), expected.at(key).size());
            for (std::size_t i = 0; i < values->size(); ++i)
                EXPECT_NEAR((*values)[i], expected.at(key)[i].get<double>(), kExact)
                    << name << ' ' << key << i;
        }
        if (expected.contains("gt_ranks")) {
            EXPECT_EQ(metrics->ranks, expected.at("gt_ranks").get<std::vector<std::int64_t>>()) << name;
        }
    }
}

TEST(CopyDetection, SelectsTheBestPairsOfAllQueries) {
    const Json& entry = vectors().at("case_D_descriptor_track");
    PairCollector collector(entry.at("max_results").get<std::size_t>());
    const Json& distances = entry.at("plain").at("squared_l2");
    for (std::uint32_t q = 0; q < distances.size(); ++q)
        for (std::uint32_t r = 0; r < distances[q].size(); ++r)
            collector.add({q, r, -distances[q][r].get<double>()});
    const auto best = collector.take();
    EXPECT_EQ(best, predictionsOf(entry.at("plain").at("top_predictions")));
    const auto metrics = copyMetrics(truthOf(entry.at("ground_truth")), best, distances.size());
    ASSERT_TRUE(metrics);
    expectFigures(*metrics, entry.at("plain").at("expected"), "plain");
    EXPECT_EQ(metrics->queriesWithMatch, 4U);
    EXPECT_EQ(metrics->queriesWithoutMatch, 2U);
}

TEST(CopyDetection, NormalisedScoresFollowTheTwoFormulas) {
    const Json& entry = vectors().at("case_D_descriptor_track");
    const auto query = entry.at("query").get<std::vector<std::vector<double>>>();
    const auto reference = entry.at("reference").get<std::vector<std::vector<double>>>();
    const auto background = entry.at("train").get<std::vector<std::vector<double>>>();
    const auto dot = [](const std::vector<double>& a, const std::vector<double>& b) {
        return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
    };
    struct Case {
        const char* name;
        std::size_t first, last;
        double weight;
    };
    // The vectors stand in the file with nine digits, so sums of their products differ in the ninth.
    constexpr double kRounded = 1e-7;
    for (const Case& variant : {Case{"isc_rank3_factor2", 2, 2, 2}, Case{"sscd_mean_0_2_weight1", 0, 2, 1}}) {
        const Json& expected = entry.at("score_normalisation").at(variant.name);
        PairCollector collector(20);
        for (std::uint32_t q = 0; q < query.size(); ++q) {
            std::vector<double> scores;
            for (const auto& other : background) scores.push_back(dot(query[q], other));
            const auto taken = backgroundScore(scores, variant.first, variant.last, variant.weight);
            ASSERT_TRUE(taken);
            EXPECT_NEAR(*taken, expected.at("adjustment_per_query")[q].get<double>(), kRounded);
            for (std::uint32_t r = 0; r < reference.size(); ++r) {
                const double score = dot(query[q], reference[r]) - *taken;
                EXPECT_NEAR(score, expected.at("normalised_scores")[q][r].get<double>(), kRounded);
                collector.add({q, r, expected.at("normalised_scores")[q][r].get<double>()});
            }
        }
        const auto best = collector.take();
        EXPECT_EQ(best, predictionsOf(expected.at("top_predictions"))) << variant.name;
        const auto metrics = copyMetrics(truthOf(entry.at("ground_truth")), best, query.size());
        ASSERT_TRUE(metrics);
        expectFigures(*metrics, expected.at("expected"), variant.name);
    }
}

TEST(CopyDetection, TheCollectorKeepsTheSameAsSortingEverything) {
    RandomStream stream("collector");
    std::vector<ScoredPair> all;
    PairCollector collector(50);
    for (std::uint32_t q = 0; q < 40; ++q)
        for (std::uint32_t r = 0; r < 40; ++r) {
            all.push_back({q, r, static_cast<double>(stream.below(30))});  // many equal scores
            collector.add(all.back());
        }
    std::sort(all.begin(), all.end(), [](const ScoredPair& a, const ScoredPair& b) {
        return std::tuple(-a.score, a.query, a.reference) < std::tuple(-b.score, b.query, b.reference);
    });
    all.resize(50);
    EXPECT_EQ(collector.take(), all);
    EXPECT_TRUE(collector.take().empty());
}

TEST(CopyDetection, LeavesJunkAndTheBackgroundOut) {
    // Query 0: row 0 is true, row 1 junk, row 2 wrong, row 3 true but held out; query 1 matches nothing.
    const std::vector<std::vector<std::uint32_t>> rankings{{1, 3, 2, 0}, {2, 0}};
    const std::vector<std::vector<double>> scores{{0.9, 0.8, 0.7, 0.6}, {0.5, 0.4}};
    const std::vector<QueryTruth> truth{{{0}, {3}, {1}, {}}, {}};
    const std::vector<std::uint32_t> heldOut{3};
    const std::vector<double> taken{0.0, 0.2};
    const auto metrics = copyMetricsOf({rankings, scores, truth, taken, heldOut});
    ASSERT_TRUE(metrics) << metrics.error().message();
    EXPECT_EQ(metrics->truePairs, 1U);
    EXPECT_EQ(metrics->predictions, 4U);
    EXPECT_EQ(metrics->thresholds, (std::vector<double>{0.7, 0.6, 0.5 - 0.2, 0.4 - 0.2}));
    EXPECT_NEAR(metrics->microAP, 0.5, kExact);
    EXPECT_EQ(metrics->queriesWithoutMatch, 1U);
    EXPECT_TRUE(std::isnan(metrics->recallsAtP90[1]));
    EXPECT_EQ(metrics->recallsAtP90[0], 0.0);

    const auto limited = copyMetricsOf({rankings, scores, truth, {}, {}, 1});
    ASSERT_TRUE(limited);
    EXPECT_EQ(limited->predictions, 1U);
    EXPECT_NEAR(limited->microAP, 0.5, kExact) << "the true pair at 0.8 is the best that is no junk";
}

TEST(CopyDetection, RefusesWhatCannotBeCounted) {
    const std::vector<CopyPair> truth{{0, 0}};
    EXPECT_FALSE(copyMetrics(truth, {{0, 1, 0.5}, {0, 1, 0.4}}, 1));
    EXPECT_FALSE(copyMetrics(truth, {{1, 1, 0.5}}, 1));
    EXPECT_FALSE(copyMetrics(truth, {{0, 1, std::nan("")}}, 1));
    EXPECT_FALSE(copyMetrics(std::vector<CopyPair>{{0, 0}, {0, 0}}, {}, 1));
    const auto few = backgroundScore({0.1, 0.2}, Normalisation::Sscd);
    ASSERT_FALSE(few);
    EXPECT_THAT(few.error().detail, HasSubstr("at least 3"));
    EXPECT_EQ(*backgroundScore({}, Normalisation::None), 0.0);
    const auto nothing = copyMetrics({}, {{0, 1, 0.5}}, 1);
    ASSERT_TRUE(nothing);
    EXPECT_TRUE(std::isnan(nothing->microAP));
}

TEST(CopyDetection, NamesOfNormalisationsReadBack) {
    for (const auto known : {Normalisation::None, Normalisation::Sscd, Normalisation::Isc})
        EXPECT_EQ(parseNormalisation(normalisationName(known)).value(), known);
    EXPECT_FALSE(parseNormalisation("avg"));
    const std::vector<double> scores{5, 9, 1, 8, 7, 2, 3, 4, 6, 0, -1};
    EXPECT_NEAR(*backgroundScore(scores, Normalisation::Sscd), 8, kExact);
    EXPECT_NEAR(*backgroundScore(scores, Normalisation::Isc), 2 * 0.0, kExact) << "the tenth best";
}

}  // namespace
}  // namespace adapnet::eval
