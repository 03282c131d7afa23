#include "core/protocol/manifest.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/degrade/noiser.h"
#include "core/protocol/noiser_protocol.h"

namespace adapnet::protocol {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "adapnet-benchmark";
constexpr int kVersion = 1;
constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 30;

tl::unexpected<Error> notAManifest(const std::string& reason) {
    return fail(ErrorCode::BadInput, "this is not a manifest of degraded queries: " + reason);
}

// Nothing outside the folder, whatever a manifest from elsewhere says.
bool staysBelow(const std::string& file) {
    const fs::path path = fs::path(file).lexically_normal();
    return !file.empty() && path.is_relative() && path.begin() != path.end() && *path.begin() != "..";
}

bool isKnownKind(const std::string& kind) {
    return std::ranges::find(degrade::kNoiserKinds, kind) != degrade::kNoiserKinds.end();
}

// The one list of a file's keys: reading and writing walk it alike.
template <class File, class Visit>
void visitFields(File& file, Visit&& visit) {
    visit("file", file.file);
    visit("kind", file.kind);
    visit("severity", file.severity);
    visit("key", file.key);
    visit("pixels_sha256", file.pixelsHash);
    visit("sha256", file.fileHash);
}

std::string inJson(const std::string& text) {
    return validUtf8(text);
}
int inJson(int number) {
    return number;
}

Json fileToJson(const DegradedFile& file) {
    Json json;
    visitFields(file, [&](const char* key, const auto& field) { json[key] = inJson(field); });
    return json;
}

Json queryToJson(const ManifestQuery& query) {
    Json files = Json::array();
    for (const DegradedFile& file : query.files) files.push_back(fileToJson(file));
    Json box = nullptr;
    if (query.box) box = {query.box->x1, query.box->y1, query.box->x2, query.box->y2};
    return Json{{"query", query.number},         {"image", validUtf8(query.image)},
                {"name", validUtf8(query.name)}, {"source_sha256", query.sourceHash},
                {"box", std::move(box)},         {"mix", query.mixKind},
                {"files", std::move(files)}};
}

// Throws nlohmann's exceptions for missing or wrong fields; the caller turns them into an Error.
DegradedFile fileFromJson(const Json& json) {
    DegradedFile file;
    visitFields(file, [&](const char* key, auto& field) { json.at(key).get_to(field); });
    return file;
}

ManifestQuery queryFromJson(const Json& json) {
    ManifestQuery query;
    json.at("query").get_to(query.number);
    json.at("image").get_to(query.image);
    json.at("name").get_to(query.name);
    json.at("source_sha256").get_to(query.sourceHash);
    json.at("mix").get_to(query.mixKind);
    if (const Json& box = json.at("box"); !box.is_null()) {
        const auto sides = box.get<std::array<int, 4>>();
        query.box = image::Box{sides[0], sides[1], sides[2], sides[3]};
    }
    for (const Json& file : json.at("files")) query.files.push_back(fileFromJson(file));
    return query;
}

std::optional<std::string> problemOf(const ManifestQuery& query) {
    if (!staysBelow(query.image))
        return "the picture '" + validUtf8(query.image) + "' is outside the gallery";
    if (!isKnownKind(query.mixKind)) return "unknown kind \"" + validUtf8(query.mixKind) + '"';
    for (const DegradedFile& file : query.files) {
        if (!staysBelow(file.file)) return "the file '" + validUtf8(file.file) + "' is outside the folder";
        if (!isKnownKind(file.kind)) return "unknown kind \"" + validUtf8(file.kind) + '"';
        if (file.severity < 1 || file.severity > 5) return "a severity is not 1, 2, 3, 4 or 5";
    }
    return std::nullopt;
}

}  // namespace

std::string manifestToJson(const Manifest& manifest) {
    const Json head{{"format", kFormat},
                    {"version", kVersion},
                    {"protocol", kNoiser},
                    {"program", manifest.program},
                    {"dataset", validUtf8(manifest.dataset)},
                    {"rotation", manifest.rotation}};
    std::string text = head.dump();
    text.back() = ',';
    text += "\"queries\":[";
    for (std::size_t i = 0; i < manifest.queries.size(); ++i)
        text += (i == 0 ? "\n" : ",\n") + queryToJson(manifest.queries[i]).dump();
    return text + "\n]}\n";
}

Result<Manifest> manifestFromJson(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return notAManifest("it is not a JSON object");
    if (json.value("format", Json()) != kFormat)
        return notAManifest("\"format\" is not \"adapnet-benchmark\"");
    if (json.value("version", Json()) != kVersion) return notAManifest("this program reads version 1 only");
    if (json.value("protocol", Json()) != kNoiser)
        return notAManifest("this program knows the protocol noiser-v1 only");
    Manifest manifest;
    try {
        json.at("dataset").get_to(manifest.dataset);
        json.at("program").get_to(manifest.program);
        json.at("rotation").get_to(manifest.rotation);
        for (const Json& entry : json.at("queries")) {
            manifest.queries.push_back(queryFromJson(entry));
            if (const auto problem = problemOf(manifest.queries.back())) return notAManifest(*problem);
        }
    } catch (const Json::exception& error) {
        return notAManifest(error.what());
    }
    return manifest;
}

Result<Manifest> loadManifest(const fs::path& file) {
    const auto text = readTextFile(file, kMaxBytes);
    if (!text) return fail(text.error());
    auto manifest = manifestFromJson(*text);
    if (!manifest) return fail(manifest.error().whileDoing("reading '" + displayPath(file) + "'"));
    return manifest;
}

}  // namespace adapnet::protocol
