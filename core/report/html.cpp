// The report as a page: one file, no script, printable, light and dark.
#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/base/numbers.h"
#include "core/report/escape.h"
#include "core/report/html_page.h"
#include "core/report/run_record.h"
#include "core/report/svg_chart.h"

namespace adapnet::report {

namespace {

constexpr int kQuerySide = 640;
constexpr int kCropSide = 420;
constexpr int kThumbnailSide = 220;
constexpr int kJpegQuality = 86;
constexpr std::size_t kCards = 10;  // results with a large picture; the rest stands in a table

std::string number(double value, int decimals) {
    return std::isfinite(value) ? formatFixed(value, decimals) : std::string("&ndash;");
}

Result<std::string> pictureTag(const cv::Mat& rgb, int maxSide, const std::string& description) {
    if (rgb.empty()) return "<div class=\"nopicture\">no picture</div>";
    const cv::Mat small = image::shrinkToFit(rgb, maxSide);
    const auto jpeg = image::encodeJpeg(small, kJpegQuality);
    if (!jpeg) return fail(jpeg.error());
    return "<img width=\"" + std::to_string(small.cols) + "\" height=\"" + std::to_string(small.rows) +
           "\" alt=\"" + htmlText(description) + "\" src=\"data:image/jpeg;base64," + base64(*jpeg) + "\">";
}

// The box as two lines, light over dark, so that it shows on any picture.
cv::Mat withBox(const cv::Mat& rgb, const std::optional<image::Box>& box) {
    if (rgb.empty() || !box) return rgb;
    cv::Mat out = image::shrinkToFit(rgb, kQuerySide).clone();
    const double scale = static_cast<double>(out.cols) / rgb.cols;
    const cv::Rect area(cvRound(box->x1 * scale), cvRound(box->y1 * scale),
                        std::max(1, cvRound(box->width() * scale)),
                        std::max(1, cvRound(box->height() * scale)));
    cv::Mat dim = out * 0.55;
    const cv::Rect inside = area & cv::Rect(0, 0, out.cols, out.rows);
    if (!inside.empty()) out(inside).copyTo(dim(inside));
    cv::rectangle(dim, area, cv::Scalar(10, 10, 12), 5);
    cv::rectangle(dim, area, cv::Scalar(255, 196, 0), 2);
    return dim;
}

struct LabelLook {
    const char* css;
    const char* sign;
    const char* words;
};

LabelLook lookOf(eval::Label label) {
    switch (label) {
        case eval::Label::Positive:
            return {"positive", "+", "positive"};
        case eval::Label::Negative:
            return {"negative", "&minus;", "negative"};
        case eval::Label::Junk:
            return {"junk", "&#9675;", "junk (not counted)"};
        case eval::Label::Unknown:
            break;
    }
    return {"unknown", "", ""};
}

std::string movement(const RecordResult& result) {
    if (result.isNew) return "<span class=\"new\">new</span>";
    if (result.cleanRank <= 0) return {};
    const int moved = result.cleanRank - result.rank;
    if (moved == 0) return "<span class=\"same\">= same</span>";
    const bool up = moved > 0;
    return std::string("<span class=\"") + (up ? "up\">&#9650; " : "down\">&#9660; ") +
           std::to_string(std::abs(moved)) + "</span>";
}

std::string path(const std::string& text) {
    return "<bdi>" + htmlText(text) + "</bdi>";
}

Result<std::string> card(const RecordResult& result) {
    const auto picture = pictureTag(result.thumbnail, kThumbnailSide,
                                    "rank " + std::to_string(result.rank) + ": " + result.path);
    if (!picture) return picture;
    const LabelLook look = lookOf(result.label);
    std::string out =
        std::string("<li class=\"card ") + look.css + "\"><div class=\"frame\">" + *picture + "</div>";
    out += "<p class=\"line\"><b>" + std::to_string(result.rank) + "</b>";
    if (*look.sign)
        out += std::string("<span class=\"sign\" title=\"") + look.words + "\">" + look.sign + "</span>";
    out += "<span class=\"score\">" + number(result.score, 4) + "</span>" + movement(result) + "</p>";
    return out + "<p class=\"path\">" + path(result.path) + "</p></li>\n";
}

std::string row(const char* name, const std::string& html) {
    return std::string("<tr><th scope=\"row\">") + name + "</th><td>" + html + "</td></tr>\n";
}

std::string code(const std::string& text) {
    return text.empty() ? std::string("&ndash;") : "<code>" + htmlText(text) + "</code>";
}

std::string textOr(const std::string& text, const char* instead) {
    return text.empty() ? std::string(instead) : htmlText(text);
}

Result<std::string> querySection(const RunRecord& record) {
    const auto query = pictureTag(withBox(record.queryPicture, record.box), kQuerySide, "the query picture");
    const auto clean = pictureTag(record.cleanCrop, kCropSide, "the crop before degradation");
    const auto degraded = pictureTag(record.degradedCrop, kCropSide, "the crop as the networks saw it");
    for (const auto* picture : {&query, &clean, &degraded}) {
        if (!*picture) return fail(picture->error());
    }
    std::string out = "<section><h2>Query</h2>\n<div class=\"pictures\">";
    out += "<figure>" + *query + "<figcaption>Query" + (record.box ? " with its box" : "") +
           "</figcaption></figure>";
    out += "<figure>" + *clean + "<figcaption>Clean crop</figcaption></figure>";
    out += "<figure>" + *degraded + "<figcaption>" +
           (record.recipe.empty() ? "Searched crop (not degraded)" : "Degraded crop") +
           "</figcaption></figure></div>\n<table class=\"facts\">";
    out += row("Picture", path(record.queryPath));
    out += row("SHA-256", code(record.queryHash));
    out += row("Box", record.box ? htmlText(image::formatBox(*record.box)) + " px" : "whole picture");
    out +=
        row("Gallery", path(record.galleryFolder) + ", " + std::to_string(record.gallerySize) + " pictures");
    if (!record.compensation) out += row("Compensation", "off: described without the block");
    if (!record.galleryDigest.empty()) out += row("Gallery, SHA-256", code(record.galleryDigest));
    out += row("Ground truth", record.groundTruth.empty() ? "none" : path(record.groundTruth));
    if (!record.groundTruthHash.empty()) out += row("Ground truth, SHA-256", code(record.groundTruthHash));
    return out + "</table></section>\n";
}

std::string recipeSection(const degrade::Recipe& recipe) {
    std::string out = "<section><h2>Degradation recipe</h2>\n";
    if (recipe.steps.empty()) return out + "<p>None: the crop was searched as it is.</p></section>\n";
    out += "<table><thead><tr><th>Step</th><th>Kind</th><th>As text</th><th>Used</th></tr></thead><tbody>\n";
    for (std::size_t i = 0; i < recipe.steps.size(); ++i) {
        const degrade::Step& step = recipe.steps[i];
        out += "<tr><td>" + std::to_string(i + 1) + "</td><td>" + htmlText(step.kind) + "</td><td>" +
               code(degrade::formatStep(step)) + "</td><td>" + (step.enabled ? "yes" : "no") + "</td></tr>\n";
    }
    out += "</tbody></table>\n<p>";
    if (recipe.region == degrade::Region::Full)
        out += "The whole picture was degraded before it was cropped. ";
    return out + "Seed <code>" + std::to_string(recipe.seed) +
           "</code>. The same seed and picture give the same noise.</p></section>\n";
}

Result<std::string> rankingSection(const RecordModel& model) {
    std::string out = "<section class=\"ranking\"><h2>" +
                      textOr(model.displayName.empty() ? model.id : model.displayName, "model") +
                      "</h2>\n<p class=\"facts\">";
    if (model.averagePrecision)
        out += "Average precision <b>" + number(*model.averagePrecision, 4) + "</b> &middot; ";
    out += "cosine of degraded to clean descriptor <b>" + number(model.cosineToClean, 4) + "</b> &middot; " +
           textOr(model.indexKind, "unknown") + " search</p>\n<ol class=\"cards\">\n";
    const std::size_t shown = std::min(kCards, model.results.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const auto html = card(model.results[i]);
        if (!html) return html;
        out += *html;
    }
    out += "</ol>\n";
    if (model.results.empty()) out += "<p>No results.</p>\n";
    if (model.results.size() > shown) {
        out +=
            "<table><thead><tr><th>Rank</th><th>Label</th><th>Score</th><th>Moved</th><th>Picture</th></tr></"
            "thead><tbody>\n";
        for (std::size_t i = shown; i < model.results.size(); ++i) {
            const RecordResult& result = model.results[i];
            const LabelLook look = lookOf(result.label);
            out += "<tr class=\"" + std::string(look.css) + "\"><td>" + std::to_string(result.rank) +
                   "</td><td><span class=\"sign\">" + look.sign + "</span> " + look.words + "</td><td>" +
                   number(result.score, 4) + "</td><td>" + movement(result) + "</td><td>" +
                   path(result.path) + "</td></tr>\n";
        }
        out += "</tbody></table>\n";
    }
    return out + "</section>\n";
}

std::string modelsSection(const RunRecord& record) {
    std::string out = "<section><h2>Models and index</h2>\n";
    for (const RecordModel& model : record.models) {
        out += "<h3>" + textOr(model.displayName.empty() ? model.id : model.displayName, "model") +
               "</h3><table class=\"facts\">";
        out += row("Identifier", code(model.id));
        out += row("Architecture", textOr(model.architecture, "&ndash;"));
        out += row("Weights, SHA-256", code(model.checksum));
        out += row("Licence", textOr(model.licence, "&ndash;"));
        out += row("Device", textOr(model.device, "&ndash;"));
        out += row("Feature set", code(model.featureKey));
        if (!model.preprocessing.empty()) out += row("Preprocessing", htmlText(model.preprocessing));
        out += "</table>\n";
    }
    if (!record.indexSettings.empty()) {
        out += "<h3>Index settings</h3><ul>";
        for (const std::string& setting : record.indexSettings) out += "<li>" + htmlText(setting) + "</li>";
        out += "</ul>\n";
    }
    return out + "</section>\n";
}

std::string repeatSection(const RunRecord& record) {
    std::string out =
        "<section><h2>Timings</h2>\n<table "
        "class=\"numbers\"><thead><tr><th>Stage</th><th>ms</th></tr></thead><tbody>";
    for (const auto& [stage, time] : record.timingsMs) {
        out += "<tr><td>" + htmlText(stage) + "</td><td>" + number(time, 1) + "</td></tr>";
    }
    out +=
        "</tbody></table></section>\n<section><h2>Run it again</h2>\n<p>This command prints the same "
        "ranking:</p>\n<pre>";
    return out + htmlText(record.command) + "</pre></section>\n";
}

std::string scoreChart(const RunRecord& record) {
    SvgChart chart;
    chart.title = "Score by rank; a filled mark is a positive";
    chart.horizontal = "rank";
    chart.vertical = "score";
    for (const RecordModel& model : record.models) {
        SvgLine line;
        line.name = model.displayName.empty() ? model.id : model.displayName;
        for (const RecordResult& result : model.results)
            line.points.push_back(
                {static_cast<double>(result.rank), result.score, result.label == eval::Label::Positive});
        chart.lines.push_back(std::move(line));
    }
    const std::string svg = toSvg(chart);
    return svg.empty() ? svg : "<section><h2>Scores</h2>\n" + svg + "</section>\n";
}

std::string softwareSection(const RunRecord& record) {
    std::string out;
    if (!record.limits.empty()) {
        out += "<section><h2>Known limits</h2><ul>";
        for (const std::string& limit : record.limits) out += "<li>" + htmlText(limit) + "</li>";
        out += "</ul></section>\n";
    }
    if (record.software.empty()) return out;
    out += "<section><h2>Software</h2><table class=\"facts\">";
    for (const auto& [name, version] : record.software) out += row(htmlText(name).c_str(), htmlText(version));
    return out + "</table></section>\n";
}

bool hasLabels(const RunRecord& record) {
    for (const RecordModel& model : record.models) {
        for (const RecordResult& result : model.results) {
            if (result.label != eval::Label::Unknown) return true;
        }
    }
    return false;
}

}  // namespace

Result<std::string> toHtml(const RunRecord& record) {
    const auto query = querySection(record);
    if (!query) return query;
    std::string out = *query + recipeSection(record.recipe);
    if (hasLabels(record)) {
        out +=
            "<p class=\"key\"><span class=\"positive\"><span class=\"sign\">+</span> positive</span> <span "
            "class=\"negative\"><span class=\"sign\">&minus;</span> "
            "negative</span> <span class=\"junk\"><span class=\"sign\">&#9675;</span> junk (not "
            "counted)</span></p>\n";
    }
    for (const RecordModel& model : record.models) {
        const auto ranking = rankingSection(model);
        if (!ranking) return ranking;
        out += *ranking;
    }
    out += scoreChart(record) + modelsSection(record) + softwareSection(record) + repeatSection(record);
    return htmlPage("Retrieval report", record.programVersion, record.queryPath, record.createdUtc, out);
}

}  // namespace adapnet::report
