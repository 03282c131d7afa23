#include "core/service/failure_atlas.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "core/base/feed.h"
#include "core/base/random.h"
#include "core/base/sha256.h"
#include "core/service/atlas_journal.h"
#include "core/service/guarded.h"
#include "core/service/query_ranker.h"
#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMaxWaiting = 2;  // batches of crops
// Drawing intervals takes longer the more queries there are: a place is told anew when a share of them is
// new.
constexpr std::size_t kToldOneByOne = 20;  // queries; above, every further twentieth

// One place of the grid; number 0 is the clean query.
struct GridCell {
    std::string kind = "clean";
    int severity = 0;
    degrade::Step step;
};

std::vector<std::string> kindsOf(const AtlasRequest& request) {
    if (!request.kinds.empty()) return request.kinds;
    std::vector<std::string> kinds;
    for (const auto& degradation : degrade::registry()) kinds.push_back(degradation->kind());
    return kinds;
}

Result<std::vector<GridCell>> gridOf(const AtlasRequest& request) {
    std::vector<GridCell> grid(1);
    for (const auto& kind : kindsOf(request)) {
        for (const int severity : request.severities) {
            auto step = degrade::parseStep(kind + ":severity=" + std::to_string(severity));
            if (!step) return fail(step.error());
            grid.push_back({kind, severity, std::move(*step)});
        }
    }
    return grid;
}

degrade::Recipe recipeOf(const GridCell& cell, std::uint64_t seed) {
    degrade::Recipe recipe;
    recipe.seed = seed;
    if (cell.severity > 0) recipe.steps.push_back(cell.step);
    return recipe;
}

// All queries, or a choice that depends on nothing but the seed and their number.
std::vector<std::size_t> chosenQueries(std::size_t count, const AtlasRequest& request) {
    std::vector<std::size_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), std::size_t{0});
    if (request.maxQueries == 0 || request.maxQueries >= count) return numbers;
    RandomStream stream("adapnet-atlas-v1|queries|" + std::to_string(request.firstSeed));
    for (std::size_t i = 0; i < request.maxQueries; ++i)
        std::swap(numbers[i], numbers[i + stream.below(count - i)]);
    numbers.resize(request.maxQueries);
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

std::string keyOf(const Workbench& workbench, const AtlasRequest& request) {
    Sha256 hash;
    const auto note = [&](std::string_view text) { hash.update(text).update("\n"); };
    note("adapnet-atlas-v1");
    for (std::size_t i = 0; i < workbench.models().size(); ++i) note(workbench.featureKeyOf(i));
    for (const auto& image : workbench.images()) note(image.contentHash);
    if (workbench.groundTruth() != nullptr) note(eval::groundTruthToJson(*workbench.groundTruth()));
    for (const auto& kind : kindsOf(request)) note(kind);
    for (const int severity : request.severities) note(std::to_string(severity));
    note(std::to_string(request.firstSeed) + "|" + std::to_string(request.seeds) + "|" +
         std::to_string(request.maxQueries));
    return hash.hexDigest();
}

// Of the pixels: kinds without chance give the same crop for every seed.
std::string keyOf(const cv::Mat& crop) {
    Sha256 hash;
    const auto bytes = static_cast<std::size_t>(crop.cols) * crop.elemSize();
    for (int y = 0; y < crop.rows; ++y)
        hash.update(std::span(reinterpret_cast<const std::byte*>(crop.ptr(y)), bytes));
    return hash.hexDigest();
}

// Part of one query's work: some of its cells and seeds, in their order.
struct CropBatch {
    std::size_t query = 0;  // in the ground truth
    bool isFirst = false;   // of this query
    struct Task {
        std::size_t cell = 0;
        int seed = 0;
        Result<std::size_t> crop;  // number among the query's different crops
    };
    std::vector<Task> tasks;
    std::vector<cv::Mat> crops;  // the new ones; their numbers go on where the last batch ended
};

// The steps of buildAtlas.
class AtlasBuilder {
  public:
    AtlasBuilder(const Workbench& workbench, const AtlasRequest& request, const JobContext& job,
                 const AtlasFollower& follower)
        : m_workbench(workbench), m_request(request), m_job(job), m_follower(follower) {}

