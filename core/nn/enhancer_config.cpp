#include <nlohmann/json.hpp>

#include "core/nn/enhancement.h"
#include "core/nn/enhancer_trainer.h"
#include "core/nn/recipe_json.h"

namespace adapnet::nn {

namespace {

// The one list of all keys: reading and writing walk it alike.
template <class Config, class Visit>
void visitFields(Config& c, Visit&& visit) {
    visit("enhancer", c.enhancer);
    visit("id", c.id);
    visit("display_name", c.displayName);
    visit("seed", c.seed);
    visit("steps", c.steps);
    visit("crops", c.crops);
    visit("crop", c.crop);
    visit("crops_per_view", c.cropsPerView);
    visit("view", c.view);
    visit("scale", c.scale);
    visit("max_side", c.maxSide);
    visit("kinds", c.kinds);
    visit("clean_share", c.cleanShare);
    visit("scene_share", c.sceneShare);
    visit("scenes", c.scenes);
    visit("learning_rate", c.learningRate);
    visit("weight_decay", c.weightDecay);
    visit("gradient_clip", c.gradientClip);
    visit("warmup_steps", c.warmupSteps);
    visit("validate_every", c.validateEvery);
    visit("checkpoint_every", c.checkpointEvery);
    visit("validation_pictures", c.validationPictures);
    visit("precision", c.precision);
}

}  // namespace

Result<void> EnhancerConfig::check() const {
    const auto wrong = [](const std::string& what) {
        return fail(ErrorCode::BadInput, "the training recipe: " + what);
    };
    if (findEnhancer(enhancer) == nullptr) {
        std::string names;
        for (const Enhancer& known : enhancers()) names += std::string(names.empty() ? "" : ", ") + known.id;
        return wrong("'" + enhancer + "' is no enhancer; choose from " + names);
    }
    if (!isPlainName(id) || id.size() > 64)
        return wrong("id must be lower-case letters, digits and underscores");
    if (steps < 0 || crops < 1 || crops > 1024) return wrong("steps must not be negative, crops 1 to 1024");
    if (cropsPerView < 1 || cropsPerView > crops) return wrong("crops_per_view must be 1 to crops");
    if (view < 64 || view > 1024 || crop < 32 || crop > view)
        return wrong("view must be 64 to 1024, and crop 32 to view");
    if (scale < 1 || scale > 4) return wrong("scale must be 1 to 4");
    if (maxSide < 32 || maxSide > 8192) return wrong("max_side must be 32 to 8192");
    for (const double share : {cleanShare, sceneShare})
        if (!(share >= 0 && share <= 1)) return wrong("shares must be 0 to 1");
    if (sceneShare > 0 && scenes < 1) return wrong("scene_share needs scenes");
    if (!(learningRate > 0) || !(weightDecay >= 0) || !(gradientClip >= 0))
        return wrong("learning_rate must be positive, weight_decay and gradient_clip not negative");
    if (warmupSteps < 0 || validateEvery < 1 || checkpointEvery < 1 || validationPictures < 1)
        return wrong(
            "validate_every, checkpoint_every and validation_pictures must be positive, warmup_steps not "
            "negative");
    if (precision != "auto" && precision != "fp32" && precision != "bf16")
        return wrong("precision must be auto, fp32 or bf16");
    return {};
}

bool isEnhancerRecipe(std::string_view text) {
    const auto j = nlohmann::json::parse(text, nullptr, false);
    return j.is_object() && j.contains("enhancer");
}

Result<EnhancerConfig> parseEnhancerConfig(std::string_view text) {
    return parseRecipe<EnhancerConfig>(text, [](EnhancerConfig& config, nlohmann::json& object) {
        visitFields(config, takingFrom(object));
        if (config.id.empty()) config.id = config.enhancer;
        if (config.displayName.empty()) config.displayName = config.id;
    });
}

std::string enhancerConfigToJson(const EnhancerConfig& config) {
    nlohmann::ordered_json j;
    visitFields(config, [&](const char* key, const auto& field) { j[key] = field; });
    return j.dump(1);
}

}  // namespace adapnet::nn
