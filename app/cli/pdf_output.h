// What needs Qt to be drawn: the PDF form of a report, and figures; where the program was built with it.
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/report/evaluation_record.h"
#include "core/report/run_record.h"
#include "ui/reports/figure.h"

namespace adapnet::cli {

// Main thread. BadInput with the way out when this build has no Qt.
Result<void> writePdfReport(const report::RunRecord& record, const fs::path& file);
Result<void> writePdfReport(const report::EvaluationRecord& record, const fs::path& file);
Result<void> writeFigureFile(const report::RunRecord& record, const ui::FigureOptions& options,
                             const fs::path& file);

}  // namespace adapnet::cli
