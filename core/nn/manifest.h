// The JSON beside the weights: architecture, preprocessing, training, checksum, licence.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/nn/network.h"

namespace adapnet::nn {

struct Manifest {
    ModelInfo info;
    std::filesystem::path weights;  // beside the manifest
};

// Refuses unknown formats and versions, missing fields, and weight names that leave the folder (Model).
Result<Manifest> readManifest(const std::filesystem::path& path);

// Fields of a manifest that training fills in. `trainingJson` is a JSON object (recipe, data, seed, results).
struct ManifestDraft {
    std::string id, displayName, architecture;
    int dimension = 0;
    Preprocessing input;
    std::string checksum;
    std::int64_t parameters = 0;
    std::string licence, licenceFile;
    std::string trainingSummary;
    std::string trainingJson;
};
Result<void> writeManifest(const ManifestDraft& draft, const std::filesystem::path& path);

}  // namespace adapnet::nn
