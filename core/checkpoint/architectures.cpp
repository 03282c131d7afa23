#include "core/checkpoint/architectures.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/base/files.h"

namespace adapnet::checkpoint {

namespace {

constexpr std::array kNames{
    std::pair{Architecture::Cfcd, "cfcd"},       std::pair{Architecture::Senet, "senet"},
    std::pair{Architecture::Cvnet, "cvnet"},     std::pair{Architecture::CirtorchGem, "cirtorch_gem"},
    std::pair{Architecture::AdaFace, "adaface"}, std::pair{Architecture::ResNet, "resnet"},
};

constexpr std::string_view kBackbone = "backbone.";
constexpr std::array<std::string_view, 4> kNormParts{"weight", "bias", "running_mean", "running_var"};

struct Blocks {
    int depth;
    std::array<int, 4> count;
    bool hasBottlenecks;
};
constexpr std::array kResNets{Blocks{18, {2, 2, 2, 2}, false}, Blocks{34, {3, 4, 6, 3}, false},
                              Blocks{50, {3, 4, 6, 3}, true}, Blocks{101, {3, 4, 23, 3}, true}};
// The face networks of AdaFace; their "bottlenecks" are pairs of 3 x 3 convolutions at every depth.
constexpr std::array kFaceNets{Blocks{18, {2, 2, 2, 2}, false}, Blocks{34, {3, 4, 6, 3}, false},
                               Blocks{50, {3, 4, 14, 3}, false}, Blocks{101, {3, 13, 30, 3}, false}};
constexpr std::int64_t kFaceMap = 7;  // side of the last map for faces of 112 px

bool isNormPart(std::string_view part) {
    return std::find(kNormParts.begin(), kNormParts.end(), part) != kNormParts.end();
}

bool dropPrefix(std::string_view& name, std::string_view prefix) {
    if (!name.starts_with(prefix)) return false;
    name.remove_prefix(prefix.size());
    return true;
}

// Up to and without the next dot; the rest stays in `name`.
std::string_view takePart(std::string_view& name) {
    const auto dot = name.find('.');
    const std::string_view part = name.substr(0, dot);
    name.remove_prefix(dot == std::string_view::npos ? name.size() : dot + 1);
    return part;
}

// A number of at most two digits without a leading zero.
std::optional<int> smallNumber(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.size() > 2 || text.empty() ||
        text[0] == '-' || (text.size() > 1 && text[0] == '0'))
        return std::nullopt;
    return value;
}

// "f.a.weight", "bn.running_var", ...: what stands behind "s1.b1." in pycls.
bool isPyclsBlockPart(std::string_view rest) {
    if (rest == "proj.weight") return true;
    if (dropPrefix(rest, "bn.")) return isNormPart(rest);
    if (!dropPrefix(rest, "f.")) return false;
    const std::string_view layer = takePart(rest);
    if (layer == "a" || layer == "b" || layer == "c") return rest == "weight";
    return (layer == "a_bn" || layer == "b_bn" || layer == "c_bn") && isNormPart(rest);
}

// torchvision's "conv1.weight", "bn3.bias", "downsample.0.weight" as pycls's; empty for others.
std::string pyclsBlockPart(std::string_view rest) {
    if (rest == "downsample.0.weight") return "proj.weight";
    if (dropPrefix(rest, "downsample.1.")) return isNormPart(rest) ? "bn." + std::string(rest) : "";
    const std::string_view layer = takePart(rest);
    for (const char letter : {'a', 'b', 'c'}) {
        const char digit = static_cast<char>('1' + (letter - 'a'));
        if (layer == std::string("conv") + digit)
            return rest == "weight" ? std::string("f.") + letter + ".weight" : "";
        if (layer == std::string("bn") + digit)
            return isNormPart(rest) ? std::string("f.") + letter + "_bn." + std::string(rest) : "";
    }
    return {};
}

std::optional<std::string> blockName(int stage, int block, const std::string& rest) {
    if (rest.empty() || stage < 1 || stage > 4) return std::nullopt;
    return std::string(kBackbone) + "s" + std::to_string(stage) + ".b" + std::to_string(block) + "." + rest;
}

void addNorm(Shapes& shapes, const std::string& name, std::int64_t channels) {
    for (const auto part : kNormParts) shapes[name + "." + std::string(part)] = {channels};
}

std::int64_t lastChannels(int depth) {
    return depth >= 50 ? 2048 : 512;
}

void addResNet(Shapes& shapes, int depth) {
    const auto blocks =
        std::find_if(kResNets.begin(), kResNets.end(), [&](const Blocks& b) { return b.depth == depth; });
    if (blocks == kResNets.end()) return;
    const std::string root(kBackbone);
    shapes[root + "stem.conv.weight"] = {64, 3, 7, 7};
    addNorm(shapes, root + "stem.bn", 64);
    std::int64_t in = 64;
    for (int stage = 1; stage <= 4; ++stage) {
        const std::int64_t width = std::int64_t{64} << (stage - 1);
        const std::int64_t out = blocks->hasBottlenecks ? 4 * width : width;
        for (int block = 1; block <= blocks->count[static_cast<std::size_t>(stage - 1)]; ++block) {
            const std::string name = root + "s" + std::to_string(stage) + ".b" + std::to_string(block) + ".";
            const bool changes = block == 1 && (in != out || stage > 1);
            if (changes) {
                shapes[name + "proj.weight"] = {out, in, 1, 1};
                addNorm(shapes, name + "bn", out);
            }
            if (blocks->hasBottlenecks) {
                shapes[name + "f.a.weight"] = {width, in, 1, 1};
                shapes[name + "f.b.weight"] = {width, width, 3, 3};
                shapes[name + "f.c.weight"] = {out, width, 1, 1};
                addNorm(shapes, name + "f.c_bn", out);
            } else {
                shapes[name + "f.a.weight"] = {width, in, 3, 3};
                shapes[name + "f.b.weight"] = {width, width, 3, 3};
            }
            addNorm(shapes, name + "f.a_bn", width);
            addNorm(shapes, name + "f.b_bn", width);
            in = out;
        }
    }
}

void addFaceNet(Shapes& shapes, int depth, std::int64_t dimension) {
    const auto blocks =
        std::find_if(kFaceNets.begin(), kFaceNets.end(), [&](const Blocks& b) { return b.depth == depth; });
    if (blocks == kFaceNets.end()) return;
    const std::string root(kBackbone);
    shapes[root + "input_layer.0.weight"] = {64, 3, 3, 3};
    addNorm(shapes, root + "input_layer.1", 64);
    shapes[root + "input_layer.2.weight"] = {64};
    std::int64_t in = 64;
    int number = 0;
    for (int stage = 0; stage < 4; ++stage) {
        const std::int64_t out = std::int64_t{64} << stage;
        for (int block = 0; block < blocks->count[static_cast<std::size_t>(stage)]; ++block, ++number) {
            const std::string name = root + "body." + std::to_string(number) + ".";
            if (in != out) {
                shapes[name + "shortcut_layer.0.weight"] = {out, in, 1, 1};
                addNorm(shapes, name + "shortcut_layer.1", out);
            }
            addNorm(shapes, name + "res_layer.0", in);
            shapes[name + "res_layer.1.weight"] = {out, in, 3, 3};
            addNorm(shapes, name + "res_layer.2", out);
            shapes[name + "res_layer.3.weight"] = {out};
            shapes[name + "res_layer.4.weight"] = {out, out, 3, 3};
            addNorm(shapes, name + "res_layer.5", out);
            in = out;
        }
    }
    addNorm(shapes, "output_layer.0", 512);
    shapes["output_layer.3.weight"] = {dimension, 512 * kFaceMap * kFaceMap};
    shapes["output_layer.3.bias"] = {dimension};
    // The last BatchNorm has no weight and bias of its own.
    shapes["output_layer.4.running_mean"] = {dimension};
    shapes["output_layer.4.running_var"] = {dimension};
}

void addLinear(Shapes& shapes, const std::string& name, std::int64_t out, std::int64_t in) {
    shapes[name + ".weight"] = {out, in};
    shapes[name + ".bias"] = {out};
}

void addSelfSimilarity(Shapes& shapes, std::int64_t channels, std::int64_t middle) {
    shapes["SSM.ch_reduction_encoder.weight"] = {middle, channels, 1, 1};
    for (int i = 0; i < 3; ++i) {
        const std::string name = "SSM.SSE.conv_in." + std::to_string(i);
        shapes[name + ".0.weight"] = {middle, middle, 1, 3, 3};
        shapes[name + ".0.bias"] = {middle};
        addNorm(shapes, name + ".1", middle);
    }
    shapes["SSM.SSE.conv1x1_out.0.weight"] = {channels, middle, 1, 1};
    shapes["SSM.SSE.conv1x1_out.0.bias"] = {channels};
    addNorm(shapes, "SSM.SSE.conv1x1_out.1", channels);
    for (const char* layer : {"SSM.FFN.0", "SSM.FFN.2"}) {
        shapes[std::string(layer) + ".weight"] = {channels, channels, 1, 1};
        shapes[std::string(layer) + ".bias"] = {channels};
    }
}

std::int64_t firstSide(const Shapes& found, std::string_view name, std::int64_t otherwise) {
    const auto it = found.find(name);
    return it == found.end() || it->second.empty() ? otherwise : it->second.front();
}

bool startsWithAny(std::string_view name, std::initializer_list<std::string_view> prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](std::string_view prefix) { return name.starts_with(prefix); });
}

}  // namespace

