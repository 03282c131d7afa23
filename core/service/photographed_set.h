// A set for instance search from any folder of pictures: its pictures are the gallery, and each query shows
// one of them as a flat thing that somebody photographed (see train_data.h). Nobody has to label anything, so
// it serves where no ground truth exists, and as a set of known seed beside those that people made.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/service/workbench.h"

namespace adapnet::service {

struct PhotographedSetRequest {
    fs::path folder;
    fs::path out;                 // new or empty
    int queries = 240;            // at most one for each picture
    bool validationOnly = false;  // the folder is one of training photos; only those kept apart are used
    std::uint64_t seed = 1;
};

struct PhotographedSetReport {
    std::size_t pictures = 0;  // of the gallery
    std::size_t queries = 0;
    std::vector<FileProblem> problems;  // pictures that could not be read; they are left out
};

// Writes OUT/gallery (copies of the files), OUT/queries/00000.png.. (at most 640 px) and
// OUT/ground-truth.json: the picture is "easy", others of its subfolder (of its class, for training photos)
// are junk, because they may show the same. Everything depends on files and seed only. Errors: BadInput,
// NotFound, Io, Cancelled. Stages "scan", "draw".
Result<PhotographedSetReport> makePhotographedSet(const PhotographedSetRequest& request,
                                                  const JobContext& job);

}  // namespace adapnet::service
