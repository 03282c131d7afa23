// Figures beside those of the revisited protocol, for the same set-ups and the same junk rule, with the value
// of every query.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/eval/metrics.h"

namespace adapnet::eval {

inline constexpr std::array<std::size_t, 4> kRecallCutOffs{1, 5, 10, 100};

// What is among the first k results once junk is taken out, in 0..1. Source of the matching accuracy:
// retrieval with degraded samples. Recall is the share of all positives, also of those that are not in the
// ranking.
struct CutOffMetrics {
    std::size_t k = 0;
    double recall = 0;              // mean over queries; NaN without any that has positives
    double matching = 0;            // share of queries with at least one positive; NaN likewise
    std::vector<double> recalls;    // one per query, NaN where excluded
    std::vector<double> matchings;  // 0 or 1 per query, NaN where excluded
};

struct SetupFigures {
    std::array<CutOffMetrics, kRecallCutOffs.size()> cutOffs;
    std::vector<std::array<double, 3>> precisions;  // P@1, P@5, P@10 per query, NaN where excluded
};

struct RetrievalMetrics {
    SetupFigures easy, medium, hard;
};

// Arguments and errors as evaluateProtocol.
Result<RetrievalMetrics> retrievalMetrics(std::span<const std::vector<std::uint32_t>> rankings,
                                          std::span<const QueryTruth> truth);

}  // namespace adapnet::eval
