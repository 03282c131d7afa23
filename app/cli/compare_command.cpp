// adapnet compare DIR --query FILE [--row MODEL+STEP+box=x1,y1,x2,y2]... [--box x1,y1,x2,y2] [--degrade
// ...]...
//                 [--seed N] [--models A,B] [--depth K] [--persistence P] [--ground-truth FILE] [--cache
//                 FILE] [--json]
#include <algorithm>
#include <memory>
#include <sstream>

#include "app/cli/console_progress.h"
#include "app/cli/measure_commands.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/query_options.h"
#include "app/cli/text.h"
#include "core/service/ranking_comparison.h"

namespace adapnet::cli {

namespace {

using Json = nlohmann::ordered_json;

struct CompareOptions {
    GalleryOptions gallery;
    RecipeOptions recipeTexts;
    std::string queryFile;
    std::string box;
    std::vector<std::string> rowTexts;
    std::size_t depth = 10;
    double persistence = 0.9;
    bool json = false;
    service::GalleryRequest request;
    service::Query query;                   // box and recipe, for rows that do not say otherwise
    std::vector<service::RankingRow> rows;  // from --row; the pictures come later
};

// "adapnet+gaussian_noise:sigma=0.26+box=1,2,3,4"; "adapnet+clean" leaves out the steps of --degrade.
service::RankingRow rowOf(const std::string& text, const CompareOptions& options) {
    const auto parts = splitAt(text, '+');
    service::RankingRow row{text, options.query};
    row.query.models = modelIds(parts.front());
    if (row.query.models.size() != 1)
        throw CLI::ValidationError("--row", "must begin with one model, as in 'adapnet+speckle'");
    RecipeOptions steps;
    steps.seed = options.recipeTexts.seed;
    bool isClean = false;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const std::string box = "box=";
        if (parts[i].starts_with(box))
            row.query.box = boxOf(parts[i].substr(box.size()));
        else if (parts[i] == "clean")
            isClean = true;
        else
            steps.steps.push_back(parts[i]);
    }
    if (isClean || !steps.steps.empty()) row.query.recipe = recipeOf(steps);
    return row;
}

// Without --row: every model, or every model clean and degraded.
std::vector<service::RankingRow> rowsOfModels(const CompareOptions& options,
                                              const service::Workbench& workbench) {
    std::vector<service::RankingRow> rows;
    for (const auto& model : workbench.models()) {
        service::RankingRow row{model.id, options.query};
        row.query.models = {model.id};
        if (!options.query.recipe.empty()) {
            service::RankingRow clean = row;
            clean.name += ", clean";
            clean.query.recipe.steps.clear();
            rows.push_back(std::move(clean));
            row.name += ", degraded";
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

Json placeJson(std::size_t place) {
    return place == 0 ? Json(nullptr) : Json(place);
}

Json changesJson(const std::vector<eval::PlaceChange>& changes) {
    Json list = Json::array();
    for (const auto& change : changes)
        list.push_back(Json{{"path", validUtf8(change.item)},
                            {"from", placeJson(change.from)},
                            {"to", placeJson(change.to)},
                            {"moved", change.moved()}});
    return list;
}

Json comparisonJson(const service::RankingComparison& comparison, const CompareOptions& options) {
    Json rows = Json::array();
    for (const auto& row : comparison.rows) {
        Json results = Json::array();
        for (std::size_t i = 0; i < row.results.size() && i < options.depth; ++i) {
            const auto& result = row.results[i];
            results.push_back(Json{{"rank", result.rank},
                                   {"path", validUtf8(result.path)},
                                   {"score", result.score},
                                   {"label", eval::labelName(result.label)}});
        }
        Json precision = nullptr;
        if (row.averagePrecision) precision = *row.averagePrecision;
        rows.push_back(Json{{"name", validUtf8(row.name)},
                            {"model", row.model},
                            {"average_precision", precision},
                            {"results", std::move(results)}});
    }
    Json pairs = Json::array();
    for (const auto& pair : comparison.pairs) {
        const auto& change = pair.change;
        pairs.push_back(Json{{"first", pair.first},
                             {"second", pair.second},
                             {"overlap", change.overlap},
                             {"jaccard", change.jaccard},
                             {"rbo", change.rankBiased},
                             {"tau", change.tau},
                             {"same", change.same},
                             {"up", change.up},
                             {"down", change.down},
                             {"new", change.fresh},
                             {"lost", change.lost.size()},
                             {"results", changesJson(change.now)},
                             {"lost_results", changesJson(change.lost)},
                             {"sentence", eval::rankChangeSentence(change)}});
    }
    return Json{{"depth", options.depth},
                {"persistence", options.persistence},
                {"rows", std::move(rows)},
                {"pairs", std::move(pairs)}};
}

// "+3", "-2", "=", "new".
std::string arrow(const eval::RankChange& change, const eval::PlaceChange& entry) {
    if (change.isNew(entry)) return "new";
    if (entry.moved() == 0) return "=";
    return (entry.moved() > 0 ? "+" : "") + std::to_string(entry.moved());
}

std::string comparisonText(const service::RankingComparison& comparison) {
    std::ostringstream out;
    for (const auto& pair : comparison.pairs) {
        const auto& change = pair.change;
        out << printable(comparison.rows[pair.first].name) << "  ->  "
            << printable(comparison.rows[pair.second].name) << "\n  overlap@" << change.depth << ' '
            << figureText(change.overlap) << ", RBO " << figureText(change.rankBiased) << ", tau "
            << figureText(change.tau) << "\n  " << printable(eval::rankChangeSentence(change)) << '\n';
        for (const auto& entry : change.now) {
            out << rightAligned(std::to_string(entry.to), 4) << ' ' << padded(arrow(change, entry), 5) << ' '
                << printable(entry.item) << '\n';
        }
        for (const auto& entry : change.lost)
            out << "     lost: " << printable(entry.item) << ", was at " << entry.from << '\n';
        out << '\n';
    }
    return out.str();
}

Result<void> run(const CompareOptions& options, const JobContext& job) {
    auto image = service::loadQueryImage(options.queryFile);
    if (!image) return fail(image.error());
    const auto picture = std::make_shared<const service::QueryImage>(std::move(*image));
    const auto workbench = service::Workbench::open(options.request, job);
    if (!workbench) return fail(workbench.error());
    noteProblems((*workbench)->indexReport());
    auto rows = options.rows.empty() ? rowsOfModels(options, **workbench) : options.rows;
    for (auto& row : rows) row.query.image = picture;
    const auto comparison = service::compareRows(**workbench, rows, options.depth, options.persistence, job);
    if (!comparison) return fail(comparison.error());
    if (options.json)
        printJson(comparisonJson(*comparison, options));
    else
        results() << comparisonText(*comparison);
    return {};
}

void understand(CompareOptions& options) {
    options.query.recipe = recipeOf(options.recipeTexts);
    options.query.box = boxOf(options.box);
    options.request = galleryRequest(options.gallery);
    if (!(options.persistence > 0 && options.persistence < 1))
        throw CLI::ValidationError("--persistence", "must lie between 0 and 1");
    if (options.rowTexts.empty()) return;
    if (options.rowTexts.size() < service::kLeastRows || options.rowTexts.size() > service::kMostRows)
        throw CLI::ValidationError("--row", "must be given two to four times");
    options.request.models.clear();
    for (const auto& text : options.rowTexts) {
        options.rows.push_back(rowOf(text, options));
        const auto& model = options.rows.back().query.models.front();
        auto& models = options.request.models;
        if (std::find(models.begin(), models.end(), model) == models.end()) models.push_back(model);
    }
}

}  // namespace

void addCompare(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("compare", "Say what moved between rankings of one query");
    const auto options = std::make_shared<CompareOptions>();
    addGalleryOptions(*command, options->gallery, GroundTruthUse::Optional);
    command->add_option("--query", options->queryFile, "Picture to search with")
        ->required()
        ->option_text("FILE");
    addBoxOption(*command, options->box);
    addRecipeOptions(*command, options->recipeTexts, RecipeUse::Optional);
    command
        ->add_option("--row", options->rowTexts,
                     "One ranking, given two to four times: a model, then steps, 'clean' or box=x1,y1,x2,y2, "
                     "joined by '+' (default: every model, clean and with the --degrade steps)")
        ->option_text("MODEL+STEP+...")
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--depth", options->depth, "How many first places are compared (default 10)")
        ->option_text("K")
        ->check(CLI::Range(1, 1'000'000));
    command
        ->add_option("--persistence", options->persistence,
                     "Of the rank-biased overlap: chance to look at the next place (default 0.9)")
        ->option_text("P");
    command->add_flag("--json", options->json, "Print the comparison as JSON");
    command->callback([options, &action] {
        understand(*options);
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
