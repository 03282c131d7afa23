// adapnet curve: as search, for many strengths of one degradation parameter, or many places or sizes of the
// box.
//
// --json: {"axis":"strength|box-x|box-y|box-scale","step":N,"kind":KIND,"parameter":KEY (strength only),
//  "top":K,"positives":[PATH],"points":[{"value":V,"box":[x1,y1,x2,y2],"degrade":[TEXT],"problem":TEXT|null}],
//  "models":[{"model":ID,"breaking_points":[V],"best_rank":[R|null],"average_precision":[A|null],
//             "ranks":[[R|null per positive] per point]}]}
// A rank is that of `adapnet search` with the point's box and degradation; null: further down than a graph
// index is searched, or not in the gallery.
#include <algorithm>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/output.h"
#include "app/cli/query_options.h"
#include "app/cli/text.h"
#include "core/base/numbers.h"
#include "core/service/robustness_curve.h"

namespace adapnet::cli {

namespace {

using Json = nlohmann::ordered_json;
using service::CurveAxis;

struct CurveOptions {
    QueryOptions query;
    std::string along;
    std::string values;
    std::vector<std::string> follow;
    bool json = false;
    service::CurveRequest request;
};

[[noreturn]] void wrongUse(const std::string& option, const std::string& why) {
    throw CLI::ValidationError(option, why);
}

// "sigma", "2:sigma", "box-x": into axis, step and parameter. Without any: the first number of the last step.
void understandAxis(const std::string& along, service::CurveRequest& request) {
    const auto axis = service::curveAxisFromName(along);
    if (axis && *axis != CurveAxis::Strength) {
        request.axis = *axis;
        return;
    }
    const auto& steps = request.query.recipe.steps;
    if (steps.empty())
        wrongUse("--along", "name box-x, box-y or box-scale, or give a --degrade step whose strength varies");
    const auto numberOf = [](const degrade::Step& step, const std::string& key) -> std::string {
        const auto* kind = degrade::find(step.kind);
        if (kind == nullptr || !step.enabled) return {};
        for (const auto& spec : kind->params())
            if (spec.kind != degrade::ParamKind::Choice && isUsed(spec, kind->params(), step.values) &&
                (key.empty() || spec.key == key))
                return spec.key;
        return {};
    };
    const auto colon = along.find(':');
    std::string key = along;
    if (colon != std::string::npos) {
        const auto number = parseInteger(along.substr(0, colon));
        if (!number || *number < 1 || static_cast<std::size_t>(*number) > steps.size())
            wrongUse("--along",
                     "there is no --degrade step '" + along.substr(0, colon) + "'; the first is 1");
        request.step = static_cast<std::size_t>(*number - 1);
        key = along.substr(colon + 1);
        request.parameter = numberOf(steps[request.step], key);
    } else {
        for (std::size_t i = steps.size(); i > 0 && request.parameter.empty(); --i) {
            request.step = i - 1;
            request.parameter = numberOf(steps[i - 1], key);
        }
    }
    if (request.parameter.empty())
        wrongUse("--along", "no step that is switched on has a number '" + key +
                                "'; write STEP:KEY, such as 1:sigma, or box-x, box-y, box-scale");
}

void understandValues(const std::string& text, service::CurveRequest& request) {
    if (text.empty()) {
        auto values = service::curveValues(request);
        if (!values) wrongUse("--along", values.error().message());
        request.values = std::move(*values);
        return;
    }
    for (const auto& part : splitAt(text, ',')) {
        const auto value = parseReal(part);
        if (!value) wrongUse("--values", "'" + part + "' is no number; separate numbers by commas");
        request.values.push_back(*value);
    }
    std::sort(request.values.begin(), request.values.end());
    request.values.erase(std::unique(request.values.begin(), request.values.end()), request.values.end());
    if (request.values.empty() || request.values.size() > service::kMaxCurvePoints)
        wrongUse("--values",
                 "give 1 to " + std::to_string(service::kMaxCurvePoints) + " numbers, separated by commas");
    if (request.axis != CurveAxis::Strength) return;
    // A box may leave the picture at some points, but a value outside the range is a slip of the pen.
    for (const double value : request.values)
        if (const auto query = service::queryAt(request, value); !query)
            wrongUse("--values", query.error().message());
}

Json rankJson(int rank) {
    return rank > 0 ? Json(rank) : Json(nullptr);
}

Json curveJson(const service::CurveRequest& request, const service::RobustnessCurve& curve) {
    Json out{{"axis", service::curveAxisName(request.axis)}};
    if (request.axis == CurveAxis::Strength) {
        out["step"] = request.step + 1;
        out["kind"] = request.query.recipe.steps[request.step].kind;
        out["parameter"] = request.parameter;
    }
    out["top"] = request.topK;
    out["positives"] = curve.positives;
    Json points = Json::array();
    for (const auto& point : curve.points) {
        Json box = nullptr;
        if (point.box) box = {point.box->x1, point.box->y1, point.box->x2, point.box->y2};
        Json steps = Json::array();
        for (const auto& step : point.recipe.steps)
            steps.push_back(step.enabled ? degrade::formatStep(step) : "skip");
        points.push_back({{"value", point.value},
                          {"box", box},
                          {"degrade", steps},
                          {"problem", point.problem.empty() ? Json(nullptr) : Json(point.problem)}});
    }
    out["points"] = std::move(points);
    Json models = Json::array();
    for (std::size_t m = 0; m < curve.models.size(); ++m) {
        Json best = Json::array();
        Json precisions = Json::array();
        Json ranks = Json::array();
        for (const auto& point : curve.points) {
            Json row = Json::array();
            const bool known = m < point.models.size();
            best.push_back(known ? rankJson(point.models[m].bestRank) : Json(nullptr));
            precisions.push_back(known && point.models[m].averagePrecision
                                     ? Json(*point.models[m].averagePrecision)
                                     : Json(nullptr));
            if (known)
                for (const int rank : point.models[m].ranks) row.push_back(rankJson(rank));
            ranks.push_back(std::move(row));
        }
        models.push_back({{"model", curve.models[m].model},
                          {"breaking_points", curve.models[m].breakingPoints},
                          {"best_rank", std::move(best)},
                          {"average_precision", std::move(precisions)},
                          {"ranks", std::move(ranks)}});
    }
    out["models"] = std::move(models);
    return out;
}

void printText(const service::CurveRequest& request, const service::RobustnessCurve& curve) {
    results() << (request.axis == CurveAxis::Strength ? request.parameter
                                                      : service::curveAxisName(request.axis));
    for (const auto& model : curve.models) results() << '\t' << model.model << " best rank\tAP";
    results() << '\n';
    for (const auto& point : curve.points) {
        results() << formatReal(point.value);
        if (!point.problem.empty()) results() << '\t' << printable(point.problem);
        for (const auto& model : point.models)
            results() << '\t' << (model.bestRank > 0 ? std::to_string(model.bestRank) : "-") << '\t'
                      << (model.averagePrecision ? formatFixed(*model.averagePrecision, 4) : "-");
        results() << '\n';
    }
    for (const auto& model : curve.models) {
        results() << model.model << ": ";
        if (model.breakingPoints.empty())
            results() << "the best positive stays in the top ";
        else
            results() << "the best positive leaves the top ";
        results() << request.topK;
        for (std::size_t i = 0; i < model.breakingPoints.size(); ++i)
            results() << (i == 0 ? " at " : " and at ") << formatReal(model.breakingPoints[i]);
        results() << '\n';
    }
}

Result<void> run(const CurveOptions& options, const JobContext& job) {
    service::CurveRequest request = options.request;
    auto image = service::loadQueryImage(options.query.queryFile);
    if (!image) return fail(image.error());
    request.query.image = std::make_shared<const service::QueryImage>(std::move(*image));
    if (auto crop = service::cropQuery(request.query); !crop) return fail(crop.error());
    const auto workbench = service::Workbench::open(options.query.request, job);
    if (!workbench) return fail(workbench.error());
    noteProblems((*workbench)->indexReport());
    auto follow = galleryPictures(**workbench, options.follow);
    if (!follow) return fail(follow.error());
    request.follow = std::move(*follow);
    const auto curve = service::CurveEngine(**workbench).run(request, {}, job);
    if (!curve) return fail(curve.error());
    if (options.json)
        printJson(curveJson(request, *curve));
    else
        printText(request, *curve);
    return {};
}

}  // namespace

void addCurve(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand(
        "curve", "Rank of each positive and average precision against strength, or place or size of the box");
    const auto options = std::make_shared<CurveOptions>();
    addQueryOptions(*command, options->query);
    command->get_option("--top")->description("The best positive 'breaks' when it leaves the first K");
    command
        ->add_option("--along", options->along,
                     "What varies: a number of a step (default: the first of the last step), box-x, box-y or "
                     "box-scale")
        ->option_text("[STEP:]KEY");
    command
        ->add_option("--values", options->values,
                     "Values, separated by commas (default: 21 over the whole range)")
        ->option_text("A,B,...");
    command
        ->add_option("--follow", options->follow,
                     "Gallery picture to find, instead of the ground truth's positives; may be given several "
                     "times")
        ->option_text("PATH")
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_flag("--json", options->json, "Print the curve as JSON");
    command->callback([options, &action] {
        understand(options->query);
        options->request.query = options->query.query;
        options->request.topK = options->query.topK;
        understandAxis(options->along, options->request);
        understandValues(options->values, options->request);
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
