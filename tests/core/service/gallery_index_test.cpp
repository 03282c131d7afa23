#include "core/service/gallery_index.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"
#include "tests/support/pictures.h"

namespace adapnet::service {
namespace {

features::FeatureMatrix randomRows(std::size_t rows, std::size_t dimension) {
    features::FeatureMatrix matrix{rows, dimension, {}};
    RandomStream stream("gallery index test");
    for (std::size_t r = 0; r < rows; ++r) {
        std::vector<double> row(dimension);
        double squares = 0;
        for (double& value : row) {
            value = stream.normal() + 1;
            squares += value * value;
        }
        for (const double value : row)
            matrix.values.push_back(static_cast<float>(value / std::sqrt(squares)));
    }
    return matrix;
}

TEST(GalleryIndex, IsExactUpToTheLimitAndAGraphAbove) {
    const test::TemporaryFolder folder;
    GalleryIndexPlan plan{50, folder / "indexes/a.hnsw", "key"};
    const auto exact = buildGalleryIndex(randomRows(50, 8), plan);
    ASSERT_TRUE(exact);
    EXPECT_EQ(exact->index->kind(), "exact");
    EXPECT_FALSE(exact->recall);
    EXPECT_FALSE(fs::exists(plan.hnswFile));
    EXPECT_EQ(exact->settings(), (std::vector<std::string>{"gallery mean removed", "exact search"}));

    const auto graph = buildGalleryIndex(randomRows(51, 8), plan);
    ASSERT_TRUE(graph) << graph.error().message();
    EXPECT_EQ(graph->index->kind(), "hnsw");
    ASSERT_TRUE(graph->recall);
    EXPECT_GE(*graph->recall, 0.99);
    EXPECT_TRUE(fs::exists(plan.hnswFile));
    EXPECT_EQ(graph->settings()[1], "HNSW search, M 16, build width 200, search width 200, recall@10 1.000");
}

TEST(GalleryIndex, IsReadFromItsFileAndBuiltAgainWhenTheFileIsOfOtherPicturesOrDamaged) {
    const test::TemporaryFolder folder;
    GalleryIndexPlan plan{10, folder / "a.hnsw", "first key"};
    const auto rows = randomRows(60, 8);
    const auto built = buildGalleryIndex(rows, plan);
    ASSERT_TRUE(built);
    const auto written = fs::last_write_time(plan.hnswFile);

    const auto read = buildGalleryIndex(rows, plan);
    ASSERT_TRUE(read);
    EXPECT_EQ(fs::last_write_time(plan.hnswFile), written);
    EXPECT_EQ(read->recall, built->recall);

    test::writeText(plan.hnswFile, "not an index");
    const auto mended = buildGalleryIndex(rows, plan);
    ASSERT_TRUE(mended);
    EXPECT_GT(fs::file_size(plan.hnswFile), 1000U);

    plan.indexKey = "second key";
    const auto other = buildGalleryIndex(randomRows(70, 8), plan);
    ASSERT_TRUE(other);
    EXPECT_EQ(other->index->size(), 70U);
}

TEST(GalleryIndex, WorksWhereTheGraphCannotBeKept) {
    GalleryIndexPlan plan{10, "/proc/nowhere/a.hnsw", "key"};
    const auto built = buildGalleryIndex(randomRows(20, 8), plan);
    ASSERT_TRUE(built) << built.error().message();
    EXPECT_EQ(built->index->kind(), "hnsw");
}

}  // namespace
}  // namespace adapnet::service
