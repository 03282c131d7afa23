// Every query of the ground truth through every model. Reading, cropping and degrading run ahead on their own
// threads, so that the networks do not wait for them.
#include <algorithm>
#include <chrono>
#include <utility>

#include "core/base/feed.h"
#include "core/service/guarded.h"
#include "core/service/query_ranker.h"
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
    const auto query = guarded([&] { return workbench.groundTruthQuery(number); });
    if (!query) return fail(query.error());
    return degradedCrop(*query, recipe);
}

}  // namespace

Result<void> checkMeasurable(const Workbench& workbench) {
    if (workbench.groundTruth() == nullptr)
        return fail(ErrorCode::BadInput, "an evaluation needs a ground truth; name its file");
    if (workbench.images().empty())
        return fail(ErrorCode::NotFound,
                    "no picture of this gallery can be searched; see its report for the reasons");
    return {};
}

Result<Evaluation> Workbench::evaluate(const degrade::Recipe& recipe, const JobContext& job) const {
    auto evaluated = evaluateQueries(*this, recipe, {}, job);
    if (!evaluated) return fail(evaluated.error());
    return std::move(evaluated->evaluation);
}

Result<EvaluatedQueries> evaluateQueries(const Workbench& workbench, const degrade::Recipe& recipe,
                                         const RankingSink& sink, const JobContext& job) {
    if (auto possible = checkMeasurable(workbench); !possible) return fail(possible.error());
    if (auto valid = degrade::check(recipe); !valid) return fail(valid.error());
    const Workbench::Impl& impl = workbench.state();
    const auto start = std::chrono::steady_clock::now();
    const auto& queries = impl.truth->queries;
    const auto ranker = ExactRanker::make(workbench);
    if (!ranker) return fail(ranker.error());

    EvaluatedQueries out;
    out.rankings.assign(impl.models.size(), std::vector<std::vector<std::uint32_t>>(queries.size()));
    Evaluation& evaluation = out.evaluation;
    ProgressMeter meter(job.progress, "evaluate", static_cast<std::int64_t>(queries.size()));
    Feed<PreparedQuery> feed(queries.size(), kPrepareThreads, kMaxWaiting,
                             [&](std::size_t number, const Feed<PreparedQuery>::Send& send) {
                                 send({number, prepare(workbench, number, recipe)});
                             });
    while (auto prepared = feed.next()) {
        if (job.stopRequested()) return fail(Error::cancelled());
        if (!prepared->crop) {
            evaluation.problems.push_back(
                {validUtf8(queries[prepared->query].image), prepared->crop.error().message()});
            meter.advance(1, 0, 1);
            continue;
        }
        for (std::size_t i = 0; i < impl.models.size(); ++i) {
            const auto ranked = ranker->rank(i, {*prepared->crop});
            if (!ranked) return fail(ranked.error());
            out.rankings[i][prepared->query] = rowsOf(ranked->front());
            if (sink) sink(prepared->query, i, ranked->front());
        }
        meter.advance();
    }
    meter.finish();
    std::ranges::sort(evaluation.problems, {}, &FileProblem::path);

    for (const auto& query : queries) out.truth.push_back(impl.truthRows(query));
    for (std::size_t i = 0; i < impl.models.size(); ++i) {
        auto metrics = eval::evaluateProtocol(out.rankings[i], out.truth);
        if (!metrics) return fail(metrics.error());
        evaluation.models.push_back({impl.infos[i].id, std::move(*metrics), queries.size()});
    }
    evaluation.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return out;
}

}  // namespace adapnet::service
