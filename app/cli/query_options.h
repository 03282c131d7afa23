// What `search` and `report` share: a gallery, a query and how it is degraded.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/cli/options.h"

namespace adapnet::cli {

// DIR --query FILE [--box ...] [--degrade ...]... [--seed N] [--top K] [--no-compensation] and the gallery
// options.
struct QueryOptions {
    GalleryOptions gallery;
    std::string queryFile;
    std::string box;
    RecipeOptions recipe;
    int topK = 10;
    bool withoutCompensation = false;
    // Filled by `understand`.
    service::GalleryRequest request;
    service::Query query;
};
void addQueryOptions(CLI::App& command, QueryOptions& options);
// Throws CLI::ValidationError.
void understand(QueryOptions& options);

// The opened gallery with the answer to the query. Problems with pictures of the gallery go to standard
// error.
struct Answer {
    std::unique_ptr<service::Workbench> workbench;
    service::Query query;
    service::Comparison comparison;
};
Result<Answer> answerQuery(const QueryOptions& options, const JobContext& job);

// Numbers of gallery pictures by their paths relative to the folder. NotFound names the one that is not
// there.
Result<std::vector<std::size_t>> galleryPictures(const service::Workbench& workbench,
                                                 const std::vector<std::string>& paths);

// "2 pictures were left out (run 'adapnet index' to see why)", when there are any.
void noteProblems(const service::IndexReport& report);

}  // namespace adapnet::cli
