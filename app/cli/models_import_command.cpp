// adapnet models import FILE --as KIND [--out DIR] [--name ID] [--title TEXT] [--replace] [--dry-run]
// [--json]
//                [--input-size N] [--mean A,B,C] [--std A,B,C] [--channel-order rgb|bgr]
//                [--shrink area|lanczos] [--resize NAME] [--aggregation NAME] [--scales S,...]
//                [--whitening SET/KIND] [--ignore PREFIX]...
//
// {"model":ID,"architecture":TEXT,"depth":N,"dimension":N,"parameters":N,"container":"zip|legacy","sha256":TEXT,
//  "input":{"size":N,"mean":[3],"std":[3],"channel_order":"rgb|bgr","shrink":"area|lanczos",
//           "resize":TEXT,"aggregation":TEXT,"scales":[..]},
//  "whitenings":[..],"tensors":{"used":N,"not_needed":N,"missing":[..],"unexpected":[..],"unexpected_count":N,
//  "misshapen":[{"name":..,"expected":..,"found":..}]},"complete":B,"weights":PATH,"manifest":PATH}
// weights and manifest are null with --dry-run, which ends well even when the account is not complete.
#include <algorithm>
#include <memory>
#include <utility>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/output.h"
#include "core/base/files.h"
#include "core/base/numbers.h"
#include "core/service/model_import.h"

