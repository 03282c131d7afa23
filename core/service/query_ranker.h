// Rankings behind figures: of the crop of a query, over the whole gallery, never approximate. For the
// measuring services of this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <opencv2/core.hpp>
#include <vector>

#include "core/index/search_index.h"
#include "core/service/workbench.h"

namespace adapnet::service {

// The crop that a network sees for one query and recipe. Does not throw.
Result<cv::Mat> degradedCrop(const Query& query, const degrade::Recipe& recipe);

// True when these crops are worth a call of `ExactRanker::rank`: more of them would only take memory.
bool isFullBatch(const std::vector<cv::Mat>& crops);

struct RankedCrop {
    std::vector<index::Neighbour> order;  // all pictures
    std::vector<float> descriptor;        // in the gallery's space, length 1
    std::vector<float> gate;              // as DescribedQuery::gate
};

// Used by one thread; searches of the gallery go on beside it.
class ExactRanker {
  public:
    // Reads the vectors of a model again where its index is a graph. The gallery must outlive the ranker.
    static Result<ExactRanker> make(const Workbench& workbench);

    // One ranking of all pictures for each crop, with the same bits as for each crop alone. Crops that reach
    // the network in one size share forward passes (see QueryDescriber::describeAll).
    // compensation: as Query::compensation.
    Result<std::vector<RankedCrop>> answer(std::size_t model, std::vector<cv::Mat> crops,
                                           bool compensation = true) const;
    // The orders alone.
    Result<std::vector<std::vector<index::Neighbour>>> rank(std::size_t model,
                                                            std::vector<cv::Mat> crops) const;

  private:
    const Workbench::Impl* m_impl = nullptr;
    std::vector<const index::SearchIndex*> m_searched;       // by model
    std::vector<std::unique_ptr<index::SearchIndex>> m_own;  // those read again
};

std::vector<std::uint32_t> rowsOf(const std::vector<index::Neighbour>& order);

}  // namespace adapnet::service
