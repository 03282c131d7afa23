// The figure of a paper: the query with its box, and under it one row for each model with the chosen ranks,
// framed green with a plus sign where the result is right and red with a minus sign where it is not. One
// drawing for SVG, PDF and PNG. Needs Qt Gui and Qt Svg only, and an application object for the fonts; any
// thread.
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/report/run_record.h"

namespace adapnet::ui {

struct FigureOptions {
    int firstRank = 1;
    int lastRank = 5;
    double widthMm = 174;  // two columns of a journal page
    int dotsPerInch = 300;

    static constexpr int kMostPlaces = 20;
    Result<void> check() const;
};

// The ending of `path` decides: svg, pdf (PDF/A-1b) or png. `record` must hold its pictures and the ranks
// asked for; a rank that a model does not have stays empty. BadInput in one sentence.
Result<void> writeFigure(const report::RunRecord& record, const FigureOptions& options, const fs::path& path);

}  // namespace adapnet::ui
