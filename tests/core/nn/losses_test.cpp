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

// Runs a registered loss on the embeddings of the reference.
struct Ran {
    LossOutput first, second;
    at::Tensor gradient, centreGradient;
    std::map<std::string, double> state;
};

Ran run(const char* id, const LossParams& params, const at::Tensor& embeddings = {}) {
    auto s = setup();
    if (embeddings.defined()) s.embeddings = embeddings.detach().set_requires_grad(true);
    s.centres = s.centres.detach().set_requires_grad(true);
    const auto loss = findMarginLoss(id)->make(params);
    Ran ran;
    ran.first = (*loss)({s.embeddings, s.centres, s.labels, {}});
    ran.first.loss.backward();
    ran.gradient = s.embeddings.grad();
    ran.centreGradient = s.centres.grad();
    ran.state = loss->state();
    ran.second = (*loss)({s.embeddings, s.centres, s.labels, {}});
    return ran;
}

void expectLoss(const Ran& ran, const nlohmann::json& v, const std::string& name) {
    EXPECT_LT(difference(ran.first.logits, v["logits"]), 1e-4) << name;
    EXPECT_NEAR(ran.first.loss.item<double>(), v["ce"].get<double>(), 1e-4 * v["ce"].get<double>()) << name;
    if (v.contains("grad_embeddings")) {
        EXPECT_LT(difference(ran.gradient, v["grad_embeddings"]), 1e-4) << name;
    }
    if (v.contains("grad_weight")) {
        EXPECT_LT(difference(ran.centreGradient, v["grad_weight"]), 1e-4) << name;
    }
}

TEST(ReferenceMarginLosses, ArcFaceCosFaceAndCurricularFaceAgree) {
    const auto v = test::vectors("vectors_losses");
    LossParams params;
    expectLoss(run("arcface", params), v["arcface_m0.15_s30"], "arcface");
    const auto curricular = run("curricularface", params);
    expectLoss(curricular, v["curricular_m0.15_s30_first_call"], "curricularface");
    EXPECT_NEAR(curricular.state.at("target_mean"),
                v["curricular_m0.15_s30_first_call"]["t_after"][0].get<double>(), 1e-8);
    EXPECT_LT(difference(curricular.second.logits, v["curricular_m0.15_s30_second_call"]["logits"]), 1e-4);
    params = {.margin = 0.5, .scale = 64};
    expectLoss(run("arcface", params), v["arcface_m0.5_s64"], "arcface 0.5");
    params.margin = 0.4;
    expectLoss(run("cosface", params), v["cosface_m0.4_s64"], "cosface");
}

TEST(ReferenceMarginLosses, AdaFaceAgreesWithEitherSignOfTheQuality) {
    const auto v = test::vectors("vectors_losses");
    struct Case {
        const char* name;
        double concentration, scale, averaging;
    };
    for (const Case& c : {Case{"adaface_m0.4_h0.333_s64_talpha0.01", 0.333, 64, 0.01},
                          Case{"adaface_m0.4_h0.333_s64_talpha1.0", 0.333, 64, 1},
                          Case{"adaface_negative_h_m0.4_h-0.333_s30_talpha1.0", -0.333, 30, 1}}) {
        const auto& expected = v[c.name];
        const auto ran = run(
            "adaface",
            {.margin = 0.4, .scale = c.scale, .concentration = c.concentration, .averaging = c.averaging});
        expectLoss(ran, expected, c.name);
        EXPECT_LT(difference(ran.first.quality, expected["margin_scaler"]), 1e-4) << c.name;
        EXPECT_NEAR(ran.state.at("norm_mean"), expected["batch_mean_after"][0].get<double>(), 1e-4) << c.name;
        EXPECT_NEAR(ran.state.at("norm_deviation"), expected["batch_std_after"][0].get<double>(), 1e-4)
            << c.name;
        EXPECT_LT(difference(ran.second.logits, expected["second_call"]["logits"]), 1e-4) << c.name;
    }
}

