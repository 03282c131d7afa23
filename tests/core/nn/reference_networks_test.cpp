// Parity with the published networks: weights from the filler under the official names, descriptors compared
// with what the official code gave.
#include <gtest/gtest.h>

#include <numbers>

#include "core/nn/architecture.h"
#include "core/nn/enhancement.h"
#include "core/nn/pooling.h"
#include "core/nn/resnet.h"
#include "core/nn/scaling.h"
#include "core/nn/self_similarity.h"
#include "tests/core/nn/filler.h"

namespace adapnet::nn {
namespace {

using test::expectSummary;
using test::filledInput;

constexpr double kDescriptor = 1e-4;  // absolute, at length 1
constexpr double kMap = 1e-3;         // relative

const nlohmann::json& reference() {
    static const auto all = test::vectors("vectors_networks");
    return all;
}

std::string without(const std::string& name, const std::string& prefix, const std::string& instead = {}) {
    return name.starts_with(prefix) ? instead + name.substr(prefix.size()) : name;
}

// Weights of an architecture; the reference had `prefix` where ours have "backbone.".
TensorMap weightsOf(const std::string& architecture, int dimension, const std::string& prefix = {}) {
    return test::filledAs(architectureShapes(architecture, dimension),
                          [&](const std::string& name) { return without(name, "backbone.", prefix); });
}

at::Tensor unit(const at::Tensor& rows) {
    return rows / rows.norm(2, {1}, true);
}

NetworkOutput run(const std::string& architecture, const TensorMap& weights, const at::Tensor& pixels,
                  const PoolingSwitches& switches = {}) {
    return networkForward(*findArchitecture(architecture), weights, pixels, switches);
}

TEST(ReferenceCfcd, Resnet50AgreesInMapAttentionAndDescriptor) {
    const at::NoGradGuard noGradients;
    const auto& v = reference()["cfcd_r50"];
    const auto out =
        run("cfcd_resnet50", weightsOf("cfcd_resnet50", 512, "globalmodel."), filledInput(v["input"]));
    expectSummary(out.maps.global, v["stage4_map"], kMap, "stage 4");
    const auto attention = out.maps.global.abs().sum(1)[0];
    EXPECT_LT(test::difference(attention, v["attention_sum_abs"]), kMap);
    expectSummary(out.final, v["descriptor_after_bn"], kMap, "after BN");
    expectSummary(unit(out.final), v["descriptor_l2"], kDescriptor, "descriptor");
}

TEST(ReferenceCfcd, FoldedBatchNormGivesTheSameDescriptor) {
    const at::NoGradGuard noGradients;
    const auto& v = reference()["cfcd_r50"];
    const auto weights = weightsOf("cfcd_resnet50", 512, "globalmodel.");
    const auto& architecture = *findArchitecture("cfcd_resnet50");
    const auto folded = architecture.backbone->forInference(*architecture.backbone, weights);
    EXPECT_FALSE(folded.contains("backbone.stem.bn.running_var"));
    EXPECT_TRUE(folded.contains("bn.running_var"));
    expectSummary(unit(run("cfcd_resnet50", folded, filledInput(v["input"])).final), v["descriptor_l2"],
                  kDescriptor, "descriptor");
}

TEST(ReferenceSelfSimilarity, TheSmallModuleAgrees) {
    const at::NoGradGuard noGradients;
    const auto& v = reference()["ssm_small"];
    Shapes shapes;
    addSelfSimilarityShapes(shapes, "SSM.", 16, 8, 16);
    const auto weights =
        test::filledAs(shapes, [](const std::string& name) { return without(name, "SSM."); });
    const auto map = filledInput(v["input"]);
    const auto reduced = at::conv2d(map, weights.at("SSM.ch_reduction_encoder.weight"));
    const auto correlation = selfCorrelation(reduced);
    EXPECT_EQ(correlation.sizes().vec(),
              v["self_correlation_shape_b_c_h_w_u_v"].get<std::vector<std::int64_t>>());
    expectSummary(correlation, v["self_correlation"], 1e-5, "correlation");
    const auto encoded = selfSimilarityEncoding(weights, "SSM.", map);
    expectSummary(encoded, v["encoder_output"], 1e-5, "encoder");
    const auto out = selfSimilarity(weights, "SSM.", map);
    expectSummary(out, v["output"], 1e-5, "output");
    EXPECT_LT(test::difference(out[0][0], v["output_values_channel0"]), 1e-5);
    // One row of the map at a time gives the same.
    EXPECT_LT((selfSimilarityEncoding(weights, "SSM.", map, 1) - encoded).abs().max().item<double>(), 1e-6);
}

TEST(ReferenceSenet, Resnet50AgreesInMapsAndDescriptor) {
    const at::NoGradGuard noGradients;
    const auto& v = reference()["senet_r50"];
    const auto weights = weightsOf("senet_resnet50", 2048);
    const auto out = run("senet_resnet50", weights, filledInput(v["input"]));
    EXPECT_EQ(out.maps.global.sizes().vec(), v["stage4_map_shape"].get<std::vector<std::int64_t>>());
    expectSummary(out.maps.global, v["stage4_map"], kMap, "stage 4");
    expectSummary(selfSimilarity(weights, "SSM.", out.maps.global), v["ssm_map"], kMap, "module");
    expectSummary(out.final, v["descriptor_unnormalised"], kMap, "unnormalised");
    expectSummary(unit(out.final), v["descriptor_l2"], kDescriptor, "descriptor");
}

TEST(ReferenceCvNet, Resnet50AgreesInMapShapeAndDescriptor) {
    const at::NoGradGuard noGradients;
    const auto& v = reference()["cvnet_global_r50"];
    const auto out = run("cvnet_resnet50", weightsOf("cvnet_resnet50", 2048), filledInput(v["input"]));
    EXPECT_EQ(out.maps.local.sizes().vec(), v["stage3_map_shape"].get<std::vector<std::int64_t>>());
    expectSummary(unit(out.final), v["descriptor_l2"], kDescriptor, "descriptor");
}

// Several sizes of an already normalised tensor, as the reference was made.
at::Tensor overScales(const std::string& architecture, const TensorMap& weights, const at::Tensor& pixels,
                      const Preprocessing& input) {
    std::vector<at::Tensor> rows;
    for (const double scale : input.scales)
        rows.push_back(
            run(architecture, weights, resizePlanes(pixels, scale, input.resizing), input.pooling).final);
    return joinScales(rows, input);
}

TEST(ReferenceSuperGlobal, AgreesWithAndWithoutReLupOnOneAndThreeScales) {
    const at::NoGradGuard noGradients;
    const auto weights = weightsOf("superglobal_resnet50", 2048);
    for (const bool relup : {true, false}) {
        auto input = *publishedPreprocessing("superglobal");
        input.pooling.relup = relup;  // the inner activations of stage 1 are lifted in any case
        const std::string name = std::string("superglobal_r50_relup") + (relup ? "1" : "0");
        const auto& three = reference()[name + "_scales3"];
        const auto pixels = filledInput(three["input"]);
        const auto joined = overScales("superglobal_resnet50", weights, pixels, input);
        expectSummary(joined, three["descriptor_l2"], kDescriptor, name + " 3");
        input.scales = {1.0};
        const auto& one = reference()[name + "_scales1"];
        expectSummary(overScales("superglobal_resnet50", weights, pixels, input), one["descriptor_l2"],
                      kDescriptor, name + " 1");
        input.pooling.regionalGem = input.pooling.gemPlus = false;
        expectSummary(overScales("superglobal_resnet50", weights, pixels, input),
                      reference()[name + "_plain_gem"]["descriptor_l2"], kDescriptor, name + " plain");
    }
}

TEST(ReferenceSuperGlobal, TheInnerActivationsOfStageOneCanBeLeftAlone) {
    const at::NoGradGuard noGradients;
    const auto weights = weightsOf("superglobal_resnet18", 512);
    const auto pixels = filledInput("inner", {1, 3, 64, 64}, -2, 2);
    PoolingSwitches inner;
    inner.relupInner = true;
    const auto lifted = run("superglobal_resnet18", weights, pixels, inner).final;
    const auto plain = run("superglobal_resnet18", weights, pixels).final;
    EXPECT_GT((lifted - plain).abs().max().item<double>(), 1e-6);
}

TEST(ReferenceCirtorch, GemNetworksAgreeOnOneAndThreeScales) {
    const at::NoGradGuard noGradients;
    const auto& w = reference()["cirtorch_resnet50_gem_w"];
    const auto pixels = filledInput(w["input"]);
    // The filler knows the names of the file; ours are found by the same map that an import uses.
    const auto keys = [&](const std::string& architecture) {
        static const nlohmann::json names = test::vectors("state_dict_keys")["cirtorch_resnet50_gem_w"];
        TensorMap weights;
        for (const auto& [name, shape] : architectureShapes(architecture, 2048))
            if (!name.starts_with("backbone.")) weights[name] = test::filledParameter(name, shape);
        for (const auto& entry : names) {
            const auto theirs = entry[0].get<std::string>();
            const auto ours = resNetName(theirs);
            if (ours && !theirs.ends_with("num_batches_tracked"))
                weights[*ours] = test::filledParameter(theirs, entry[1].get<std::vector<std::int64_t>>());
        }
        return weights;
    };
    auto input = *publishedPreprocessing("cirtorch");
    const double root = std::numbers::sqrt2;
    const auto whitened = keys("cirtorch_gem_w_resnet50");
    EXPECT_EQ(whitened.size(), architectureShapes("cirtorch_gem_w_resnet50", 2048).size());
    expectSummary(run("cirtorch_gem_w_resnet50", whitened, pixels).final, w["single_scale"], kDescriptor,
                  "w");
    input.scales = {1, root, 1 / root};
    expectSummary(overScales("cirtorch_gem_w_resnet50", whitened, pixels, input),
                  w["multi_scale_[1,sqrt2,1/sqrt2]_msp1"], kDescriptor, "w multi");
    const auto& g = reference()["cirtorch_resnet50_gem"];
    const auto plain = keys("cirtorch_gem_resnet50");
    expectSummary(run("cirtorch_gem_resnet50", plain, pixels).final, g["single_scale"], kDescriptor, "gem");
    input.scales = {1, 1 / root, 0.5};
    input.aggregation = Aggregation::Power;
    input.power = 3;
    expectSummary(overScales("cirtorch_gem_resnet50", plain, pixels, input),
                  g["multi_scale_[1,1/sqrt2,1/2]_msp3"], kDescriptor, "gem multi");
}

TEST(ReferenceDegradedSamples, TheEnhancersAgree) {
    const at::NoGradGuard noGradients;
    const auto& a = reference()["degraded_autoencoder"];
    const auto picture = filledInput(a["input"]);
    const auto weights = test::filled(denoisingAutoencoderShapes());
    expectSummary(denoisingAutoencoder(weights, picture, kNotebookSlope), a["output"], kDescriptor,
                  "notebook");
    expectSummary(denoisingAutoencoder(weights, picture), a["output_slope_0.01"], kDescriptor, "paper");
    const auto& s = reference()["degraded_srcnn"];
    expectSummary(superResolution(test::filled(superResolutionShapes()), filledInput(s["input"])),
                  s["output"], kDescriptor, "srcnn");
}

TEST(ReferenceDegradedSamples, ResnetThirtyFourGivesTheFeatureAndTheClasses) {
    const at::NoGradGuard noGradients;
    const auto& v = reference()["degraded_classifier"];
    const auto& layout = *resNetLayout(34);
    // "model_ft" holds torchvision's children by number.
    const auto weights = test::filledAs(resNetShapes(layout), [](const std::string& ours) {
        std::string name =
            without(without(ours, "backbone.stem.conv", "model_ft.0"), "backbone.stem.bn", "model_ft.1");
        if (name == ours) {
            const auto dot = ours.find('.', 13);  // behind "backbone.sK.b"
            const int stage = ours[10] - '0';
            const int block = std::stoi(ours.substr(13, dot - 13)) - 1;
            const std::string rest = ours.substr(dot + 1);
            const std::map<std::string, std::string> parts{
                {"proj.", "downsample.0."}, {"bn.", "downsample.1."}, {"f.a.", "conv1."},
                {"f.a_bn.", "bn1."},        {"f.b.", "conv2."},       {"f.b_bn.", "bn2."}};
            for (const auto& [mine, theirs] : parts)
                if (rest.starts_with(mine))
                    name = "model_ft." + std::to_string(stage + 3) + "." + std::to_string(block) + "." +
                           theirs + rest.substr(mine.size());
        }
        EXPECT_EQ(resNetName(name).value_or("none"), ours);
        return name;
    });
    const auto linear = [](const std::string& name, std::int64_t in, std::int64_t out, const at::Tensor& x) {
        return at::linear(x, test::filledParameter(name + ".weight", {out, in}),
                          test::filledParameter(name + ".bias", {out}));
    };
    const auto colour =
        at::conv2d(filledInput(v["input"]), test::filledParameter("to_3channel.weight", {3, 1, 1, 1}),
                   test::filledParameter("to_3channel.bias", {3}));
    const auto feature = spocPool(resNetForward(layout, weights, colour).global);
    expectSummary(feature, v["feature512"], kMap, "feature");
    const auto hidden =
        at::relu(linear("classifier.2", 1024, 1024, at::relu(linear("classifier.0", 512, 1024, feature))));
    EXPECT_LT(test::difference(linear("classifier.4", 1024, 5, hidden)[0], v["logits"]), kMap);
}

TEST(ResNet, EveryDepthHasMapsOfTheExpectedSize) {
    const at::NoGradGuard noGradients;
    for (const int depth : {18, 34, 50, 101}) {
        const auto& layout = *resNetLayout(depth);
        const auto maps = resNetForward(layout, test::filled(resNetShapes(layout)),
                                        filledInput("odd", {1, 3, 97, 33}, -1, 1));
        const bool small = depth < 50;
        EXPECT_EQ(maps.local.sizes().vec(), (std::vector<std::int64_t>{1, small ? 256 : 1024, 7, 3}))
            << depth;
        EXPECT_EQ(maps.global.sizes().vec(), (std::vector<std::int64_t>{1, small ? 512 : 2048, 4, 2}))
            << depth;
        EXPECT_GE(maps.global.min().item<double>(), 0) << depth;
    }
    EXPECT_EQ(resNetLayout(19), nullptr);
    // 625 tensors of the official cirtorch ResNet-101 are 624 of its backbone with counters, and p.
    EXPECT_EQ(resNetShapes(*resNetLayout(101)).size(), 520U);
}

TEST(ReferenceNames, EveryTensorOfTheOfficialNetworksHasItsPlaceAndNoOtherIsAskedFor) {
    const auto official = test::vectors("state_dict_keys");
    const auto expectShapes = [&](const Shapes& ours, const char* list) {
        Shapes theirs;
        for (const auto& entry : official[list]) {
            const auto name = entry[0].get<std::string>();
            // Counters; layers that the published SuperGlobal creates and never uses.
            if (name.ends_with("num_batches_tracked") || name.starts_with("seb") || name.starts_with("sefc"))
                continue;
            theirs[resNetName(name).value_or(name)] = entry[1].get<std::vector<std::int64_t>>();
        }
        EXPECT_EQ(ours, theirs) << list;
    };
    expectShapes(architectureShapes("cfcd_resnet50", 512), "cfcd_r50_deploy");
    expectShapes(architectureShapes("senet_resnet50", 2048), "senet_r50");
    expectShapes(architectureShapes("cvnet_resnet50", 2048), "cvnet_global_r50_without_encoder_q_prefix");
    expectShapes(architectureShapes("superglobal_resnet50", 2048), "superglobal_r50");
    expectShapes(architectureShapes("cirtorch_gem_w_resnet50", 2048), "cirtorch_resnet50_gem_w");
    expectShapes(denoisingAutoencoderShapes(), "degraded_autoencoder");
}

TEST(ResNetName, KnowsTheSchemesAndRefusesWhatIsNoBackbone) {
    const std::pair<const char*, const char*> cases[] = {
        {"conv1.weight", "backbone.stem.conv.weight"},
        {"bn1.running_mean", "backbone.stem.bn.running_mean"},
        {"layer1.0.downsample.0.weight", "backbone.s1.b1.proj.weight"},
        {"layer3.22.bn3.bias", "backbone.s3.b23.f.c_bn.bias"},
        {"features.0.weight", "backbone.stem.conv.weight"},
        {"features.7.2.conv2.weight", "backbone.s4.b3.f.b.weight"},
        {"globalmodel.s2.b1.bn.weight", "backbone.s2.b1.bn.weight"},
        {"encoder_q.stem.conv.weight", "backbone.stem.conv.weight"},
        {"s4.b3.f.c.weight", "backbone.s4.b3.f.c.weight"}};
    for (const auto& [theirs, ours] : cases) EXPECT_EQ(resNetName(theirs).value_or("none"), ours);
    for (const char* name :
         {"", "fc.weight", "head.fc.bias", "layer5.0.conv1.weight", "layer1.x.conv1.weight",
          "layer1.0.conv9.weight", "features.", "features.9.0.conv1.weight", "layer1.-1.bn1.bias",
          "layer99999999999.0.conv1.weight", "desc_cls.weight", "encoder_q.head.pool.p"})
        EXPECT_FALSE(resNetName(name)) << name;
}

}  // namespace
}  // namespace adapnet::nn
