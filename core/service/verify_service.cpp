#include "core/service/verify_service.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "core/report/evaluation_record.h"
#include "core/report/json_seal.h"
#include "core/report/run_record.h"
#include "core/service/full_evaluation.h"
#include "core/service/report_service.h"
#include "core/service/workbench.h"

namespace adapnet::service {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostDifferences = 1000;
// Pictures of one size share a forward pass, and how many do depends on which were read first; that moves the
// last bits of a descriptor, and with them those of a score. Measured: 1.5e-8, and 1.8e-5 in half precision.
constexpr double kScoreTolerance = 1e-5;
constexpr double kHalfPrecisionTolerance = 5e-4;

double scoreTolerance(const report::RunRecord& record) {
    for (const auto& model : record.models)
        for (const char* half : {"bf16", "fp16"})
            if (model.device.find(half) != std::string::npos) return kHalfPrecisionTolerance;
    return kScoreTolerance;
}

// Copy detection puts the pairs of all queries into one list: there, pairs whose scores differ in the last
// bits only may change places although every ranking stays as it is.
constexpr double kCopiesPerScore = 100;

bool isSameScore(const Json& recorded, const Json& now, const std::string& where, double tolerance) {
    if (!recorded.is_number() || !now.is_number()) return false;
    const double difference = std::abs(recorded.get<double>() - now.get<double>());
    if (where.ends_with("/score") || where.ends_with("/cosine_to_clean")) return difference <= tolerance;
    for (const char* moved : {"/micro_ap", "/recall_at_p90", "/threshold_at_p90"})
        if (where.ends_with(std::string("/copy_detection") + moved))
            return difference <= kCopiesPerScore * tolerance;
    return false;
}

// A folder of its own for the cache, gone with the object.
class TemporaryCache {
  public:
    static Result<TemporaryCache> make() {
        std::error_code error;
        std::string name = (fs::temp_directory_path(error) / "adapnet-verify-XXXXXX").native();
        if (error || ::mkdtemp(name.data()) == nullptr)
            return fail(ErrorCode::Io, "there is no place for a temporary cache; name one with --cache");
        return TemporaryCache(name);
    }
    TemporaryCache(TemporaryCache&& other) noexcept : m_folder(std::exchange(other.m_folder, {})) {}
    TemporaryCache& operator=(TemporaryCache&&) = delete;
    ~TemporaryCache() {
        std::error_code ignored;
        if (!m_folder.empty()) fs::remove_all(m_folder, ignored);
    }
    fs::path file() const { return m_folder / "cache.sqlite"; }

  private:
    explicit TemporaryCache(fs::path folder) : m_folder(std::move(folder)) {}
    fs::path m_folder;
};

// The end of the shell word that begins at `from`.
std::size_t wordEnd(const std::string& text, std::size_t from) {
    bool isQuoted = false;
    bool isAnsi = false;  // $'...', where a backslash escapes
    for (std::size_t i = from; i < text.size(); ++i) {
        const char c = text[i];
        if (isQuoted) {
            if (isAnsi && c == '\\')
                ++i;
            else if (c == '\'')
                isQuoted = false;
        } else if (c == '\'') {
            isQuoted = true;
            isAnsi = i > from && text[i - 1] == '$';
        } else if (c == '\\') {
            ++i;
        } else if (c == ' ' || c == '\n') {
            return i;
        }
    }
    return text.size();
}

// The command without the cache, which decides nothing.
std::string withoutCache(std::string command) {
    const std::string option = " --cache ";
    const auto place = command.find(option);
    if (place != std::string::npos) command.erase(place, wordEnd(command, place + option.size()) - place);
    return command;
}

class Comparer {
  public:
    Comparer(Verification& out, double tolerance) : m_out(out), m_tolerance(tolerance) {}

    void skip(std::string pointer) { m_skipped.push_back(std::move(pointer)); }

    void compare(const Json& recorded, const Json& now, const std::string& where) {
        if (std::find(m_skipped.begin(), m_skipped.end(), where) != m_skipped.end()) return;
        if (recorded.is_object() && now.is_object()) {
            for (const auto& [key, value] : recorded.items()) {
                const auto other = now.find(key);
                if (other != now.end())
                    compare(value, *other, where + '/' + escaped(key));
                else
                    add(where + '/' + escaped(key), value.dump(), {});
            }
            for (const auto& [key, value] : now.items())
                if (!recorded.contains(key)) add(where + '/' + escaped(key), {}, value.dump());
            return;
        }
        if (recorded.is_array() && now.is_array()) {
            for (std::size_t i = 0; i < std::max(recorded.size(), now.size()); ++i) {
                const std::string place = where + '/' + std::to_string(i);
                if (i >= recorded.size())
                    add(place, {}, now[i].dump());
                else if (i >= now.size())
                    add(place, recorded[i].dump(), {});
                else
                    compare(recorded[i], now[i], place);
            }
            return;
        }
        ++m_out.compared;
        if (recorded != now && !isSameScore(recorded, now, where, m_tolerance))
            add(where, recorded.dump(), now.dump());
    }

