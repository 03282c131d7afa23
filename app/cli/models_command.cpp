// adapnet models [--json] [--check [--device D] [--precision P]]
//
// --check loads every model and adds to it {"device":D,"precision":P,"precision_cosine":C,
// "half_precision_refused":B} or {"error":TEXT}. C is the least cosine between half precision and fp32 on the
// check batch (1 where half precision was not tried).
#include <memory>
#include <utility>
#include <vector>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/base/files.h"
#include "core/base/numbers.h"
#include "core/service/model_registry.h"

namespace adapnet::cli {

namespace {

struct ModelsOptions {
    bool json = false;
    bool check = false;
    ModelOptions model;
};

nlohmann::ordered_json modelJson(const nn::ModelInfo& model) {
    return {{"id", validUtf8(model.id)},
            {"name", validUtf8(model.displayName)},
            {"architecture", validUtf8(model.architecture)},
            {"dimension", model.dimension},
            {"max_side", model.maxSide},
            {"scales", model.scales},
            {"parameters", model.parameters},
            {"checksum", validUtf8(model.checksum)},
            {"licence", validUtf8(model.licence)},
            {"training", validUtf8(model.trainingSummary)},
            {"manifest", displayPath(model.manifest)}};
}

std::string modelText(const nn::ModelInfo& model) {
    return printable(model.id) + "\n  " + printable(model.displayName) + "; " +
           printable(model.architecture) + ", " + std::to_string(model.parameters) +
           " parameters, descriptors of " + std::to_string(model.dimension) + " numbers\n  " +
           printable(model.trainingSummary) + "\n  licence " + printable(model.licence) + ", SHA-256 " +
           printable(model.checksum) + "\n  " + printable(displayPath(model.manifest)) + '\n';
}

void addCheck(nlohmann::ordered_json& entry, const Result<service::LoadedModel>& loaded) {
    if (!loaded) {
        entry["error"] = validUtf8(loaded.error().message());
        return;
    }
    entry["device"] = loaded->device;
    entry["precision"] = loaded->extractor->spec().precision;
    entry["precision_cosine"] = loaded->precisionCosine;
    entry["half_precision_refused"] = service::halfPrecisionRefused(*loaded);
}

Result<void> run(const ModelsOptions& options, const JobContext& job) {
    const auto listing = service::findModels();
    for (const auto& file : listing.skipped)
        note((file.isModel ? "a model cannot be used: " : "a file was skipped: ") + file.reason);
    nn::NetworkOptions network;
    network.device = options.model.device;
    network.precision = *nn::parsePrecision(options.model.precision);
    auto list = nlohmann::ordered_json::array();
    std::string text;
    bool allLoaded = true;
    ProgressMeter meter(options.check ? job.progress : silentProgress(), "load",
                        static_cast<std::int64_t>(listing.models.size()));
    for (const auto& model : listing.models) {
        if (job.stopRequested()) return fail(Error::cancelled());
        auto entry = modelJson(model);
        text += modelText(model);
        if (options.check) {
            const auto loaded = service::loadModel(model, network);
            addCheck(entry, loaded);
            text += "  " +
                    (loaded ? service::deviceText(*loaded) : "cannot be used: " + loaded.error().message()) +
                    '\n';
            allLoaded = allLoaded && loaded.has_value();
        }
        list.push_back(std::move(entry));
        meter.advance();
    }
    if (options.json)
        printJson({{"models", std::move(list)}});
    else
        results() << text;
    if (listing.models.empty()) note("no model files were found; set ADAPNET_MODELS to their folder");
    if (!allLoaded) return fail(ErrorCode::Model, "not every model could be loaded; see the list");
    return {};
}

}  // namespace

void addModels(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("models", "List the models that can be used, or import one");
    const auto options = std::make_shared<ModelsOptions>();
    command->add_flag("--json", options->json, "Print the list as JSON");
    auto* check = command->add_flag("--check", options->check,
                                    "Load every model and say on which device, in which precision and how "
                                    "close to fp32 it computes");
    addDeviceOptions(*command, options->model);
    for (const char* name : {"--device", "--precision"}) command->get_option(name)->needs(check);
    addModelsImport(*command, action);
    command->callback([command, options, &action] {
        if (!command->get_subcommands().empty()) return;  // import has put its own work there
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
