#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>

#include "core/base/files.h"
#include "core/degrade/degradation.h"

namespace adapnet::degrade {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "adapnet-recipe";
constexpr int kVersion = 1;
constexpr std::size_t kMaxTextBytes = 1 << 20;

tl::unexpected<Error> notARecipe(const std::string& reason) {
    return fail(ErrorCode::BadInput, "this is not a recipe: " + reason);
}

Json valuesToJson(const Step& step) {
    Json values = Json::object();
    const Degradation* degradation = find(step.kind);
    if (degradation == nullptr) return values;
    for (const ParamSpec& spec : degradation->params()) {
        const auto value = step.values.find(spec.key);
        if (value == step.values.end()) continue;
        const auto index = static_cast<std::size_t>(std::max(0.0, value->second));
        if (spec.kind == ParamKind::Choice && index < spec.choices.size()) {
            values[spec.key] = spec.choices[index];
        } else if (spec.kind == ParamKind::Integer) {
            values[spec.key] = static_cast<std::int64_t>(value->second);
        } else {
            values[spec.key] = value->second;
        }
    }
    return values;
}

Result<Step> stepFromJson(const Json& json) {
    if (!json.is_object() || !json.contains("kind") || !json["kind"].is_string()) {
        return notARecipe("a step has no kind");
    }
    auto step = defaultStep(json["kind"].get_ref<const std::string&>());
    if (!step) return step;
    if (json.contains("enabled")) {
        if (!json["enabled"].is_boolean()) return notARecipe("\"enabled\" must be true or false");
        step->enabled = json["enabled"].get<bool>();
    }
    if (!json.contains("values")) return step;
    if (!json["values"].is_object()) return notARecipe("\"values\" must be an object");
    for (const auto& [key, value] : json["values"].items()) {
        const auto params = find(step->kind)->params();
        const auto spec = std::ranges::find(params, key, &ParamSpec::key);
        if (spec == params.end()) {
            return notARecipe(step->kind + " has no parameter \"" + validUtf8(key) + "\"");
        }
        if (spec->kind == ParamKind::Choice) {
            const auto choice = value.is_string() ? std::ranges::find(spec->choices, value.get<std::string>())
                                                  : spec->choices.end();
            if (choice == spec->choices.end())
                return notARecipe(key + " of " + step->kind + " is not a known choice");
            step->values[key] = static_cast<double>(choice - spec->choices.begin());
        } else if (value.is_number()) {
            step->values[key] = value.get<double>();
        } else {
            return notARecipe(key + " of " + step->kind + " must be a number");
        }
    }
    return step;
}

}  // namespace

std::string recipeToJson(const Recipe& recipe) {
    Json steps = Json::array();
    for (const Step& step : recipe.steps) {
        steps.push_back(
            {{"kind", validUtf8(step.kind)}, {"enabled", step.enabled}, {"values", valuesToJson(step)}});
    }
    return Json{{"format", kFormat}, {"version", kVersion}, {"seed", recipe.seed}, {"steps", steps}}.dump();
}

Result<Recipe> recipeFromJson(std::string_view text) {
    if (text.size() > kMaxTextBytes) return notARecipe("it is longer than 1 MB");
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return notARecipe("it is not a JSON object");
    if (!json.contains("format") || json["format"] != kFormat) {
        return notARecipe("\"format\" is not \"adapnet-recipe\"");
    }
    if (!json.contains("version") || json["version"] != kVersion) {
        return notARecipe("this program reads version 1 only");
    }
    Recipe recipe;
    if (json.contains("seed")) {
        if (!json["seed"].is_number_unsigned())
            return notARecipe("\"seed\" must be a whole number from 0 to 2^64 - 1");
        recipe.seed = json["seed"].get<std::uint64_t>();
    }
    if (!json.contains("steps") || !json["steps"].is_array()) return notARecipe("\"steps\" must be a list");
    for (const Json& entry : json["steps"]) {
        auto step = stepFromJson(entry);
        if (!step) return fail(step.error());
        recipe.steps.push_back(*std::move(step));
    }
    if (const auto checked = check(recipe); !checked) return fail(checked.error());
    return recipe;
}

Result<cv::Mat> applyRecipe(const cv::Mat& rgb, const Recipe& recipe, std::string_view sourceKey) {
    if (rgb.empty() || rgb.type() != CV_8UC3) {
        return fail(ErrorCode::BadInput, "a degradation needs an 8-bit RGB picture");
    }
    if (const auto checked = check(recipe); !checked) return fail(checked.error());
    cv::Mat result = rgb.clone();
    for (std::size_t i = 0; i < recipe.steps.size(); ++i) {
        const Step& step = recipe.steps[i];
        if (!step.enabled) continue;
        const std::string key = "adapnet-v1|" + std::to_string(recipe.seed) + '|' + std::string(sourceKey) +
                                '|' + std::to_string(i) + '|' + step.kind;
        try {
            result = find(step.kind)->apply(result, step.values, RandomStream(std::string_view(key)));
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::OutOfMemory,
                        "not enough memory for " + step.kind + "; choose a smaller box");
        } catch (const cv::Exception& error) {
            const bool memory = error.code == cv::Error::StsNoMem;
            return fail(memory ? ErrorCode::OutOfMemory : ErrorCode::Internal,
                        memory ? "not enough memory for " + step.kind + "; choose a smaller box"
                               : step.kind + " failed: " + error.err);
        }
    }
    return result;
}

}  // namespace adapnet::degrade
