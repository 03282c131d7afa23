// `adapnet`, the command line. Parses, runs one action, turns its outcome into an exit code:
// 0 done, 1 failed, 2 wrong use, 130 cancelled.
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <opencv2/core/utility.hpp>
#include <optional>
#include <string>

#include "app/cli/cancel_signal.h"
#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/measure_commands.h"

namespace adapnet::cli {

namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongUse = 2;
constexpr int kCancelled = 130;

// Half a second after Ctrl-C the prompt is back; the job itself gets most of it to store what is finished.
constexpr std::chrono::milliseconds kPatience{400};

int runAction(const Action& action, bool savesItsState) {
    CancelSignal cancel(savesItsState ? std::nullopt : std::optional(kPatience));
    ConsoleProgress progress(isatty(STDERR_FILENO) != 0);
    const auto outcome = action(JobContext{cancel.token(), progress});
    cancel.jobIsOver();
    ConsoleProgress::clear();
    if (!outcome) {
        note(outcome.error().message());
        if (!outcome.error().isCancelled()) return kFailed;
        // A call into a library that was given up may still be running; nobody waits for its end.
        std::cout.flush();
        std::_Exit(kCancelled);
    }
    std::cout.flush();
    if (!std::cout) {
        note("the result could not be written to standard output; check the disk or the pipe behind it");
        return kFailed;
    }
    return kDone;
}

int run(int argc, char** argv) {
    silenceLibraries();
    // Pictures are decoded on several threads already; OpenCV's own pool would only compete with the network.
    cv::setNumThreads(1);
    CLI::App app{"AdapNet Workbench: search a gallery of pictures with a bad query", "adapnet"};
    app.set_version_flag("--version", ADAPNET_VERSION);
    app.require_subcommand(1);
    app.get_formatter()->column_width(34);
    Action action;
    addDemo(app, action);
    addIndex(app, action);
    addSearch(app, action);
    addCurve(app, action);
    addDegrade(app, action);
    addEvaluate(app, action);
    addModels(app, action);
    addBench(app, action);
    addTrain(app, action);
    addWhiten(app, action);
    addReport(app, action);
    addCompare(app, action);
    addAtlas(app, action);
    addTruth(app, action);
    addLens(app, action);
    addBenchmark(app, action);
    addStudy(app, action);
    addFigure(app, action);
    const auto isNamed = [&](const CLI::App* command) { return command->get_name() == argv[1]; };
    if (argc > 1 && argv[1][0] != '-' && app.get_subcommands(isNamed).empty()) {
        note("there is no command '" + std::string(argv[1]) + "'; run 'adapnet --help' for the list");
        return kWrongUse;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& help) {
        return app.exit(help, std::cout, std::cerr);  // --help and --version
    } catch (const CLI::ValidationError& error) {
        note(error.what());  // says itself what is allowed
        return kWrongUse;
    } catch (const CLI::ParseError& error) {
        note(std::string(error.what()) +
             "; run 'adapnet --help' or 'adapnet COMMAND --help' for the options");
        return kWrongUse;
    }
    return runAction(action, app.got_subcommand("train"));
}

}  // namespace

}  // namespace adapnet::cli

int main(int argc, char** argv) {
    try {
        return adapnet::cli::run(argc, argv);
    } catch (const std::exception& error) {
        adapnet::cli::note(std::string("unexpected failure, please report it: ") + error.what());
        return adapnet::cli::kFailed;
    }
}
