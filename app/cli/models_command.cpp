// adapnet models [--json]
#include <iostream>
#include <memory>
#include <utility>

#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/base/files.h"

namespace adapnet::cli {

namespace {

nlohmann::ordered_json modelJson(const nn::ModelInfo& model) {
    return {{"id", model.id},
            {"name", validUtf8(model.displayName)},
            {"architecture", model.architecture},
            {"dimension", model.dimension},
            {"max_side", model.maxSide},
            {"scales", model.scales},
            {"parameters", model.parameters},
            {"checksum", model.checksum},
            {"licence", validUtf8(model.licence)},
            {"training", validUtf8(model.trainingSummary)},
            {"manifest", displayPath(model.manifest)}};
}

Result<void> run(bool json) {
    const auto models = service::availableModels();
    if (!models) return fail(models.error());
    if (json) {
        auto list = nlohmann::ordered_json::array();
        for (const auto& model : *models) list.push_back(modelJson(model));
        printJson({{"models", std::move(list)}});
        return {};
    }
    for (const auto& model : *models)
        std::cout << printable(model.id) << "\n  " << printable(model.displayName) << "; "
                  << model.architecture << ", " << model.parameters << " parameters, descriptors of "
                  << model.dimension << " numbers\n  " << printable(model.trainingSummary) << "\n  licence "
                  << printable(model.licence) << ", SHA-256 " << model.checksum << "\n  "
                  << printable(displayPath(model.manifest)) << '\n';
    if (models->empty())
        std::cerr << "adapnet: no model files were found; set ADAPNET_MODELS to their folder\n";
    return {};
}

}  // namespace

void addModels(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("models", "List the models that can be used");
    const auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, "Print the list as JSON");
    command->callback([json, &action] { action = [json](const JobContext&) { return run(*json); }; });
}

}  // namespace adapnet::cli
