#include "core/service/positive_ranks.h"

#include <algorithm>
#include <unordered_map>

#include "core/service/workbench_impl.h"

namespace adapnet::service {

Result<Targets> targetsOf(const Workbench::Impl& impl, const Query& query,
                          const std::vector<std::size_t>& follow) {
    Targets targets;
    if (!follow.empty()) {
        for (const std::size_t image : follow) {
            if (image >= impl.images.size())
                return fail(ErrorCode::BadInput, "a picture to follow is not in the gallery");
            const auto row = static_cast<std::uint32_t>(image);
            if (std::find(targets.positives.begin(), targets.positives.end(), row) != targets.positives.end())
                continue;
            targets.positives.push_back(row);
            targets.paths.push_back(impl.images[image].path);
        }
        targets.rows.easy = targets.positives;
        return targets;
    }
    auto base = query.box;
    if (base) {
        const auto clamped = image::clampBox(*base, query.image->rgb.cols, query.image->rgb.rows);
        if (!clamped) return fail(clamped.error());
        base = *clamped;
    }
    const eval::GroundTruthQuery* truth = impl.truthOf(*query.image, base);
    if (truth == nullptr)
        return fail(ErrorCode::BadInput,
                    "the ground truth says nothing about this query; load one that does, or name the "
                    "pictures that should be found");
    targets.rows = impl.truthRows(*truth);
    for (const auto* list : {&truth->easy, &truth->hard})
        for (const auto& path : *list)
            if (path != truth->image) targets.paths.push_back(validUtf8(path));
    targets.positives = targets.rows.easy;
    targets.positives.insert(targets.positives.end(), targets.rows.hard.begin(), targets.rows.hard.end());
    if (targets.positives.empty())
        return fail(ErrorCode::BadInput, "the ground truth names no positive picture for this query");
    return targets;
}

PositiveRanks ranksOf(const std::vector<index::Neighbour>& order, const Targets& targets) {
    std::unordered_map<std::uint32_t, std::size_t> places;
    for (std::size_t i = 0; i < targets.positives.size(); ++i) places.emplace(targets.positives[i], i);
    PositiveRanks found;
    found.ranks.assign(targets.positives.size(), 0);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto place = places.find(order[i].row);
        if (place == places.end()) continue;
        found.ranks[place->second] = static_cast<int>(i) + 1;
        if (found.bestRank == 0) found.bestRank = static_cast<int>(i) + 1;
    }
    found.averagePrecision = mediumAveragePrecision(order, targets.rows);
    return found;
}

}  // namespace adapnet::service
