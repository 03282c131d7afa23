// Checks a report by computing it again: `adapnet report verify`. Every field of the stored report that
// depends on pictures, weights, parameters or their order is compared with what this program finds now.
// Scores and cosines must agree within 1e-5 (5e-4 in half precision), everything else exactly.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"

namespace adapnet::service {

// Where the things lie now; without a value: where the report says.
struct VerifyOptions {
    std::optional<fs::path> gallery;
    std::optional<fs::path> query;
    std::optional<fs::path> groundTruth;
    // A cache that is believed. Without one everything is computed again, in a temporary cache.
    std::optional<fs::path> cacheFile;
};

struct ReportDifference {
    std::string where;     // JSON pointer: "/models/0/results/3/score"
    std::string recorded;  // as JSON; empty: not in the report
    std::string now;       // as JSON; empty: not there any more
    bool operator==(const ReportDifference&) const = default;
};

struct Verification {
    std::vector<ReportDifference> differences;
    std::vector<std::string> notes;  // what differs without harm or was not compared, in English
    std::size_t compared = 0;        // values
    bool isEqual() const { return differences.empty(); }
};

// `report`: the text of a JSON report, of a comparison or of an evaluation. Not compared: when it was made,
// timings, and where things lie if `options` name another place. The program and library versions are noted
// when they differ. When the result cannot be computed again (a picture or model is gone), that is a
// difference. BadInput for a text that is no report, or one of version 1, which lacks what is needed.
Result<Verification> verifyReport(std::string_view report, const VerifyOptions& options,
                                  const JobContext& job);

}  // namespace adapnet::service
