#include <algorithm>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>

#include "core/base/files.h"
#include "core/degrade/degradation.h"

namespace adapnet::degrade {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "adapnet-recipe";
constexpr int kVersion = 1;
constexpr const char* kCrop = "crop";
constexpr const char* kFull = "full";
constexpr std::size_t kMaxTextBytes = 1 << 20;

tl::unexpected<Error> notARecipe(const std::string& reason) {
    return fail(ErrorCode::BadInput, "this is not a recipe: " + reason);
}

tl::unexpected<Error> tooLong() {
    return notARecipe("it is longer than 1 MB");
}

// The other files of this program, which people keep beside their recipes, by their "format".
struct OtherFile {
    std::string_view format;
    const char* name;
};
constexpr OtherFile kOtherFiles[] = {
    {"adapnet-report", "a report"},
    {"adapnet-evaluation-report", "the report of an evaluation"},
    {"adapnet-ground-truth", "a ground truth"},
    {"adapnet-run", "stored rankings"},
    {"adapnet-benchmark", "the list of a noisy benchmark"},
    {"adapnet-atlas", "a failure atlas"},
    {"adapnet-model", "the description of a network"},
    {"adapnet-enhancer", "the description of a network"},
};

// What a JSON object that is no recipe is instead.
tl::unexpected<Error> somethingElse(const Json& json) {
    const auto instead = [](const char* name) {
        return fail(ErrorCode::BadInput, std::string("this is not a recipe but ") + name);
    };
    constexpr std::size_t kLongestName = 40;  // of a format that is worth repeating
    const auto format = json.find("format");
    if (format != json.end() && format->is_string()) {
        const auto& text = format->get_ref<const std::string&>();
        const auto other = std::ranges::find(kOtherFiles, text, &OtherFile::format);
        if (other != std::end(kOtherFiles)) return instead(other->name);
        if (text.size() <= kLongestName) return notARecipe("its \"format\" is " + format->dump());
    }
    // Recipes of another kind; they have no "format".
    if (json.contains("architecture") || json.contains("enhancer")) return instead("one for training");
    return notARecipe("\"format\" is not \"adapnet-recipe\"");
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

Json unitsToJson(const Step& step) {
    Json units = Json::object();
    if (const Degradation* degradation = find(step.kind); degradation != nullptr) {
        for (const ParamSpec& spec : degradation->params()) {
            if (!spec.unit.empty()) units[spec.key] = spec.unit;
        }
    }
    return units;
}

Result<void> checkUnits(const Json& units, const Step& step) {
    if (!units.is_object()) return notARecipe("\"units\" must be an object");
    for (const auto& [key, unit] : units.items()) {
        const auto params = find(step.kind)->params();
        const auto spec = std::ranges::find(params, key, &ParamSpec::key);
        if (spec == params.end())
            return notARecipe(step.kind + " has no parameter \"" + validUtf8(key) + "\"");
        if (unit != spec->unit)
            return notARecipe(spec->key + " of " + step.kind +
                              (spec->unit.empty() ? " has no unit" : " must be in " + spec->unit));
    }
    return {};
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
    if (json.contains("units")) {
        if (const auto checked = checkUnits(json["units"], *step); !checked) return fail(checked.error());
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
        Json entry{{"kind", validUtf8(step.kind)}, {"enabled", step.enabled}, {"values", valuesToJson(step)}};
        if (Json units = unitsToJson(step); !units.empty()) entry["units"] = std::move(units);
        steps.push_back(std::move(entry));
    }
    return Json{{"format", kFormat},          {"version", kVersion},
                {"program", ADAPNET_VERSION}, {"region", recipe.region == Region::Full ? kFull : kCrop},
                {"seed", recipe.seed},        {"steps", steps}}
        .dump();
}

Result<Recipe> recipeFromJson(std::string_view text) {
    if (text.size() > kMaxTextBytes) return tooLong();
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) return notARecipe("it is damaged or no JSON");
    if (!json.is_object()) return notARecipe("it is not a JSON object");
    if (!json.contains("format") || json["format"] != kFormat) return somethingElse(json);
    if (!json.contains("version") || json["version"] != kVersion) {
        return notARecipe("this program reads version 1 only");
    }
    Recipe recipe;
    if (json.contains("seed")) {
        if (!json["seed"].is_number_unsigned())
            return notARecipe("\"seed\" must be a whole number from 0 to 2^64 - 1");
        recipe.seed = json["seed"].get<std::uint64_t>();
    }
    if (json.contains("region")) {
        if (json["region"] != kCrop && json["region"] != kFull)
            return notARecipe("\"region\" must be \"crop\" or \"full\"");
        recipe.region = json["region"] == kFull ? Region::Full : Region::Crop;
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

Result<void> saveRecipe(const Recipe& recipe, const std::filesystem::path& file) {
    return writeFileSafely(file, recipeToJson(recipe) + '\n');
}

Result<Recipe> loadRecipe(const std::filesystem::path& file) {
    const auto text = readTextFile(file, kMaxTextBytes);
    if (!text && text.error().code != ErrorCode::TooLarge) return fail(text.error());
    auto recipe = text ? recipeFromJson(*text) : Result<Recipe>(tooLong());
    if (!recipe) return fail(recipe.error().whileDoing("reading the recipe '" + displayPath(file) + "'"));
    return recipe;
}

cv::Mat Degradation::applyPart(const cv::Mat& rgb, const cv::Rect& part, const ParamValues& values,
                               RandomStream stream) const {
    return apply(rgb, values, stream)(part).clone();
}

bool Degradation::isLocal(const ParamValues&) const {
    return false;
}

}  // namespace adapnet::degrade
