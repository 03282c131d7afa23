#include "core/nn/packed_backbone.h"

#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <utility>

#include "core/nn/runtime.h"
#include "tests/core/nn/filler.h"

namespace adapnet::nn {
namespace {

using test::filledInput;

// Where LibTorch shares no oneDNN there is nothing packed, and the named weights are used.
FeatureMaps forward(const std::unique_ptr<PackedBackbone>& packed, const TensorMap& weights,
                    const at::Tensor& pixels) {
    return packed ? packed->forward(pixels) : backboneForward(weights, pixels);
}

// Largest difference relative to the largest value.
double distance(const at::Tensor& a, const at::Tensor& b) {
    EXPECT_EQ(a.sizes(), b.sizes());
    return ((a - b).abs().max() / b.abs().max()).item<double>();
}

TEST(PackedBackbone, GivesTheMapsOfTheNamedWeights) {
    const c10::InferenceMode inference;
    const auto weights = test::filled(backboneShapes());
    const auto packed = packBackbone(weights, at::kFloat);
    // Odd and even sides: each has its own padding at each of the five strides.
    for (const auto& [height, width] :
         {std::pair{64, 96}, std::pair{61, 47}, std::pair{34, 33}, std::pair{1, 1}, std::pair{2, 5}}) {
        const auto pixels = filledInput("pixels", {3, 3, height, width}, -1, 1);
        const auto expected = backboneForward(weights, pixels);
        const auto maps = forward(packed, weights, pixels);
        EXPECT_LT(distance(maps.local, expected.local), 1e-4) << height << " x " << width;
        EXPECT_LT(distance(maps.global, expected.global), 1e-4) << height << " x " << width;
    }
}

TEST(PackedBackbone, StaysCloseInTheShortestPrecisionOfThisProcessor) {
    const c10::InferenceMode inference;
    const auto weights = test::filled(backboneShapes());
    const auto packed = packBackbone(weights, cpuHasBf16() ? at::kBFloat16 : at::kFloat);
    const auto pixels = filledInput("pixels", {2, 3, 64, 80}, -1, 1);
    const auto expected = backboneForward(weights, pixels).global.mean({2, 3});
    const auto found = forward(packed, weights, pixels).global.to(at::kFloat).mean({2, 3});
    EXPECT_GT(at::cosine_similarity(found, expected).min().item<double>(), 0.999);
}

TEST(PackedBackbone, GivesTheSameAloneInABatchAndAfterManyOtherSizes) {
    const c10::InferenceMode inference;
    const auto weights = test::filled(backboneShapes());
    const auto packed = packBackbone(weights, at::kFloat);
    const auto batch = filledInput("batch", {5, 3, 48, 40}, -1, 1);
    const auto together = forward(packed, weights, batch);
    for (int side = 8; side < 64; ++side)
        forward(packed, weights, filledInput("other", {1, 3, side, 8}, -1, 1));
    for (std::int64_t i = 0; i < 5; ++i) {
        const auto alone = forward(packed, weights, batch.narrow(0, i, 1));
        EXPECT_LT(distance(alone.local, together.local.narrow(0, i, 1)), 1e-5);
        EXPECT_LT(distance(alone.global, together.global.narrow(0, i, 1)), 1e-5);
    }
}

TEST(PackedBackbone, WorksInAnotherThreadThanTheOneThatMadeIt) {
    const c10::InferenceMode inference;
    const auto weights = test::filled(backboneShapes());
    const auto packed = packBackbone(weights, at::kFloat);
    const auto pixels = filledInput("pixels", {2, 3, 40, 40}, -1, 1);
    const auto here = forward(packed, weights, pixels).global;
    double found = 1;
    std::thread([&] {
        const c10::InferenceMode there;
        found = distance(forward(packed, weights, pixels).global, here);
    }).join();
    EXPECT_LT(found, 1e-5);
}

}  // namespace
}  // namespace adapnet::nn
