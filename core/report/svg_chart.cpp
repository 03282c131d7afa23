#include "core/report/svg_chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/numbers.h"
#include "core/report/escape.h"

namespace adapnet::report {

namespace {

constexpr double kLeft = 62, kRight = 14, kTop = 34, kBottom = 46;
constexpr std::array<const char*, 4> kColours{"#1f5fbf", "#b35900", "#1b7f3b", "#8a2da8"};
constexpr std::array<const char*, 4> kDashes{"", "7 4", "2 3", "9 3 2 3"};

struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    void take(double value) {
        if (!std::isfinite(value)) return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    bool isEmpty() const { return low > high; }
};

// 1, 2 or 5 times a power of ten, so that about five of them fit.
double tickStep(const Range& range) {
    const double rough = (range.high - range.low) / 5;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double step : {1.0, 2.0, 5.0})
        if (step * power >= rough) return step * power;
    return 10 * power;
}

std::string number(double value) {
    return formatFixed(value, 2);
}

std::string text(double x, double y, const char* anchor, const std::string& words, const char* more = "") {
    return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\"" + more +
           ">" + htmlText(words) + "</text>\n";
}

}  // namespace

std::string toSvg(const SvgChart& chart) {
    Range across;
    Range up;
    for (const SvgLine& line : chart.lines) {
        for (const SvgPoint& point : line.points) {
            if (!std::isfinite(point.y)) continue;
            across.take(point.x);
            up.take(point.y);
        }
    }
    if (across.isEmpty() || up.isEmpty()) return {};
    if (across.low == across.high) across = {across.low - 0.5, across.high + 0.5};
    if (up.low == up.high) up = {up.low - 0.5, up.high + 0.5};
    const double upStep = tickStep(up);
    up.low = std::floor(up.low / upStep) * upStep;
    up.high = std::ceil(up.high / upStep) * upStep;
    const double width = chart.width - kLeft - kRight;
    const double height = chart.height - kTop - kBottom;
    const auto x = [&](double value) {
        return kLeft + (value - across.low) / (across.high - across.low) * width;
    };
    const auto y = [&](double value) { return kTop + (up.high - value) / (up.high - up.low) * height; };

    std::string out = std::string("<svg") + (chart.isFile ? " xmlns=\"http://www.w3.org/2000/svg\"" : "") +
                      " role=\"img\" viewBox=\"0 0 " + std::to_string(chart.width) + ' ' +
                      std::to_string(chart.height) + "\" width=\"" + std::to_string(chart.width) +
                      "\" font-family=\"sans-serif\" font-size=\"12\" fill=\"currentColor\" "
                      "style=\"max-width:100%;height:auto\"><title>" +
                      htmlText(chart.title) + "</title>\n";
    const auto ticks = [](const Range& range, double step) {
        std::vector<double> values;
        for (double k = std::ceil(range.low / step - 1e-9); k * step <= range.high + step * 1e-9; ++k)
            values.push_back(k * step + 0.0);  // no minus in front of a zero
        return values;
    };
    const auto label = [](double value, double step) {
        return formatFixed(value, step < 1 ? static_cast<int>(std::ceil(-std::log10(step) - 1e-9)) : 0);
    };
    // A page has light and dark; a file may end on paper, where nothing shines through.
    const char* gridLine =
        chart.isFile ? "stroke=\"#d3d8de\"" : "stroke=\"currentColor\" stroke-opacity=\"0.18\"";
    for (const double value : ticks(up, upStep)) {
        out += "<line x1=\"" + number(kLeft) + "\" x2=\"" + number(kLeft + width) + "\" y1=\"" +
               number(y(value)) + "\" y2=\"" + number(y(value)) + "\" " + gridLine + "/>\n";
        out += text(kLeft - 6, y(value) + 4, "end", label(value, upStep));
    }
    const double acrossStep = tickStep(across);
    for (const double value : ticks(across, acrossStep))
        out += text(x(value), kTop + height + 17, "middle", label(value, acrossStep));
    out += text(kLeft + width / 2, chart.height - 8, "middle", chart.horizontal);
    out += text(kLeft, kTop - 20, "end", chart.vertical);
    double legend = kLeft + 20;
    for (std::size_t i = 0; i < chart.lines.size(); ++i) {
        const SvgLine& line = chart.lines[i];
        const std::string colour = kColours[i % kColours.size()];
        const std::string stroke = "fill=\"none\" stroke=\"" + colour +
                                   "\" stroke-width=\"2\" stroke-dasharray=\"" + kDashes[i % kDashes.size()] +
                                   "\"";
        std::string path;
        bool isPen = false;
        for (const SvgPoint& point : line.points) {
            if (!std::isfinite(point.y)) {
                isPen = false;
                continue;
            }
            path += (isPen ? 'L' : 'M') + number(x(point.x)) + ' ' + number(y(point.y));
            isPen = true;
        }
        if (!path.empty()) out += "<path " + stroke + " d=\"" + path + "\"/>\n";
        for (const SvgPoint& point : line.points)
            if (line.hasMarks && std::isfinite(point.y))
                out += "<circle cx=\"" + number(x(point.x)) + "\" cy=\"" + number(y(point.y)) +
                       "\" r=\"3\" stroke=\"" + colour + "\" fill=\"" + (point.isMarked ? colour : "none") +
                       "\"/>\n";
        out += "<line x1=\"" + number(legend) + "\" x2=\"" + number(legend + 26) + "\" y1=\"14\" y2=\"14\" " +
               stroke + "/>\n";
        out += text(legend + 32, 18, "start", line.name);
        legend += 52 + 7.0 * static_cast<double>(line.name.size());
    }
    return out + "</svg>\n";
}

}  // namespace adapnet::report
