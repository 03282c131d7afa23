#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/nn/batch_losses.h"
#include "core/nn/hard_tuples.h"
#include "core/nn/losses.h"
#include "core/nn/recipe_json.h"
#include "core/nn/trainer.h"

namespace adapnet::nn {

namespace {

using nlohmann::ordered_json;

// The one list of all keys: reading and writing walk it alike.
template <class Config, class Visit>
void visitFields(Config& c, Visit&& visit) {
    visit("id", c.id);
    visit("display_name", c.displayName);
    visit("architecture", c.architecture);
    visit("dimension", c.dimension);
    visit("seed", c.seed);
    visit("steps", c.steps);
    visit("pairs", c.pairs);
    visit("scales", c.scales);
    visit("degrade", c.degrade);
    visit("clean_share", c.cleanShare);
    visit("warp", c.warp);
    visit("warp_strength", c.warpStrength);
    visit("class_share", c.classShare);
    visit("scene_share", c.sceneShare);
    visit("scenes", c.scenes);
    visit("learning_rate", c.learningRate);
    visit("head_factor", c.headFactor);
    visit("weight_decay", c.weightDecay);
    visit("averaging", c.averaging);
    visit("gradient_clip", c.gradientClip);
    visit("blend", c.blend);
    visit("warmup_steps", c.warmupSteps);
    visit("frozen_steps", c.frozenSteps);
    visit("validate_every", c.validateEvery);
    visit("checkpoint_every", c.checkpointEvery);
    visit("precision", c.precision);
    visit("guide", c.guide);
    visit("fixed_centres", c.fixedCentres);
    visit("guide_degraded", c.guideDegraded);
    visit("guide_clean", c.guideClean);
    visit("contrast", c.contrast);
    visit("temperature", c.temperature);
    visit("class_loss", c.classLoss);
    visit("instance_loss", c.instanceLoss);
    visit("mask_same_class", c.maskSameClass);
    visit("compensation", c.compensation);
    visit("kind_loss", c.kindLoss);
    visit("margin", c.margin);
    visit("margin_scale", c.marginScale);
    visit("concentration", c.concentration);
    visit("gamma", c.gamma);
}

template <class Config, class Visit>
void visitLaterFields(Config& c, const TrainConfig& usual, Visit&& visit) {
    visit("preprocessing", c.preprocessing, usual.preprocessing);
    visit("guide_global", c.guideGlobal, usual.guideGlobal);
    visit("margin_loss", c.marginLoss, usual.marginLoss);
    visit("pair_loss", c.pairLoss, usual.pairLoss);
    visit("pair_weight", c.pairWeight, usual.pairWeight);
    visit("pair_margin", c.pairMargin, usual.pairMargin);
    visit("pair_negatives", c.pairNegatives, usual.pairNegatives);
    visit("rank_temperature", c.rankTemperature, usual.rankTemperature);
    visit("mix_pairs", c.mixPairs, usual.mixPairs);
    visit("local_matching", c.localMatching, usual.localMatching);
    visit("local_margin", c.localMargin, usual.localMargin);
    visit("chunk", c.chunk, usual.chunk);
    visit("photographed", c.photographed, usual.photographed);
    visit("undamaged", c.undamaged, usual.undamaged);
    visit("gate_factor", c.gateFactor, usual.gateFactor);
    visit("own_clean", c.ownClean, usual.ownClean);
    visit("hard_tuples", c.hardTuples, usual.hardTuples);
}

}  // namespace

Result<void> TrainConfig::check() const {
    const auto wrong = [](const std::string& what) {
        return fail(ErrorCode::BadInput, "the training recipe: " + what);
    };
    const auto known = listArchitectures();
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const auto& a) { return a.id == architecture; });
    if (found == known.end() || !found->canBeTrained)
        return wrong("'" + architecture + "' is no architecture that can be trained");
    if (!preprocessing.empty())
        if (const auto input = publishedPreprocessing(preprocessing); !input)
            return wrong(input.error().detail);
    if (!isPlainName(id)) return wrong("id must be lower-case letters, digits and underscores");
    if (dimension < 8 || dimension > 2048) return wrong("dimension must be 8 to 2048");
    if (steps < 0 || pairs < 2 || pairs > 1024) return wrong("steps must not be negative, pairs 2 to 1024");
    if (views.empty()) return wrong("at least one view is needed");
    for (const ViewSpec& view : views)
        if (view.side < 32 || view.side > 1024 || view.scale < 0.1 || view.scale > 2 || view.share <= 0)
            return wrong("a view needs side 32 to 1024, scale 0.1 to 2 and a positive share");
    if (scales.empty()) return wrong("at least one inference scale is needed");
    for (const double share :
         {blend, cleanShare, warp, classShare, sceneShare, averaging, photographed, undamaged})
        if (!(share >= 0 && share <= 1)) return wrong("shares and averaging must be 0 to 1");
    if (sceneShare > 0 && scenes < 1) return wrong("scene_share needs scenes");
    if (!(learningRate > 0) || !(temperature > 0) || !(marginScale > 0))
        return wrong("learning_rate, temperature and margin_scale must be positive");
    if (!(gateFactor >= 0 && gateFactor <= 1000) || !(ownClean >= 0))
        return wrong("gate_factor must be 0 to 1000, own_clean not negative");
    if (validateEvery < 1 || checkpointEvery < 1)
        return wrong("validate_every and checkpoint_every must be positive");
    if (guide != "whole" && guide != "view") return wrong("guide must be whole or view");
    if (!marginLoss.empty() && findMarginLoss(marginLoss) == nullptr)
        return wrong("unknown margin_loss '" + marginLoss + "'");
    if (!pairLoss.empty() && findBatchLoss(pairLoss) == nullptr)
        return wrong("unknown pair_loss '" + pairLoss + "'");
    if (pairNegatives < 1 || mixPairs < 0 || chunk < 0 || !(rankTemperature > 0))
        return wrong(
            "pair_negatives and rank_temperature must be positive, mix_pairs and chunk not negative");
    if ((localMatching > 0 || ownClean > 0) && !degrade)
        return wrong("local_matching and own_clean need degraded partners");
    if (hardTuples && !(localMatching > 0)) return wrong("hard_tuples needs local_matching");
    if (hardTuples && pairs % kTuplePictures != 0) return wrong("hard_tuples needs pairs in multiples of 8");
    if (hardTuples && (cleanShare != 1 || sceneShare != 0))
        return wrong("hard_tuples needs clean_share 1 and scene_share 0");
    if (chunk > 0 && (localMatching > 0 || compensation > 0 || kindLoss > 0))
        return wrong("chunk cannot be used with local_matching, compensation or kind_loss");
    if (precision != "auto" && precision != "fp32" && precision != "bf16")
        return wrong("precision must be auto, fp32 or bf16");
    return {};
}

Result<TrainConfig> parseTrainConfig(std::string_view text) {
    return parseRecipe<TrainConfig>(text, [](TrainConfig& config, nlohmann::json& object) {
        visitFields(config, takingFrom(object));
        visitLaterFields(config, TrainConfig{}, takingFrom(object));
        if (const auto found = object.find("views"); found != object.end()) {
            config.views.clear();
            for (const auto& view : *found)
                config.views.push_back(
                    {view.at("side").get<int>(), view.at("scale").get<double>(), view.value("share", 1.0)});
            object.erase(found);
        }
    });
}

std::string trainConfigToJson(const TrainConfig& config) {
    ordered_json j;
    visitFields(config, [&](const char* key, const auto& field) { j[key] = field; });
    // Keys that came later are left out where they say what was always done: an older checkpoint still fits.
    const TrainConfig usual;
    visitLaterFields(config, usual, [&](const char* key, const auto& field, const auto& usualField) {
        if (field != usualField) j[key] = field;
    });
    for (const ViewSpec& view : config.views)
        j["views"].push_back({{"side", view.side}, {"scale", view.scale}, {"share", view.share}});
    return j.dump(1);
}

}  // namespace adapnet::nn
