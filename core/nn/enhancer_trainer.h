// Training of the networks that repair pictures: pairs of a degraded crop and the clean one, mean squared
// error, AdamW with a cosine schedule. Needs no picture library: crops come from a CropSource as bytes.
// Source: the degraded-samples study (mean squared error between output and clean picture).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"

namespace adapnet::nn {

// The whole recipe. Read from JSON; unknown keys are refused so that a typing error cannot train another
// network.
struct EnhancerConfig {
    std::string enhancer;  // "denoising_autoencoder" or "super_resolution"
    std::string id;        // empty: the same as `enhancer`
    std::string displayName;
    std::uint64_t seed = 1;
    std::int64_t steps = 2000;
    int crops = 32;        // per step
    int crop = 96;         // px, the side of a crop
    int cropsPerView = 4;  // crops cut from one degraded view
    int view = 224;        // px, the side of the square that is degraded as a whole
    int scale = 1;         // 1..4, see EnhancerInfo
    int maxSide = 320;     // px, see EnhancerInfo
    // Identifiers of the known kinds that are drawn; empty: all. A network that sees only a few pixels around
    // each cannot know how bright a picture was meant to be, and learns a wrong guess from low light.
    std::vector<std::string> kinds;
    double cleanShare = 0.1;   // share of the views that stay clean, so that the network leaves those alone
    double sceneShare = 0.08;  // share of the views cut from rendered scenes
    int scenes = 0;            // rendered scenes
    double learningRate = 1e-3;
    double weightDecay = 0;
    double gradientClip = 1;  // largest norm over all gradients; 0: no limit
    std::int64_t warmupSteps = 50;
    std::int64_t validateEvery = 500;
    std::int64_t checkpointEvery = 250;
    int validationPictures = 8;      // of each known kind; after the last step four times as many
    std::string precision = "auto";  // "fp32", "bf16"; auto: bf16 where the processor has it

    Result<void> check() const;
};

// True for a JSON object with the key "enhancer": the recipe is one of these and not a TrainConfig.
bool isEnhancerRecipe(std::string_view json);
Result<EnhancerConfig> parseEnhancerConfig(std::string_view json);
std::string enhancerConfigToJson(const EnhancerConfig& config);

// One step: grey crops (a channel of a colour picture each), crops x side x side bytes, stretched as the
// finished network's input is.
struct CropBatch {
    int crops = 0;
    int side = 0;
    std::vector<std::uint8_t> degraded;
    std::vector<std::uint8_t> clean;
};

// A picture of the validation set: side x side grey bytes, both stretched.
struct RepairSample {
    std::string kind;  // "clean" or the known kind
    std::vector<std::uint8_t> degraded;
    std::vector<std::uint8_t> clean;
};

class CropSource {
  public:
    virtual ~CropSource() = default;
    // Depends on the recipe's seed and `step` only, so that a resumed run goes on with the same crops. Any
    // thread.
    virtual Result<CropBatch> batch(std::int64_t step) const = 0;
    // `perKind` pictures of the validation split in every kind, all of the side `view`.
    virtual Result<std::vector<RepairSample>> validation(int perKind) const = 0;
};

// Peak signal-to-noise ratio in dB against the clean picture (peak 255), mean over the pictures of a kind.
struct RepairQuality {
    std::string kind;
    double before = 0;
    double after = 0;
};

struct EnhancerTrainRequest {
    EnhancerConfig config;
    std::filesystem::path out;  // "<name>.safetensors"; "<name>.json", ".csv" and ".checkpoint" beside it
    int threads = 0;
    std::string dataJson;  // description of the data for the manifest, a JSON object
    std::string licence;
    bool resume = true;  // go on from the checkpoint when it fits the recipe
};

struct EnhancerTrainSummary {
    std::int64_t steps = 0;
    std::int64_t resumedFrom = 0;
    double firstLoss = 0;  // mean of the first and the last 50 steps
    double lastLoss = 0;
    double cropsPerSecond = 0;
    std::vector<RepairQuality> quality;  // of the written network; "clean" first, then the kinds
    std::string checksum;
};

// Trains on the processor and writes weights (float16), manifest, loss log. Cancelled leaves the checkpoint.
Result<EnhancerTrainSummary> trainEnhancer(const EnhancerTrainRequest& request, const CropSource& source,
                                           const JobContext& job);

}  // namespace adapnet::nn
