#include "core/nn/training_start.h"

#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "core/base/random.h"

namespace adapnet::nn {

namespace {

constexpr std::size_t kWholeBatch = 32;

// Uniform numbers of a named stream: the same start on every machine and every LibTorch.
at::Tensor filled(const std::string& key, const std::vector<std::int64_t>& shape, double bound) {
    auto tensor = at::empty(shape, at::kFloat);
    RandomStream stream(key);
    float* values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
        values[i] = static_cast<float>(stream.uniform(-bound, bound));
    return tensor;
}

Result<TensorMap> loadBackbone(const std::filesystem::path& path) {
    const auto file = readSafetensors(path);
    if (!file) return fail(file.error().whileDoing("reading the starting weights"));
    auto tensors = toTensors(*file);
    if (!tensors) return fail(tensors.error());
    TensorMap weights;
    for (const auto& [name, shape] : backboneShapes()) {
        auto found = tensors->find(name);
        if (found == tensors->end()) found = tensors->find(name.substr(std::strlen("backbone.")));
        if (found == tensors->end() || found->second.sizes().vec() != shape)
            return fail(ErrorCode::Model, "the starting weights lack '" + name + "' in the expected shape");
        weights[name] = found->second;
    }
    return weights;
}

void neutralNorm(TensorMap& weights, const std::string& name, std::int64_t d) {
    weights[name + ".weight"] = at::ones({d});
    weights[name + ".bias"] = at::zeros({d});
    weights[name + ".running_mean"] = at::zeros({d});
    weights[name + ".running_var"] = at::ones({d}) - 1e-5;  // the epsilon of the normalisation
}

// One starting tensor of the AdapNet heads; the rules stand in docs/networks.md.
at::Tensor startTensor(const std::string& name, const std::vector<std::int64_t>& shape,
                       const std::string& seed) {
    if (name == "qcb.bank" || name == "qcb.up" || name == "fuse.up") return at::zeros(shape);
    if (name == "qcb.down")
        return filled(seed + name, shape, std::sqrt(3.0 / static_cast<double>(shape.back())));
    if (name == "qcb.gate.2.bias") {
        auto bias = at::zeros(shape);
        bias[0] = 2;  // clean
        return bias;
    }
    if (name == "fuse.fc.weight") {
        auto weight = at::zeros(shape);
        weight.narrow(1, 0, shape[0]).copy_(at::eye(shape[0]));
        return weight;
    }
    if (shape.size() == 1) return at::zeros(shape);
    std::int64_t fanIn = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) fanIn *= shape[i];
    return filled(seed + name, shape, std::sqrt(3.0 / static_cast<double>(fanIn)));
}

// PCA of unit-length GeM vectors (rows), as a fully connected layer whose outputs have d as mean squared
// norm.
void setPca(TensorMap& weights, const at::Tensor& vectors, std::int64_t d) {
    const auto mean = vectors.mean({0});
    const auto centred = (vectors - mean).to(at::kDouble);
    const auto covariance = at::matmul(centred.t(), centred) / static_cast<double>(centred.size(0));
    const auto [values, directions] = at::linalg_eigh(covariance, "L");  // ascending
    const auto first = directions.flip({1}).narrow(1, 0, d).t();
    const double energy = values.flip({0}).narrow(0, 0, d).sum().item<double>();
    const double factor = std::sqrt(static_cast<double>(d) / std::max(energy, 1e-12));
    const auto projection = (first * factor).to(at::kFloat).contiguous();
    weights["global.fc.weight"] = projection;
    weights["global.fc.bias"] = -at::mv(projection, mean);
}

// Without a layer in front the fixed BatchNorm removes the mean; outputs have d as mean squared norm.
void setMean(TensorMap& weights, const at::Tensor& vectors) {
    const auto mean = vectors.mean({0});
    const double energy = (vectors - mean).pow(2).sum(1).mean().item<double>();
    const auto d = static_cast<double>(mean.size(0));
    weights["global.bn.running_mean"] = mean;
    weights["global.bn.weight"].fill_(std::sqrt(d / std::max(energy, 1e-12)));
}

}  // namespace

at::Tensor bytesToPixels(const std::vector<std::uint8_t>& bytes, std::int64_t count, int side,
                         at::Device device) {
    // from_blob does not own the bytes; normalisePixels makes its own copy.
    const auto view =
        at::from_blob(const_cast<std::uint8_t*>(bytes.data()), {count, side, side, 3}, at::kByte);
    return normalisePixels(view.to(device));
}

