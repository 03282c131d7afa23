#include "core/nn/losses.h"

#include <gtest/gtest.h>
#include <torch/csrc/autograd/variable.h>

#include "tests/core/nn/filler.h"

namespace adapnet::nn {
namespace {

using test::difference;

struct Setup {
    at::Tensor embeddings, centres, labels;
};

Setup setup() {
    const auto v = test::vectors()["setup"];
    Setup s;
    const float factors[] = {0.3F, 1, 2, 4, 8, 12};
    s.embeddings = test::filledInput(v["embeddings"]) * at::tensor(at::ArrayRef<float>(factors)).unsqueeze(1);
    s.embeddings = s.embeddings.detach().set_requires_grad(true);
    s.centres = test::filledInput(v["kernel"]).t().contiguous();
    s.labels = at::tensor(at::ArrayRef<std::int64_t>(v["labels"].get<std::vector<std::int64_t>>()));
    return s;
}

TEST(ArcFace, AgreesWithTheReference) {
    const auto v = test::vectors();
    for (const auto& [name, margin, scale] :
         {std::tuple{"arcface_m0.15_s30", 0.15, 30.0}, std::tuple{"arcface_m0.5_s64", 0.5, 64.0}}) {
        auto s = setup();
        const auto out = arcFaceLoss(s.embeddings, s.centres, s.labels, margin, scale);
        EXPECT_LT(difference(out.logits, v[name]["logits"]), 1e-4) << name;
        EXPECT_NEAR(out.loss.item<double>(), v[name]["ce"].get<double>(), 1e-4 * v[name]["ce"].get<double>());
        out.loss.backward();
        EXPECT_LT(difference(s.embeddings.grad(), v[name]["grad_embeddings"]), 1e-4) << name;
    }
}

TEST(NoiRetrieval, AgreesWithTheReference) {
    const auto v = test::vectors()["noiretrieval"];
    auto s = setup();
    NormStatistics statistics;
    NoiRetrievalParams params;
    params.averaging = 1;
    const auto out = noiRetrievalLoss(s.embeddings, s.centres, s.labels, params, statistics);
    EXPECT_LT(difference(out.quality, v["quality_q"]), 1e-4);
    EXPECT_LT(difference(out.weights, v["weights_w"]), 1e-4);
    EXPECT_LT(difference(out.logits, v["logits"]), 1e-4);
    EXPECT_LT(difference(out.each, v["ce_per_sample"]), 1e-4);
    EXPECT_NEAR(out.loss.item<double>(), v["loss"].get<double>(), 1e-3);
    out.loss.backward();
    EXPECT_LT(difference(s.embeddings.grad(), v["grad_embeddings"]), 1e-4);
}

TEST(NoiRetrieval, WithoutGammaWeighsAllSamplesAlike) {
    auto s = setup();
    NormStatistics statistics;
    NoiRetrievalParams params;
    params.averaging = 1;
    params.gamma = 0;
    const auto out = noiRetrievalLoss(s.embeddings, s.centres, s.labels, params, statistics);
    EXPECT_NEAR(out.loss.item<double>(), test::vectors()["noiretrieval"]["loss_gamma0"].get<double>(), 1e-3);
    EXPECT_LT((out.weights - 1).abs().max().item<double>(), 1e-6);
}

TEST(NoiRetrieval, LeavesTheStatisticsOfABatchOfOneAlone) {
    auto s = setup();
    NormStatistics statistics;
    noiRetrievalLoss(s.embeddings.narrow(0, 0, 1), s.centres, s.labels.narrow(0, 0, 1), {}, statistics);
    EXPECT_EQ(statistics.mean, 20);
    EXPECT_EQ(statistics.deviation, 100);
}

TEST(NoiRetrieval, GivesTheLowQualitySampleTheLargerWeight) {
    auto s = setup();
    NormStatistics statistics;
    NoiRetrievalParams params;
    params.averaging = 1;
    const auto out = noiRetrievalLoss(s.embeddings, s.centres, s.labels, params, statistics);
    EXPECT_GT(out.weights[0].item<double>(), out.weights[5].item<double>());
}

TEST(MarginLosses, IgnoreMarkedNegativesButNeverTheTarget) {
    auto s = setup();
    const auto everything = at::ones({6, 5}, at::kBool);
    const auto out = arcFaceLoss(s.embeddings, s.centres, s.labels, 0.15, 30, everything);
    EXPECT_NEAR(out.loss.item<double>(), 0, 1e-5);
    const auto nothing = at::zeros({6, 5}, at::kBool);
    EXPECT_NEAR(arcFaceLoss(s.embeddings, s.centres, s.labels, 0.15, 30, nothing).loss.item<double>(),
                arcFaceLoss(s.embeddings, s.centres, s.labels, 0.15, 30).loss.item<double>(), 1e-6);
}

TEST(BatchContrast, IsSmallestWhenEachRowMatchesItsPartner) {
    const auto a = test::filledInput("contrast", {4, 6}, -1, 1);
    EXPECT_LT(batchContrast(a, a, 0.05).item<double>(), batchContrast(a, a.flip({0}), 0.05).item<double>());
    EXPECT_NEAR(cosineDistance(a, a * 3).item<double>(), 0, 1e-6);
    EXPECT_NEAR(cosineDistance(a, -a).item<double>(), 2, 1e-6);
}

}  // namespace
}  // namespace adapnet::nn
