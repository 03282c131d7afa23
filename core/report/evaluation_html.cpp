// An evaluation as a page: one file, no script, printable, light and dark.
#include <cmath>

#include "core/base/numbers.h"
#include "core/report/escape.h"
#include "core/report/evaluation_record.h"
#include "core/report/html_page.h"

namespace adapnet::report {

namespace {

std::string number(double value) {
    return std::isfinite(value) ? formatFixed(value, 4) : std::string("&ndash;");
}

std::string path(const std::string& text) {
    return "<bdi>" + htmlText(text) + "</bdi>";
}

std::string row(const std::string& name, const std::string& html) {
    return "<tr><th scope=\"row\">" + htmlText(name) + "</th><td>" + html + "</td></tr>\n";
}

std::string code(const std::string& text) {
    return text.empty() ? std::string("&ndash;") : "<code>" + htmlText(text) + "</code>";
}

std::string metricsRow(const std::string& model, const std::string& setup,
                       const eval::SetupMetrics& metrics) {
    return "<tr><td>" + htmlText(model) + "</td><td>" + htmlText(setup) + "</td><td>" + number(metrics.mAP) +
           "</td><td>" + number(metrics.mP1) + "</td><td>" + number(metrics.mP5) + "</td><td>" +
           number(metrics.mP10) + "</td><td>" + std::to_string(metrics.queries) + "</td></tr>\n";
}

std::string metricsSection(const EvaluationRecord& record) {
    std::string out =
        "<section><h2>Figures</h2>\n<table class=\"numbers\"><thead><tr><th>Model</th><th>Set-up</th>"
        "<th>mAP</th><th>mP@1</th><th>mP@5</th><th>mP@10</th><th>Queries</th></tr></thead><tbody>\n";
    for (const EvaluationRecordModel& model : record.models) {
        const std::string name = nameInReport(model.facts);
        out += metricsRow(name, "easy", model.metrics.easy) +
               metricsRow(name, "medium", model.metrics.medium) +
               metricsRow(name, "hard", model.metrics.hard);
        for (const auto& [subset, metrics] : model.metrics.mediumBySubset)
            out += metricsRow(name, "medium, " + subset, metrics);
    }
    return out + "</tbody></table></section>\n";
}

std::string copySection(const EvaluationRecord& record) {
    std::string rows;
    for (const EvaluationRecordModel& model : record.models) {
        if (!model.copies || model.copies->truePairs == 0) continue;
        const RecordCopies& copies = *model.copies;
        rows += "<tr><td>" + htmlText(nameInReport(model.facts)) + "</td><td>" + number(copies.microAP) +
                "</td><td>" + number(copies.recallAtP90) + "</td><td>" +
                (copies.thresholdAtP90 ? number(*copies.thresholdAtP90) : "&ndash;") + "</td><td>" +
                number(copies.recallAtRank1) + "</td><td>" + number(copies.recallAtRank10) + "</td><td>" +
                std::to_string(copies.truePairs) + "</td></tr>\n";
    }
    if (rows.empty()) return rows;
    const std::string note = normalisationNote(record);
    return "<section><h2>Copy detection</h2>\n<p class=\"facts\">All queries share one list of pairs and one "
           "threshold.</p>\n<table class=\"numbers\"><thead><tr><th>Model</th><th>Micro-AP</th>"
           "<th>Recall at 90&nbsp;% precision</th><th>Scores from</th><th>Recall@1</th><th>Recall@10</th>"
           "<th>True pairs</th></tr></thead><tbody>\n" +
           rows + "</tbody></table>" + (note.empty() ? "" : "<p class=\"facts\">" + htmlText(note) + "</p>") +
           "</section>\n";
}

std::string chartSection(const EvaluationRecord& record) {
    const std::string svg = toSvg(precisionChart(record));
    return svg.empty() ? svg : "<section><h2>Every query</h2>\n" + svg + "</section>\n";
}

std::string worstSection(const EvaluationRecord& record) {
    std::string out;
    for (std::size_t m = 0; m < record.models.size(); ++m) {
        const auto queries = worstQueries(record, m);
        if (queries.empty()) continue;
        out +=
            "<section><h2>Worst queries of " + htmlText(nameInReport(record.models[m].facts)) +
            "</h2>\n<table><thead><tr><th>AP</th><th>Query</th><th>First result</th></tr></thead><tbody>\n";
        for (const EvaluationQueryRecord* query : queries) {
            const auto& results = query->answers[m].results;
            out += "<tr><td>" + number(*query->answers[m].medium) + "</td><td>" + path(query->path) +
                   "</td><td>" + (results.empty() ? "&ndash;" : path(results.front().path)) + "</td></tr>\n";
        }
        out += "</tbody></table></section>\n";
    }
    return out;
}

std::string factsSection(const EvaluationRecord& record) {
    std::string out = "<section><h2>What was measured</h2>\n<table class=\"facts\">";
    out +=
        row("Gallery", path(record.galleryFolder) + ", " + std::to_string(record.gallerySize) + " pictures");
    out += row("Gallery, SHA-256", code(record.galleryDigest));
    out += row("Ground truth", path(record.groundTruth));
    out += row("Ground truth, SHA-256", code(record.groundTruthHash));
    std::string steps;
    for (const degrade::Step& step : record.recipe.steps)
        steps +=
            (steps.empty() ? "" : "<br>") + code(degrade::formatStep(step)) + (step.enabled ? "" : " (off)");
    out += row("Degradation", steps.empty() ? "none" : steps);
    out += row("Seed", std::to_string(record.recipe.seed));
    for (const std::string& setting : record.indexSettings) out += row("Index", htmlText(setting));
    for (const EvaluationRecordModel& model : record.models) {
        out += row(nameInReport(model.facts),
                   htmlText(model.facts.architecture) + ", " + htmlText(model.facts.device));
        out += row("Weights, SHA-256", code(model.facts.checksum));
        out += row("Preprocessing", htmlText(model.facts.preprocessing));
    }
    for (const auto& [name, version] : record.software) out += row(name, htmlText(version));
    out += "</table></section>\n";
    std::size_t problems = 0;
    for (const EvaluationQueryRecord& query : record.queries) problems += query.problem.empty() ? 0 : 1;
    if (problems > 0 || !record.limits.empty()) {
        out += "<section><h2>Known limits</h2><ul>";
        if (problems > 0)
            out += "<li>" + std::to_string(problems) + (problems == 1 ? " query" : " queries") +
                   " could not be read and count as not found.</li>";
        for (const std::string& limit : record.limits) out += "<li>" + htmlText(limit) + "</li>";
        out += "</ul></section>\n";
    }
    return out + "<section><h2>Run it again</h2>\n<pre>" + htmlText(record.command) + "</pre></section>\n";
}

}  // namespace

std::string toHtml(const EvaluationRecord& record) {
    return htmlPage("Evaluation report", record.programVersion, record.galleryFolder, record.createdUtc,
                    metricsSection(record) + copySection(record) + chartSection(record) +
                        worstSection(record) + factsSection(record));
}

}  // namespace adapnet::report
