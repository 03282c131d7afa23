// What is known about a model beside its name: where it comes from, how it was trained, how good it was on
// its validation pictures; and what a user may do with the models that are his own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/nn/network.h"

namespace adapnet::service {

// One source of training pictures.
struct DataSource {
    std::string name;
    std::string licence;
};

struct ModelProvenance {
    std::string recipe;  // JSON, as the training read it; empty when the model was not trained here
    std::optional<std::int64_t> steps, chosenStep;
    std::optional<double> cleanMap, degradedMap, classMap;  // mAP on the validation pictures, 0..1
    std::string trainedPrecision;                           // "bf16"; empty: unknown
    std::string dataName;
    std::optional<std::int64_t> photos;
    std::vector<DataSource> sources;
    std::optional<std::int64_t> whiteningPairs, whiteningRank;
    // For a model made from somebody else's weight file.
    std::string importedFile, importedHash, importedAs;
    fs::path weights;                 // the file beside the manifest
    std::uintmax_t weightsBytes = 0;  // 0: it is not there
    fs::path licenceFile;             // the full text; empty: none lies beside the weights
    bool isOwn = false;               // in the user's model folder: may be renamed and removed
};

// Reads the manifest of `model` again; unknown parts of it are left out, so that a manifest of somebody else
// tells what it can. Errors: those of reading, Model for a manifest that is none.
Result<ModelProvenance> readProvenance(const nn::ModelInfo& model);

// How a model computes on this machine; loads it, which takes a while.
struct ModelCheck {
    std::string device;     // "cpu", "cuda:0"
    std::string precision;  // "fp32", "bf16", "fp16"
    double cosine = 1;      // least cosine of half precision to fp32 on the check batch
    bool halfRefused = false;
    bool hasCompensation = false;
};
Result<ModelCheck> checkModel(const nn::ModelInfo& model, const nn::NetworkOptions& options);

// Changes the name that people see; the identifier stays. BadInput for an empty name and for a model that is
// not the user's own.
Result<void> renameModel(const nn::ModelInfo& model, const std::string& displayName);

// Deletes manifest and weights of an own model. BadInput for any other.
Result<void> removeModel(const nn::ModelInfo& model);

}  // namespace adapnet::service
