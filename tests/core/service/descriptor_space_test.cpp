#include "core/service/descriptor_space.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace adapnet::service {
namespace {

using features::FeatureMatrix;
using testing::ElementsAre;
using testing::FloatNear;

TEST(DescriptorSpace, RemovesTheMeanAndMakesEveryRowOfLengthOneAgain) {
    FeatureMatrix matrix{3, 2, {1, 0, 0, 1, 0.6F, 0.8F}};
    const DescriptorSpace space(matrix);
    EXPECT_THAT(space.mean(), ElementsAre(FloatNear(1.6F / 3, 1e-6F), FloatNear(0.6F, 1e-6F)));
    space.apply(matrix);
    for (std::size_t r = 0; r < matrix.rows; ++r) EXPECT_NEAR(dot(matrix.row(r), matrix.row(r)), 1.0, 1e-6);
    // (1, 0) - (0.5333, 0.6) = (0.4667, -0.6), length 0.7601
    EXPECT_NEAR(matrix.row(0)[0], 0.61394, 1e-4);
    EXPECT_NEAR(matrix.row(0)[1], -0.78935, 1e-4);
}

TEST(DescriptorSpace, TreatsAQueryLikeAGalleryRow) {
    FeatureMatrix matrix{2, 2, {1, 0, 0, 1}};
    const DescriptorSpace space(matrix);
    std::vector<float> query{1, 0};
    space.apply(query);
    space.apply(matrix);
    EXPECT_EQ(query[0], matrix.row(0)[0]);
    EXPECT_EQ(query[1], matrix.row(0)[1]);
}

TEST(DescriptorSpace, LeavesAGalleryOfOnePictureAsItIs) {
    FeatureMatrix matrix{1, 2, {0.6F, 0.8F}};
    const DescriptorSpace space(matrix);
    EXPECT_FALSE(space.removesMean());
    space.apply(matrix);
    EXPECT_THAT(matrix.values, ElementsAre(0.6F, 0.8F));
}

TEST(DescriptorSpace, MakesAVectorThatEqualsTheMeanZeroAndNeverNotANumber) {
    FeatureMatrix matrix{3, 2, {0.6F, 0.8F, 0.6F, 0.8F, 0.6F, 0.8F}};
    const DescriptorSpace space(matrix);
    space.apply(matrix);
    for (const float value : matrix.values) EXPECT_EQ(value, 0.0F);
}

}  // namespace
}  // namespace adapnet::service
