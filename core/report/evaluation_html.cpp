// An evaluation as a page: one file, no script, printable, light and dark.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/numbers.h"
#include "core/report/escape.h"
#include "core/report/evaluation_record.h"
#include "core/report/html_page.h"
#include "core/report/svg_chart.h"

namespace adapnet::report {

namespace {

constexpr std::size_t kWorst = 20;

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

std::string nameOf(const RecordModel& model) {
    return model.displayName.empty() ? model.id : model.displayName;
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
        const std::string name = nameOf(model.facts);
        out += metricsRow(name, "easy", model.metrics.easy) +
               metricsRow(name, "medium", model.metrics.medium) +
               metricsRow(name, "hard", model.metrics.hard);
        for (const auto& [subset, metrics] : model.metrics.mediumBySubset)
            out += metricsRow(name, "medium, " + subset, metrics);
    }
    return out + "</tbody></table></section>\n";
}

// Every model's queries from the best to the worst: where a line falls tells more than its mean.
std::string chartSection(const EvaluationRecord& record) {
    SvgChart chart;
    chart.title = "Average precision (medium) of every query, from the best to the worst of each model";
    chart.horizontal = "queries";
    chart.vertical = "AP";
    for (std::size_t m = 0; m < record.models.size(); ++m) {
        std::vector<double> values;
        for (const EvaluationQueryRecord& query : record.queries)
            if (m < query.answers.size() && query.answers[m].medium)
                values.push_back(*query.answers[m].medium);
        std::sort(values.begin(), values.end(), std::greater<>());
        SvgLine line;
        line.name = nameOf(record.models[m].facts);
        line.hasMarks = values.size() <= 40;
        for (std::size_t i = 0; i < values.size(); ++i)
            line.points.push_back({static_cast<double>(i + 1), values[i], true});
        chart.lines.push_back(std::move(line));
    }
    const std::string svg = toSvg(chart);
    return svg.empty() ? svg : "<section><h2>Every query</h2>\n" + svg + "</section>\n";
}

std::string worstSection(const EvaluationRecord& record) {
    std::string out;
    for (std::size_t m = 0; m < record.models.size(); ++m) {
        std::vector<const EvaluationQueryRecord*> queries;
        for (const EvaluationQueryRecord& query : record.queries)
            if (m < query.answers.size() && query.answers[m].medium) queries.push_back(&query);
        std::stable_sort(queries.begin(), queries.end(), [&](const auto* a, const auto* b) {
            return *a->answers[m].medium < *b->answers[m].medium;
        });
        if (queries.size() > kWorst) queries.resize(kWorst);
        if (queries.empty()) continue;
        out +=
            "<section><h2>Worst queries of " + htmlText(nameOf(record.models[m].facts)) +
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
        out += row(nameOf(model.facts),
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
    return htmlPage(
        "Evaluation report", record.programVersion, record.galleryFolder, record.createdUtc,
        metricsSection(record) + chartSection(record) + worstSection(record) + factsSection(record));
}

}  // namespace adapnet::report
