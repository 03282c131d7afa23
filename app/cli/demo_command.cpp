// adapnet demo DIR [--seed N]
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/base/numbers.h"
#include "core/demo/scenes.h"

namespace adapnet::cli {

namespace {

struct DemoOptions {
    std::string folder;
    std::uint64_t seed = demo::kDefaultSeed;
};

Result<void> run(const DemoOptions& options, const JobContext& job) {
    const auto report = demo::renderDemo(options.folder, options.seed, job);
    if (!report) return fail(report.error());
    results() << report->pictures << " pictures of " << report->scenes << " scenes and " << report->queries
              << " queries in " << formatFixed(report->seconds, 1) << " s\n"
              << "ground truth: " << printable(displayPath(report->groundTruth)) << '\n';
    return {};
}

}  // namespace

void addDemo(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("demo", "Render a gallery of scenes with its ground truth");
    const auto options = std::make_shared<DemoOptions>();
    command->add_option("DIR", options->folder, "Folder to write to")->required()->option_text("(required)");
    addSeedOption(*command, options->seed);
    command->callback(
        [options, &action] { action = [options](const JobContext& job) { return run(*options, job); }; });
}

}  // namespace adapnet::cli
