#include "core/nn/head_list.h"

#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>

#include <array>

#include "core/nn/pooling.h"
#include "core/nn/self_similarity.h"

namespace adapnet::nn {

namespace {

const std::string kSelfSimilarityPrefix = "SSM.";
const std::string kAttentionPrefix = "attention.";
constexpr std::int64_t kMiddleShare = 8;  // channels of the self-similarity, relative to those of the map

at::Tensor linear(const TensorMap& weights, const std::string& name, const at::Tensor& x) {
    return at::linear(x, weights.at(name + ".weight"), weights.at(name + ".bias"));
}

at::Tensor unitRows(const at::Tensor& x) {
    return x / x.norm(2, {1}, true).clamp_min(1e-12);
}

// cirtorch's L2N.
at::Tensor softUnit(const at::Tensor& x) {
    return x / (x.norm(2, {1}, true) + 1e-6);
}

// The maps may be half precision; pooling and heads are float32: they are cheap and decide the accuracy.
at::Tensor pool(const at::Tensor& map, const at::Tensor& p, const PoolingSwitches& switches) {
    auto x = map.to(at::kFloat);
    if (switches.regionalGem) x = regionalGem(x);
    if (switches.gemPlus) return gemPlus(x);
    return p.defined() ? gemPool(x, p) : generalisedMean(x, 3);
}

void addLinear(Shapes& shapes, const std::string& name, std::int64_t in, std::int64_t out) {
    shapes[name + ".weight"] = {out, in};
    shapes[name + ".bias"] = {out};
}

void addNorm(Shapes& shapes, const std::string& name, std::int64_t n) {
    for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) shapes[name + part] = {n};
}

// ---- gem: f_g = BN(FC(unit-length GeM vector))

at::Tensor plainGlobal(const TensorMap& weights, const at::Tensor& map, const PoolingSwitches& switches) {
    const auto pooled = unitRows(pool(map, weights.at("pool.p"), switches));
    return fixedBatchNorm(
        weights, "global.bn",
        weights.contains("global.fc.weight") ? linear(weights, "global.fc", pooled) : pooled);
}

NetworkOutput gemForward(const TensorMap& weights, FeatureMaps maps, const PoolingSwitches& switches) {
    NetworkOutput out;
    out.global = plainGlobal(weights, maps.global, switches);
    out.final = out.global;
    out.maps = std::move(maps);
    return out;
}

void addGemShapes(Shapes& shapes, const BackboneSpec& backbone, std::int64_t d) {
    shapes["pool.p"] = {1};
    if (d != backbone.globalChannels) addLinear(shapes, "global.fc", backbone.globalChannels, d);
    addNorm(shapes, "global.bn", d);
}

// ---- adapnet, with switches for the ablation

// kLocalGate: the gate reads the local map and not f_g.
template <bool kLocal, bool kCompensation, bool kLocalGate = false>
NetworkOutput adapNetForward(const TensorMap& weights, FeatureMaps maps, const PoolingSwitches& switches) {
    NetworkOutput out;
    out.global = plainGlobal(weights, maps.global, switches);
    out.final = out.global;
    if constexpr (kCompensation) {
        const auto evidence = kLocalGate ? damageEvidence(weights, maps.local) : at::Tensor();
        out.qcb = qualityCompensation(weights, out.global, evidence);
        out.final = out.qcb.fNew;
    }
    if constexpr (kLocal)
        out.final = orthogonalFusion(weights, out.final, localBranch(weights, maps.local.to(at::kFloat)));
    out.maps = std::move(maps);
    return out;
}

template <bool kLocal, bool kCompensation, bool kLocalGate = false>
void addAdapNetShapes(Shapes& shapes, const BackboneSpec& backbone, std::int64_t d) {
    addGemShapes(shapes, backbone, d);
    if constexpr (kCompensation) {
        if constexpr (kLocalGate) {
            addLinear(shapes, "qcb.gate.0", 2 * backbone.localChannels, d / 4);
            addNorm(shapes, "qcb.evidence", 2 * backbone.localChannels);
        } else {
            addLinear(shapes, "qcb.gate.0", d, d / 4);
        }
        addLinear(shapes, "qcb.gate.2", d / 4, kKnownKindCount + 1);
        shapes["qcb.bank"] = {kKnownKindCount, d};
        shapes["qcb.down"] = {kKnownKindCount, kQcbRank, d};
        shapes["qcb.up"] = {kKnownKindCount, d, kQcbRank};
    }
    if constexpr (kLocal) {
        shapes["local.conv1.weight"] = {d, backbone.localChannels, 1, 1};
        shapes["local.conv1.bias"] = {d};
        shapes["local.conv2.weight"] = {1, d, 1, 1};
        shapes["local.conv2.bias"] = {1};
        addNorm(shapes, "local.bn", d);
        if (d == backbone.globalChannels) {
            shapes["fuse.down"] = {kFusionRank, d};
            shapes["fuse.up"] = {d, kFusionRank};
        } else {
            addLinear(shapes, "fuse.fc", 2 * d, d);
        }
        addNorm(shapes, "fuse.bn", d);
    }
}

// ---- cfcd: BN(FC(GeM))

NetworkOutput cfcdForward(const TensorMap& weights, FeatureMaps maps, const PoolingSwitches& switches) {
    NetworkOutput out;
    out.final = fixedBatchNorm(weights, "bn", linear(weights, "fc", pool(maps.global, {}, switches)));
    out.global = out.final;
    out.maps = std::move(maps);
    return out;
}

void addCfcdShapes(Shapes& shapes, const BackboneSpec& backbone, std::int64_t d) {
    addLinear(shapes, "fc", backbone.globalChannels, d);
    addNorm(shapes, "bn", d);
}

// ---- senet, sse: FC(GeM(self-similarity(F4)))

template <bool kAttention>
NetworkOutput selfSimilarityForward(const TensorMap& weights, FeatureMaps maps,
                                    const PoolingSwitches& switches) {
    NetworkOutput out;
    auto map = selfSimilarity(weights, kSelfSimilarityPrefix, maps.global.to(at::kFloat));
    if constexpr (kAttention) map = channelSpatialAttention(weights, kAttentionPrefix, map);
    out.final = linear(weights, "head.fc", pool(map, {}, switches));
    out.global = out.final;
    out.maps = std::move(maps);
    return out;
}

template <bool kAttention>
void addSelfSimilarityHead(Shapes& shapes, const BackboneSpec& backbone, std::int64_t d) {
    const std::int64_t channels = backbone.globalChannels;
    addSelfSimilarityShapes(shapes, kSelfSimilarityPrefix, channels, channels / kMiddleShare, channels);
    if constexpr (kAttention) addAttentionShapes(shapes, kAttentionPrefix, channels);
    addLinear(shapes, "head.fc", channels, d);
}

// ---- senet_slim: the plain head behind a small self-similarity module

NetworkOutput slimForward(const TensorMap& weights, FeatureMaps maps, const PoolingSwitches& switches) {
    NetworkOutput out;
    const auto map = selfSimilarity(weights, kSelfSimilarityPrefix, maps.global.to(at::kFloat));
    out.global = plainGlobal(weights, map, switches);
    out.final = out.global;
    out.maps = std::move(maps);
    return out;
}

void addSlimShapes(Shapes& shapes, const BackboneSpec& backbone, std::int64_t d) {
    const std::int64_t channels = backbone.globalChannels;
    addSelfSimilarityShapes(shapes, kSelfSimilarityPrefix, channels, channels / kMiddleShare,
                            channels / kMiddleShare);
    addGemShapes(shapes, backbone, d);
}

// ---- cvnet, superglobal: FC(GeM); superglobal scales the pooled vector to length 1 first

template <bool kUnit>
NetworkOutput cvNetForward(const TensorMap& weights, FeatureMaps maps, const PoolingSwitches& switches) {
    NetworkOutput out;
    auto pooled = pool(maps.global, weights.at("head.pool.p"), switches);
    if constexpr (kUnit) pooled = unitRows(pooled);
    out.final = linear(weights, "head.fc", pooled);
    out.global = out.final;
    out.maps = std::move(maps);
    return out;
}

void addCvNetShapes(Shapes& shapes, const BackboneSpec& backbone, std::int64_t d) {
    shapes["head.pool.p"] = {1};
    addLinear(shapes, "head.fc", backbone.globalChannels, d);
}

// ---- cirtorch

template <bool kWhiten>
NetworkOutput cirtorchForward(const TensorMap& weights, FeatureMaps maps, const PoolingSwitches& switches) {
    NetworkOutput out;
    out.final = softUnit(pool(maps.global, weights.at("pool.p"), switches));
    if constexpr (kWhiten) out.final = softUnit(linear(weights, "whiten", out.final));
    out.global = out.final;
    out.maps = std::move(maps);
    return out;
}

void addCirtorchShapes(Shapes& shapes, const BackboneSpec&, std::int64_t) {
    shapes["pool.p"] = {1};
}

void addWhitenedShapes(Shapes& shapes, const BackboneSpec& backbone, std::int64_t d) {
    shapes["pool.p"] = {1};
    addLinear(shapes, "whiten", backbone.globalChannels, d);
}

// ---- pooling without parameters

NetworkOutput pooled(FeatureMaps maps, const at::Tensor& vector) {
    NetworkOutput out;
    out.final = vector;
    out.global = vector;
    out.maps = std::move(maps);
    return out;
}

NetworkOutput macForward(const TensorMap&, FeatureMaps maps, const PoolingSwitches&) {
    const auto vector = macPool(maps.global.to(at::kFloat));
    return pooled(std::move(maps), vector);
}

NetworkOutput spocForward(const TensorMap&, FeatureMaps maps, const PoolingSwitches&) {
    const auto vector = spocPool(maps.global.to(at::kFloat));
    return pooled(std::move(maps), vector);
}

NetworkOutput rmacForward(const TensorMap&, FeatureMaps maps, const PoolingSwitches&) {
    const auto vector = rmacPool(maps.global.to(at::kFloat));
    return pooled(std::move(maps), vector);
}

NetworkOutput regionsForward(const TensorMap&, FeatureMaps maps, const PoolingSwitches& switches) {
    const auto vector = regionalPool(maps.global.to(at::kFloat),
                                     [&](const at::Tensor& part) { return pool(part, {}, switches); });
    return pooled(std::move(maps), vector);
}

void addNothing(Shapes&, const BackboneSpec&, std::int64_t) {}

constexpr std::array<HeadSpec, 18> kHeads{{
    {"gem", gemForward, addGemShapes, false, startPlainHead},
    {"adapnet", adapNetForward<true, true>, addAdapNetShapes<true, true>, false, startAdapNet},
    {"adapnet_no_local", adapNetForward<false, true>, addAdapNetShapes<false, true>, false, startAdapNet},
    {"adapnet_no_qcb", adapNetForward<true, false>, addAdapNetShapes<true, false>, false, startAdapNet},
    {"adapnet_local_gate", adapNetForward<true, true, true>, addAdapNetShapes<true, true, true>, false,
     startAdapNet},
    {"cfcd", cfcdForward, addCfcdShapes, false, startCfcd},
    {"senet", selfSimilarityForward<false>, addSelfSimilarityHead<false>, false, startSelfSimilarity},
    {"senet_slim", slimForward, addSlimShapes, false, startSlimSelfSimilarity},
    {"sse", selfSimilarityForward<false>, addSelfSimilarityHead<false>, false, startSelfSimilarity},
    {"sse_attention", selfSimilarityForward<true>, addSelfSimilarityHead<true>, false,
     startSelfSimilarityAttention},
    {"cvnet", cvNetForward<false>, addCvNetShapes, false, nullptr},
    {"superglobal", cvNetForward<true>, addCvNetShapes, false, nullptr},
    {"cirtorch_gem", cirtorchForward<false>, addCirtorchShapes, true, nullptr},
    {"cirtorch_gem_w", cirtorchForward<true>, addWhitenedShapes, false, nullptr},
    {"mac", macForward, addNothing, true, nullptr},
    {"spoc", spocForward, addNothing, true, nullptr},
    {"rmac", rmacForward, addNothing, true, nullptr},
    {"rpool", regionsForward, addNothing, true, nullptr},
}};

}  // namespace

std::span<const HeadSpec> headList() {
    return kHeads;
}

}  // namespace adapnet::nn
