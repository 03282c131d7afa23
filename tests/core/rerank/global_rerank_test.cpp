#include "core/rerank/global_rerank.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/rerank/checks.h"

namespace adapnet::rerank {
namespace {

nlohmann::json reference() {
    std::ifstream file(std::string(ADAPNET_TEST_DATA) + "/vectors_pooling_rerank.json");
    return nlohmann::json::parse(file)["superglobal_rerank"];
}

std::vector<float> flat(const nlohmann::json& rows) {
    std::vector<float> values;
    for (const auto& row : rows)
        for (const float value : row.get<std::vector<float>>()) values.push_back(value);
    return values;
}

std::vector<Ranked> rankedBy(std::span<const float> query, const Descriptors& gallery) {
    std::vector<Ranked> out;
    for (std::uint32_t row = 0; row < gallery.rows(); ++row)
        out.push_back({row, static_cast<float>(dot(query, gallery.row(row)))});
    sortBestFirst(out);
    return out;
}

std::vector<int> rowsOf(std::span<const Ranked> ranking) {
    std::vector<int> rows;
    for (const Ranked& entry : ranking) rows.push_back(static_cast<int>(entry.row));
    return rows;
}

TEST(SuperGlobal, AgreesWithTheReferenceInEveryStage) {
    const auto v = reference();
    const auto values = flat(v["db_values"]);
    const auto queries = flat(v["query_values"]);
    const Descriptors gallery{values, 6};
    for (const auto& c : v["cases"]) {
        const SuperGlobalParams params{c["M"], c["K"], c["beta"]};
        for (std::size_t q = 0; q < 2; ++q) {
            const std::span<const float> query = std::span(queries).subspan(6 * q, 6);
            const auto first = rankedBy(query, gallery);
            EXPECT_EQ(rowsOf(first), c["initial_ranks"][q].get<std::vector<int>>());
            const auto result = superGlobalRerank(query, gallery, first, params);
            ASSERT_TRUE(result) << result.error().message();
            const auto& scores = c["stage1_scores_in_initial_order"][q];
            ASSERT_EQ(result->first.size(), scores.size());
            for (std::size_t i = 0; i < scores.size(); ++i)
                EXPECT_NEAR(result->first[i], scores[i].get<double>(), 1e-6);
            EXPECT_EQ(result->middleOrder, c["stage1_order_positions"][q].get<std::vector<std::size_t>>());
            EXPECT_EQ(rowsOf(result->ranking), c["final_ranks"][q].get<std::vector<int>>());
            if (q > 0 || !c.contains("refined_descriptors_query0")) continue;
            const auto& refined = c["refined_descriptors_query0"];
            for (std::size_t i = 0; i < refined.size(); ++i)
                for (std::size_t d = 0; d < 6; ++d)
                    EXPECT_NEAR(result->refined[i][d], refined[i][d].get<double>(), 1e-6);
        }
    }
}

TEST(SuperGlobal, KeepsTheOrderBehindTheListAndFallingScores) {
    const auto v = reference();
    const auto values = flat(v["db_values"]);
    const auto queries = flat(v["query_values"]);
    const Descriptors gallery{values, 6};
    const std::span<const float> query = std::span(queries).first(6);
    const auto first = rankedBy(query, gallery);
    const auto result = superGlobalRerank(query, gallery, first, {4, 2, 0.15});
    ASSERT_TRUE(result);
    for (std::size_t i = 4; i < first.size(); ++i) EXPECT_EQ(result->ranking[i].row, first[i].row);
    for (std::size_t i = 1; i < first.size(); ++i)
        EXPECT_LE(result->ranking[i].score, result->ranking[i - 1].score);
}

TEST(LinearSum, WithoutWeightKeepsTheOrder) {
    const auto v = reference();
    const auto values = flat(v["db_values"]);
    const auto queries = flat(v["query_values"]);
    const Descriptors gallery{values, 6};
    for (const auto weights : {SumWeights::Uniform, SumWeights::Similarity, SumWeights::Linear}) {
        LinearSumParams params;
        params.weights = weights;
        params.lambda = 0;
        params.iterations = 2;
        const std::span<const float> query = std::span(queries).first(6);
        const auto first = rankedBy(query, gallery);
        EXPECT_EQ(rowsOf(*linearSumRerank(query, gallery, first, params)), rowsOf(first));
    }
}

// Worked by hand: query (1,0); rows a = (0.8,0.6), b = (0.6,0.8), c = (0.6,-0.8); one neighbour, uniform
// weight 1, all of the score from the sums. a' and b' are both a + b at length 1, c' is c + a at length 1; q'
// = q + a.
TEST(LinearSum, AddsTheNearestOfTheList) {
    const std::vector<float> values{0.8F, 0.6F, 0.6F, 0.8F, 0.6F, -0.8F};
    const Descriptors gallery{values, 2};
    const std::vector<float> query{1, 0};
    LinearSumParams params;
    params.neighbours = 1;
    params.weights = SumWeights::Uniform;
    params.lambda = 1;
    params.eta = 1;
    const auto result = linearSumRerank(query, gallery, rankedBy(query, gallery), params);
    ASSERT_TRUE(result);
    const double expanded[] = {1.8 / std::sqrt(3.6), 0.6 / std::sqrt(3.6)};
    const double shared = (1.4 * expanded[0] + 1.4 * expanded[1]) / std::sqrt(3.92);
    const double third = (1.4 * expanded[0] - 0.2 * expanded[1]) / std::sqrt(2.0);
    std::map<std::uint32_t, float> scores;
    for (const Ranked& entry : *result) scores[entry.row] = entry.score;
    EXPECT_NEAR(scores[0], shared, 1e-6);
    EXPECT_NEAR(scores[1], shared, 1e-6);
    EXPECT_NEAR(scores[2], third, 1e-6);
}

TEST(GlobalRerank, DoesNotLowerTheFigureOnSeparatedClusters) {
    // Eight clusters of 14 views, more than the neighbours that are added; the last view of each lies far
    // out.
    constexpr std::size_t kDimension = 24;
    RandomStream stream("clusters");
    std::vector<float> values, queries;
    const auto view = [&](std::size_t cluster, double spread, std::vector<float>& out) {
        std::vector<double> x(kDimension);
        double square = 0;
        for (std::size_t d = 0; d < kDimension; ++d) {
            x[d] = (d == cluster ? 1 : 0) + spread * stream.normal();
            square += x[d] * x[d];
        }
        for (const double value : x) out.push_back(static_cast<float>(value / std::sqrt(square)));
    };
    for (std::size_t c = 0; c < 8; ++c) {
        for (int i = 0; i < 14; ++i) view(c, i == 13 ? 0.4 : 0.1, values);
        view(c, 0.15, queries);
    }
    const Descriptors gallery{values, kDimension};
    const auto precision = [](std::span<const Ranked> ranking, std::size_t cluster) {
        double sum = 0;
        int found = 0;
        for (std::size_t i = 0; i < ranking.size(); ++i)
            if (ranking[i].row / 14 == cluster) sum += ++found / static_cast<double>(i + 1);
        return sum / 14;
    };
    for (const char* id : {"super_global", "linear_sum"}) {
        double before = 0, after = 0;
        for (std::size_t c = 0; c < 8; ++c) {
            const std::span<const float> query = std::span(queries).subspan(c * kDimension, kDimension);
            const auto first = rankedBy(query, gallery);
            before += precision(first, c);
            after += precision(*find(id)->rerank(query, gallery, first), c);
        }
        EXPECT_GE(after, before - 1e-9) << id;
        EXPECT_LT(before, 8) << "the task has to be hard enough to show a difference";
    }
}

TEST(GlobalRerank, RefusesParametersOutOfRange) {
    EXPECT_FALSE((SuperGlobalParams{0, 9, 0.15}.check()));
    EXPECT_FALSE((SuperGlobalParams{400, 0, 0.15}.check()));
    EXPECT_FALSE((SuperGlobalParams{400, 9, -1}.check()));
    LinearSumParams params;
    EXPECT_TRUE(params.check());
    params.eta = 1.5;
    EXPECT_FALSE(params.check());
}

}  // namespace
}  // namespace adapnet::rerank
