// The atlas as JSON, CSV and text.
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/numbers.h"
#include "core/service/failure_atlas.h"

namespace adapnet::service {

namespace {

using Json = nlohmann::ordered_json;

Json intervalJson(const eval::Interval& interval) {
    return Json{{"value", interval.value},
                {"low", interval.low},
                {"high", interval.high},
                {"queries", interval.queries}};
}

std::string realText(double value) {
    return std::isnan(value) ? std::string() : formatReal(value);
}

std::string intervalFields(const eval::Interval& interval) {
    return std::to_string(interval.queries) + ',' + realText(interval.value) + ',' + realText(interval.low) +
           ',' + realText(interval.high);
}

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

std::string intervalText(const eval::Interval& interval) {
    if (std::isnan(interval.value)) return "-";
    std::string text = formatFixed(interval.value, 3);
    if (!std::isnan(interval.low))
        text += " [" + formatFixed(interval.low, 3) + ", " + formatFixed(interval.high, 3) + "]";
    return text;
}

std::string cellName(const std::string& kind, int severity) {
    return severity == 0 ? kind : kind + " " + std::to_string(severity);
}

std::string verdictSentence(const Atlas& atlas, const AtlasDifference& difference) {
    const auto& compared = difference.compared;
    const std::string first = atlas.models[difference.first];
    const std::string second = atlas.models[difference.second];
    std::string text =
        cellName(difference.kind, difference.severity) + ": " + first + " and " + second + ": ";
    switch (compared.verdict) {
        case eval::Verdict::FirstBetter:
            text += first + " is better";
            break;
        case eval::Verdict::SecondBetter:
            text += second + " is better";
            break;
        case eval::Verdict::NoDifferenceShown:
            text += eval::verdictText(compared.verdict);
            break;
    }
    return text + ", difference " + intervalText(compared.difference) + "\n";
}

}  // namespace

std::string atlasToJson(const Atlas& atlas) {
    Json queries = Json::array();
    for (const auto& query : atlas.queries) {
        Json box = nullptr;
        if (query.box) box = Json{query.box->x1, query.box->y1, query.box->x2, query.box->y2};
        queries.push_back(Json{{"number", query.number}, {"image", validUtf8(query.image)}, {"box", box}});
    }
    Json cells = Json::array();
    for (const auto& cell : atlas.cells) {
        Json entry{{"kind", cell.kind}, {"severity", cell.severity}, {"model", atlas.models[cell.model]}};
        entry["mAP"] = intervalJson(cell.mAP);
        entry["worst_queries"] = cell.worst;
        entry["per_query"] = cell.perQuery;
        cells.push_back(std::move(entry));
    }
    Json differences = Json::array();
    for (const auto& difference : atlas.differences) {
        Json entry{{"kind", difference.kind},
                   {"severity", difference.severity},
                   {"first", atlas.models[difference.first]},
                   {"second", atlas.models[difference.second]}};
        entry["difference"] = intervalJson(difference.compared.difference);
        entry["verdict"] = eval::verdictName(difference.compared.verdict);
        entry["verdict_text"] = eval::verdictText(difference.compared.verdict);
        differences.push_back(std::move(entry));
    }
    Json problems = Json::array();
    for (const auto& problem : atlas.problems)
        problems.push_back(Json{{"path", validUtf8(problem.path)}, {"reason", validUtf8(problem.reason)}});
    const Json document{{"format", "adapnet-atlas"},
                        {"version", 1},
                        {"models", atlas.models},
                        {"kinds", atlas.kinds},
                        {"severities", atlas.severities},
                        {"seeds", Json{{"first", atlas.firstSeed}, {"count", atlas.seeds}}},
                        {"bootstrap", Json{{"confidence", atlas.confidence}, {"resamples", atlas.resamples}}},
                        {"setup", "medium"},
                        {"queries", queries},
                        {"cells", cells},
                        {"differences", differences},
                        {"problems", problems}};
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string atlasToCsv(const Atlas& atlas) {
    std::string out = "row,kind,severity,model,second_model,seeds,queries,value,low,high,verdict\n";
    const auto begin = [&](const char* row, const std::string& kind, int severity, std::size_t first,
                           const std::string& second) {
        return std::string(row) + ',' + kind + ',' + std::to_string(severity) + ',' + atlas.models[first] +
               ',' + second + ',' + std::to_string(severity == 0 ? 1 : atlas.seeds) + ',';
    };
    for (const auto& cell : atlas.cells)
        out += begin("mAP", cell.kind, cell.severity, cell.model, "") + intervalFields(cell.mAP) + ",\n";
    for (const auto& difference : atlas.differences)
        out += begin("difference", difference.kind, difference.severity, difference.first,
                     atlas.models[difference.second]) +
               intervalFields(difference.compared.difference) + ',' +
               eval::verdictText(difference.compared.verdict) + '\n';
    return out;
}

std::string atlasToText(const Atlas& atlas) {
    constexpr std::size_t kName = 20;
    constexpr std::size_t kColumn = 22;
    std::string out;
    for (std::size_t model = 0; model < atlas.models.size(); ++model) {
        out += atlas.models[model] + ", mAP (medium) of " + std::to_string(atlas.queries.size()) +
               " queries, " + std::to_string(atlas.seeds) + " seeds\n";
        if (const auto* clean = atlas.find("clean", 0, model))
            out += "  " + padded("clean", kName) + intervalText(clean->mAP) + '\n';
        std::string head = "  " + padded("severity", kName);
        for (const int severity : atlas.severities) head += padded(std::to_string(severity), kColumn);
        out += head.substr(0, head.find_last_not_of(' ') + 1) + '\n';
        for (const auto& kind : atlas.kinds) {
            std::string line = "  " + padded(kind, kName);
            for (const int severity : atlas.severities)
                if (const auto* cell = atlas.find(kind, severity, model))
                    line += padded(intervalText(cell->mAP), kColumn);
            out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
        }
        out += '\n';
    }
    for (const auto& difference : atlas.differences) out += verdictSentence(atlas, difference);
    return out;
}

}  // namespace adapnet::service
