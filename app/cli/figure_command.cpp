// adapnet figure: as search, and draws the query with its box and one row of chosen ranks for each model.
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console_progress.h"
#include "app/cli/output.h"
#include "app/cli/pdf_output.h"
#include "app/cli/query_options.h"
#include "core/base/numbers.h"
#include "core/service/report_service.h"
#include "ui/reports/figure.h"

namespace adapnet::cli {

namespace {

struct FigureCommand {
    QueryOptions query;
    std::string ranks = "1-5";
    std::vector<std::string> files;
    ui::FigureOptions figure;
};

// "6-10", or one rank.
void understandRanks(const std::string& text, ui::FigureOptions& figure) {
    const auto dash = text.find('-');
    const auto first = parseInteger(text.substr(0, dash));
    const auto last = dash == std::string::npos ? first : parseInteger(text.substr(dash + 1));
    constexpr std::int64_t kMost = 1'000'000;
    if (!first || !last || *first < 1 || *last > kMost)
        throw CLI::ValidationError("--ranks", "write the first and the last rank, such as 6-10");
    figure.firstRank = static_cast<int>(*first);
    figure.lastRank = static_cast<int>(*last);
    if (const auto valid = figure.check(); !valid)
        throw CLI::ValidationError("--ranks", valid.error().message());
}

Result<void> run(const FigureCommand& options, const JobContext& job) {
    const auto answer = answerQuery(options.query, job);
    if (!answer) return fail(answer.error());
    service::RecordOptions recordOptions;
    recordOptions.topK = options.figure.lastRank;
    const auto record =
        service::makeRunRecord(*answer->workbench, answer->query, answer->comparison, recordOptions);
    for (const auto& file : options.files) {
        std::error_code error;
        const fs::path target = fs::weakly_canonical(file, error);
        const fs::path inside =
            target.lexically_relative(fs::weakly_canonical(options.query.request.folder, error));
        const bool isInGallery = !inside.empty() && *inside.begin() != "..";
        if (fs::exists(file, error) && (isInGallery || fs::equivalent(file, options.query.queryFile, error)))
            return fail(ErrorCode::BadInput, "the figure would replace the picture '" + displayPath(file) +
                                                 "'; choose another name");
        if (auto written = writeFigureFile(record, options.figure, file); !written)
            return fail(written.error().whileDoing("drawing the figure '" + displayPath(file) + "'"));
        results() << printable(displayPath(file)) << '\n';
    }
    return {};
}

}  // namespace

void addFigure(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("figure", "Draw chosen ranks of every model as SVG, PDF or PNG");
    const auto options = std::make_shared<FigureCommand>();
    addQueryOptions(*command, options->query);
    command->remove_option(command->get_option("--top"));
    command->add_option("--ranks", options->ranks, "First and last rank to show (default 1-5)")
        ->option_text("A-B");
    command->add_option("--width", options->figure.widthMm, "Width in millimetres (default 174)")
        ->option_text("MM")
        ->check(CLI::Range(40.0, 2000.0));
    command
        ->add_option("--out", options->files,
                     "File to write: svg, pdf or png by its ending; may be given several times")
        ->required()
        ->option_text("FILE")
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->callback([options, &action] {
        understandRanks(options->ranks, options->figure);
        for (const auto& file : options->files)
            if (const auto ending = fs::path(file).extension();
                ending != ".svg" && ending != ".pdf" && ending != ".png")
                throw CLI::ValidationError("--out", "the name must end in svg, pdf or png");
        options->query.topK = options->figure.lastRank;
        understand(options->query);
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
