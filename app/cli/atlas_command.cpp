// adapnet atlas DIR --ground-truth FILE [--kinds A,B] [--severities 1,3,5] [--seeds N] [--queries N] [--seed
// N]
//               [--models A,B] [--cache FILE] [--journal FILE] [--out-json FILE] [--csv FILE] [--json]
#include <memory>

#include "app/cli/console_progress.h"
#include "app/cli/measure_commands.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/query_options.h"
#include "core/base/numbers.h"
#include "core/service/failure_atlas.h"

namespace adapnet::cli {

namespace {

struct AtlasOptions {
    GalleryOptions gallery;
    std::vector<std::string> kinds;
    std::vector<int> severities{1, 2, 3, 4, 5};
    std::string journal;
    std::string jsonFile;
    std::string csvFile;
    bool json = false;
    service::GalleryRequest request;
    service::AtlasRequest atlas;
};

Result<void> writeAtlas(const AtlasOptions& options, const service::Atlas& atlas) {
    if (!options.jsonFile.empty())
        if (auto written = writeFileSafely(options.jsonFile, service::atlasToJson(atlas)); !written)
            return fail(written.error().whileDoing("writing the atlas"));
    if (!options.csvFile.empty())
        if (auto written = writeFileSafely(options.csvFile, service::atlasToCsv(atlas)); !written)
            return fail(written.error().whileDoing("writing the atlas"));
    return {};
}

Result<void> run(const AtlasOptions& options, const JobContext& job) {
    const auto workbench = service::Workbench::open(options.request, job);
    if (!workbench) return fail(workbench.error());
    noteProblems((*workbench)->indexReport());
    service::AtlasRequest request = options.atlas;
    request.journal = options.journal.empty() ? service::defaultAtlasJournal(**workbench, request)
                                              : fs::path(options.journal);
    const auto atlas = service::buildAtlas(**workbench, request, job);
    if (!atlas) return fail(atlas.error());
    for (const auto& problem : atlas->problems)
        note("the query '" + problem.path + "' counts as not found: " + problem.reason);
    if (auto written = writeAtlas(options, *atlas); !written) return written;
    results() << (options.json ? service::atlasToJson(*atlas) : service::atlasToText(*atlas));
    return {};
}

}  // namespace

void addAtlas(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand(
        "atlas",
        "Measure every kind of degradation at every severity, with intervals; goes on where it stopped");
    const auto options = std::make_shared<AtlasOptions>();
    addGalleryOptions(*command, options->gallery, GroundTruthUse::Required);
    command->add_option("--kinds", options->kinds, "Kinds of degradation, separated by commas (default: all)")
        ->option_text("A,B")
        ->delimiter(',');
    command
        ->add_option("--severities", options->severities, "Severities, separated by commas (default: 1 to 5)")
        ->option_text("1,3,5")
        ->delimiter(',');
    command->add_option("--seeds", options->atlas.seeds, "Seeds of every cell, at least 10 (default 10)")
        ->option_text("N");
    command
        ->add_option("--queries", options->atlas.maxQueries,
                     "Use this many queries, chosen by the seed (default: all)")
        ->option_text("N");
    options->atlas.firstSeed = 1;
    addSeedOption(*command, options->atlas.firstSeed);
    command
        ->add_option("--journal", options->journal,
                     "Where finished work is kept until the atlas is done (default: beside the cache)")
        ->option_text("FILE");
    command->add_option("--out-json", options->jsonFile, "Write the atlas as JSON")->option_text("FILE");
    command->add_option("--csv", options->csvFile, "Write the atlas as CSV")->option_text("FILE");
    command->add_flag("--json", options->json, "Print the atlas as JSON");
    command->callback([options, &action] {
        options->atlas.kinds = options->kinds;
        options->atlas.severities = options->severities;
        if (const auto good = options->atlas.check(); !good)
            throw CLI::ValidationError("atlas", good.error().message());
        options->request = galleryRequest(options->gallery);
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