    Result<Atlas> run() {
        auto grid = gridOf(m_request);
        if (!grid) return fail(grid.error());
        m_grid = std::move(*grid);
        m_queries = chosenQueries(m_workbench.groundTruth()->queries.size(), m_request);
        if (m_request.journal) {
            auto journal = AtlasJournal::open(*m_request.journal, keyOf(m_workbench, m_request), modelCount(),
                                              seedCount());
            if (!journal) return fail(journal.error());
            m_journal = std::move(*journal);
        }
        m_parts.resize(m_grid.size());
        if (auto told = tellBegin(); !told) return fail(told.error());
        if (auto computed = compute(); !computed) return fail(computed.error());
        return summary();
    }

  private:
    std::size_t modelCount() const { return m_workbench.models().size(); }
    std::size_t seedCount() const { return static_cast<std::size_t>(m_request.seeds); }

    int seedsOf(std::size_t cell) const { return cell == 0 ? 1 : m_request.seeds; }

    Result<void> compute() {
        std::vector<std::vector<std::size_t>> missing;  // cells of each query
        std::int64_t total = 0;
        for (const std::size_t query : m_queries) {
            missing.emplace_back();
            for (std::size_t cell = 0; cell < m_grid.size(); ++cell) {
                if (m_journal.find(query, cell) != nullptr) continue;
                missing.back().push_back(cell);
                total += seedsOf(cell);
            }
        }
        ProgressMeter meter(m_job.progress, "atlas", total);
        const auto ranker = ExactRanker::make(m_workbench);
        if (!ranker) return fail(ranker.error());
        // One thread: the journal's lines keep their order.
        Feed<CropBatch> feed(m_queries.size(), 1, kMaxWaiting,
                             [&](std::size_t place, const Feed<CropBatch>::Send& send) {
                                 sendCrops(m_queries[place], missing[place], send);
                             });
        while (const auto batch = feed.next()) {
            if (m_job.stopRequested()) return fail(Error::cancelled());
            if (auto done = take(*batch, *ranker, meter); !done) return done;
        }
        if (m_job.stopRequested()) return fail(Error::cancelled());
        meter.finish();
        return {};
    }

    // On the thread of the feed: reads the query once and makes its crops, each different one once.
    void sendCrops(std::size_t number, const std::vector<std::size_t>& cells,
                   const Feed<CropBatch>::Send& send) const {
        if (cells.empty()) return;
        const auto query = guarded([&] { return m_workbench.groundTruthQuery(number); });
        std::map<std::string, std::size_t> numbers;
        CropBatch batch{number, true, {}, {}};
        const auto numberOf = [&](std::size_t cell, int seed) -> Result<std::size_t> {
            if (!query) return fail(query.error());
            auto crop = degradedCrop(
                *query, recipeOf(m_grid[cell], m_request.firstSeed + static_cast<std::uint64_t>(seed)));
            if (!crop) return fail(crop.error());
            const auto [place, isNew] = numbers.emplace(keyOf(*crop), numbers.size());
            if (isNew) batch.crops.push_back(std::move(*crop));
            return place->second;
        };
        for (const std::size_t cell : cells)
            for (int seed = 0; seed < seedsOf(cell); ++seed) {
                batch.tasks.push_back({cell, seed, numberOf(cell, seed)});
                if (isFullBatch(batch.crops) && !send(std::exchange(batch, {number, false, {}, {}}))) return;
            }
        if (!batch.tasks.empty()) send(std::move(batch));
    }

    Result<void> take(const CropBatch& batch, const ExactRanker& ranker, ProgressMeter& meter) {
        if (batch.isFirst) m_precisions.assign(modelCount(), {});
        const auto truth = m_workbench.state().truthRows(m_workbench.groundTruth()->queries[batch.query]);
        for (std::size_t model = 0; model < modelCount() && !batch.crops.empty(); ++model) {
            const auto rankings = ranker.rank(model, batch.crops);
            if (!rankings) return fail(rankings.error());
            for (const auto& order : *rankings)
                m_precisions[model].push_back(mediumAveragePrecision(order, truth).value_or(kUndefined));
        }
        for (const auto& task : batch.tasks) {
            if (task.seed == 0) m_values.assign(modelCount(), {});
            if (!task.crop) {
                noteProblem(batch.query, task.crop.error());
                meter.advance(1, 0, 1);
                if (m_failed.emplace(batch.query, task.cell).second) tellGrown(task.cell);
                continue;
            }
            for (std::size_t model = 0; model < modelCount(); ++model)
                m_values[model].push_back(m_precisions[model][*task.crop]);
            meter.advance();
            // Without one of its seeds a cell is never complete.
            if (m_values.front().size() < static_cast<std::size_t>(seedsOf(task.cell))) continue;
            if (auto kept = m_journal.keep(batch.query, task.cell, m_values); !kept) return kept;
            tellGrown(task.cell);
        }
        return {};
    }

