// The networks that describe queries, used by one thread: a network must not be used from two threads at
// once, and callers come from any.
#pragma once

#include <future>
#include <map>
#include <opencv2/core.hpp>
#include <thread>
#include <tuple>
#include <vector>

#include "core/base/bounded_queue.h"
#include "core/base/result.h"
#include "core/service/model_registry.h"

namespace adapnet::service {

struct DescribedQuery {
    std::vector<float> descriptor;  // length 1, gallery mean not removed
    std::vector<float> gate;        // estimated degradation; empty without a QCB
};

class QueryDescriber {
  public:
    // Takes the models over; nobody else may use them from now on.
    explicit QueryDescriber(std::vector<LoadedModel> models);
    // Nobody may be waiting any more.
    ~QueryDescriber();
    QueryDescriber(const QueryDescriber&) = delete;
    QueryDescriber& operator=(const QueryDescriber&) = delete;

    // Any thread; waits for the answer. rgb: CV_8UC3, not empty.
    // compensation: see Query; the answer's gate is there either way.
    Result<DescribedQuery> describe(std::size_t model, const cv::Mat& rgb, bool compensation = true);
    // The same for several pictures, one answer each in their order, equal to the last bit to what `describe`
    // gives for each alone. Pictures that reach the network in one size share a forward pass where this
    // network on this machine computes the same bits in a batch; that is tried out once for each size.
    Result<std::vector<DescribedQuery>> describeAll(std::size_t model, std::vector<cv::Mat> pictures,
                                                    bool compensation = true);
    // Any thread.
    bool hasCompensation(std::size_t model) const { return m_compensates[model]; }

  private:
    struct Task {
        std::size_t model = 0;
        std::vector<cv::Mat> pictures;
        bool compensation = true;
        std::promise<Result<std::vector<DescribedQuery>>> answer;
    };
    // Model, width, height, pictures in the batch. The order of additions depends on nothing else.
    using BatchShape = std::tuple<std::size_t, int, int, std::size_t>;

    void run();
    Result<std::vector<DescribedQuery>> answerTo(const Task& task);
    Result<DescribedQuery> describeOne(std::size_t model, const cv::Mat& input);
    Result<std::vector<DescribedQuery>> describeGroup(std::size_t model, std::span<const cv::Mat> inputs);

    std::vector<LoadedModel> m_models;  // used by the thread only
    const std::vector<bool> m_compensates;
    std::map<BatchShape, bool> m_batchIsExact;
    BoundedQueue<Task> m_tasks;
    std::thread m_thread;
};

}  // namespace adapnet::service
