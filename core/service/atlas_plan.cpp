#include "core/service/atlas_plan.h"

#include <algorithm>

#include "core/service/command_words.h"

namespace adapnet::service {

namespace {

// Whole lines behind the first; a line that a crash cut short does not count.
std::int64_t finishedCells(const fs::path& journal) {
    std::error_code error;
    if (!fs::exists(journal, error)) return 0;
    const auto text = readTextFile(journal);
    if (!text) return 0;  // `buildAtlas` says why
    return std::max<std::int64_t>(0, std::count(text->begin(), text->end(), '\n') - 1);
}

template <class List, class Word>
std::string joined(const List& list, const Word& word) {
    std::string text;
    for (const auto& entry : list) text += (text.empty() ? "" : ",") + word(entry);
    return text;
}

std::string commandOf(const Workbench& workbench, const AtlasRequest& request) {
    const AtlasRequest usual;
    std::string command = "adapnet atlas " + galleryWords(workbench);
    command += " --models " + joined(workbench.models(), [](const nn::ModelInfo& info) { return info.id; });
    if (!request.kinds.empty())
        command += " --kinds " + joined(request.kinds, [](const std::string& kind) { return kind; });
    if (request.severities != usual.severities)
        command +=
            " --severities " + joined(request.severities, [](int level) { return std::to_string(level); });
    if (request.seeds != usual.seeds) command += " --seeds " + std::to_string(request.seeds);
    if (request.maxQueries > 0) command += " --queries " + std::to_string(request.maxQueries);
    return command + " --seed " + std::to_string(request.firstSeed);
}

}  // namespace

Result<AtlasPlan> planAtlas(const Workbench& workbench, const AtlasRequest& request) {
    if (auto good = request.check(); !good) return fail(good.error());
    const auto* truth = workbench.groundTruth();
    if (truth == nullptr || truth->queries.empty())
        return fail(ErrorCode::BadInput, "an atlas needs a ground truth with queries; name its file");
    const std::size_t all = truth->queries.size();
    const auto queries =
        static_cast<std::int64_t>(request.maxQueries == 0 ? all : std::min(request.maxQueries, all));
    const auto kinds =
        static_cast<std::int64_t>(request.kinds.empty() ? degrade::registry().size() : request.kinds.size());
    const auto grid = kinds * static_cast<std::int64_t>(request.severities.size());
    AtlasPlan plan;
    plan.rankings = queries * (1 + grid * request.seeds);
    plan.cells = queries * (1 + grid);
    plan.journal = defaultAtlasJournal(workbench, request);
    plan.finished = std::min(plan.cells, finishedCells(plan.journal));
    plan.command = commandOf(workbench, request);
    return plan;
}

}  // namespace adapnet::service
