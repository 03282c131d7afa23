#include "core/nn/hard_tuples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/nn/batch_losses.h"
#include "core/nn/pair_losses.h"
#include "core/nn/training_start.h"
#include "tests/core/nn/filler.h"

namespace adapnet::nn {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

using Numbers = std::vector<std::int64_t>;

// Pictures of some classes and what a network takes them for.
struct PictureSet {
    Numbers classes, predicted;

    void add(std::int64_t truth, std::int64_t prediction) {
        classes.push_back(truth);
        predicted.push_back(prediction);
    }
    // Six pictures a class, four recognised, one taken for the next class and one for the one after it.
    static PictureSet ofClasses(std::int64_t count) {
        PictureSet set;
        for (std::int64_t c = 0; c < count; ++c)
            for (const std::int64_t shift : {0, 0, 0, 0, 1, 2}) set.add(c, (c + shift) % count);
        return set;
    }
    HardTupleSampler sampler(std::uint64_t seed = 7) const {
        auto made = HardTupleSampler::make(classes, predicted, seed);
        EXPECT_TRUE(made) << made.error().message();
        return *made;
    }
    std::int64_t classOf(std::int64_t picture) const { return classes[static_cast<std::size_t>(picture)]; }
    std::int64_t predictedOf(std::int64_t picture) const {
        return predicted[static_cast<std::size_t>(picture)];
    }
    bool isMistakenFor(std::int64_t picture, std::int64_t c) const {
        return classOf(picture) >= 0 && classOf(picture) != c && predictedOf(picture) == c;
    }
};

struct Tuple {
    std::int64_t anchor = 0, positive = 0;
    Numbers negatives;
};

std::vector<Tuple> split(const Numbers& pictures) {
    std::vector<Tuple> tuples;
    for (auto at = pictures.begin(); at != pictures.end(); at += kTuplePictures)
        tuples.push_back({at[0], at[1], Numbers(at + 2, at + kTuplePictures)});
    return tuples;
}

// Calls `visit(tuple, unused)` for every tuple, with the pictures that its round had left before it, and
// checks that rounds end when they have to and use no picture twice.
template <class Visit>
void followRounds(const PictureSet& set, const std::vector<Tuple>& tuples, Visit&& visit) {
    std::set<std::int64_t> all, unused;
    for (std::size_t i = 0; i < set.classes.size(); ++i)
        if (set.classes[i] >= 0) all.insert(static_cast<std::int64_t>(i));
    unused = all;
    const auto canGoOn = [&] {
        std::map<std::int64_t, std::size_t> left;
        for (const auto picture : unused) ++left[set.classOf(picture)];
        return left.size() > static_cast<std::size_t>(kTupleNegatives) &&
               std::any_of(left.begin(), left.end(), [](const auto& entry) { return entry.second >= 2; });
    };
    for (const Tuple& tuple : tuples) {
        if (!canGoOn()) unused = all;
        visit(tuple, unused);
        ASSERT_EQ(unused.erase(tuple.anchor), 1U);
        ASSERT_EQ(unused.erase(tuple.positive), 1U);
        for (const auto picture : tuple.negatives) ASSERT_EQ(unused.erase(picture), 1U);
    }
}

TEST(HardTupleSampling, HoldTwoPicturesOfAClassAndSixOfSixOthers) {
    const auto set = PictureSet::ofClasses(9);
    for (const Tuple& tuple : split(set.sampler().tuples(0, 500))) {
        EXPECT_NE(tuple.anchor, tuple.positive);
        EXPECT_EQ(set.classOf(tuple.anchor), set.classOf(tuple.positive));
        std::set<std::int64_t> classes{set.classOf(tuple.anchor)};
        for (const auto picture : tuple.negatives) classes.insert(set.classOf(picture));
        EXPECT_EQ(classes.size(), 7U);
    }
}

TEST(HardTupleSampling, UseEveryPictureAtMostOnceUntilTheClassesRunOut) {
    const auto set = PictureSet::ofClasses(9);
    std::set<std::int64_t> seen;
    followRounds(set, split(set.sampler().tuples(0, 500)), [&](const Tuple& tuple, const auto&) {
        seen.insert({tuple.anchor, tuple.positive});
        seen.insert(tuple.negatives.begin(), tuple.negatives.end());
    });
    EXPECT_EQ(seen.size(), set.classes.size());
}

TEST(HardTupleSampling, AMissedAnchorGetsARecognisedPositiveWhileThereIsOne) {
    const auto set = PictureSet::ofClasses(9);
    int missed = 0, without = 0;
    followRounds(set, split(set.sampler().tuples(0, 500)), [&](const Tuple& tuple, const auto& unused) {
        const auto c = set.classOf(tuple.anchor);
        if (set.predictedOf(tuple.anchor) == c) return;
        ++missed;
        const bool available = std::any_of(unused.begin(), unused.end(), [&](auto picture) {
            return set.classOf(picture) == c && set.predictedOf(picture) == c;
        });
        EXPECT_EQ(set.predictedOf(tuple.positive) == c, available);
        without += available ? 0 : 1;
    });
    EXPECT_GT(missed, 50);
    EXPECT_GT(without, 0);
}

TEST(HardTupleSampling, ARecognisedAnchorTakesItsPositiveWhateverItIsTakenFor) {
    const auto set = PictureSet::ofClasses(9);
    int recognised = 0, positiveMissed = 0;
    for (const Tuple& tuple : split(set.sampler().tuples(0, 500))) {
        const auto c = set.classOf(tuple.anchor);
        if (set.predictedOf(tuple.anchor) != c) continue;
        ++recognised;
        positiveMissed += set.predictedOf(tuple.positive) == c ? 0 : 1;
    }
    // Two of the five others, a little fewer or more because a round ends early.
    EXPECT_NEAR(static_cast<double>(positiveMissed) / recognised, 0.4, 0.08);
}

TEST(HardTupleSampling, HardNegativesComeAsOftenAsPublished) {
    const auto set = PictureSet::ofClasses(40);
    int recognised = 0, recognisedHard = 0, missed = 0, missedHard = 0, missedReversed = 0;
    followRounds(set, split(set.sampler().tuples(0, 4000)), [&](const Tuple& tuple, const auto& unused) {
        const auto c = set.classOf(tuple.anchor);
        const auto predicted = set.predictedOf(tuple.anchor);
        // Where the hard pictures are used up there is nothing to count.
        const auto has = [&](auto&& wanted) { return std::any_of(unused.begin(), unused.end(), wanted); };
        if (!has([&](auto picture) { return set.isMistakenFor(picture, c); }) ||
            !has([&](auto picture) { return set.classOf(picture) == predicted && picture != tuple.anchor; }))
            return;
        const auto first = tuple.negatives.front();
        const bool hard = set.isMistakenFor(first, c);
        if (predicted == c) {
            ++recognised;
            recognisedHard += hard ? 1 : 0;
        } else {
            ++missed;
            missedHard += hard ? 1 : 0;
            missedReversed += set.classOf(first) == predicted && !hard ? 1 : 0;
        }
    });
    ASSERT_GT(recognised, 1000);
    ASSERT_GT(missed, 600);
    // The first negative is the hard one when there is one; chance alone makes it one in about 2 of 100.
    EXPECT_NEAR(static_cast<double>(recognisedHard) / recognised, 0.5, 0.04);
    EXPECT_NEAR(static_cast<double>(missedHard) / missed, 0.33, 0.05);
    EXPECT_NEAR(static_cast<double>(missedReversed) / missed, 0.67 * 0.5, 0.05);
}

TEST(HardTupleSampling, DependOnTheirNumberAndTheSeedOnly) {
    const auto set = PictureSet::ofClasses(9);
    const auto all = set.sampler(3).tuples(0, 100);
    EXPECT_EQ(set.sampler(3).tuples(0, 100), all);
    EXPECT_NE(set.sampler(4).tuples(0, 100), all);
    auto sampler = set.sampler(3);
    const auto part = [&](std::int64_t first, std::int64_t count) {
        return Numbers(all.begin() + first * kTuplePictures, all.begin() + (first + count) * kTuplePictures);
    };
    EXPECT_EQ(sampler.tuples(60, 3), part(60, 3));
    EXPECT_EQ(sampler.tuples(63, 1), part(63, 1));
    EXPECT_EQ(sampler.tuples(70, 2), part(70, 2));
    EXPECT_EQ(sampler.tuples(5, 2), part(5, 2));
    EXPECT_EQ(sampler.tuples(6, 2), part(6, 2));
}

TEST(HardTupleSampling, LeaveOutPicturesWithoutAClass) {
    auto set = PictureSet::ofClasses(9);
    const auto last = static_cast<std::int64_t>(set.classes.size());
    for (int i = 0; i < 20; ++i) set.add(-1, i % 9);
    for (const auto picture : set.sampler().tuples(0, 300)) EXPECT_LT(picture, last);
}

TEST(HardTupleSampling, TakePicturesThatAreTakenForNothingAsMissed) {
    PictureSet set;
    for (std::int64_t i = 0; i < 40; ++i) set.add(i % 8, -1);
    followRounds(set, split(set.sampler().tuples(0, 50)), [](const Tuple&, const auto&) {});
}

TEST(HardTupleSampling, WithFewClassesEachGivesSeveralNegatives) {
    const auto set = PictureSet::ofClasses(3);
    for (const Tuple& tuple : split(set.sampler().tuples(0, 60))) {
        std::set<std::int64_t> different(tuple.negatives.begin(), tuple.negatives.end());
        EXPECT_EQ(different.size(), 6U);
        Numbers classes;
        for (const auto picture : tuple.negatives) classes.push_back(set.classOf(picture));
        EXPECT_THAT(classes, Not(Contains(set.classOf(tuple.anchor))));
        for (std::int64_t c = 0; c < 3; ++c)
            if (c != set.classOf(tuple.anchor)) {
                EXPECT_THAT(classes, Contains(c));
            }
    }
}

TEST(HardTupleSampling, RefusePicturesOfWhichNoTupleCanBeMade) {
    const auto refuse = [](const Numbers& classes, const Numbers& predicted) {
        const auto made = HardTupleSampler::make(classes, predicted, 1);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, ErrorCode::BadInput);
        EXPECT_THAT(made.error().detail, HasSubstr("hard tuples need"));
    };
    refuse({}, {});
    refuse({0, 0, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0});  // one class
    refuse({0, 1, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7});  // nobody has a positive
    refuse({0, 0, 1, 1, 1, 1, 1}, {0, 0, 1, 1, 1, 1, 1});        // five others
    refuse({0, 0, 1, 2, 3, 4, 5, 6}, {0});
    EXPECT_TRUE(HardTupleSampler::make({0, 0, 1, 1, 1, 1, 1, 1}, {0, 0, 1, 1, 1, 1, 1, 1}, 1));
}

