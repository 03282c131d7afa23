#include "core/service/failure_atlas.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <numeric>
#include <set>
#include <utility>

#include "core/base/random.h"
#include "core/base/sha256.h"
#include "core/service/atlas_journal.h"
#include "core/service/query_ranker.h"

namespace adapnet::service {

namespace {

constexpr std::size_t kMaxWaiting = 8;  // degraded crops

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

// One crop to rank: a query under a cell and seed.
struct Task {
    std::size_t query = 0;  // in the ground truth
    std::size_t cell = 0;
    int seed = 0;
};
struct PreparedCrop {
    Task task;
    Result<cv::Mat> crop;
};

// Prepares crops in the order of the tasks on one thread; a query is read once for all its tasks.
class CropMaker {
  public:
    CropMaker(const Workbench& workbench, const std::vector<GridCell>& grid, const std::vector<Task>& tasks,
              std::uint64_t firstSeed)
        : m_workbench(workbench), m_grid(grid), m_tasks(tasks), m_firstSeed(firstSeed) {}

    PreparedCrop operator()(std::size_t number) {
        const Task& task = m_tasks[number];
        try {
            if (!m_number || *m_number != task.query) {
                m_query = m_workbench.groundTruthQuery(task.query);
                m_number = task.query;
            }
            if (!*m_query) return {task, fail(m_query->error())};
            const auto seed = m_firstSeed + static_cast<std::uint64_t>(task.seed);
            return {task, degradedCrop(**m_query, recipeOf(m_grid[task.cell], seed))};
        } catch (const std::exception& error) {  // memory
            return {task, fail(ErrorCode::OutOfMemory, error.what())};
        }
    }

  private:
    const Workbench& m_workbench;
    const std::vector<GridCell>& m_grid;
    const std::vector<Task>& m_tasks;
    const std::uint64_t m_firstSeed;
    std::optional<std::size_t> m_number;
    std::optional<Result<Query>> m_query;
};

// The steps of buildAtlas.
class AtlasBuilder {
  public:
    AtlasBuilder(const Workbench& workbench, const AtlasRequest& request, const JobContext& job)
        : m_workbench(workbench), m_request(request), m_job(job) {}

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
        if (auto computed = compute(); !computed) return fail(computed.error());
        return summary();
    }

  private:
    std::size_t modelCount() const { return m_workbench.models().size(); }
    std::size_t seedCount() const { return static_cast<std::size_t>(m_request.seeds); }

    Result<void> compute() {
        std::vector<Task> tasks;
        for (const std::size_t query : m_queries)
            for (std::size_t cell = 0; cell < m_grid.size(); ++cell)
                if (m_journal.find(query, cell) == nullptr)
                    for (int seed = 0; seed < (cell == 0 ? 1 : m_request.seeds); ++seed)
                        tasks.push_back({query, cell, seed});
        ProgressMeter meter(m_job.progress, "atlas", static_cast<std::int64_t>(tasks.size()));
        const auto rows = rowsOfGallery(m_workbench);
        CropMaker maker(m_workbench, m_grid, tasks, m_request.firstSeed);
        Feed<PreparedCrop> feed(tasks.size(), 1, kMaxWaiting,
                                [&](std::size_t number) { return maker(number); });
        std::set<std::size_t> broken;
        AtlasValues values;
        while (auto item = feed.next()) {
            if (m_job.stopRequested()) return fail(Error::cancelled());
            const Task& task = item->task;
            if (!item->crop) {
                if (broken.insert(task.query).second)
                    m_problems.push_back({validUtf8(m_workbench.groundTruth()->queries[task.query].image),
                                          item->crop.error().message()});
                meter.advance(1, 0, 1);
                continue;
            }
            if (task.seed == 0) values.assign(modelCount(), {});
            if (auto ranked = rank(task.query, *item->crop, rows, values); !ranked) return ranked;
            meter.advance();
            const std::size_t wanted = task.cell == 0 ? 1 : seedCount();
            if (values.front().size() < wanted) continue;
            if (auto kept = m_journal.keep(task.query, task.cell, values); !kept) return kept;
        }
        if (m_job.stopRequested()) return fail(Error::cancelled());
        meter.finish();
        return {};
    }

