// adapnet train --config FILE --data DIR --out FILE [--start FILE] [--device D] [--threads N] [--restart]
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "core/base/numbers.h"
#include "core/service/train_service.h"

namespace adapnet::cli {

namespace {

Result<void> runDescriptor(const service::TrainJob& request, const JobContext& job) {
    const auto summary = service::trainModel(request, job);
    if (!summary) return fail(summary.error());
    auto& out = results();
    out << summary->steps << " steps";
    if (summary->resumedFrom > 0) out << " (resumed at " << summary->resumedFrom << ")";
    out << ", loss " << formatFixed(summary->firstLoss, 4) << " -> " << formatFixed(summary->lastLoss, 4)
        << ", step " << summary->bestStep << " chosen with " << formatFixed(summary->bestScore, 4)
        << " mAP on the validation pictures, " << formatFixed(summary->pairsPerSecond, 1) << " pairs/s\n"
        << displayPath(request.out) << " sha256 " << summary->checksum << "\n";
    return {};
}

Result<void> runEnhancer(const service::TrainJob& request, const JobContext& job) {
    const auto summary = service::trainEnhancer(request, job);
    if (!summary) return fail(summary.error());
    auto& out = results();
    out << summary->steps << " steps";
    if (summary->resumedFrom > 0) out << " (resumed at " << summary->resumedFrom << ")";
    out << ", loss " << formatFixed(summary->firstLoss, 5) << " -> " << formatFixed(summary->lastLoss, 5)
        << ", " << formatFixed(summary->cropsPerSecond, 1) << " crops/s\n"
        << "PSNR on the validation pictures, dB, degraded -> repaired:\n";
    for (const auto& entry : summary->quality)
        out << "  " << entry.kind << ' ' << formatFixed(entry.before, 2) << " -> "
            << formatFixed(entry.after, 2) << '\n';
    out << displayPath(request.out) << " sha256 " << summary->checksum << "\n";
    return {};
}

}  // namespace

void addTrain(CLI::App& app, Action& action) {
    struct Options {
        service::TrainJob job;
        std::string config, data, out, start;
        bool restart = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "train",
        "Train a network on a folder of photos: one that describes pictures, or one that repairs them");
    command->add_option("--config", options->config, "Training recipe (JSON, see resources/training)")
        ->required();
    command->add_option("--data", options->data, "Folder with manifest.json, or with one folder a class")
        ->required();
    command
        ->add_option("--out", options->out,
                     "Weights to write (NAME.safetensors); manifest and loss log come beside it")
        ->required();
    command->add_option("--start", options->start,
                        "Starting weights (safetensors; default: the shipped baseline); not for enhancers");
    command->add_option("--device", options->job.device, "auto, cpu or cuda:N");
    command->add_option("--threads", options->job.threads, "Threads for the network (0: all processors)")
        ->check(CLI::Range(0, 1024));
    command->add_flag("--restart", options->restart,
                      "Begin anew even when a checkpoint fits the recipe, the pictures and the start");
    command->callback([options, &action] {
        options->job.config = options->config;
        options->job.data = options->data;
        options->job.out = options->out;
        options->job.start = options->start;
        options->job.resume = !options->restart;
        action = [options](const JobContext& job) -> Result<void> {
            const auto kind = service::trainKindOf(options->job.config);
            if (!kind) return fail(kind.error());
            return *kind == service::TrainKind::Enhancer ? runEnhancer(options->job, job)
                                                         : runDescriptor(options->job, job);
        };
    });
}

}  // namespace adapnet::cli
