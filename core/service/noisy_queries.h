// Which degraded pictures an evaluation by protocol needs, and how each is had: by degrading the clean crop
// or from a folder. Only for core/service.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/protocol/manifest.h"
#include "core/service/protocol_service.h"

namespace adapnet::service {

// One picture to describe for one query.
struct NoisyVariant {
    std::string kind;  // empty: foreign
    int severity = 0;
    fs::path file;                      // empty: made by degrading the clean crop
    std::string pixelsHash;             // what the manifest says; empty: unknown
    bool missing = false;               // the folder has no picture for this query
    std::vector<std::size_t> settings;  // indices into NoisyPlan::settings
};

struct NoisyPlan {
    std::string dataset;
    std::vector<std::string> settings;                // "clean" is 0
    std::vector<std::string> names;                   // of the queries, as in the keys
    std::vector<std::vector<NoisyVariant>> variants;  // per query, besides the clean one
    NoisyBoxes boxes = NoisyBoxes::Auto;
    bool averages = false;         // every kind at severity 3 is there: "known" and "unknown" make sense
    std::size_t pictures() const;  // clean ones included
};

Result<NoisyPlan> planNoisyQueries(const eval::GroundTruth& truth, const std::string& dataset,
                                   const ProtocolOptions& options);

// The picture as the networks get it. `clean`: the query with its box, not degraded, or null when it could
// not be read.
Result<cv::Mat> noisyPicture(const NoisyPlan& plan, std::size_t query, const NoisyVariant& variant,
                             const std::optional<image::Box>& box, const QueryImage* clean,
                             const cv::Mat& cleanCrop);

}  // namespace adapnet::service
