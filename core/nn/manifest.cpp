#include "core/nn/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/numbers.h"

namespace adapnet::nn {

namespace {

using nlohmann::json;

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
    const auto preprocessing = j.value("preprocessing", json::object());
    info.maxSide = preprocessing.value("max_side", 0);
    info.scales = preprocessing.value("scales", std::vector<double>{});
    const std::string weights = j.value("weights", "");
    if (info.id.empty() || info.architecture.empty() || info.checksum.empty())
        return wrong("lacks id, architecture or sha256");
    if (info.dimension < 1 || info.dimension > 65536 || info.maxSide < 16 || info.maxSide > 4096)
        return wrong("has a dimension or size out of range");
    if (info.scales.empty() || info.scales.size() > 8 ||
        std::any_of(info.scales.begin(), info.scales.end(), [](double s) { return !(s >= 0.1 && s <= 4); }))
        return wrong("needs one to eight scales between 0.1 and 4");
    if (weights.empty() || fs::path(weights).filename() != weights)
        return wrong("names weights outside its folder");
    manifest.weights = path.parent_path() / weights;
    info.preprocessing =
        "rgb mean 0.5 std 0.5 area max_side " + std::to_string(info.maxSide) + " bilinear scales";
    for (const double scale : info.scales) info.preprocessing += " " + formatReal(scale);
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
    j["preprocessing"] = {
        {"colour", "RGB"},          {"mean", 0.5},           {"std", 0.5}, {"max_side", draft.maxSide},
        {"shrink", "area average"}, {"scales", draft.scales}};
    j["licence"] = draft.licence;
    j["licence_file"] = draft.licenceFile;
    j["summary"] = draft.trainingSummary;
    j["training"] = nlohmann::ordered_json::parse(draft.trainingJson, nullptr, false);
    return writeFileSafely(path, j.dump(1) + "\n");
}

}  // namespace adapnet::nn
