// The compensation lens: what a network makes of one damaged query, with no help, with its Quality
// Compensation Block, and with pixels that were restored before it saw them. For the window's panel and
// `adapnet lens`.
#pragma once

#include <functional>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/service/positive_ranks.h"
#include "core/service/workbench.h"

namespace adapnet::service {

// Repairs the pixels of a picture (CV_8UC3, RGB) and gives back as many of them. Called by one thread at a
// time.
struct Restorer {
    std::string id;  // "denoising_autoencoder"
    std::function<Result<cv::Mat>(const cv::Mat& rgb)> restore;
};

struct LensRequest {
    Query query;                      // its `compensation` is not looked at
    std::vector<std::size_t> follow;  // gallery pictures to find; empty: the ground truth's, if it has some
    std::vector<Restorer> restorers;
};

// One help at a time: pixels are restored for the network without its block.
enum class LensRoute { NoHelp, Compensated, Restored };
// "no_help", "compensated", "restored": permanent identifiers.
const char* lensRouteName(LensRoute route);

struct LensAnswer {
    LensRoute route = LensRoute::NoHelp;
    std::string restorer;  // identifier; Restored only
    // To the descriptor that the model as it is gives to the clean crop; in the gallery's space when there is
    // one.
    double cosineToClean = 1;
    std::optional<PositiveRanks> positives;  // none without a gallery or anything to find
};

struct LensModel {
    std::string model;
    bool hasCompensation = false;
    std::vector<float> gate;       // estimated degradation of the crop (clean, then known kinds); empty
    std::vector<float> cleanGate;  // without a block. The same of the clean crop.
    std::vector<LensAnswer> routes;
    LensAnswer clean;                       // the clean crop and the model as it is: what can be reached
    std::optional<LensAnswer> cleanNoHelp;  // the clean crop without the block, where there is one
    // The block makes the average precision of the clean query worse; none where that cannot be known.
    std::optional<bool> hurtsClean;
};

struct Lens {
    bool meanRemoved = false;            // cosines are in the space of a gallery
    std::vector<std::string> positives;  // paths, in the order of PositiveRanks::ranks
    std::vector<LensModel> models;       // those of the query, in the gallery's order
    cv::Mat clean, degraded;             // the crops
    std::vector<cv::Mat> restored;       // one for each restorer
    std::optional<image::Box> box;       // after clamping
};

// Any thread; searches of the same gallery go on beside it. Rankings are those of Workbench::search. A stop
// request is answered between two restorers and two models. Errors: BadInput, Cancelled, those of the
// restorers and networks.
Result<Lens> lookThroughLens(const Workbench& workbench, const LensRequest& request, const JobContext& job);

// Without a gallery: `models` (empty: all available) are loaded for this one query; no ranks, and cosines of
// descriptors as the networks give them.
Result<Lens> lookThroughLens(const std::vector<std::string>& models, const nn::NetworkOptions& options,
                             const LensRequest& request, const JobContext& job);

}  // namespace adapnet::service
