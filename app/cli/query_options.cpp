#include "app/cli/query_options.h"

#include <algorithm>
#include <utility>

#include "app/cli/console_progress.h"

namespace adapnet::cli {

void addQueryOptions(CLI::App& command, QueryOptions& options) {
    addGalleryOptions(command, options.gallery, GroundTruthUse::Optional);
    command.add_option("--query", options.queryFile, "Picture to search with")
        ->required()
        ->option_text("FILE");
    addBoxOption(command, options.box);
    addRecipeOptions(command, options.recipe, RecipeUse::Optional);
    command.add_option("--top", options.topK, "Length of each ranking (default 10)")
        ->option_text("K")
        ->check(CLI::Range(1, 1'000'000));
    command.add_flag("--no-compensation", options.withoutCompensation,
                     "Describe the query without the models' Quality Compensation Block");
}

void understand(QueryOptions& options) {
    options.request = galleryRequest(options.gallery);
    options.query.recipe = recipeOf(options.recipe);
    options.query.box = boxOf(options.box);
    options.query.compensation = !options.withoutCompensation;
}

Result<Answer> answerQuery(const QueryOptions& options, const JobContext& job) {
    // The query first: a mistyped name should not cost an extraction.
    auto image = service::loadQueryImage(options.queryFile);
    if (!image) return fail(image.error());
    Answer answer;
    answer.query = options.query;
    answer.query.image = std::make_shared<const service::QueryImage>(std::move(*image));
    if (auto crop = service::cropQuery(answer.query); !crop) return fail(crop.error());
    auto workbench = service::Workbench::open(options.request, job);
    if (!workbench) return fail(workbench.error());
    answer.workbench = std::move(*workbench);
    noteProblems(answer.workbench->indexReport());
    auto comparison = answer.workbench->search(answer.query, options.topK, job);
    if (!comparison) return fail(comparison.error());
    answer.comparison = std::move(*comparison);
    return answer;
}

Result<std::vector<std::size_t>> galleryPictures(const service::Workbench& workbench,
                                                 const std::vector<std::string>& paths) {
    const auto images = workbench.images();
    std::vector<std::size_t> numbers;
    for (const auto& path : paths) {
        const auto found = std::find_if(images.begin(), images.end(), [&](const auto& candidate) {
            return candidate.relative.native() == path || candidate.path == path;
        });
        if (found == images.end())
            return fail(ErrorCode::NotFound, "there is no picture '" + validUtf8(path) +
                                                 "' in the gallery; give its path relative to the folder");
        numbers.push_back(static_cast<std::size_t>(found - images.begin()));
    }
    return numbers;
}

void noteProblems(const service::IndexReport& report) {
    const auto count =
        static_cast<std::size_t>(report.missing) + report.damaged.size() + report.tooLarge.size();
    if (count == 0) return;
    note(std::to_string(count) + (count == 1 ? " picture was" : " pictures were") +
         " left out; run 'adapnet index' with the same options to see why");
}

}  // namespace adapnet::cli
