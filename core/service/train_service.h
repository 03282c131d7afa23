// `adapnet train`: a folder of photos in classes becomes training pairs (or crops, for a network that repairs
// pictures), and core/nn trains on them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/nn/enhancer_trainer.h"
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
    // After every step, on the training thread; training goes on when it returns, so waiting in it is a
    // pause.
    std::function<void(const nn::TrainPoint&)> observe{};
};

// A recipe that comes with the program.
struct TrainRecipe {
    fs::path file;
    nn::TrainConfig config;
};
// Those beside the model folders ("training/*.json"), ordered by id; what cannot be read is left out.
std::vector<TrainRecipe> shippedRecipes();
Result<nn::TrainConfig> readRecipe(const fs::path& file);

// Where the weights of a run with this recipe are kept in `folder`: "<id>.safetensors".
fs::path weightsIn(const fs::path& folder, const nn::TrainConfig& config);

// What the recipe trains: a network that describes pictures, or one that repairs them.
enum class TrainKind { Descriptor, Enhancer };
Result<TrainKind> trainKindOf(const fs::path& config);

// Cancelled leaves a checkpoint beside `out`; the same call goes on from it.
Result<nn::TrainSummary> trainModel(const TrainJob& request, const JobContext& job);
// The same for a recipe with the key "enhancer"; `start` and `device` have no meaning there.
Result<nn::EnhancerTrainSummary> trainEnhancer(const TrainJob& request, const JobContext& job);

}  // namespace adapnet::service
