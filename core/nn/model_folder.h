// What lies in the model folders: manifests that can be used, and JSON files that cannot. One bad file never
// hides the others.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/nn/network.h"

namespace adapnet::nn {

struct SkippedManifest {
    std::filesystem::path file;
    bool isModel = false;  // meant as a manifest of ours, but broken; false: some other JSON file
    std::string id;        // for isModel: what it says it is, or the name of the file
    std::string reason;    // one sentence that names the file
};

struct ModelListing {
    std::vector<ModelInfo> models;         // ordered by id; the first folder that knows an id wins
    std::vector<SkippedManifest> skipped;  // in the order of the folders, then by name
};

ModelListing scanModelFolders(std::span<const std::filesystem::path> folders);

// The existing ones of: the colon-separated list in the environment variable, userDataFolder()/name,
// <executable>/../share/adapnet/name, and the source tree's resources/name.
std::vector<std::filesystem::path> dataFolders(const char* variable, const char* name);

// Where the imported models of this user are kept; one of modelFolders() when it exists.
std::filesystem::path userModelFolder();

}  // namespace adapnet::nn
