// adapnet bench [--json] [--images DIR] [--count N] [--models A,B|all] [--device D] [--precision P]
//
// {"startup_seconds":S,"source":"rendered|folder","models":[{"model":ID,"device":TEXT,"images":N,"load_seconds":S,
//  "seconds":S,"images_per_second":R,"ms_per_image":{"read":..,"decode":..,"thumbnail":..,"resize":..,
//  "forward":..,"write":..},"precision":P,"precision_cosine":C,"half_precision_refused":B}]}
// startup_seconds: from the start of the process to the first line of work (loading libraries). load_seconds:
// the network. seconds: the run with its load_seconds. ms_per_image: work of all threads; stages overlap.
// precision_cosine: least cosine between half precision and fp32 on the check batch, 1 where half precision
// was not tried.
#include <unistd.h>

#include <array>
#include <ctime>
#include <fstream>
#include <memory>
#include <sstream>
#include <utility>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/base/numbers.h"
#include "core/service/bench_service.h"

namespace adapnet::cli {

namespace {

struct BenchOptions {
    std::string images;
    int count = 200;
    ModelOptions model;
    service::BenchRequest request;
    bool json = false;
};

// Seconds since this process was started, from the kernel's start time (field 22 of /proc/self/stat, in clock
// ticks since boot); resolution 0.01 s. 0 where /proc is not there.
double secondsSinceProcessStart() {
    std::ifstream file("/proc/self/stat");
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto nameEnd = text.rfind(')');  // the name may hold blanks and brackets
    if (nameEnd == std::string::npos) return 0;
    std::istringstream fields(text.substr(nameEnd + 1));
    std::string field;
    constexpr int kFieldsAfterName = 20;
    for (int i = 0; i < kFieldsAfterName; ++i) fields >> field;
    const auto ticks = parseReal(field);
    std::timespec now{};
    if (!ticks || clock_gettime(CLOCK_BOOTTIME, &now) != 0) return 0;
    const double sinceBoot = static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
    return sinceBoot - *ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

nlohmann::ordered_json benchJson(const service::BenchReport& report, double startupSeconds) {
    auto models = nlohmann::ordered_json::array();
    for (const auto& model : report.models) {
        const auto& ms = model.msPerPicture;
        models.push_back({{"model", model.model},
                          {"device", model.device},
                          {"images", model.pictures},
                          {"load_seconds", model.loadSeconds},
                          {"seconds", model.seconds},
                          {"images_per_second", model.picturesPerSecond},
                          {"ms_per_image",
                           {{"read", ms.read},
                            {"decode", ms.decode},
                            {"thumbnail", ms.thumbnail},
                            {"resize", ms.resize},
                            {"forward", ms.forward},
                            {"write", ms.write}}},
                          {"precision", model.precision},
                          {"precision_cosine", model.precisionCosine},
                          {"half_precision_refused", model.halfPrecisionRefused}});
    }
    return {{"startup_seconds", startupSeconds}, {"source", report.source}, {"models", std::move(models)}};
}

void printText(const service::BenchReport& report, double startupSeconds) {
    results() << "start-up " << formatFixed(startupSeconds, 2) << " s\n";
    for (const auto& model : report.models) {
        const auto& ms = model.msPerPicture;
        results() << model.model << ", " << model.device << ": " << model.pictures << " pictures in "
                  << formatFixed(model.seconds, 2) << " s, " << formatFixed(model.picturesPerSecond, 1)
                  << " a second (loading " << formatFixed(model.loadSeconds, 2) << " s)\n"
                  << "  ms a picture: read " << formatFixed(ms.read, 2) << ", decode "
                  << formatFixed(ms.decode, 2) << ", thumbnail " << formatFixed(ms.thumbnail, 2)
                  << ", resize " << formatFixed(ms.resize, 2) << ", forward " << formatFixed(ms.forward, 2)
                  << ", write " << formatFixed(ms.write, 2) << '\n';
    }
}

Result<void> run(const BenchOptions& options, const JobContext& job) {
    const double startupSeconds = secondsSinceProcessStart();
    const auto report = service::runBench(options.request, job);
    if (!report) return fail(report.error());
    if (options.json)
        printJson(benchJson(*report, startupSeconds));
    else
        printText(*report, startupSeconds);
    return {};
}

}  // namespace

void addBench(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("bench", "Measure how fast pictures are indexed on this machine");
    const auto options = std::make_shared<BenchOptions>();
    command->add_option("--images", options->images, "Folder of pictures (default: rendered ones, 320 x 240)")
        ->option_text("DIR");
    command->add_option("--count", options->count, "Pictures to use (default 200; 0: all of the folder)")
        ->option_text("N")
        ->check(CLI::Range(0, 1'000'000));
    addModelOptions(*command, options->model);
    command->add_flag("--json", options->json, "Print the figures as JSON");
    command->callback([options, &action] {
        options->request.models = modelIds(options->model.models);
        if (!options->images.empty()) options->request.images = options->images;
        options->request.count = options->count;
        options->request.device = options->model.device;
        options->request.precision = *nn::parsePrecision(options->model.precision);
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
