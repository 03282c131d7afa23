#include "core/service/query_describer.h"

#include <array>
#include <exception>
#include <new>
#include <utility>

#include "core/features/extraction.h"

namespace adapnet::service {

namespace {

constexpr std::size_t kMaxWaiting = 64;

// An exception must not leave the thread: the caller would wait for ever.
template <class T, class Work>
Result<T> guarded(Work&& work) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "there is not enough memory for this query");
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, error.what());
    }
}

}  // namespace

QueryDescriber::QueryDescriber(std::vector<nn::ModelInfo> models, nn::NetworkOptions options)
    : m_models(std::move(models)),
      m_options(std::move(options)),
      m_loaded(m_models.size()),
      m_tasks(kMaxWaiting),
      m_thread([this] { run(); }) {}

QueryDescriber::~QueryDescriber() {
    m_tasks.close();
    m_thread.join();
}

Result<std::vector<ModelFacts>> QueryDescriber::load() {
    LoadTask task;
    auto answer = task.answer.get_future();
    if (!m_tasks.push(std::move(task))) return fail(Error::cancelled());
    return answer.get();
}

Result<DescribedQuery> QueryDescriber::describe(std::size_t model, const cv::Mat& rgb) {
    DescribeTask task;
    task.model = model;
    task.rgb = rgb;
    auto answer = task.answer.get_future();
    if (!m_tasks.push(std::move(task))) return fail(Error::cancelled());
    return answer.get();
}

void QueryDescriber::run() {
    while (auto task = m_tasks.pop()) {
        if (auto* load = std::get_if<LoadTask>(&*task))
            load->answer.set_value(guarded<std::vector<ModelFacts>>([this] { return loadAll(); }));
        else if (auto* describe = std::get_if<DescribeTask>(&*task))
            describe->answer.set_value(guarded<DescribedQuery>([&] { return answerTo(*describe); }));
    }
    m_loaded.clear();  // on the thread that owns them
}

Result<std::vector<ModelFacts>> QueryDescriber::loadAll() {
    std::vector<ModelFacts> facts;
    for (std::size_t i = 0; i < m_models.size(); ++i) {
        const auto model = loaded(i);
        if (!model) return fail(model.error());
        facts.push_back({(*model)->extractor->spec(), (*model)->device, (*model)->precisionCosine});
    }
    return facts;
}

Result<DescribedQuery> QueryDescriber::answerTo(const DescribeTask& task) {
    const auto model = loaded(task.model);
    if (!model) return fail(model.error());
    const std::array<cv::Mat, 1> input{features::prepareInput(*(*model)->extractor, task.rgb)};
    auto values = (*model)->extractor->extract(input);
    if (!values) return fail(values.error().whileDoing("describing the query"));
    DescribedQuery described;
    described.descriptor = std::move(*values);
    if ((*model)->network != nullptr) described.gate = (*model)->network->lastGate();
    return described;
}

Result<LoadedModel*> QueryDescriber::loaded(std::size_t model) {
    LoadedModel& entry = m_loaded[model];
    if (entry.extractor == nullptr) {
        auto fresh = loadModel(m_models[model], m_options);
        if (!fresh) return fail(fresh.error());
        entry = std::move(*fresh);
    }
    return &entry;
}

}  // namespace adapnet::service
