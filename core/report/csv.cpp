// One line for every result of every model; what belongs to the whole comparison is repeated in each line, so
// that files of several comparisons can simply be joined.
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/numbers.h"
#include "core/report/escape.h"
#include "core/report/run_record.h"

namespace adapnet::report {

namespace {

const std::string kBetween = " | ";

std::string number(double value) {
    return std::isfinite(value) ? formatReal(value) : std::string();
}

std::string recipeText(const degrade::Recipe& recipe) {
    std::string out;
    for (const degrade::Step& step : recipe.steps) {
        if (!out.empty()) out += kBetween;
        // A step that is switched off still has its place, which decides the noise of those behind it.
        if (!step.enabled) out += "off ";
        out += degrade::formatStep(step);
    }
    return out;
}

std::string settingsText(const std::vector<std::string>& settings) {
    std::string out;
    for (const std::string& setting : settings) out += (out.empty() ? "" : kBetween) + setting;
    return out;
}

std::string timingsText(const std::map<std::string, double>& timings) {
    std::string out;
    for (const auto& [stage, ms] : timings) out += (out.empty() ? "" : kBetween) + stage + '=' + number(ms);
    return out;
}

}  // namespace

std::string toCsv(const RunRecord& record) {
    std::string out =
        "query,query_sha256,box,recipe,seed,gallery,gallery_size,ground_truth,model,model_sha256,device,"
        "feature_key,"
        "index,average_precision,cosine_to_clean,rank,path,score,label,clean_rank,moved,new,program_version,"
        "created,index_settings,timings_ms,command\r\n";
    const std::string head = csvText(record.queryPath) + ',' + csvText(record.queryHash) + ',' +
                             csvText(record.box ? image::formatBox(*record.box) : std::string()) + ',' +
                             csvText(recipeText(record.recipe)) + ',' + std::to_string(record.recipe.seed) +
                             ',' + csvText(record.galleryFolder) + ',' + std::to_string(record.gallerySize) +
                             ',' + csvText(record.groundTruth) + ',';
    const std::string tail = ',' + csvText(record.programVersion) + ',' + csvText(record.createdUtc) + ',' +
                             csvText(settingsText(record.indexSettings)) + ',' +
                             csvText(timingsText(record.timingsMs)) + ',' + csvText(record.command) + "\r\n";
    for (const RecordModel& model : record.models) {
        const std::string middle =
            csvText(model.id) + ',' + csvText(model.checksum) + ',' + csvText(model.device) + ',' +
            csvText(model.featureKey) + ',' + csvText(model.indexKind) + ',' +
            (model.averagePrecision ? number(*model.averagePrecision) : std::string()) + ',' +
            number(model.cosineToClean) + ',';
        for (const RecordResult& result : model.results) {
            out += head + middle + std::to_string(result.rank) + ',' + csvText(result.path) + ',' +
                   number(result.score) + ',' + eval::labelName(result.label) + ',';
            if (result.cleanRank > 0) {
                out +=
                    std::to_string(result.cleanRank) + ',' + std::to_string(result.cleanRank - result.rank);
            } else {
                out += ',';
            }
            out += result.isNew ? ",yes" : ",no";
            out += tail;
        }
    }
    return out;
}

}  // namespace adapnet::report
