#include "core/service/full_evaluation.h"

#include <algorithm>
#include <utility>

#include "core/base/random.h"
#include "core/eval/truth_formats.h"
#include "core/service/truth_source.h"
#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

// Rankings of one model, one per query; empty where the query could not be read.
struct ModelRankings {
    std::vector<std::vector<std::uint32_t>> rows;
    std::vector<std::vector<double>> scores;
};

// A whole ranking is kept for every query; a gallery with a graph is too large for that.
bool isSearchedExactly(const Workbench& workbench) {
    return std::ranges::all_of(workbench.state().models, [](const GalleryModel& model) {
        return model.gallery.index->kind() == "exact";
    });
}

std::vector<eval::GroundTruthQuery> namesOf(const eval::GroundTruth& truth) {
    std::vector<eval::GroundTruthQuery> names;
    for (const auto& query : truth.queries)
        names.push_back({query.image, query.box, query.subset, {}, {}, {}});
    return names;
}

// What the normalisation takes off every query's scores.
Result<std::vector<double>> adjustmentsOf(const ModelRankings& run, std::span<const eval::QueryTruth> truth,
                                          std::span<const std::uint32_t> background,
                                          eval::Normalisation normalisation) {
    std::vector<double> out;
    for (std::size_t q = 0; q < run.rows.size(); ++q) {
        std::vector<double> scores;
        for (std::size_t i = 0; i < run.rows[q].size(); ++i) {
            const std::uint32_t row = run.rows[q][i];
            const bool isJunk =
                std::find(truth[q].junk.begin(), truth[q].junk.end(), row) != truth[q].junk.end();
            if (!isJunk && std::binary_search(background.begin(), background.end(), row))
                scores.push_back(run.scores[q][i]);
        }
        // A query that could not be read has no scores that could be normalised.
        const auto taken = run.rows[q].empty() ? Result<double>(0.0)
                                               : eval::backgroundScore(std::move(scores), normalisation);
        if (!taken) return fail(taken.error());
        out.push_back(*taken);
    }
    return out;
}

Result<void> measure(ModelFigures& figures, const ModelRankings& run, std::span<const eval::QueryTruth> truth,
                     std::span<const std::uint32_t> background, const FullEvaluation& evaluation) {
    auto retrieval = eval::retrievalMetrics(run.rows, truth);
    if (!retrieval) return fail(retrieval.error());
    figures.retrieval = std::move(*retrieval);
    if (run.scores.empty()) return {};
    eval::CopyInput input{run.rows, run.scores, truth, {}, background, evaluation.maxPairs};
    std::vector<double> adjustments;
    if (evaluation.normalisation != eval::Normalisation::None) {
        auto taken = adjustmentsOf(run, truth, background, evaluation.normalisation);
        if (!taken) return fail(taken.error());
        adjustments = std::move(*taken);
        input.adjustments = adjustments;
        figures.background = background.size();
    }
    auto copies = eval::copyMetricsOf(input);
    if (!copies) return fail(copies.error());
    figures.copies = std::move(*copies);
    return {};
}

eval::Run storedRun(const Workbench& workbench, const std::string& model, const ModelRankings& rankings) {
    eval::Run run;
    run.name = model;
    run.scores = rankings.scores;
    for (const auto& rows : rankings.rows) {
        std::vector<std::string> paths;
        for (const std::uint32_t row : rows) paths.push_back(workbench.images()[row].relative.native());
        run.rankings.push_back(std::move(paths));
    }
    return run;
}

}  // namespace

std::vector<std::uint32_t> backgroundRows(std::span<const GalleryImage> images) {
    constexpr std::uint64_t kShare = 10;
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < images.size(); ++i)
        if (fnv1a64("adapnet-background-v1|" + images[i].contentHash) % kShare == 0)
            rows.push_back(static_cast<std::uint32_t>(i));
    return rows;
}

