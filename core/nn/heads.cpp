#include "core/nn/heads.h"

#include <torch/csrc/autograd/variable.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace adapnet::nn {

namespace {

at::Tensor linear(const TensorMap& weights, const std::string& name, const at::Tensor& x) {
    return at::linear(x, weights.at(name + ".weight"), weights.at(name + ".bias"));
}

at::Tensor unitRows(const at::Tensor& x) {
    return x / x.norm(2, {1}, true).clamp_min(1e-12);
}

}  // namespace

at::Tensor gemPool(const at::Tensor& x, const at::Tensor& p) {
    return x.clamp_min(1e-6).pow(p).mean({2, 3}).pow(p.reciprocal());
}

at::Tensor fixedBatchNorm(const TensorMap& weights, const std::string& name, const at::Tensor& x) {
    return at::batch_norm(x, weights.at(name + ".weight"), weights.at(name + ".bias"),
                          weights.at(name + ".running_mean"), weights.at(name + ".running_var"),
                          /*training=*/false, /*momentum=*/0.0, /*eps=*/1e-5, /*cudnn_enabled=*/false);
}

at::Tensor localBranch(const TensorMap& weights, const at::Tensor& map) {
    const auto convolve = [&](const std::string& name, const at::Tensor& x) {
        return at::conv2d(x, weights.at(name + ".weight"), weights.at(name + ".bias"));
    };
    const auto u = fixedBatchNorm(weights, "local.bn", convolve("local.conv1", map));
    const auto attention = at::softplus(convolve("local.conv2", at::relu(u)));
    return attention * u / u.norm(2, {1}, true).clamp_min(1e-12);
}

QcbOutput qualityCompensation(const TensorMap& weights, const at::Tensor& f) {
    QcbOutput out;
    const auto u = unitRows(f);
    out.logits = linear(weights, "qcb.gate.2", at::relu(linear(weights, "qcb.gate.0", u)));
    const auto known = at::softmax(out.logits, 1).narrow(1, 1, out.logits.size(1) - 1);  // B x K
    const auto down = at::einsum("krd,bd->bkr", {weights.at("qcb.down"), u});
    const auto low = at::einsum("kdr,bkr->bkd", {weights.at("qcb.up"), down});
    out.delta = (known.unsqueeze(2) * (weights.at("qcb.bank").unsqueeze(0) + low)).sum(1);
    out.fNew = f + out.delta;
    return out;
}

at::Tensor orthogonalMean(const at::Tensor& fNew, const at::Tensor& local) {
    // The mean of V - (g.V) g over places is mean(V) - (g.mean(V)) g: no map of the result is needed.
    const auto direction = unitRows(fNew);
    const auto mean = local.mean({2, 3});
    return mean - (direction * mean).sum(1, true) * direction;
}

at::Tensor orthogonalFusion(const TensorMap& weights, const at::Tensor& fNew, const at::Tensor& local) {
    const auto orthogonal = orthogonalMean(fNew, local);
    const auto fused =
        weights.contains("fuse.fc.weight")
            ? linear(weights, "fuse.fc", at::cat({fNew, orthogonal}, 1))
            : fNew + at::linear(at::linear(orthogonal, weights.at("fuse.down")), weights.at("fuse.up"));
    return fixedBatchNorm(weights, "fuse.bn", fused);
}

NetworkOutput networkForward(const std::string& architecture, const TensorMap& weights,
                             const at::Tensor& pixels) {
    return networkHead(architecture, weights, backboneForward(weights, pixels));
}

NetworkOutput networkHead(const std::string& architecture, const TensorMap& weights,
                          const FeatureMaps& maps) {
    NetworkOutput out;
    // The maps may be half precision; pooling and heads are float32: they are cheap and decide the accuracy.
    const auto pooled = unitRows(gemPool(maps.global.to(at::kFloat), weights.at("pool.p")));
    out.global =
        fixedBatchNorm(weights, "global.bn",
                       weights.contains("global.fc.weight") ? linear(weights, "global.fc", pooled) : pooled);
    if (architecture == "gem") {
        out.final = out.global;
        return out;
    }
    out.qcb = qualityCompensation(weights, out.global);
    out.final = orthogonalFusion(weights, out.qcb.fNew, localBranch(weights, maps.local.to(at::kFloat)));
    return out;
}

