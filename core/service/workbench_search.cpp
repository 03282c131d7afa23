// Ranking one query for every model.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "core/eval/run_file.h"
#include "core/service/query_ranker.h"
#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kLostDepth = 10;  // the first page of a ranking
// A ranking is searched at least this deep, so that "was at rank 240" can be said; with exact search and a
// ground truth all of it is, because the average precision looks at every positive.
constexpr std::size_t kLeastDepth = 1000;

double msSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::unordered_map<std::uint32_t, int> ranksByRow(const std::vector<index::Neighbour>& order) {
    std::unordered_map<std::uint32_t, int> ranks;
    ranks.reserve(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) ranks.emplace(order[i].row, static_cast<int>(i) + 1);
    return ranks;
}

double overlap(const image::Box& a, const image::Box& b) {
    const auto area = [](const image::Box& box) {
        return static_cast<double>(std::max(0, box.width())) * std::max(0, box.height());
    };
    const image::Box both{std::max(a.x1, b.x1), std::max(a.y1, b.y1), std::min(a.x2, b.x2),
                          std::min(a.y2, b.y2)};
    const double shared = both.width() > 0 && both.height() > 0 ? area(both) : 0;
    const double total = area(a) + area(b) - shared;
    return total > 0 ? shared / total : 0;
}

std::string cleanKey(const Query& query, const QueryCrop& crop) {
    return query.image->contentHash + '|' + (crop.box ? image::formatBox(*crop.box) : std::string("whole"));
}

// Everything about one search that does not depend on the model.
struct SearchPlan {
    std::size_t topK = 0;
    SearchDepth depth;
    const eval::GroundTruthQuery* truth = nullptr;
    eval::QueryTruth rows;
};

RankedResult resultAt(const Workbench::Impl& impl, const index::Neighbour& neighbour, int rank,
                      const SearchPlan& plan) {
    const GalleryImage& image = impl.images[neighbour.row];
    RankedResult result;
    result.rank = rank;
    result.image = neighbour.row;
    result.path = image.path;
    result.score = neighbour.score;
    if (plan.truth != nullptr) result.label = eval::labelOf(*plan.truth, image.relative.native());
    return result;
}

// Fills what compares `now` with the clean ranking.
void compareWithClean(const Workbench::Impl& impl, const CleanRanking& clean,
                      const std::vector<index::Neighbour>& order, const SearchPlan& plan, ModelRanking& now) {
    const auto cleanRanks = ranksByRow(clean.order);
    for (auto& result : now.results) {
        const auto found = cleanRanks.find(static_cast<std::uint32_t>(result.image));
        if (found != cleanRanks.end()) {
            result.cleanRank = found->second;
            result.moved = result.cleanRank - result.rank;
        }
        result.isNew = result.cleanRank == 0 || static_cast<std::size_t>(result.cleanRank) > plan.topK;
    }
    const auto ranksNow = ranksByRow(order);
    for (std::size_t i = 0; i < clean.order.size() && i < kLostDepth; ++i) {
        const auto found = ranksNow.find(clean.order[i].row);
        const int rank = found == ranksNow.end() ? 0 : found->second;
        if (rank != 0 && rank <= kLostDepth) continue;
        index::Neighbour neighbour = clean.order[i];
        if (rank != 0) neighbour.score = order[static_cast<std::size_t>(rank) - 1].score;
        RankedResult lost = resultAt(impl, neighbour, rank, plan);
        lost.cleanRank = static_cast<int>(i) + 1;
        lost.moved = rank == 0 ? 0 : lost.cleanRank - rank;
        now.lost.push_back(std::move(lost));
    }
    if (plan.truth != nullptr) now.cleanAveragePrecision = mediumAveragePrecision(clean.order, plan.rows);
}

