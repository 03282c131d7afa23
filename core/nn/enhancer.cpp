#include "core/nn/enhancer.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/files.h"
#include "core/nn/enhancement.h"
#include "core/nn/heads.h"
#include "core/nn/json_files.h"
#include "core/nn/model_folder.h"
#include "core/nn/recipe_json.h"
#include "core/nn/runtime.h"

namespace adapnet::nn {

namespace {

using nlohmann::json;

constexpr const char* kFormat = "adapnet-enhancer";
constexpr int kVersion = 1;
constexpr std::uint64_t kMaxManifestBytes = 1 << 20;
constexpr int kMaxSide = 8192;
constexpr int kMaxScale = 4;

fs::path weightsOf(const fs::path& manifest) {
    return fs::path(manifest).replace_extension(".safetensors");
}

Result<EnhancerInfo> parse(const json& j, const fs::path& path) {
    const auto wrong = [&](const std::string& what) {
        return fail(ErrorCode::Model, "'" + displayPath(path) + "' " + what);
    };
    if (!j.is_object() || j.value("format", "") != kFormat) return wrong("is not a manifest of an enhancer");
    if (j.value("version", 0) != kVersion)
        return wrong("has a manifest version that this program does not know");
    EnhancerInfo info;
    info.manifest = path;
    info.id = j.value("id", "");
    info.displayName = j.value("display_name", info.id);
    info.architecture = j.value("architecture", "");
    info.maxSide = j.value("max_side", info.maxSide);
    info.scale = j.value("scale", info.scale);
    info.checksum = j.value("sha256", "");
    info.parameters = j.value("parameters", std::int64_t{0});
    info.licence = j.value("licence", "");
    info.trainingSummary = j.value("summary", "");
    if (!isPlainName(info.id) || info.id.size() > 64)
        return wrong("has no id of lower-case letters, digits and underscores");
    if (findEnhancer(info.architecture) == nullptr) return wrong("names an unknown kind of enhancer");
    if (info.checksum.empty()) return wrong("lacks sha256");
    if (info.maxSide < 32 || info.maxSide > kMaxSide) return wrong("has a max_side outside 32 to 8192");
    if (info.scale < 1 || info.scale > kMaxScale) return wrong("has a scale outside 1 to 4");
    if (j.value("weights", "") != weightsOf(path).filename().string())
        return wrong("must name the weights beside it, '" + displayPath(weightsOf(path).filename()) + "'");
    return info;
}

BrokenEnhancer broken(const fs::path& file, const Error& error) {
    BrokenEnhancer entry{displayPath(file.stem()), error.message()};
    const auto text = readTextFile(file, kMaxManifestBytes);
    const auto j = text ? json::parse(*text, nullptr, false) : json();
    if (j.is_object())
        if (const auto id = j.find("id"); id != j.end() && id->is_string())
            entry.id = validUtf8(id->get<std::string>());
    return entry;
}

// H x W x 3 bytes as three grey pictures in -1..1, stretched together; undefined for a single value.
at::Tensor stretchedPlanes(const RgbView& rgb) {
    const auto bytes = stackPictures(std::span(&rgb, 1));  // 1 x H x W x 3
    const auto planes = bytes.permute({0, 3, 1, 2}).to(at::kFloat);
    if (planes.amax().equal(planes.amin())) return {};
    return stretchToUnitRange(planes).permute({1, 0, 2, 3}).contiguous();
}

class TorchEnhancer : public PictureEnhancer {
  public:
    TorchEnhancer(EnhancerInfo info, const Enhancer& enhancer, TensorMap weights)
        : m_info(std::move(info)), m_enhancer(enhancer), m_weights(std::move(weights)) {
        m_type = enhancer.hasHalf && cpuHasBf16() ? at::kBFloat16 : at::kFloat;
    }

    const EnhancerInfo& info() const override { return m_info; }

    Result<std::vector<std::uint8_t>> enhance(const RgbView& rgb) const override {
        if (rgb.data == nullptr || rgb.width < 1 || rgb.height < 1)
            return fail(ErrorCode::Internal, "there is no picture to repair");
        const auto right = enhancedSize(m_info, rgb.width, rgb.height);
        if (right.width != rgb.width || right.height != rgb.height)
            return fail(ErrorCode::Internal, "the picture is too large for this enhancer");
        return guarded([&]() -> Result<std::vector<std::uint8_t>> {
            const c10::InferenceMode inference;
            auto planes = stretchedPlanes(rgb);
            at::Tensor bytes;
            if (planes.defined()) {
                const auto out =
                    throughEnlarged(m_enhancer.forward, m_weights, planes.to(m_type), m_info.scale);
                bytes = ((out + 1) * 127.5).round().clamp(0, 255).to(at::kByte).permute({1, 2, 3, 0});
            } else {
                bytes = stackPictures(std::span(&rgb, 1));
            }
            bytes = bytes.contiguous();
            const auto* values = bytes.data_ptr<std::uint8_t>();
            return std::vector<std::uint8_t>(values, values + bytes.numel());
        });
    }

