// adapnet degrade IN OUT [--box x1,y1,x2,y2] --degrade ... [--seed N]
#include <memory>
#include <string>

#include "app/cli/commands.h"
#include "app/cli/options.h"

namespace adapnet::cli {

namespace {

struct DegradeOptions {
    std::string in;
    std::string out;
    std::string box;
    RecipeOptions recipe;
    service::Query query;
};

Result<void> run(const DegradeOptions& options, const JobContext& job) {
    std::error_code error;
    if (fs::equivalent(options.in, options.out, error))
        return fail(ErrorCode::BadInput, "the result would replace the picture '" + displayPath(options.in) +
                                             "' itself; choose another name for OUT");
    auto image = service::loadQueryImage(options.in);
    if (!image) return fail(image.error());
    if (job.stopRequested()) return fail(Error::cancelled());
    service::Query query = options.query;
    query.image = std::make_shared<const service::QueryImage>(std::move(*image));
    const auto crop = service::cropQuery(query);
    if (!crop) return fail(crop.error());
    if (job.stopRequested()) return fail(Error::cancelled());
    return image::saveRgb(crop->degraded, options.out);
}

}  // namespace

void addDegrade(CLI::App& app, Action& action) {
    auto* command =
        app.add_subcommand("degrade", "Write a degraded copy of a picture, exactly as a search would see it");
    const auto options = std::make_shared<DegradeOptions>();
    command->add_option("IN", options->in, "Picture to read")->required()->option_text("(required)");
    command->add_option("OUT", options->out, "File to write: png, jpg, bmp, tif or webp by its ending")
        ->required()
        ->option_text("(required)");
    addBoxOption(*command, options->box);
    addRecipeOptions(*command, options->recipe, RecipeUse::Required);
    command->callback([options, &action] {
        if (!image::hasPictureEnding(options->out))
            throw CLI::ValidationError("OUT", "the name must end in png, jpg, jpeg, bmp, tif, tiff or webp");
        options->query.recipe = recipeOf(options->recipe);
        options->query.box = boxOf(options->box);
        action = [options](const JobContext& job) { return run(*options, job); };
    });
}

}  // namespace adapnet::cli
