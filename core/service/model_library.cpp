#include "core/service/model_library.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/nn/model_folder.h"
#include "core/service/model_registry.h"

namespace adapnet::service {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLargestManifest = 1 << 22;
constexpr std::size_t kLongestName = 200;

Result<Json> readJson(const fs::path& manifest) {
    const auto text = readTextFile(manifest, kLargestManifest);
    if (!text) return fail(text.error());
    Json json = Json::parse(*text, nullptr, false);
    if (json.is_discarded() || !json.is_object() || !json.contains("format") ||
        json["format"] != "adapnet-model")
        return fail(ErrorCode::Model, "'" + displayPath(manifest) + "' is no model manifest");
    return json;
}

const Json* part(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_object() ? &*found : nullptr;
}

std::string textOf(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? validUtf8(found->get<std::string>()) : std::string();
}

template <class Number>
std::optional<Number> numberOf(const Json& json, const char* key) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number()) return std::nullopt;
    return found->get<Number>();
}

void readData(const Json& data, ModelProvenance& out) {
    out.dataName = textOf(data, "name");
    out.photos = numberOf<std::int64_t>(data, "photos");
    const auto sources = data.find("sources");
    if (sources == data.end() || !sources->is_array()) return;
    for (const auto& source : *sources)
        if (source.is_object()) out.sources.push_back({textOf(source, "name"), textOf(source, "licence")});
}

void readTraining(const Json& training, ModelProvenance& out) {
    if (const Json* recipe = part(training, "recipe")) out.recipe = recipe->dump(2);
    if (const Json* data = part(training, "data")) readData(*data, out);
    out.steps = numberOf<std::int64_t>(training, "steps");
    out.chosenStep = numberOf<std::int64_t>(training, "chosen_step");
    out.trainedPrecision = textOf(training, "precision");
    if (const Json* validation = part(training, "validation")) {
        out.cleanMap = numberOf<double>(*validation, "clean_mAP");
        out.degradedMap = numberOf<double>(*validation, "degraded_mAP");
        out.classMap = numberOf<double>(*validation, "class_mAP");
    }
    if (const Json* imported = part(training, "imported")) {
        out.importedFile = textOf(*imported, "file");
        out.importedHash = textOf(*imported, "sha256");
        out.importedAs = textOf(*imported, "as");
    }
}

bool isOwn(const nn::ModelInfo& model) {
    std::error_code error;
    return fs::equivalent(model.manifest.parent_path(), nn::userModelFolder(), error) && !error;
}

// A file that the manifest names; empty for a name that leaves its folder.
fs::path besideManifest(const nn::ModelInfo& model, const std::string& name) {
    if (name.empty() || fs::path(name).filename() != name) return {};
    return model.manifest.parent_path() / name;
}

Result<void> expectOwn(const nn::ModelInfo& model) {
    if (isOwn(model)) return {};
    return fail(ErrorCode::BadInput, "'" + model.id + "' is not one of your own models; it stays as it is");
}

}  // namespace

Result<ModelProvenance> readProvenance(const nn::ModelInfo& model) {
    ModelProvenance out;
    if (model.manifest.empty()) return out;  // the model for tests has none
    const auto json = readJson(model.manifest);
    if (!json) return fail(json.error());
    if (const Json* training = part(*json, "training")) readTraining(*training, out);
    if (const Json* whitening = part(*json, "whitening")) {
        out.whiteningPairs = numberOf<std::int64_t>(*whitening, "pairs");
        out.whiteningRank = numberOf<std::int64_t>(*whitening, "rank");
    }
    out.weights = besideManifest(model, textOf(*json, "weights"));
    std::error_code error;
    const auto bytes = fs::file_size(out.weights, error);
    if (!error) out.weightsBytes = bytes;
    const fs::path licence = besideManifest(model, textOf(*json, "licence_file"));
    if (!licence.empty() && fs::is_regular_file(licence, error)) out.licenceFile = licence;
    out.isOwn = isOwn(model);
    return out;
}

Result<ModelCheck> checkModel(const nn::ModelInfo& model, const nn::NetworkOptions& options) {
    const auto loaded = loadModel(model, options);
    if (!loaded) return fail(loaded.error());
    ModelCheck check;
    check.device = loaded->device;
    check.precision = loaded->extractor->spec().precision;
    check.cosine = loaded->precisionCosine;
    check.halfRefused = halfPrecisionRefused(*loaded);
    check.hasCompensation = loaded->network != nullptr && loaded->network->hasCompensation();
    return check;
}

Result<void> renameModel(const nn::ModelInfo& model, const std::string& displayName) {
    if (auto own = expectOwn(model); !own) return own;
    const std::string name = validUtf8(displayName);
    if (std::all_of(name.begin(), name.end(), [](char c) { return c == ' '; }) || name.size() > kLongestName)
        return fail(ErrorCode::BadInput, "a model's name must have 1 to 200 letters");
    auto json = readJson(model.manifest);
    if (!json) return fail(json.error());
    (*json)["display_name"] = name;
    return writeFileSafely(model.manifest, json->dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

Result<void> removeModel(const nn::ModelInfo& model) {
    if (auto own = expectOwn(model); !own) return own;
    const auto json = readJson(model.manifest);
    if (!json) return fail(json.error());
    const fs::path weights = besideManifest(model, textOf(*json, "weights"));
    // The manifest first: without it the weights are no model any more, so nothing half removed is offered.
    std::error_code error;
    fs::remove(model.manifest, error);
    if (!error && !weights.empty()) fs::remove(weights, error);
    if (error)
        return fail(ErrorCode::Io, "the model '" + model.id + "' could not be removed: " + error.message());
    return {};
}

}  // namespace adapnet::service
