// Options that several sub-commands share, and their checks. A check that needs no file is made while the
// command line is parsed, so that wrong use ends with exit code 2 before anything is opened.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/degrade/degradation.h"
#include "core/image/image.h"
#include "core/service/workbench.h"

namespace adapnet::cli {

// [--models A,B|all] [--device D] [--precision P]
struct ModelOptions {
    std::string models = "all";
    std::string device = "auto";
    std::string precision = "auto";
};
void addModelOptions(CLI::App& command, ModelOptions& options);
// [--device D] [--precision P]
void addDeviceOptions(CLI::App& command, ModelOptions& options);

// DIR [--cache FILE] [--ground-truth FILE] and the model options.
struct GalleryOptions {
    std::string folder;
    std::string cache;
    std::string groundTruth;
    ModelOptions model;
};
enum class GroundTruthUse { Optional, Required };
void addGalleryOptions(CLI::App& command, GalleryOptions& options, GroundTruthUse use);

// [--degrade KIND:key=value,...]... [--region crop|full] [--seed N], or [--recipe FILE]
struct RecipeOptions {
    std::vector<std::string> steps;
    std::string region = "crop";
    std::string file;
    std::uint64_t seed = 0;
    bool required = false;
};
enum class RecipeUse { Optional, Required };
void addRecipeOptions(CLI::App& command, RecipeOptions& options, RecipeUse use);

// [--seed N]
void addSeedOption(CLI::App& command, std::uint64_t& seed);

// [--box x1,y1,x2,y2]
void addBoxOption(CLI::App& command, std::string& box);

// These throw CLI::ValidationError with a sentence that names what is allowed. "all" notes the models that
// cannot be used because their manifest is broken.
std::vector<std::string> modelIds(const std::string& list);
service::GalleryRequest galleryRequest(const GalleryOptions& options);
degrade::Recipe recipeOf(const RecipeOptions& options);
std::optional<image::Box> boxOf(const std::string& text);

}  // namespace adapnet::cli
