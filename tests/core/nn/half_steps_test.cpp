#include "core/nn/half_steps.h"

#include <torch/csrc/api/include/torch/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace adapnet::nn {
namespace {

// Odd sizes, so that loops have a rest; channels last as in the backbone.
at::Tensor numbers(std::uint64_t seed) {
    at::manual_seed(seed);
    return at::randn({3, 7, 5, 9}).to(at::kBFloat16).contiguous(at::MemoryFormat::ChannelsLast);
}

bool same(const at::Tensor& a, const at::Tensor& b) {
    return a.scalar_type() == b.scalar_type() && at::equal(a, b);
}

TEST(HalfSteps, RectifiedIsReluWithItsGradient) {
    for (const auto type : {at::kBFloat16, at::kFloat}) {
        const auto values = numbers(1).to(type);
        const auto ours = values.clone().set_requires_grad(true);
        const auto theirs = values.clone().set_requires_grad(true);
        const auto factor = numbers(2).to(type);
        const auto a = rectified(ours * 1);
        const auto b = (theirs * 1).relu();
        EXPECT_TRUE(same(a, b));
        (a * factor).sum().backward();
        (b * factor).sum().backward();
        EXPECT_TRUE(same(ours.grad(), theirs.grad()));
        EXPECT_GT(ours.grad().to(at::kFloat).abs().sum().item<float>(), 0);
    }
}

TEST(HalfSteps, SumIsRoundedLikeLibTorchsOwn) {
    const auto a = numbers(3);
    const auto b = numbers(4) * 37;
    EXPECT_TRUE(same(sumOf(a, b), a + b));
    // Ties go to the even number: 256 + 1 lies in the middle between 256 and 258.
    const auto tie = at::full({4}, 256).to(at::kBFloat16);
    EXPECT_TRUE(same(sumOf(tie, at::ones({4}).to(at::kBFloat16)), tie));
    const auto infinite = at::full({4}, INFINITY).to(at::kBFloat16);
    EXPECT_TRUE(same(sumOf(infinite, tie), infinite));
    // Another order in memory takes the general way.
    EXPECT_TRUE(same(sumOf(a, b.contiguous()), a + b));
}

TEST(HalfSteps, BothWaysThroughABlockGiveTheirGradient) {
    const auto values = numbers(5);
    const auto one = numbers(6);
    const auto two = numbers(7);
    const auto ours = values.clone().set_requires_grad(true);
    const auto theirs = values.clone().set_requires_grad(true);
    const auto x = ours * 1;
    auto [left, right] = forked(x);
    sumOf(left * one, right * two).sum().backward();
    const auto y = theirs * 1;
    (y * one + y * two).sum().backward();
    EXPECT_TRUE(same(ours.grad(), theirs.grad()));

    // One way only.
    const auto lone = values.clone().set_requires_grad(true);
    auto [used, unused] = forked(lone * 1);
    (used * one).sum().backward();
    EXPECT_TRUE(same(lone.grad(), one));
}

}  // namespace
}  // namespace adapnet::nn
