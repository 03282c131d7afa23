// The reports of a comparison and of an evaluation as PDF: the same contents as the HTML form, in English
// like all report files. Needs a QGuiApplication (the offscreen platform is enough); any thread.
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/report/evaluation_record.h"
#include "core/report/run_record.h"

namespace adapnet::ui {

// Writes aside and renames, so that after a failure the former file stands. Errors: BadInput (no application
// object), Io.
Result<void> writePdf(const report::RunRecord& record, const fs::path& path);
Result<void> writePdf(const report::EvaluationRecord& record, const fs::path& path);

}  // namespace adapnet::ui
