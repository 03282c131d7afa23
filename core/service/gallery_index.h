// The search structure of one model over one gallery: descriptors with the gallery's mean removed, searched
// exactly, or with HNSW where there are too many.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/features/feature_matrix.h"
#include "core/index/search_index.h"
#include "core/service/descriptor_space.h"

namespace adapnet::service {

struct GalleryIndex {
    DescriptorSpace space;
    std::unique_ptr<index::SearchIndex> index;
    index::HnswParams hnsw;        // for "hnsw" only
    std::optional<double> recall;  // recall@10 against exact search, for "hnsw" only

    // For reports: "gallery mean removed", "exact search".
    std::vector<std::string> settings() const;
};

struct GalleryIndexPlan {
    std::size_t exactLimit = index::kExactLimit;
    fs::path hnswFile;     // where the graph is kept; derived data, rebuilt when anything differs
    std::string indexKey;  // of feature set and pictures in their order
    std::stop_token stop{};
};

// `descriptors`: unit rows in gallery order. Cancelled after a stop request.
Result<GalleryIndex> buildGalleryIndex(features::FeatureMatrix descriptors, const GalleryIndexPlan& plan);

}  // namespace adapnet::service
