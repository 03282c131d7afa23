#include "core/service/evaluation_record.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/sha256.h"
#include "core/service/record_parts.h"
#include "core/service/shell_text.h"
#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

std::optional<double> known(const std::vector<double>& values, std::size_t i) {
    if (i >= values.size() || !std::isfinite(values[i])) return std::nullopt;
    return values[i];
}

}  // namespace

std::string evaluateCommand(const Workbench& workbench, const degrade::Recipe& recipe) {
    const Workbench::Impl& impl = workbench.state();
    // Gallery, recipe, models and device stand in the command of a search already; the query goes.
    Query none;
    none.recipe = recipe;
    std::string command = workbench.searchCommand(none, 1);
    command = command.substr(command.find("adapnet search "));
    command.replace(0, std::string("adapnet search ").size(), "adapnet evaluate ");
    for (const std::string part : {" --query pasted-query.bmp", " --top 1"})
        if (const auto place = command.find(part, shellWord(impl.root.native()).size());
            place != std::string::npos)
            command.erase(place, part.size());
    return command;
}

Result<report::EvaluationRecord> recordEvaluation(const Workbench& workbench, const degrade::Recipe& recipe,
                                                  const EvaluationRecordOptions& options,
                                                  const JobContext& job) {
    const Workbench::Impl& impl = workbench.state();
    if (!impl.truth) return fail(ErrorCode::BadInput, "an evaluation needs a ground truth; name its file");
    const auto& queries = impl.truth->queries;
    report::EvaluationRecord record;
    record.queries.resize(queries.size());
    for (std::size_t q = 0; q < queries.size(); ++q) {
        auto& entry = record.queries[q];
        entry.path = validUtf8(queries[q].image);
        entry.subset = queries[q].subset;
        entry.box = boxOf(queries[q]);
        entry.contentHash = hashOfFile(impl.absoluteFile(queries[q].image));
        entry.answers.resize(impl.models.size());
    }
    const auto keep = [&](std::size_t query, std::size_t model, const std::vector<index::Neighbour>& order) {
        auto& results = record.queries[query].answers[model].results;
        for (std::size_t i = 0; i < order.size() && static_cast<int>(i) < options.topK; ++i) {
            const GalleryImage& image = impl.images[order[i].row];
            report::RecordResult result;
            result.rank = static_cast<int>(i) + 1;
            result.path = image.path;
            result.score = order[i].score;
            result.label = eval::labelOf(queries[query], image.relative.native());
            results.push_back(std::move(result));
        }
    };
    const auto evaluation = evaluateQueries(workbench, recipe, keep, job);
    if (!evaluation) return fail(evaluation.error());

    for (const auto& problem : evaluation->problems)
        for (auto& entry : record.queries)
            if (entry.path == problem.path) entry.problem = problem.reason;
    for (std::size_t m = 0; m < evaluation->models.size(); ++m) {
        const auto& metrics = evaluation->models[m].metrics;
        record.models.push_back({modelFacts(workbench, m), metrics});
        for (std::size_t q = 0; q < record.queries.size(); ++q) {
            auto& answer = record.queries[q].answers[m];
            answer.easy = known(metrics.easy.averagePrecisions, q);
            answer.medium = known(metrics.medium.averagePrecisions, q);
            answer.hard = known(metrics.hard.averagePrecisions, q);
        }
    }
    const GalleryRequest& request = workbench.request();
    record.programVersion = programVersion();
    record.createdUtc = options.createdUtc.empty() ? utcNow() : options.createdUtc;
    record.galleryFolder = absoluteText(request.folder);
    record.gallerySize = workbench.images().size();
    record.galleryDigest = galleryDigest(workbench);
    record.groundTruth = absoluteText(*request.groundTruth);
    record.groundTruthHash = hashOfFile(*request.groundTruth);
    record.recipe = recipe;
    record.topK = options.topK;
    record.askedDevice = request.device;
    record.askedPrecision = nn::precisionName(request.precision);
    record.indexSettings = sharedIndexSettings(workbench);
    record.seconds = evaluation->seconds;
    record.command = evaluateCommand(workbench, recipe);
    record.software = softwareList();
    record.limits = knownLimits(workbench);
    return record;
}

}  // namespace adapnet::service
