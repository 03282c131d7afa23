#include "core/service/protocol_service.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <exception>
#include <limits>
#include <thread>
#include <utility>

#include "core/base/bounded_queue.h"
#include "core/degrade/noiser.h"
#include "core/protocol/noiser_protocol.h"
#include "core/service/noisy_queries.h"
#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

constexpr std::size_t kPrepareThreads = 2;
constexpr std::size_t kMaxWaiting = 8;  // prepared pictures
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

// One picture on its way to the networks.
struct PreparedPicture {
    std::size_t query = 0;
    std::vector<std::size_t> settings;
    Result<cv::Mat> rgb;
};

// Reads each query once, and makes its degraded pictures one after the other; joined on every way out.
class PictureFeed {
  public:
    PictureFeed(const Workbench& workbench, const NoisyPlan& plan) : m_workbench(workbench), m_plan(plan) {
        for (std::size_t i = 0; i < kPrepareThreads; ++i) m_threads.emplace_back([this] { run(); });
    }
    ~PictureFeed() {
        m_queue.abandon();
        for (auto& thread : m_threads) thread.join();
    }
    PictureFeed(const PictureFeed&) = delete;
    PictureFeed& operator=(const PictureFeed&) = delete;

    std::optional<PreparedPicture> next() { return m_queue.pop(); }

  private:
    struct CleanQuery {
        Query query;
        QueryCrop crop;
    };

    Result<CleanQuery> readClean(std::size_t number) const {
        auto query = m_workbench.groundTruthQuery(number);
        if (!query) return fail(query.error());
        auto crop = cropQuery(*query);
        if (!crop) return fail(crop.error());
        return CleanQuery{std::move(*query), std::move(*crop)};
    }

    // An exception (memory: one huge query) must not end the run.
    template <class Make>
    static auto guarded(const Make& make) -> decltype(make()) {
        try {
            return make();
        } catch (const std::exception& error) {
            return fail(ErrorCode::OutOfMemory, error.what());
        }
    }

    bool sendQuery(std::size_t number) {
        const auto clean = guarded([&] { return readClean(number); });
        const cv::Mat crop = clean ? clean->crop.clean : cv::Mat();
        Result<cv::Mat> cleanPicture = crop;
        if (!clean) cleanPicture = fail(clean.error());
        if (!m_queue.push({number, {0}, std::move(cleanPicture)})) return false;
        const auto box = boxOf(m_workbench.groundTruth()->queries[number]);
        for (const NoisyVariant& variant : m_plan.variants[number]) {
            auto rgb = guarded([&] {
                return noisyPicture(m_plan, number, variant, box, clean ? clean->query.image.get() : nullptr,
                                    crop);
            });
            if (!m_queue.push({number, variant.settings, std::move(rgb)})) return false;
        }
        return true;
    }

    void run() {
        for (std::size_t number = m_next++; number < m_plan.variants.size(); number = m_next++)
            if (!sendQuery(number)) return;
        if (++m_finished == kPrepareThreads) m_queue.close();
    }

    const Workbench& m_workbench;
    const NoisyPlan& m_plan;
    std::atomic<std::size_t> m_next{0};
    std::atomic<std::size_t> m_finished{0};
    BoundedQueue<PreparedPicture> m_queue{kMaxWaiting};
    std::vector<std::thread> m_threads;
};

// The figures of one query in one set-up; rankings themselves are not kept, they would fill the memory.
struct QueryFigures {
    double ap = kUndefined;
    double p1 = kUndefined, p5 = kUndefined, p10 = kUndefined;
};
struct QuerySetups {
    QueryFigures easy, medium, hard;
};

QueryFigures figuresOf(const eval::SetupMetrics& metrics) {
    return {metrics.mAP, metrics.mP1, metrics.mP5, metrics.mP10};
}

Result<QuerySetups> figuresOf(const std::vector<std::uint32_t>& ranking, const eval::QueryTruth& truth) {
    const auto metrics = eval::evaluateProtocol(std::span(&ranking, 1), std::span(&truth, 1));
    if (!metrics) return fail(metrics.error());
    return QuerySetups{figuresOf(metrics->easy), figuresOf(metrics->medium), figuresOf(metrics->hard)};
}

// In query order, so that the sum has the same bits however the pictures arrived.
SetupMeans meansOf(const std::vector<QuerySetups>& queries, QueryFigures QuerySetups::*setup) {
    SetupMeans sums;
    double count = 0;
    for (const QuerySetups& query : queries) {
        const QueryFigures& figures = query.*setup;
        if (std::isnan(figures.ap)) continue;
        sums.mAP += figures.ap;
        sums.mP1 += figures.p1;
        sums.mP5 += figures.p5;
        sums.mP10 += figures.p10;
        ++count;
    }
    if (count == 0) return {kUndefined, kUndefined, kUndefined, kUndefined};
    return {sums.mAP / count, sums.mP1 / count, sums.mP5 / count, sums.mP10 / count};
}

