// adapnet index DIR [--models A,B|all] [--cache FILE] [--device D] [--json]
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/options.h"
#include "app/cli/output.h"

namespace adapnet::cli {

namespace {

struct IndexOptions {
    GalleryOptions gallery;
    service::GalleryRequest request;
    bool json = false;
};

Result<void> run(const IndexOptions& options, const JobContext& job) {
    const auto workbench = service::Workbench::open(options.request, job);
    if (!workbench) return fail(workbench.error());
    const auto& report = (*workbench)->indexReport();
    if (options.json) {
        printJson(indexJson(report));
        return {};
    }
    auto& out = results();
    out << indexText(report);
    for (std::size_t i = 0; i < (*workbench)->models().size(); ++i)
        out << "  " << printable((*workbench)->models()[i].id) << ": " << (*workbench)->deviceOf(i) << '\n';
    return {};
}

}  // namespace

void addIndex(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("index", "Compute what is needed to search a folder of pictures");
    const auto options = std::make_shared<IndexOptions>();
    addGalleryOptions(*command, options->gallery, GroundTruthUse::Optional);
    command->add_flag("--json", options->json, "Print the report as JSON");
    command->callback([options, &action] {
        options->request = galleryRequest(options->gallery);
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