Result<TrainingStart> prepareStart(const TrainRequest& request, const PairSource& source, at::Device device,
                                   at::ScalarType type, const JobContext& job) {
    const at::NoGradGuard noGradients;
    const TrainConfig& config = request.config;
    const std::int64_t d = config.dimension;
    auto backbone = loadBackbone(request.start);
    if (!backbone) return fail(backbone.error());
    TrainingStart start;
    TensorMap gem = std::move(*backbone);
    for (auto& [name, tensor] : gem)
        tensor = tensor.dim() == 4 ? tensor.to(device).contiguous(at::MemoryFormat::ChannelsLast)
                                   : tensor.to(device);
    gem["pool.p"] = at::full({1}, 3.0F);
    gem["pool.p"] = gem["pool.p"].to(device);

    // GeM vectors of all training pictures at every inference scale, in batches of one size.
    const std::int64_t instances = source.instanceCount();
    std::vector<at::Tensor> all;
    for (std::size_t s = 0; s < config.scales.size(); ++s)
        all.push_back(at::zeros({instances, kGlobalChannels}));
    std::vector<std::int64_t> order(static_cast<std::size_t>(instances));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    const auto sizeOf = [&](std::int64_t i) {
        const RgbView view = source.wholePicture(i);
        return std::pair(view.width, view.height);
    };
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return sizeOf(a) < sizeOf(b); });
    ProgressMeter meter(job.progress, "describe", instances);
    for (std::size_t at = 0; at < order.size();) {
        if (job.stopRequested()) return fail(Error::cancelled());
        std::size_t end = at;
        std::vector<RgbView> pictures;
        while (end < order.size() && end - at < kWholeBatch && sizeOf(order[end]) == sizeOf(order[at]))
            pictures.push_back(source.wholePicture(order[end++]));
        const auto pixels = normalisePixels(stackPictures(pictures).to(device));
        const auto rows =
            at::from_blob(order.data() + at, {static_cast<std::int64_t>(end - at)}, at::kLong).clone();
        for (std::size_t s = 0; s < config.scales.size(); ++s) {
            const auto maps = backboneForward(gem, scalePixels(pixels, config.scales[s]).to(type));
            const auto pooled = gemPool(maps.global.to(at::kFloat), gem.at("pool.p")).to(at::kCPU);
            all[s].index_copy_(0, rows, pooled / pooled.norm(2, {1}, true).clamp_min(1e-12));
        }
        meter.advance(static_cast<std::int64_t>(end - at));
        at = end;
    }
    meter.finish();
    if (d != kGlobalChannels && instances * static_cast<std::int64_t>(all.size()) <= d)
        return fail(ErrorCode::BadInput, "too few pictures to train: more than " + std::to_string(d) +
                                             " descriptors are needed for the PCA");
    neutralNorm(gem, "global.bn", d);
    if (d == kGlobalChannels)
        setMean(gem, at::cat(all, 0));
    else
        setPca(gem, at::cat(all, 0), d);

    at::Tensor centres;
    for (const at::Tensor& vectors : all) {
        const auto projected =
            d == kGlobalChannels ? vectors
                                 : at::linear(vectors, gem.at("global.fc.weight"), gem.at("global.fc.bias"));
        const auto y = fixedBatchNorm(gem, "global.bn", projected);
        const auto unit = y / y.norm(2, {1}, true).clamp_min(1e-12);
        centres = centres.defined() ? centres + unit : unit;
    }
    start.instanceCentres = (centres / centres.norm(2, {1}, true).clamp_min(1e-12)).to(device);
    const std::int64_t classes = std::max<std::int64_t>(1, source.classCount());
    auto sums = at::zeros({classes, d});
    for (std::int64_t i = 0; i < instances; ++i)
        if (const auto c = source.classOf(i); c >= 0) sums[c].add_(centres[i]);
    start.classCentres = (sums / sums.norm(2, {1}, true).clamp_min(1e-6)).to(device);

    const std::string seed = "adapnet|start|" + std::to_string(config.seed) + "|";
    for (const auto& [name, shape] : architectureShapes(config.architecture, config.dimension)) {
        if (gem.contains(name))
            start.weights[name] = gem.at(name).to(device).clone();
        else if (name.find(".bn.") == std::string::npos)
            start.weights[name] = startTensor(name, shape, seed).to(device);
    }
    if (config.architecture == "adapnet") {
        neutralNorm(start.weights, "fuse.bn", d);
        neutralNorm(start.weights, "local.bn", d);
        // Fresh BatchNorm of the local branch: its statistics are measured on training pictures.
        std::vector<RgbView> pictures;
        for (std::size_t i = 0; i < order.size() && pictures.size() < 64; ++i)
            if (sizeOf(order[i]) == sizeOf(order[order.size() / 2]))
                pictures.push_back(source.wholePicture(order[i]));
        const auto maps = backboneForward(gem, normalisePixels(stackPictures(pictures).to(device)).to(type));
        const auto u = at::conv2d(maps.local.to(at::kFloat), start.weights.at("local.conv1.weight"),
                                  start.weights.at("local.conv1.bias"));
        start.weights["local.bn.running_mean"] = u.mean({0, 2, 3});
        start.weights["local.bn.running_var"] = u.var({0, 2, 3}, /*unbiased=*/true);
        for (const char* part : {"weight", "bias", "running_mean", "running_var"}) {
            for (const char* norm : {"fuse.bn.", "local.bn."}) {
                auto& tensor = start.weights.at(std::string(norm) + part);
                tensor = tensor.to(device);
            }
        }
    }
    for (const auto& [name, tensor] : gem) {
        auto value = tensor.to(device, name.starts_with("backbone.") ? type : at::kFloat);
        start.guide[name] = value.dim() == 4 ? value.contiguous(at::MemoryFormat::ChannelsLast) : value;
    }
    for (auto& [name, tensor] : start.weights) {
        tensor = tensor.detach().clone();
        tensor.set_requires_grad(!isStatistic(name));
    }
    return start;
}

}  // namespace adapnet::nn
