#include "core/nn/model_folder.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/files.h"
#include "core/nn/json_files.h"
#include "core/nn/manifest.h"

namespace adapnet::nn {

namespace {

constexpr const char* kFormat = "adapnet-model";
constexpr std::uint64_t kMaxManifestBytes = 1 << 22;

// The text of a field, empty when it is not there or something else.
std::string textField(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Why `file` is no usable manifest, and whether it was meant to be one.
SkippedManifest skipped(const fs::path& file, const Error& error) {
    SkippedManifest entry{file, false, file.stem().string(), error.message()};
    std::error_code ignored;
    const bool hasWeights = fs::exists(fs::path(file).replace_extension(".safetensors"), ignored);
    const auto text = readTextFile(file, kMaxManifestBytes);
    const auto json = text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
    if (json.is_object()) {
        entry.isModel = textField(json, "format") == kFormat;
        if (const auto id = textField(json, "id"); !id.empty()) entry.id = id;
    } else {
        // Cut off or unreadable: the weights beside it, or what is left of it, tell what it was.
        entry.isModel = hasWeights || (text && text->find(kFormat) != std::string::npos);
    }
    return entry;
}

}  // namespace

ModelListing scanModelFolders(std::span<const fs::path> folders) {
    ModelListing listing;
    auto& models = listing.models;
    for (const fs::path& folder : folders) {
        for (const fs::path& file : jsonFiles(folder)) {
            auto manifest = readManifest(file);
            if (!manifest) {
                listing.skipped.push_back(skipped(file, manifest.error()));
                continue;
            }
            // So a user can try own weights under a shipped name.
            const bool known = std::any_of(models.begin(), models.end(),
                                           [&](const ModelInfo& m) { return m.id == manifest->info.id; });
            if (!known) models.push_back(std::move(manifest->info));
        }
    }
    std::sort(models.begin(), models.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return listing;
}

Result<std::vector<ModelInfo>> listModels(std::span<const fs::path> folders) {
    return scanModelFolders(folders).models;
}

fs::path userModelFolder() {
    return userDataFolder() / "models";
}

std::vector<fs::path> dataFolders(const char* variable, const char* name) {
    std::vector<fs::path> candidates;
    if (const char* asked = std::getenv(variable)) {
        std::istringstream list(asked);
        for (std::string folder; std::getline(list, folder, ':');)
            if (!folder.empty()) candidates.emplace_back(folder);
    }
    candidates.push_back(userDataFolder() / name);
    std::array<char, 4096> buffer{};
    const auto length = ::readlink("/proc/self/exe", buffer.data(), buffer.size() - 1);
    if (length > 0) {
        const fs::path bin =
            fs::path(std::string(buffer.data(), static_cast<std::size_t>(length))).parent_path();
        candidates.push_back(bin / "../share/adapnet" / name);
    }
    candidates.push_back(fs::path(ADAPNET_SOURCE_MODELS).parent_path() / name);
    std::vector<fs::path> folders;
    std::error_code ignored;
    for (const fs::path& folder : candidates)
        if (fs::is_directory(folder, ignored)) folders.push_back(folder);
    return folders;
}

std::vector<fs::path> modelFolders() {
    return dataFolders("ADAPNET_MODELS", "models");
}

}  // namespace adapnet::nn