    // Adds one average precision to every model's row.
    Result<void> rank(std::size_t query, const cv::Mat& crop, const eval::RowOfPath& rows,
                      AtlasValues& values) {
        const auto ranked = rankCrop(m_workbench, crop, m_job);
        if (!ranked) return fail(ranked.error());
        const std::vector<eval::QueryTruth> truth{
            eval::truthRows(m_workbench.groundTruth()->queries[query], rows,
                            static_cast<std::uint32_t>(m_workbench.images().size()))};
        for (std::size_t model = 0; model < ranked->size(); ++model) {
            const auto metrics = eval::evaluateProtocol(std::span(&(*ranked)[model].rows, 1), truth);
            if (!metrics) return fail(metrics.error());
            values[model].push_back(metrics->medium.mAP);
        }
        return {};
    }

    // A query that could not be read counts as not found, unless there is nothing to find.
    AtlasValues valuesOf(std::size_t query, std::size_t cell) const {
        if (const auto* known = m_journal.find(query, cell)) return *known;
        const auto& entry = m_workbench.groundTruth()->queries[query];
        const bool hasPositives = !entry.easy.empty() || !entry.hard.empty();
        return AtlasValues(modelCount(), {hasPositives ? 0.0 : std::numeric_limits<double>::quiet_NaN()});
    }

    Atlas summary() {
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
            AtlasQuery query{number, validUtf8(entry.image), std::nullopt};
            if (entry.box) {
                const auto& box = *entry.box;
                query.box = image::Box{static_cast<int>(box[0]), static_cast<int>(box[1]),
                                       static_cast<int>(box[2]), static_cast<int>(box[3])};
            }
            atlas.queries.push_back(std::move(query));
        }
        for (std::size_t cell = 0; cell < m_grid.size(); ++cell) addCell(atlas, cell);
        return atlas;
    }

    void addCell(Atlas& atlas, std::size_t cell) const {
        std::vector<AtlasValues> values;  // [query][model][seed]
        for (const std::size_t query : m_queries) values.push_back(valuesOf(query, cell));
        const std::size_t firstCell = atlas.cells.size();
        for (std::size_t model = 0; model < modelCount(); ++model) {
            std::vector<std::vector<double>> own;
            for (const auto& query : values) own.push_back(query[model]);
            AtlasCell out;
            out.kind = m_grid[cell].kind;
            out.severity = m_grid[cell].severity;
            out.model = model;
            out.perQuery = eval::meanOverSeeds(own);
            out.mAP = eval::bootstrapMean(out.perQuery, m_request.bootstrap);
            for (std::size_t q = 0; q < out.perQuery.size(); ++q)
                if (!std::isnan(out.perQuery[q])) out.worst.push_back(q);
            std::stable_sort(out.worst.begin(), out.worst.end(),
                             [&](std::size_t a, std::size_t b) { return out.perQuery[a] < out.perQuery[b]; });
            if (out.worst.size() > kWorstQueries) out.worst.resize(kWorstQueries);
            atlas.cells.push_back(std::move(out));
        }
        for (std::size_t a = 0; a < modelCount(); ++a)
            for (std::size_t b = a + 1; b < modelCount(); ++b) {
                const auto compared =
                    eval::comparePaired(atlas.cells[firstCell + a].perQuery,
                                        atlas.cells[firstCell + b].perQuery, m_request.bootstrap);
                if (compared)
                    atlas.differences.push_back({m_grid[cell].kind, m_grid[cell].severity, a, b, *compared});
            }
    }

    const Workbench& m_workbench;
    const AtlasRequest& m_request;
    const JobContext& m_job;
    std::vector<GridCell> m_grid;
    std::vector<std::size_t> m_queries;
    AtlasJournal m_journal;
    std::vector<FileProblem> m_problems;
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

Result<Atlas> buildAtlas(const Workbench& workbench, const AtlasRequest& request, const JobContext& job) {
    if (auto good = request.check(); !good) return fail(good.error());
    if (workbench.groundTruth() == nullptr || workbench.groundTruth()->queries.empty())
        return fail(ErrorCode::BadInput, "an atlas needs a ground truth with queries; name its file");
    if (workbench.images().empty())
        return fail(ErrorCode::NotFound,
                    "no picture of this gallery can be searched; see its report for the reasons");
    if (!ranksExactly(workbench))
        return fail(ErrorCode::BadInput, "an atlas needs exact search; this gallery is too large for it");
    return AtlasBuilder(workbench, request, job).run();
}

fs::path defaultAtlasJournal(const Workbench& workbench, const AtlasRequest& request) {
    fs::path folder = workbench.request().cacheFile.value_or(userCacheFolder() / "cache.sqlite");
    folder += ".atlas";
    return folder / (keyOf(workbench, request).substr(0, 32) + ".jsonl");
}

}  // namespace adapnet::service
