#include "core/service/gallery_index.h"

#include <algorithm>
#include <utility>

#include "core/base/numbers.h"

namespace adapnet::service {

namespace {

constexpr std::size_t kRecallDepth = 10;
constexpr std::size_t kRecallQueries = 100;

// Evenly spread rows of the gallery serve as queries.
Result<double> measuredRecall(const index::SearchIndex& graph, const features::FeatureMatrix& descriptors,
                              const std::stop_token& stop) {
    auto exact = index::buildExact(descriptors.values, descriptors.dimension);
    if (!exact) return fail(exact.error());
    const std::size_t stride = std::max<std::size_t>(1, descriptors.rows / kRecallQueries);
    double sum = 0;
    std::size_t queries = 0;
    for (std::size_t r = 0; r < descriptors.rows; r += stride, ++queries) {
        if (stop.stop_requested()) return fail(Error::cancelled());
        sum += index::measureRecall(graph, **exact, descriptors.row(r), kRecallDepth);
    }
    return queries == 0 ? 0 : sum / static_cast<double>(queries);
}

fs::path recallFile(const fs::path& hnswFile) {
    fs::path file = hnswFile;
    file += ".recall";
    return file;
}

// Measuring takes seconds on a large gallery, so the figure is kept beside the graph: "<index key> 0.998".
std::optional<double> storedRecall(const GalleryIndexPlan& plan) {
    const auto text = readTextFile(recallFile(plan.hnswFile), 1000);
    if (!text || !text->starts_with(plan.indexKey + ' ')) return std::nullopt;
    return parseReal(std::string_view(*text).substr(plan.indexKey.size() + 1));
}

Result<void> addHnsw(GalleryIndex& gallery, const features::FeatureMatrix& descriptors,
                     const GalleryIndexPlan& plan) {
    auto loaded =
        index::loadHnsw(plan.hnswFile, plan.indexKey, descriptors.rows, descriptors.dimension, gallery.hnsw);
    const bool fromFile = loaded.has_value();
    if (!fromFile) {
        loaded = index::buildHnsw(descriptors.values, descriptors.dimension, gallery.hnsw, plan.indexKey,
                                  plan.stop);
        if (!loaded)
            return fail(loaded.error().isCancelled()
                            ? loaded.error()
                            : loaded.error().whileDoing("building the search index"));
        std::error_code ignored;  // an index that cannot be kept is built again next time
        fs::create_directories(plan.hnswFile.parent_path(), ignored);
        static_cast<void>(index::saveHnsw(**loaded, plan.hnswFile));
    }
    gallery.index = std::move(*loaded);
    if (fromFile) gallery.recall = storedRecall(plan);
    if (!gallery.recall) {
        const auto recall = measuredRecall(*gallery.index, descriptors, plan.stop);
        if (!recall) return fail(recall.error());
        gallery.recall = *recall;
        static_cast<void>(
            writeFileSafely(recallFile(plan.hnswFile), plan.indexKey + ' ' + formatReal(*recall)));
    }
    return {};
}

}  // namespace

std::vector<std::string> GalleryIndex::settings() const {
    std::vector<std::string> texts;
    texts.emplace_back(space.removesMean() ? "gallery mean removed"
                                           : "gallery mean kept (fewer than two pictures)");
    if (!recall) {
        texts.emplace_back("exact search");
        return texts;
    }
    texts.push_back("HNSW search, M " + std::to_string(hnsw.neighbours) + ", build width " +
                    std::to_string(hnsw.buildWidth) + ", search width " + std::to_string(hnsw.searchWidth) +
                    ", recall@10 " + formatFixed(*recall, 3));
    return texts;
}

Result<GalleryIndex> buildGalleryIndex(features::FeatureMatrix descriptors, const GalleryIndexPlan& plan) {
    GalleryIndex gallery;
    gallery.space = DescriptorSpace(descriptors);
    gallery.space.apply(descriptors);
    if (descriptors.rows > plan.exactLimit) {
        if (auto added = addHnsw(gallery, descriptors, plan); !added) return fail(added.error());
        return gallery;
    }
    auto exact = index::buildExact(descriptors.values, descriptors.dimension);
    if (!exact) return fail(exact.error());
    gallery.index = std::move(*exact);
    return gallery;
}

}  // namespace adapnet::service
