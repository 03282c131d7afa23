// Training of descriptor networks on pairs of pictures: a clean view and a degraded one of the same content,
// with the frozen starting network as a guide. Needs no picture library: batches come from a PairSource as
// plain pixels.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/nn/network.h"

namespace adapnet::nn {

// One way to cut training views. The student sees `side * scale` pixels: a view of 288 px at scale 0.5 trains
// the half-size pass of the inference, one of 192 px at scale 1 the full-size pass.
struct ViewSpec {
    int side = 192;    // px of the square view, before scaling
    double scale = 1;  // applied to the finished (degraded) view, like the inference scales
    double share = 1;  // of the steps
    bool operator==(const ViewSpec&) const = default;
};

// The whole recipe. Read from JSON; unknown keys are refused so that a typing error cannot train another
// network.
struct TrainConfig {
    std::string id = "model";
    std::string displayName = "Model";
    std::string architecture = "adapnet";  // one that can be trained, see listArchitectures()
    // Channels of the backbone's last map (1280, on a ResNet 512 or 2048): no layer behind GeM; another
    // number: PCA as its start.
    int dimension = 1280;
    std::string preprocessing;  // for publishedPreprocessing; empty: the one of the backbone
    std::uint64_t seed = 1;
    std::int64_t steps = 1000;
    int pairs = 24;  // per step
    std::vector<ViewSpec> views{{192, 1.0, 0.5}, {288, 0.5, 0.5}};
    std::vector<double> scales{0.5, 1.0};  // inference, written into the manifest; also the guide's
    bool degrade = true;                   // false: clean pairs only (two views of one photo)
    double cleanShare = 0.5;  // share of the pairs whose clean half runs through the student as well
    double warp = 0.5;        // share of samples whose student view has another geometry and light
    double warpStrength = 1;  // 1: corners move by up to 12 % of the side
    double photographed = 0;  // share of pairs whose degraded half shows the view as a thing that somebody
                              // photographed: smaller, at an angle, in front of another photo, in other light
    double undamaged = 0;     // share of pairs whose degraded half is not damaged
    double classShare = 0.5;  // share of samples drawn by class first, the others by photo
    double sceneShare = 0.1;  // share of samples from rendered scenes
    int scenes = 0;           // rendered scenes, 4 views each
    double learningRate = 3e-4;
    double headFactor = 1;  // learning rate of heads and class centres, relative
    double gateFactor = 1;  // that of the Quality Compensation Block's gate, relative to the other heads'
    double weightDecay = 1e-4;
    double averaging = 0.999;  // of the exponential moving average of the weights; 0: none
    double gradientClip = 5;
    // Share of the trained weights in what is written, the rest being the start's: a straight line between
    // both keeps what the start knew of other kinds of pictures. Source: Wortsman et al., robust fine-tuning
    // (WiSE-FT).
    double blend = 1;
    std::int64_t warmupSteps = 100;
    std::int64_t frozenSteps = 0;  // at the start: the backbone does not change
    std::int64_t validateEvery = 500;
    std::int64_t checkpointEvery = 250;
    std::string precision =
        "auto";  // of forward and backward: "fp32", "bf16"; auto: bf16 where the processor has it

    // What the student's descriptors are drawn to: "view": what the frozen start says of the same clean view
    // at the same scale, in every step; "whole": its descriptor of the whole clean picture, computed once.
    std::string guide = "view";
    bool fixedCentres =
        true;  // instance loss: the centres stay the start's descriptors of the whole pictures

    // Weights of the loss terms; 0 leaves a term out.
    double guideDegraded = 1;     // 1 - cos(f_all of the degraded view, guide of the clean one)
    double guideClean = 0.3;      // the same for the clean view
    double guideGlobal = 0;       // the same as guideDegraded for f_g, before block and fusion
    double contrast = 0.3;        // degraded view against all guides of the batch
    double temperature = 0.0625;  // of the contrast
    double classLoss = 0;         // the margin loss over the classes
    double instanceLoss = 0.1;    // the same with every photo as its own class
    bool maskSameClass = true;    // instance loss: photos of the sample's class are no negatives
    double compensation = 0;      // L_comp of the Quality Compensation Block
    double kindLoss = 0;          // L_kind of its gate
    double ownClean = 0;  // 1 - cos(f_all of the degraded view, the student's own of the clean one); no
                          // gradient through the latter. Needs no block.
    double margin = 0.15;
    double marginScale = 30;
    double concentration = 0.333;
    double gamma = 1;

