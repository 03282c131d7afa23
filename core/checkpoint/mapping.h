// From a foreign weight file to the tensors of one of our networks, with a strict account both ways: what the
// network needs and the file lacks, and what the file holds and the network does not know.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/checkpoint/architectures.h"
#include "core/checkpoint/checkpoint.h"

namespace adapnet::checkpoint {

struct MappingReport {
    struct Misshapen {
        std::string name;      // ours
        std::string fileName;  // valid UTF-8
        Shape expected, found;
    };
    static constexpr std::size_t kMostNames = 200;  // of the unexpected ones; the rest is counted

    Layout layout;
    bool hasPyclsNames = false;  // of the backbone; torchvision's and cirtorch's are fed in RGB
    std::size_t used = 0;
    std::size_t notNeeded = 0;            // classifiers, counters
    std::vector<std::string> missing;     // our names
    std::vector<std::string> unexpected;  // names of the file, valid UTF-8
    std::size_t unexpectedCount = 0;
    std::vector<Misshapen> misshapen;

    bool isComplete() const { return missing.empty() && misshapen.empty() && unexpectedCount == 0; }
    // "2 tensors are missing (fc.weight, fc.bias), 1 is unexpected (foo)"; at most three names a list.
    std::string summary() const;
};

struct MappedTensor {
    std::string name;  // ours
    TensorView view;   // into the checkpoint
};

struct Mapping {
    MappingReport report;
    std::vector<MappedTensor> tensors;  // ordered by name; what is misshapen is left out
};

// The file's tensors under our names. `ignored`: beginnings of file names that may be left out on the user's
// word. Errors: Model (not recognised, damaged, two tensors with one name); an incomplete account is no
// error.
Result<Mapping> mapTensors(const Checkpoint& checkpoint, Architecture architecture,
                           const std::vector<std::string>& ignored = {});

// Precomputed whitening inside a cirtorch file: meta.Lw[set][kind], y = projection (x - mean).
struct Whitening {
    std::vector<float> mean;        // D
    std::vector<float> projection;  // rows x D, row-major
    std::int64_t rows = 0;
};
// "retrieval-SfM-120k/ms": what readWhitening takes.
std::vector<std::string> whiteningNames(const Checkpoint& checkpoint);
// Errors: NotFound (names the known ones), Model (damaged, shapes that do not fit `dimension`).
Result<Whitening> readWhitening(const Checkpoint& checkpoint, const std::string& name,
                                std::int64_t dimension);

// Mean and deviation (three numbers each, RGB) that cirtorch writes beside the weights; empty without.
struct MetaColours {
    std::vector<double> mean, deviation;
};
MetaColours metaColours(const Checkpoint& checkpoint);

}  // namespace adapnet::checkpoint