    void noteProblem(std::size_t query, const Error& error) {
        if (m_broken.insert(query).second)
            m_problems.push_back(
                {validUtf8(m_workbench.groundTruth()->queries[query].image), error.message()});
    }

    bool isMeasured(std::size_t query, std::size_t cell) const {
        return m_journal.find(query, cell) != nullptr || m_failed.contains({query, cell});
    }

    // A query that could not be read counts as not found, unless there is nothing to find. One that is not
    // measured yet counts as one without positives does: not at all.
    AtlasValues valuesOf(std::size_t query, std::size_t cell) const {
        if (const auto* known = m_journal.find(query, cell)) return *known;
        const auto& entry = m_workbench.groundTruth()->queries[query];
        const bool hasPositives = !entry.easy.empty() || !entry.hard.empty();
        const bool counts = hasPositives && isMeasured(query, cell);
        return AtlasValues(modelCount(), {counts ? 0.0 : kUndefined});
    }

    // What an earlier run has left; drawing its intervals may take a while, so a stop is answered in between.
    Result<void> tellBegin() {
        if (!m_follower.begun) return {};
        for (std::size_t cell = 0; cell < m_grid.size(); ++cell) {
            if (m_job.stopRequested()) return fail(Error::cancelled());
            m_parts[cell] = partOf(cell);
        }
        m_follower.begun(gathered());
        return {};
    }

    void tellGrown(std::size_t cell) {
        if (!m_follower.grown) return;
        const std::size_t told = m_parts[cell] ? m_parts[cell]->cells.front().measured : 0;
        std::size_t known = 0;
        for (const std::size_t query : m_queries) known += isMeasured(query, cell) ? 1 : 0;
        const std::size_t step = std::max<std::size_t>(1, told / kToldOneByOne);
        if (known < told + step && known < m_queries.size()) return;
        m_parts[cell] = partOf(cell);
        m_follower.grown(*m_parts[cell]);
    }

    Atlas summary() {
        for (std::size_t cell = 0; cell < m_grid.size(); ++cell)
            if (!m_parts[cell] || m_parts[cell]->cells.front().measured < m_queries.size())
                m_parts[cell] = partOf(cell);
        return gathered();
    }

    // Of all parts.
    Atlas gathered() const {
        Atlas atlas;
        for (const auto& model : m_workbench.models()) atlas.models.push_back(model.id);
        atlas.kinds = kindsOf(m_request);
        atlas.severities = m_request.severities;
        atlas.seeds = m_request.seeds;
        atlas.firstSeed = m_request.firstSeed;
        atlas.confidence = m_request.bootstrap.confidence;
        atlas.resamples = m_request.bootstrap.resamples;
        atlas.problems = m_problems;
        for (const std::size_t number : m_queries) {
            const auto& entry = m_workbench.groundTruth()->queries[number];
            atlas.queries.push_back({number, validUtf8(entry.image), boxOf(entry)});
        }
        for (const auto& part : m_parts) {
            atlas.cells.insert(atlas.cells.end(), part->cells.begin(), part->cells.end());
            atlas.differences.insert(atlas.differences.end(), part->differences.begin(),
                                     part->differences.end());
        }
        return atlas;
    }

    AtlasPart partOf(std::size_t cell) const {
        AtlasPart part;
        std::vector<AtlasValues> values;  // [query][model][seed]
        std::size_t measured = 0;
        for (const std::size_t query : m_queries) {
            values.push_back(valuesOf(query, cell));
            measured += isMeasured(query, cell) ? 1 : 0;
        }
        for (std::size_t model = 0; model < modelCount(); ++model) {
            std::vector<std::vector<double>> own;
            for (const auto& query : values) own.push_back(query[model]);
            AtlasCell out;
            out.kind = m_grid[cell].kind;
            out.severity = m_grid[cell].severity;
            out.model = model;
            out.measured = measured;
            out.perQuery = eval::meanOverSeeds(own);
            out.mAP = eval::bootstrapMean(out.perQuery, m_request.bootstrap);
            for (std::size_t q = 0; q < out.perQuery.size(); ++q)
                if (!std::isnan(out.perQuery[q])) out.worst.push_back(q);
            std::stable_sort(out.worst.begin(), out.worst.end(),
                             [&](std::size_t a, std::size_t b) { return out.perQuery[a] < out.perQuery[b]; });
            if (out.worst.size() > kWorstQueries) out.worst.resize(kWorstQueries);
            part.cells.push_back(std::move(out));
        }
        for (std::size_t a = 0; a < modelCount(); ++a)
            for (std::size_t b = a + 1; b < modelCount(); ++b) {
                const auto compared =
                    eval::comparePaired(part.cells[a].perQuery, part.cells[b].perQuery, m_request.bootstrap);
                if (compared)
                    part.differences.push_back({m_grid[cell].kind, m_grid[cell].severity, a, b, *compared});
            }
        return part;
    }