    // Which margin loss: "arcface", "cosface", "curricularface", "adaface", "madacos" or "noiretrieval";
    // empty: noiretrieval for the AdapNet heads, arcface for all others.
    std::string marginLoss;
    // A loss between the pictures of the batch: "contrastive", "triplet" or "recall_at_k"; empty: none.
    std::string pairLoss;
    double pairWeight = 1;
    double pairMargin = 0.7;        // contrastive, triplet
    int pairNegatives = 5;          // the hardest ones of each picture: contrastive, triplet, local matching
    double rankTemperature = 0.01;  // recall_at_k
    int mixPairs = 0;               // recall_at_k: virtual samples a class
    double localMatching = 0;       // weight of CFCD's second stage between the two halves of the pairs
    double localMargin = 0.1;
    // Every batch consists of tuples of 8 from core/nn/hard_tuples.h, by the classes that the frozen start
    // predicts; local matching then compares the degraded view of a tuple's anchor with the clean views of
    // its positive and its negatives.
    bool hardTuples = false;
    // Pictures that go through the network at a time; 0: all. The gradient is the same (the statistics of
    // every BatchNorm are fixed), the time about 1.3 times as long, the memory that of one part.
    int chunk = 0;

    Result<void> check() const;
};

Result<TrainConfig> parseTrainConfig(std::string_view json);
std::string trainConfigToJson(const TrainConfig& config);

// One step's pictures: pairs x side x side x 3 bytes each, RGB.
struct PairBatch {
    int pairs = 0;
    int side = 0;
    double scale = 1;
    std::vector<std::uint8_t> clean;     // the student's clean view
    std::vector<std::uint8_t> degraded;  // the same view, degraded; empty when the recipe has no degradation
    std::vector<std::int64_t> classes;   // -1: none (rendered scenes)
    std::vector<std::int64_t> instances;
    std::vector<std::int64_t> kinds;  // 1..8, -1: mixed
};

// Pictures kept apart for choosing a checkpoint: query i should find gallery picture i.
struct ValidationSet {
    int side = 0;
    std::vector<std::uint8_t> gallery;   // count x side x side x 3
    std::vector<std::uint8_t> clean;     // other view of the same picture
    std::vector<std::uint8_t> degraded;  // the same, with a known kind
    std::vector<int> severity;           // of the degraded queries
    std::vector<std::int64_t> classes;   // of the gallery pictures
    std::size_t count() const { return severity.size(); }
};

class PairSource {
  public:
    virtual ~PairSource() = default;
    virtual std::int64_t classCount() const = 0;
    virtual std::int64_t instanceCount() const = 0;
    virtual std::int64_t classOf(std::int64_t instance) const = 0;  // -1: none
    // Depends on the recipe's seed and the arguments only, so that a resumed run goes on with the same
    // pictures. instances: what to show, one of each pair, in this order; empty: the source draws. Any
    // thread.
    virtual Result<PairBatch> batch(std::int64_t step, std::span<const std::int64_t> instances) const = 0;
    // The whole clean picture of an instance; valid as long as the source.
    virtual RgbView wholePicture(std::int64_t instance) const = 0;
    virtual Result<ValidationSet> validation() const = 0;
};

// One step as the log has it, for a live plot.
struct TrainPoint {
    std::int64_t step = 0, steps = 0;
    double loss = 0;
    double scale = 0, margin = 0;          // of the margin loss; 0 without one
    double meanNorm = 0, meanQuality = 0;  // of the descriptors; quality -1..1
    double recall = -1;                    // recall@1 inside the batch where it is measured
    double learningRate = 0;
};

struct TrainRequest {
    TrainConfig config;
    std::filesystem::path start;  // safetensors with "features.*" (backbone) or a trained network of ours
    std::filesystem::path out;    // "<name>.safetensors"; "<name>.json", ".csv" and ".checkpoint" beside it
    std::string device = "auto";
    int threads = 0;
    std::string dataJson;  // description of the data for the manifest, a JSON object
    std::string licence, licenceFile;
    bool resume = true;  // go on from the checkpoint when it fits recipe, pictures and start
    std::function<void(const TrainPoint&)> observe =
        {};  // after every step, from the training thread; may be empty
};

struct TrainSummary {
    std::int64_t steps = 0;
    std::int64_t resumedFrom = 0;
    std::int64_t bestStep = 0;
    double bestScore = 0;  // mean of clean, degraded and class mAP on the validation set
    double firstLoss = 0;  // mean of the first and the last 50 steps
    double lastLoss = 0;
    double pairsPerSecond = 0;
    std::string checksum;
};

// Trains and writes weights (float16), manifest, loss log. Cancelled leaves the checkpoint.
Result<TrainSummary> train(const TrainRequest& request, const PairSource& source, const JobContext& job);

}  // namespace adapnet::nn
