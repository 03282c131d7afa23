#include "core/nn/architecture.h"

#include <torch/csrc/api/include/torch/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/nn/filler.h"

namespace adapnet::nn {
namespace {

using test::difference;
using test::filledInput;

TEST(GemPool, AgreesWithTheReference) {
    const auto all = test::vectors();  // a loop over a part of a temporary would outlive it
    for (const auto& c : all["pooling"]) {
        const auto map = filledInput(c["input"]);
        EXPECT_LT(difference(gemPool(map, at::full({1}, 3.0F)), c["gem_p3_eps1e-6"]), 1e-5);
        EXPECT_LT(difference(gemPool(map, at::full({1}, 2.5F)), c["gem_p2.5_eps1e-6"]), 1e-5);
    }
}

TensorMap smallBlock() {
    return test::filled({{"qcb.gate.0.weight", {4, 8}},
                         {"qcb.gate.0.bias", {4}},
                         {"qcb.gate.2.weight", {4, 4}},
                         {"qcb.gate.2.bias", {4}},
                         {"qcb.bank", {3, 8}},
                         {"qcb.down", {3, 2, 8}},
                         {"qcb.up", {3, 8, 2}}});
}

TEST(QualityCompensation, AgreesWithTheReference) {
    const auto expected = test::vectors()["qcb"];
    const auto out = qualityCompensation(smallBlock(), filledInput(expected["input"]));
    EXPECT_LT(difference(out.logits, expected["gate_logits"]), 1e-5);
    EXPECT_LT(difference(at::softmax(out.logits, 1), expected["gate_probabilities"]), 1e-5);
    EXPECT_LT(difference(out.delta, expected["delta"]), 1e-5);
    EXPECT_LT(difference(out.fNew, expected["f_new"]), 1e-5);
}

TEST(QualityCompensation, WithEmptyBankAndUpIsTheIdentity) {
    auto block = smallBlock();
    block["qcb.bank"].zero_();
    block["qcb.up"].zero_();
    const auto f = filledInput("any", {5, 8}, -3, 3);
    const auto out = qualityCompensation(block, f);
    EXPECT_EQ(out.delta.abs().max().item<double>(), 0);
    EXPECT_TRUE(at::equal(out.fNew, f));
}

TEST(QualityCompensation, AGateOfTheLocalMapLearnsWithoutShapingIt) {
    auto block = smallBlock();
    const auto gate = test::filled({{"qcb.gate.0.weight", {4, 6}},
                                    {"qcb.evidence.weight", {6}},
                                    {"qcb.evidence.bias", {6}},
                                    {"qcb.evidence.running_mean", {6}},
                                    {"qcb.evidence.running_var", {6}}});
    for (const auto& [name, tensor] : gate) block[name] = tensor;
    block["qcb.gate.0.weight"].set_requires_grad(true);
    const auto f = filledInput("any", {5, 8}, -3, 3);
    const auto map = filledInput("map", {5, 3, 4, 7}, -3, 3).set_requires_grad(true);
    const auto out = qualityCompensation(block, f, damageEvidence(block, map));
    out.logits.pow(2).sum().backward();
    EXPECT_FALSE(map.grad().defined());
    EXPECT_GT(block["qcb.gate.0.weight"].grad().abs().sum().item<double>(), 0);
}

TEST(MapStatistics, AreMeanAndDeviationOfEachChannel) {
    const auto map = filledInput("map", {2, 3, 4, 7}, -3, 3);
    const auto statistics = mapStatistics(map);
    ASSERT_EQ(statistics.sizes(), (at::IntArrayRef{2, 6}));
    const auto channel = map[1][2];
    EXPECT_NEAR(statistics[1][2].item<double>(), channel.mean().item<double>(), 1e-5);
    const double squares = (channel * channel).mean().item<double>();
    const double mean = channel.mean().item<double>();
    EXPECT_NEAR(statistics[1][5].item<double>(), std::sqrt(squares - mean * mean), 1e-4);
}

TEST(OrthogonalFusion, AgreesWithTheReference) {
    const auto all = test::vectors();
    const auto fNew = test::toTensor(all["qcb"]["f_new"]);
    const auto local = filledInput(all["fusion"]["local_map"]);
    EXPECT_LT(difference(orthogonalMean(fNew, local), all["fusion"]["f_orthogonal_mean"]), 1e-5);
    const auto weights = test::filled({{"fuse.fc.weight", {8, 16}},
                                       {"fuse.fc.bias", {8}},
                                       {"fuse.bn.weight", {8}},
                                       {"fuse.bn.bias", {8}},
                                       {"fuse.bn.running_mean", {8}},
                                       {"fuse.bn.running_var", {8}}});
    EXPECT_LT(difference(orthogonalFusion(weights, fNew, local), all["fusion"]["f_all_eval_mode"]), 1e-5);
}

TEST(OrthogonalFusion, WithFullDimensionAndEmptyUpPassesTheGlobalPartOn) {
    auto weights = test::filled(architectureShapes("adapnet", kGlobalChannels));
    weights.at("fuse.up").zero_();
    weights.at("fuse.bn.weight").fill_(1);
    weights.at("fuse.bn.bias").zero_();
    weights.at("fuse.bn.running_mean").zero_();
    weights.at("fuse.bn.running_var").fill_(1 - 1e-5);
    const auto fNew = filledInput("full", {2, kGlobalChannels}, -1, 1);
    const auto local = filledInput("full-local", {2, kGlobalChannels, 2, 3}, -1, 1);
    EXPECT_LT((orthogonalFusion(weights, fNew, local) - fNew).abs().max().item<double>(), 1e-5);
}

TEST(OrthogonalMean, HasNoPartAlongTheGlobalFeature) {
    const auto fNew = filledInput("g", {3, 16}, -1, 1);
    const auto mean = orthogonalMean(fNew, filledInput("l", {3, 16, 5, 4}, -1, 1));
    EXPECT_LT((mean * fNew).sum(1).abs().max().item<double>(), 1e-5);
}

TEST(Backbone, PadsOddAndEvenSizesLikeTensorFlow) {
    const auto weights = test::filled(backboneShapes());
    for (const auto& [height, width] :
         {std::pair{33, 64}, std::pair{32, 47}, std::pair{1, 1}, std::pair{2, 3}}) {
        const auto maps = backboneForward(weights, filledInput("pixels", {1, 3, height, width}, -1, 1));
        EXPECT_EQ(maps.local.sizes(),
                  (std::vector<std::int64_t>{1, 96, (height + 15) / 16, (width + 15) / 16}));
        EXPECT_EQ(maps.global.sizes(),
                  (std::vector<std::int64_t>{1, 1280, (height + 31) / 32, (width + 31) / 32}));
        EXPECT_GE(maps.global.min().item<double>(), 0);
    }
}

TEST(Backbone, StrideTwoOnEvenSizesPadsAfterTheLastPixelOnly) {
    // "SAME" with kernel 3, stride 2 on 4 pixels: total padding 1, all of it at the end. With a kernel that
    // copies its top-left tap, output (0,0) is then pixel (0,0), not padding.
    auto weights = test::filled(backboneShapes());
    auto& first = weights.at("backbone.features.0.layers.0.conv.weight");
    first.zero_();
    first.select(2, 0).select(2, 0).fill_(1);  // tap (0,0) of every filter and channel
    weights.at("backbone.features.0.layers.0.conv.bias").zero_();
    auto& second = weights.at("backbone.features.0.layers.1.conv.weight");
    second.zero_();
    second.fill_(1.0F / 32);
    weights.at("backbone.features.0.layers.1.conv.bias").zero_();
    auto pixels = at::zeros({1, 3, 4, 4});
    pixels.select(2, 0).select(2, 0).fill_(2);
    // Only the corner pixel is lit, so a descriptor that differs from an all-dark one has seen it.
    const auto lit = backboneForward(weights, pixels).global;
    const auto dark = backboneForward(weights, at::zeros({1, 3, 4, 4})).global;
    EXPECT_GT((lit - dark).abs().max().item<double>(), 1e-6);
}

TEST(DescribePixels, GivesUnitRowsThatDoNotDependOnTheBatch) {
    const auto weights = test::filled(architectureShapes("adapnet", 32));
    const auto pixels = filledInput("batch", {3, 3, 48, 40}, -1, 1);
    const Architecture& adapnet = *findArchitecture("adapnet");
    const auto all = describePixels(adapnet, weights, pixels, {0.5, 1.0}, at::kFloat);
    EXPECT_LT((all.norm(2, {1}) - 1).abs().max().item<double>(), 1e-5);
    const auto alone = describePixels(adapnet, weights, pixels.narrow(0, 1, 1), {0.5, 1.0}, at::kFloat);
    EXPECT_GT((alone[0] * all[1]).sum().item<double>(), 1 - 1e-5);
}

TEST(Heads, AllGiveUnitRowsThatDoNotDependOnTheBatch) {
    const auto backbone = test::filled(findArchitecture("mac_resnet18")->shapes(512));
    const auto bytes = filledInput("bytes", {3, 70, 50, 3}, 0, 255).to(at::kByte);
    auto input = *publishedPreprocessing("pycls");
    input.scales = {0.5, 1.0};
    const at::NoGradGuard noGradients;
    for (const Architecture& architecture : architectures()) {
        if (architecture.backbone->depth != 18) continue;
        auto weights = backbone;
        for (const auto& [name, shape] : architecture.shapes(512))
            if (!weights.contains(name)) weights[name] = test::filledParameter(name, shape);
        const auto all = describeBytes(architecture, weights, bytes, input, at::kFloat, nullptr);
        EXPECT_EQ(all.sizes().vec(), (std::vector<std::int64_t>{3, 512})) << architecture.id;
        EXPECT_LT((all.norm(2, {1}) - 1).abs().max().item<double>(), 1e-5) << architecture.id;
        const auto alone =
            describeBytes(architecture, weights, bytes.narrow(0, 1, 1), input, at::kFloat, nullptr);
        EXPECT_GT((alone[0] * all[1]).sum().item<double>(), 1 - 1e-5) << architecture.id;
    }
}

TEST(ArchitectureShapes, AreEmptyForAnUnknownName) {
    EXPECT_TRUE(architectureShapes("vgg", 64).empty());
    EXPECT_EQ(architectureShapes("gem", 512).count("qcb.bank"), 0U);
    EXPECT_EQ(architectureShapes("adapnet", 512).at("fuse.fc.weight"),
              (std::vector<std::int64_t>{512, 1024}));
}

}  // namespace
}  // namespace adapnet::nn
