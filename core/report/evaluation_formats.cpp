// An evaluation as JSON, CSV and TREC run.
#include "core/base/numbers.h"
#include "core/report/escape.h"
#include "core/report/evaluation_record.h"
#include "core/report/json_parts.h"
#include "core/report/json_seal.h"
#include "core/report/trec_word.h"

namespace adapnet::report {

namespace {

using Json = nlohmann::ordered_json;

Json setupJson(const eval::SetupMetrics& metrics) {
    return {{"mAP", numberJson(metrics.mAP)},
            {"mP@1", numberJson(metrics.mP1)},
            {"mP@5", numberJson(metrics.mP5)},
            {"mP@10", numberJson(metrics.mP10)},
            {"queries", metrics.queries}};
}

// The members of `evaluate --json`.
Json copiesJson(const std::optional<RecordCopies>& copies, const std::string& normalisation) {
    if (!copies) return nullptr;
    return {{"micro_ap", numberJson(copies->microAP)},
            {"recall_at_p90", numberJson(copies->recallAtP90)},
            {"threshold_at_p90", numberJson(copies->thresholdAtP90)},
            {"recall_at_rank1", numberJson(copies->recallAtRank1)},
            {"recall_at_rank10", numberJson(copies->recallAtRank10)},
            {"true_pairs", copies->truePairs},
            {"queries_with_match", copies->queriesWithMatch},
            {"queries_without_match", copies->queriesWithoutMatch},
            {"candidates",
             {{"selection", "best of all queries"},
              {"limit", copies->candidateLimit},
              {"used", copies->candidates}}},
            {"normalisation", normalisation},
            {"background", copies->background}};
}

Json queryJson(const EvaluationQueryRecord& query, const std::vector<EvaluationRecordModel>& models) {
    Json answers = Json::array();
    for (std::size_t m = 0; m < query.answers.size() && m < models.size(); ++m) {
        const EvaluationAnswer& answer = query.answers[m];
        Json results = Json::array();
        for (const RecordResult& result : answer.results)
            results.push_back({{"rank", result.rank},
                               {"path", validUtf8(result.path)},
                               {"score", numberJson(result.score)},
                               {"label", eval::labelName(result.label)}});
        answers.push_back({{"model", validUtf8(models[m].facts.id)},
                           {"easy", numberJson(answer.easy)},
                           {"medium", numberJson(answer.medium)},
                           {"hard", numberJson(answer.hard)},
                           {"results", std::move(results)}});
    }
    return {{"path", validUtf8(query.path)},
            {"sha256", query.contentHash},
            {"subset", validUtf8(query.subset)},
            {"box", boxJson(query.box)},
            {"problem", query.problem.empty() ? Json(nullptr) : Json(validUtf8(query.problem))},
            {"answers", std::move(answers)}};
}

std::string numberCell(const std::optional<double>& value) {
    return value ? formatReal(*value) : std::string();
}

}  // namespace

std::string toJson(const EvaluationRecord& record) {
    Json models = Json::array();
    for (const EvaluationRecordModel& model : record.models) {
        Json subsets = Json::object();
        for (const auto& [name, metrics] : model.metrics.mediumBySubset)
            subsets[validUtf8(name)] = setupJson(metrics);
        Json entry = modelFactsJson(model.facts);
        entry["easy"] = setupJson(model.metrics.easy);
        entry["medium"] = setupJson(model.metrics.medium);
        entry["hard"] = setupJson(model.metrics.hard);
        entry["subsets"] = std::move(subsets);
        entry["copy_detection"] = copiesJson(model.copies, record.normalisation);
        models.push_back(std::move(entry));
    }
    Json queries = Json::array();
    for (const EvaluationQueryRecord& query : record.queries)
        queries.push_back(queryJson(query, record.models));
    Json document{{"format", kEvaluationFormat},
                  {"version", kEvaluationVersion},
                  {"program_version", validUtf8(record.programVersion)},
                  {"created", validUtf8(record.createdUtc)},
                  {"command", validUtf8(record.command)},
                  {"gallery", galleryJson(record)},
                  {"recipe", Json::parse(degrade::recipeToJson(record.recipe))},
                  {"top", record.topK},
                  {"compute", computeJson(record)},
                  {"index_settings", textsJson(record.indexSettings)},
                  {"score_normalisation", validUtf8(record.normalisation)},
                  {"models", std::move(models)},
                  {"queries", std::move(queries)},
                  {"seconds", numberJson(record.seconds)},
                  {"software", softwareJson(record.software)},
                  {"limits", textsJson(record.limits)}};
    return sealed(std::move(document));
}

std::string toCsv(const EvaluationRecord& record) {
    std::string out =
        "query,query_sha256,box,subset,model,model_sha256,ap_easy,ap_medium,ap_hard,first_result,first_label,"
        "problem,micro_ap_share,recall_at_p90\r\n";
    for (const EvaluationQueryRecord& query : record.queries) {
        for (std::size_t m = 0; m < record.models.size(); ++m) {
            const RecordModel& model = record.models[m].facts;
            const EvaluationAnswer none;
            const EvaluationAnswer& answer = m < query.answers.size() ? query.answers[m] : none;
            const bool hasResult = !answer.results.empty();
            out += csvText(query.path) + ',' + csvText(query.contentHash) + ',' +
                   csvText(query.box ? image::formatBox(*query.box) : std::string()) + ',' +
                   csvText(query.subset) + ',' + csvText(model.id) + ',' + csvText(model.checksum) + ',' +
                   numberCell(answer.easy) + ',' + numberCell(answer.medium) + ',' + numberCell(answer.hard) +
                   ',' + csvText(hasResult ? answer.results.front().path : std::string()) + ',' +
                   (hasResult ? eval::labelName(answer.results.front().label) : "") + ',' +
                   csvText(query.problem) + ',' + numberCell(answer.microAPShare) + ',' +
                   numberCell(answer.recallAtP90) + "\r\n";
        }
    }
    return out;
}

std::string toTrec(const EvaluationRecord& record) {
    std::string out;
    for (std::size_t m = 0; m < record.models.size(); ++m)
        for (const EvaluationQueryRecord& query : record.queries)
            if (m < query.answers.size())
                for (const RecordResult& result : query.answers[m].results)
                    out += trecLine(query.path, result, record.models[m].facts.id);
    return out;
}

}  // namespace adapnet::report
