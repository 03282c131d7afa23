// What holds for every re-ranker of the list. A new one is tested as soon as it is registered.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <regex>
#include <set>
#include <thread>

#include "core/base/random.h"
#include "core/rerank/reranker.h"

namespace adapnet::rerank {
namespace {

constexpr std::size_t kDimension = 16;

std::vector<float> unitRows(std::string_view key, std::size_t rows) {
    RandomStream stream(key);
    std::vector<float> out;
    for (std::size_t i = 0; i < rows; ++i) {
        std::vector<double> row(kDimension);
        double square = 0;
        for (double& v : row) {
            v = stream.normal();
            square += v * v;
        }
        for (const double v : row) out.push_back(static_cast<float>(v / std::sqrt(square)));
    }
    return out;
}

std::vector<Ranked> rankedBy(std::span<const float> query, const Descriptors& gallery, std::size_t count) {
    std::vector<Ranked> out;
    for (std::uint32_t row = 0; row < gallery.rows(); ++row) {
        const auto x = gallery.row(row);
        out.push_back({row, std::inner_product(query.begin(), query.end(), x.begin(), 0.0F)});
    }
    std::sort(out.begin(), out.end(), [](const Ranked& a, const Ranked& b) { return a.score > b.score; });
    out.resize(std::min(count, out.size()));
    return out;
}

std::vector<std::uint32_t> rowsOf(std::span<const Ranked> ranking) {
    std::vector<std::uint32_t> out;
    for (const Ranked& entry : ranking) out.push_back(entry.row);
    return out;
}

class RerankerContract : public testing::TestWithParam<std::string> {
  protected:
    const Reranker& reranker() const { return *find(GetParam()); }

    const std::vector<float> m_values = unitRows("gallery", 60);
    const Descriptors m_gallery{m_values, kDimension};
    const std::vector<float> m_query = unitRows("query", 1);
    const std::vector<Ranked> m_first = rankedBy(m_query, m_gallery, 40);
};

TEST_P(RerankerContract, HasAPermanentIdentifier) {
    EXPECT_TRUE(std::regex_match(reranker().id(), std::regex("[a-z][a-z0-9_]*")));
    EXPECT_EQ(reranker().id(), GetParam());
}

TEST_P(RerankerContract, ReturnsTheSameRowsBestFirst) {
    const auto result = reranker().rerank(m_query, m_gallery, m_first);
    ASSERT_TRUE(result) << result.error().message();
    auto before = rowsOf(m_first);
    auto after = rowsOf(*result);
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());
    EXPECT_EQ(before, after);
    for (std::size_t i = 0; i < result->size(); ++i) {
        EXPECT_TRUE(std::isfinite((*result)[i].score));
        if (i == 0) continue;
        const Ranked& a = (*result)[i - 1];
        const Ranked& b = (*result)[i];
        EXPECT_TRUE(a.score > b.score || (a.score == b.score && a.row < b.row));
    }
}

TEST_P(RerankerContract, RepeatsItselfOnEveryThread) {
    const auto expected = reranker().rerank(m_query, m_gallery, m_first);
    ASSERT_TRUE(expected);
    std::vector<std::vector<Ranked>> results(4);
    {
        std::vector<std::jthread> threads;
        for (auto& result : results) {
            threads.emplace_back([&] { result = *reranker().rerank(m_query, m_gallery, m_first); });
        }
    }
    for (const auto& result : results) {
        ASSERT_EQ(rowsOf(result), rowsOf(*expected));
        for (std::size_t i = 0; i < result.size(); ++i) EXPECT_EQ(result[i].score, (*expected)[i].score);
    }
}

TEST_P(RerankerContract, KeepsAClearWinnerInFront) {
    std::vector<float> values(kDimension * kDimension, 0.0F);
    for (std::size_t i = 0; i < kDimension; ++i) values[i * kDimension + i] = 1;
    const Descriptors gallery{values, kDimension};
    const std::span<const float> query = gallery.row(5);
    const auto result = reranker().rerank(query, gallery, rankedBy(query, gallery, kDimension));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->front().row, 5U);
}

TEST_P(RerankerContract, TakesShortAndEmptyRankings) {
    const auto empty = reranker().rerank(m_query, m_gallery, {});
    ASSERT_TRUE(empty);
    EXPECT_TRUE(empty->empty());
    const auto one = reranker().rerank(m_query, m_gallery, std::span(m_first).first(1));
    ASSERT_TRUE(one);
    ASSERT_EQ(one->size(), 1U);
    EXPECT_EQ(one->front().row, m_first.front().row);
}

TEST_P(RerankerContract, OrdersEqualRowsByNumber) {
    std::vector<float> values;
    for (int i = 0; i < 5; ++i) values.insert(values.end(), m_query.begin(), m_query.end());
    const Descriptors gallery{values, kDimension};
    const std::vector<Ranked> first{{4, 1}, {2, 1}, {0, 1}, {3, 1}, {1, 1}};
    const auto result = reranker().rerank(m_query, gallery, first);
    ASSERT_TRUE(result);
    EXPECT_EQ(rowsOf(*result), (std::vector<std::uint32_t>{0, 1, 2, 3, 4}));
}

TEST_P(RerankerContract, RefusesWhatDoesNotFit) {
    const auto code = [&](std::span<const float> query, const Descriptors& gallery,
                          std::span<const Ranked> first) {
        const auto result = reranker().rerank(query, gallery, first);
        EXPECT_FALSE(result);
        return result ? ErrorCode::Internal : result.error().code;
    };
    EXPECT_EQ(code(std::span(m_query).first(3), m_gallery, m_first), ErrorCode::BadInput);
    EXPECT_EQ(code(m_query, Descriptors{m_values, 0}, m_first), ErrorCode::BadInput);
    EXPECT_EQ(code(m_query, Descriptors{std::span(m_values).first(20), kDimension}, {}), ErrorCode::BadInput);
    EXPECT_EQ(code(m_query, m_gallery, std::vector<Ranked>{{60, 0.5F}}), ErrorCode::BadInput);
    EXPECT_EQ(code(m_query, m_gallery, std::vector<Ranked>{{1, 0.5F}, {1, 0.4F}}), ErrorCode::BadInput);
    auto query = m_query;
    query[3] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(code(query, m_gallery, m_first), ErrorCode::BadInput);
}

std::vector<std::string> allIds() {
    std::vector<std::string> ids;
    for (const auto& entry : registry()) ids.push_back(entry->id());
    return ids;
}

INSTANTIATE_TEST_SUITE_P(Registry, RerankerContract, testing::ValuesIn(allIds()),
                         [](const auto& entry) { return entry.param; });

TEST(RerankerRegistry, NamesEveryEntryOnce) {
    const auto ids = allIds();
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
    EXPECT_NE(find("alpha_query_expansion"), nullptr);
    EXPECT_EQ(find("no_such_reranker"), nullptr);
}

}  // namespace
}  // namespace adapnet::rerank
