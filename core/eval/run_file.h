// Stored rankings, ours or another program's: {"format":"adapnet-run","version":1,"rankings":[[PATH, ...],
// ...]} with one list per query in the order of the ground truth, or a TREC run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/eval/ground_truth.h"
#include "core/eval/metrics.h"

namespace adapnet::eval {

struct Run {
    std::string name;                                // of the program or model; may be empty
    std::vector<std::vector<std::string>> rankings;  // paths, best first
    std::vector<std::vector<double>> scores;         // as many as results, or empty when none were stored
    std::size_t missing = 0;                         // queries a TREC run says nothing about
};

// Finds the format from the content. JSON may also hold "name" and "scores" (numbers, one list per query).
// TREC: lines "topic Q0 document rank score tag", ordered by score (equal scores by rank); topics and
// documents may be paths, or names without folder or ending where only one picture fits. Errors (BadInput):
// another number of rankings than of queries, a topic that is no query, a picture that the ground truth's
// gallery does not have.
// With an open gallery (ReadTruth::namesGallery is false) unknown pictures are negatives.
Result<Run> parseRun(std::string_view content, const GroundTruth& truth, bool openGallery = false);
Result<Run> loadRun(const std::filesystem::path& file, const GroundTruth& truth, bool openGallery = false);

// Without scores a TREC run gets 1, 1/2, 1/3, ..., because its readers order by score.
std::string runToJson(const Run& run);
std::string runToTrec(const Run& run, const GroundTruth& truth);

using RowOfPath = std::unordered_map<std::string, std::uint32_t>;
// The query's lists as rows. Positives without a row get `firstFree`, `firstFree` + 1, ..., so that they
// count as not found. The query picture itself is junk.
QueryTruth truthRows(const GroundTruthQuery& query, const RowOfPath& rows, std::uint32_t firstFree);

// A run as rows of the ground truth's gallery; pictures beyond it get further rows.
struct RunRows {
    std::vector<std::vector<std::uint32_t>> rankings;
    std::vector<QueryTruth> truth;
};
RunRows rowsOf(const Run& run, const GroundTruth& truth);

}  // namespace adapnet::eval
