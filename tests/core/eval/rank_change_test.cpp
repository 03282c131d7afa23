// The functions of rank_change.h against direct forms of the same definitions: sets at every depth, every
// pair.
#include "core/eval/rank_change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <regex>
#include <set>

#include "core/base/random.h"

namespace adapnet::eval {
namespace {

using testing::HasSubstr;
using Items = std::vector<std::string>;
constexpr double kTolerance = 1e-12;

// Up to 40 of 50 names in random order; scores fall, with ties.
Ranking randomRanking(RandomStream& stream) {
    Items names;
    for (int i = 0; i < 50; ++i) names.push_back("p" + std::to_string(i));
    for (std::size_t i = names.size(); i > 1; --i) std::swap(names[i - 1], names[stream.below(i)]);
    names.resize(stream.below(41));
    Ranking ranking{names, {}};
    double score = 100;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (stream.below(3) > 0) score -= 1;
        ranking.scores.push_back(score);
    }
    return ranking;
}

std::set<std::string> firstSet(const Items& items, std::size_t k) {
    return {items.begin(), items.begin() + static_cast<std::ptrdiff_t>(std::min(k, items.size()))};
}

std::size_t sharedAt(const Items& a, const Items& b, std::size_t k) {
    const auto other = firstSet(b, k);
    std::size_t count = 0;
    for (const auto& item : firstSet(a, k)) count += other.count(item);
    return count;
}

// Equation 32 as it stands, with sets built again at every depth.
double referenceRbo(const Items& a, const Items& b, double p) {
    const Items& shorter = a.size() < b.size() ? a : b;
    const Items& longer = a.size() < b.size() ? b : a;
    if (longer.empty()) return 1;
    if (shorter.empty()) return 0;
    const auto s = static_cast<double>(shorter.size());
    const auto l = static_cast<double>(longer.size());
    const auto shared = [&](std::size_t d) { return static_cast<double>(sharedAt(a, b, d)); };
    double first = 0;
    for (std::size_t d = 1; d <= longer.size(); ++d)
        first += shared(d) / static_cast<double>(d) * std::pow(p, static_cast<double>(d));
    double second = 0;
    for (std::size_t d = shorter.size() + 1; d <= longer.size(); ++d)
        second += shared(shorter.size()) * (static_cast<double>(d) - s) / (s * static_cast<double>(d)) *
                  std::pow(p, static_cast<double>(d));
    const double last =
        ((shared(longer.size()) - shared(shorter.size())) / l + shared(shorter.size()) / s) * std::pow(p, l);
    return (1 - p) / p * (first + second) + last;
}

// Every pair once.
double referenceTau(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    double untiedA = 0;
    double untiedB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = i + 1; j < a.size(); ++j) {
            const double signA = a[i] < a[j] ? 1 : a[i] > a[j] ? -1 : 0;
            const double signB = b[i] < b[j] ? 1 : b[i] > b[j] ? -1 : 0;
            sum += signA * signB;
            untiedA += std::abs(signA);
            untiedB += std::abs(signB);
        }
    }
    return sum / std::sqrt(untiedA * untiedB);
}

double referenceTau(const Ranking& a, const Ranking& b) {
    std::set<std::string> all(a.items.begin(), a.items.end());
    all.insert(b.items.begin(), b.items.end());
    const auto number = [](const Ranking& ranking, const std::string& item) {
        const auto found = std::find(ranking.items.begin(), ranking.items.end(), item);
        if (found == ranking.items.end()) return 1e9;
        return -ranking.scores[static_cast<std::size_t>(found - ranking.items.begin())];
    };
    std::vector<double> inA;
    std::vector<double> inB;
    for (const auto& item : all) {
        inA.push_back(number(a, item));
        inB.push_back(number(b, item));
    }
    return referenceTau(inA, inB);
}

void expectSame(double actual, double expected, const std::string& what) {
    if (std::isnan(expected))
        EXPECT_TRUE(std::isnan(actual)) << what;
    else
        EXPECT_NEAR(actual, expected, kTolerance) << what;
}

