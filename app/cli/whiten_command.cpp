// adapnet whiten --model ID --data DIR --out FILE [--id ID] [--pairs N] [--rank N] [--power X]
// [--shrinkage X] [--seed N] [--device D] [--precision P]
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/options.h"
#include "core/base/numbers.h"
#include "core/service/whiten_service.h"

namespace adapnet::cli {

void addWhiten(CLI::App& app, Action& action) {
    struct Options {
        service::WhitenJob job;
        std::string data, out;
        ModelOptions device;
    };
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("whiten", "Learn a whitening for a model from photos and degraded crops of them");
    auto& job = options->job;
    command->add_option("--model", job.model, "Model to start from")->required();
    command->add_option("--data", options->data, "Folder with manifest.json, or with one folder a class")
        ->required();
    command
        ->add_option("--out", options->out, "Weights to write (NAME.safetensors); the manifest comes beside")
        ->required();
    command->add_option("--id", job.id, "Identifier of the new model (default: NAME)");
    command->add_option("--pairs", job.pairs, "Photos to learn from")->check(CLI::Range(2, 1000000));
    command
        ->add_option(
            "--photographed", job.photographed,
            "Share of pairs whose second half shows the picture in front of another one, at an angle")
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--rank", job.params.rank, "Directions with a weight of their own")
        ->check(CLI::Range(1, 65536));
    command->add_option("--power", job.params.power, "0..1; 1 whitens the differences of the pairs fully");
    command->add_option("--shrinkage", job.params.shrinkage, "Share of the mean variance added to each");
    addSeedOption(*command, job.seed);
    addDeviceOptions(*command, options->device);
    command->callback([options, &action] {
        options->job.data = options->data;
        options->job.out = options->out;
        options->job.device = options->device.device;
        const auto precision = nn::parsePrecision(options->device.precision);
        if (!precision) throw CLI::ValidationError(precision.error().message());
        options->job.precision = *precision;
        action = [options](const JobContext& context) -> Result<void> {
            const auto summary = service::whitenModel(options->job, context);
            if (!summary) return fail(summary.error());
            results() << summary->pairs << " pairs, mean cosine before "
                      << formatFixed(summary->cosineBefore, 4) << "\n"
                      << displayPath(options->job.out) << " " << summary->model.bytes << " bytes, sha256 "
                      << summary->model.checksum << "\n";
            return {};
        };
    });
}

}  // namespace adapnet::cli
