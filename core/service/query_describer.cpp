#include "core/service/query_describer.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "core/features/extraction.h"

namespace adapnet::service {

namespace {

constexpr std::size_t kMaxWaiting = 64;

std::vector<bool> thatCompensate(const std::vector<LoadedModel>& models) {
    std::vector<bool> answers;
    for (const auto& model : models)
        answers.push_back(model.network != nullptr && model.network->hasCompensation());
    return answers;
}

}  // namespace

QueryDescriber::QueryDescriber(std::vector<LoadedModel> models)
    : m_models(std::move(models)),
      m_compensates(thatCompensate(m_models)),
      m_tasks(kMaxWaiting),
      m_thread([this] { run(); }) {}

QueryDescriber::~QueryDescriber() {
    m_tasks.close();
    m_thread.join();
}

Result<DescribedQuery> QueryDescriber::describe(std::size_t model, const cv::Mat& rgb, bool compensation) {
    auto described = describeAll(model, {rgb}, compensation);
    if (!described) return fail(described.error());
    return std::move(described->front());
}

Result<std::vector<DescribedQuery>> QueryDescriber::describeAll(std::size_t model,
                                                                std::vector<cv::Mat> pictures,
                                                                bool compensation) {
    Task task;
    task.model = model;
    task.pictures = std::move(pictures);
    task.compensation = compensation;
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

Result<std::vector<DescribedQuery>> QueryDescriber::answerTo(const Task& task) {
    features::FeatureExtractor& extractor = *m_models[task.model].extractor;
    if (m_compensates[task.model]) m_models[task.model].network->setCompensation(task.compensation);
    std::vector<cv::Mat> inputs;
    for (const cv::Mat& picture : task.pictures) inputs.push_back(features::prepareInput(extractor, picture));
    std::vector<DescribedQuery> answers(inputs.size());
    std::vector<bool> done(inputs.size(), false);
    for (std::size_t first = 0; first < inputs.size(); ++first) {
        if (done[first]) continue;
        const cv::Size size = inputs[first].size();
        const auto most =
            static_cast<std::size_t>(std::max(1, extractor.preferredBatch(size.width, size.height)));
        std::vector<std::size_t> members;
        std::vector<cv::Mat> group;
        for (std::size_t i = first; i < inputs.size() && group.size() < most; ++i) {
            if (done[i] || inputs[i].size() != size) continue;
            members.push_back(i);
            group.push_back(inputs[i]);
        }
        auto described = describeGroup(task.model, group);
        if (!described) return fail(described.error().whileDoing("describing the query"));
        for (std::size_t k = 0; k < members.size(); ++k) {
            answers[members[k]] = std::move((*described)[k]);
            done[members[k]] = true;
        }
    }
    return answers;
}

Result<DescribedQuery> QueryDescriber::describeOne(std::size_t model, const cv::Mat& input) {
    auto values = m_models[model].extractor->extract({&input, 1});
    if (!values) return fail(values.error());
    DescribedQuery described;
    described.descriptor = std::move(*values);
    if (m_models[model].network != nullptr) described.gate = m_models[model].network->lastGate();
    return described;
}

Result<std::vector<DescribedQuery>> QueryDescriber::describeGroup(std::size_t model,
                                                                  std::span<const cv::Mat> inputs) {
    const std::size_t count = inputs.size();
    const BatchShape shape{model, inputs.front().cols, inputs.front().rows, count};
    const auto known = m_batchIsExact.find(shape);
    std::vector<DescribedQuery> answers;
    if (count > 1 && (known == m_batchIsExact.end() || known->second)) {
        auto values = m_models[model].extractor->extract(inputs);
        // A batch that does not fit into memory is taken apart below.
        if (!values && values.error().code != ErrorCode::OutOfMemory) return fail(values.error());
        if (values) {
            std::vector<float> gates;
            if (m_models[model].network != nullptr) gates = m_models[model].network->lastGate();
            const auto part = [count](const std::vector<float>& all, std::size_t i) {
                const auto length = static_cast<std::ptrdiff_t>(all.size() / count);
                const auto begin = all.begin() + static_cast<std::ptrdiff_t>(i) * length;
                return std::vector<float>(begin, begin + length);
            };
            for (std::size_t i = 0; i < count; ++i) answers.push_back({part(*values, i), part(gates, i)});
            if (known != m_batchIsExact.end()) return answers;
            // First and last: were the additions ordered in another way, one of thousands of numbers would
            // tell.
            bool equal = true;
            for (const std::size_t i : {std::size_t{0}, count - 1}) {
                auto alone = describeOne(model, inputs[i]);
                if (!alone) return fail(alone.error());
                equal = equal && alone->descriptor == answers[i].descriptor && alone->gate == answers[i].gate;
            }
            m_batchIsExact[shape] = equal;
            if (equal) return answers;
            answers.clear();
        }
    }
    for (const cv::Mat& input : inputs) {
        auto alone = describeOne(model, input);
        if (!alone) return fail(alone.error());
        answers.push_back(std::move(*alone));
    }
    return answers;
}

}  // namespace adapnet::service
