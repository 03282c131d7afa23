// Fills the cache: reads the files of a gallery, decodes each picture once, and computes the vectors that are
// not stored yet, for all asked models in one run.
//
//   decode threads (read, hash, header, decode, thumbnail, resize)
//     -> queue bounded by bytes -> one inference thread per device -> queue -> one writer
//
// What is finished is skipped, so a first run, a run after a stop and a run after a crash are the same run.
// Picture files are only ever opened for reading; a bad one is a line in the summary and never ends the run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/catalog/cache_database.h"
#include "core/features/extractor.h"
#include "core/image/image.h"

namespace adapnet::features {

struct ExtractionModel {
    std::string device = "cpu";  // models of one device share a thread
    ExtractorFactory factory;
    // When known beforehand, the factory is called only if a vector is missing; a network that then turns out
    // to have another key is a Model error.
    std::optional<FeatureSpec> spec;
};

struct ExtractionRequest {
    fs::path folder;              // of the gallery
    std::vector<fs::path> files;  // relative to `folder`
    std::vector<ExtractionModel> models;
    int decodeThreads = 0;  // 0: as many as the machine has cores, at most 16
    std::uint64_t maxQueuedBytes = std::uint64_t{256} << 20;  // of decoded pictures that wait
    image::DecodeLimits limits;
    int thumbnailSide = 256;  // longer side
};

enum class FileOutcome {
    Added,     // extracted now, for at least one model
    Present,   // needed nothing, or shares its content with a picture extracted now
    Missing,   // not there
    Damaged,   // unreadable or not a whole picture
    TooLarge,  // above the pixel limit
    Failed     // the picture is good, but the network could not take it (out of memory)
};

// How one file of the request ended.
struct FileResult {
    fs::path relative;
    FileOutcome outcome = FileOutcome::Present;
    std::string reason;  // for Missing, Damaged, TooLarge and Failed
    std::string contentHash;
    int width = 0;  // of the upright picture; 0 without one
    int height = 0;
};

// Time spent per stage, summed over threads.
struct StageTimings {
    double readMs = 0;    // reading and hashing
    double decodeMs = 0;  // header, decoding
    double thumbnailMs = 0;
    double resizeMs = 0;
    double forwardMs = 0;  // inside the extractors
    double writeMs = 0;
};

struct ExtractionSummary {
    std::vector<FileResult> files;   // in the order of the request
    std::vector<FeatureSpec> specs;  // in the order of the models
    std::int64_t added = 0;
    std::int64_t present = 0;
    std::int64_t missing = 0;
    std::int64_t damaged = 0;
    std::int64_t tooLarge = 0;
    std::int64_t failed = 0;
    std::int64_t forwardPictures = 0;  // pictures times models that went through a network
    StageTimings timings;
    double seconds = 0;
};

// Cancelled keeps what was finished. NotFound when the gallery folder itself is gone; no row is deleted or
// marked then. Other errors: from the factories, and from the cache.
Result<ExtractionSummary> extractFeatures(const ExtractionRequest& request, catalog::CacheDatabase& cache,
                                          const JobContext& job);

// The picture as `extractor` wants it: shrunk by its rule, never enlarged. The one way from
// pixels to a network, for gallery and query alike.
cv::Mat prepareInput(const FeatureExtractor& extractor, const cv::Mat& rgb);

}  // namespace adapnet::features