const char* architectureName(Architecture architecture) {
    return kNames[static_cast<std::size_t>(architecture)].second;
}

Result<Architecture> parseArchitecture(std::string_view name) {
    std::string known;
    for (const auto& [architecture, text] : kNames) {
        if (name == text) return architecture;
        known += (known.empty() ? "" : ", ") + std::string(text);
    }
    return fail(ErrorCode::BadInput,
                "'" + validUtf8(name) + "' is no kind of weights that can be imported; choose from " + known);
}

std::span<const Architecture> allArchitectures() {
    static constexpr std::array kAll{Architecture::Cfcd,        Architecture::Senet,   Architecture::Cvnet,
                                     Architecture::CirtorchGem, Architecture::AdaFace, Architecture::ResNet};
    return kAll;
}

std::optional<std::string> backboneName(std::string_view name) {
    const std::string_view whole = name;
    const std::string root(kBackbone);
    if (whole == "conv1.weight" || whole == "features.0.weight" || whole == "stem.conv.weight")
        return root + "stem.conv.weight";
    for (const std::string_view prefix : {"bn1.", "features.1.", "stem.bn."})
        if (name = whole; dropPrefix(name, prefix))
            return isNormPart(name) ? std::optional(root + "stem.bn." + std::string(name)) : std::nullopt;
    name = whole;
    const std::string_view head = takePart(name);
    if (head.size() == 2 && head[0] == 's') {
        const std::string_view block = takePart(name);
        const auto number = block.starts_with('b') ? smallNumber(block.substr(1)) : std::nullopt;
        if (!number || *number < 1 || !isPyclsBlockPart(name)) return std::nullopt;
        return blockName(head[1] - '0', *number, std::string(name));
    }
    std::optional<int> stage;
    if (head.size() == 6 && head.starts_with("layer")) stage = head[5] - '0';
    if (head == "features")
        if (const auto child = smallNumber(takePart(name))) stage = *child - 3;
    if (!stage) return std::nullopt;
    const auto block = smallNumber(takePart(name));
    if (!block) return std::nullopt;
    return blockName(*stage, *block + 1, pyclsBlockPart(name));
}

