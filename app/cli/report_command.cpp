// adapnet report: as search, and writes the comparison as HTML, PDF, CSV, JSON and TREC run.
// adapnet report verify FILE: computes a JSON report again and says where it differs.
//
// verify --json: {"equal":BOOL,"compared":N,"differences":[{"where":POINTER,"recorded":TEXT,"now":TEXT}],
//  "notes":[TEXT]}; exit code 0 when equal, 1 when not.
#include <algorithm>
#include <array>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/output.h"
#include "app/cli/pdf_output.h"
#include "app/cli/query_options.h"
#include "core/service/report_service.h"
#include "core/service/verify_service.h"

namespace adapnet::cli {

namespace {

struct ReportOptions {
    QueryOptions query;
    std::string html;
    std::string pdf;
    std::string csv;
    std::string json;
    std::string trec;
};

struct VerifyCommand {
    std::string file;
    std::string gallery;
    std::string query;
    std::string groundTruth;
    std::string cache;
    bool json = false;
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
    if (!options.trec.empty())
        if (auto written = writeFileSafely(options.trec, report::toTrec(record)); !written) return written;
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
    for (const auto* file : {&options.html, &options.pdf, &options.csv, &options.json, &options.trec})
        if (!file->empty()) results() << printable(displayPath(*file)) << '\n';
    return {};
}

Result<void> runVerify(const VerifyCommand& command, const JobContext& job) {
    constexpr std::uint64_t kMostBytes = std::uint64_t{256} << 20;
    const auto text = readTextFile(command.file, kMostBytes);
    if (!text) return fail(text.error());
    service::VerifyOptions options;
    if (!command.gallery.empty()) options.gallery = command.gallery;
    if (!command.query.empty()) options.query = command.query;
    if (!command.groundTruth.empty()) options.groundTruth = command.groundTruth;
    if (!command.cache.empty()) options.cacheFile = command.cache;
    const auto verification = service::verifyReport(*text, options, job);
    if (!verification) return fail(verification.error());
    const auto count = verification->differences.size();
    if (command.json) {
        auto differences = nlohmann::ordered_json::array();
        for (const auto& difference : verification->differences)
            differences.push_back(
                {{"where", difference.where}, {"recorded", difference.recorded}, {"now", difference.now}});
        printJson({{"equal", verification->isEqual()},
                   {"compared", verification->compared},
                   {"differences", std::move(differences)},
                   {"notes", verification->notes}});
    } else {
        for (const auto& difference : verification->differences)
            results() << (difference.where.empty() ? "result" : printable(difference.where)) << ": recorded "
                      << (difference.recorded.empty() ? "nothing" : printable(difference.recorded))
                      << ", now " << (difference.now.empty() ? "nothing" : printable(difference.now)) << '\n';
        for (const auto& note : verification->notes) results() << "note: " << printable(note) << '\n';
        if (count == 0) results() << "equal: " << verification->compared << " values compared\n";
    }
    if (count == 0) return {};
    return fail(ErrorCode::BadInput, "the report is not what comes out now: " + std::to_string(count) +
                                         (count == 1 ? " difference" : " differences"));
}

// A sub-command of `report`, which itself has required arguments: those are asked for only without it.
CLI::App* addVerify(CLI::App& command, Action& action) {
    auto* verify = command.add_subcommand("verify", "Compute a JSON report again and say where it differs");
    const auto options = std::make_shared<VerifyCommand>();
    verify->add_option("FILE", options->file, "JSON report, as written by --out-json")
        ->required()
        ->option_text("(required)");
    verify->add_option("--gallery", options->gallery, "Where the gallery lies now")->option_text("DIR");
    verify->add_option("--query", options->query, "Where the query lies now")->option_text("FILE");
    verify->add_option("--ground-truth", options->groundTruth, "Where the ground truth lies now")
        ->option_text("FILE");
    verify
        ->add_option("--cache", options->cache,
                     "Cache to believe (default: none, every descriptor is computed again)")
        ->option_text("FILE");
    verify->add_flag("--json", options->json, "Print the outcome as JSON");
    verify->callback([options, &action] {
        action = [options](const JobContext& job) { return runVerify(*options, job); };
    });
    return verify;
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
    command->add_option("--trec", options->trec, "TREC run")->option_text("FILE");
    const CLI::App* verify = addVerify(*command, action);
    auto* folder = command->get_option("DIR");
    auto* query = command->get_option("--query");
    folder->required(false);
    query->required(false);
    command->callback([options, verify, folder, query, &action] {
        if (verify->parsed()) return;
        for (const auto* needed : {folder, query})
            if (needed->count() == 0) throw CLI::RequiredError(needed->get_name());
        const std::array<const std::string*, 5> files{&options->html, &options->pdf, &options->csv,
                                                      &options->json, &options->trec};
        if (std::all_of(files.begin(), files.end(), [](const std::string* file) { return file->empty(); }))
            throw CLI::ValidationError("report",
                                       "name at least one of --html, --pdf, --csv, --out-json and --trec");
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
