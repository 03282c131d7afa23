// Line charts as SVG for pages and figures: no script, no foreign file, colours by style sheet variables with
// plain fall-backs, and dashes so that no line needs its colour to be told apart.
#pragma once

#include <string>
#include <vector>

namespace adapnet::report {

struct SvgPoint {
    double x = 0;
    double y = 0;  // NaN: a gap
    bool isMarked = true;
};

struct SvgLine {
    std::string name;
    std::vector<SvgPoint> points;  // ascending x
    bool hasMarks = true;          // a circle at every point
};

struct SvgChart {
    std::string title;  // read by screen readers, shown as a tool tip
    std::string horizontal, vertical;
    std::vector<SvgLine> lines;
    int width = 760;
    int height = 300;
    bool isFile = false;  // a file of its own, not a part of a page
};

// Empty when there is no point to draw. All texts are escaped.
std::string toSvg(const SvgChart& chart);

}  // namespace adapnet::report
