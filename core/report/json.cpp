// The machine's copy of a report: everything but the pictures, readable again.
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/report/escape.h"
#include "core/report/json_parts.h"
#include "core/report/json_seal.h"
#include "core/report/run_record.h"

namespace adapnet::report {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 2;

Json resultJson(const RecordResult& result) {
    return {{"rank", result.rank},
            {"path", validUtf8(result.path)},
            {"sha256", validUtf8(result.contentHash)},
            {"score", numberJson(result.score)},
            {"label", eval::labelName(result.label)},
            {"clean_rank", result.cleanRank > 0 ? Json(result.cleanRank) : Json(nullptr)},
            {"new", result.isNew}};
}

Json modelJson(const RecordModel& model) {
    Json results = Json::array();
    for (const RecordResult& result : model.results) results.push_back(resultJson(result));
    Json json = modelFactsJson(model);
    json["average_precision"] = numberJson(model.averagePrecision);
    json["cosine_to_clean"] = numberJson(model.cosineToClean);
    json["results"] = std::move(results);
    return json;
}

eval::Label labelFromName(const std::string& name) {
    for (const eval::Label label : {eval::Label::Positive, eval::Label::Negative, eval::Label::Junk}) {
        if (name == eval::labelName(label)) return label;
    }
    return eval::Label::Unknown;
}

// Missing and null both mean "not known"; any other kind of value throws and is caught at the border.
template <class T>
T valueOr(const Json& object, const char* key, T fallback) {
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? fallback : found->get<T>();
}

RecordResult readResult(const Json& json) {
    RecordResult result;
    result.rank = json.at("rank").get<int>();
    result.path = json.at("path").get<std::string>();
    result.contentHash = valueOr<std::string>(json, "sha256", {});
    result.score = valueOr(json, "score", std::nan(""));
    result.label = labelFromName(valueOr<std::string>(json, "label", "unknown"));
    result.cleanRank = valueOr(json, "clean_rank", 0);
    result.isNew = valueOr(json, "new", false);
    return result;
}

RecordModel readModel(const Json& json) {
    RecordModel model;
    model.id = json.at("id").get<std::string>();
    model.displayName = valueOr<std::string>(json, "name", {});
    model.architecture = valueOr<std::string>(json, "architecture", {});
    model.checksum = valueOr<std::string>(json, "sha256", {});
    model.licence = valueOr<std::string>(json, "licence", {});
    model.device = valueOr<std::string>(json, "device", {});
    model.featureKey = valueOr<std::string>(json, "feature_key", {});
    model.dimension = valueOr(json, "dimension", 0);
    model.preprocessing = valueOr<std::string>(json, "preprocessing", {});
    model.indexKind = valueOr<std::string>(json, "index", {});
    const auto precision = json.find("average_precision");
    if (precision != json.end() && !precision->is_null()) model.averagePrecision = precision->get<double>();
    model.cosineToClean = valueOr(json, "cosine_to_clean", std::nan(""));
    for (const Json& result : json.at("results")) model.results.push_back(readResult(result));
    return model;
}

Result<RunRecord> readRecord(const Json& json) {
    if (!json.is_object() || valueOr<std::string>(json, "format", {}) != kReportFormat) {
        return fail(ErrorCode::BadInput,
                    "this is no report: \"format\" must be \"" + std::string(kReportFormat) + "\"");
    }
    const int version = valueOr(json, "version", 0);
    if (version != 1 && version != kVersion)
        return fail(ErrorCode::BadInput, "this program reads reports of versions 1 and 2 only");
    RunRecord record;
    record.programVersion = valueOr<std::string>(json, "program_version", {});
    record.createdUtc = valueOr<std::string>(json, "created", {});
    const Json& gallery = json.at("gallery");
    record.galleryFolder = gallery.at("folder").get<std::string>();
    record.gallerySize = valueOr<std::size_t>(gallery, "pictures", 0);
    record.galleryDigest = valueOr<std::string>(gallery, "sha256", {});
    record.groundTruth = valueOr<std::string>(gallery, "ground_truth", {});
    record.groundTruthHash = valueOr<std::string>(gallery, "ground_truth_sha256", {});
    const Json& query = json.at("query");
    record.queryPath = query.at("path").get<std::string>();
    record.queryHash = valueOr<std::string>(query, "sha256", {});
    record.queryFile = valueOr<std::string>(query, "file", {});
    if (const auto box = query.find("box"); box != query.end() && !box->is_null()) {
        const auto sides = box->get<std::array<int, 4>>();
        record.box = image::Box{sides[0], sides[1], sides[2], sides[3]};
    }
    auto recipe = degrade::recipeFromJson(json.at("recipe").dump());
    if (!recipe) return fail(recipe.error());
    record.recipe = std::move(*recipe);
    record.compensation = valueOr(query, "compensation", true);
    record.indexSettings = valueOr<std::vector<std::string>>(json, "index_settings", {});
    for (const Json& model : json.at("models")) record.models.push_back(readModel(model));
    for (const auto& [stage, time] : json.at("timings_ms").items()) {
        record.timingsMs[stage] = time.is_null() ? std::nan("") : time.get<double>();
    }
    record.command = valueOr<std::string>(json, "command", {});
    record.topK = valueOr(json, "top", 0);
    if (const auto compute = json.find("compute"); compute != json.end()) {
        record.askedDevice = valueOr<std::string>(*compute, "device", {});
        record.askedPrecision = valueOr<std::string>(*compute, "precision", {});
    }
    record.software = valueOr<std::map<std::string, std::string>>(json, "software", {});
    record.limits = valueOr<std::vector<std::string>>(json, "limits", {});
    return record;
}

}  // namespace

