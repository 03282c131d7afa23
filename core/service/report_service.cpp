#include "core/service/report_service.h"

#include <array>
#include <ctime>
#include <utility>

namespace adapnet::service {

namespace {

std::string utcNow() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    if (gmtime_r(&now, &utc) == nullptr) return {};
    std::array<char, 32> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return {text.data(), length};
}

report::RecordModel recordModel(const Workbench& workbench, std::size_t number, const ModelRanking& ranking,
                                const RecordOptions& options) {
    const nn::ModelInfo& info = workbench.models()[number];
    report::RecordModel model;
    model.id = info.id;
    model.displayName = info.displayName;
    model.architecture = info.architecture;
    model.checksum = info.checksum;
    model.licence = info.licence;
    model.device = workbench.deviceOf(number);
    model.featureKey = workbench.featureKeyOf(number);
    model.indexKind = ranking.indexKind;
    model.averagePrecision = ranking.averagePrecision;
    model.cosineToClean = ranking.cosineToClean;
    for (const auto& result : ranking.results) {
        if (result.rank > options.topK) break;
        report::RecordResult record;
        record.rank = result.rank;
        record.path = result.path;
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

// Settings shared by all models once, others with the model in front.
std::vector<std::string> indexSettings(const Workbench& workbench) {
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

}  // namespace

std::string programVersion() {
    return ADAPNET_VERSION;
}

report::RunRecord makeRunRecord(const Workbench& workbench, const Query& query, const Comparison& comparison,
                                const RecordOptions& options) {
    report::RunRecord record;
    record.programVersion = programVersion();
    record.createdUtc = options.createdUtc.empty() ? utcNow() : options.createdUtc;
    record.galleryFolder = displayPath(workbench.request().folder);
    record.gallerySize = workbench.images().size();
    if (workbench.request().groundTruth) record.groundTruth = displayPath(*workbench.request().groundTruth);
    record.recipe = query.recipe;
    record.box = comparison.box;
    record.indexSettings = indexSettings(workbench);
    record.timingsMs = comparison.timingsMs;
    record.command = workbench.searchCommand(query, options.topK);
    if (query.image != nullptr) {
        record.queryPath = query.image->path.empty() ? "pasted picture" : query.image->path;
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
