#include "core/eval/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "core/base/random.h"

namespace adapnet::eval {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double logistic(double x) {
    return 1 / (1 + std::exp(-x));
}

// One run of a simulated evaluation: a population of queries of differing difficulty, noise of every seed on
// top, average precision in 0..1.
struct Simulation {
    int queries = 60;
    double centre = 0;  // of the queries' difficulty, before the logistic curve
    double spread = 2;  // between queries
    double noise = 1;   // between seeds of one query
    int seeds = 10;

    double draw(double difficulty, RandomStream& stream) const {
        return logistic(difficulty + noise * stream.normal());
    }
    // The value that an endless number of queries and seeds would give.
    double truth() const {
        RandomStream stream("population");
        double sum = 0;
        constexpr int kMany = 400'000;
        for (int i = 0; i < kMany; ++i) sum += draw(centre + spread * stream.normal(), stream);
        return sum / kMany;
    }
    std::vector<double> run(RandomStream& stream) const {
        std::vector<std::vector<double>> values;
        for (int q = 0; q < queries; ++q) {
            const double difficulty = centre + spread * stream.normal();
            std::vector<double> own;
            for (int s = 0; s < seeds; ++s) own.push_back(draw(difficulty, stream));
            values.push_back(std::move(own));
        }
        return meanOverSeeds(values);
    }
};

double coverageOf(const Simulation& simulation, int runs) {
    const double truth = simulation.truth();
    RandomStream stream("coverage");
    int covered = 0;
    for (int i = 0; i < runs; ++i) {
        BootstrapOptions options;
        options.resamples = 400;
        options.seed = static_cast<std::uint64_t>(i);
        const Interval interval = bootstrapMean(simulation.run(stream), options);
        if (interval.low <= truth && truth <= interval.high) ++covered;
    }
    return static_cast<double>(covered) / runs;
}

TEST(Bootstrap, IntervalsCoverTheTrueValueAsOftenAsTheySay) {
    for (const auto& [queries, centre, noise] : {std::tuple{60, 0.0, 1.0}, {30, 0.0, 1.0}, {70, -2.0, 1.5}}) {
        Simulation simulation;
        simulation.queries = queries;
        simulation.centre = centre;
        simulation.noise = noise;
        const double coverage = coverageOf(simulation, 1000);
        EXPECT_GE(coverage, 0.93) << queries << " queries around " << centre;
        EXPECT_LE(coverage, 0.97) << queries << " queries around " << centre;
    }
}

TEST(Bootstrap, AnIntervalThatForgetsTheQueriesWouldBeTooNarrow) {
    // The check above can fail: taking every seed for a query of its own covers far too seldom.
    const Simulation simulation;
    const double truth = simulation.truth();
    RandomStream stream("too narrow");
    int covered = 0;
    constexpr int kRuns = 200;
    for (int i = 0; i < kRuns; ++i) {
        std::vector<double> pooled;
        for (const double mean : simulation.run(stream)) pooled.insert(pooled.end(), 10, mean);
        BootstrapOptions options;
        options.resamples = 200;
        const Interval interval = bootstrapMean(pooled, options);
        if (interval.low <= truth && truth <= interval.high) ++covered;
    }
    EXPECT_LT(covered, kRuns * 0.6);
}

TEST(Bootstrap, EqualModelsAreSaidToDifferInFewRunsOnly) {
    const Simulation simulation;
    RandomStream stream("equal models");
    int wrong = 0;
    constexpr int kRuns = 1000;
    for (int i = 0; i < kRuns; ++i) {
        // Two models with the same difficulty of every query and noise of their own.
        std::vector<double> first;
        std::vector<double> second;
        for (int q = 0; q < simulation.queries; ++q) {
            const double difficulty = simulation.spread * stream.normal();
            first.push_back(simulation.draw(difficulty, stream));
            second.push_back(simulation.draw(difficulty, stream));
        }
        BootstrapOptions options;
        options.resamples = 400;
        options.seed = static_cast<std::uint64_t>(i);
        const auto compared = comparePaired(first, second, options);
        ASSERT_TRUE(compared);
        if (compared->verdict != Verdict::NoDifferenceShown) ++wrong;
    }
    EXPECT_GE(wrong, kRuns * 3 / 100);
    EXPECT_LE(wrong, kRuns * 7 / 100);
}

TEST(Bootstrap, PairsOfQueriesShowWhatMeansAloneWouldHide) {
    // Queries differ widely, but the first model is always a little better.
    std::vector<double> first;
    std::vector<double> second;
    for (int q = 0; q < 40; ++q) {
        second.push_back(q / 50.0);
        first.push_back(q / 50.0 + 0.01 + 0.001 * (q % 3));
    }
    const auto compared = comparePaired(first, second);
    ASSERT_TRUE(compared);
    EXPECT_EQ(compared->verdict, Verdict::FirstBetter);
    EXPECT_EQ(comparePaired(second, first)->verdict, Verdict::SecondBetter);
    EXPECT_LT(bootstrapMean(first).low, bootstrapMean(second).high) << "their own intervals overlap";
}

TEST(Bootstrap, AnIntervalThatSpansZeroShowsNoDifference) {
    EXPECT_EQ(verdictOf({0.1, -0.01, 0.2, 5}), Verdict::NoDifferenceShown);
    EXPECT_EQ(verdictOf({0.1, 0.0, 0.2, 5}), Verdict::NoDifferenceShown);
    EXPECT_EQ(verdictOf({0.1, 0.01, 0.2, 5}), Verdict::FirstBetter);
    EXPECT_EQ(verdictOf({-0.1, -0.2, -0.01, 5}), Verdict::SecondBetter);
    EXPECT_EQ(verdictOf({0.1, kNaN, kNaN, 1}), Verdict::NoDifferenceShown);
    EXPECT_STREQ(verdictText(Verdict::NoDifferenceShown), "no difference shown");
    EXPECT_STREQ(verdictName(Verdict::SecondBetter), "second_better");
    const std::vector<double> same{0.2, 0.4, 0.9};
    EXPECT_EQ(comparePaired(same, same)->verdict, Verdict::NoDifferenceShown);
}

TEST(Bootstrap, QueriesWithoutPositivesAreLeftOut) {
    const std::vector<double> values{0.2, kNaN, 0.4, 0.9};
    const Interval interval = bootstrapMean(values);
    EXPECT_EQ(interval.queries, 3U);
    EXPECT_NEAR(interval.value, 0.5, 1e-12);
    EXPECT_LE(interval.low, interval.value);
    EXPECT_GE(interval.high, interval.value);
    EXPECT_GE(interval.low, 0.2);
    EXPECT_LE(interval.high, 0.9);
    EXPECT_TRUE(std::isnan(bootstrapMean(std::vector<double>{0.3}).low));
    EXPECT_TRUE(std::isnan(bootstrapMean({}).value));
    const auto paired = comparePaired(values, std::vector<double>{0.1, 0.5, kNaN, 0.8});
    ASSERT_TRUE(paired);
    EXPECT_EQ(paired->difference.queries, 2U);
    EXPECT_FALSE(comparePaired(values, std::vector<double>{0.1}));
    EXPECT_FALSE(comparePaired(values, values, {50, 0.95, 1}));
    EXPECT_FALSE(comparePaired(values, values, {500, 1.0, 1}));
}

TEST(Bootstrap, TheSameSeedGivesTheSameInterval) {
    const std::vector<double> values{0.1, 0.5, 0.3, 0.9, 0.2};
    const Interval first = bootstrapMean(values, {500, 0.95, 7});
    const Interval again = bootstrapMean(values, {500, 0.95, 7});
    const Interval other = bootstrapMean(values, {500, 0.95, 8});
    EXPECT_EQ(first.low, again.low);
    EXPECT_EQ(first.high, again.high);
    EXPECT_TRUE(other.low != first.low || other.high != first.high);
    const Interval narrow = bootstrapMean(values, {2000, 0.8, 7});
    const Interval wide = bootstrapMean(values, {2000, 0.99, 7});
    EXPECT_LT(narrow.high - narrow.low, wide.high - wide.low);
}

TEST(Bootstrap, MeansOverSeedsKeepQueriesApart) {
    const std::vector<std::vector<double>> values{{1, 2, 3}, {kNaN, kNaN}, {}};
    const auto means = meanOverSeeds(values);
    EXPECT_EQ(means[0], 2);
    EXPECT_TRUE(std::isnan(means[1]));
    EXPECT_TRUE(std::isnan(means[2]));
}

}  // namespace
}  // namespace adapnet::eval
