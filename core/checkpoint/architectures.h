// Which tensors each importable network has, and what foreign weight files call them. Our names: the ResNet
// of the pycls lineage under "backbone.", the heads as their authors named them. Sources: the state
// dictionaries of CFCD, SENet, CVNet / SuperGlobal, cirtorch and AdaFace.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace adapnet::checkpoint {

enum class Architecture { Cfcd, Senet, Cvnet, CirtorchGem, AdaFace, ResNet };
const char* architectureName(Architecture architecture);        // "cfcd", ..., as in manifests
Result<Architecture> parseArchitecture(std::string_view name);  // BadInput names the known ones
std::span<const Architecture> allArchitectures();

using Shape = std::vector<std::int64_t>;
using Shapes = std::map<std::string, Shape, std::less<>>;

// What differs between the networks of one architecture.
struct Layout {
    Architecture architecture = Architecture::ResNet;
    int depth = 0;               // 18, 34, 50, 101
    std::int64_t dimension = 0;  // length of the descriptor
    std::int64_t middle = 0;     // channels inside SENet's self-similarity module
    bool whitens = false;        // cirtorch: with the layer "whiten"
};

// Reads the layout from the tensors that are there (our names). Errors: Model, when no depth fits; says which
// tensors were looked for.
Result<Layout> recogniseLayout(Architecture architecture, const Shapes& found);
// Our names and the shapes of every tensor that inference needs.
Shapes expectedTensors(const Layout& layout);

struct Renamed {
    enum class Kind { Used, NotNeeded, Unknown };
    Kind kind = Kind::Unknown;
    std::string name;  // ours, for Used
};
// "globalmodel.s1.b1.f.a.weight" of a CFCD file -> "backbone.s1.b1.f.a.weight". Classifiers, counters of
// batches and re-ranking networks are NotNeeded. A leading "module." (several GPUs) is dropped.
Renamed renameTensor(Architecture architecture, std::string_view fileName);

// Our name of a ResNet tensor in pycls's, torchvision's or cirtorch's scheme, without any other prefix.
std::optional<std::string> backboneName(std::string_view name);

}  // namespace adapnet::checkpoint
