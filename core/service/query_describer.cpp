#include "core/service/query_describer.h"

#include <array>
#include <exception>
#include <new>
#include <utility>

#include "core/features/extraction.h"

namespace adapnet::service {

namespace {

constexpr std::size_t kMaxWaiting = 64;

}  // namespace

QueryDescriber::QueryDescriber(std::vector<LoadedModel> models)
    : m_models(std::move(models)), m_tasks(kMaxWaiting), m_thread([this] { run(); }) {}

QueryDescriber::~QueryDescriber() {
    m_tasks.close();
    m_thread.join();
}

Result<DescribedQuery> QueryDescriber::describe(std::size_t model, const cv::Mat& rgb) {
    Task task;
    task.model = model;
    task.rgb = rgb;
    auto answer = task.answer.get_future();
    if (!m_tasks.push(std::move(task))) return fail(Error::cancelled());
    return answer.get();
}

void QueryDescriber::run() {
    while (auto task = m_tasks.pop()) {
        // An exception must not leave the thread: the caller would wait for ever.
        try {
            task->answer.set_value(answerTo(*task));
        } catch (const std::bad_alloc&) {
            task->answer.set_value(fail(ErrorCode::OutOfMemory, "there is not enough memory for this query"));
        } catch (const std::exception& error) {
            task->answer.set_value(fail(ErrorCode::Internal, error.what()));
        }
    }
}

Result<DescribedQuery> QueryDescriber::answerTo(const Task& task) {
    LoadedModel& model = m_models[task.model];
    const std::array<cv::Mat, 1> input{features::prepareInput(*model.extractor, task.rgb)};
    auto values = model.extractor->extract(input);
    if (!values) return fail(values.error().whileDoing("describing the query"));
    DescribedQuery described;
    described.descriptor = std::move(*values);
    if (model.network != nullptr) described.gate = model.network->lastGate();
    return described;
}

}  // namespace adapnet::service