TEST(NearestClasses, LeaveAPictureOutOfItsOwnCentre) {
    const float values[] = {1, 0, 0, 1, 0.5F, 0.8660254F, 1, 0};
    const auto rows = at::tensor(at::ArrayRef<float>(values)).view({4, 2});
    // With itself in the centre of class 0 the first picture would be nearer to it (0.71) than to class 1
    // (0.5). The only picture of class 1 has no centre of its own; the last has no class; class 2 has no
    // pictures.
    EXPECT_EQ(nearestClasses(rows, {0, 0, 1, -1}, 3), (Numbers{1, 1, 0, 0}));
    EXPECT_EQ(nearestClasses(rows, {-1, -1, 1, -1}, 3), (Numbers{1, 1, -1, 1}));
    EXPECT_EQ(nearestClasses(rows, {0, 1, 1, 0}, 2), (Numbers{0, 1, 1, 0}));
}

TEST(NearestClasses, AreTheSameHoweverManyPicturesThereAre) {
    const auto rows = test::filled({{"rows", {50, 6}}}).at("rows");
    const auto unit = rows / rows.norm(2, {1}, true);
    Numbers classes;
    for (std::int64_t i = 0; i < 50; ++i) classes.push_back(i % 5);
    const auto few = nearestClasses(unit, classes, 5);
    // Pictures without a class change nothing for the others; the 50 now lie in the second part of the work.
    Numbers more(1500, -1);
    more.insert(more.end(), classes.begin(), classes.end());
    const auto many = nearestClasses(at::cat({unit.repeat({30, 1}), unit}, 0), more, 5);
    EXPECT_EQ(Numbers(many.end() - 50, many.end()), few);
}

