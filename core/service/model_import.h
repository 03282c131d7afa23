// From a weight file that a user has downloaded to a model of ours: read without running anything, brought to
// our names, checked both ways, written as safetensors with a manifest, and loaded once as a trial. Used by
// `adapnet models import` and by the window's form. Any thread; nothing is kept between calls.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/nn/network.h"

namespace adapnet::service {

// What --as and the form offer, in order: "cfcd", "senet", "cvnet", "cirtorch_gem", "adaface", "resnet".
std::vector<std::string> importableKinds();

// Where imported models are kept; one of the folders in which models are looked for.
fs::path userModelFolder();

struct ImportRequest {
    fs::path file;
    std::string as;                  // one of importableKinds()
    std::string id;                  // lower-case letters, digits and '_'; empty: from kind and depth
    std::string displayName;         // empty: "CFCD ResNet-50 (imported)" and the like
    std::optional<fs::path> folder;  // default: userModelFolder()
    bool replace = false;            // an imported model of that id in the folder
    // What is not set is taken from the published preprocessing of the kind.
    std::optional<int> inputSize;                          // longest side in pixels
    std::optional<std::array<double, 3>> mean, deviation;  // in the order in which channels are fed
    std::optional<bool> bgr;
    std::optional<nn::Shrinking> shrinking;  // to the longest side
    std::optional<nn::Resizing> resizing;    // to the sizes whose descriptors are joined
    std::optional<nn::Aggregation> aggregation;
    std::vector<double> scales;  // empty: the published ones
    // cirtorch: a whitening stored in the file ("retrieval-SfM-120k/ms"), as the last layer of the network.
    std::string whitening;
    std::vector<std::string> ignored;  // beginnings of tensor names that may be left out
};

// What an import would do, and everything the form shows before it does.
struct ImportPlan {
    std::string as, id, displayName;
    std::string architecture;  // "cfcd_resnet50"
    int depth = 0;
    int dimension = 0;
    std::int64_t parameters = 0;
    nn::Preprocessing input;
    std::string container;  // "zip" or "legacy"
    std::string fileHash;   // SHA-256
    std::vector<std::string> whitenings;
    // The account of the tensors.
    std::size_t used = 0, notNeeded = 0, unexpectedCount = 0;
    std::vector<std::string> missing, unexpected;
    struct Misshapen {
        std::string name, expected, found;
    };
    std::vector<Misshapen> misshapen;
    bool isComplete = false;
    std::string summary;  // of the account, one sentence without a full stop
};

// Reads the file and says what would be imported; an incomplete account is no error here. Errors: those of
// reading (NotFound, Io, Model) and BadInput (unknown kind, impossible id or preprocessing).
Result<ImportPlan> planImport(const ImportRequest& request);

struct ImportedModel {
    ImportPlan plan;
    fs::path weights, manifest;
};
// Errors: those of planImport; Model when a tensor is missing, unexpected, misshapen or holds values that are
// no numbers, or when the network cannot be loaded; BadInput when the id is taken; Io. After an error no file
// of the model is left.
Result<ImportedModel> importModel(const ImportRequest& request, const JobContext& job);

}  // namespace adapnet::service
