// adapnet evaluate DIR --ground-truth FILE [--degrade ...]... [--seed N] [--models A,B] [--cache FILE]
// [--run FILE] [--write-run FILE] [--normalise N] [--per-query]
// [--html FILE] [--pdf FILE] [--csv FILE] [--out-json FILE] [--trec FILE]
// [--protocol noiser-v1 [--settings ..] [--severities ..] [--enhance ID] [--no-compensation]]
// [--noisy-queries FOLDER] [--json]
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/evaluation_output.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/protocol_options.h"
#include "app/cli/query_options.h"
#include "app/cli/report_files.h"
#include "core/degrade/repair.h"

namespace adapnet::cli {

namespace {

struct EvaluateOptions {
    GalleryOptions gallery;
    RecipeOptions recipeTexts;
    std::string runFile;
    std::string writeRun;
    std::string normalisation = "none";
    ReportFiles report;
    bool perQuery = false;
    ProtocolTexts protocol;
    bool json = false;
    service::GalleryRequest request;
    service::EvaluationOptions evaluation;
};

std::string checkNormalisation(const std::string& text) {
    const auto known = eval::parseNormalisation(text);
    return known ? std::string() : known.error().message();
}

// "run.json" for one model, "run.adapnet.json" for each of several.
fs::path runFileOf(const fs::path& asked, const std::string& model, std::size_t models) {
    if (models == 1) return asked;
    fs::path file = asked;
    file.replace_extension();
    file += "." + model + asked.extension().native();
    return file;
}

Result<void> writeRuns(const EvaluateOptions& options, const service::FullEvaluation& evaluation,
                       const eval::GroundTruth& truth) {
    const fs::path asked = options.writeRun;
    for (const auto& model : evaluation.models) {
        if (!model.run) continue;
        const fs::path file = runFileOf(asked, model.model, evaluation.models.size());
        const std::string text =
            asked.extension() == ".json" ? eval::runToJson(*model.run) : eval::runToTrec(*model.run, truth);
        if (auto written = writeFileSafely(file, text); !written)
            return fail(written.error().whileDoing("writing the run"));
        note("wrote the run '" + displayPath(file) + "'");
    }
    return {};
}

Result<service::FullEvaluation> evaluated(const EvaluateOptions& options, const JobContext& job) {
    if (!options.runFile.empty())
        return service::evaluateRun(options.runFile, options.gallery.groundTruth, options.gallery.folder,
                                    job);
    const auto workbench = service::Workbench::open(options.request, job);
    if (!workbench) return fail(workbench.error());
    noteProblems((*workbench)->indexReport());
    auto evaluation = service::evaluateFully(**workbench, options.evaluation, job);
    if (!evaluation) return evaluation;
    if (auto written = writeRuns(options, *evaluation, *(*workbench)->groundTruth()); !written)
        return fail(written.error());
    if (!evaluation->record) return evaluation;
    const auto written = writeReportFiles(*evaluation->record, options.report, [](const std::string& file) {
        note("wrote the report '" + displayPath(file) + "'");
    });
    if (!written) return fail(written.error());
    return evaluation;
}

void noteQueryProblems(const std::vector<service::FileProblem>& problems) {
    for (const auto& problem : problems)
        note("the query '" + problem.path + "' counts as not found: " + problem.reason);
}

Result<void> runProtocol(const EvaluateOptions& options, const JobContext& job) {
    const auto workbench = service::Workbench::open(options.request, job);
    if (!workbench) return fail(workbench.error());
    noteProblems((*workbench)->indexReport());
    auto protocol = protocolOptionsOf(options.protocol);
    // Of the recipe only --enhance goes together with a protocol.
    const auto repairs = degrade::repairsIn(options.evaluation.recipe);
    if (!repairs.empty()) protocol.enhancer = repairs.back();
    const auto evaluation = service::evaluateProtocol(**workbench, protocol, job);
    if (!evaluation) return fail(evaluation.error());
    noteQueryProblems(evaluation->problems);
    const auto comparisons = service::compareModels(*evaluation);
    if (!comparisons) return fail(comparisons.error());
    if (options.json)
        printJson(protocolJson(*evaluation, *comparisons));
    else
        results() << protocolText(*evaluation, *comparisons);
    return {};
}

Result<void> run(const EvaluateOptions& options, const JobContext& job) {
    if (options.protocol.isAsked()) return runProtocol(options, job);
    const auto evaluation = evaluated(options, job);
    if (!evaluation) return fail(evaluation.error());
    noteQueryProblems(evaluation->problems);
    if (options.json)
        printJson(fullEvaluationJson(*evaluation, options.perQuery));
    else
        results() << fullEvaluationText(*evaluation);
    return {};
}

// A stored run was made elsewhere: nothing here can change how.
void refuseWithRun(const CLI::App& command) {
    for (const char* name :
         {"--degrade", "--seed", "--models", "--device", "--precision", "--cache", "--write-run",
          "--normalise", "--recipe", "--enhance", "--region", "--protocol", "--noisy-queries",
          "--no-compensation", "--html", "--pdf", "--csv", "--out-json", "--trec"})
        if (command.count(name) > 0) throw CLI::ValidationError(name, "cannot be given together with --run");
}

}  // namespace

void addEvaluate(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("evaluate",
                                       "Measure models, or a stored run, on every query of a "
                                       "ground truth");
    const auto options = std::make_shared<EvaluateOptions>();
    addGalleryOptions(*command, options->gallery, GroundTruthUse::Required);
    command->get_option("DIR")->required(false);
    addRecipeOptions(*command, options->recipeTexts, RecipeUse::Optional);
    command
        ->add_option("--run", options->runFile,
                     "Score this stored run (adapnet-run JSON or a TREC run) instead of models; needs no DIR")
        ->option_text("FILE");
    command
        ->add_option("--write-run", options->writeRun,
                     "Store the rankings: JSON by the ending .json, else a TREC run; one file per model")
        ->option_text("FILE");
    command
        ->add_option("--normalise", options->normalisation,
                     "Score normalisation of the copy-detection figures: none, sscd or isc")
        ->option_text("N")
        ->check(CLI::Validator(checkNormalisation, ""));
    command->add_flag("--per-query", options->perQuery, "With --json: the figures of every query as well");
    addReportFileOptions(*command, options->report, "each query and model");
    addProtocolOptions(*command, options->protocol, ProtocolUse::Optional);
    addNoisyFolderOptions(*command, options->protocol);
    for (const char* asked : {"--protocol", "--noisy-queries"}) {
        for (const char* other : {"--degrade", "--recipe", "--write-run", "--normalise", "--per-query",
                                  "--html", "--pdf", "--csv", "--out-json", "--trec"})
            command->get_option(asked)->excludes(other);
    }
    command->add_flag("--json", options->json, "Print the figures as JSON");
    command->callback([options, command, &action] {
        refusePictures(options->report);
        if (!options->runFile.empty()) {
            refuseWithRun(*command);
        } else if (options->gallery.folder.empty()) {
            throw CLI::ValidationError("DIR",
                                       "is required; name the folder of pictures, or a run with --run");
        } else {
            options->request = galleryRequest(options->gallery);
            options->evaluation.recipe = recipeOf(options->recipeTexts);
            options->evaluation.normalisation = *eval::parseNormalisation(options->normalisation);
            options->evaluation.keepRuns = !options->writeRun.empty();
            if (options->report.any()) options->evaluation.record.emplace();
            if (options->protocol.withoutCompensation && !options->protocol.isAsked())
                throw CLI::ValidationError("--no-compensation", "needs --protocol or --noisy-queries");
        }
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
