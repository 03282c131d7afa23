#include "core/service/query_ranker.h"

#include <utility>

#include "core/service/guarded.h"
#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

// Enough to fill a processor, few enough that a stop request is answered soon.
constexpr std::size_t kAtOnce = 8;
constexpr std::size_t kMostPixels = 24'000'000;

Result<std::unique_ptr<index::SearchIndex>> exactCopy(const Workbench::Impl& impl,
                                                      const GalleryModel& model) {
    std::vector<std::string> hashes;
    for (const auto& image : impl.images) hashes.push_back(image.contentHash);
    auto block = impl.cache->loadVectors(model.featureKey, hashes);
    if (!block) return fail(block.error());
    features::FeatureMatrix matrix{hashes.size(), block->dimension, std::move(block->values)};
    model.gallery.space.apply(matrix);
    return index::buildExact(matrix.values, matrix.dimension);
}

}  // namespace

Result<cv::Mat> degradedCrop(const Query& query, const degrade::Recipe& recipe) {
    return guarded([&]() -> Result<cv::Mat> {
        Query degraded = query;
        degraded.recipe = recipe;
        auto crop = cropQuery(degraded);
        if (!crop) return fail(crop.error());
        return std::move(crop->degraded);
    });
}

bool isFullBatch(const std::vector<cv::Mat>& crops) {
    std::size_t pixels = 0;
    for (const auto& crop : crops) pixels += crop.total();
    return crops.size() >= kAtOnce || pixels >= kMostPixels;
}

Result<ExactRanker> ExactRanker::make(const Workbench& workbench) {
    ExactRanker ranker;
    ranker.m_impl = &workbench.state();
    for (const auto& model : ranker.m_impl->models) {
        ranker.m_searched.push_back(model.gallery.index.get());
        if (model.gallery.index->kind() == "exact") continue;
        auto exact = exactCopy(*ranker.m_impl, model);
        if (!exact) return fail(exact.error());
        ranker.m_searched.back() = exact->get();
        ranker.m_own.push_back(std::move(*exact));
    }
    return ranker;
}

Result<std::vector<RankedCrop>> ExactRanker::answer(std::size_t model, std::vector<cv::Mat> crops,
                                                    bool compensation) const {
    auto described = m_impl->describer->describeAll(model, std::move(crops), compensation);
    if (!described) return fail(described.error());
    std::vector<RankedCrop> answers;
    for (auto& query : *described) {
        m_impl->models[model].gallery.space.apply(query.descriptor);
        auto order = m_searched[model]->search(query.descriptor, m_impl->images.size());
        if (!order) return fail(order.error().whileDoing("searching"));
        answers.push_back({std::move(*order), std::move(query.descriptor), std::move(query.gate)});
    }
    return answers;
}

Result<std::vector<std::vector<index::Neighbour>>> ExactRanker::rank(std::size_t model,
                                                                     std::vector<cv::Mat> crops) const {
    auto answers = answer(model, std::move(crops));
    if (!answers) return fail(answers.error());
    std::vector<std::vector<index::Neighbour>> rankings;
    for (auto& one : *answers) rankings.push_back(std::move(one.order));
    return rankings;
}

std::vector<std::uint32_t> rowsOf(const std::vector<index::Neighbour>& order) {
    std::vector<std::uint32_t> rows;
    rows.reserve(order.size());
    for (const auto& neighbour : order) rows.push_back(neighbour.row);
    return rows;
}

}  // namespace adapnet::service
