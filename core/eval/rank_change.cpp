#include "core/eval/rank_change.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "core/base/files.h"

namespace adapnet::eval {

namespace {

using Places = std::unordered_map<std::string, std::size_t>;

std::span<const std::string> firstOf(std::span<const std::string> list, std::size_t k) {
    return list.first(std::min(k, list.size()));
}

std::size_t shared(std::span<const std::string> a, std::span<const std::string> b) {
    const std::unordered_set<std::string> known(a.begin(), a.end());
    return static_cast<std::size_t>(
        std::count_if(b.begin(), b.end(), [&](const std::string& item) { return known.contains(item); }));
}

// Number of pairs within runs of equal neighbours; `isEqual` compares two places of a sorted order.
template <class IsEqual>
std::uint64_t tiedPairs(std::size_t n, const IsEqual& isEqual) {
    std::uint64_t pairs = 0;
    for (std::size_t from = 0; from < n;) {
        std::size_t end = from + 1;
        while (end < n && isEqual(from, end)) ++end;
        const std::uint64_t length = end - from;
        pairs += length * (length - 1) / 2;
        from = end;
    }
    return pairs;
}

// Sorts `values` and returns how many pairs stood in the wrong order.
std::uint64_t countInversions(std::vector<double>& values) {
    std::vector<double> other(values.size());
    std::uint64_t inversions = 0;
    for (std::size_t width = 1; width < values.size(); width *= 2) {
        for (std::size_t from = 0; from < values.size(); from += 2 * width) {
            const std::size_t middle = std::min(from + width, values.size());
            const std::size_t end = std::min(from + 2 * width, values.size());
            std::size_t left = from;
            std::size_t right = middle;
            for (std::size_t out = from; out < end; ++out) {
                if (right == end || (left < middle && values[left] <= values[right])) {
                    other[out] = values[left++];
                } else {
                    inversions += middle - left;
                    other[out] = values[right++];
                }
            }
        }
        values.swap(other);
    }
    return inversions;
}

// Place of every item, tied items sharing the first place of their group; the items of the first `depth`
// places.
std::unordered_map<std::string, double> tiedPlaces(const Ranking& ranking) {
    std::unordered_map<std::string, double> places;
    double place = 0;
    for (std::size_t i = 0; i < ranking.items.size(); ++i) {
        const bool isTied = i > 0 && !ranking.scores.empty() && ranking.scores[i] == ranking.scores[i - 1];
        if (!isTied) place = static_cast<double>(i);
        places.emplace(ranking.items[i], place);
    }
    return places;
}

Ranking cut(const Ranking& ranking, std::size_t depth) {
    Ranking out = ranking;
    if (out.items.size() > depth) out.items.resize(depth);
    if (out.scores.size() > depth) out.scores.resize(depth);
    return out;
}

Result<Places> placesOf(const Ranking& ranking) {
    if (!ranking.scores.empty() && ranking.scores.size() != ranking.items.size())
        return fail(ErrorCode::BadInput, "a ranking has another number of scores than of results");
    Places places;
    for (std::size_t i = 0; i < ranking.items.size(); ++i)
        if (!places.emplace(ranking.items[i], i + 1).second)
            return fail(ErrorCode::BadInput, "a ranking names '" + validUtf8(ranking.items[i]) + "' twice");
    return places;
}

std::size_t placeIn(const Places& places, const std::string& item) {
    const auto found = places.find(item);
    return found == places.end() ? 0 : found->second;
}

std::string quoted(const std::string& item) {
    return "'" + validUtf8(item) + "'";
}

std::string places(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " place" : " places");
}

std::string verb(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " is" : " are");
}

// The widest move; of several the one that stands first now.
const PlaceChange* widestMove(const RankChange& change) {
    const PlaceChange* widest = nullptr;
    for (const PlaceChange& entry : change.now) {
        if (change.isNew(entry) || entry.moved() == 0) continue;
        if (widest == nullptr || std::abs(entry.moved()) > std::abs(widest->moved())) widest = &entry;
    }
    return widest;
}

}  // namespace

double overlapAt(std::span<const std::string> a, std::span<const std::string> b, std::size_t k) {
    const std::size_t places = std::min(k, std::max(a.size(), b.size()));
    if (places == 0) return 1;
    return static_cast<double>(shared(firstOf(a, k), firstOf(b, k))) / static_cast<double>(places);
}

double jaccardAt(std::span<const std::string> a, std::span<const std::string> b, std::size_t k) {
    const auto firstA = firstOf(a, k);
    const auto firstB = firstOf(b, k);
    const std::size_t both = shared(firstA, firstB);
    const std::size_t either = firstA.size() + firstB.size() - both;
    return either == 0 ? 1 : static_cast<double>(both) / static_cast<double>(either);
}

double rankBiasedOverlap(std::span<const std::string> a, std::span<const std::string> b, double persistence) {
    const auto shorter = a.size() <= b.size() ? a : b;
    const auto longer = a.size() <= b.size() ? b : a;
    if (longer.empty()) return 1;
    if (shorter.empty()) return 0;
    const double p = persistence;
    const auto s = static_cast<double>(shorter.size());
    const auto l = static_cast<double>(longer.size());
    std::unordered_set<std::string_view> seen;
    std::size_t agreed = 0;  // X_d: shared by the first d places of both
    double agreedShort = 0;  // X_s
    double sum = 0;
    double weight = 1;  // p^d
    for (std::size_t d = 1; d <= longer.size(); ++d) {
        const std::string_view fromLonger = longer[d - 1];
        if (d <= shorter.size()) {
            const std::string_view fromShorter = shorter[d - 1];
            if (fromLonger == fromShorter) {
                ++agreed;
            } else {
                agreed += seen.contains(fromLonger) ? 1 : 0;
                agreed += seen.contains(fromShorter) ? 1 : 0;
                seen.insert(fromLonger);
                seen.insert(fromShorter);
            }
            if (d == shorter.size()) agreedShort = static_cast<double>(agreed);
        } else if (seen.contains(fromLonger)) {
            ++agreed;
        }
        weight *= p;
        const auto depth = static_cast<double>(d);
        sum += static_cast<double>(agreed) / depth * weight;
        if (d > shorter.size()) sum += agreedShort * (depth - s) / (s * depth) * weight;
    }
    return (1 - p) / p * sum + ((static_cast<double>(agreed) - agreedShort) / l + agreedShort / s) * weight;
}

