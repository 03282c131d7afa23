// Every query of the ground truth through every model. Reading, cropping and degrading run ahead on their own
// threads, so that the networks do not wait for them.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <thread>
#include <utility>

#include "core/base/bounded_queue.h"
#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

constexpr std::size_t kPrepareThreads = 2;
constexpr std::size_t kMaxWaiting = 8;  // prepared queries

struct PreparedQuery {
    std::size_t query = 0;
    Result<cv::Mat> crop;  // degraded
};

Result<cv::Mat> prepare(const Workbench& workbench, std::size_t number, const degrade::Recipe& recipe) {
    try {
        auto query = workbench.groundTruthQuery(number);
        if (!query) return fail(query.error());
        query->recipe = recipe;
        auto crop = cropQuery(*query);
        if (!crop) return fail(crop.error());
        return std::move(crop->degraded);
    } catch (const std::exception& error) {  // memory: one huge query must not end the run
        return fail(ErrorCode::OutOfMemory, error.what());
    }
}

// Prepares queries 0..count-1 on a few threads; joined on every way out.
class QueryFeed {
  public:
    QueryFeed(const Workbench& workbench, const degrade::Recipe& recipe, std::size_t count)
        : m_workbench(workbench), m_recipe(recipe), m_count(count) {
        for (std::size_t i = 0; i < kPrepareThreads; ++i) m_threads.emplace_back([this] { run(); });
    }
    ~QueryFeed() {
        m_queue.abandon();
        for (auto& thread : m_threads) thread.join();
    }
    QueryFeed(const QueryFeed&) = delete;
    QueryFeed& operator=(const QueryFeed&) = delete;

    std::optional<PreparedQuery> next() { return m_queue.pop(); }

  private:
    void run() {
        for (std::size_t number = m_next++; number < m_count; number = m_next++)
            if (!m_queue.push({number, prepare(m_workbench, number, m_recipe)})) return;
        if (++m_finished == kPrepareThreads) m_queue.close();
    }

    const Workbench& m_workbench;
    const degrade::Recipe& m_recipe;
    const std::size_t m_count;
    std::atomic<std::size_t> m_next{0};
    std::atomic<std::size_t> m_finished{0};
    BoundedQueue<PreparedQuery> m_queue{kMaxWaiting};
    std::vector<std::thread> m_threads;
};

// Rankings of one model, one per query; empty where the query could not be read.
struct ModelRun {
    const index::SearchIndex* index = nullptr;
    std::unique_ptr<index::SearchIndex> own;
    std::vector<std::vector<std::uint32_t>> rankings;
};

Result<std::vector<ModelRun>> startRuns(const Workbench::Impl& impl, std::size_t queries) {
    std::vector<ModelRun> runs;
    for (const auto& model : impl.models) {
        ModelRun run;
        run.rankings.resize(queries);
        run.index = model.gallery.index.get();
        if (run.index->kind() != "exact") {
            auto exact = exactCopy(impl, model);
            if (!exact) return fail(exact.error());
            run.own = std::move(*exact);
            run.index = run.own.get();
        }
        runs.push_back(std::move(run));
    }
    return runs;
}

Result<std::vector<index::Neighbour>> rankAll(const Workbench::Impl& impl, std::size_t model,
                                              const index::SearchIndex& searched, const cv::Mat& crop) {
    auto query = impl.describer->describe(model, crop);
    if (!query) return fail(query.error());
    impl.models[model].gallery.space.apply(query->descriptor);
    return searched.search(query->descriptor, impl.images.size());
}

}  // namespace

Result<std::unique_ptr<index::SearchIndex>> exactCopy(const Workbench::Impl& impl,
                                                      const GalleryModel& model) {
    std::vector<std::string> hashes;
    for (const auto& image : impl.images) hashes.push_back(image.contentHash);
    auto block = impl.cache->loadVectors(model.featureKey, hashes);
    if (!block) return fail(block.error());
    features::FeatureMatrix matrix{hashes.size(), block->dimension, std::move(block->values)};
    model.gallery.space.apply(matrix);
    return index::buildExact(matrix.values, matrix.dimension);
}

Result<Evaluation> Workbench::evaluate(const degrade::Recipe& recipe, const JobContext& job) const {
    return evaluateQueries(*this, recipe, {}, job);
}

Result<Evaluation> evaluateQueries(const Workbench& workbench, const degrade::Recipe& recipe,
                                   const RankingSink& sink, const JobContext& job) {
    const Workbench::Impl& impl = workbench.state();
    if (!impl.truth) return fail(ErrorCode::BadInput, "an evaluation needs a ground truth; name its file");
    if (auto valid = degrade::check(recipe); !valid) return fail(valid.error());
    if (impl.images.empty())
        return fail(ErrorCode::NotFound,
                    "no picture of this gallery can be searched; see its report for the reasons");
    const auto start = std::chrono::steady_clock::now();
    const auto& queries = impl.truth->queries;
    auto runs = startRuns(impl, queries.size());
    if (!runs) return fail(runs.error());

    Evaluation evaluation;
    ProgressMeter meter(job.progress, "evaluate", static_cast<std::int64_t>(queries.size()));
    {
        QueryFeed feed(workbench, recipe, queries.size());
        while (auto prepared = feed.next()) {
            if (job.stopRequested()) return fail(Error::cancelled());
            if (!prepared->crop) {
                evaluation.problems.push_back(
                    {validUtf8(queries[prepared->query].image), prepared->crop.error().message()});
                meter.advance(1, 0, 1);
                continue;
            }
            for (std::size_t i = 0; i < runs->size(); ++i) {
                auto& run = (*runs)[i];
                const auto order = rankAll(impl, i, *run.index, *prepared->crop);
                if (!order) return fail(order.error());
                for (const auto& neighbour : *order) run.rankings[prepared->query].push_back(neighbour.row);
                if (sink) sink(prepared->query, i, *order);
            }
            meter.advance();
        }
    }
    meter.finish();
    std::sort(evaluation.problems.begin(), evaluation.problems.end(),
              [](const FileProblem& a, const FileProblem& b) { return a.path < b.path; });

    std::vector<eval::QueryTruth> truth;
    for (const auto& query : queries) truth.push_back(impl.truthRows(query));
    for (std::size_t i = 0; i < runs->size(); ++i) {
        auto metrics = eval::evaluateProtocol((*runs)[i].rankings, truth);
        if (!metrics) return fail(metrics.error());
        evaluation.models.push_back({impl.infos[i].id, std::move(*metrics), queries.size()});
    }
    evaluation.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return evaluation;
}

}  // namespace adapnet::service