TEST(ReferenceMarginLosses, MadaCosFindsTheSameScaleAndMargin) {
    const auto v = test::vectors("vectors_losses");
    for (const char* name : {"madacos_alpha0.02", "madacos_alpha0.02_converged"}) {
        const auto& expected = v[name];
        const auto embeddings =
            expected.contains("embeddings") ? test::toTensor(expected["embeddings"]) : at::Tensor();
        const auto ran = run("madacos", {}, embeddings);
        expectLoss(ran, expected, name);
        EXPECT_NEAR(ran.first.statistics.scale, expected["scale"][0].get<double>(), 1e-3) << name;
        EXPECT_NEAR(ran.first.statistics.margin, expected["margin"][0].get<double>(), 1e-5) << name;
    }
    // Outside training the scale stays and the margin is gone.
    const auto& expected = v["madacos_alpha0.02_converged"];
    const auto s = setup();
    const auto loss = findMarginLoss("madacos")->make({});
    const auto embeddings = test::toTensor(expected["embeddings"]);
    (*loss)({embeddings, s.centres, s.labels, {}});
    const auto out = (*loss)({embeddings, s.centres, s.labels, {}, false});
    EXPECT_LT(difference(out.logits, expected["eval_mode"]["logits"]), 1e-4);
    EXPECT_EQ(out.statistics.margin, 0);
}

TEST(MadaCos, KeepsItsScaleInBoundsWhereThePublishedCodeOverflows) {
    auto s = setup();
    s.embeddings = s.centres.index_select(0, s.labels);  // every target cosine is 1
    const auto loss = findMarginLoss("madacos")->make({});
    const auto out = (*loss)({s.embeddings, s.centres, s.labels, {}});
    EXPECT_EQ(out.statistics.scale, 256);
    EXPECT_TRUE(std::isfinite(out.loss.item<double>()));
}

// The contract of every registered loss.
TEST(MarginLossContract, StatisticsStateAndIgnoredCentres) {
    for (const MarginLossEntry& entry : marginLosses()) {
        auto s = setup();
        const auto loss = entry.make({});
        const auto out = (*loss)({s.embeddings, s.centres, s.labels, {}});
        EXPECT_EQ(out.logits.sizes().vec(), (std::vector<std::int64_t>{6, 5})) << entry.id;
        EXPECT_GT(out.statistics.scale, 0) << entry.id;
        EXPECT_NEAR(out.statistics.meanNorm, 10.3109, 1e-3) << entry.id;
        EXPECT_EQ(out.quality.defined(), entry.readsQuality) << entry.id;
        out.loss.backward();
        EXPECT_TRUE(at::isfinite(s.embeddings.grad()).all().item<bool>()) << entry.id;
        // A second loss with the state of the first goes on as the first does.
        const auto other = entry.make({});
        other->restore(loss->state());
        EXPECT_TRUE(at::equal((*other)({s.embeddings, s.centres, s.labels, {}}).logits,
                              (*loss)({s.embeddings, s.centres, s.labels, {}}).logits))
            << entry.id;
        const auto alone = (*loss)({s.embeddings, s.centres, s.labels, at::ones({6, 5}, at::kBool)});
        EXPECT_NEAR(alone.loss.item<double>(), 0, 1e-4) << entry.id;
        // Outside training nothing runs on.
        const auto before = loss->state();
        (*loss)({s.embeddings * 3, s.centres, s.labels, {}, false});
        EXPECT_EQ(loss->state(), before) << entry.id;
    }
    EXPECT_EQ(findMarginLoss("softmax"), nullptr);
}

TEST(BatchContrast, IsSmallestWhenEachRowMatchesItsPartner) {
    const auto a = test::filledInput("contrast", {4, 6}, -1, 1);
    EXPECT_LT(batchContrast(a, a, 0.05).item<double>(), batchContrast(a, a.flip({0}), 0.05).item<double>());
    EXPECT_NEAR(cosineDistance(a, a * 3).item<double>(), 0, 1e-6);
    EXPECT_NEAR(cosineDistance(a, -a).item<double>(), 2, 1e-6);
}

}  // namespace
}  // namespace adapnet::nn
