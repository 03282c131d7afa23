#include "core/nn/architecture.h"

#include <algorithm>

#include "core/nn/face_net.h"
#include "core/nn/head_list.h"
#include "core/nn/resnet.h"

namespace adapnet::nn {

namespace {

FeatureMaps mobileNetForward(const BackboneSpec&, const TensorMap& weights, const at::Tensor& pixels,
                             const PoolingSwitches&) {
    return backboneForward(weights, pixels);
}

Shapes mobileNetShapes(const BackboneSpec&) {
    return backboneShapes();
}

TensorMap unchanged(const BackboneSpec&, TensorMap weights) {
    return weights;
}

std::optional<std::string> mobileNetName(std::string_view name) {
    if (name.starts_with("features.")) return "backbone." + std::string(name);
    if (name.starts_with("backbone.features.")) return std::string(name);
    return std::nullopt;
}

FeatureMaps residualForward(const BackboneSpec& spec, const TensorMap& weights, const at::Tensor& pixels,
                            const PoolingSwitches& switches) {
    return resNetForward(*resNetLayout(spec.depth), weights, pixels, {switches.relup, switches.relupInner});
}

Shapes residualShapes(const BackboneSpec& spec) {
    return resNetShapes(*resNetLayout(spec.depth));
}

TensorMap residualFolded(const BackboneSpec& spec, TensorMap weights) {
    return foldResNet(*resNetLayout(spec.depth), weights);
}

const std::vector<BackboneSpec>& backbones() {
    static const std::vector<BackboneSpec> list = [] {
        std::vector<BackboneSpec> all;
        all.push_back({"mobilenet_edgetpu", kLocalChannels, kGlobalChannels, "mobilenet", 0, mobileNetForward,
                       mobileNetShapes, unchanged, mobileNetName});
        for (const int depth : {18, 34, 50, 101}) {
            const ResNetLayout& layout = *resNetLayout(depth);
            all.push_back({"resnet" + std::to_string(depth), layout.channels(3), layout.channels(4), "pycls",
                           depth, residualForward, residualShapes, residualFolded, resNetName});
        }
        return all;
    }();
    return list;
}

// Face networks take one head only, and no other network takes it. Their depth is set as a ResNet's is: only
// MobileNetEdgeTPU has none, and only that has a packed form.
FeatureMaps faceForward(const BackboneSpec& spec, const TensorMap& weights, const at::Tensor& pixels,
                        const PoolingSwitches&) {
    return faceNetForward(*faceLayout(spec.id), weights, pixels);
}

Shapes faceShapes(const BackboneSpec& spec) {
    return faceNetShapes(*faceLayout(spec.id));
}

std::optional<std::string> faceName(std::string_view) {
    return std::nullopt;  // training does not start from them
}

NetworkOutput adaFaceForward(const TensorMap& weights, FeatureMaps maps, const PoolingSwitches&) {
    NetworkOutput out;
    out.final = faceDescriptor(weights, maps.global.to(at::kFloat));
    out.global = out.final;
    out.maps = std::move(maps);
    return out;
}

void addAdaFaceShapes(Shapes& shapes, const BackboneSpec&, std::int64_t dimension) {
    addFaceDescriptorShapes(shapes, dimension);
}

const std::vector<BackboneSpec>& faceBackbones() {
    static const std::vector<BackboneSpec> list = [] {
        std::vector<BackboneSpec> all;
        for (const int depth : {18, 34, 50, 101})
            all.push_back({"ir" + std::to_string(depth), kFaceChannels / 2, kFaceChannels, "mobilenet", depth,
                           faceForward, faceShapes, unchanged, faceName});
        return all;
    }();
    return list;
}
constexpr HeadSpec kAdaFaceHead{"adaface", adaFaceForward, addAdaFaceShapes, false, nullptr};

}  // namespace

Shapes Architecture::shapes(std::int64_t dimension) const {
    Shapes all = backbone->shapes(*backbone);
    head->addShapes(all, *backbone, dimension);
    return all;
}

std::span<const Architecture> architectures() {
    static const std::vector<Architecture> list = [] {
        std::vector<Architecture> all;
        for (const BackboneSpec& backbone : backbones())
            for (const HeadSpec& head : headList())
                all.push_back(
                    {backbone.depth == 0 ? head.id : head.id + ("_" + backbone.id), &backbone, &head});
        for (const BackboneSpec& backbone : faceBackbones())
            all.push_back({"adaface_" + backbone.id, &backbone, &kAdaFaceHead});
        return all;
    }();
    return list;
}

const Architecture* findArchitecture(std::string_view id) {
    const auto all = architectures();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Architecture& a) { return a.id == id; });
    return found == all.end() ? nullptr : &*found;
}

const Architecture& plainArchitecture(const Architecture& architecture) {
    const auto all = architectures();
    return *std::find_if(all.begin(), all.end(), [&](const Architecture& a) {
        return a.backbone == architecture.backbone && std::string_view(a.head->id) == "gem";
    });
}

std::vector<ArchitectureInfo> listArchitectures() {
    std::vector<ArchitectureInfo> list;
    for (const Architecture& a : architectures())
        list.push_back({a.id, a.backbone->id, a.canBeTrained(), a.backbone->depth > 0,
                        std::string(a.backbone->preprocessing)});
    return list;
}

NetworkOutput networkForward(const Architecture& architecture, const TensorMap& weights,
                             const at::Tensor& pixels, const PoolingSwitches& switches) {
    return networkHead(architecture, weights,
                       architecture.backbone->forward(*architecture.backbone, weights, pixels, switches),
                       switches);
}

NetworkOutput networkHead(const Architecture& architecture, const TensorMap& weights, FeatureMaps maps,
                          const PoolingSwitches& switches) {
    return architecture.head->forward(weights, std::move(maps), switches);
}

std::map<std::string, std::vector<std::int64_t>> architectureShapes(const std::string& architecture,
                                                                    int dimension) {
    const Architecture* found = findArchitecture(architecture);
    if (found == nullptr) return {};
    if (found->head->fullDimension && dimension != found->backbone->globalChannels) return {};
    return found->shapes(dimension);
}

}  // namespace adapnet::nn
