// The files of a report, as `report` and `evaluate` write them.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "core/base/result.h"
#include "core/report/evaluation_record.h"
#include "core/report/run_record.h"

namespace adapnet::cli {

struct ReportFiles {
    std::string html, pdf, csv, json, trec;  // empty: not asked for
    bool any() const;
};

// --html, --pdf, --csv, --out-json and --trec; `records`: what a line of the CSV file is about.
void addReportFileOptions(CLI::App& command, ReportFiles& files, const std::string& records);
// Throws CLI::ValidationError for the name of a picture, which a report never replaces.
void refusePictures(const ReportFiles& files);

// Writes what is asked for and calls `done` with every name. An error says which file.
using FileNote = std::function<void(const std::string& file)>;
Result<void> writeReportFiles(const report::RunRecord& record, const ReportFiles& files,
                              const FileNote& done);
Result<void> writeReportFiles(const report::EvaluationRecord& record, const ReportFiles& files,
                              const FileNote& done);

}  // namespace adapnet::cli
