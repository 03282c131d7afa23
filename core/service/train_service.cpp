#include "core/service/train_service.h"

#include <algorithm>
#include <system_error>

#include "core/service/enhancer_data.h"
#include "core/service/train_data.h"

namespace adapnet::service {

namespace {

Result<fs::path> startingWeights(const fs::path& asked) {
    if (!asked.empty()) return asked;
    std::error_code ignored;
    for (const fs::path& folder : nn::modelFolders())
        if (fs::path file = folder / "baseline_gem.safetensors"; fs::exists(file, ignored)) return file;
    return fail(ErrorCode::NotFound, "there are no starting weights; name them with --start FILE");
}

constexpr std::uint64_t kMaxRecipeBytes = 1 << 20;

Result<void> checkOutput(const fs::path& out) {
    if (out.extension() == ".safetensors") return {};
    return fail(ErrorCode::BadInput, "the output must end in .safetensors");
}

}  // namespace

Result<nn::TrainConfig> readRecipe(const fs::path& file) {
    const auto text = readTextFile(file, kMaxRecipeBytes);
    if (!text) return fail(text.error());
    auto config = nn::parseTrainConfig(*text);
    if (!config) return fail(config.error().whileDoing("reading '" + displayPath(file) + "'"));
    return config;
}

std::vector<TrainRecipe> shippedRecipes() {
    std::vector<TrainRecipe> recipes;
    for (const fs::path& models : nn::modelFolders()) {
        std::error_code error;
        for (fs::directory_iterator entry(models.parent_path() / "training", error), end;
             !error && entry != end; entry.increment(error)) {
            if (entry->path().extension() != ".json") continue;
            auto config = readRecipe(entry->path());
            const auto isKnown = [&](const TrainRecipe& known) { return known.config.id == config->id; };
            if (config && std::none_of(recipes.begin(), recipes.end(), isKnown))
                recipes.push_back({entry->path(), std::move(*config)});
        }
    }
    std::sort(recipes.begin(), recipes.end(),
              [](const auto& a, const auto& b) { return a.config.id < b.config.id; });
    return recipes;
}

fs::path weightsIn(const fs::path& folder, const nn::TrainConfig& config) {
    return folder / (config.id + ".safetensors");
}

Result<TrainKind> trainKindOf(const fs::path& config) {
    const auto text = readTextFile(config, kMaxRecipeBytes);
    if (!text) return fail(text.error());
    return nn::isEnhancerRecipe(*text) ? TrainKind::Enhancer : TrainKind::Descriptor;
}

Result<nn::EnhancerTrainSummary> trainEnhancer(const TrainJob& request, const JobContext& job) {
    const auto text = readTextFile(request.config, kMaxRecipeBytes);
    if (!text) return fail(text.error());
    auto config = nn::parseEnhancerConfig(*text);
    if (!config) return fail(config.error().whileDoing("reading '" + displayPath(request.config) + "'"));
    if (auto checked = checkOutput(request.out); !checked) return fail(checked.error());
    const auto folder = readTrainingFolder(request.data);
    if (!folder) return fail(folder.error());
    const auto source = PhotoCropSource::open(*folder, *config, job);
    if (!source) return fail(source.error());
    nn::EnhancerTrainRequest train;
    train.config = *config;
    train.out = request.out;
    train.threads = request.threads;
    train.dataJson = folder->description;
    train.licence = "the program's own (trained from random weights)";
    train.resume = request.resume;
    return nn::trainEnhancer(train, **source, job);
}

Result<nn::TrainSummary> trainModel(const TrainJob& request, const JobContext& job) {
    const auto config = readRecipe(request.config);
    if (!config) return fail(config.error());
    if (auto checked = checkOutput(request.out); !checked) return fail(checked.error());
    const auto start = startingWeights(request.start);
    if (!start) return fail(start.error());
    const auto folder = readTrainingFolder(request.data);
    if (!folder) return fail(folder.error());
    const auto source = PhotoPairSource::open(*folder, *config, job);
    if (!source) return fail(source.error());
    nn::TrainRequest train;
    train.config = *config;
    train.start = *start;
    train.out = request.out;
    train.device = request.device;
    train.threads = request.threads;
    train.dataJson = folder->description;
    train.licence = "Apache-2.0 (starting weights: MLCommons mobile models)";
    train.licenceFile = "LICENCE-mobilenet_edgetpu.txt";
    train.resume = request.resume;
    train.observe = request.observe;
    return nn::train(train, **source, job);
}

}  // namespace adapnet::service
