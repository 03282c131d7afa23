// Copy detection: all queries share one list of pairs and one threshold. Most queries of such a benchmark
// match nothing, so the question is how low a score may be and still mean "the same picture". Source:
// micro-AP and recall at 90 % precision of the Image Similarity Challenge (arXiv 2106.09672).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/eval/metrics.h"

namespace adapnet::eval {

// `score`: any unit, higher is better, finite.
struct ScoredPair {
    std::uint32_t query = 0;
    std::uint32_t reference = 0;
    double score = 0;
    bool operator==(const ScoredPair&) const = default;
};

struct CopyPair {
    std::uint32_t query = 0;
    std::uint32_t reference = 0;
};

struct CopyMetrics {
    double microAP = 0;                    // 0..1
    double recallAtP90 = 0;                // 0..1; 0 when no threshold reaches a precision of 0.9
    std::optional<double> thresholdAtP90;  // the score at which that recall is reached first
    double recallAtRank1 = 0;              // share of true pairs at rank 0 of their query
    double recallAtRank10 = 0;             // and below rank 10
    std::size_t truePairs = 0;
    std::size_t queriesWithMatch = 0;
    std::size_t queriesWithoutMatch = 0;
    std::size_t predictions = 0;
    // Along the list, best score first.
    std::vector<double> precisions, recalls, thresholds;
    // Rank of every true pair, in the order given: results of the same query that score at least as high,
    // less one; -1 when it was not returned.
    std::vector<std::int64_t> ranks;
    // Per query: what its true pairs add to microAP (the sum over queries is microAP), and the share of its
    // true pairs at or above thresholdAtP90. NaN for a query without a match.
    std::vector<double> contributions, recallsAtP90;
};

// Queries are numbered below `queries`. Inside a group of equal scores the wrong pairs come first, so that
// equal scores cannot be exploited; further ties by query, then reference. A pair given twice, a query number
// out of range and a score that is not finite are BadInput. Without a true pair microAP and the recalls are
// NaN.
Result<CopyMetrics> copyMetrics(std::span<const CopyPair> truth, std::vector<ScoredPair> predictions,
                                std::size_t queries);

// Keeps the `limit` best pairs of all that are added (the challenge evaluates 500,000), in memory for at most
// twice as many. Ties by query, then reference.
class PairCollector {
  public:
    explicit PairCollector(std::size_t limit = 500'000);
    void add(const ScoredPair& pair);
    // Best first; the collector is empty afterwards.
    std::vector<ScoredPair> take();

  private:
    void shrink();

    std::size_t m_limit;
    std::vector<ScoredPair> m_pairs;
};

// Score normalisation: a background score of the query is taken off all its scores, so that scores of
// different queries can be compared.
enum class Normalisation {
    None,
    Sscd,  // mean of the three best background scores, weight 1
    Isc,   // tenth best background score, weight 2
};
const char* normalisationName(Normalisation normalisation);  // "none", "sscd", "isc"
Result<Normalisation> parseNormalisation(std::string_view name);

// weight * mean of the background scores number first..last (from 0, best first). BadInput when there are
// fewer.
Result<double> backgroundScore(std::vector<double> scores, std::size_t first, std::size_t last,
                               double weight);
// What `normalisation` takes off; 0 for None.
Result<double> backgroundScore(std::vector<double> scores, Normalisation normalisation);

// The protocol's lists as copy pairs: easy and hard are true, junk is left out of the predictions.
// scores[q] belongs to rankings[q]. `adjustments`: taken off the scores of each query; empty: nothing.
// `heldOut`: gallery rows that are neither candidates nor true pairs (the background), sorted.
struct CopyInput {
    std::span<const std::vector<std::uint32_t>> rankings;
    std::span<const std::vector<double>> scores;
    std::span<const QueryTruth> truth;
    std::span<const double> adjustments = {};
    std::span<const std::uint32_t> heldOut = {};
    std::size_t maxPairs = 500'000;
};
Result<CopyMetrics> copyMetricsOf(const CopyInput& input);

}  // namespace adapnet::eval
