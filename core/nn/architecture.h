// The explicit lists of backbones and heads. An architecture is one of each: the head's name alone stands on
// MobileNetEdgeTPU ("cfcd"), with "_resnet18", "_resnet34", "_resnet50" or "_resnet101" on a ResNet
// ("cfcd_resnet50"). Adding a network means adding an entry here; nothing else asks for names.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/nn/heads.h"
#include "core/nn/preprocessing.h"

namespace adapnet::nn {

using Shapes = std::map<std::string, std::vector<std::int64_t>>;

struct BackboneSpec {
    std::string id;  // "mobilenet_edgetpu", "resnet50"
    std::int64_t localChannels = 0;
    std::int64_t globalChannels = 0;
    std::string_view preprocessing;  // name for publishedPreprocessing
    int depth = 0;                   // of a ResNet; 0 for another network
    FeatureMaps (*forward)(const BackboneSpec& spec, const TensorMap& weights, const at::Tensor& pixels,
                           const PoolingSwitches& switches) = nullptr;
    Shapes (*shapes)(const BackboneSpec& spec) = nullptr;
    // The same weights with less work to do (BatchNorm folded into convolutions).
    TensorMap (*forInference)(const BackboneSpec& spec, TensorMap weights) = nullptr;
    // Our name of a tensor in a file of starting weights; empty when it is none of the backbone's.
    std::optional<std::string> (*nameOf)(std::string_view name) = nullptr;
};

// What the start of a training run has measured on the training pictures.
struct StartMaterial {
    const BackboneSpec* backbone = nullptr;
    std::int64_t dimension = 0;
    at::Tensor vectors;  // N x C float32, GeM (p = 3) of the last map, not normalised
    FeatureMaps sample;  // maps of some pictures, float32
};

struct HeadSpec {
    const char* id;
    NetworkOutput (*forward)(const TensorMap& weights, FeatureMaps maps, const PoolingSwitches& switches);
    void (*addShapes)(Shapes& shapes, const BackboneSpec& backbone, std::int64_t dimension);
    // Descriptors have the channels of the backbone's last map; another `dimension` is refused.
    bool fullDimension = false;
    // Sets the tensors that decide where training begins; the others already hold small random numbers
    // (weights) or zeros (biases), and those that the plain "gem" network has hold its values. Null: no
    // training.
    void (*start)(const StartMaterial& material, TensorMap& weights) = nullptr;
};

struct Architecture {
    std::string id;
    const BackboneSpec* backbone = nullptr;
    const HeadSpec* head = nullptr;
    // Names and shapes of every tensor.
    Shapes shapes(std::int64_t dimension) const;
    bool canBeTrained() const { return head->start != nullptr; }
};

// All of them, in a fixed order: heads on MobileNetEdgeTPU first.
std::span<const Architecture> architectures();
// Null for an unknown name.
const Architecture* findArchitecture(std::string_view id);
// The plain "gem" network on the same backbone: the guide of a training run.
const Architecture& plainArchitecture(const Architecture& architecture);

}  // namespace adapnet::nn
