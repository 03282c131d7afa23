// An evaluation on paper.
#include <QByteArray>
#include <QSvgRenderer>

#include "ui/reports/page_writer.h"
#include "ui/reports/pdf_report.h"

namespace adapnet::ui {

namespace {

using paper::kInk;
using paper::kMuted;
using paper::number;
using paper::PageWriter;
using paper::visibleText;
using Column = PageWriter::Column;

constexpr int kDecimals = 4;

QString nameOf(const report::EvaluationRecordModel& model) {
    return visibleText(report::nameInReport(model.facts));
}

QString optional(const std::optional<double>& value) {
    return value ? number(*value, kDecimals) : QStringLiteral("–");
}

void drawFigures(PageWriter& page, const report::EvaluationRecord& record) {
    std::vector<QStringList> rows;
    for (const auto& model : record.models) {
        const auto add = [&](const QString& setup, const eval::SetupMetrics& metrics) {
            rows.push_back({nameOf(model), setup, number(metrics.mAP, kDecimals),
                            number(metrics.mP1, kDecimals), number(metrics.mP5, kDecimals),
                            number(metrics.mP10, kDecimals), QString::number(metrics.queries)});
        };
        add(QStringLiteral("easy"), model.metrics.easy);
        add(QStringLiteral("medium"), model.metrics.medium);
        add(QStringLiteral("hard"), model.metrics.hard);
        for (const auto& [subset, metrics] : model.metrics.mediumBySubset)
            add(QStringLiteral("medium, ") + visibleText(subset), metrics);
    }
    page.heading(QStringLiteral("Figures"), 30);
    page.table({{QStringLiteral("Model"), 0},
                {QStringLiteral("Set-up"), 34},
                {QStringLiteral("mAP"), 18, true},
                {QStringLiteral("mP@1"), 18, true},
                {QStringLiteral("mP@5"), 18, true},
                {QStringLiteral("mP@10"), 18, true},
                {QStringLiteral("Queries"), 18, true}},
               rows);
}

void drawCopies(PageWriter& page, const report::EvaluationRecord& record) {
    std::vector<QStringList> rows;
    for (const auto& model : record.models) {
        if (!model.copies || model.copies->truePairs == 0) continue;
        const report::RecordCopies& copies = *model.copies;
        rows.push_back({nameOf(model), number(copies.microAP, kDecimals),
                        number(copies.recallAtP90, kDecimals), optional(copies.thresholdAtP90),
                        number(copies.recallAtRank1, kDecimals), number(copies.recallAtRank10, kDecimals),
                        QString::number(copies.truePairs)});
    }
    if (rows.empty()) return;
    page.heading(QStringLiteral("Copy detection"), 34);
    page.paragraph(QStringLiteral("All queries share one list of pairs and one threshold."),
                   PageWriter::font(9), kMuted);
    page.space(1.5);
    page.table({{QStringLiteral("Model"), 0},
                {QStringLiteral("Micro-AP"), 18, true},
                {QStringLiteral("Recall at 90 % precision"), 26, true},
                {QStringLiteral("Scores from"), 22, true},
                {QStringLiteral("Recall@1"), 19, true},
                {QStringLiteral("Recall@10"), 22, true},
                {QStringLiteral("True pairs"), 22, true}},
               rows);
    if (const std::string note = report::normalisationNote(record); !note.empty())
        page.paragraph(visibleText(note), PageWriter::font(9), kMuted);
}

void drawChart(PageWriter& page, const report::EvaluationRecord& record) {
    report::SvgChart chart = report::precisionChart(record);
    chart.isFile = true;
    const std::string svg = report::toSvg(chart);
    if (svg.empty()) return;
    const double height = page.width() * chart.height / chart.width;
    page.heading(QStringLiteral("Every query"), height / PageWriter::mm(1) + 12);
    page.area(height, [&](QPainter& painter, const QRectF& area) {
        QSvgRenderer renderer(QByteArray::fromStdString(svg));
        renderer.render(&painter, area);
    });
    page.paragraph(visibleText(chart.title), PageWriter::font(8), kMuted);
}

void drawWorst(PageWriter& page, const report::EvaluationRecord& record) {
    for (std::size_t m = 0; m < record.models.size(); ++m) {
        std::vector<QStringList> rows;
        for (const auto* query : report::worstQueries(record, m)) {
            const auto& results = query->answers[m].results;
            rows.push_back({optional(query->answers[m].medium), visibleText(query->path),
                            results.empty() ? QStringLiteral("–") : visibleText(results.front().path)});
        }
        if (rows.empty()) continue;
        page.heading(QStringLiteral("Worst queries of ") + nameOf(record.models[m]), 30);
        page.table(
            {{QStringLiteral("AP"), 16}, {QStringLiteral("Query"), 79}, {QStringLiteral("First result")}},
            rows);
    }
}

void drawFacts(PageWriter& page, const report::EvaluationRecord& record) {
    page.heading(QStringLiteral("What was measured"), 30);
    page.fact(QStringLiteral("Gallery"), visibleText(record.galleryFolder));
    page.fact(QStringLiteral("Pictures"), QString::number(record.gallerySize));
    page.fact(QStringLiteral("Gallery, SHA-256"), visibleText(record.galleryDigest), true);
    page.fact(QStringLiteral("Ground truth"), visibleText(record.groundTruth));
    page.fact(QStringLiteral("Its SHA-256"), visibleText(record.groundTruthHash), true);
    page.fact(QStringLiteral("Degradation"), paper::recipeText(record.recipe), true);
    page.fact(QStringLiteral("Seed"), QString::number(record.recipe.seed));
    QStringList settings;
    for (const std::string& setting : record.indexSettings) settings << visibleText(setting);
    page.fact(QStringLiteral("Index settings"), settings.join(QStringLiteral("; ")));
    for (const auto& model : record.models) {
        page.space(2);
        page.fact(QStringLiteral("Model"), nameOf(model));
        page.fact(QStringLiteral("Identifier"), visibleText(model.facts.id));
        page.fact(QStringLiteral("Architecture"), visibleText(model.facts.architecture));
        page.fact(QStringLiteral("Checksum"), visibleText(model.facts.checksum), true);
        page.fact(QStringLiteral("Licence"), visibleText(model.facts.licence));
        page.fact(QStringLiteral("Device"), visibleText(model.facts.device));
        page.fact(QStringLiteral("Preprocessing"), visibleText(model.facts.preprocessing));
        page.fact(QStringLiteral("Feature key"), visibleText(model.facts.featureKey), true);
    }
    page.space(2);
    for (const auto& [name, version] : record.software) page.fact(visibleText(name), visibleText(version));
}

void drawLimits(PageWriter& page, const report::EvaluationRecord& record) {
    QStringList lines;
    for (const auto& query : record.queries)
        if (!query.problem.empty())
            lines << QStringLiteral("%1 counts as not found: %2")
                         .arg(visibleText(query.path), visibleText(query.problem));
    for (const std::string& limit : record.limits) lines << visibleText(limit);
    if (lines.isEmpty()) return;
    page.heading(QStringLiteral("Known limits"), 20);
    for (const QString& line : lines) {
        page.paragraph(QStringLiteral("• ") + line, PageWriter::font(9), kInk);
        page.space(0.8);
    }
}

}  // namespace

Result<void> writePdf(const report::EvaluationRecord& record, const fs::path& path) {
    return paper::writePages("Evaluation report", record.programVersion, record.createdUtc, path,
                             [&](PageWriter& page) {
                                 page.title("Evaluation report", record.programVersion, record.createdUtc);
                                 drawFigures(page, record);
                                 drawCopies(page, record);
                                 drawChart(page, record);
                                 drawWorst(page, record);
                                 drawFacts(page, record);
                                 drawLimits(page, record);
                                 page.heading(QStringLiteral("The same figures from the command line"), 20);
                                 page.paragraph(visibleText(record.command), PageWriter::fixedFont(8), kInk);
                             });
}

}  // namespace adapnet::ui
