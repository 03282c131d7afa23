#include "core/eval/retrieval_metrics.h"

#include <algorithm>
#include <limits>

#include "core/eval/positions.h"

namespace adapnet::eval {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

void add(SetupFigures& figures, const std::vector<std::uint32_t>& ranking, const RowSet& positives,
         const RowSet& ignored) {
    if (positives.empty()) {
        figures.precisions.push_back({kUndefined, kUndefined, kUndefined});
        for (CutOffMetrics& cut : figures.cutOffs) {
            cut.recalls.push_back(kUndefined);
            cut.matchings.push_back(kUndefined);
        }
        return;
    }
    const std::vector<std::size_t> positions = correctedPositions(ranking, positives, ignored);
    figures.precisions.push_back(
        {precisionAt(positions, 1), precisionAt(positions, 5), precisionAt(positions, 10)});
    for (CutOffMetrics& cut : figures.cutOffs) {
        const auto end = std::lower_bound(positions.begin(), positions.end(), cut.k);
        const auto found = static_cast<double>(end - positions.begin());
        cut.recalls.push_back(found / static_cast<double>(positives.size()));
        cut.matchings.push_back(found > 0 ? 1.0 : 0.0);
    }
}

double meanOfDefined(const std::vector<double>& values) {
    double sum = 0;
    std::size_t count = 0;
    for (const double value : values) {
        if (value != value) continue;
        sum += value;
        ++count;
    }
    return count == 0 ? kUndefined : sum / static_cast<double>(count);
}

}  // namespace

Result<RetrievalMetrics> retrievalMetrics(std::span<const std::vector<std::uint32_t>> rankings,
                                          std::span<const QueryTruth> truth) {
    // The same checks, so that both sets of figures exist or neither.
    if (auto checked = evaluateProtocol(rankings, truth); !checked) return fail(checked.error());
    RetrievalMetrics out;
    for (auto* figures : {&out.easy, &out.medium, &out.hard})
        for (std::size_t i = 0; i < kRecallCutOffs.size(); ++i) figures->cutOffs[i].k = kRecallCutOffs[i];
    for (std::size_t q = 0; q < truth.size(); ++q) {
        const QueryTruth& t = truth[q];
        add(out.easy, rankings[q], unitedRows({&t.easy}), unitedRows({&t.junk, &t.hard}));
        add(out.medium, rankings[q], unitedRows({&t.easy, &t.hard}), unitedRows({&t.junk}));
        add(out.hard, rankings[q], unitedRows({&t.hard}), unitedRows({&t.junk, &t.easy}));
    }
    for (auto* figures : {&out.easy, &out.medium, &out.hard}) {
        for (CutOffMetrics& cut : figures->cutOffs) {
            cut.recall = meanOfDefined(cut.recalls);
            cut.matching = meanOfDefined(cut.matchings);
        }
    }
    return out;
}

}  // namespace adapnet::eval
