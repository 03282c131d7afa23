// The PDF form of a report, where the program was built with Qt.
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/report/run_record.h"

namespace adapnet::cli {

// Main thread. BadInput with the way out when this build has no Qt.
Result<void> writePdfReport(const report::RunRecord& record, const fs::path& file);

}  // namespace adapnet::cli
