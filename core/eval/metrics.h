// The revisited Oxford/Paris protocol: average precision by the trapezoid rule after junk removal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace adapnet::eval {

// positions: zero-based, junk-corrected, ascending; relevant: number of all positives, also those not found.
// Returns a value in 0..1; NaN when relevant is 0.
double averagePrecision(std::span<const std::size_t> positions, std::size_t relevant);

// One query: lists hold gallery rows.
struct QueryTruth {
    std::vector<std::uint32_t> easy, hard, junk;
    std::string subset;
};

// mAP and mP@k in 0..1; NaN without any query that has positives.
struct SetupMetrics {
    double mAP = 0;
    double mP1 = 0, mP5 = 0, mP10 = 0;
    std::size_t queries = 0;                // those with at least one positive
    std::vector<double> averagePrecisions;  // one per query, NaN where excluded
};

struct ProtocolMetrics {
    SetupMetrics easy, medium, hard;
    std::map<std::string, SetupMetrics> mediumBySubset;
};

// rankings[q]: gallery rows, best first, may be truncated. Sizes must agree (BadInput).
// Source: revisited Oxford/Paris protocol; truncated rankings without a positive give AP = 0 and P@k = 0.
Result<ProtocolMetrics> evaluateProtocol(std::span<const std::vector<std::uint32_t>> rankings,
                                         std::span<const QueryTruth> truth);

}  // namespace adapnet::eval
