#include "app/cli/report_files.h"

#include <array>
#include <utility>

#include "app/cli/pdf_output.h"
#include "core/base/files.h"
#include "core/image/image.h"

namespace adapnet::cli {

namespace {

using FileTexts = std::array<const std::string*, 5>;
FileTexts namesOf(const ReportFiles& files) {
    return {&files.html, &files.pdf, &files.csv, &files.json, &files.trec};
}

Result<void> writeText(const std::string& file, const Result<std::string>& text) {
    if (!text) return fail(text.error());
    return writeFileSafely(file, *text);
}

// The formats that both kinds of records have.
template <class Record>
Result<void> writeFiles(const Record& record, const ReportFiles& files, const FileNote& done) {
    const std::array<std::pair<const std::string*, std::function<Result<void>()>>, 5> formats{
        {{&files.html, [&] { return writeText(files.html, report::toHtml(record)); }},
         {&files.csv, [&] { return writeText(files.csv, report::toCsv(record)); }},
         {&files.json, [&] { return writeText(files.json, report::toJson(record)); }},
         {&files.trec, [&] { return writeText(files.trec, report::toTrec(record)); }},
         {&files.pdf, [&] { return writePdfReport(record, files.pdf); }}}};
    for (const auto& [file, write] : formats) {
        if (file->empty()) continue;
        if (auto written = write(); !written)
            return fail(written.error().whileDoing("writing the report '" + displayPath(*file) + "'"));
        done(*file);
    }
    return {};
}

}  // namespace

bool ReportFiles::any() const {
    for (const auto* file : namesOf(*this))
        if (!file->empty()) return true;
    return false;
}

void addReportFileOptions(CLI::App& command, ReportFiles& files, const std::string& records) {
    command.add_option("--html", files.html, "Report as one HTML file")->option_text("FILE");
    command.add_option("--pdf", files.pdf, "Report as PDF")->option_text("FILE");
    command.add_option("--csv", files.csv, "Report as CSV, one line for " + records)->option_text("FILE");
    command.add_option("--out-json", files.json, "Report as JSON, which 'adapnet report verify' checks")
        ->option_text("FILE");
    command.add_option("--trec", files.trec, "Rankings of the report as a TREC run")->option_text("FILE");
}

void refusePictures(const ReportFiles& files) {
    for (const auto* file : namesOf(files))
        if (image::hasPictureEnding(*file))
            throw CLI::ValidationError("report", "'" + *file +
                                                     "' is the name of a picture, and a report never "
                                                     "replaces one; choose another name");
}

Result<void> writeReportFiles(const report::RunRecord& record, const ReportFiles& files,
                              const FileNote& done) {
    return writeFiles(record, files, done);
}

Result<void> writeReportFiles(const report::EvaluationRecord& record, const ReportFiles& files,
                              const FileNote& done) {
    return writeFiles(record, files, done);
}

}  // namespace adapnet::cli