class TupleLocalMatching : public ::testing::Test {
  protected:
    TupleLocalMatching() {
        auto maps = test::filled({{"queries", {16, 6, 3, 3}}, {"positives", {16, 6, 3, 3}}});
        m_queries = maps.at("queries").detach();
        m_positives = maps.at("positives").detach();
        // Matches need positives that resemble their anchors, places in another order.
        for (const std::int64_t anchor : {0, 8})
            m_positives[anchor + 1] = m_queries[anchor].flip({1}) + 0.2 * m_positives[anchor + 1];
        m_queries.set_requires_grad(true);
        m_positives.set_requires_grad(true);
    }
    at::Tensor m_queries, m_positives;
};

TEST_F(TupleLocalMatching, IsTheMeanOfTheTuplesLosses) {
    at::Tensor expected = at::zeros({});
    for (const std::int64_t anchor : {0, 8}) {
        const auto maps = at::cat({m_queries.narrow(0, anchor, 1), m_positives.narrow(0, anchor + 1, 7)}, 0);
        const auto local = localDescriptors(maps);
        const auto one = localMatchingLoss(local.features, local.attention, {1.1, 0.9});
        EXPECT_GT(one.loss.item<double>(), 0);
        expected = expected + one.loss / 2;
    }
    EXPECT_NEAR(tupleLocalMatching(m_queries, m_positives, 1.1).item<double>(), expected.item<double>(),
                1e-5);
}

TEST_F(TupleLocalMatching, ReachesAnchorsPositivesAndNegativesOnly) {
    tupleLocalMatching(m_queries, m_positives, 1.1).backward();
    for (std::int64_t i = 0; i < 16; ++i) {
        const bool anchor = i % 8 == 0;
        EXPECT_EQ(m_queries.grad()[i].abs().max().item<double>() > 0, anchor) << i;
        EXPECT_EQ(m_positives.grad()[i].abs().max().item<double>() > 0, !anchor) << i;
    }
}

}  // namespace
}  // namespace adapnet::nn