std::map<std::string, std::vector<std::int64_t>> architectureShapes(const std::string& architecture,
                                                                    int dimension) {
    if (architecture != "gem" && architecture != "adapnet") return {};
    auto shapes = backboneShapes();
    const std::int64_t d = dimension;
    const auto addLinear = [&](const std::string& name, std::int64_t in, std::int64_t out) {
        shapes[name + ".weight"] = {out, in};
        shapes[name + ".bias"] = {out};
    };
    const auto addNorm = [&](const std::string& name) {
        for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
            shapes[name + part] = {d};
    };
    shapes["pool.p"] = {1};
    const bool full = d == kGlobalChannels;
    if (!full) addLinear("global.fc", kGlobalChannels, d);
    addNorm("global.bn");
    if (architecture == "gem") return shapes;
    shapes["local.conv1.weight"] = {d, kLocalChannels, 1, 1};
    shapes["local.conv1.bias"] = {d};
    shapes["local.conv2.weight"] = {1, d, 1, 1};
    shapes["local.conv2.bias"] = {1};
    addNorm("local.bn");
    addLinear("qcb.gate.0", d, d / 4);
    addLinear("qcb.gate.2", d / 4, kKnownKindCount + 1);
    shapes["qcb.bank"] = {kKnownKindCount, d};
    shapes["qcb.down"] = {kKnownKindCount, kQcbRank, d};
    shapes["qcb.up"] = {kKnownKindCount, d, kQcbRank};
    if (full) {
        shapes["fuse.down"] = {kFusionRank, d};
        shapes["fuse.up"] = {d, kFusionRank};
    } else {
        addLinear("fuse.fc", 2 * d, d);
    }
    addNorm("fuse.bn");
    return shapes;
}

bool isStatistic(const std::string& name) {
    return name.ends_with(".running_mean") || name.ends_with(".running_var");
}

at::Tensor scalePixels(const at::Tensor& pixels, double scale) {
    if (scale == 1.0) return pixels;
    const auto side = [&](std::int64_t n) {
        return std::max<std::int64_t>(1, std::llrint(static_cast<double>(n) * scale));
    };
    return at::upsample_bilinear2d(pixels, {side(pixels.size(2)), side(pixels.size(3))},
                                   /*align_corners=*/false);
}

at::Tensor stackPictures(std::span<const RgbView> pictures) {
    const RgbView& first = pictures.front();
    auto bytes =
        at::empty({static_cast<std::int64_t>(pictures.size()), first.height, first.width, 3}, at::kByte);
    auto* out = bytes.data_ptr<std::uint8_t>();
    const std::size_t rowBytes = static_cast<std::size_t>(first.width) * 3;
    for (const RgbView& view : pictures)
        for (int y = 0; y < view.height; ++y, out += rowBytes)
            std::memcpy(out, view.data + static_cast<std::size_t>(y) * view.strideBytes, rowBytes);
    return bytes;
}

at::Tensor describePixels(const std::string& architecture, const TensorMap& weights, const at::Tensor& pixels,
                          const std::vector<double>& scales, at::ScalarType type, at::Tensor* gate,
                          const BackboneRun& backbone) {
    at::Tensor sum;
    at::Tensor gates;
    for (const double scale : scales) {
        const auto scaled = scalePixels(pixels, scale).to(type);
        const auto out = networkHead(architecture, weights,
                                     backbone ? backbone(scaled) : backboneForward(weights, scaled));
        const auto unit = unitRows(out.final);
        sum = sum.defined() ? sum + unit : unit;
        if (gate != nullptr && out.qcb.logits.defined()) {
            const auto pi = at::softmax(out.qcb.logits, 1);
            gates = gates.defined() ? gates + pi : pi;
        }
    }
    if (gate != nullptr && gates.defined()) *gate = gates / static_cast<double>(scales.size());
    return unitRows(sum);
}

at::Tensor normalisePixels(const at::Tensor& bytes) {
    return bytes.permute({0, 3, 1, 2}).to(at::kFloat).sub_(127.5).div_(127.5);
}

}  // namespace adapnet::nn
