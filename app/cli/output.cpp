#include "app/cli/output.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <vector>

#include "app/cli/console_progress.h"
#include "app/cli/text.h"
#include "core/base/files.h"
#include "core/base/numbers.h"
#include "core/eval/ground_truth.h"

namespace adapnet::cli {

namespace {

using Json = nlohmann::ordered_json;

Json setupJson(const eval::SetupMetrics& metrics) {
    return Json{{"mAP", metrics.mAP}, {"mP@1", metrics.mP1}, {"mP@5", metrics.mP5}, {"mP@10", metrics.mP10}};
}

Json problemsJson(const std::vector<service::FileProblem>& problems) {
    Json list = Json::array();
    for (const auto& problem : problems)
        list.push_back(Json{{"path", validUtf8(problem.path)}, {"reason", validUtf8(problem.reason)}});
    return list;
}

std::string metricText(double value) {
    return rightAligned(figureText(value), 8);
}

// "+3", "-2", "=", "new": where the result stood with the clean query.
std::string movedText(const service::RankedResult& result) {
    if (result.cleanRank == 0) return result.isNew ? "new" : "";
    if (result.moved == 0) return "=";
    return (result.moved > 0 ? "+" : "") + std::to_string(result.moved);
}

std::string labelSign(eval::Label label) {
    switch (label) {
        case eval::Label::Positive:
            return "+";
        case eval::Label::Negative:
            return "-";
        case eval::Label::Junk:
            return "o";
        case eval::Label::Unknown:
            break;
    }
    return " ";
}

void problemLines(std::ostream& out, const char* kind, const std::vector<service::FileProblem>& problems) {
    for (const auto& problem : problems)
        out << "  " << kind << ": " << printable(problem.path) << " (" << printable(problem.reason) << ")\n";
}

void setupLine(std::ostream& out, std::string_view name, const eval::SetupMetrics& metrics) {
    out << "  " << padded(printable(name), 24) << metricText(metrics.mAP) << metricText(metrics.mP1)
        << metricText(metrics.mP5) << metricText(metrics.mP10)
        << rightAligned(std::to_string(metrics.queries), 9) << '\n';
}

}  // namespace

Json searchJson(const service::Comparison& comparison) {
    Json models = Json::array();
    for (const auto& ranking : comparison.models) {
        Json results = Json::array();
        for (const auto& result : ranking.results)
            results.push_back(Json{{"rank", result.rank},
                                   {"path", validUtf8(result.path)},
                                   {"score", result.score},
                                   {"label", eval::labelName(result.label)}});
        models.push_back(Json{{"model", ranking.model}, {"results", std::move(results)}});
    }
    Json timings = Json::object();
    for (const auto& [stage, ms] : comparison.timingsMs) timings[stage] = ms;
    return Json{{"models", std::move(models)}, {"timings_ms", std::move(timings)}};
}

Json evaluationJson(const service::Evaluation& evaluation) {
    Json models = Json::array();
    for (const auto& model : evaluation.models) {
        Json subsets = Json::object();
        for (const auto& [name, metrics] : model.metrics.mediumBySubset)
            subsets[validUtf8(name)] = Json{{"medium", setupJson(metrics)}};
        models.push_back(Json{{"model", model.model},
                              {"queries", model.queries},
                              {"easy", setupJson(model.metrics.easy)},
                              {"medium", setupJson(model.metrics.medium)},
                              {"hard", setupJson(model.metrics.hard)},
                              {"subsets", std::move(subsets)}});
    }
    return Json{{"models", std::move(models)}};
}

Json indexJson(const service::IndexReport& report) {
    return Json{{"added", report.added},
                {"present", report.present},
                {"missing", report.missing},
                {"damaged", problemsJson(report.damaged)},
                {"too_large", problemsJson(report.tooLarge)},
                {"seconds", report.seconds}};
}

std::string searchText(const service::Comparison& comparison) {
    std::ostringstream out;
    for (const auto& ranking : comparison.models) {
        out << ranking.model;
        if (ranking.averagePrecision) out << "   AP " << formatFixed(*ranking.averagePrecision, 4);
        if (ranking.cleanAveragePrecision)
            out << " (clean " << formatFixed(*ranking.cleanAveragePrecision, 4) << ")";
        out << '\n';
        for (const auto& result : ranking.results)
            out << rightAligned(std::to_string(result.rank), 5) << ' ' << labelSign(result.label) << ' '
                << rightAligned(formatFixed(result.score, 4), 8) << ' ' << padded(movedText(result), 5) << ' '
                << printable(result.path) << '\n';
        for (const auto& result : ranking.lost)
            out << "      lost: " << printable(result.path) << ", rank " << result.cleanRank
                << " with the clean query\n";
        out << '\n';
    }
    return out.str();
}

std::string evaluationText(const service::Evaluation& evaluation) {
    std::ostringstream out;
    for (const auto& model : evaluation.models) {
        out << model.model << ", " << model.queries << " queries\n";
        out << "  " << padded("", 24) << "     mAP    mP@1    mP@5   mP@10  queries\n";
        setupLine(out, "easy", model.metrics.easy);
        setupLine(out, "medium", model.metrics.medium);
        setupLine(out, "hard", model.metrics.hard);
        for (const auto& [name, metrics] : model.metrics.mediumBySubset)
            setupLine(out, "medium, " + (name.empty() ? "no subset" : name), metrics);
        out << '\n';
    }
    return out.str();
}

std::string indexText(const service::IndexReport& report) {
    std::ostringstream out;
    out << report.added << " added, " << report.present << " already present, " << report.missing
        << " missing, " << report.damaged.size() << " damaged, " << report.tooLarge.size() << " too large, "
        << formatFixed(report.seconds, 1) << " s\n";
    for (const auto& path : report.missingPaths) out << "  missing: " << printable(path) << '\n';
    problemLines(out, "damaged", report.damaged);
    problemLines(out, "too large", report.tooLarge);
    return out.str();
}

void printJson(const Json& json) {
    results() << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

std::string printable(std::string_view text) {
    std::string safe = validUtf8(text);
    std::replace_if(
        safe.begin(), safe.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
    return safe;
}

}  // namespace adapnet::cli
