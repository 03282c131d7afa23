#include "core/nn/heads.h"

#include <torch/csrc/autograd/variable.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/nn/architecture.h"
#include "core/nn/pooling.h"
#include "core/nn/scaling.h"

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

at::Tensor mapStatistics(const at::Tensor& map) {
    const auto x = map.detach().to(at::kFloat).flatten(2);
    const auto mean = x.mean({2});
    return at::cat({mean, (x - mean.unsqueeze(2)).pow(2).mean({2}).sqrt()}, 1);
}

at::Tensor damageEvidence(const TensorMap& weights, const at::Tensor& map) {
    return fixedBatchNorm(weights, "qcb.evidence", mapStatistics(map));
}

QcbOutput qualityCompensation(const TensorMap& weights, const at::Tensor& f, const at::Tensor& evidence) {
    QcbOutput out;
    const auto u = unitRows(f);
    const auto& read = evidence.defined() ? evidence : u;
    out.logits = linear(weights, "qcb.gate.2", at::relu(linear(weights, "qcb.gate.0", read)));
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

at::Tensor describePixels(const Architecture& architecture, const TensorMap& weights,
                          const at::Tensor& pixels, const std::vector<double>& scales, at::ScalarType type) {
    std::vector<at::Tensor> rows;
    for (const double scale : scales)
        rows.push_back(networkForward(architecture, weights, scalePixels(pixels, scale).to(type)).final);
    return unitRows(meanOfUnits(rows));
}

at::Tensor pairWhitened(const TensorMap& weights, const at::Tensor& unit) {
    const auto layer = weights.find(kWhiteningRows);
    if (layer == weights.end()) return unit;
    const auto z = unit - weights.at(kWhiteningMean);
    return unitRows(z - at::matmul(at::matmul(z, layer->second.t()), layer->second));
}

at::Tensor describeBytes(const Architecture& architecture, const TensorMap& weights, const at::Tensor& bytes,
                         const Preprocessing& input, at::ScalarType type, at::Tensor* gate,
                         const BackboneRun& backbone) {
    std::vector<at::Tensor> rows;
    at::Tensor gates;
    for (const double scale : input.scales) {
        const auto pixels = preparePixels(bytes, input, scale).to(type);
        const auto out = backbone ? networkHead(architecture, weights, backbone(pixels), input.pooling)
                                  : networkForward(architecture, weights, pixels, input.pooling);
        rows.push_back(out.final);
        if (gate == nullptr || !out.qcb.logits.defined()) continue;
        const auto pi = at::softmax(out.qcb.logits, 1);
        gates = gates.defined() ? gates + pi : pi;
    }
    if (gates.defined()) *gate = gates / static_cast<double>(input.scales.size());
    return joinScales(rows, input);
}

}  // namespace adapnet::nn
