// The pictures that one query should find, and where a ranking has them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/index/search_index.h"
#include "core/service/workbench.h"

namespace adapnet::service {

struct PositiveRanks {
    std::vector<int> ranks;                  // of each positive, from 1; 0: not in the gallery or not reached
    int bestRank = 0;                        // the least of them; 0: none was reached
    std::optional<double> averagePrecision;  // medium set-up, 0..1
};

struct Targets {
    eval::QueryTruth rows;
    std::vector<std::uint32_t> positives;  // rows; those beyond the gallery are not in it
    std::vector<std::string> paths;        // of the positives, in their order
};

// `follow`: pictures of the gallery; empty: the positives that the ground truth names for this query (its
// picture and the box that overlaps most). BadInput when there is nothing to be found.
Result<Targets> targetsOf(const Workbench::Impl& impl, const Query& query,
                          const std::vector<std::size_t>& follow);

// `order`: best first.
PositiveRanks ranksOf(const std::vector<index::Neighbour>& order, const Targets& targets);

}  // namespace adapnet::service
