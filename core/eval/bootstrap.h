// How sure a mean over queries is: intervals from drawing the queries again and again, and the same for the
// difference between two models.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace adapnet::eval {

struct BootstrapOptions {
    int resamples = 2000;      // at least 100
    double confidence = 0.95;  // in (0.5, 1)
    std::uint64_t seed = 1;    // the same seed gives the same interval
    Result<void> check() const;
};

// low and high are NaN with fewer than two queries, all are NaN without any.
struct Interval {
    double value = 0;
    double low = 0, high = 0;
    std::size_t queries = 0;
};

// The mean over seeds of every query: values[query][seed]. NaN (a query without positives) stays NaN. A query
// is drawn together with all its seeds, because its seeds are not independent of each other: intervals from
// these means cover both the choice of queries and the noise.
std::vector<double> meanOverSeeds(std::span<const std::vector<double>> values);

// Percentile bootstrap of the mean; NaN entries are left out. The percentiles are taken a little further out,
// as Student's t is from the normal distribution, because plain percentiles are too narrow for few queries.
// Source: Hesterberg, "What teachers should know about the bootstrap", 2015 ("expanded percentile").
Interval bootstrapMean(std::span<const double> perQuery, const BootstrapOptions& options = {});

enum class Verdict { NoDifferenceShown, FirstBetter, SecondBetter };

struct PairedComparison {
    Interval difference;  // first minus second
    Verdict verdict = Verdict::NoDifferenceShown;
};

// The same queries for both (BadInput otherwise); one that is NaN in either is left out.
Result<PairedComparison> comparePaired(std::span<const double> first, std::span<const double> second,
                                       const BootstrapOptions& options = {});
// No difference is shown when the interval spans zero, or when there is no interval.
Verdict verdictOf(const Interval& difference);

// "no difference shown", "the first is better", "the second is better".
const char* verdictText(Verdict verdict);
// "no_difference_shown", "first_better", "second_better".
const char* verdictName(Verdict verdict);

}  // namespace adapnet::eval
