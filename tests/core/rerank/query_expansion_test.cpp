#include "core/rerank/query_expansion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/rerank/checks.h"

namespace adapnet::rerank {
namespace {

using Rows = std::vector<std::vector<float>>;

// The vectors are printed with eight digits and were computed from rows of full precision.
constexpr double kTolerance = 1e-5;

class QueryExpansionVectors : public testing::Test {
  protected:
    QueryExpansionVectors() {
        std::ifstream file(std::string(ADAPNET_TEST_DATA) + "/vectors_query_expansion.json");
        m_data = nlohmann::json::parse(file);
        for (const auto& row : m_data.at("db").get<Rows>())
            m_values.insert(m_values.end(), row.begin(), row.end());
        m_gallery = {m_values, 6};
        m_queries = m_data.at("queries").get<Rows>();
    }

    std::vector<Ranked> rankingOf(std::span<const float> query) const {
        std::vector<Ranked> out;
        for (std::uint32_t row = 0; row < m_gallery.rows(); ++row) {
            out.push_back({row, static_cast<float>(dot(query, m_gallery.row(row)))});
        }
        sortBestFirst(out);
        return out;
    }

    void expectQueries(const char* key, const ExpansionParams& params) const {
        const auto expected = m_data.at(key).get<Rows>();
        ASSERT_EQ(expected.size(), m_queries.size());
        for (std::size_t q = 0; q < m_queries.size(); ++q) {
            const auto actual = expandQuery(m_queries[q], m_gallery, rankingOf(m_queries[q]), params);
            ASSERT_TRUE(actual);
            for (std::size_t i = 0; i < actual->size(); ++i)
                EXPECT_NEAR((*actual)[i], expected[q][i], kTolerance) << key;
        }
    }

    nlohmann::json m_data;
    std::vector<float> m_values;
    Descriptors m_gallery;
    Rows m_queries;
};

TEST_F(QueryExpansionVectors, GiveTheOfficialNumbersWithAlphaThree) {
    expectQueries("aqe_alpha3_k4", {.neighbours = 4, .alpha = 3});
}

TEST_F(QueryExpansionVectors, GiveTheOfficialNumbersWithoutWeights) {
    expectQueries("aqe_alpha0_k3", {.neighbours = 3, .alpha = 0});
}

TEST_F(QueryExpansionVectors, GiveTheOfficialAugmentedDatabase) {
    const auto expected = m_data.at("adba_alpha2_k3").get<Rows>();
    const auto actual = augmentDatabase(m_gallery, {.neighbours = 3, .alpha = 2});
    ASSERT_TRUE(actual);
    ASSERT_EQ(actual->size(), expected.size() * 6);
    for (std::size_t i = 0; i < actual->size(); ++i)
        EXPECT_NEAR((*actual)[i], expected[i / 6][i % 6], kTolerance);
}

TEST_F(QueryExpansionVectors, ScoreTheRankingWithTheExpandedQuery) {
    const auto first = rankingOf(m_queries[0]);
    const auto expandedQuery = expandQuery(m_queries[0], m_gallery, first, {.neighbours = 10, .alpha = 3});
    const auto result = find("alpha_query_expansion")->rerank(m_queries[0], m_gallery, first);
    ASSERT_TRUE(expandedQuery && result);
    for (const Ranked& entry : *result) {
        EXPECT_NEAR(entry.score, dot(*expandedQuery, m_gallery.row(entry.row)), 1e-6);
    }
}

TEST(QueryExpansion, LiftsPicturesThatResembleTheBestMatches) {
    // Row 2 is further from the query than row 1, but close to the best match.
    const std::vector<float> values{0.9F, 0.4359F, 0, 0.6F, -0.8F, 0, 0.59F, 0.8074F, 0, 0, 0, 1};
    const Descriptors gallery{values, 3};
    const std::vector<float> query{1, 0, 0};
    const std::vector<Ranked> first{{0, 0.9F}, {1, 0.6F}, {2, 0.59F}, {3, 0}};
    const auto better =
        makeQueryExpansion("test", {.neighbours = 1, .alpha = 3})->rerank(query, gallery, first);
    ASSERT_TRUE(better);
    EXPECT_EQ((*better)[1].row, 2U);
    EXPECT_EQ((*better)[2].row, 1U);
}

TEST(QueryExpansion, IgnoresNeighboursThatPointAway) {
    const std::vector<float> values{-1, 0, 0, 1};
    const Descriptors gallery{values, 2};
    const std::vector<float> query{1, 0};
    const auto expanded =
        expandQuery(query, gallery, std::vector<Ranked>{{1, 0}, {0, -1}}, {.neighbours = 2, .alpha = 2.5});
    ASSERT_TRUE(expanded);
    EXPECT_EQ(*expanded, query);
}

TEST(QueryExpansion, KeepsAQueryThatItsNeighboursWouldCancel) {
    const std::vector<float> values{-1, 0};
    const Descriptors gallery{values, 2};
    const std::vector<float> query{1, 0};
    const auto expanded =
        expandQuery(query, gallery, std::vector<Ranked>{{0, -1}}, {.neighbours = 1, .alpha = 0});
    ASSERT_TRUE(expanded);
    EXPECT_EQ(*expanded, query);
}

TEST(QueryExpansion, ChecksItsParameters) {
    EXPECT_TRUE(ExpansionParams{}.check());
    EXPECT_FALSE((ExpansionParams{.neighbours = 0}.check()));
    EXPECT_FALSE((ExpansionParams{.alpha = -1}.check()));
    EXPECT_FALSE((ExpansionParams{.alpha = std::numeric_limits<double>::infinity()}.check()));
    EXPECT_FALSE(augmentDatabase({}, {}));
}

}  // namespace
}  // namespace adapnet::rerank
