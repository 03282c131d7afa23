// Ground truths of every kind as the gallery needs them: with a gallery list and paths below one folder.
#pragma once

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/eval/ground_truth.h"

namespace adapnet::service {

// `source`: a file of any format that core/eval reads, or a folder with one folder per class (`root` itself
// or below it). `root`: the gallery folder; what a format leaves open (qrels, CSV) is completed from its
// pictures.
Result<eval::GroundTruth> loadTruth(const fs::path& source, const fs::path& root, const JobContext& job);

}  // namespace adapnet::service
