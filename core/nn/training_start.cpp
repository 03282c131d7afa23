#include "core/nn/training_start.h"

#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "core/base/random.h"
#include "core/nn/scaling.h"

namespace adapnet::nn {

namespace {

constexpr std::size_t kWholeBatch = 32;
constexpr std::int64_t kScoredAtATime = 1024;
constexpr std::size_t kSampleCount = 64;  // pictures on which fresh BatchNorms are measured

// Uniform numbers of a named stream: the same start on every machine and every LibTorch.
at::Tensor filled(const std::string& key, const std::vector<std::int64_t>& shape, double bound) {
    auto tensor = at::empty(shape, at::kFloat);
    RandomStream stream(key);
    float* values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
        values[i] = static_cast<float>(stream.uniform(-bound, bound));
    return tensor;
}

Result<TensorMap> readStart(const std::filesystem::path& path) {
    const auto file = readSafetensors(path);
    if (!file) return fail(file.error().whileDoing("reading the starting weights"));
    return toTensors(*file);
}

Result<TensorMap> backboneOf(const TensorMap& start, const BackboneSpec& backbone) {
    TensorMap weights;
    for (const auto& [name, tensor] : start)
        if (auto ours = backbone.nameOf(name)) weights[*ours] = tensor;
    const auto shapes = backbone.shapes(backbone);
    for (const auto& [name, shape] : shapes) {
        const auto found = weights.find(name);
        if (found == weights.end() || found->second.sizes().vec() != shape)
            return fail(ErrorCode::Model, "the starting weights lack '" + name + "' in the expected shape");
    }
    // Counters of BatchNorm and the like.
    std::erase_if(weights, [&](const auto& entry) { return !shapes.contains(entry.first); });
    return weights;
}

Result<TensorMap> whiteningOf(const TensorMap& start, std::int64_t d, at::Device device) {
    TensorMap layer;
    for (const std::string& name : {kWhiteningMean, kWhiteningRows}) {
        const auto found = start.find(name);
        if (found == start.end()) continue;
        if (found->second.size(-1) != d)
            return fail(ErrorCode::Model, "the whitening of the starting weights belongs to descriptors of " +
                                              std::to_string(found->second.size(-1)) + " values, not " +
                                              std::to_string(d));
        layer[name] = found->second.to(device);
    }
    if (layer.size() == 1) return fail(ErrorCode::Model, "the starting weights hold half a whitening");
    return layer;
}

// Small random weights, zero biases: what a head's own start does not set.
at::Tensor startTensor(const std::string& name, const std::vector<std::int64_t>& shape,
                       const std::string& seed) {
    if (shape.size() == 1) return at::zeros(shape);
    // The rows of "qcb.down" are applied one kind at a time.
    std::int64_t fanIn = name == "qcb.down" ? shape.back() : 1;
    if (name != "qcb.down")
        for (std::size_t i = 1; i < shape.size(); ++i) fanIn *= shape[i];
    return filled(seed + name, shape, std::sqrt(3.0 / static_cast<double>(fanIn)));
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

void neutralNorm(TensorMap& weights, const std::string& name, std::int64_t d) {
    weights[name + ".weight"] = at::ones({d});
    weights[name + ".bias"] = at::zeros({d});
    weights[name + ".running_mean"] = at::zeros({d});
    weights[name + ".running_var"] = at::ones({d}) - 1e-5;  // the epsilon of the normalisation
}

void setPca(TensorMap& weights, const std::string& name, const at::Tensor& vectors, std::int64_t d) {
    const auto mean = vectors.mean({0});
    const auto centred = (vectors - mean).to(at::kDouble);
    const auto covariance = at::matmul(centred.t(), centred) / static_cast<double>(centred.size(0));
    const auto [values, directions] = at::linalg_eigh(covariance, "L");  // ascending
    const auto first = directions.flip({1}).narrow(1, 0, d).t();
    const double energy = values.flip({0}).narrow(0, 0, d).sum().item<double>();
    const double factor = std::sqrt(static_cast<double>(d) / std::max(energy, 1e-12));
    const auto projection = (first * factor).to(at::kFloat).contiguous();
    weights[name + ".weight"] = projection;
    weights[name + ".bias"] = -at::mv(projection, mean);
}

const Architecture& architectureOf(const TrainConfig& config) {
    return *findArchitecture(config.architecture);
}

Preprocessing preprocessingOf(const TrainConfig& config) {
    const std::string name = config.preprocessing.empty()
                                 ? std::string(architectureOf(config).backbone->preprocessing)
                                 : config.preprocessing;
    Preprocessing input = *publishedPreprocessing(name);
    // Training shrinks by area, scales by rounded sizes of floats and averages, whatever the preset does.
    input.shrinking = Shrinking::Area;
    input.resizing = Resizing::FloatRounded;
    input.aggregation = Aggregation::Mean;
    input.pooling = {};
    input.maxSide = Preprocessing().maxSide;
    input.scales = config.scales;
    return input;
}

at::Tensor bytesToPixels(const TrainConfig& config, const std::vector<std::uint8_t>& bytes,
                         std::int64_t count, int side, at::Device device) {
    // from_blob does not own the bytes; preparePixels makes its own copy.
    const auto view =
        at::from_blob(const_cast<std::uint8_t*>(bytes.data()), {count, side, side, 3}, at::kByte);
    return preparePixels(view.to(device), preprocessingOf(config), 1);
}

Result<TrainingStart> prepareStart(const TrainRequest& request, const PairSource& source, at::Device device,
                                   at::ScalarType type, const JobContext& job) {
    const at::NoGradGuard noGradients;
    const TrainConfig& config = request.config;
    const std::int64_t d = config.dimension;
    const Architecture& architecture = architectureOf(config);
    const BackboneSpec& backbone = *architecture.backbone;
    const Preprocessing input = preprocessingOf(config);
    const bool full = d == backbone.globalChannels;
    const auto file = readStart(request.start);
    if (!file) return fail(file.error());
    auto loaded = backboneOf(*file, backbone);
    if (!loaded) return fail(loaded.error());
    auto whitening = whiteningOf(*file, d, device);
    if (!whitening) return fail(whitening.error());
    TrainingStart start;
    start.whitening = std::move(*whitening);
    TensorMap gem = std::move(*loaded);
    for (auto& [name, tensor] : gem)
        tensor = tensor.dim() == 4 ? tensor.to(device).contiguous(at::MemoryFormat::ChannelsLast)
                                   : tensor.to(device);
    gem["pool.p"] = at::full({1}, 3.0F);
    gem["pool.p"] = gem["pool.p"].to(device);

    // GeM vectors of all training pictures at every inference scale, in batches of one size.
    const std::int64_t instances = source.instanceCount();
    std::vector<at::Tensor> all;
    for (std::size_t s = 0; s < config.scales.size(); ++s)
        all.push_back(at::zeros({instances, backbone.globalChannels}));
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
        const auto pixels = preparePixels(stackPictures(pictures).to(device), input, 1);
        const auto rows =
            at::from_blob(order.data() + at, {static_cast<std::int64_t>(end - at)}, at::kLong).clone();
        for (std::size_t s = 0; s < config.scales.size(); ++s) {
            const auto maps =
                backbone.forward(backbone, gem, scalePixels(pixels, config.scales[s]).to(type), {});
            all[s].index_copy_(0, rows, gemPool(maps.global.to(at::kFloat), gem.at("pool.p")).to(at::kCPU));
        }
        meter.advance(static_cast<std::int64_t>(end - at));
        at = end;
    }
    meter.finish();
    if (!full && instances * static_cast<std::int64_t>(all.size()) <= d)
        return fail(ErrorCode::BadInput, "too few pictures to train: more than " + std::to_string(d) +
                                             " descriptors are needed for the PCA");
    StartMaterial material{&backbone, d, at::cat(all, 0), {}};
    for (at::Tensor& vectors : all) vectors = vectors / vectors.norm(2, {1}, true).clamp_min(1e-12);
    neutralNorm(gem, "global.bn", d);
    if (full)
        setMean(gem, at::cat(all, 0));
    else
        setPca(gem, "global.fc", at::cat(all, 0), d);

    at::Tensor centres;
    for (const at::Tensor& vectors : all) {
        const auto projected =
            full ? vectors : at::linear(vectors, gem.at("global.fc.weight"), gem.at("global.fc.bias"));
        const auto y = fixedBatchNorm(gem, "global.bn", projected);
        const auto unit = y / y.norm(2, {1}, true).clamp_min(1e-12);
        centres = centres.defined() ? centres + unit : unit;
    }
    centres = centres / centres.norm(2, {1}, true).clamp_min(1e-12);
    start.instanceCentres = pairWhitened(start.whitening, centres.to(device));
    centres = start.instanceCentres.to(at::kCPU);
    const std::int64_t classes = std::max<std::int64_t>(1, source.classCount());
    auto sums = at::zeros({classes, d});
    for (std::int64_t i = 0; i < instances; ++i)
        if (const auto c = source.classOf(i); c >= 0) sums[c].add_(centres[i]);
    start.classCentres = (sums / sums.norm(2, {1}, true).clamp_min(1e-6)).to(device);

    std::vector<RgbView> pictures;
    for (std::size_t i = 0; i < order.size() && pictures.size() < kSampleCount; ++i)
        if (sizeOf(order[i]) == sizeOf(order[order.size() / 2]))
            pictures.push_back(source.wholePicture(order[i]));
    material.sample = backbone.forward(
        backbone, gem, preparePixels(stackPictures(pictures).to(device), input, 1).to(type), {});
    for (at::Tensor* map : {&material.sample.local, &material.sample.global})
        *map = map->to(at::kCPU, at::kFloat);
    const std::string seed = "adapnet|start|" + std::to_string(config.seed) + "|";
    for (const auto& [name, shape] : architecture.shapes(d))
        start.weights[name] =
            gem.contains(name) ? gem.at(name).to(at::kCPU).clone() : startTensor(name, shape, seed);
    architecture.head->start(material, start.weights);
    for (auto& [name, tensor] : start.weights)
        tensor = tensor.dim() == 4 ? tensor.to(device).contiguous(at::MemoryFormat::ChannelsLast)
                                   : tensor.to(device);
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

std::vector<std::int64_t> nearestClasses(const at::Tensor& descriptors,
                                         const std::vector<std::int64_t>& classes, std::int64_t classCount) {
    const at::NoGradGuard noGradients;
    constexpr double kNoCentre = -2;  // below every cosine
    const auto rows = descriptors.to(at::kCPU, at::kFloat);
    const auto labels = at::tensor(classes, at::kLong);
    const auto known = (labels >= 0).nonzero().squeeze(1);
    const auto sums = at::zeros({classCount, rows.size(1)})
                          .index_add_(0, labels.index_select(0, known), rows.index_select(0, known));
    const auto counts = at::bincount(labels.index_select(0, known), {}, classCount);
    const auto centres = sums / sums.norm(2, {1}, true).clamp_min(1e-6);
    std::vector<std::int64_t> nearest;
    for (std::int64_t first = 0; first < rows.size(0); first += kScoredAtATime) {
        const std::int64_t n = std::min(kScoredAtATime, rows.size(0) - first);
        const auto part = rows.narrow(0, first, n);
        auto scores = at::matmul(part, centres.t()).masked_fill_((counts == 0).unsqueeze(0), kNoCentre);
        const auto label = labels.narrow(0, first, n);
        const auto own = label.clamp_min(0);
        const auto others = sums.index_select(0, own) - part;
        const auto score = (part * others).sum(1) / others.norm(2, {1}).clamp_min(1e-6);
        const auto alone = counts.index_select(0, own) < 2;
        const auto corrected = at::where(label >= 0, score.masked_fill(alone, kNoCentre),
                                         scores.gather(1, own.unsqueeze(1)).squeeze(1));
        scores.scatter_(1, own.unsqueeze(1), corrected.unsqueeze(1));
        const auto [best, index] = scores.max(1);
        const auto chosen = index.masked_fill(best == kNoCentre, -1);
        nearest.insert(nearest.end(), chosen.data_ptr<std::int64_t>(), chosen.data_ptr<std::int64_t>() + n);
    }
    return nearest;
}

Result<HardTupleSampler> tuplesFor(const TrainConfig& config, const PairSource& source,
                                   const TrainingStart& start) {
    std::vector<std::int64_t> classes;
    for (std::int64_t i = 0; i < source.instanceCount(); ++i) classes.push_back(source.classOf(i));
    auto predicted =
        nearestClasses(start.instanceCentres, classes, std::max<std::int64_t>(1, source.classCount()));
    return HardTupleSampler::make(std::move(classes), std::move(predicted), config.seed);
}

}  // namespace adapnet::nn
