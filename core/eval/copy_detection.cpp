#include "core/eval/copy_detection.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace adapnet::eval {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr double kWantedPrecision = 0.9;

std::uint64_t keyOf(std::uint32_t query, std::uint32_t reference) {
    return (std::uint64_t{query} << 32) | reference;
}

bool isBetter(const ScoredPair& a, const ScoredPair& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.query != b.query) return a.query < b.query;
    return a.reference < b.reference;
}

double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? kUndefined : static_cast<double>(part) / static_cast<double>(whole);
}

Result<void> checkPairs(std::span<const CopyPair> truth, const std::vector<ScoredPair>& predictions,
                        std::size_t queries) {
    const auto outside = [&](std::uint32_t query) {
        return fail(ErrorCode::BadInput, "a pair names query " + std::to_string(query) + ", but there are " +
                                             std::to_string(queries));
    };
    std::unordered_set<std::uint64_t> seen;
    for (const CopyPair& pair : truth) {
        if (pair.query >= queries) return outside(pair.query);
        if (!seen.insert(keyOf(pair.query, pair.reference)).second)
            return fail(ErrorCode::BadInput,
                        "a true pair is named twice (query " + std::to_string(pair.query + 1) + ")");
    }
    seen.clear();
    for (const ScoredPair& pair : predictions) {
        if (pair.query >= queries) return outside(pair.query);
        if (!std::isfinite(pair.score))
            return fail(ErrorCode::BadInput,
                        "a score of query " + std::to_string(pair.query + 1) + " is not a finite number");
        if (!seen.insert(keyOf(pair.query, pair.reference)).second)
            return fail(ErrorCode::BadInput,
                        "a pair is predicted twice (query " + std::to_string(pair.query + 1) + ")");
    }
    return {};
}

// Rank of every true pair among the results of its query.
std::vector<std::int64_t> ranksOf(std::span<const CopyPair> truth, const std::vector<ScoredPair>& predictions,
                                  std::size_t queries) {
    std::vector<std::vector<double>> scores(queries);
    std::unordered_map<std::uint64_t, double> scoreOf;
    for (const ScoredPair& pair : predictions) scores[pair.query].push_back(pair.score);
    for (auto& list : scores) std::sort(list.begin(), list.end(), std::greater<>());
    for (const ScoredPair& pair : predictions) scoreOf[keyOf(pair.query, pair.reference)] = pair.score;
    std::vector<std::int64_t> ranks;
    for (const CopyPair& pair : truth) {
        const auto found = scoreOf.find(keyOf(pair.query, pair.reference));
        if (found == scoreOf.end()) {
            ranks.push_back(-1);
            continue;
        }
        const auto& list = scores[pair.query];
        const auto end = std::upper_bound(list.begin(), list.end(), found->second, std::greater<>());
        ranks.push_back((end - list.begin()) - 1);
    }
    return ranks;
}

}  // namespace

Result<CopyMetrics> copyMetrics(std::span<const CopyPair> truth, std::vector<ScoredPair> predictions,
                                std::size_t queries) {
    if (auto good = checkPairs(truth, predictions, queries); !good) return fail(good.error());
    std::unordered_set<std::uint64_t> correct;
    std::vector<std::size_t> pairsOfQuery(queries, 0);
    for (const CopyPair& pair : truth) {
        correct.insert(keyOf(pair.query, pair.reference));
        ++pairsOfQuery[pair.query];
    }
    const auto isCorrect = [&](const ScoredPair& pair) {
        return correct.contains(keyOf(pair.query, pair.reference));
    };
    std::sort(predictions.begin(), predictions.end(), [&](const ScoredPair& a, const ScoredPair& b) {
        if (a.score != b.score) return a.score > b.score;
        const bool correctA = isCorrect(a);
        if (correctA != isCorrect(b)) return !correctA;
        return isBetter(a, b);
    });

    CopyMetrics out;
    out.truePairs = truth.size();
    out.predictions = predictions.size();
    for (const std::size_t count : pairsOfQuery)
        ++(count > 0 ? out.queriesWithMatch : out.queriesWithoutMatch);
    const double n = static_cast<double>(truth.size());
    out.contributions.assign(queries, 0.0);
    std::size_t found = 0;
    std::size_t foundAtP90 = 0;
    for (std::size_t i = 0; i < predictions.size(); ++i) {
        const bool hit = isCorrect(predictions[i]);
        if (hit) ++found;
        const double precision = share(found, i + 1);
        out.precisions.push_back(precision);
        out.recalls.push_back(share(found, truth.size()));
        out.thresholds.push_back(predictions[i].score);
        if (!hit) continue;
        out.microAP += precision / n;
        out.contributions[predictions[i].query] += precision / n;
        if (precision >= kWantedPrecision && found > foundAtP90) {
            foundAtP90 = found;
            out.thresholdAtP90 = predictions[i].score;
        }
    }
    out.recallAtP90 = share(foundAtP90, truth.size());
    if (truth.empty()) out.microAP = kUndefined;

    out.ranks = ranksOf(truth, predictions, queries);
    const auto within = [&](std::int64_t limit) {
        return static_cast<std::size_t>(std::count_if(out.ranks.begin(), out.ranks.end(),
                                                      [&](auto rank) { return rank >= 0 && rank < limit; }));
    };
    out.recallAtRank1 = share(within(1), truth.size());
    out.recallAtRank10 = share(within(10), truth.size());

    std::vector<std::size_t> foundOfQuery(queries, 0);
    // The first `foundAtP90` true pairs along the list, not all of that score: wrong ones may follow.
    for (std::size_t i = 0, left = foundAtP90; i < predictions.size() && left > 0; ++i) {
        if (!isCorrect(predictions[i])) continue;
        ++foundOfQuery[predictions[i].query];
        --left;
    }
    for (std::size_t q = 0; q < queries; ++q) {
        out.recallsAtP90.push_back(share(foundOfQuery[q], pairsOfQuery[q]));
        if (pairsOfQuery[q] == 0) out.contributions[q] = kUndefined;
    }
    return out;
}

