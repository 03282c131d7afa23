// `adapnet train`: a folder of photos in classes becomes training pairs, and core/nn trains on them.
#pragma once

#include <string>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/nn/trainer.h"

namespace adapnet::service {

struct TrainJob {
    fs::path config;  // recipe, JSON
    fs::path data;    // folder with manifest.json (file, class, split) or with one folder a class
    fs::path out;     // "<name>.safetensors"
    fs::path start;   // starting weights, safetensors; empty: those of the shipped baseline
    std::string device = "auto";
    int threads = 0;
    bool resume = true;
};

// Cancelled leaves a checkpoint beside `out`; the same call goes on from it.
Result<nn::TrainSummary> trainModel(const TrainJob& request, const JobContext& job);

}  // namespace adapnet::service