Result<FullEvaluation> evaluateFully(const Workbench& workbench, const EvaluationOptions& options,
                                     const JobContext& job) {
    if (auto possible = checkMeasurable(workbench); !possible) return fail(possible.error());
    const bool isExact = isSearchedExactly(workbench);
    if (!isExact && (options.normalisation != eval::Normalisation::None || options.keepRuns))
        return fail(ErrorCode::BadInput,
                    "this gallery is too large for stored runs and score normalisation; use a smaller one");
    const std::size_t queries = workbench.groundTruth()->queries.size();
    std::vector<ModelRankings> runs(workbench.models().size());
    for (auto& run : runs) run.scores.resize(isExact ? queries : 0);
    std::optional<EvaluationRecorder> recorder;
    if (options.record) recorder.emplace(workbench, options.recipe, options.normalisation, *options.record);
    const auto keep = [&](std::size_t query, std::size_t model, const std::vector<index::Neighbour>& order) {
        if (recorder) recorder->add(query, model, order);
        if (!isExact) return;
        auto& scores = runs[model].scores[query];
        scores.reserve(order.size());
        for (const auto& neighbour : order) scores.push_back(neighbour.score);
    };
    auto evaluated = evaluateQueries(workbench, options.recipe, keep, job);
    if (!evaluated) return fail(evaluated.error());

    FullEvaluation out;
    out.normalisation = options.normalisation;
    out.queries = namesOf(*workbench.groundTruth());
    std::vector<std::uint32_t> background;
    if (options.normalisation != eval::Normalisation::None) background = backgroundRows(workbench.images());
    for (std::size_t i = 0; i < runs.size(); ++i) {
        ModelFigures figures;
        figures.model = workbench.models()[i].id;
        figures.protocol = evaluated->evaluation.models[i].metrics;
        if (isExact) {
            runs[i].rows = std::move(evaluated->rankings[i]);
            if (auto done = measure(figures, runs[i], evaluated->truth, background, out); !done)
                return fail(done.error());
            if (recorder && figures.copies)
                recorder->addCopies(i, *figures.copies, out.maxPairs, figures.background);
            if (options.keepRuns) figures.run = storedRun(workbench, figures.model, runs[i]);
        }
        out.models.push_back(std::move(figures));
    }
    if (recorder) out.record = recorder->finish(evaluated->evaluation);
    out.problems = std::move(evaluated->evaluation.problems);
    return out;
}

Result<FullEvaluation> evaluateRun(const fs::path& runFile, const fs::path& groundTruth, const fs::path& root,
                                   const JobContext& job) {
    std::error_code ignored;
    const bool isFolder = fs::is_directory(groundTruth, ignored);
    eval::ReadTruth read;
    if (isFolder || (!root.empty() && fs::is_directory(root, ignored))) {
        auto truth = loadTruth(groundTruth, root.empty() ? groundTruth : root, job);
        if (!truth) return fail(truth.error());
        read.truth = std::move(*truth);
    } else {
        auto truth = eval::readGroundTruth(groundTruth);
        if (!truth) return fail(truth.error());
        read = std::move(*truth);
    }
    const auto run = eval::loadRun(runFile, read.truth, !read.namesGallery);
    if (!run) return fail(run.error());
    const auto rows = eval::rowsOf(*run, read.truth);
    FullEvaluation out;
    out.queries = namesOf(read.truth);
    ModelFigures figures;
    figures.model = run->name.empty() ? displayPath(runFile.stem()) : run->name;
    auto protocol = eval::evaluateProtocol(rows.rankings, rows.truth);
    if (!protocol) return fail(protocol.error().whileDoing("scoring the run " + displayPath(runFile)));
    figures.protocol = std::move(*protocol);
    if (auto done = measure(figures, {rows.rankings, run->scores}, rows.truth, {}, out); !done)
        return fail(done.error());
    for (std::size_t q = 0; q < run->rankings.size(); ++q)
        if (run->rankings[q].empty())
            out.problems.push_back({validUtf8(read.truth.queries[q].image), "the run has no result for it"});
    out.models.push_back(std::move(figures));
    return out;
}

}  // namespace adapnet::service
