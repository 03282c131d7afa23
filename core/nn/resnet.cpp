#include "core/nn/resnet.h"

#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>

#include <charconv>

#include "core/nn/half_steps.h"

namespace adapnet::nn {

namespace {

constexpr std::array<ResNetLayout, 4> kLayouts{{{18, {2, 2, 2, 2}, false},
                                                {34, {3, 4, 6, 3}, false},
                                                {50, {3, 4, 6, 3}, true},
                                                {101, {3, 4, 23, 3}, true}}};
constexpr const char* kPrefix = "backbone.";
constexpr double kEpsilon = 1e-5;

// One convolution with the BatchNorm behind it.
struct Unit {
    std::string conv, norm;
    std::int64_t in = 0, out = 0;
    int kernel = 1, stride = 1;
};

struct ResidualBlock {
    std::vector<Unit> units;       // two or three
    std::optional<Unit> shortcut;  // none: identity
};

Unit stem() {
    return {std::string(kPrefix) + "stem.conv", std::string(kPrefix) + "stem.bn", 3, 64, 7, 2};
}

ResidualBlock block(const ResNetLayout& layout, int stage, int number) {
    const std::string name = kPrefix + ("s" + std::to_string(stage)) + ".b" + std::to_string(number) + ".";
    const std::int64_t out = layout.channels(stage);
    const std::int64_t in = number > 1 ? out : stage > 1 ? layout.channels(stage - 1) : 64;
    const std::int64_t width = std::int64_t{64} << (stage - 1);
    const int stride = number == 1 && stage > 1 ? 2 : 1;
    const auto unit = [&](const char* letter, std::int64_t from, std::int64_t to, int kernel, int step) {
        return Unit{name + "f." + letter, name + "f." + letter + "_bn", from, to, kernel, step};
    };
    ResidualBlock result;
    if (layout.bottleneck)
        result.units = {unit("a", in, width, 1, 1), unit("b", width, width, 3, stride),
                        unit("c", width, out, 1, 1)};
    else
        result.units = {unit("a", in, out, 3, stride), unit("b", out, out, 3, 1)};
    if (in != out || stride != 1) result.shortcut = Unit{name + "proj", name + "bn", in, out, 1, stride};
    return result;
}

template <class Visit>
void visitUnits(const ResNetLayout& layout, Visit&& visit) {
    visit(stem());
    for (int stage = 1; stage <= 4; ++stage)
        for (int number = 1; number <= layout.blocks[static_cast<std::size_t>(stage - 1)]; ++number) {
            const ResidualBlock b = block(layout, stage, number);
            for (const Unit& unit : b.units) visit(unit);
            if (b.shortcut) visit(*b.shortcut);
        }
}

// The convolution's weight and bias that do the work of convolution and BatchNorm.
std::pair<at::Tensor, at::Tensor> folded(const TensorMap& weights, const Unit& unit) {
    const auto& weight = weights.at(unit.conv + ".weight");
    if (const auto bias = weights.find(unit.conv + ".bias"); bias != weights.end())
        return {weight, bias->second};
    const auto part = [&](const char* name) { return weights.at(unit.norm + name).to(at::kFloat); };
    const auto factor = part(".weight") / (part(".running_var") + kEpsilon).sqrt();
    return {weight.to(at::kFloat) * factor.view({-1, 1, 1, 1}),
            part(".bias") - part(".running_mean") * factor};
}

at::Tensor apply(const TensorMap& weights, const Unit& unit, const at::Tensor& x) {
    const auto [weight, bias] = folded(weights, unit);
    const auto type = x.scalar_type();
    const std::int64_t padding = unit.kernel / 2;
    return at::conv2d(x, weight.to(type), bias.to(type), {unit.stride, unit.stride}, {padding, padding});
}

at::Tensor rectify(at::Tensor x, bool lifted, double alpha) {
    return lifted ? x.clamp_min(alpha) : rectified(std::move(x));
}

// "layer1.0.conv1.weight" behind its first two parts: "conv1.weight" -> "f.a.weight".
std::optional<std::string> partName(std::string_view rest) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kParts{{{"downsample.0.", "proj."},
                                                                                   {"downsample.1.", "bn."},
                                                                                   {"conv1.", "f.a."},
                                                                                   {"bn1.", "f.a_bn."},
                                                                                   {"conv2.", "f.b."},
                                                                                   {"bn2.", "f.b_bn."},
                                                                                   {"conv3.", "f.c."},
                                                                                   {"bn3.", "f.c_bn."}}};
    for (const auto& [theirs, ours] : kParts)
        if (rest.starts_with(theirs)) return std::string(ours) + std::string(rest.substr(theirs.size()));
    return std::nullopt;
}

// Takes "<number>." from the front.
std::optional<int> takeNumber(std::string_view& text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end == text.data() + text.size() || *end != '.') return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return value;
}