SettingMeans meansOf(const std::string& name, const std::vector<QuerySetups>& queries) {
    return {name, meansOf(queries, &QuerySetups::easy), meansOf(queries, &QuerySetups::medium),
            meansOf(queries, &QuerySetups::hard)};
}

// The mean over settings, set-up by set-up.
SettingMeans meanOver(const std::string& name, const ProtocolModel& model,
                      std::span<const std::string_view> kinds) {
    SettingMeans mean{name, {}, {}, {}};
    const auto n = static_cast<double>(kinds.size());
    const auto add = [n](SetupMeans& sum, const SetupMeans& one) {
        sum.mAP += one.mAP / n;
        sum.mP1 += one.mP1 / n;
        sum.mP5 += one.mP5 / n;
        sum.mP10 += one.mP10 / n;
    };
    for (const std::string_view kind : kinds) {
        const SettingMeans& setting = *model.find(kind);
        add(mean.easy, setting.easy);
        add(mean.medium, setting.medium);
        add(mean.hard, setting.hard);
    }
    return mean;
}

// What is measured of one model: [setting][query].
struct ModelFigures {
    const index::SearchIndex* index = nullptr;
    std::unique_ptr<index::SearchIndex> own;
    std::vector<std::vector<QuerySetups>> settings;
};

Result<std::vector<ModelFigures>> startModels(const Workbench::Impl& impl, const NoisyPlan& plan,
                                              std::span<const eval::QueryTruth> truth) {
    // What a picture that cannot be used gets: an empty ranking, AP 0 where there are positives.
    std::vector<QuerySetups> nothingFound;
    for (const auto& query : truth) {
        auto figures = figuresOf({}, query);
        if (!figures) return fail(figures.error());
        nothingFound.push_back(*figures);
    }
    std::vector<ModelFigures> models;
    for (const auto& model : impl.models) {
        ModelFigures figures;
        figures.index = model.gallery.index.get();
        if (figures.index->kind() != "exact") {
            auto exact = exactCopy(impl, model);
            if (!exact) return fail(exact.error());
            figures.own = std::move(*exact);
            figures.index = figures.own.get();
        }
        figures.settings.assign(plan.settings.size(), nothingFound);
        models.push_back(std::move(figures));
    }
    return models;
}

Result<QuerySetups> measure(const Workbench::Impl& impl, std::size_t model,
                            const index::SearchIndex& searched, const cv::Mat& rgb,
                            const eval::QueryTruth& truth) {
    auto query = impl.describer->describe(model, rgb);
    if (!query) return fail(query.error());
    impl.models[model].gallery.space.apply(query->descriptor);
    const auto order = searched.search(query->descriptor, impl.images.size());
    if (!order) return fail(order.error());
    std::vector<std::uint32_t> rows;
    rows.reserve(order->size());
    for (const auto& neighbour : *order) rows.push_back(neighbour.row);
    return figuresOf(rows, truth);
}

SettingQueries queriesOf(const std::string& name, const std::vector<QuerySetups>& queries) {
    SettingQueries result{name, {}};
    for (const QuerySetups& query : queries) result.medium.push_back(query.medium.ap);
    return result;
}

// A query without positives is so under every kind: its mean stays NaN.
SettingQueries meanOfQueries(const std::string& name, const NoisyPlan& plan, const ModelFigures& figures,
                             std::span<const std::string_view> kinds) {
    SettingQueries mean{name, std::vector<double>(plan.variants.size(), 0.0)};
    for (const std::string_view kind : kinds) {
        const auto s = std::ranges::find(plan.settings, kind) - plan.settings.begin();
        const auto& queries = figures.settings[static_cast<std::size_t>(s)];
        for (std::size_t q = 0; q < queries.size(); ++q)
            mean.medium[q] += queries[q].medium.ap / static_cast<double>(kinds.size());
    }
    return mean;
}