PairCollector::PairCollector(std::size_t limit) : m_limit(std::max<std::size_t>(limit, 1)) {}

void PairCollector::add(const ScoredPair& pair) {
    m_pairs.push_back(pair);
    if (m_pairs.size() >= 2 * m_limit) shrink();
}

void PairCollector::shrink() {
    if (m_pairs.size() <= m_limit) return;
    const auto cut = m_pairs.begin() + static_cast<std::ptrdiff_t>(m_limit);
    std::nth_element(m_pairs.begin(), cut, m_pairs.end(), isBetter);
    m_pairs.resize(m_limit);
}

std::vector<ScoredPair> PairCollector::take() {
    shrink();
    std::sort(m_pairs.begin(), m_pairs.end(), isBetter);
    return std::exchange(m_pairs, {});
}

const char* normalisationName(Normalisation normalisation) {
    switch (normalisation) {
        case Normalisation::Sscd:
            return "sscd";
        case Normalisation::Isc:
            return "isc";
        case Normalisation::None:
            break;
    }
    return "none";
}

Result<Normalisation> parseNormalisation(std::string_view name) {
    for (const auto known : {Normalisation::None, Normalisation::Sscd, Normalisation::Isc})
        if (name == normalisationName(known)) return known;
    return fail(ErrorCode::BadInput,
                "the normalisation must be none, sscd or isc, not '" + std::string(name) + "'");
}

Result<double> backgroundScore(std::vector<double> scores, std::size_t first, std::size_t last,
                               double weight) {
    if (first > last || last >= scores.size())
        return fail(ErrorCode::BadInput,
                    "the score normalisation needs at least " + std::to_string(last + 1) +
                        " background pictures, but there are " + std::to_string(scores.size()));
    const auto from = static_cast<std::ptrdiff_t>(first);
    const auto end = static_cast<std::ptrdiff_t>(last) + 1;
    std::partial_sort(scores.begin(), scores.begin() + end, scores.end(), std::greater<>());
    const double sum = std::accumulate(scores.begin() + from, scores.begin() + end, 0.0);
    return weight * sum / static_cast<double>(end - from);
}

Result<double> backgroundScore(std::vector<double> scores, Normalisation normalisation) {
    switch (normalisation) {
        case Normalisation::Sscd:
            return backgroundScore(std::move(scores), 0, 2, 1);
        case Normalisation::Isc:
            return backgroundScore(std::move(scores), 9, 9, 2);
        case Normalisation::None:
            break;
    }
    return 0.0;
}

Result<CopyMetrics> copyMetricsOf(const CopyInput& input) {
    const std::size_t queries = input.truth.size();
    if (input.rankings.size() != queries || input.scores.size() != queries ||
        (!input.adjustments.empty() && input.adjustments.size() != queries))
        return fail(ErrorCode::BadInput, "rankings, scores and queries differ in number");
    const auto isHeldOut = [&](std::uint32_t row) {
        return std::binary_search(input.heldOut.begin(), input.heldOut.end(), row);
    };
    std::vector<CopyPair> truth;
    PairCollector collector(input.maxPairs);
    for (std::size_t q = 0; q < queries; ++q) {
        if (input.rankings[q].size() != input.scores[q].size())
            return fail(ErrorCode::BadInput,
                        "query " + std::to_string(q + 1) + " has another number of scores than of results");
        const auto number = static_cast<std::uint32_t>(q);
        for (const auto* list : {&input.truth[q].easy, &input.truth[q].hard})
            for (const std::uint32_t row : *list)
                if (!isHeldOut(row)) truth.push_back({number, row});
        const std::unordered_set<std::uint32_t> junk(input.truth[q].junk.begin(), input.truth[q].junk.end());
        const double taken = input.adjustments.empty() ? 0.0 : input.adjustments[q];
        for (std::size_t i = 0; i < input.rankings[q].size(); ++i) {
            const std::uint32_t row = input.rankings[q][i];
            if (!junk.contains(row) && !isHeldOut(row))
                collector.add({number, row, input.scores[q][i] - taken});
        }
    }
    return copyMetrics(truth, collector.take(), queries);
}

}  // namespace adapnet::eval
