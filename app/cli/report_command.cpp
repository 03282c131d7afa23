// adapnet report: as search, and writes the comparison as HTML, PDF, CSV and JSON.
#include <algorithm>
#include <array>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/output.h"
#include "app/cli/pdf_output.h"
#include "app/cli/query_options.h"
#include "core/service/report_service.h"

namespace adapnet::cli {

namespace {

struct ReportOptions {
    QueryOptions query;
    std::string html;
    std::string pdf;
    std::string csv;
    std::string json;
};

Result<void> writeReports(const ReportOptions& options, const report::RunRecord& record) {
    if (!options.html.empty()) {
        const auto html = report::toHtml(record);
        if (!html) return fail(html.error());
        if (auto written = writeFileSafely(options.html, *html); !written) return written;
    }
    if (!options.csv.empty())
        if (auto written = writeFileSafely(options.csv, report::toCsv(record)); !written) return written;
    if (!options.json.empty())
        if (auto written = writeFileSafely(options.json, report::toJson(record)); !written) return written;
    if (!options.pdf.empty())
        if (auto written = writePdfReport(record, options.pdf); !written) return written;
    return {};
}

Result<void> run(const ReportOptions& options, const JobContext& job) {
    const auto answer = answerQuery(options.query, job);
    if (!answer) return fail(answer.error());
    service::RecordOptions recordOptions;
    recordOptions.topK = options.query.topK;
    const auto record =
        service::makeRunRecord(*answer->workbench, answer->query, answer->comparison, recordOptions);
    if (auto written = writeReports(options, record); !written)
        return fail(written.error().whileDoing("writing the report"));
    for (const auto* file : {&options.html, &options.pdf, &options.csv, &options.json})
        if (!file->empty()) results() << printable(displayPath(*file)) << '\n';
    return {};
}

}  // namespace

void addReport(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("report", "Search, and write the comparison as a report");
    const auto options = std::make_shared<ReportOptions>();
    addQueryOptions(*command, options->query);
    command->add_option("--html", options->html, "One HTML file with the pictures inside")
        ->option_text("FILE");
    command->add_option("--pdf", options->pdf, "PDF")->option_text("FILE");
    command->add_option("--csv", options->csv, "One line a result")->option_text("FILE");
    command->add_option("--out-json", options->json, "Everything but the pictures")->option_text("FILE");
    command->callback([options, &action] {
        const std::array<const std::string*, 4> files{&options->html, &options->pdf, &options->csv,
                                                      &options->json};
        if (std::all_of(files.begin(), files.end(), [](const std::string* file) { return file->empty(); }))
            throw CLI::ValidationError("report", "name at least one of --html, --pdf, --csv and --out-json");
        for (const auto* file : files)
            if (image::hasPictureEnding(*file))
                throw CLI::ValidationError("report", "'" + *file +
                                                         "' is the name of a picture, and a report never "
                                                         "replaces one; choose another name");
        understand(options->query);
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
