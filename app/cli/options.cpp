#include "app/cli/options.h"

#include <algorithm>
#include <charconv>

#include "app/cli/console_progress.h"
#include "app/cli/text.h"
#include "core/base/numbers.h"
#include "core/service/enhance.h"
#include "core/service/model_registry.h"

namespace adapnet::cli {

namespace {

[[noreturn]] void wrongUse(const std::string& option, const std::string& why) {
    throw CLI::ValidationError(option, why);
}

// CLI11 would also accept signs, blanks, hexadecimal and octal numbers here.
std::string checkSeed(const std::string& text) {
    std::uint64_t seed = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, seed);
    if (error == std::errc{} && stop == end) return {};
    return "the seed must be a whole number from 0 to 18446744073709551615, not '" + text + "'";
}

std::string checkDevice(const std::string& text) {
    const std::string prefix = "cuda:";
    if (text == "auto" || text == "cpu" || text == "cuda") return {};
    if (text.starts_with(prefix)) {
        const auto number = parseInteger(text.substr(prefix.size()));
        if (number && *number >= 0 && *number < 128) return {};
    }
    return "the device must be auto, cpu or cuda:N, not '" + text + "'";
}

std::string checkPrecision(const std::string& text) {
    const auto precision = nn::parsePrecision(text);
    return precision ? std::string() : precision.error().message();
}

// Takes the place of a disabled step: what follows keeps its position, and with it its noise.
constexpr const char* kSkippedStep = "skip";

std::string checkStep(const std::string& text) {
    if (text == kSkippedStep) return {};
    const auto step = degrade::parseStep(text);
    return step ? std::string() : step.error().message();
}

std::string checkEnhancer(const std::string& text) {
    const auto known = service::resolveEnhancer(text);
    if (!known) return known.error().message();
    return checkStep("repair:network=" + text);
}

std::string checkBox(const std::string& text) {
    const auto box = image::parseBox(text);
    if (!box) return box.error().message();
    return {};
}

}  // namespace

void addModelOptions(CLI::App& command, ModelOptions& options) {
    command
        .add_option("--models", options.models,
                    "Models, separated by commas, or 'all' (see 'adapnet models')")
        ->option_text("A,B|all");
    addDeviceOptions(command, options);
}

void addDeviceOptions(CLI::App& command, ModelOptions& options) {
    command.add_option("--device", options.device, "auto, cpu or cuda:N")
        ->option_text("D")
        ->check(CLI::Validator(checkDevice, ""));
    command.add_option("--precision", options.precision, "auto, fp32, bf16 (CPU) or fp16 (CUDA)")
        ->option_text("P")
        ->check(CLI::Validator(checkPrecision, ""));
}

void addGalleryOptions(CLI::App& command, GalleryOptions& options, GroundTruthUse use) {
    command.add_option("DIR", options.folder, "Folder of pictures, searched recursively")
        ->required()
        ->option_text("(required)");
    auto* truth = command
                      .add_option("--ground-truth", options.groundTruth,
                                  "Ground truth (JSON); the gallery is then the list it names")
                      ->option_text("FILE");
    if (use == GroundTruthUse::Required) truth->required();
    command.add_option("--cache", options.cache, "SQLite cache (default: in the user's cache folder)")
        ->option_text("FILE");
    addModelOptions(command, options.model);
}

void addSeedOption(CLI::App& command, std::uint64_t& seed) {
    command.add_option("--seed", seed, "Seed of everything random; the same seed gives the same result")
        ->option_text("N")
        ->check(CLI::Validator(checkSeed, ""));
}

