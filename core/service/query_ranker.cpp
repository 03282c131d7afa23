#include "core/service/query_ranker.h"

#include <algorithm>
#include <exception>
#include <limits>
#include <memory>
#include <utility>

#include "core/base/sha256.h"

namespace adapnet::service {

namespace {

// Of the pixels: the gallery keeps rankings by this key, so it must not be the same for different crops.
std::string keyOf(const cv::Mat& crop) {
    Sha256 hash;
    hash.update("crop " + std::to_string(crop.cols) + "x" + std::to_string(crop.rows));
    const auto bytes = static_cast<std::size_t>(crop.cols) * crop.elemSize();
    for (int y = 0; y < crop.rows; ++y)
        hash.update(std::span(reinterpret_cast<const std::byte*>(crop.ptr(y)), bytes));
    return hash.hexDigest();
}

}  // namespace

eval::RowOfPath rowsOfGallery(const Workbench& workbench) {
    eval::RowOfPath rows;
    const auto images = workbench.images();
    for (std::size_t i = 0; i < images.size(); ++i)
        rows.emplace(images[i].relative.native(), static_cast<std::uint32_t>(i));
    return rows;
}

Result<cv::Mat> degradedCrop(const Query& query, const degrade::Recipe& recipe) {
    try {
        Query degraded = query;
        degraded.recipe = recipe;
        auto crop = cropQuery(degraded);
        if (!crop) return fail(crop.error());
        return std::move(crop->degraded);
    } catch (const std::exception& error) {  // memory: one huge query must not end the run
        return fail(ErrorCode::OutOfMemory, error.what());
    }
}

Result<std::vector<RankedCrop>> rankCrop(const Workbench& workbench, const cv::Mat& crop,
                                         const JobContext& job) {
    // Without a file the picture belongs to no query of the ground truth, so nothing is labelled: the caller
    // knows which query it is.
    auto image = std::make_shared<QueryImage>();
    image->rgb = crop;
    image->contentHash = keyOf(crop);
    Query query;
    query.image = std::move(image);
    const auto depth = std::min(workbench.images().size(), std::size_t{std::numeric_limits<int>::max()});
    const auto comparison = workbench.search(query, static_cast<int>(depth), job);
    if (!comparison) return fail(comparison.error());
    std::vector<RankedCrop> out;
    for (const auto& ranking : comparison->models) {
        RankedCrop ranked;
        ranked.rows.reserve(ranking.results.size());
        ranked.scores.reserve(ranking.results.size());
        for (const auto& result : ranking.results) {
            ranked.rows.push_back(static_cast<std::uint32_t>(result.image));
            ranked.scores.push_back(result.score);
        }
        out.push_back(std::move(ranked));
    }
    return out;
}

bool ranksExactly(const Workbench& workbench) {
    for (std::size_t i = 0; i < workbench.models().size(); ++i) {
        const auto settings = workbench.indexSettingsOf(i);
        if (std::find(settings.begin(), settings.end(), "exact search") == settings.end()) return false;
    }
    return true;
}

}  // namespace adapnet::service