Renamed renameTensor(Architecture architecture, std::string_view name) {
    const Renamed notNeeded{Renamed::Kind::NotNeeded, {}};
    const auto asItIs = [&] { return Renamed{Renamed::Kind::Used, std::string(name)}; };
    while (dropPrefix(name, "module.")) continue;
    if (name.ends_with("num_batches_tracked")) return notNeeded;
    switch (architecture) {
        case Architecture::Cfcd:
            if (name.starts_with("desc_cls.")) return notNeeded;
            if (startsWithAny(name, {"fc.", "bn."})) return asItIs();
            if (!dropPrefix(name, "globalmodel.")) return {};
            break;
        case Architecture::Senet:
            if (startsWithAny(name, {"SSM.", "head.fc."})) return asItIs();
            break;
        case Architecture::Cvnet:
            if (!dropPrefix(name, "encoder_q.")) dropPrefix(name, "globalmodel.");
            if (startsWithAny(name, {"conv2ds.", "cv_learner.", "encoder_k.", "seb1.", "seb2.", "sefc."}) ||
                name.starts_with("queue"))
                return notNeeded;
            if (startsWithAny(name, {"head.pool.", "head.fc."})) return asItIs();
            break;
        case Architecture::CirtorchGem:
            if (startsWithAny(name, {"pool.", "whiten."})) return asItIs();
            break;
        case Architecture::AdaFace:
            if (name.starts_with("head.")) return notNeeded;  // the class centres
            dropPrefix(name, "model.");
            if (startsWithAny(name, {"input_layer.", "body."}))
                return {Renamed::Kind::Used, std::string(kBackbone) + std::string(name)};
            return name.starts_with("output_layer.") ? asItIs() : Renamed{};
        case Architecture::ResNet:
            for (const std::string_view prefix : {"globalmodel.", "encoder_q.", "model_ft.", "backbone."})
                if (dropPrefix(name, prefix)) break;
            if (startsWithAny(name, {"fc.", "head.fc."})) return notNeeded;
            break;
    }
    auto ours = backboneName(name);
    if (!ours) return {};
    return {Renamed::Kind::Used, std::move(*ours)};
}