TEST(RankChange, AgreesWithDirectFormsOnAThousandRandomPairs) {
    RandomStream stream("rank change pairs");
    int tied = 0;
    for (int pair = 0; pair < 1000; ++pair) {
        const Ranking a = randomRanking(stream);
        const Ranking b = randomRanking(stream);
        const std::string where = "pair " + std::to_string(pair);
        const double p = stream.uniform(0.05, 0.99);
        for (const std::size_t k : {std::size_t{1}, std::size_t{10}, std::size_t{33}, std::size_t{100}}) {
            const double shared = static_cast<double>(sharedAt(a.items, b.items, k));
            const auto longer = static_cast<double>(std::min(k, std::max(a.items.size(), b.items.size())));
            auto either = firstSet(a.items, k);
            either.merge(firstSet(b.items, k));
            expectSame(overlapAt(a.items, b.items, k), longer == 0 ? 1 : shared / longer, where + " overlap");
            expectSame(jaccardAt(a.items, b.items, k),
                       either.empty() ? 1 : shared / static_cast<double>(either.size()), where + " Jaccard");
        }
        expectSame(rankBiasedOverlap(a.items, b.items, p), referenceRbo(a.items, b.items, p), where + " RBO");
        expectSame(kendallTau(a, b), referenceTau(a, b), where + " tau");
        if (a.scores.size() > 1 && a.scores[0] == a.scores[1]) ++tied;
    }
    EXPECT_GT(tied, 100) << "ties must occur";
}

TEST(RankChange, TauOfNumbersAgreesWithEveryPairForManyTies) {
    RandomStream stream("tau");
    for (int round = 0; round < 1000; ++round) {
        std::vector<double> a;
        std::vector<double> b;
        const auto kinds = 1 + stream.below(6);
        for (std::uint64_t i = 0, n = stream.below(30); i < n; ++i) {
            a.push_back(static_cast<double>(stream.below(kinds)));
            b.push_back(static_cast<double>(stream.below(kinds)));
        }
        expectSame(kendallTau(a, b), referenceTau(a, b), "round " + std::to_string(round));
    }
}

TEST(RankChange, KnownValues) {
    const Items abc{"a", "b", "c"};
    EXPECT_NEAR(rankBiasedOverlap(abc, abc, 0.9), 1, kTolerance);
    EXPECT_NEAR(rankBiasedOverlap(abc, Items{"x", "y", "z"}, 0.9), 0, kTolerance);
    EXPECT_EQ(rankBiasedOverlap({}, {}, 0.9), 1);
    EXPECT_EQ(rankBiasedOverlap(abc, {}, 0.9), 0);
    EXPECT_NEAR(kendallTau(std::vector<double>{1, 2, 3, 4}, std::vector<double>{4, 3, 2, 1}), -1, kTolerance);
    EXPECT_NEAR(kendallTau(std::vector<double>{1, 2, 3, 4}, std::vector<double>{1, 2, 3, 4}), 1, kTolerance);
    // One tie in the first row: 5 of 6 pairs agree, none disagrees: 5 / sqrt(5 * 6).
    EXPECT_NEAR(kendallTau(std::vector<double>{1, 1, 2, 3}, std::vector<double>{1, 2, 3, 4}),
                5 / std::sqrt(30.0), kTolerance);
    EXPECT_TRUE(std::isnan(kendallTau(std::vector<double>{1, 1}, std::vector<double>{1, 2})));
}

// What the sentence says, read back from its words.
struct Said {
    std::size_t filled = 0, same = 0, up = 0, down = 0, fresh = 0, lost = 0;
};

Said readSentence(const std::string& sentence) {
    static const std::regex kPattern(
        "Of the first (\\d+) places? now, (\\d+) (?:is|are) unchanged, (\\d+) (?:is|are) higher, (\\d+) "
        "(?:is|are) lower "
        "and (\\d+) (?:is|are) new; (\\d+) (?:is|are) lost.*\\.");
    std::smatch match;
    EXPECT_TRUE(std::regex_match(sentence, match, kPattern)) << sentence;
    Said said;
    std::size_t* const fields[]{&said.filled, &said.same, &said.up, &said.down, &said.fresh, &said.lost};
    for (std::size_t i = 0; i < std::size(fields); ++i)
        *fields[i] = static_cast<std::size_t>(std::stoul(match[i + 1]));
    return said;
}

