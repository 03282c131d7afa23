// The degraded-samples study on smallNORB: training pictures are the gallery, test pictures the queries,
// clean, degraded, and degraded and repaired; counted is how often one of the k nearest shows the same
// category.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/nn/network.h"

namespace adapnet::service {

struct StudyRequest {
    fs::path folder;                  // of the unpacked matrix files
    std::vector<std::string> models;  // identifiers; empty: all available
    // Identifiers (see core/service/enhance.h), each repairs every degraded setting; none twice.
    std::vector<std::string> enhancers;
    int every = 1;  // takes each n-th picture of both splits
    std::string device = "auto";
    nn::Precision precision = nn::Precision::Auto;
};

// Top-k matching accuracy, 0..1.
struct MatchingAccuracy {
    double top1 = 0, top5 = 0, top10 = 0;
};
struct StudySetting {
    std::string name;      // "clean", "noise", "low_resolution", "motion"
    std::string enhancer;  // empty: as it was degraded
    MatchingAccuracy l2, cosine;
};
struct StudyModel {
    std::string model;
    std::vector<StudySetting> settings;
};
struct StudyReport {
    std::size_t gallery = 0;
    std::size_t queries = 0;  // of each setting
    std::vector<StudyModel> models;
    double seconds = 0;
};

// Descriptors of this program have length 1, so both distances give the same order except where rounding
// decides between equals; a model of longer descriptors would tell them apart. A repaired picture is
// stretched again before it is described, as the study does. NotFound for an unknown enhancer. Progress stage
// "extract".
Result<StudyReport> runNorbStudy(const StudyRequest& request, const JobContext& job);

}  // namespace adapnet::service
