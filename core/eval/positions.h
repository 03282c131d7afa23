// Places of positives in one ranking: what every figure of the protocol is made of. For this folder's
// sources.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <unordered_set>
#include <vector>

namespace adapnet::eval {

using RowSet = std::unordered_set<std::uint32_t>;

RowSet unitedRows(std::initializer_list<const std::vector<std::uint32_t>*> lists);

// Zero-based places of the positives once junk is taken out of the ranking, ascending.
std::vector<std::size_t> correctedPositions(const std::vector<std::uint32_t>& ranking,
                                            const RowSet& positives, const RowSet& ignored);

// P@k in 0..1. The cut-off shrinks to the last positive found, so that queries with few positives are not
// punished.
double precisionAt(std::span<const std::size_t> positions, std::size_t k);

}  // namespace adapnet::eval