double kendallTau(std::span<const double> a, std::span<const double> b) {
    constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
    const std::size_t n = std::min(a.size(), b.size());
    if (n < 2) return kUndefined;
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
        if (a[i] != a[j]) return a[i] < a[j];
        return b[i] < b[j];
    });
    const auto equalA = [&](std::size_t i, std::size_t j) { return a[order[i]] == a[order[j]]; };
    const std::uint64_t all = std::uint64_t{n} * (n - 1) / 2;
    const std::uint64_t tiedA = tiedPairs(n, equalA);
    const std::uint64_t tiedBoth = tiedPairs(
        n, [&](std::size_t i, std::size_t j) { return equalA(i, j) && b[order[i]] == b[order[j]]; });
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i) values[i] = b[order[i]];
    const std::uint64_t discordant = countInversions(values);
    const std::uint64_t tiedB =
        tiedPairs(n, [&](std::size_t i, std::size_t j) { return values[i] == values[j]; });
    if (tiedA == all || tiedB == all) return kUndefined;
    const auto difference =
        static_cast<std::int64_t>(all - tiedA - tiedB + tiedBoth) - 2 * static_cast<std::int64_t>(discordant);
    return static_cast<double>(difference) /
           (std::sqrt(static_cast<double>(all - tiedA)) * std::sqrt(static_cast<double>(all - tiedB)));
}

double kendallTau(const Ranking& a, const Ranking& b) {
    const auto placesA = tiedPlaces(a);
    const auto placesB = tiedPlaces(b);
    std::vector<double> inA;
    std::vector<double> inB;
    const auto placeOr = [](const auto& known, const std::string& item, std::size_t behind) {
        const auto found = known.find(item);
        return found == known.end() ? static_cast<double>(behind) : found->second;
    };
    const auto note = [&](const std::string& item) {
        inA.push_back(placeOr(placesA, item, a.items.size()));
        inB.push_back(placeOr(placesB, item, b.items.size()));
    };
    for (const auto& item : a.items) note(item);
    for (const auto& item : b.items)
        if (!placesA.contains(item)) note(item);
    return kendallTau(inA, inB);
}

Result<RankChange> compareRankings(const Ranking& before, const Ranking& now, std::size_t depth,
                                   double persistence) {
    if (depth == 0) return fail(ErrorCode::BadInput, "at least one place must be compared");
    if (!(persistence > 0 && persistence < 1))
        return fail(ErrorCode::BadInput,
                    "the persistence of the rank-biased overlap must lie between 0 and 1");
    const auto placesBefore = placesOf(before);
    if (!placesBefore) return fail(placesBefore.error());
    const auto placesNow = placesOf(now);
    if (!placesNow) return fail(placesNow.error());
    RankChange out;
    out.depth = depth;
    out.before = std::min(depth, before.items.size());
    const Ranking firstBefore = cut(before, depth);
    const Ranking firstNow = cut(now, depth);
    for (const auto& item : firstNow.items) {
        const PlaceChange change{item, placeIn(*placesBefore, item), placeIn(*placesNow, item)};
        if (out.isNew(change))
            ++out.fresh;
        else
            ++(change.moved() == 0 ? out.same : change.moved() > 0 ? out.up : out.down);
        out.now.push_back(change);
    }
    for (const auto& item : firstBefore.items) {
        const PlaceChange change{item, placeIn(*placesBefore, item), placeIn(*placesNow, item)};
        if (change.to == 0 || change.to > depth) out.lost.push_back(change);
    }
    out.overlap = overlapAt(before.items, now.items, depth);
    out.jaccard = jaccardAt(before.items, now.items, depth);
    out.rankBiased = rankBiasedOverlap(firstBefore.items, firstNow.items, persistence);
    out.tau = kendallTau(firstBefore, firstNow);
    return out;
}

std::string rankChangeSentence(const RankChange& change) {
    const std::size_t filled = change.now.size();
    if (filled == 0 && change.before == 0) return "Both lists are empty.";
    if (filled == 0) return "The list is empty now; " + places(change.before) + " were filled before.";
    std::string text = "Of the first " + places(filled) + " now, " + verb(change.same) + " unchanged, " +
                       verb(change.up) + " higher, " + verb(change.down) + " lower and " +
                       verb(change.fresh) + " new; " + verb(change.lost.size()) + " lost";
    const PlaceChange& first = change.now.front();
    if (first.from == 1)
        text += "; " + quoted(first.item) + " stays first";
    else if (first.from == 0)
        text += "; " + quoted(first.item) + " is first now and was not in the list";
    else
        text += "; " + quoted(first.item) + " is first now, from place " + std::to_string(first.from);
    if (const PlaceChange* widest = widestMove(change)) {
        const auto distance = static_cast<std::size_t>(std::abs(widest->moved()));
        text += "; the widest move is " + quoted(widest->item) + " from " + std::to_string(widest->from) +
                " to " + std::to_string(widest->to) + " (" + places(distance) +
                (widest->moved() > 0 ? " up)" : " down)");
    }
    return text + ".";
}

}  // namespace adapnet::eval