    void add(const std::string& where, std::string recorded, std::string now) {
        if (std::find(m_skipped.begin(), m_skipped.end(), where) != m_skipped.end()) return;
        if (m_out.differences.size() < kMostDifferences)
            m_out.differences.push_back({where, std::move(recorded), std::move(now)});
    }

  private:
    static std::string escaped(const std::string& key) {
        std::string out;
        for (const char c : key) {
            if (c == '~')
                out += "~0";
            else if (c == '/')
                out += "~1";
            else
                out += c;
        }
        return out;
    }

    Verification& m_out;
    const double m_tolerance;
    std::vector<std::string> m_skipped;
};

GalleryRequest requestOf(const report::RunRecord& record, const VerifyOptions& options,
                         const fs::path& cacheFile) {
    GalleryRequest request;
    request.folder = options.gallery.value_or(fs::path(record.galleryFolder));
    if (options.groundTruth)
        request.groundTruth = options.groundTruth;
    else if (!record.groundTruth.empty())
        request.groundTruth = fs::path(record.groundTruth);
    for (const auto& model : record.models) request.models.push_back(model.id);
    request.cacheFile = cacheFile;
    request.device = record.askedDevice.empty() ? "auto" : record.askedDevice;
    request.precision = nn::parsePrecision(record.askedPrecision).value_or(nn::Precision::Auto);
    return request;
}

// The record as it comes out now.
Result<report::RunRecord> computeAgain(const report::RunRecord& record, const VerifyOptions& options,
                                       const fs::path& cacheFile, const JobContext& job) {
    fs::path file = options.query.value_or(fs::path(record.queryFile));
    // A query of the gallery moved with it.
    if (!options.query && options.gallery && !file.empty() && fs::path(record.queryPath).is_relative())
        file = *options.gallery / record.queryPath;
    if (file.empty())
        return fail(ErrorCode::NotFound,
                    "the query was pasted and is in no file; save it and name it with --query");
    if (record.models.empty()) return fail(ErrorCode::NotFound, "the report names no model");
    auto image = loadQueryImage(file);
    if (!image) return fail(image.error());
    Query query;
    query.image = std::make_shared<const QueryImage>(std::move(*image));
    query.box = record.box;
    query.recipe = record.recipe;
    query.compensation = record.compensation;
    auto workbench = Workbench::open(requestOf(record, options, cacheFile), job);
    if (!workbench) return fail(workbench.error());
    auto comparison = (*workbench)->search(query, std::max(1, record.topK), job);
    if (!comparison) return fail(comparison.error());
    RecordOptions recordOptions;
    recordOptions.topK = record.topK;
    recordOptions.pictures = false;
    recordOptions.createdUtc = record.createdUtc;
    return makeRunRecord(**workbench, query, *comparison, recordOptions);
}

void noteSoftware(const std::map<std::string, std::string>& recorded,
                  const std::map<std::string, std::string>& now, Verification& out) {
    for (const auto& [name, version] : recorded) {
        const auto other = now.find(name);
        const std::string here = other == now.end() ? "not used" : other->second;
        if (here != version) out.notes.push_back(name + ": made with " + version + ", here " + here);
    }
}

// What both kinds of reports say about how they were made.
struct Recorded {
    Json document;
    bool isEvaluation = false;
    report::RunRecord
        record;  // of an evaluation: gallery, ground truth, models, recipe, top, compute, software
};

// An evaluation's report has the members of a comparison's where it needs them; its models have no results.
Result<Recorded> readReport(std::string_view text) {
    Recorded out;
    const auto plain = report::recordFromJson(text);
    if (plain) {
        out.record = *plain;
        out.document = Json::parse(text.begin(), text.end(), nullptr, false);
        if (out.document.value("version", 0) < 2)
            return fail(ErrorCode::BadInput,
                        "reports of version 1 lack the hashes that a check needs; make the report again");
        return out;
    }
    try {
        out.document = Json::parse(text.begin(), text.end());
        if (!out.document.is_object() || out.document.value("format", "") != report::kEvaluationFormat)
            return fail(plain.error());
        const int version = out.document.value("version", 0);
        if (version != 1 && version != report::kEvaluationVersion)
            return fail(ErrorCode::BadInput,
                        "this program checks evaluation reports of version 1 and 2 only");
        Json asRun = out.document;
        asRun["format"] = report::kReportFormat;
        asRun["version"] = 2;
        asRun["query"] = {{"path", ""}};
        asRun["timings_ms"] = Json::object();
        for (Json& model : asRun.at("models")) model["results"] = Json::array();
        auto record = report::recordFromJson(asRun.dump());
        if (!record) return fail(record.error());
        out.record = std::move(*record);
        out.isEvaluation = true;
        return out;
    } catch (const std::exception&) {  // deep nesting, a field of another kind
        return fail(plain.error());
    }
}

// The document as it comes out now, and the software that made it.
struct ComputedAgain {
    Json document;
    std::map<std::string, std::string> software;
};

// What version 1 did not have.
Json asVersion1(Json document) {
    document["version"] = 1;
    document.erase("score_normalisation");
    for (Json& model : document["models"]) model.erase("copy_detection");
    return document;
}

Result<ComputedAgain> evaluateAgain(const Recorded& recorded, const VerifyOptions& options,
                                    const fs::path& cacheFile, const JobContext& job) {
    const report::RunRecord& record = recorded.record;
    if (record.models.empty()) return fail(ErrorCode::NotFound, "the report names no model");
    EvaluationOptions asked;
    asked.recipe = record.recipe;
    const Json normalisation = recorded.document.value("score_normalisation", Json("none"));
    const auto known =
        eval::parseNormalisation(normalisation.is_string() ? normalisation.get<std::string>() : "");
    if (!known) return fail(known.error());
    asked.normalisation = *known;
    asked.record = EvaluationRecordOptions{record.topK, record.createdUtc};
    auto workbench = Workbench::open(requestOf(record, options, cacheFile), job);
    if (!workbench) return fail(workbench.error());
    const auto now = evaluateFully(**workbench, asked, job);
    if (!now) return fail(now.error());
    Json document = Json::parse(report::toJson(*now->record));
    if (recorded.document.value("version", 0) == 1) document = asVersion1(std::move(document));
    return ComputedAgain{std::move(document), now->record->software};
}

Result<ComputedAgain> searchAgain(const report::RunRecord& record, const VerifyOptions& options,
                                  const fs::path& cacheFile, const JobContext& job) {
    const auto now = computeAgain(record, options, cacheFile, job);
    if (!now) return fail(now.error());
    return ComputedAgain{Json::parse(report::toJson(*now)), now->software};
}

}  // namespace