SearchPlan planSearch(const Workbench::Impl& impl, const Query& query, const QueryCrop& crop, int topK) {
    SearchPlan plan;
    plan.topK = static_cast<std::size_t>(topK);
    plan.truth = impl.truthOf(*query.image, crop.box);
    if (plan.truth != nullptr) plan.rows = impl.truthRows(*plan.truth);
    plan.depth = impl.depthFor(plan.topK, plan.truth != nullptr);
    return plan;
}

}  // namespace

CleanRankingCache::Entry& CleanRankingCache::entryOf(const std::string& key, const SearchDepth& depth,
                                                     std::size_t models) {
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (entry->key != key || !entry->depth.covers(depth)) continue;
        m_entries.splice(m_entries.begin(), m_entries, entry);
        return m_entries.front();
    }
    m_entries.remove_if([&](const Entry& other) { return other.key == key; });
    m_entries.push_front({key, depth, std::vector<std::optional<CleanRanking>>(models)});
    if (m_entries.size() > kMaxEntries) m_entries.pop_back();
    return m_entries.front();
}

std::optional<double> mediumAveragePrecision(const std::vector<index::Neighbour>& order,
                                             const eval::QueryTruth& truth) {
    const auto rows = rowsOf(order);
    const auto metrics = eval::evaluateProtocol(std::span(&rows, 1), std::span(&truth, 1));
    if (!metrics || std::isnan(metrics->medium.mAP)) return std::nullopt;
    return metrics->medium.mAP;
}

std::optional<image::Box> boxOf(const eval::GroundTruthQuery& query) {
    if (!query.box) return std::nullopt;
    const auto whole = [](double value) { return static_cast<int>(std::clamp(value, -1e9, 1e9)); };
    const auto& box = *query.box;
    return image::Box{whole(box[0]), whole(box[1]), whole(box[2]), whole(box[3])};
}

Result<CleanRanking> Workbench::Impl::rank(std::size_t model, const cv::Mat& rgb, bool compensation,
                                           const SearchDepth& depth, double& describeMs,
                                           double& searchMs) const {
    const auto described = Clock::now();
    auto query = describer->describe(model, rgb, compensation);
    if (!query) return fail(query.error());
    describeMs += msSince(described);
    const auto searched = Clock::now();
    auto ranking = rankDescribed(model, std::move(*query), depth);
    searchMs += msSince(searched);
    return ranking;
}

Result<CleanRanking> Workbench::Impl::rankDescribed(std::size_t model, DescribedQuery query,
                                                    const SearchDepth& depth) const {
    const GalleryIndex& gallery = models[model].gallery;
    gallery.space.apply(query.descriptor);
    const bool exact = gallery.index->kind() == "exact";
    auto order = gallery.index->search(query.descriptor, exact ? depth.exact : depth.graph);
    if (!order) return fail(order.error().whileDoing("searching"));
    return CleanRanking{std::move(query.descriptor), std::move(*order), std::move(query.gate)};
}

Result<std::vector<std::size_t>> Workbench::Impl::chosenModels(const Query& query) const {
    for (const auto& id : query.models)
        if (std::none_of(infos.begin(), infos.end(), [&](const auto& info) { return info.id == id; }))
            return fail(ErrorCode::NotFound, "this gallery was not opened with the model '" + id + "'");
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < infos.size(); ++i)
        if (query.models.empty() ||
            std::find(query.models.begin(), query.models.end(), infos[i].id) != query.models.end())
            chosen.push_back(i);
    return chosen;
}

SearchDepth Workbench::Impl::depthFor(std::size_t topK, bool withTruth) const {
    SearchDepth depth;
    depth.graph = std::min(std::max(topK, kLeastDepth), images.size());
    depth.exact = withTruth ? images.size() : depth.graph;
    return depth;
}

