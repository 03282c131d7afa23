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

namespace adapnet::report {

// What one model answered to one query; values in 0..1, none for a query without positives of that kind.
struct EvaluationAnswer {
    std::optional<double> easy, medium, hard;  // average precision
    std::vector<RecordResult> results;         // the first K; no pictures, no clean ranks
};

struct EvaluationQueryRecord {
    std::string path, contentHash, subset;
    std::optional<image::Box> box;
    std::string problem;                    // not empty: it could not be read and counts as not found
    std::vector<EvaluationAnswer> answers;  // one for each model
};

struct EvaluationRecordModel {
    RecordModel facts;  // without results
    eval::ProtocolMetrics metrics;
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
    std::vector<EvaluationRecordModel> models;
    std::vector<EvaluationQueryRecord> queries;
    double seconds = 0;
    std::string command;
    std::map<std::string, std::string> software;
    std::vector<std::string> limits;
};

inline constexpr const char* kEvaluationFormat = "adapnet-evaluation-report";
// {"format":"adapnet-evaluation-report","version":1,..}, sealed.
std::string toJson(const EvaluationRecord& record);
// One file without any script: figures, a chart of the average precision of every query, the worst queries.
std::string toHtml(const EvaluationRecord& record);
// RFC 4180, one line for each query and model.
std::string toCsv(const EvaluationRecord& record);
// A TREC run of all queries and models; the tag is the model.
std::string toTrec(const EvaluationRecord& record);

}  // namespace adapnet::report
