// "Copy as command": the state of the window as a command line that prints the same ranking.
#include <algorithm>
#include <string>

#include "core/service/command_words.h"
#include "core/service/shell_text.h"
#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

constexpr const char* kPastedName = "pasted-query.bmp";

std::string absoluteWord(const fs::path& path) {
    std::error_code error;
    const fs::path absolute = fs::absolute(path, error);
    return shellWord(error ? path.native() : absolute.native());
}

// Noise depends on a step's position, so a disabled step in front of an enabled one keeps its place.
std::string recipeWords(const degrade::Recipe& recipe) {
    std::string words;
    std::string waiting;
    for (const auto& step : recipe.steps) {
        if (!step.enabled) {
            waiting += " --degrade skip";
            continue;
        }
        words += waiting + " --degrade " + shellWord(degrade::formatStep(step));
        waiting.clear();
    }
    return words;
}

// With a space in front of every word.
std::string requestWords(const GalleryRequest& request) {
    std::string words;
    if (request.groundTruth) words += " --ground-truth " + absoluteWord(*request.groundTruth);
    if (request.cacheFile) words += " --cache " + absoluteWord(*request.cacheFile);
    if (request.device != "auto") words += " --device " + shellWord(request.device);
    if (request.precision != nn::Precision::Auto)
        words += std::string(" --precision ") + nn::precisionName(request.precision);
    return words;
}

}  // namespace

std::string Workbench::searchCommand(const Query& query, int topK) const {
    std::string command = "adapnet search " + shellWord(m_impl->root.native());
    std::string comment;
    if (query.image != nullptr && !query.image->file.empty()) {
        command += " --query " + absoluteWord(query.image->file);
    } else {
        comment = std::string("# first save the pasted query picture as ") + kPastedName + "\n";
        command += std::string(" --query ") + kPastedName;
    }
    if (query.box) command += " --box " + shellWord(image::formatBox(*query.box));
    command += recipeWords(query.recipe);
    if (query.recipe.region == degrade::Region::Full) command += " --region full";
    command += " --seed " + std::to_string(query.recipe.seed);
    std::string models;
    for (const auto& info : m_impl->infos)
        if (query.models.empty() ||
            std::find(query.models.begin(), query.models.end(), info.id) != query.models.end())
            models += (models.empty() ? "" : ",") + info.id;
    command += " --models " + shellWord(models);
    if (!query.compensation) command += " --no-compensation";
    command += " --top " + std::to_string(topK);
    return comment + command + requestWords(m_impl->request);
}

std::string galleryWords(const Workbench& workbench) {
    return shellWord(workbench.state().root.native()) + requestWords(workbench.request());
}

}  // namespace adapnet::service