namespace adapnet::cli {

namespace {

struct ImportOptions {
    std::string file, as, out, name, title, mean, deviation, channelOrder, shrink, resize, aggregation,
        scales, whitening;
    std::vector<std::string> ignored;
    int inputSize = 0;
    bool replace = false, dryRun = false, json = false;
};

// Numbers separated by commas.
std::vector<double> numbersOf(const std::string& option, const std::string& text) {
    std::vector<double> numbers;
    std::size_t at = 0;
    while (at <= text.size()) {
        const auto comma = std::min(text.find(',', at), text.size());
        const auto number = parseReal(std::string_view(text).substr(at, comma - at));
        if (!number)
            throw CLI::ValidationError(option + " takes numbers separated by commas, such as 0.5,0.5,0.5");
        numbers.push_back(*number);
        at = comma + 1;
    }
    return numbers;
}

std::optional<std::array<double, 3>> channelsOf(const std::string& option, const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto numbers = numbersOf(option, text);
    if (numbers.size() == 1) return std::array{numbers[0], numbers[0], numbers[0]};
    if (numbers.size() != 3) throw CLI::ValidationError(option + " takes one number or three");
    return std::array{numbers[0], numbers[1], numbers[2]};
}

service::ImportRequest requestOf(const ImportOptions& options) {
    service::ImportRequest request;
    request.file = options.file;
    request.as = options.as;
    request.id = options.name;
    request.displayName = options.title;
    if (!options.out.empty()) request.folder = options.out;
    request.replace = options.replace;
    if (options.inputSize > 0) request.inputSize = options.inputSize;
    request.mean = channelsOf("--mean", options.mean);
    request.deviation = channelsOf("--std", options.deviation);
    if (!options.channelOrder.empty()) request.bgr = options.channelOrder == "bgr";
    const auto checked = [](auto parsed) {
        if (!parsed) throw CLI::ValidationError(parsed.error().message());
        return *parsed;
    };
    if (!options.shrink.empty()) request.shrinking = checked(nn::parseShrinking(options.shrink));
    if (!options.resize.empty()) request.resizing = checked(nn::parseResizing(options.resize));
    if (!options.aggregation.empty())
        request.aggregation = checked(nn::parseAggregation(options.aggregation));
    if (!options.scales.empty()) request.scales = numbersOf("--scales", options.scales);
    request.whitening = options.whitening;
    request.ignored = options.ignored;
    return request;
}

nlohmann::ordered_json importJson(const service::ImportPlan& plan, const service::ImportedModel* written) {
    auto misshapen = nlohmann::ordered_json::array();
    for (const auto& tensor : plan.misshapen)
        misshapen.push_back({{"name", tensor.name}, {"expected", tensor.expected}, {"found", tensor.found}});
    nlohmann::ordered_json json{{"model", plan.id},
                                {"architecture", plan.architecture},
                                {"depth", plan.depth},
                                {"dimension", plan.dimension},
                                {"parameters", plan.parameters},
                                {"container", plan.container},
                                {"sha256", plan.fileHash},
                                {"input",
                                 {{"size", plan.input.maxSide},
                                  {"mean", plan.input.mean},
                                  {"std", plan.input.deviation},
                                  {"channel_order", plan.input.bgr ? "bgr" : "rgb"},
                                  {"shrink", nn::shrinkingName(plan.input.shrinking)},
                                  {"resize", nn::resizingName(plan.input.resizing)},
                                  {"aggregation", nn::aggregationName(plan.input.aggregation)},
                                  {"scales", plan.input.scales}}},
                                {"whitenings", plan.whitenings},
                                {"tensors",
                                 {{"used", plan.used},
                                  {"not_needed", plan.notNeeded},
                                  {"missing", plan.missing},
                                  {"unexpected", plan.unexpected},
                                  {"unexpected_count", plan.unexpectedCount},
                                  {"misshapen", std::move(misshapen)}}},
                                {"complete", plan.isComplete},
                                {"weights", nullptr},
                                {"manifest", nullptr}};
    if (written != nullptr) {
        json["weights"] = displayPath(written->weights);
        json["manifest"] = displayPath(written->manifest);
    }
    return json;
}

std::string listed(const std::array<double, 3>& values) {
    return formatReal(values[0]) + " " + formatReal(values[1]) + " " + formatReal(values[2]);
}

void printPlan(const service::ImportPlan& plan) {
    results() << printable(plan.id) << "\n  " << printable(plan.displayName) << "; " << plan.architecture
              << ", " << plan.parameters << " parameters, descriptors of " << plan.dimension << " numbers\n  "
              << printable(plan.summary) << ", " << plan.notNeeded << " not needed\n  input "
              << plan.input.maxSide << " px (" << nn::shrinkingName(plan.input.shrinking) << "), "
              << (plan.input.bgr ? "BGR" : "RGB") << ", mean " << listed(plan.input.mean) << ", std "
              << listed(plan.input.deviation) << ", " << nn::resizingName(plan.input.resizing) << ", "
              << nn::aggregationName(plan.input.aggregation) << '\n';
    for (const auto& name : plan.whitenings) results() << "  whitening " << printable(name) << '\n';
    const auto list = [](const char* what, const std::vector<std::string>& names) {
        for (const auto& name : names) results() << "  " << what << ' ' << printable(name) << '\n';
    };
    list("missing", plan.missing);
    list("unexpected", plan.unexpected);
    for (const auto& tensor : plan.misshapen)
        results() << "  misshapen " << printable(tensor.name) << ": " << tensor.found << " instead of "
                  << tensor.expected << '\n';
}

Result<void> runImport(const ImportOptions& options, const service::ImportRequest& request,
                       const JobContext& job) {
    if (options.dryRun) {
        const auto plan = service::planImport(request);
        if (!plan) return fail(plan.error());
        if (options.json)
            printJson(importJson(*plan, nullptr));
        else
            printPlan(*plan);
        return {};
    }
    const auto imported = service::importModel(request, job);
    if (!imported) return fail(imported.error());
    if (options.json) {
        printJson(importJson(imported->plan, &*imported));
    } else {
        printPlan(imported->plan);
        results() << "  " << printable(displayPath(imported->manifest)) << '\n';
    }
    return {};
}

}  // namespace

void addModelsImport(CLI::App& models, Action& action) {
    const auto options = std::make_shared<ImportOptions>();
    auto* command = models.add_subcommand("import", "Turn a downloaded PyTorch weight file into a model");
    command->add_option("FILE", options->file, "Weights (.pth, .pyth, .pt, .pkl); nothing in the file is run")
        ->required();
    command->add_option("--as", options->as, "What the weights are")
        ->required()
        ->check(CLI::IsMember(service::importableKinds()));
    command->add_option("--out", options->out, "Folder for the model (default: the user's models)");
    command->add_option("--name", options->name, "Identifier of the model (default: from kind and depth)");
    command->add_option("--title", options->title, "Name to show");
    command->add_flag("--replace", options->replace, "Replace an earlier import of that name");
    command->add_option("--input-size", options->inputSize, "Longest side of the pictures in pixels")
        ->check(CLI::Range(16, 4096));
    command->add_option("--mean", options->mean, "Mean of the channels (0 to 1), as they are fed");
    command->add_option("--std", options->deviation, "Deviation of the channels (0 to 1), as they are fed");
    command->add_option("--channel-order", options->channelOrder, "Order in which channels are fed")
        ->check(CLI::IsMember({"rgb", "bgr"}));
    command->add_option("--shrink", options->shrink, "How larger pictures are shrunk: area or lanczos");
    command->add_option("--resize", options->resize,
                        "float_rounded, eight_bit_area, float_truncated or float_exact_step");
    command->add_option("--aggregation", options->aggregation,
                        "mean, maximum, power or shifted_power of the sizes");
    command->add_option("--scales", options->scales, "Relative sizes, such as 0.7071,1,1.4142");
    command->add_option("--whitening", options->whitening, "Whitening stored in a cirtorch file");
    command->add_option("--ignore", options->ignored, "Leave out tensors whose names begin with this")
        ->expected(1)
        ->take_all();
    command->add_flag("--dry-run", options->dryRun, "Show what would be imported; write nothing");
    command->add_flag("--json", options->json, "Print the result as JSON");
    command->callback([options, &action] {
        const auto request = requestOf(*options);
        action = [options, request](const JobContext& job) { return runImport(*options, request, job); };
    });
}

}  // namespace adapnet::cli
