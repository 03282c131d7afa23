// The state behind Workbench, shared by its source files only.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/catalog/cache_database.h"
#include "core/service/gallery_index.h"
#include "core/service/query_describer.h"
#include "core/service/workbench.h"

namespace adapnet::service {

// What is kept of a query's undegraded crop, for one model.
struct CleanRanking {
    std::vector<float> descriptor;        // in the gallery's space
    std::vector<index::Neighbour> order;  // best first, as deep as it was searched
    std::vector<float> gate;
};

// How deep rankings go: with exact search, and with a graph (which is not searched to its end).
struct SearchDepth {
    std::size_t exact = 0;
    std::size_t graph = 0;
    bool covers(const SearchDepth& other) const { return exact >= other.exact && graph >= other.graph; }
};

// The last few clean rankings by image and box: while someone drags a slider, the clean query stays the same.
// Not thread-safe; used under the search mutex.
class CleanRankingCache {
  public:
    struct Entry {
        std::string key;
        SearchDepth depth;
        std::vector<std::optional<CleanRanking>> models;  // by position; none: not asked for yet
    };

    // The entry that is at least as deep; an empty one takes the place of a shallower one.
    Entry& entryOf(const std::string& key, const SearchDepth& depth, std::size_t models);

  private:
    static constexpr std::size_t kMaxEntries = 16;
    std::list<Entry> m_entries;  // last used first
};

struct GalleryModel {
    nn::ModelInfo info;
    std::string device;  // "cpu fp32 (cosine 1.0000)"
    std::string featureKey;
    GalleryIndex gallery;
};

struct Workbench::Impl {
    GalleryRequest request;
    fs::path root;  // canonical gallery folder
    std::optional<eval::GroundTruth> truth;
    IndexReport report;
    std::vector<GalleryImage> images;
    std::unordered_map<std::string, std::uint32_t> rowOfPath;  // raw relative path
    std::vector<nn::ModelInfo> infos;
    std::vector<GalleryModel> models;
    std::unique_ptr<catalog::CacheDatabase> cache;
    std::unique_ptr<QueryDescriber> describer;

    std::mutex searchMutex;
    CleanRankingCache cleanRankings;

    // Every ranking of the program is made here: brings the descriptor into the gallery's space and searches.
    Result<CleanRanking> rankDescribed(std::size_t model, DescribedQuery query,
                                       const SearchDepth& depth) const;
    // Positions of the models that the query asks for, in the gallery's order.
    Result<std::vector<std::size_t>> chosenModels(const Query& query) const;
    // How deep a query is ranked: all of an exactly searched gallery when its average precision is wanted.
    SearchDepth depthFor(std::size_t topK, bool withTruth) const;
    // A query's descriptor in the gallery's space, and its ranking.
    Result<CleanRanking> rank(std::size_t model, const cv::Mat& rgb, bool compensation,
                              const SearchDepth& depth, double& describeMs, double& searchMs) const;
    // The ground truth's query that this one is: same picture, and of several boxes the one that overlaps
    // most.
    const eval::GroundTruthQuery* truthOf(const QueryImage& image,
                                          const std::optional<image::Box>& box) const;
    // Rows of a ground-truth query; positives that are not in the gallery get rows beyond it, so that they
    // count.
    eval::QueryTruth truthRows(const eval::GroundTruthQuery& query) const;
    fs::path absoluteFile(const fs::path& relative) const { return root / relative; }
};

// BadInput without a ground truth, NotFound without pictures.
Result<void> checkMeasurable(const Workbench& workbench);

// An evaluation with what its figures were computed from.
struct EvaluatedQueries {
    Evaluation evaluation;
    // By model and query, the whole gallery; empty where the query could not be read.
    std::vector<std::vector<std::vector<std::uint32_t>>> rankings;
    std::vector<eval::QueryTruth> truth;  // by query
};
// Workbench::evaluate; `sink` is told every ranking with its scores: number of the query, position of the
// model, all pictures.
using RankingSink =
    std::function<void(std::size_t query, std::size_t model, const std::vector<index::Neighbour>& order)>;
Result<EvaluatedQueries> evaluateQueries(const Workbench& workbench, const degrade::Recipe& recipe,
                                         const RankingSink& sink, const JobContext& job);

// Medium set-up, 0..1; nothing for a query without positives.
std::optional<double> mediumAveragePrecision(const std::vector<index::Neighbour>& order,
                                             const eval::QueryTruth& truth);

// Box of a ground-truth query, truncated to whole pixels; none: the whole picture.
std::optional<image::Box> boxOf(const eval::GroundTruthQuery& query);

}  // namespace adapnet::service
