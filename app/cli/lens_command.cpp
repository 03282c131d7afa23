// adapnet lens FILE [--box x1,y1,x2,y2] [--degrade ...]... [--gallery DIR [--ground-truth FILE]
//              [--positives PATH]...] [--models A,B] [--no-restoring] [--json]
//
// --json: {"query":PATH,"box":[x1,y1,x2,y2]|null,"degrade":[TEXT],"gallery":DIR|null,
//  "descriptor_space":"gallery mean removed"|"plain","positives":[PATH],
//  "models":[{"model":ID,"compensation":BOOL,"gate":{"clean":P,KIND:P,..}|null,"gate_clean":(as gate),
//             "routes":[ANSWER],"clean":ANSWER,"clean_no_help":ANSWER|null,"hurts_clean":BOOL|null}]}
// ANSWER: {"route":"no_help|compensated|restored","restorer":ID|null,"cosine_to_clean":C,"best_rank":R|null,
//          "average_precision":A|null,"ranks":[R|null per positive]}
#include <algorithm>
#include <memory>
#include <sstream>

#include "app/cli/console_progress.h"
#include "app/cli/measure_commands.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/query_options.h"
#include "core/base/numbers.h"
#include "core/degrade/noiser.h"
#include "core/service/lens_service.h"
#include "core/service/restorers.h"

namespace adapnet::cli {

namespace {

using Json = nlohmann::ordered_json;
using service::LensRoute;

struct LensOptions {
    GalleryOptions gallery;
    RecipeOptions recipe;
    std::string queryFile;
    std::string box;
    std::vector<std::string> positives;
    bool withoutRestoring = false;
    bool json = false;
    service::GalleryRequest request;  // its folder is empty without a gallery
    service::LensRequest lens;
};

std::string gateName(std::size_t entry) {
    return entry == 0 ? "clean" : std::string(degrade::kKnownKinds[entry - 1]);
}

bool isGate(const std::vector<float>& gate) {
    return gate.size() == degrade::kKnownKinds.size() + 1;
}

Json gateJson(const std::vector<float>& gate) {
    if (!isGate(gate)) return nullptr;
    Json out = Json::object();
    for (std::size_t i = 0; i < gate.size(); ++i) out[gateName(i)] = gate[i];
    return out;
}

Json answerJson(const service::LensAnswer& answer) {
    const auto rank = [](int value) { return value > 0 ? Json(value) : Json(nullptr); };
    Json ranks = Json::array();
    if (answer.positives)
        for (const int value : answer.positives->ranks) ranks.push_back(rank(value));
    return Json{{"route", service::lensRouteName(answer.route)},
                {"restorer", answer.restorer.empty() ? Json(nullptr) : Json(answer.restorer)},
                {"cosine_to_clean", answer.cosineToClean},
                {"best_rank", answer.positives ? rank(answer.positives->bestRank) : Json(nullptr)},
                {"average_precision", answer.positives && answer.positives->averagePrecision
                                          ? Json(*answer.positives->averagePrecision)
                                          : Json(nullptr)},
                {"ranks", std::move(ranks)}};
}

Json lensJson(const LensOptions& options, const service::Lens& lens) {
    Json box = nullptr;
    if (lens.box) box = {lens.box->x1, lens.box->y1, lens.box->x2, lens.box->y2};
    Json steps = Json::array();
    for (const auto& step : options.lens.query.recipe.steps)
        steps.push_back(step.enabled ? degrade::formatStep(step) : "skip");
    Json positives = Json::array();
    for (const auto& path : lens.positives) positives.push_back(validUtf8(path));
    Json models = Json::array();
    for (const auto& model : lens.models) {
        Json routes = Json::array();
        for (const auto& route : model.routes) routes.push_back(answerJson(route));
        models.push_back(
            {{"model", model.model},
             {"compensation", model.hasCompensation},
             {"gate", gateJson(model.gate)},
             {"gate_clean", gateJson(model.cleanGate)},
             {"routes", std::move(routes)},
             {"clean", answerJson(model.clean)},
             {"clean_no_help", model.cleanNoHelp ? answerJson(*model.cleanNoHelp) : Json(nullptr)},
             {"hurts_clean", model.hurtsClean ? Json(*model.hurtsClean) : Json(nullptr)}});
    }
    const auto& folder = options.request.folder;
    return Json{{"query", displayPath(options.queryFile)},
                {"box", std::move(box)},
                {"degrade", std::move(steps)},
                {"seed", options.lens.query.recipe.seed},
                {"gallery", folder.empty() ? Json(nullptr) : Json(displayPath(folder))},
                {"descriptor_space", lens.meanRemoved ? "gallery mean removed" : "plain"},
                {"positives", std::move(positives)},
                {"models", std::move(models)}};
}

// "gaussian_noise 0.91, clean 0.06": what is at least 0.05, the most likely first.
std::string gateText(const std::vector<float>& gate) {
    if (!isGate(gate)) return {};
    std::vector<std::size_t> order(gate.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return gate[a] > gate[b]; });
    constexpr float kLeast = 0.05F;
    std::string out;
    for (const std::size_t i : order)
        if (out.empty() || gate[i] >= kLeast)
            out += (out.empty() ? "" : ", ") + gateName(i) + ' ' + formatFixed(gate[i], 2);
    return out;
}

void answerLine(std::ostream& out, std::string name, const service::LensAnswer& answer) {
    constexpr std::size_t kNameWidth = 32;
    if (name.size() < kNameWidth) name.append(kNameWidth - name.size(), ' ');
    out << "  " << name << "  " << formatFixed(answer.cosineToClean, 4);
    if (answer.positives) {
        const auto& found = *answer.positives;
        out << "   AP " << (found.averagePrecision ? formatFixed(*found.averagePrecision, 4) : "-")
            << "   ranks";
        for (const int rank : found.ranks) out << ' ' << (rank > 0 ? std::to_string(rank) : "-");
    }
    out << '\n';
}

std::string routeText(const service::LensAnswer& answer) {
    switch (answer.route) {
        case LensRoute::NoHelp:
            return "no help";
        case LensRoute::Compensated:
            return "block on";
        case LensRoute::Restored:
            return "restored, " + answer.restorer;
    }
    return {};
}

std::string lensText(const service::Lens& lens) {
    std::ostringstream out;
    for (std::size_t i = 0; i < lens.positives.size(); ++i)
        out << (i == 0 ? "to be found: " : ", ") << printable(lens.positives[i]);
    if (!lens.positives.empty()) out << "\n\n";
    for (const auto& model : lens.models) {
        out << model.model;
        if (const auto gate = gateText(model.gate); !gate.empty()) out << "   estimated: " << gate;
        out << "\n  route                             cosine to the clean descriptor\n";
        for (const auto& route : model.routes) answerLine(out, routeText(route), route);
        answerLine(out, "the clean crop", model.clean);
        if (model.cleanNoHelp) answerLine(out, "the clean crop, no help", *model.cleanNoHelp);
        if (model.hurtsClean.value_or(false)) out << "  Warning: the block makes this clean query worse.\n";
        out << '\n';
    }
    return out.str();
}

Result<service::Lens> look(const LensOptions& options, const JobContext& job) {
    service::LensRequest request = options.lens;
    if (!options.withoutRestoring) request.restorers = service::availableRestorers();
    auto image = service::loadQueryImage(options.queryFile);
    if (!image) return fail(image.error());
    request.query.image = std::make_shared<const service::QueryImage>(std::move(*image));
    if (auto crop = service::cropQuery(request.query); !crop) return fail(crop.error());
    if (options.request.folder.empty()) {
        nn::NetworkOptions network;
        network.device = options.request.device;
        network.precision = options.request.precision;
        return service::lookThroughLens(options.request.models, network, request, job);
    }
    const auto workbench = service::Workbench::open(options.request, job);
    if (!workbench) return fail(workbench.error());
    noteProblems((*workbench)->indexReport());
    auto follow = galleryPictures(**workbench, options.positives);
    if (!follow) return fail(follow.error());
    request.follow = std::move(*follow);
    return service::lookThroughLens(**workbench, request, job);
}

Result<void> run(const LensOptions& options, const JobContext& job) {
    const auto lens = look(options, job);
    if (!lens) return fail(lens.error());
    if (options.json)
        printJson(lensJson(options, *lens));
    else
        results() << lensText(*lens);
    return {};
}

void understand(LensOptions& options) {
    options.lens.query.recipe = recipeOf(options.recipe);
    options.lens.query.box = boxOf(options.box);
    options.request = galleryRequest(options.gallery);
}

}  // namespace