ProtocolModel finish(const std::string& id, const NoisyPlan& plan, const ModelFigures& figures) {
    ProtocolModel model{id, {}, {}};
    for (std::size_t s = 0; s < plan.settings.size(); ++s) {
        model.settings.push_back(meansOf(plan.settings[s], figures.settings[s]));
        if (s == 0 || plan.settings[s] == "mix")
            model.perQuery.push_back(queriesOf(plan.settings[s], figures.settings[s]));
    }
    if (!plan.averages) return model;
    const std::span<const std::string_view> kinds(degrade::kNoiserKinds);
    constexpr std::size_t kKnown = degrade::kKnownKinds.size();
    SettingMeans known = meanOver("known", model, kinds.first(kKnown));
    SettingMeans unknown = meanOver("unknown", model, kinds.subspan(kKnown));
    // After clean and mix, before the single kinds.
    const auto mix = std::ranges::find(model.settings, std::string("mix"), &SettingMeans::name);
    const auto place = mix == model.settings.end() ? model.settings.begin() + 1 : mix + 1;
    model.settings.insert(place, {std::move(known), std::move(unknown)});
    model.perQuery.push_back(meanOfQueries("known", plan, figures, kinds.first(kKnown)));
    model.perQuery.push_back(meanOfQueries("unknown", plan, figures, kinds.subspan(kKnown)));
    return model;
}

Result<void> check(const Workbench& workbench, const ProtocolOptions& options) {
    if (workbench.groundTruth() == nullptr)
        return fail(ErrorCode::BadInput, "an evaluation needs a ground truth; name its file");
    if (workbench.images().empty())
        return fail(ErrorCode::NotFound,
                    "no picture of this gallery can be searched; see its report for the reasons");
    for (const int severity : options.severities)
        if (severity < 1 || severity > 5)
            return fail(ErrorCode::BadInput, "severity must be 1, 2, 3, 4 or 5");
    return {};
}

}  // namespace

const SettingMeans* ProtocolModel::find(std::string_view name) const {
    const auto found = std::ranges::find(settings, name, &SettingMeans::name);
    return found == settings.end() ? nullptr : &*found;
}

double retention(double noisy, double clean) {
    return clean > 0 ? noisy / clean : kUndefined;
}

Result<std::vector<SettingComparison>> compareModels(const ProtocolEvaluation& evaluation,
                                                     const eval::BootstrapOptions& options) {
    std::vector<SettingComparison> comparisons;
    const auto& models = evaluation.models;
    for (std::size_t a = 0; a < models.size(); ++a)
        for (std::size_t b = a + 1; b < models.size(); ++b)
            for (const SettingQueries& first : models[a].perQuery) {
                const auto second = std::ranges::find(models[b].perQuery, first.name, &SettingQueries::name);
                if (second == models[b].perQuery.end()) continue;
                auto paired = eval::comparePaired(first.medium, second->medium, options);
                if (!paired) return fail(paired.error());
                comparisons.push_back({first.name, models[a].model, models[b].model, *paired});
            }
    return comparisons;
}

Result<ProtocolEvaluation> evaluateProtocol(const Workbench& workbench, const ProtocolOptions& options,
                                            const JobContext& job) {
    if (auto valid = check(workbench, options); !valid) return fail(valid.error());
    const auto start = std::chrono::steady_clock::now();
    const Workbench::Impl& impl = workbench.state();
    const auto& queries = impl.truth->queries;
    const std::string dataset =
        protocol::datasetName(impl.truth->name, impl.request.groundTruth.value_or(fs::path()));
    const auto plan = planNoisyQueries(*impl.truth, dataset, options);
    if (!plan) return fail(plan.error());
    std::vector<eval::QueryTruth> truth;
    for (const auto& query : queries) truth.push_back(impl.truthRows(query));
    auto models = startModels(impl, *plan, truth);
    if (!models) return fail(models.error());

    ProtocolEvaluation evaluation;
    evaluation.queries = queries.size();
    ProgressMeter meter(job.progress, "evaluate", static_cast<std::int64_t>(plan->pictures()));
    {
        PictureFeed feed(workbench, *plan);
        while (auto picture = feed.next()) {
            if (job.stopRequested()) return fail(Error::cancelled());
            if (!picture->rgb) {
                evaluation.problems.push_back({validUtf8(queries[picture->query].image) + " (" +
                                                   plan->settings[picture->settings.front()] + ')',
                                               picture->rgb.error().message()});
                meter.advance(1, 0, 1);
                continue;
            }
            for (std::size_t m = 0; m < models->size(); ++m) {
                auto& model = (*models)[m];
                const auto figures = measure(impl, m, *model.index, *picture->rgb, truth[picture->query]);
                if (!figures) return fail(figures.error());
                for (const std::size_t setting : picture->settings)
                    model.settings[setting][picture->query] = *figures;
            }
            meter.advance();
        }
    }
    meter.finish();
    std::ranges::sort(evaluation.problems, {}, &FileProblem::path);
    for (std::size_t m = 0; m < models->size(); ++m)
        evaluation.models.push_back(finish(impl.infos[m].id, *plan, (*models)[m]));
    evaluation.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return evaluation;
}

}  // namespace adapnet::service
