// Two to four rankings of one gallery side by side: of several models, strengths or boxes, and what moved
// between each two of them. For the window, the figure and `adapnet compare`.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/eval/rank_change.h"
#include "core/service/workbench.h"

namespace adapnet::service {

inline constexpr std::size_t kLeastRows = 2;
inline constexpr std::size_t kMostRows = 4;

struct RankingRow {
    std::string name;  // for display
    Query query;       // with exactly one model
};

struct ComparedRow {
    std::string name;
    std::string model;
    std::vector<RankedResult> results;  // as deep as was searched, at least the compared depth
    std::optional<double> averagePrecision;
};

struct RowPair {
    std::size_t first = 0, second = 0;  // rows; `change` goes from the first to the second
    eval::RankChange change;
};

struct RankingComparison {
    std::vector<ComparedRow> rows;
    std::vector<RowPair> pairs;  // (0, 1), (0, 2), ..., (1, 2), ...
};

// depth: how many first places are compared. BadInput for fewer than two or more than four rows, and for a
// row with another number of models than one.
Result<RankingComparison> compareRows(const Workbench& workbench, std::span<const RankingRow> rows,
                                      std::size_t depth, double persistence, const JobContext& job);

}  // namespace adapnet::service