Result<Layout> recogniseLayout(Architecture architecture, const Shapes& found) {
    Layout layout;
    layout.architecture = architecture;
    // The depth whose blocks are there: the last block of stage 3 (or of the body), and nothing behind it.
    const bool isFace = architecture == Architecture::AdaFace;
    const bool hasBottlenecks = found.contains("backbone.s1.b1.f.c.weight");
    for (const Blocks& blocks : isFace ? std::span<const Blocks>(kFaceNets) : kResNets) {
        if (isFace) {
            int total = 0;
            for (const int count : blocks.count) total += count;
            const auto block = [](int number) {
                return "backbone.body." + std::to_string(number) + ".res_layer.1.weight";
            };
            if (found.contains(block(total - 1)) && !found.contains(block(total)))
                layout.depth = blocks.depth;
        } else if (blocks.hasBottlenecks == hasBottlenecks) {
            const auto block = [](int number) {
                return "backbone.s3.b" + std::to_string(number) + ".f.a.weight";
            };
            if (found.contains(block(blocks.count[2])) && !found.contains(block(blocks.count[2] + 1)))
                layout.depth = blocks.depth;
        }
    }
    if (layout.depth == 0)
        return fail(ErrorCode::Model, std::string("the file holds no ") + (isFace ? "IR-" : "ResNet-") +
                                          "18, 34, 50 or 101 as '" + architectureName(architecture) +
                                          "' needs it; is it weights of another kind");
    const std::int64_t channels = lastChannels(layout.depth);
    layout.dimension = channels;
    switch (architecture) {
        case Architecture::Cfcd:
            layout.dimension = firstSide(found, "fc.weight", 512);
            break;
        case Architecture::Senet:
            layout.middle = firstSide(found, "SSM.ch_reduction_encoder.weight", channels / 8);
            layout.dimension = firstSide(found, "head.fc.weight", channels);
            break;
        case Architecture::Cvnet:
            layout.dimension = firstSide(found, "head.fc.weight", channels);
            break;
        case Architecture::CirtorchGem:
            layout.whitens = found.contains("whiten.weight") || found.contains("whiten.bias");
            layout.dimension = firstSide(found, "whiten.weight", channels);
            break;
        case Architecture::AdaFace:
            layout.dimension = firstSide(found, "output_layer.3.weight", 512);
            break;
        case Architecture::ResNet:
            break;
    }
    return layout;
}

Shapes expectedTensors(const Layout& layout) {
    Shapes shapes;
    const std::int64_t channels = lastChannels(layout.depth);
    if (layout.architecture != Architecture::AdaFace) addResNet(shapes, layout.depth);
    switch (layout.architecture) {
        case Architecture::Cfcd:
            addLinear(shapes, "fc", layout.dimension, channels);
            addNorm(shapes, "bn", layout.dimension);
            break;
        case Architecture::Senet:
            addSelfSimilarity(shapes, channels, layout.middle);
            addLinear(shapes, "head.fc", layout.dimension, channels);
            break;
        case Architecture::Cvnet:
            shapes["head.pool.p"] = {1};
            addLinear(shapes, "head.fc", layout.dimension, channels);
            break;
        case Architecture::CirtorchGem:
            shapes["pool.p"] = {1};
            if (layout.whitens) addLinear(shapes, "whiten", layout.dimension, channels);
            break;
        case Architecture::AdaFace:
            addFaceNet(shapes, layout.depth, layout.dimension);
            break;
        case Architecture::ResNet:
            break;
    }
    return shapes;
}

}  // namespace adapnet::checkpoint
