// How fast this machine fills the cache: the real pipeline over a folder of pictures, into a cache that is
// thrown away.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/nn/network.h"

namespace adapnet::service {

struct BenchRequest {
    std::vector<std::string> models;  // empty: all available
    std::optional<fs::path> images;   // folder of pictures; none: rendered ones of 320 x 240 px
    int count = 200;                  // pictures to render, or at most this many of the folder; 0: all of it
    std::string device = "auto";
    nn::Precision precision = nn::Precision::Auto;
};

// Milliseconds of work per picture, summed over threads: stages overlap, so they add up to more than the run
// took.
struct BenchStages {
    double read = 0;  // reading and hashing
    double decode = 0;
    double thumbnail = 0;
    double resize = 0;
    double forward = 0;
    double write = 0;
};

struct BenchModel {
    std::string model;
    std::string device;          // "cpu bf16 (cosine 0.9997)"
    std::string precision;       // "fp32", "bf16", "fp16"
    double precisionCosine = 1;  // between half precision and fp32, where half precision was tried
    bool halfPrecisionRefused = false;
    std::int64_t pictures = 0;  // that went through the network
    double loadSeconds = 0;     // loading the network, with the check of its precision
    double seconds = 0;  // the run from first file to last row, the loading of its own network included
    double picturesPerSecond = 0;  // pictures / seconds
    BenchStages msPerPicture;
};

struct BenchReport {
    std::string source;  // "rendered" or "folder"
    std::vector<BenchModel> models;
};

// One model after the other. Progress stages: "render", then those of the extraction.
Result<BenchReport> runBench(const BenchRequest& request, const JobContext& job);

}  // namespace adapnet::service
