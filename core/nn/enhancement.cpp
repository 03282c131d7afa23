#include "core/nn/enhancement.h"

#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>

#include <array>
#include <cmath>

#include "core/base/random.h"
#include "core/nn/half_steps.h"
#include "core/nn/heads.h"

namespace adapnet::nn {

namespace {

// Position of each layer in the notebook's lists; a norm of -1 means none behind the layer.
struct Layer {
    int conv, norm;
    std::int64_t in, out;
};

constexpr std::array<Layer, 5> kEncoder{
    {{0, 2, 1, 16}, {3, 5, 16, 32}, {6, -1, 32, 64}, {8, -1, 64, 128}, {10, -1, 128, 256}}};
constexpr std::array<Layer, 5> kDecoder{
    {{0, 2, 256, 128}, {3, 5, 128, 64}, {6, 8, 64, 32}, {9, 11, 32, 16}, {12, -1, 16, 1}}};
constexpr std::int64_t kStep = 32;  // five halvings

struct SrLayer {
    std::int64_t in, out, kernel;
};
constexpr std::array<SrLayer, 5> kSuperResolution{
    {{1, 32, 5}, {32, 64, 5}, {64, 128, 5}, {128, 32, 3}, {32, 1, 3}}};

std::string layerName(const char* part, int number) {
    return std::string(part) + "." + std::to_string(number);
}

// How a BatchNorm is computed.
using Norm = at::Tensor (*)(const TensorMap& weights, const std::string& name, const at::Tensor& x);

// The share of the newest batch in the running statistics, as in the study's framework.
constexpr double kMomentum = 0.1;

at::Tensor batchNormOfTraining(const TensorMap& weights, const std::string& name, const at::Tensor& x) {
    return at::batch_norm(x, weights.at(name + ".weight"), weights.at(name + ".bias"),
                          weights.at(name + ".running_mean"), weights.at(name + ".running_var"),
                          /*training=*/true, kMomentum, /*eps=*/1e-5, /*cudnn_enabled=*/false);
}

at::Tensor autoencoder(const TensorMap& weights, const at::Tensor& pictures, double slope, Norm norm) {
    const std::int64_t height = pictures.size(2);
    const std::int64_t width = pictures.size(3);
    const std::int64_t down = (kStep - height % kStep) % kStep;
    const std::int64_t across = (kStep - width % kStep) % kStep;
    at::Tensor x = down + across > 0 ? at::replication_pad2d(pictures, {0, across, 0, down}) : pictures;
    for (const Layer& layer : kEncoder) {
        const std::string name = layerName("encoder", layer.conv);
        x = at::relu(at::conv2d(x, weights.at(name + ".weight"), weights.at(name + ".bias"), {2, 2}, {1, 1}));
        if (layer.norm >= 0) x = norm(weights, layerName("encoder", layer.norm), x);
    }
    for (const Layer& layer : kDecoder) {
        const std::string name = layerName("decoder", layer.conv);
        x = at::conv_transpose2d(x, weights.at(name + ".weight"), weights.at(name + ".bias"), {2, 2}, {1, 1},
                                 {1, 1});
        if (layer.norm < 0) continue;
        if (slope != 1) x = at::leaky_relu(x, slope);
        x = norm(weights, layerName("decoder", layer.norm), x);
    }
    return at::tanh(x).narrow(2, 0, height).narrow(3, 0, width);
}

at::Tensor withPaperSlope(const TensorMap& weights, const at::Tensor& pictures) {
    return denoisingAutoencoder(weights, pictures);
}

at::Tensor autoencoderInTraining(const TensorMap& weights, const at::Tensor& pictures) {
    return autoencoder(weights, pictures, kPaperSlope, batchNormOfTraining);
}

// Normal numbers whose variance keeps that of the signal through layers with ReLU.
void fillRandom(TensorMap& weights, const std::map<std::string, std::vector<std::int64_t>>& shapes,
                std::uint64_t seed) {
    for (const auto& [name, shape] : shapes) {
        at::Tensor tensor = at::zeros(shape, at::kFloat);
        if (name.ends_with("running_var") || (shape.size() == 1 && name.ends_with(".weight"))) {
            tensor.fill_(1);
        } else if (shape.size() == 4) {
            // A transposed convolution of stride 2 adds a quarter of its kernel to each output value.
            const bool transposed = name.starts_with("decoder.");
            const double fan = transposed ? static_cast<double>(shape[0] * shape[2] * shape[3]) / 4
                                          : static_cast<double>(shape[1] * shape[2] * shape[3]);
            RandomStream stream("enhancer|" + std::to_string(seed) + "|" + name);
            auto* values = tensor.data_ptr<float>();
            for (std::int64_t i = 0; i < tensor.numel(); ++i)
                values[i] = static_cast<float>(stream.normal() * std::sqrt(2 / fan));
        }
        weights[name] = tensor;
    }
}

TensorMap autoencoderStart(std::uint64_t seed) {
    TensorMap weights;
    fillRandom(weights, denoisingAutoencoderShapes(), seed);
    return weights;
}

// tanh has to give back what came in: 1.1 x in the middle, steeper from 0.6 on.
constexpr float kMiddle = 1.1F;
constexpr float kBend = 0.6F;
constexpr float kSteeper = 1.6F;

TensorMap superResolutionStart(std::uint64_t seed) {
    TensorMap weights;
    fillRandom(weights, superResolutionShapes(), seed);
    const auto set = [&](const std::string& layer, std::int64_t out, std::int64_t in, float value) {
        at::Tensor& kernel = weights.at(layer + ".weight");
        const std::int64_t middle = kernel.size(2) / 2;
        kernel[out][in][middle][middle].fill_(value);
    };
    // x + 1, x - 0.6 and -x - 0.6 where they are positive: ReLU passes all three on.
    const std::array<std::array<float, 2>, 3> ways{{{1, 1}, {1, -kBend}, {-1, -kBend}}};
    for (std::int64_t channel = 0; channel < 3; ++channel) {
        const auto& [sign, shift] = ways[static_cast<std::size_t>(channel)];
        weights.at("conv1.weight")[channel].zero_();
        set("conv1", channel, 0, sign);
        weights.at("conv1.bias")[channel].fill_(shift);
        for (const std::string layer : {"conv2", "conv3", "conv4"}) {
            weights.at(layer + ".weight")[channel].zero_();
            set(layer, channel, channel, 1);
        }
    }
    weights.at("conv5.weight").zero_();
    set("conv5", 0, 0, kMiddle);
    set("conv5", 0, 1, kSteeper);
    set("conv5", 0, 2, -kSteeper);
    weights.at("conv5.bias").fill_(-kMiddle);
    return weights;
}

}  // namespace

at::Tensor denoisingAutoencoder(const TensorMap& weights, const at::Tensor& pictures, double slope) {
    return autoencoder(weights, pictures, slope, fixedBatchNorm);
}

std::map<std::string, std::vector<std::int64_t>> denoisingAutoencoderShapes() {
    std::map<std::string, std::vector<std::int64_t>> shapes;
    const auto add = [&](const char* part, const Layer& layer, bool transposed) {
        const std::string name = layerName(part, layer.conv);
        shapes[name + ".weight"] = transposed ? std::vector<std::int64_t>{layer.in, layer.out, 3, 3}
                                              : std::vector<std::int64_t>{layer.out, layer.in, 3, 3};
        shapes[name + ".bias"] = {layer.out};
        if (layer.norm >= 0)
            for (const char* value : {".weight", ".bias", ".running_mean", ".running_var"})
                shapes[layerName(part, layer.norm) + value] = {layer.out};
    };
    for (const Layer& layer : kEncoder) add("encoder", layer, false);
    for (const Layer& layer : kDecoder) add("decoder", layer, true);
    return shapes;
}

at::Tensor superResolution(const TensorMap& weights, const at::Tensor& pictures) {
    at::Tensor x = pictures;
    for (std::size_t i = 0; i < kSuperResolution.size(); ++i) {
        const std::string name = "conv" + std::to_string(i + 1);
        const std::int64_t padding = kSuperResolution[i].kernel / 2;
        const bool last = i + 1 == kSuperResolution.size();
        const auto type = last ? at::kFloat : pictures.scalar_type();
        x = at::conv2d(x.to(type), weights.at(name + ".weight").to(type), weights.at(name + ".bias").to(type),
                       {1, 1}, {padding, padding});
        x = last ? at::tanh(x) : rectified(std::move(x));
    }
    return x;
}

std::map<std::string, std::vector<std::int64_t>> superResolutionShapes() {
    std::map<std::string, std::vector<std::int64_t>> shapes;
    for (std::size_t i = 0; i < kSuperResolution.size(); ++i) {
        const SrLayer& layer = kSuperResolution[i];
        const std::string name = "conv" + std::to_string(i + 1);
        shapes[name + ".weight"] = {layer.out, layer.in, layer.kernel, layer.kernel};
        shapes[name + ".bias"] = {layer.out};
    }
    return shapes;
}

at::Tensor stretchToUnitRange(const at::Tensor& pictures) {
    const auto least = pictures.amin({1, 2, 3}, true);
    const auto range = pictures.amax({1, 2, 3}, true) - least;
    const auto stretched = (pictures - least) / at::where(range > 0, range, at::ones_like(range));
    return stretched * 2 - 1;
}

const std::vector<Enhancer>& enhancers() {
    static const std::vector<Enhancer> list{{"denoising_autoencoder", denoisingAutoencoderShapes,
                                             withPaperSlope, autoencoderInTraining, autoencoderStart, false},
                                            {"super_resolution", superResolutionShapes, superResolution,
                                             superResolution, superResolutionStart, true}};
    return list;
}

const Enhancer* findEnhancer(std::string_view id) {
    for (const Enhancer& enhancer : enhancers())
        if (id == enhancer.id) return &enhancer;
    return nullptr;
}

at::Tensor throughEnlarged(at::Tensor (*pass)(const TensorMap&, const at::Tensor&), const TensorMap& weights,
                           const at::Tensor& pictures, int scale) {
    if (scale == 1) return pass(weights, pictures);
    const auto type = pictures.scalar_type();
    const auto large = at::upsample_bilinear2d(pictures.to(at::kFloat),
                                               {pictures.size(2) * scale, pictures.size(3) * scale}, false);
    return at::avg_pool2d(pass(weights, large.to(type)), {scale, scale});
}

}  // namespace adapnet::nn