const eval::GroundTruthQuery* Workbench::Impl::truthOf(const QueryImage& image,
                                                       const std::optional<image::Box>& box) const {
    if (!truth || image.file.empty()) return nullptr;
    const image::Box whole{0, 0, image.rgb.cols, image.rgb.rows};
    const eval::GroundTruthQuery* best = nullptr;
    double bestOverlap = 0;
    for (const auto& query : truth->queries) {
        const fs::path named(query.image);
        std::error_code ignored;
        if (named.filename() != image.file.filename() || !fs::equivalent(root / named, image.file, ignored))
            continue;
        const double shared = overlap(boxOf(query).value_or(whole), box.value_or(whole));
        if (shared > bestOverlap) {
            best = &query;
            bestOverlap = shared;
        }
    }
    return best;
}

eval::QueryTruth Workbench::Impl::truthRows(const eval::GroundTruthQuery& query) const {
    return eval::truthRows(query, rowOfPath, static_cast<std::uint32_t>(images.size()));
}

Result<Comparison> Workbench::search(const Query& query, int topK, const JobContext& job) const {
    if (topK < 1) return fail(ErrorCode::BadInput, "the number of results must be at least 1");
    if (m_impl->images.empty())
        return fail(ErrorCode::NotFound,
                    "no picture of this gallery can be searched; see its report for the reasons");
    const std::lock_guard lock(m_impl->searchMutex);
    const auto start = Clock::now();
    if (job.stopRequested()) return fail(Error::cancelled());
    auto crop = cropQuery(query);
    if (!crop) return fail(crop.error());
    const auto chosen = m_impl->chosenModels(query);
    if (!chosen) return fail(chosen.error());
    Comparison comparison;
    const double degradeMs = msSince(start);
    const SearchPlan plan = planSearch(*m_impl, query, *crop, topK);
    double describeMs = 0;
    double searchMs = 0;

    auto& kept = m_impl->cleanRankings.entryOf(cleanKey(query, *crop), plan.depth, m_impl->models.size());
    for (const std::size_t i : *chosen) {
        if (kept.models[i]) continue;
        if (job.stopRequested()) return fail(Error::cancelled());
        auto ranking = m_impl->rank(i, crop->clean, true, plan.depth, describeMs, searchMs);
        if (!ranking) return fail(ranking.error());
        kept.models[i] = std::move(*ranking);
    }

    for (const std::size_t i : *chosen) {
        if (job.stopRequested()) return fail(Error::cancelled());
        const CleanRanking& clean = *kept.models[i];
        const bool compensation = query.compensation || !m_impl->describer->hasCompensation(i);
        const bool differs = !query.recipe.empty() || !compensation;
        CleanRanking fresh;
        if (differs) {
            auto ranked = m_impl->rank(i, crop->degraded, compensation, plan.depth, describeMs, searchMs);
            if (!ranked) return fail(ranked.error());
            fresh = std::move(*ranked);
        }
        const CleanRanking& ranking = differs ? fresh : clean;
        ModelRanking now;
        now.model = m_impl->infos[i].id;
        now.indexKind = m_impl->models[i].gallery.index->kind();
        now.gate = ranking.gate;
        for (std::size_t r = 0; r < ranking.order.size() && r < plan.topK; ++r)
            now.results.push_back(resultAt(*m_impl, ranking.order[r], static_cast<int>(r) + 1, plan));
        if (plan.truth != nullptr) now.averagePrecision = mediumAveragePrecision(ranking.order, plan.rows);
        if (differs) {
            now.cosineToClean = dot(ranking.descriptor, clean.descriptor);
            compareWithClean(*m_impl, clean, ranking.order, plan, now);
        }
        comparison.models.push_back(std::move(now));
    }

    comparison.clean = std::move(crop->clean);
    comparison.degraded = std::move(crop->degraded);
    comparison.box = crop->box;
    comparison.timingsMs = {{"decode", query.image->decodeMs},
                            {"degrade", degradeMs},
                            {"describe", describeMs},
                            {"search", searchMs},
                            {"total", query.image->decodeMs + msSince(start)}};
    return comparison;
}

}  // namespace adapnet::service