void addLens(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand(
        "lens", "Compare no help, the compensation block and restored pixels for one query");
    const auto options = std::make_shared<LensOptions>();
    command->add_option("FILE", options->queryFile, "Picture to look at")
        ->required()
        ->option_text("(required)");
    addBoxOption(*command, options->box);
    addRecipeOptions(*command, options->recipe, RecipeUse::Optional);
    auto* gallery =
        command->add_option("--gallery", options->gallery.folder, "Folder of pictures to rank, for the ranks")
            ->option_text("DIR");
    auto* truth = command
                      ->add_option("--ground-truth", options->gallery.groundTruth,
                                   "Ground truth; says which pictures should be found")
                      ->option_text("FILE")
                      ->needs(gallery);
    command
        ->add_option("--positives", options->positives,
                     "Gallery picture that should be found; may be given several times")
        ->option_text("PATH")
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->needs(gallery)
        ->excludes(truth);
    command
        ->add_option("--cache", options->gallery.cache, "SQLite cache (default: in the user's cache folder)")
        ->option_text("FILE")
        ->needs(gallery);
    addModelOptions(*command, options->gallery.model);
    command->add_flag("--no-restoring", options->withoutRestoring,
                      "Leave out the enhancers, which take a while");
    command->add_flag("--json", options->json, "Print everything as JSON");
    command->callback([options, &action] {
        understand(*options);
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
