#include "core/nn/enhancement.h"

#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>

#include <array>

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

at::Tensor withPaperSlope(const TensorMap& weights, const at::Tensor& pictures) {
    return denoisingAutoencoder(weights, pictures);
}

}  // namespace

at::Tensor denoisingAutoencoder(const TensorMap& weights, const at::Tensor& pictures, double slope) {
    const std::int64_t height = pictures.size(2);
    const std::int64_t width = pictures.size(3);
    const std::int64_t down = (kStep - height % kStep) % kStep;
    const std::int64_t across = (kStep - width % kStep) % kStep;
    at::Tensor x = down + across > 0 ? at::replication_pad2d(pictures, {0, across, 0, down}) : pictures;
    for (const Layer& layer : kEncoder) {
        const std::string name = layerName("encoder", layer.conv);
        x = at::relu(at::conv2d(x, weights.at(name + ".weight"), weights.at(name + ".bias"), {2, 2}, {1, 1}));
        if (layer.norm >= 0) x = fixedBatchNorm(weights, layerName("encoder", layer.norm), x);
    }
    for (const Layer& layer : kDecoder) {
        const std::string name = layerName("decoder", layer.conv);
        x = at::conv_transpose2d(x, weights.at(name + ".weight"), weights.at(name + ".bias"), {2, 2}, {1, 1},
                                 {1, 1});
        if (layer.norm < 0) continue;
        if (slope != 1) x = at::leaky_relu(x, slope);
        x = fixedBatchNorm(weights, layerName("decoder", layer.norm), x);
    }
    return at::tanh(x).narrow(2, 0, height).narrow(3, 0, width);
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
        x = at::conv2d(x, weights.at(name + ".weight"), weights.at(name + ".bias"), {1, 1},
                       {padding, padding});
        x = i + 1 < kSuperResolution.size() ? at::relu(x) : at::tanh(x);
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
    static const std::vector<Enhancer> list{
        {"denoising_autoencoder", denoisingAutoencoderShapes, withPaperSlope},
        {"super_resolution", superResolutionShapes, superResolution}};
    return list;
}

}  // namespace adapnet::nn
