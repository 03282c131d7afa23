#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "tests/core/index/rows.h"

namespace adapnet::index {
namespace {

TEST(ExactIndex, AgreesWithSortingEveryDotProduct) {
    const std::size_t dimension = 37;  // no multiple of the lanes
    const auto rows =
        clusteredRows({.rows = 700, .dimension = dimension, .clusters = 9, .duplicateShare = 0});
    const auto index = buildExact(rows, dimension);
    ASSERT_TRUE(index);
    for (std::size_t q = 0; q < 700; q += 53) {
        const auto query = std::span(rows).subspan(q * dimension, dimension);
        std::vector<double> scores(700);
        for (std::size_t i = 0; i < 700; ++i)
            scores[i] = std::inner_product(query.begin(), query.end(),
                                           rows.begin() + std::ptrdiff_t(i * dimension), 0.0);
        std::vector<std::uint32_t> order(700);
        std::iota(order.begin(), order.end(), 0u);
        std::sort(order.begin(), order.end(), [&](auto a, auto b) { return scores[a] > scores[b]; });
        const auto found = (*index)->search(query, 25);
        ASSERT_TRUE(found);
        ASSERT_EQ(found->size(), 25u);
        EXPECT_EQ(found->front().row, q);
        for (std::size_t i = 0; i < 25; ++i) {
            EXPECT_NEAR(found->at(i).score, scores[order[i]], 1e-5);
            EXPECT_NEAR(scores[found->at(i).row], scores[order[i]], 1e-5);
        }
    }
}

TEST(ExactIndex, OrdersTiesByRow) {
    std::vector<float> rows(600 * 2, 0.0f);
    for (std::size_t i = 0; i < 600; ++i) rows[i * 2 + (i % 3 == 0 ? 1 : 0)] = 1.0f;
    const auto index = buildExact(rows, 2);
    ASSERT_TRUE(index);
    const auto found = (*index)->search(std::vector<float>{1.0f, 0.5f}, 410);
    ASSERT_TRUE(found);
    std::vector<std::uint32_t> expected;
    for (std::uint32_t i = 0; i < 600; ++i)
        if (i % 3 != 0) expected.push_back(i);
    for (std::uint32_t i = 0; expected.size() < 410; i += 3) expected.push_back(i);
    ASSERT_EQ(found->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(found->at(i).row, expected[i]);
}

TEST(ExactIndex, GivesEveryRowWhenMoreAreAskedFor) {
    const std::vector<float> rows{1, 0, 0, 1, -1, 0};
    const auto index = buildExact(rows, 2);
    ASSERT_TRUE(index);
    const auto found = (*index)->search(std::vector<float>{1, 0}, 50);
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, (std::vector<Neighbour>{{0, 1.0f}, {1, 0.0f}, {2, -1.0f}}));
    EXPECT_TRUE((*index)->search(std::vector<float>{1, 0}, 0)->empty());
}

TEST(ExactIndex, AnEmptyGalleryGivesAnEmptyAnswer) {
    const auto index = buildExact({}, 8);
    ASSERT_TRUE(index);
    EXPECT_EQ((*index)->size(), 0u);
    EXPECT_TRUE((*index)->search(std::vector<float>(8, 0.5f), 10)->empty());
}

TEST(ExactIndex, RefusesWrongSizesAndValuesThatAreNoNumbers) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(buildExact(std::vector<float>(7), 2).error().code, ErrorCode::BadInput);
    EXPECT_EQ(buildExact(std::vector<float>(8), 0).error().code, ErrorCode::BadInput);
    EXPECT_EQ(buildExact(std::vector<float>{1, nan}, 2).error().code, ErrorCode::BadInput);
    const auto index = buildExact(std::vector<float>{1, 0}, 2);
    ASSERT_TRUE(index);
    EXPECT_EQ((*index)->search(std::vector<float>{1, 0, 0}, 1).error().code, ErrorCode::BadInput);
    EXPECT_EQ((*index)->search(std::vector<float>{1, nan}, 1).error().code, ErrorCode::BadInput);
}

TEST(IndexKey, NamesThePicturesAndTheirOrder) {
    const std::vector<std::string> ab{"a", "b"}, ba{"b", "a"}, joined{"ab"};
    EXPECT_EQ(indexKey("model", ab), indexKey("model", ab));
    EXPECT_NE(indexKey("model", ab), indexKey("model", ba));
    EXPECT_NE(indexKey("model", ab), indexKey("model", joined));
    EXPECT_NE(indexKey("model", ab), indexKey("other", ab));
}

}  // namespace
}  // namespace adapnet::index
