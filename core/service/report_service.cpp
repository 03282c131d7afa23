#include "core/service/report_service.h"

#include <sys/utsname.h>

#include <array>
#include <ctime>
#include <opencv2/core/version.hpp>
#include <utility>

#include "core/base/sha256.h"
#include "core/catalog/version.h"
#include "core/degrade/repair.h"
#include "core/nn/version.h"
#include "core/service/enhance.h"
#include "core/service/record_parts.h"
#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

report::RecordModel recordModel(const Workbench& workbench, std::size_t number, const ModelRanking& ranking,
                                const RecordOptions& options) {
    report::RecordModel model = modelFacts(workbench, number);
    model.indexKind = ranking.indexKind;
    model.averagePrecision = ranking.averagePrecision;
    model.cosineToClean = ranking.cosineToClean;
    for (const auto& result : ranking.results) {
        if (result.rank > options.topK) break;
        report::RecordResult record;
        record.rank = result.rank;
        record.path = result.path;
        record.contentHash = workbench.images()[result.image].contentHash;
        record.score = result.score;
        record.label = result.label;
        record.cleanRank = result.cleanRank;
        record.isNew = result.isNew;
        if (options.pictures)
            if (auto thumbnail = workbench.thumbnail(result.image)) record.thumbnail = std::move(*thumbnail);
        model.results.push_back(std::move(record));
    }
    return model;
}

// Inside the gallery relative to it, else absolute: the same wherever the program was started.
std::string recordedPath(const Workbench& workbench, const QueryImage& image) {
    if (image.file.empty()) return image.path.empty() ? "pasted picture" : image.path;
    std::error_code error;
    const fs::path file = fs::canonical(image.file, error);
    if (error) return image.path;
    const fs::path inside = file.lexically_relative(workbench.state().root);
    return displayPath(inside.empty() || *inside.begin() == ".." ? file : inside);
}

}  // namespace

std::string utcNow() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    if (gmtime_r(&now, &utc) == nullptr) return {};
    std::array<char, 32> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return {text.data(), length};
}

std::string absoluteText(const fs::path& path) {
    std::error_code error;
    const fs::path absolute = fs::absolute(path, error);
    return displayPath(error ? path : absolute);
}

std::string hashOfFile(const fs::path& file) {
    const auto bytes = readFile(file);
    return bytes ? sha256Hex(*bytes) : std::string();
}

report::RecordModel modelFacts(const Workbench& workbench, std::size_t number) {
    const nn::ModelInfo& info = workbench.models()[number];
    report::RecordModel model;
    model.id = info.id;
    model.displayName = info.displayName;
    model.architecture = info.architecture;
    model.checksum = info.checksum;
    model.licence = info.licence;
    model.device = workbench.deviceOf(number);
    model.featureKey = workbench.featureKeyOf(number);
    model.dimension = info.dimension;
    model.preprocessing = info.preprocessing;
    model.indexKind = workbench.state().models[number].gallery.index->kind();
    return model;
}

std::vector<std::string> sharedIndexSettings(const Workbench& workbench) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < workbench.models().size(); ++i) {
        const auto own = workbench.indexSettingsOf(i);
        if (i == 0) {
            texts = own;
        } else if (own != workbench.indexSettingsOf(0)) {
            for (const auto& text : own) texts.push_back(workbench.models()[i].id + ": " + text);
        }
    }
    return texts;
}

std::vector<std::string> knownLimits(const Workbench& workbench) {
    std::vector<std::string> limits{
        "Ranks hold for this gallery only; a score is no probability and cannot be compared between models."};
    bool isHalf = false;
    bool isGraph = false;
    for (std::size_t i = 0; i < workbench.models().size(); ++i) {
        const std::string device = workbench.deviceOf(i);
        isHalf =
            isHalf || device.find("bf16") != std::string::npos || device.find("fp16") != std::string::npos;
        for (const auto& setting : workbench.indexSettingsOf(i))
            isGraph = isGraph || setting.find("HNSW") != std::string::npos;
    }
    limits.emplace_back(
        isHalf
            ? "Computed in half precision: on another processor scores may differ in the third decimal, and "
              "results with nearly equal scores may change places."
            : "On another processor scores may differ in the last decimals, and results with nearly equal "
              "scores may change places.");
    if (isGraph) limits.emplace_back("The index is approximate: its recall stands among the index settings.");
    if (workbench.groundTruth() == nullptr)
        limits.emplace_back("No ground truth: nothing here says which results are right.");
    const auto& report = workbench.indexReport();
    const auto left =
        static_cast<std::size_t>(report.missing) + report.damaged.size() + report.tooLarge.size();
    if (left > 0)
        limits.push_back(std::to_string(left) + (left == 1 ? " picture was" : " pictures were") +
                         " left out of the gallery: missing, damaged or too large.");
    return limits;
}

std::string programVersion() {
    return ADAPNET_VERSION;
}

std::map<std::string, std::string> softwareList() {
    std::map<std::string, std::string> list{{"adapnet", ADAPNET_VERSION},
                                            {"opencv", CV_VERSION},
                                            {"libtorch", nn::libraryVersion()},
                                            {"sqlite", catalog::libraryVersion()},
                                            {"compiler", __VERSION__}};
    utsname system{};
    if (uname(&system) == 0)
        list["system"] = std::string(system.sysname) + ' ' + system.release + ' ' + system.machine;
    return list;
}

std::string galleryDigest(const Workbench& workbench) {
    Sha256 digest;
    for (const auto& image : workbench.images())
        digest.update(image.path).update("\n").update(image.contentHash).update("\n");
    return digest.hexDigest();
}

report::RunRecord makeRunRecord(const Workbench& workbench, const Query& query, const Comparison& comparison,
                                const RecordOptions& options) {
    report::RunRecord record;
    record.programVersion = programVersion();
    record.createdUtc = options.createdUtc.empty() ? utcNow() : options.createdUtc;
    const GalleryRequest& request = workbench.request();
    record.galleryFolder = absoluteText(request.folder);
    record.gallerySize = workbench.images().size();
    record.galleryDigest = galleryDigest(workbench);
    if (request.groundTruth) {
        record.groundTruth = absoluteText(*request.groundTruth);
        record.groundTruthHash = hashOfFile(*request.groundTruth);
    }
    record.topK = options.topK;
    record.askedDevice = request.device;
    record.askedPrecision = nn::precisionName(request.precision);
    record.software = softwareList();
    record.limits = knownLimits(workbench);
    record.recipe = query.recipe;
    record.compensation = query.compensation;
    record.box = comparison.box;
    record.indexSettings = sharedIndexSettings(workbench);
    for (const std::string& network : degrade::repairsIn(query.recipe))
        record.indexSettings.push_back(enhancementNote(network));
    record.timingsMs = comparison.timingsMs;
    record.command = workbench.searchCommand(query, options.topK);
    if (query.image != nullptr) {
        record.queryPath = recordedPath(workbench, *query.image);
        if (!query.image->file.empty()) record.queryFile = absoluteText(query.image->file);
        record.queryHash = query.image->contentHash;
        if (options.pictures) record.queryPicture = query.image->rgb;
    }
    if (options.pictures) {
        record.cleanCrop = comparison.clean;
        record.degradedCrop = comparison.degraded;
    }
    for (const auto& ranking : comparison.models)
        for (std::size_t i = 0; i < workbench.models().size(); ++i)
            if (workbench.models()[i].id == ranking.model)
                record.models.push_back(recordModel(workbench, i, ranking, options));
    return record;
}

}  // namespace adapnet::service