    const Workbench& m_workbench;
    const AtlasRequest& m_request;
    const JobContext& m_job;
    const AtlasFollower& m_follower;
    std::vector<GridCell> m_grid;
    std::vector<std::size_t> m_queries;
    AtlasJournal m_journal;
    std::vector<FileProblem> m_problems;
    std::set<std::size_t> m_broken;                          // queries with a problem
    std::set<std::pair<std::size_t, std::size_t>> m_failed;  // query and cell: no crop of one of its seeds
    std::vector<std::optional<AtlasPart>> m_parts;           // by cell, as they were told last
    std::vector<std::vector<double>> m_precisions;           // by model and crop, of the query in work
    AtlasValues m_values;                                    // of the cell in work
};

}  // namespace

Result<void> AtlasRequest::check() const {
    const auto wrong = [](const std::string& text) { return fail(ErrorCode::BadInput, text); };
    if (seeds < kLeastAtlasSeeds)
        return wrong("an atlas needs at least " + std::to_string(kLeastAtlasSeeds) + " seeds");
    if (severities.empty()) return wrong("an atlas needs at least one severity");
    std::set<int> levels;
    for (const int severity : severities)
        if (severity < 1 || severity > 5 || !levels.insert(severity).second)
            return wrong("the severities must be numbers from 1 to 5, each once");
    std::set<std::string> names;
    for (const auto& kind : kinds)
        if (!names.insert(kind).second) return wrong("the kind '" + kind + "' is named twice");
    if (auto good = bootstrap.check(); !good) return good;
    if (auto grid = gridOf(*this); !grid) return fail(grid.error());
    return {};
}

const AtlasCell* Atlas::find(std::string_view kind, int severity, std::size_t model) const {
    const auto found = std::find_if(cells.begin(), cells.end(), [&](const AtlasCell& cell) {
        return cell.kind == kind && cell.severity == severity && cell.model == model;
    });
    return found == cells.end() ? nullptr : &*found;
}

bool Atlas::isFinished() const {
    return std::ranges::all_of(cells,
                               [this](const AtlasCell& cell) { return cell.measured == queries.size(); });
}

void putPart(Atlas& atlas, const AtlasPart& part) {
    for (const AtlasCell& cell : part.cells)
        for (AtlasCell& known : atlas.cells)
            if (known.kind == cell.kind && known.severity == cell.severity && known.model == cell.model)
                known = cell;
    for (const AtlasDifference& difference : part.differences)
        for (AtlasDifference& known : atlas.differences)
            if (known.kind == difference.kind && known.severity == difference.severity &&
                known.first == difference.first && known.second == difference.second)
                known = difference;
}

Result<Atlas> buildAtlas(const Workbench& workbench, const AtlasRequest& request, const JobContext& job,
                         const AtlasFollower& follower) {
    if (auto good = request.check(); !good) return fail(good.error());
    if (workbench.groundTruth() == nullptr || workbench.groundTruth()->queries.empty())
        return fail(ErrorCode::BadInput, "an atlas needs a ground truth with queries; name its file");
    if (auto possible = checkMeasurable(workbench); !possible) return fail(possible.error());
    return AtlasBuilder(workbench, request, job, follower).run();
}

fs::path defaultAtlasJournal(const Workbench& workbench, const AtlasRequest& request) {
    fs::path folder = workbench.request().cacheFile.value_or(userCacheFolder() / "cache.sqlite");
    folder += ".atlas";
    return folder / (keyOf(workbench, request).substr(0, 32) + ".jsonl");
}

}  // namespace adapnet::service