TEST(RankChange, TheSentenceIsTrueOnAThousandRandomPairs) {
    RandomStream stream("rank change sentences");
    constexpr std::size_t kDepth = 10;
    int withSentence = 0;
    for (int pair = 0; pair < 1000; ++pair) {
        const Ranking before = randomRanking(stream);
        const Ranking now = randomRanking(stream);
        const auto change = compareRankings(before, now, kDepth);
        ASSERT_TRUE(change) << change.error().message();
        const std::string sentence = rankChangeSentence(*change);
        if (now.items.empty()) {
            EXPECT_THAT(sentence, HasSubstr("empty"));
            continue;
        }
        ++withSentence;
        const Said said = readSentence(sentence);
        Said expected;
        expected.filled = std::min(kDepth, now.items.size());
        const auto placeOf = [](const Items& items, const std::string& item) {
            return static_cast<std::size_t>(std::find(items.begin(), items.end(), item) - items.begin()) + 1;
        };
        std::size_t widest = 0;
        for (std::size_t i = 0; i < expected.filled; ++i) {
            const std::size_t from = placeOf(before.items, now.items[i]);
            if (from > std::min(kDepth, before.items.size())) {
                ++expected.fresh;
                continue;
            }
            ++(from == i + 1 ? expected.same : from > i + 1 ? expected.up : expected.down);
            widest = std::max(widest, from > i + 1 ? from - i - 1 : i + 1 - from);
        }
        for (std::size_t i = 0; i < std::min(kDepth, before.items.size()); ++i)
            if (placeOf(now.items, before.items[i]) > expected.filled) ++expected.lost;
        EXPECT_EQ(said.filled, expected.filled) << sentence;
        EXPECT_EQ(said.same, expected.same) << sentence;
        EXPECT_EQ(said.up, expected.up) << sentence;
        EXPECT_EQ(said.down, expected.down) << sentence;
        EXPECT_EQ(said.fresh, expected.fresh) << sentence;
        EXPECT_EQ(said.lost, expected.lost) << sentence;
        EXPECT_THAT(sentence, HasSubstr("'" + now.items[0] + "' "));
        const std::size_t firstFrom = placeOf(before.items, now.items[0]);
        if (firstFrom > before.items.size())
            EXPECT_THAT(sentence, HasSubstr("was not in the list"));
        else if (firstFrom == 1)
            EXPECT_THAT(sentence, HasSubstr("stays first"));
        else
            EXPECT_THAT(sentence, HasSubstr("from place " + std::to_string(firstFrom)));
        if (widest > 0)
            EXPECT_THAT(sentence, HasSubstr("(" + std::to_string(widest) + " place"));
        else
            EXPECT_THAT(sentence, testing::Not(HasSubstr("widest")));
    }
    EXPECT_GT(withSentence, 900);
}

TEST(RankChange, SaysWhereEveryResultMoved) {
    const Ranking before{{"a", "b", "c", "d", "e"}, {}};
    const Ranking now{{"c", "a", "x", "b"}, {}};
    const auto change = compareRankings(before, now, 3);
    ASSERT_TRUE(change);
    ASSERT_EQ(change->now.size(), 3U);
    EXPECT_EQ(change->now[0].moved(), 2);
    EXPECT_EQ(change->now[1].moved(), -1);
    EXPECT_TRUE(change->isNew(change->now[2]));
    ASSERT_EQ(change->lost.size(), 1U);
    EXPECT_EQ(change->lost[0].item, "b");
    EXPECT_EQ(change->lost[0].to, 4U) << "it stands further down";
    EXPECT_NEAR(change->overlap, 2.0 / 3, kTolerance);
    EXPECT_NEAR(change->jaccard, 0.5, kTolerance);
    EXPECT_EQ(
        rankChangeSentence(*change),
        "Of the first 3 places now, 0 are unchanged, 1 is higher, 1 is lower and 1 is new; 1 is lost; 'c' is "
        "first now, from place 3; the widest move is 'c' from 3 to 1 (2 places up).");
}

TEST(RankChange, RefusesListsThatAreNone) {
    EXPECT_FALSE(compareRankings({{"a", "a"}, {}}, {{"a"}, {}}, 5));
    EXPECT_FALSE(compareRankings({{"a"}, {1, 2}}, {{"a"}, {}}, 5));
    EXPECT_FALSE(compareRankings({{"a"}, {}}, {{"a"}, {}}, 0));
    EXPECT_FALSE(compareRankings({{"a"}, {}}, {{"a"}, {}}, 5, 1.0));
    EXPECT_TRUE(compareRankings({}, {}, 5));
}

}  // namespace
}  // namespace adapnet::eval