  private:
    EnhancerInfo m_info;
    const Enhancer& m_enhancer;
    TensorMap m_weights;
    at::ScalarType m_type = at::kFloat;
};

}  // namespace

std::vector<fs::path> enhancerFolders() {
    return dataFolders("ADAPNET_ENHANCERS", "enhancers");
}

Result<EnhancerInfo> readEnhancerManifest(const fs::path& path) {
    const auto text = readTextFile(path, kMaxManifestBytes);
    if (!text) return fail(text.error());
    try {
        return parse(json::parse(*text), path);
    } catch (const json::exception& exception) {
        return fail(ErrorCode::Model,
                    "'" + displayPath(path) + "' is not a readable manifest: " + validUtf8(exception.what()));
    }
}

Result<void> writeEnhancerManifest(const EnhancerInfo& info, const std::string& trainingJson,
                                   const fs::path& path) {
    nlohmann::ordered_json j;
    j["format"] = kFormat;
    j["version"] = kVersion;
    j["id"] = info.id;
    j["display_name"] = info.displayName;
    j["architecture"] = info.architecture;
    j["max_side"] = info.maxSide;
    j["scale"] = info.scale;
    j["weights"] = weightsOf(path).filename().string();
    j["sha256"] = info.checksum;
    j["parameters"] = info.parameters;
    j["licence"] = info.licence;
    j["summary"] = info.trainingSummary;
    j["training"] = nlohmann::ordered_json::parse(trainingJson, nullptr, false);
    return writeFileSafely(path, j.dump(1) + "\n");
}

EnhancerListing scanEnhancerFolders(std::span<const fs::path> folders) {
    EnhancerListing listing;
    auto& found = listing.enhancers;
    for (const fs::path& folder : folders) {
        for (const fs::path& file : jsonFiles(folder)) {
            auto info = readEnhancerManifest(file);
            if (!info) {
                listing.broken.push_back(broken(file, info.error()));
                continue;
            }
            if (std::none_of(found.begin(), found.end(), [&](const auto& e) { return e.id == info->id; }))
                found.push_back(std::move(*info));
        }
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return listing;
}

PictureSize enhancedSize(const EnhancerInfo& info, int width, int height) {
    const int longer = std::max(width, height);
    if (longer <= info.maxSide) return {width, height};
    const double factor = static_cast<double>(info.maxSide) / longer;
    const auto side = [&](int n) {
        return std::clamp(static_cast<int>(std::lround(n * factor)), 1, info.maxSide);
    };
    return {side(width), side(height)};
}

Result<std::unique_ptr<PictureEnhancer>> loadEnhancer(const EnhancerInfo& info) {
    prepareRuntime(0);
    const fs::path weights = weightsOf(info.manifest);
    const auto wrong = [&](const std::string& what) {
        return fail(ErrorCode::Model, "'" + displayPath(weights) + "' " + what);
    };
    const auto file = readSafetensors(weights);
    if (!file) return fail(file.error());
    if (file->checksum != info.checksum) return wrong("is not the file its manifest describes");
    const Enhancer* enhancer = findEnhancer(info.architecture);
    if (enhancer == nullptr) return wrong("belongs to an unknown kind of enhancer");
    const auto shapes = enhancer->shapes();
    for (const auto& [name, shape] : shapes) {
        const auto tensor = file->tensors.find(name);
        if (tensor == file->tensors.end()) return wrong("lacks the tensor " + name);
        if (tensor->second.shape != shape) return wrong("has the tensor " + name + " in another shape");
    }
    if (file->tensors.size() != shapes.size()) return wrong("has tensors that do not belong to it");
    return guarded([&]() -> Result<std::unique_ptr<PictureEnhancer>> {
        auto tensors = toTensors(*file);
        if (!tensors) return fail(tensors.error());
        return std::make_unique<TorchEnhancer>(info, *enhancer, std::move(*tensors));
    });
}

}  // namespace adapnet::nn
