// adapnet truth IN OUT [--gallery DIR]
#include <memory>
#include <string>

#include "app/cli/console_progress.h"
#include "app/cli/measure_commands.h"
#include "app/cli/output.h"
#include "core/eval/truth_formats.h"
#include "core/service/truth_source.h"

namespace adapnet::cli {

namespace {

struct TruthOptions {
    std::string in;
    std::string out;
    std::string gallery;
};

Result<eval::GroundTruth> readTruth(const TruthOptions& options, const JobContext& job) {
    std::error_code ignored;
    if (!options.gallery.empty()) return service::loadTruth(options.in, options.gallery, job);
    if (fs::is_directory(options.in, ignored)) return service::loadTruth(options.in, options.in, job);
    return eval::loadGroundTruth(options.in);
}

Result<void> run(const TruthOptions& options, const JobContext& job) {
    std::error_code ignored;
    if (fs::equivalent(options.in, options.out, ignored))
        return fail(ErrorCode::BadInput, "the result would replace '" + displayPath(options.in) +
                                             "' itself; choose another name for OUT");
    const auto truth = readTruth(options, job);
    if (!truth) return fail(truth.error());
    const bool asJson = fs::path(options.out).extension() == ".json";
    const std::string text = asJson ? eval::groundTruthToJson(*truth) : eval::groundTruthToQrels(*truth);
    if (auto written = writeFileSafely(options.out, text); !written) return written;
    results() << truth->queries.size() << " queries, " << truth->gallery.size() << " gallery pictures, "
              << (asJson ? "JSON" : "qrels") << '\n';
    return {};
}

}  // namespace

void addTruth(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("truth", "Turn a ground truth of any known format into JSON or qrels");
    const auto options = std::make_shared<TruthOptions>();
    command->add_option("IN", options->in, "JSON, gnd_*.pkl, qrels, CSV, or a folder of class folders")
        ->required()
        ->option_text("(required)");
    command->add_option("OUT", options->out, "File to write: JSON by the ending .json, else TREC qrels")
        ->required()
        ->option_text("(required)");
    command
        ->add_option("--gallery", options->gallery, "Folder of pictures that completes qrels and CSV files")
        ->option_text("DIR");
    command->callback(
        [options, &action] { action = [options](const JobContext& job) { return run(*options, job); }; });
}

}  // namespace adapnet::cli
