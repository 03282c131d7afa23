// What became of a ranking: how many results two lists share, how alike their orders are, and where each
// result moved. Facts only; `rankChangeSentence` is their English form for files and the command line.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace adapnet::eval {

// Any number of results, best first, no name twice. With scores (as many as items) equal neighbours are ties.
struct Ranking {
    std::vector<std::string> items;
    std::vector<double> scores;
};

// Share of the first k places that both lists fill with the same results, in 0..1: |A_k and B_k| / k', where
// k' = min(k, length of the longer list). 1 for two empty lists.
double overlapAt(std::span<const std::string> a, std::span<const std::string> b, std::size_t k);
// |A_k and B_k| / |A_k or B_k|. 1 for two empty lists.
double jaccardAt(std::span<const std::string> a, std::span<const std::string> b, std::size_t k);

// Rank-biased overlap, extrapolated from the lists to their endless continuation, for lists of any two
// lengths. persistence: in (0, 1), the chance that a reader goes on to the next place; 0.9 puts 86 % of the
// weight on the first 10. 1 for two empty lists, 0 when one is empty. Source: Webber, Moffat and Zobel, "A
// similarity measure for indefinite rankings", 2010, equation 32.
double rankBiasedOverlap(std::span<const std::string> a, std::span<const std::string> b, double persistence);

// Kendall's tau-b of two rows of numbers of the same length, in -1..1; NaN when one of them is constant or
// they have fewer than two numbers. Ties are corrected for in both. O(n log n) after Knight, 1966.
double kendallTau(std::span<const double> a, std::span<const double> b);

// Tau-b over all results that either list names: a result's number is its place (the same for tied results),
// and all results that a list does not name share the place behind its end.
double kendallTau(const Ranking& a, const Ranking& b);

struct PlaceChange {
    std::string item;
    std::size_t from = 0;  // place before, from 1; 0: not in the list before
    std::size_t to = 0;    // place now, from 1; 0: not in the list now
    // Positive: moved up.
    std::ptrdiff_t moved() const {
        return from == 0 || to == 0 ? 0 : static_cast<std::ptrdiff_t>(from) - static_cast<std::ptrdiff_t>(to);
    }
};

struct RankChange {
    std::size_t depth = 0;                   // how many first places were compared
    std::vector<PlaceChange> now;            // the first places now, in order; from may lie beyond `depth`
    std::vector<PlaceChange> lost;           // within `depth` before, not now, in the order of before
    std::size_t same = 0, up = 0, down = 0;  // of the results within `depth` in both
    std::size_t fresh = 0;                   // within `depth` now, but not before
    std::size_t before = 0;                  // how many places before filled, at most `depth`
    double overlap = 0, jaccard = 0, rankBiased = 0, tau = 0;  // of the first `depth` places
    // True when the result was not within `depth` before.
    bool isNew(const PlaceChange& change) const { return change.from == 0 || change.from > depth; }
};

// depth at least 1, persistence in (0, 1), no name twice in a list, scores none or as many as items: else
// BadInput.
Result<RankChange> compareRankings(const Ranking& before, const Ranking& now, std::size_t depth,
                                   double persistence = 0.9);

// One English sentence with every count, the first place and the widest move.
std::string rankChangeSentence(const RankChange& change);

}  // namespace adapnet::eval
