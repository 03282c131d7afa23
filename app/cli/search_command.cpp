// adapnet search DIR --query FILE [--box x1,y1,x2,y2] [--degrade KIND:key=value,key=value]... [--seed N]
//                [--models A,B] [--top K] [--ground-truth FILE] [--cache FILE] [--json]
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/output.h"
#include "app/cli/query_options.h"

namespace adapnet::cli {

namespace {

struct SearchOptions {
    QueryOptions query;
    bool json = false;
};

Result<void> run(const SearchOptions& options, const JobContext& job) {
    const auto answer = answerQuery(options.query, job);
    if (!answer) return fail(answer.error());
    if (options.json)
        printJson(searchJson(answer->comparison));
    else
        results() << searchText(answer->comparison);
    return {};
}

}  // namespace

void addSearch(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("search", "Rank a gallery for one query");
    const auto options = std::make_shared<SearchOptions>();
    addQueryOptions(*command, options->query);
    command->add_flag("--json", options->json, "Print the rankings as JSON");
    command->callback([options, &action] {
        understand(options->query);
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
