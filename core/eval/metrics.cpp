#include "core/eval/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <unordered_set>

#include "core/eval/positions.h"

namespace adapnet::eval {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<std::size_t, 3> kCutOffs{1, 5, 10};

// Sums over queries; means are taken at the end.
class SetupSums {
  public:
    void add(const std::vector<std::uint32_t>& ranking, const RowSet& positives, const RowSet& ignored) {
        if (positives.empty()) {
            m_out.averagePrecisions.push_back(kUndefined);
            return;
        }
        const std::vector<std::size_t> positions = correctedPositions(ranking, positives, ignored);
        const double ap = averagePrecision(positions, positives.size());
        m_out.averagePrecisions.push_back(ap);
        m_sumAp += ap;
        for (std::size_t i = 0; i < kCutOffs.size(); ++i)
            m_sumPrecision[i] += precisionAt(positions, kCutOffs[i]);
        ++m_out.queries;
    }

    SetupMetrics finish() {
        const double n = static_cast<double>(m_out.queries);
        const auto mean = [&](double sum) { return m_out.queries == 0 ? kUndefined : sum / n; };
        m_out.mAP = mean(m_sumAp);
        m_out.mP1 = mean(m_sumPrecision[0]);
        m_out.mP5 = mean(m_sumPrecision[1]);
        m_out.mP10 = mean(m_sumPrecision[2]);
        return std::move(m_out);
    }

  private:
    SetupMetrics m_out;
    double m_sumAp = 0;
    std::array<double, 3> m_sumPrecision{};
};

// A list that names a row twice, or two lists that share one, would count it twice.
std::optional<std::string> truthProblem(const QueryTruth& truth) {
    RowSet seen;
    for (const auto* list : {&truth.easy, &truth.hard, &truth.junk}) {
        for (const std::uint32_t row : *list) {
            if (!seen.insert(row).second)
                return "gallery row " + std::to_string(row) + " stands twice in the ground truth";
        }
    }
    return std::nullopt;
}

bool hasRepeats(const std::vector<std::uint32_t>& ranking) {
    RowSet seen;
    return !std::all_of(ranking.begin(), ranking.end(),
                        [&](std::uint32_t row) { return seen.insert(row).second; });
}

}  // namespace

RowSet unitedRows(std::initializer_list<const std::vector<std::uint32_t>*> lists) {
    RowSet out;
    for (const auto* list : lists) out.insert(list->begin(), list->end());
    return out;
}

std::vector<std::size_t> correctedPositions(const std::vector<std::uint32_t>& ranking,
                                            const RowSet& positives, const RowSet& ignored) {
    std::vector<std::size_t> positions;
    std::size_t place = 0;
    for (const std::uint32_t row : ranking) {
        if (positives.contains(row))
            positions.push_back(place++);
        else if (!ignored.contains(row))
            ++place;
    }
    return positions;
}

double precisionAt(std::span<const std::size_t> positions, std::size_t k) {
    if (positions.empty()) return 0;
    const std::size_t cut = std::min(positions.back() + 1, k);
    const auto hits =
        std::count_if(positions.begin(), positions.end(), [&](std::size_t p) { return p + 1 <= cut; });
    return static_cast<double>(hits) / static_cast<double>(cut);
}

double averagePrecision(std::span<const std::size_t> positions, std::size_t relevant) {
    if (relevant == 0) return kUndefined;
    double sum = 0;
    for (std::size_t j = 0; j < positions.size(); ++j) {
        const auto found = static_cast<double>(j);
        const auto place = static_cast<double>(positions[j]);
        const double before = positions[j] == 0 ? 1.0 : found / place;
        const double after = (found + 1) / (place + 1);
        sum += before + after;
    }
    return sum / (2 * static_cast<double>(relevant));
}

Result<ProtocolMetrics> evaluateProtocol(std::span<const std::vector<std::uint32_t>> rankings,
                                         std::span<const QueryTruth> truth) {
    if (rankings.size() != truth.size()) {
        return fail(ErrorCode::BadInput, "there are " + std::to_string(rankings.size()) + " rankings for " +
                                             std::to_string(truth.size()) + " queries");
    }
    SetupSums easy;
    SetupSums medium;
    SetupSums hard;
    std::map<std::string, SetupSums> subsets;
    for (std::size_t q = 0; q < truth.size(); ++q) {
        const std::string where = " (query " + std::to_string(q + 1) + ")";
        if (const auto problem = truthProblem(truth[q])) return fail(ErrorCode::BadInput, *problem + where);
        if (hasRepeats(rankings[q]))
            return fail(ErrorCode::BadInput, "a ranking names a picture twice" + where);
        const QueryTruth& t = truth[q];
        const RowSet both = unitedRows({&t.easy, &t.hard});
        const RowSet junk = unitedRows({&t.junk});
        easy.add(rankings[q], unitedRows({&t.easy}), unitedRows({&t.junk, &t.hard}));
        medium.add(rankings[q], both, junk);
        hard.add(rankings[q], unitedRows({&t.hard}), unitedRows({&t.junk, &t.easy}));
        if (!t.subset.empty()) subsets[t.subset].add(rankings[q], both, junk);
    }
    ProtocolMetrics out;
    out.easy = easy.finish();
    out.medium = medium.finish();
    out.hard = hard.finish();
    for (auto& [name, sums] : subsets) out.mediumBySubset[name] = sums.finish();
    return out;
}

}  // namespace adapnet::eval
