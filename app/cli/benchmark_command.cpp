// adapnet benchmark make DIR --ground-truth FILE --protocol noiser-v1 OUT
// adapnet benchmark rebuild MANIFEST DIR OUT
// adapnet benchmark check FOLDER
// adapnet benchmark photograph DIR OUT [--queries N] [--validation] [--seed N]
#include <memory>
#include <string>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/options.h"
#include "app/cli/protocol_options.h"
#include "core/service/benchmark_maker.h"
#include "core/service/photographed_set.h"

namespace adapnet::cli {

namespace {

// Problems to standard error; `failing` makes them the outcome.
Result<void> report(const service::BenchmarkReport& report, const std::string& done, bool failing) {
    for (const auto& problem : report.problems) note(problem.path + ": " + problem.reason);
    results() << report.files << " pictures of " << report.queries << " queries " << done << '\n';
    if (failing && !report.problems.empty())
        return fail(ErrorCode::BadInput,
                    std::to_string(report.problems.size()) + " differences, see the lines above");
    return {};
}

void addArgument(CLI::App& command, const std::string& name, std::string& value, const std::string& help) {
    command.add_option(name, value, help)->required()->option_text("(required)");
}

// DIR and OUT.
struct Folders {
    std::string clean;
    std::string out;
};
void addFolders(CLI::App& command, Folders& folders) {
    addArgument(command, "DIR", folders.clean, "Folder of the clean pictures");
    addArgument(command, "OUT", folders.out, "New folder for the degraded pictures");
}

struct MakeOptions {
    Folders folders;
    std::string groundTruth;
    ProtocolTexts protocol;
};

void addMake(CLI::App& parent, Action& action) {
    auto* command = parent.add_subcommand(
        "make", "Write the queries of a ground truth degraded by a protocol, with a manifest of hashes");
    const auto options = std::make_shared<MakeOptions>();
    addFolders(*command, options->folders);
    command->add_option("--ground-truth", options->groundTruth, "Ground truth whose queries are degraded")
        ->required()
        ->option_text("FILE");
    addProtocolOptions(*command, options->protocol, ProtocolUse::Required);
    command->callback([options, &action] {
        action = [options](const JobContext& job) -> Result<void> {
            service::BenchmarkRequest request;
            request.folder = options->folders.clean;
            request.groundTruth = options->groundTruth;
            request.out = options->folders.out;
            request.mix = asksFor(options->protocol, "mix");
            request.perKind = asksFor(options->protocol, "per-kind");
            request.severities = options->protocol.severities;
            request.rotation = options->protocol.rotation;
            const auto made = service::makeBenchmark(request, job);
            if (!made) return fail(made.error());
            if (made->files == 0)
                return fail(ErrorCode::NotFound, "no query picture of the ground truth could be read");
            return report(*made, "written", false);
        };
    });
}

struct RebuildOptions {
    std::string manifest;
    Folders folders;
};

void addRebuild(CLI::App& parent, Action& action) {
    auto* command = parent.add_subcommand(
        "rebuild", "Make the pictures of a manifest again and compare every hash with it");
    const auto options = std::make_shared<RebuildOptions>();
    addArgument(*command, "MANIFEST", options->manifest, "manifest.json of the benchmark");
    addFolders(*command, options->folders);
    command->callback([options, &action] {
        action = [options](const JobContext& job) -> Result<void> {
            const auto made = service::rebuildBenchmark(options->manifest, options->folders.clean,
                                                        options->folders.out, job);
            if (!made) return fail(made.error());
            return report(*made, "rebuilt", true);
        };
    });
}

void addCheck(CLI::App& parent, Action& action) {
    auto* command = parent.add_subcommand("check", "Compare the pictures of a benchmark with its manifest");
    const auto folder = std::make_shared<std::string>();
    addArgument(*command, "FOLDER", *folder, "Folder written by 'benchmark make'");
    command->callback([folder, &action] {
        action = [folder](const JobContext& job) -> Result<void> {
            const auto checked = service::checkBenchmark(fs::path(*folder) / "manifest.json", job);
            if (!checked) return fail(checked.error());
            return report(*checked, "checked", true);
        };
    });
}

void addPhotograph(CLI::App& parent, Action& action) {
    auto* command = parent.add_subcommand(
        "photograph",
        "Make a ground truth without labels: queries show pictures of a folder in front of others");
    const auto request = std::make_shared<service::PhotographedSetRequest>();
    const auto folders = std::make_shared<Folders>();
    addArgument(*command, "DIR", folders->clean, "Folder of pictures");
    addArgument(*command, "OUT", folders->out, "New folder for copies, queries and ground-truth.json");
    command->add_option("--queries", request->queries, "How many queries")->check(CLI::Range(1, 1000000));
    command->add_flag("--validation", request->validationOnly,
                      "DIR holds training photos; take those that training keeps apart");
    addSeedOption(*command, request->seed);
    command->callback([request, folders, &action] {
        action = [request, folders](const JobContext& job) -> Result<void> {
            request->folder = folders->clean;
            request->out = folders->out;
            const auto made = service::makePhotographedSet(*request, job);
            if (!made) return fail(made.error());
            for (const auto& problem : made->problems) note(problem.path + ": " + problem.reason);
            results() << made->queries << " queries for " << made->pictures << " pictures written\n";
            return {};
        };
    });
}

}  // namespace

void addBenchmark(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("benchmark", "Make, rebuild or check a folder of noisy queries");
    command->require_subcommand(1);
    addMake(*command, action);
    addRebuild(*command, action);
    addCheck(*command, action);
    addPhotograph(*command, action);
}

}  // namespace adapnet::cli