Result<Verification> verifyReport(std::string_view report, const VerifyOptions& options,
                                  const JobContext& job) {
    const auto read = readReport(report);
    if (!read) return fail(read.error());
    const Json& recorded = read->document;

    Verification out;
    const auto seal = recorded.find(report::kSealMember);
    ++out.compared;
    if (seal == recorded.end() || *seal != report::sealOf(recorded))
        out.differences.push_back({std::string("/") + report::kSealMember,
                                   seal == recorded.end() ? std::string() : seal->dump(),
                                   '"' + report::sealOf(recorded) + '"'});

    std::optional<TemporaryCache> temporary;
    if (!options.cacheFile) {
        auto made = TemporaryCache::make();
        if (!made) return fail(made.error());
        temporary.emplace(std::move(*made));
    }
    const fs::path cacheFile = options.cacheFile ? *options.cacheFile : temporary->file();
    const auto now = read->isEvaluation ? evaluateAgain(*read, options, cacheFile, job)
                                        : searchAgain(read->record, options, cacheFile, job);
    if (!now) {
        if (now.error().isCancelled()) return fail(now.error());
        out.differences.push_back({"", "", "the result cannot be computed again: " + now.error().message()});
        return out;
    }

    Json again = now->document;
    Json before = recorded;
    Comparer comparer(out, scoreTolerance(read->record));
    // What says nothing about the result, or was looked at above.
    for (const char* pointer :
         {"/sha256", "/created", "/timings_ms", "/seconds", "/program_version", "/software"})
        comparer.skip(pointer);
    if (options.gallery) comparer.skip("/gallery/folder");
    if (options.groundTruth) comparer.skip("/gallery/ground_truth");
    if (options.query || options.gallery) {
        comparer.skip("/query/path");
        comparer.skip("/query/file");
    }
    if (options.gallery || options.groundTruth || options.query) {
        comparer.skip("/command");
        out.notes.emplace_back("the command was not compared, because things lie elsewhere now");
    } else {
        for (Json* document : {&before, &again})
            if (const auto command = document->find("command");
                command != document->end() && command->is_string())
                *command = withoutCache(command->get<std::string>());
    }
    comparer.compare(before, again, {});
    noteSoftware(read->record.software, now->software, out);
    return out;
}

}  // namespace adapnet::service
