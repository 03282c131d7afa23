#include "app/cli/evaluation_output.h"

#include <cmath>
#include <span>
#include <sstream>

#include "app/cli/output.h"
#include "app/cli/text.h"
#include "core/base/files.h"
#include "core/base/numbers.h"

namespace adapnet::cli {

namespace {

using Json = nlohmann::ordered_json;

Json cutOffsJson(const eval::SetupFigures& figures) {
    Json out = Json::object();
    for (const auto& cut : figures.cutOffs) out["recall@" + std::to_string(cut.k)] = cut.recall;
    for (const auto& cut : figures.cutOffs) out["matching@" + std::to_string(cut.k)] = cut.matching;
    return out;
}

Json copiesJson(const service::ModelFigures& figures, const service::FullEvaluation& evaluation) {
    const auto& copies = *figures.copies;
    Json threshold = nullptr;
    if (copies.thresholdAtP90) threshold = *copies.thresholdAtP90;
    return Json{{"micro_ap", copies.microAP},
                {"recall_at_p90", copies.recallAtP90},
                {"threshold_at_p90", threshold},
                {"recall_at_rank1", copies.recallAtRank1},
                {"recall_at_rank10", copies.recallAtRank10},
                {"true_pairs", copies.truePairs},
                {"queries_with_match", copies.queriesWithMatch},
                {"queries_without_match", copies.queriesWithoutMatch},
                {"candidates", Json{{"selection", "best of all queries"},
                                    {"limit", evaluation.maxPairs},
                                    {"used", copies.predictions}}},
                {"normalisation", eval::normalisationName(evaluation.normalisation)},
                {"background", figures.background}};
}

Json querySetupJson(const eval::SetupMetrics& metrics, const eval::SetupFigures& figures, std::size_t q) {
    Json out{{"AP", metrics.averagePrecisions[q]},
             {"P@1", figures.precisions[q][0]},
             {"P@5", figures.precisions[q][1]},
             {"P@10", figures.precisions[q][2]}};
    for (const auto& cut : figures.cutOffs) out["recall@" + std::to_string(cut.k)] = cut.recalls[q];
    for (const auto& cut : figures.cutOffs) out["matching@" + std::to_string(cut.k)] = cut.matchings[q];
    return out;
}

Json perQueryJson(const service::ModelFigures& figures, const service::FullEvaluation& evaluation) {
    Json list = Json::array();
    for (std::size_t q = 0; figures.retrieval && q < evaluation.queries.size(); ++q) {
        const auto& query = evaluation.queries[q];
        Json box = nullptr;
        if (query.box) box = *query.box;
        Json entry{{"query", validUtf8(query.image)}, {"box", box}};
        entry["easy"] = querySetupJson(figures.protocol.easy, figures.retrieval->easy, q);
        entry["medium"] = querySetupJson(figures.protocol.medium, figures.retrieval->medium, q);
        entry["hard"] = querySetupJson(figures.protocol.hard, figures.retrieval->hard, q);
        if (figures.copies)
            entry["copy_detection"] = Json{{"share_of_micro_ap", figures.copies->contributions[q]},
                                           {"recall_at_p90", figures.copies->recallsAtP90[q]}};
        list.push_back(std::move(entry));
    }
    return list;
}

std::string number(double value) {
    return rightAligned(figureText(value), 8);
}

void retrievalLines(std::ostream& out, const eval::SetupFigures& medium) {
    std::string title = padded("", 24);
    std::string recall = padded("medium, recall", 24);
    std::string matching = padded("medium, one found", 24);
    for (const auto& cut : medium.cutOffs) {
        const std::string name = "@" + std::to_string(cut.k);
        title += rightAligned(name, 8);
        recall += number(cut.recall);
        matching += number(cut.matching);
    }
    out << "  " << title << "\n  " << recall << "\n  " << matching << '\n';
}

void copyLines(std::ostream& out, const service::ModelFigures& figures, eval::Normalisation normalisation) {
    const auto& copies = *figures.copies;
    if (copies.truePairs == 0) return;
    const auto found =
        static_cast<long long>(std::llround(copies.recallAtP90 * static_cast<double>(copies.truePairs)));
    out << "  micro-AP " << formatFixed(copies.microAP, 4) << "; at 90 % precision " << found << " of "
        << copies.truePairs << " pairs are found";
    if (copies.thresholdAtP90) out << " (scores from " << formatFixed(*copies.thresholdAtP90, 4) << ')';
    out << '\n';
    if (normalisation != eval::Normalisation::None)
        out << "  scores normalised (" << eval::normalisationName(normalisation) << ") with "
            << figures.background << " pictures of the gallery; the rules of the challenge forbid that\n";
}

// The part that the shape of `evaluate --json` has always had.
service::Evaluation plainOf(const service::FullEvaluation& evaluation,
                            std::span<const service::ModelFigures> models) {
    service::Evaluation plain;
    for (const auto& figures : models)
        plain.models.push_back({figures.model, figures.protocol, evaluation.queries.size()});
    return plain;
}

}  // namespace

Json fullEvaluationJson(const service::FullEvaluation& evaluation, bool perQuery) {
    Json document = evaluationJson(plainOf(evaluation, evaluation.models));
    for (std::size_t i = 0; i < evaluation.models.size(); ++i) {
        const auto& figures = evaluation.models[i];
        Json& model = document["models"][i];
        model["retrieval"] = nullptr;
        if (figures.retrieval)
            model["retrieval"] = Json{{"easy", cutOffsJson(figures.retrieval->easy)},
                                      {"medium", cutOffsJson(figures.retrieval->medium)},
                                      {"hard", cutOffsJson(figures.retrieval->hard)}};
        model["copy_detection"] = figures.copies ? copiesJson(figures, evaluation) : Json(nullptr);
        if (perQuery) model["per_query"] = perQueryJson(figures, evaluation);
    }
    return document;
}

std::string fullEvaluationText(const service::FullEvaluation& evaluation) {
    std::ostringstream out;
    for (const auto& figures : evaluation.models) {
        std::string tables = evaluationText(plainOf(evaluation, std::span(&figures, 1)));
        tables.pop_back();  // the empty line behind the tables
        out << tables;
        if (figures.retrieval) retrievalLines(out, figures.retrieval->medium);
        if (figures.copies) copyLines(out, figures, evaluation.normalisation);
        out << '\n';
    }
    return out.str();
}

}  // namespace adapnet::cli
