// The networks that describe queries, on one thread that owns them all: a network belongs to one thread, and
// callers come from any. Loading happens there too.
#pragma once

#include <future>
#include <opencv2/core.hpp>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "core/base/bounded_queue.h"
#include "core/base/result.h"
#include "core/nn/network.h"
#include "core/service/model_registry.h"

namespace adapnet::service {

struct DescribedQuery {
    std::vector<float> descriptor;  // length 1, gallery mean not removed
    std::vector<float> gate;        // estimated degradation; empty without a QCB
};

// What is known of a model only once it is loaded.
struct ModelFacts {
    features::FeatureSpec spec;
    std::string device;          // "cpu", "cuda:0"
    double precisionCosine = 1;  // least cosine to fp32 on the check batch
};

// Any thread may call; every call waits for its answer.
class QueryDescriber {
  public:
    QueryDescriber(std::vector<nn::ModelInfo> models, nn::NetworkOptions options);
    // Nobody may be waiting any more.
    ~QueryDescriber();
    QueryDescriber(const QueryDescriber&) = delete;
    QueryDescriber& operator=(const QueryDescriber&) = delete;

    // Loads what is not loaded yet; facts in the order of the models.
    Result<std::vector<ModelFacts>> load();
    // rgb: CV_8UC3, not empty.
    Result<DescribedQuery> describe(std::size_t model, const cv::Mat& rgb);

  private:
    struct LoadTask {
        std::promise<Result<std::vector<ModelFacts>>> answer;
    };
    struct DescribeTask {
        std::size_t model = 0;
        cv::Mat rgb;
        std::promise<Result<DescribedQuery>> answer;
    };
    using Task = std::variant<LoadTask, DescribeTask>;

    void run();
    Result<std::vector<ModelFacts>> loadAll();
    Result<DescribedQuery> answerTo(const DescribeTask& task);
    Result<LoadedModel*> loaded(std::size_t model);

    const std::vector<nn::ModelInfo> m_models;
    const nn::NetworkOptions m_options;
    std::vector<LoadedModel> m_loaded;  // used by the thread only
    BoundedQueue<Task> m_tasks;
    std::thread m_thread;
};

}  // namespace adapnet::service
