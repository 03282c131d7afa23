// adapnet study DIR [--models A,B] [--enhance A,B] [--every N] [--json]
#include <memory>
#include <sstream>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/text.h"
#include "core/base/numbers.h"
#include "core/service/study_service.h"

namespace adapnet::cli {

namespace {

using Json = nlohmann::ordered_json;

struct StudyOptions {
    std::string folder;
    int every = 1;
    ModelOptions model;
    bool json = false;
    service::StudyRequest request;
};

// "noise", "noise, denoising_autoencoder"
std::string nameOf(const service::StudySetting& setting, const char* joint) {
    return setting.enhancer.empty() ? setting.name : setting.name + joint + setting.enhancer;
}

Json accuracyJson(const service::MatchingAccuracy& accuracy) {
    return Json{{"top1", accuracy.top1}, {"top5", accuracy.top5}, {"top10", accuracy.top10}};
}

Json studyJson(const service::StudyReport& report) {
    Json models = Json::array();
    for (const auto& model : report.models) {
        Json settings = Json::object();
        for (const auto& setting : model.settings)
            settings[nameOf(setting, "+")] =
                Json{{"l2", accuracyJson(setting.l2)}, {"cosine", accuracyJson(setting.cosine)}};
        models.push_back(Json{{"model", model.model}, {"settings", std::move(settings)}});
    }
    return Json{{"gallery", report.gallery},
                {"queries", report.queries},
                {"models", std::move(models)},
                {"seconds", report.seconds}};
}

std::string accuracyText(const service::MatchingAccuracy& accuracy) {
    return "  " + formatFixed(accuracy.top1, 4) + "  " + formatFixed(accuracy.top5, 4) + "  " +
           formatFixed(accuracy.top10, 4);
}

std::string studyText(const service::StudyReport& report) {
    std::ostringstream out;
    for (const auto& model : report.models) {
        out << model.model << ", " << report.queries << " queries, gallery of " << report.gallery << '\n'
            << "                                      L2: top-1   top-5  top-10    cosine: top-1   top-5  "
               "top-10\n";
        for (const auto& setting : model.settings)
            out << "  " << padded(nameOf(setting, ", "), 37) << "  " << accuracyText(setting.l2)
                << "            " << accuracyText(setting.cosine) << '\n';
        out << '\n';
    }
    return out.str();
}

Result<void> run(const StudyOptions& options, const JobContext& job) {
    const auto report = service::runNorbStudy(options.request, job);
    if (!report) return fail(report.error());
    if (options.json)
        printJson(studyJson(*report));
    else
        results() << studyText(*report);
    return {};
}

}  // namespace

void addStudy(CLI::App& app, Action& action) {
    auto* command =
        app.add_subcommand("study", "Top-k matching accuracy on smallNORB with clean and degraded queries");
    const auto options = std::make_shared<StudyOptions>();
    command->add_option("DIR", options->folder, "Folder with the unpacked smallNORB matrix files")
        ->required()
        ->option_text("(required)");
    command->add_option("--every", options->every, "Take each n-th picture only (default 1: all)")
        ->option_text("N")
        ->check(CLI::Range(1, 48600));
    command
        ->add_option("--enhance", options->request.enhancers,
                     "Networks that repair the degraded queries, separated by commas: one more row each")
        ->option_text("A,B")
        ->delimiter(',');
    addModelOptions(*command, options->model);
    command->add_flag("--json", options->json, "Print the figures as JSON");
    command->callback([options, &action] {
        options->request.folder = options->folder;
        options->request.every = options->every;
        options->request.models = modelIds(options->model.models);
        options->request.device = options->model.device;
        options->request.precision = *nn::parsePrecision(options->model.precision);
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