std::optional<std::string> stageName(int stage, std::string_view rest) {
    const auto number = takeNumber(rest);
    const auto part = partName(rest);
    if (stage < 1 || stage > 4 || !number || *number < 0 || *number > 98 || !part) return std::nullopt;
    return "s" + std::to_string(stage) + ".b" + std::to_string(*number + 1) + "." + *part;
}

std::optional<std::string> withoutPrefix(std::string_view name) {
    for (const std::string_view prefix : {"features.", "model_ft."})
        if (name.starts_with(prefix)) {
            name.remove_prefix(prefix.size());
            if (name.starts_with("0.")) return "stem.conv." + std::string(name.substr(2));
            if (name.starts_with("1.")) return "stem.bn." + std::string(name.substr(2));
            const auto child = takeNumber(name);
            return child ? stageName(*child - 3, name) : std::nullopt;
        }
    for (const std::string_view prefix : {"backbone.", "globalmodel.", "encoder_q."})
        if (name.starts_with(prefix)) {
            name.remove_prefix(prefix.size());
            break;
        }
    if (name.starts_with("stem.conv.") || name.starts_with("stem.bn.")) return std::string(name);
    if (name.size() > 3 && name[0] == 's' && name[1] >= '1' && name[1] <= '4' && name.substr(2, 2) == ".b")
        return std::string(name);
    if (name.starts_with("conv1.")) return "stem.conv." + std::string(name.substr(6));
    if (name.starts_with("bn1.")) return "stem.bn." + std::string(name.substr(4));
    if (name.starts_with("layer")) {
        name.remove_prefix(5);
        const auto stage = takeNumber(name);
        return stage ? stageName(*stage, name) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

const ResNetLayout* resNetLayout(int depth) {
    for (const ResNetLayout& layout : kLayouts)
        if (layout.depth == depth) return &layout;
    return nullptr;
}

FeatureMaps resNetForward(const ResNetLayout& layout, const TensorMap& weights, const at::Tensor& pixels,
                          const LiftedRelu& lifted) {
    FeatureMaps maps;
    at::Tensor x = at::max_pool2d(rectified(apply(weights, stem(), pixels)), {3, 3}, {2, 2}, {1, 1});
    for (int stage = 1; stage <= 4; ++stage) {
        for (int number = 1; number <= layout.blocks[static_cast<std::size_t>(stage - 1)]; ++number) {
            const ResidualBlock b = block(layout, stage, number);
            at::Tensor y = x;
            for (std::size_t i = 0; i < b.units.size(); ++i) {
                y = apply(weights, b.units[i], y);
                if (i + 1 < b.units.size()) y = rectify(y, lifted.inner && stage == 1, lifted.alpha);
            }
            y.add_(b.shortcut ? apply(weights, *b.shortcut, x) : x);
            x = rectify(y, lifted.blocks && stage < 4, lifted.alpha);
        }
        if (stage == 3) maps.local = x;
    }
    maps.global = x;
    return maps;
}

std::map<std::string, std::vector<std::int64_t>> resNetShapes(const ResNetLayout& layout) {
    std::map<std::string, std::vector<std::int64_t>> shapes;
    visitUnits(layout, [&](const Unit& unit) {
        shapes[unit.conv + ".weight"] = {unit.out, unit.in, unit.kernel, unit.kernel};
        for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
            shapes[unit.norm + part] = {unit.out};
    });
    return shapes;
}

TensorMap foldResNet(const ResNetLayout& layout, const TensorMap& weights) {
    TensorMap result = weights;
    visitUnits(layout, [&](const Unit& unit) {
        auto [weight, bias] = folded(weights, unit);
        result[unit.conv + ".weight"] = weight;
        result[unit.conv + ".bias"] = bias;
        for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
            result.erase(unit.norm + part);
    });
    return result;
}

std::optional<std::string> resNetName(std::string_view name) {
    auto ours = withoutPrefix(name);
    if (!ours) return std::nullopt;
    return kPrefix + *ours;
}

}  // namespace adapnet::nn
