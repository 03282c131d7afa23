// Where training begins: every head starts so that its descriptors are those of plain GeM with the mean
// removed (or close to them), and what it adds starts as nothing.
#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "core/nn/head_list.h"
#include "core/nn/self_similarity.h"
#include "core/nn/training_start.h"

namespace adapnet::nn {

namespace {

const std::string kModule = "SSM.";

void setIdentity(at::Tensor& weight) {
    const auto side = weight.size(0);
    weight = at::eye(side, weight.options()).view(weight.sizes());
}

// head.fc or fc: projection of the raw GeM vectors with the mean removed.
void setProjection(const StartMaterial& material, TensorMap& weights, const std::string& name,
                   double factor) {
    const auto& vectors = material.vectors;
    const auto d = material.dimension;
    if (d == vectors.size(1)) {
        const auto mean = vectors.mean({0});
        const double energy = (vectors - mean).pow(2).sum(1).mean().item<double>();
        const double scale = std::sqrt(static_cast<double>(d) / std::max(energy, 1e-12));
        weights[name + ".weight"] = at::eye(d) * scale;
        weights[name + ".bias"] = -scale * mean;
    } else {
        setPca(weights, name, vectors, d);
    }
    weights[name + ".weight"] = weights[name + ".weight"] * factor;
}

// Measures the BatchNorms inside the module on the sample, silences its output, and lets the FFN pass on its
// input.
void startModule(const StartMaterial& material, TensorMap& weights) {
    calibrateSelfSimilarity(weights, kModule, material.sample.global);
    weights.at(kModule + "SSE.conv1x1_out.1.weight").zero_();
    for (const char* bias : {"FFN.0.bias", "FFN.2.bias"}) weights.at(kModule + bias).zero_();
}

}  // namespace

void startPlainHead(const StartMaterial&, TensorMap&) {}

void startAdapNet(const StartMaterial& material, TensorMap& weights) {
    for (const char* name : {"qcb.bank", "qcb.up", "fuse.up"})
        if (const auto found = weights.find(name); found != weights.end()) found->second.zero_();
    if (const auto gate = weights.find("qcb.gate.2.bias"); gate != weights.end())
        gate->second[0] = 2;  // clean
    if (const auto fc = weights.find("fuse.fc.weight"); fc != weights.end()) {
        const auto d = fc->second.size(0);
        fc->second.zero_();
        fc->second.narrow(1, 0, d).copy_(at::eye(d));
    }
    if (weights.contains("qcb.evidence.weight")) {
        const auto seen = mapStatistics(material.sample.local);
        neutralNorm(weights, "qcb.evidence", seen.size(1));
        weights["qcb.evidence.running_mean"] = seen.mean({0});
        weights["qcb.evidence.running_var"] = seen.var({0}, /*unbiased=*/true).clamp_min(1e-8);
    }
    if (!weights.contains("local.conv1.weight")) return;
    neutralNorm(weights, "fuse.bn", material.dimension);
    neutralNorm(weights, "local.bn", material.dimension);
    // Fresh BatchNorm of the local branch: its statistics are measured on training pictures.
    const auto u =
        at::conv2d(material.sample.local, weights.at("local.conv1.weight"), weights.at("local.conv1.bias"));
    weights["local.bn.running_mean"] = u.mean({0, 2, 3});
    weights["local.bn.running_var"] = u.var({0, 2, 3}, /*unbiased=*/true);
}

void startCfcd(const StartMaterial& material, TensorMap& weights) {
    setProjection(material, weights, "fc", 1);
    neutralNorm(weights, "bn", material.dimension);
}

void startSelfSimilarity(const StartMaterial& material, TensorMap& weights) {
    startModule(material, weights);
    setIdentity(weights.at(kModule + "FFN.0.weight"));
    setIdentity(weights.at(kModule + "FFN.2.weight"));
    setProjection(material, weights, "head.fc", 1);
}

void startSlimSelfSimilarity(const StartMaterial& material, TensorMap& weights) {
    startModule(material, weights);
    weights.at(kModule + "FFN.2.weight").zero_();
}

void startSelfSimilarityAttention(const StartMaterial& material, TensorMap& weights) {
    startSelfSimilarity(material, weights);
    weights.at("attention.mlp.2.weight").zero_();
    weights.at("attention.spatial.weight").zero_();
    // Both gates start half open everywhere: a quarter of the map passes.
    setProjection(material, weights, "head.fc", 4);
}

}  // namespace adapnet::nn