std::string toJson(const RunRecord& record) {
    Json models = Json::array();
    for (const RecordModel& model : record.models) models.push_back(modelJson(model));
    Json timings = Json::object();
    for (const auto& [stage, time] : record.timingsMs) timings[validUtf8(stage)] = numberJson(time);
    Json document{{"format", kReportFormat},
                  {"version", kVersion},
                  {"program_version", validUtf8(record.programVersion)},
                  {"created", validUtf8(record.createdUtc)},
                  {"command", validUtf8(record.command)},
                  {"gallery", galleryJson(record)},
                  {"query",
                   {{"path", validUtf8(record.queryPath)},
                    {"file", validUtf8(record.queryFile)},
                    {"sha256", validUtf8(record.queryHash)},
                    {"box", boxJson(record.box)}}},
                  {"recipe", Json::parse(degrade::recipeToJson(record.recipe))},
                  {"top", record.topK},
                  {"compute", computeJson(record)},
                  {"index_settings", textsJson(record.indexSettings)},
                  {"models", models},
                  {"timings_ms", timings},
                  {"software", softwareJson(record.software)},
                  {"limits", textsJson(record.limits)}};
    // Left out where it says what was always done: an older report stays as it was, word for word.
    if (!record.compensation) document["query"]["compensation"] = false;
    return sealed(std::move(document));
}

Result<RunRecord> recordFromJson(std::string_view text) {
    constexpr int kMaxDepth = 32;
    bool tooDeep = false;
    const auto watch = [&](int depth, Json::parse_event_t, Json&) {
        tooDeep = tooDeep || depth > kMaxDepth;
        return !tooDeep;
    };
    try {
        const Json document = Json::parse(text.begin(), text.end(), watch, false);
        if (document.is_discarded() || tooDeep)
            return fail(ErrorCode::BadInput, "the report is not valid JSON");
        return readRecord(document);
    } catch (const std::exception& e) {  // a field is missing or of another kind
        return fail(ErrorCode::BadInput, std::string("the report cannot be read: ") + e.what());
    }
}

}  // namespace adapnet::report
