// adapnet report: as search, and writes the comparison as HTML, PDF, CSV, JSON and TREC run.
// adapnet report verify FILE: computes a JSON report again and says where it differs.
//
// verify --json: {"equal":BOOL,"compared":N,"differences":[{"where":POINTER,"recorded":TEXT,"now":TEXT}],
//  "notes":[TEXT]}; exit code 0 when equal, 1 when not.
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/output.h"
#include "app/cli/query_options.h"
#include "app/cli/report_files.h"
#include "core/service/report_service.h"
#include "core/service/verify_service.h"

namespace adapnet::cli {

namespace {

struct ReportOptions {
    QueryOptions query;
    ReportFiles files;
};

struct VerifyCommand {
    std::string file;
    std::string gallery;
    std::string query;
    std::string groundTruth;
    std::string cache;
    bool json = false;
};

Result<void> run(const ReportOptions& options, const JobContext& job) {
    const auto answer = answerQuery(options.query, job);
    if (!answer) return fail(answer.error());
    service::RecordOptions recordOptions;
    recordOptions.topK = options.query.topK;
    const auto record =
        service::makeRunRecord(*answer->workbench, answer->query, answer->comparison, recordOptions);
    return writeReportFiles(record, options.files, [](const std::string& file) {
        results() << printable(displayPath(file)) << '\n';
    });
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
    addReportFileOptions(*command, options->files, "each result");
    const CLI::App* verify = addVerify(*command, action);
    auto* folder = command->get_option("DIR");
    auto* query = command->get_option("--query");
    folder->required(false);
    query->required(false);
    command->callback([options, verify, folder, query, &action] {
        if (verify->parsed()) return;
        for (const auto* needed : {folder, query})
            if (needed->count() == 0) throw CLI::RequiredError(needed->get_name());
        if (!options->files.any())
            throw CLI::ValidationError("report",
                                       "name at least one of --html, --pdf, --csv, --out-json and --trec");
        refusePictures(options->files);
        understand(options->query);
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
