// adapnet evaluate DIR --ground-truth FILE [--degrade ...]... [--seed N] [--models A,B] [--cache FILE]
// [--json]
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/query_options.h"

namespace adapnet::cli {

namespace {

struct EvaluateOptions {
    GalleryOptions gallery;
    RecipeOptions recipeTexts;
    service::GalleryRequest request;
    degrade::Recipe recipe;
    bool json = false;
};

Result<void> run(const EvaluateOptions& options, const JobContext& job) {
    const auto workbench = service::Workbench::open(options.request, job);
    if (!workbench) return fail(workbench.error());
    noteProblems((*workbench)->indexReport());
    const auto evaluation = (*workbench)->evaluate(options.recipe, job);
    if (!evaluation) return fail(evaluation.error());
    for (const auto& problem : evaluation->problems)
        note("the query '" + problem.path + "' counts as not found: " + problem.reason);
    if (options.json)
        printJson(evaluationJson(*evaluation));
    else
        results() << evaluationText(*evaluation);
    return {};
}

}  // namespace

void addEvaluate(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("evaluate", "Measure models on every query of a ground truth");
    const auto options = std::make_shared<EvaluateOptions>();
    addGalleryOptions(*command, options->gallery, GroundTruthUse::Required);
    addRecipeOptions(*command, options->recipeTexts, RecipeUse::Optional);
    command->add_flag("--json", options->json, "Print the figures as JSON");
    command->callback([options, &action] {
        options->request = galleryRequest(options->gallery);
        options->recipe = recipeOf(options->recipeTexts);
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
