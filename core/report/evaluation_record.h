// One evaluation as it goes into a report: every query with its average precision and its first results, so
// that another person can compute it again and see where it differs.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/degrade/degradation.h"
#include "core/eval/metrics.h"
#include "core/image/image.h"
#include "core/report/run_record.h"
#include "core/report/svg_chart.h"

namespace adapnet::report {

// What one model answered to one query; values in 0..1, none for a query without positives of that kind.
struct EvaluationAnswer {
    std::optional<double> easy, medium, hard;  // average precision
    std::vector<RecordResult> results;         // the first K; no pictures, no clean ranks
    // Copy detection: what this query's true pairs add to the micro-AP, and the share of them that is found
    // at 90 % precision; none for a query without a true pair.
    std::optional<double> microAPShare, recallAtP90;
};

struct EvaluationQueryRecord {
    std::string path, contentHash, subset;
    std::optional<image::Box> box;
    std::string problem;                    // not empty: it could not be read and counts as not found
    std::vector<EvaluationAnswer> answers;  // one for each model
};

// Copy detection of one model: all queries share one list of pairs and one threshold (see eval::CopyMetrics).
struct RecordCopies {
    double microAP = 0, recallAtP90 = 0;   // 0..1; NaN without a true pair
    std::optional<double> thresholdAtP90;  // a score, after the normalisation
    double recallAtRank1 = 0, recallAtRank10 = 0;
    std::size_t truePairs = 0, queriesWithMatch = 0, queriesWithoutMatch = 0;
    std::size_t candidates = 0, candidateLimit = 0;  // best of all queries
    std::size_t background = 0;                      // pictures of the score normalisation
};

struct EvaluationRecordModel {
    RecordModel facts;  // without results
    eval::ProtocolMetrics metrics;
    std::optional<RecordCopies> copies;  // nothing above the limit of exact search
};

struct EvaluationRecord {
    std::string programVersion;
    std::string createdUtc;  // ISO 8601
    std::string galleryFolder;
    std::size_t gallerySize = 0;
    std::string galleryDigest;
    std::string groundTruth, groundTruthHash;
    degrade::Recipe recipe;
    int topK = 0;
    std::string askedDevice, askedPrecision;
    std::vector<std::string> indexSettings;
    std::string normalisation = "none";  // of the scores, for copy detection: an eval::normalisationName
    std::vector<EvaluationRecordModel> models;
    std::vector<EvaluationQueryRecord> queries;
    double seconds = 0;
    std::string command;
    std::map<std::string, std::string> software;
    std::vector<std::string> limits;
};

// What a reader calls a model.
std::string nameInReport(const RecordModel& model);
// The queries with the lowest average precision (medium) of one model, lowest first, at most kWorstInReport.
inline constexpr std::size_t kWorstInReport = 20;
std::vector<const EvaluationQueryRecord*> worstQueries(const EvaluationRecord& record, std::size_t model);
// Average precision (medium) of every model's queries from the best to the worst: where a line falls tells
// more than its mean.
SvgChart precisionChart(const EvaluationRecord& record);
// What a reader must know of the score normalisation; empty without one.
std::string normalisationNote(const EvaluationRecord& record);

inline constexpr const char* kEvaluationFormat = "adapnet-evaluation-report";
inline constexpr int kEvaluationVersion = 2;  // 1 had no copy detection
// {"format":"adapnet-evaluation-report","version":2,..}, sealed.
std::string toJson(const EvaluationRecord& record);
// One file without any script: figures, a chart of the average precision of every query, the worst queries.
std::string toHtml(const EvaluationRecord& record);
// RFC 4180, one line for each query and model.
std::string toCsv(const EvaluationRecord& record);
// A TREC run of all queries and models; the tag is the model.
std::string toTrec(const EvaluationRecord& record);

}  // namespace adapnet::report
