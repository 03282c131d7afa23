#include "core/nn/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/numbers.h"

namespace adapnet::nn {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::array<std::pair<std::string_view, bool PoolingSwitches::*>, 4> kSwitches{
    {{"relup", &PoolingSwitches::relup},
     {"relup_inner", &PoolingSwitches::relupInner},
     {"regional_gem", &PoolingSwitches::regionalGem},
     {"gem_plus", &PoolingSwitches::gemPlus}}};

// The key was written before it had a choice, with these words.
constexpr const char* kAreaText = "area average";

// One number for all channels or one for each.
std::array<double, 3> readChannels(const json& j, const char* key, double usual) {
    const auto found = j.find(key);
    if (found == j.end()) return {usual, usual, usual};
    if (found->is_array()) return found->get<std::array<double, 3>>();
    const auto value = found->get<double>();
    return {value, value, value};
}

ordered_json writeChannels(const std::array<double, 3>& values) {
    if (values[0] == values[1] && values[1] == values[2]) return values[0];
    return values;
}

Result<Preprocessing> readPreprocessing(const json& j) {
    Preprocessing input;
    const std::string colour = j.value("colour", "RGB");
    if (colour != "RGB" && colour != "BGR") return fail(ErrorCode::BadInput, "colour must be RGB or BGR");
    input.bgr = colour == "BGR";
    input.mean = readChannels(j, "mean", 0.5);
    input.deviation = readChannels(j, "std", 0.5);
    input.maxSide = j.value("max_side", 0);
    const std::string shrink = j.value("shrink", kAreaText);
    const auto shrinking = shrink == kAreaText ? Result<Shrinking>(Shrinking::Area) : parseShrinking(shrink);
    if (!shrinking) return fail(shrinking.error());
    input.shrinking = *shrinking;
    input.scales = j.value("scales", std::vector<double>{});
    const auto resizing = parseResizing(j.value("resizing", resizingName(input.resizing)));
    if (!resizing) return fail(resizing.error());
    input.resizing = *resizing;
    const auto aggregation = parseAggregation(j.value("aggregation", aggregationName(input.aggregation)));
    if (!aggregation) return fail(aggregation.error());
    input.aggregation = *aggregation;
    input.power = j.value("power", input.power);
    for (const auto& name : j.value("pooling", std::vector<std::string>{})) {
        const auto known = std::find_if(kSwitches.begin(), kSwitches.end(),
                                        [&](const auto& entry) { return name == entry.first; });
        if (known == kSwitches.end()) return fail(ErrorCode::BadInput, "unknown pooling '" + name + "'");
        input.pooling.*known->second = true;
    }
    if (auto checked = input.check(); !checked) return fail(checked.error());
    return input;
}

ordered_json writePreprocessing(const Preprocessing& input) {
    ordered_json j = {
        {"colour", input.bgr ? "BGR" : "RGB"},
        {"mean", writeChannels(input.mean)},
        {"std", writeChannels(input.deviation)},
        {"max_side", input.maxSide},
        {"shrink", input.shrinking == Shrinking::Area ? kAreaText : shrinkingName(input.shrinking)},
        {"scales", input.scales}};
    // Values that the first version of the format did not know are written only where they differ.
    if (input.resizing != Resizing::FloatRounded) j["resizing"] = resizingName(input.resizing);
    if (input.aggregation != Aggregation::Mean) j["aggregation"] = aggregationName(input.aggregation);
    if (input.aggregation == Aggregation::Power || input.aggregation == Aggregation::ShiftedPower)
        j["power"] = input.power;
    for (const auto& [name, member] : kSwitches)
        if (input.pooling.*member) j["pooling"].push_back(name);
    return j;
}

Result<Manifest> parse(const json& j, const fs::path& path) {
    const auto wrong = [&](const std::string& what) {
        return fail(ErrorCode::Model, "'" + displayPath(path) + "' " + what);
    };
    if (!j.is_object() || j.value("format", "") != "adapnet-model") return wrong("is not a model manifest");
    if (j.value("version", 0) != 1) return wrong("has a manifest version that this program does not know");
    Manifest manifest;
    ModelInfo& info = manifest.info;
    info.manifest = path;
    info.id = j.value("id", "");
    info.displayName = j.value("display_name", info.id);
    info.architecture = j.value("architecture", "");
    info.dimension = j.value("dimension", 0);
    info.checksum = j.value("sha256", "");
    info.parameters = j.value("parameters", std::int64_t{0});
    info.licence = j.value("licence", "");
    info.trainingSummary = j.value("summary", "");
    auto input = readPreprocessing(j.value("preprocessing", json::object()));
    if (!input) return wrong("has a preprocessing that cannot be used: " + input.error().detail);
    const std::string weights = j.value("weights", "");
    if (info.id.empty() || info.architecture.empty() || info.checksum.empty())
        return wrong("lacks id, architecture or sha256");
    if (info.dimension < 1 || info.dimension > 65536) return wrong("has a dimension out of range");
    if (weights.empty() || fs::path(weights).filename() != weights)
        return wrong("names weights outside its folder");
    manifest.weights = path.parent_path() / weights;
    info.preprocessing = input->text();
    info.maxSide = input->maxSide;
    info.scales = input->scales;
    info.input = std::move(*input);
    return manifest;
}

}  // namespace

Result<Manifest> readManifest(const fs::path& path) {
    const auto text = readTextFile(path, 1 << 22);
    if (!text) return fail(text.error());
    try {
        return parse(json::parse(*text), path);
    } catch (const json::exception& exception) {
        return fail(ErrorCode::Model,
                    "'" + displayPath(path) + "' is not a readable manifest: " + exception.what());
    }
}

Result<void> writeManifest(const ManifestDraft& draft, const fs::path& path) {
    nlohmann::ordered_json j;
    j["format"] = "adapnet-model";
    j["version"] = 1;
    j["id"] = draft.id;
    j["display_name"] = draft.displayName;
    j["architecture"] = draft.architecture;
    j["dimension"] = draft.dimension;
    j["weights"] = path.stem().string() + ".safetensors";
    j["sha256"] = draft.checksum;
    j["parameters"] = draft.parameters;
    j["preprocessing"] = writePreprocessing(draft.input);
    j["licence"] = draft.licence;
    j["licence_file"] = draft.licenceFile;
    j["summary"] = draft.trainingSummary;
    j["training"] = nlohmann::ordered_json::parse(draft.trainingJson, nullptr, false);
    return writeFileSafely(path, j.dump(1) + "\n");
}

}  // namespace adapnet::nn
