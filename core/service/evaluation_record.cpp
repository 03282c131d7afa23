#include "core/service/evaluation_record.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/sha256.h"
#include "core/degrade/repair.h"
#include "core/service/enhance.h"
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

std::string evaluateCommand(const Workbench& workbench, const report::EvaluationRecord& record) {
    const Workbench::Impl& impl = workbench.state();
    // Gallery, recipe, models and device stand in the command of a search already; the query goes.
    Query none;
    none.recipe = record.recipe;
    std::string command = workbench.searchCommand(none, 1);
    command = command.substr(command.find("adapnet search "));
    command.replace(0, std::string("adapnet search ").size(), "adapnet evaluate ");
    for (const std::string part : {" --query pasted-query.bmp", " --top 1"})
        if (const auto place = command.find(part, shellWord(impl.root.native()).size());
            place != std::string::npos)
            command.erase(place, part.size());
    if (record.normalisation != eval::normalisationName(eval::Normalisation::None))
        command += " --normalise " + record.normalisation;
    return command;
}

EvaluationRecorder::EvaluationRecorder(const Workbench& workbench, degrade::Recipe recipe,
                                       eval::Normalisation normalisation, EvaluationRecordOptions options)
    : m_workbench(workbench), m_options(std::move(options)) {
    const Workbench::Impl& impl = workbench.state();
    const auto& queries = impl.truth->queries;
    m_record.recipe = std::move(recipe);
    m_record.normalisation = eval::normalisationName(normalisation);
    for (std::size_t m = 0; m < impl.models.size(); ++m)
        m_record.models.push_back({modelFacts(workbench, m), {}, {}});
    m_record.queries.resize(queries.size());
    for (std::size_t q = 0; q < queries.size(); ++q) {
        auto& entry = m_record.queries[q];
        entry.path = validUtf8(queries[q].image);
        entry.subset = queries[q].subset;
        entry.box = boxOf(queries[q]);
        entry.contentHash = hashOfFile(impl.absoluteFile(queries[q].image));
        entry.answers.resize(impl.models.size());
    }
}

void EvaluationRecorder::add(std::size_t query, std::size_t model, std::span<const index::Neighbour> order) {
    const Workbench::Impl& impl = m_workbench.state();
    auto& results = m_record.queries[query].answers[model].results;
    for (std::size_t i = 0; i < order.size() && static_cast<int>(i) < m_options.topK; ++i) {
        const GalleryImage& image = impl.images[order[i].row];
        report::RecordResult result;
        result.rank = static_cast<int>(i) + 1;
        result.path = image.path;
        result.score = order[i].score;
        result.label = eval::labelOf(impl.truth->queries[query], image.relative.native());
        results.push_back(std::move(result));
    }
}

void EvaluationRecorder::addCopies(std::size_t model, const eval::CopyMetrics& copies,
                                   std::size_t candidateLimit, std::size_t background) {
    m_record.models[model].copies = report::RecordCopies{copies.microAP,
                                                         copies.recallAtP90,
                                                         copies.thresholdAtP90,
                                                         copies.recallAtRank1,
                                                         copies.recallAtRank10,
                                                         copies.truePairs,
                                                         copies.queriesWithMatch,
                                                         copies.queriesWithoutMatch,
                                                         copies.predictions,
                                                         candidateLimit,
                                                         background};
    for (std::size_t q = 0; q < m_record.queries.size(); ++q) {
        auto& answer = m_record.queries[q].answers[model];
        answer.microAPShare = known(copies.contributions, q);
        answer.recallAtP90 = known(copies.recallsAtP90, q);
    }
}

report::EvaluationRecord EvaluationRecorder::finish(const Evaluation& evaluation) {
    for (const auto& problem : evaluation.problems)
        for (auto& entry : m_record.queries)
            if (entry.path == problem.path) entry.problem = problem.reason;
    for (std::size_t m = 0; m < evaluation.models.size(); ++m) {
        const auto& metrics = evaluation.models[m].metrics;
        m_record.models[m].metrics = metrics;
        for (std::size_t q = 0; q < m_record.queries.size(); ++q) {
            auto& answer = m_record.queries[q].answers[m];
            answer.easy = known(metrics.easy.averagePrecisions, q);
            answer.medium = known(metrics.medium.averagePrecisions, q);
            answer.hard = known(metrics.hard.averagePrecisions, q);
        }
    }
    const GalleryRequest& request = m_workbench.request();
    m_record.programVersion = programVersion();
    m_record.createdUtc = m_options.createdUtc.empty() ? utcNow() : m_options.createdUtc;
    m_record.galleryFolder = absoluteText(request.folder);
    m_record.gallerySize = m_workbench.images().size();
    m_record.galleryDigest = galleryDigest(m_workbench);
    m_record.groundTruth = absoluteText(*request.groundTruth);
    m_record.groundTruthHash = hashOfFile(*request.groundTruth);
    m_record.topK = m_options.topK;
    m_record.askedDevice = request.device;
    m_record.askedPrecision = nn::precisionName(request.precision);
    m_record.indexSettings = sharedIndexSettings(m_workbench);
    for (const std::string& network : degrade::repairsIn(m_record.recipe))
        m_record.indexSettings.push_back(enhancementNote(network));
    m_record.seconds = evaluation.seconds;
    m_record.command = evaluateCommand(m_workbench, m_record);
    m_record.software = softwareList();
    m_record.limits = knownLimits(m_workbench);
    return std::move(m_record);
}

}  // namespace adapnet::service
