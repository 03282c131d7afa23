#include "core/service/ranking_comparison.h"

#include <algorithm>
#include <utility>

namespace adapnet::service {

namespace {

// Deep enough to say where a new result came from and where a lost one went.
constexpr std::size_t kSearchedDepth = 1000;

eval::Ranking rankingOf(const std::vector<RankedResult>& results) {
    eval::Ranking ranking;
    for (const auto& result : results) {
        ranking.items.push_back(result.path);
        ranking.scores.push_back(result.score);
    }
    return ranking;
}

}  // namespace

Result<RankingComparison> compareRows(const Workbench& workbench, std::span<const RankingRow> rows,
                                      std::size_t depth, double persistence, const JobContext& job) {
    if (rows.size() < kLeastRows || rows.size() > kMostRows)
        return fail(ErrorCode::BadInput,
                    "two to four rankings can be compared, not " + std::to_string(rows.size()));
    RankingComparison out;
    ProgressMeter meter(job.progress, "compare", static_cast<std::int64_t>(rows.size()));
    for (const auto& row : rows) {
        if (row.query.models.size() != 1)
            return fail(ErrorCode::BadInput, "the ranking '" + row.name + "' must name exactly one model");
        auto comparison = workbench.search(row.query, static_cast<int>(std::max(depth, kSearchedDepth)), job);
        if (!comparison) return fail(comparison.error());
        ModelRanking& ranking = comparison->models.front();
        out.rows.push_back({row.name, ranking.model, std::move(ranking.results), ranking.averagePrecision});
        meter.advance();
    }
    meter.finish();
    for (std::size_t a = 0; a < out.rows.size(); ++a)
        for (std::size_t b = a + 1; b < out.rows.size(); ++b) {
            auto change = eval::compareRankings(rankingOf(out.rows[a].results),
                                                rankingOf(out.rows[b].results), depth, persistence);
            if (!change) return fail(change.error());
            out.pairs.push_back({a, b, std::move(*change)});
        }
    return out;
}

}  // namespace adapnet::service
