// Which files a gallery consists of.
#pragma once

#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/eval/ground_truth.h"

namespace adapnet::service {

struct FolderProblem {
    fs::path relative;
    std::string reason;
};

struct GalleryScan {
    std::vector<fs::path> files;          // relative to the folder
    std::vector<FolderProblem> problems;  // folders that could not be read
};

// Every file with the ending of a picture below `folder`, ordered by the bytes of its path. Links to folders
// are followed, but every folder is visited once, so that a loop of links ends. Stage "scan".
Result<GalleryScan> scanFolder(const fs::path& folder, const JobContext& job);

// The gallery that a ground truth names, in its order, each file once. BadInput when a path leaves the
// folder.
Result<GalleryScan> scanGroundTruth(const eval::GroundTruth& truth);

}  // namespace adapnet::service
