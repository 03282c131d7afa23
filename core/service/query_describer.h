// The networks that describe queries, used by one thread: a network must not be used from two threads at
// once, and callers come from any.
#pragma once

#include <future>
#include <opencv2/core.hpp>
#include <thread>
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
    Result<DescribedQuery> describe(std::size_t model, const cv::Mat& rgb);

  private:
    struct Task {
        std::size_t model = 0;
        cv::Mat rgb;
        std::promise<Result<DescribedQuery>> answer;
    };

    void run();
    Result<DescribedQuery> answerTo(const Task& task);

    std::vector<LoadedModel> m_models;  // used by the thread only
    BoundedQueue<Task> m_tasks;
    std::thread m_thread;
};

}  // namespace adapnet::service