void addRecipeOptions(CLI::App& command, RecipeOptions& options, RecipeUse use) {
    auto* degrade =
        command
            .add_option("--degrade", options.steps,
                        "Degradation step, may be given several times and is applied in this order; "
                        "also KIND:severity=1..5, or 'skip' for a step that is switched off")
            ->option_text("KIND:key=value,key=value")
            ->expected(1)
            ->allow_extra_args(false)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
            ->check(CLI::Validator(checkStep, ""));
    auto* region = command
                       .add_option("--region", options.region,
                                   "What the degradations change: the boxed part (crop) or the whole picture "
                                   "before it is cropped (full)")
                       ->option_text("crop|full")
                       ->check(CLI::IsMember({"crop", "full"}));
    addSeedOption(command, options.seed);
    auto* file = command
                     .add_option("--recipe", options.file,
                                 "Recipe file (JSON): steps, region and seed as they were saved")
                     ->option_text("FILE");
    // Behind the steps whatever the order on the command line: options are taken over in the order in which
    // they are declared, and this one after --degrade.
    auto* enhance =
        command
            .add_option_function<std::string>(
                "--enhance",
                [&options](const std::string& id) { options.steps.push_back("repair:network=" + id); },
                "Repair the query with this network, behind the degradations: denoising_autoencoder or "
                "super_resolution")
            ->option_text("ID")
            ->check(CLI::Validator(checkEnhancer, ""));
    options.required = use == RecipeUse::Required;
    file->excludes(enhance)->excludes(degrade)->excludes(region)->excludes(command.get_option("--seed"));
}

void addBoxOption(CLI::App& command, std::string& box) {
    command.add_option("--box", box, "Region of the query in upright pixels (default: the whole picture)")
        ->option_text("x1,y1,x2,y2")
        ->check(CLI::Validator(checkBox, ""));
}

std::vector<std::string> modelIds(const std::string& list) {
    const auto known = service::selectableModels();
    if (!known) wrongUse("--models", known.error().message());
    std::vector<std::string> broken;  // asked by name, they fail with the reason when they are loaded
    for (const auto& file : service::findModels().skipped) {
        if (!file.isModel) continue;
        if (list == "all") note("a model is left out: " + file.reason);
        broken.push_back(file.id);
    }
    if (list == "all") return {};
    std::vector<std::string> ids;
    for (const auto& id : splitAt(list, ',')) {
        if (std::find(known->begin(), known->end(), id) == known->end() &&
            std::find(broken.begin(), broken.end(), id) == broken.end()) {
            std::string names;
            for (const auto& name : *known) names += (names.empty() ? "" : ", ") + name;
            wrongUse("--models", "there is no model '" + id + "'; choose from " +
                                     (names.empty() ? "none, because no model files were found" : names));
        }
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    return ids;
}

service::GalleryRequest galleryRequest(const GalleryOptions& options) {
    service::GalleryRequest request;
    request.folder = options.folder;
    if (!options.groundTruth.empty()) request.groundTruth = options.groundTruth;
    if (!options.cache.empty()) request.cacheFile = options.cache;
    request.models = modelIds(options.model.models);
    request.device = options.model.device;
    request.precision = *nn::parsePrecision(options.model.precision);
    return request;
}

degrade::Recipe recipeOf(const RecipeOptions& options) {
    if (!options.file.empty()) {
        auto stored = degrade::loadRecipe(options.file);
        if (!stored) wrongUse("--recipe", stored.error().message());
        return *std::move(stored);
    }
    if (options.required && options.steps.empty())
        wrongUse("--degrade", "--degrade or --recipe is required: name what makes the picture worse");
    degrade::Recipe recipe;
    recipe.seed = options.seed;
    recipe.region = options.region == "full" ? degrade::Region::Full : degrade::Region::Crop;
    for (const auto& text : options.steps) {
        if (text == kSkippedStep) {
            auto placeholder = *degrade::defaultStep(degrade::registry().front()->kind());
            placeholder.enabled = false;
            recipe.steps.push_back(std::move(placeholder));
            continue;
        }
        auto step = degrade::parseStep(text);
        if (!step) wrongUse("--degrade", step.error().message());
        recipe.steps.push_back(std::move(*step));
    }
    if (auto valid = degrade::check(recipe); !valid) wrongUse("--degrade", valid.error().message());
    return recipe;
}

std::optional<image::Box> boxOf(const std::string& text) {
    if (text.empty()) return std::nullopt;
    auto box = image::parseBox(text);
    if (!box) wrongUse("--box", box.error().message());
    return *box;
}

}  // namespace adapnet::cli
