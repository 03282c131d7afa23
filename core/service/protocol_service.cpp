#include "core/service/protocol_service.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/base/feed.h"
#include "core/degrade/noiser.h"
#include "core/protocol/noiser_protocol.h"
#include "core/service/enhance.h"
#include "core/service/guarded.h"
#include "core/service/noisy_queries.h"
#include "core/service/query_ranker.h"
#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

constexpr std::size_t kPrepareThreads = 2;
constexpr std::size_t kMaxWaiting = 2;  // batches
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

// Pictures of one query on their way to the networks.
struct PictureBatch {
    std::size_t query = 0;
    std::vector<cv::Mat> pictures;
    std::vector<std::vector<std::size_t>> settings;  // of each picture
    struct Problem {
        std::size_t setting = 0;  // the first that lacks its picture
        Error error;
    };
    std::vector<Problem> problems;
};

struct CleanQuery {
    Query query;
    cv::Mat crop;
};

Result<CleanQuery> readClean(const Workbench& workbench, std::size_t number) {
    auto query = workbench.groundTruthQuery(number);
    if (!query) return fail(query.error());
    auto crop = cropQuery(*query);
    if (!crop) return fail(crop.error());
    return CleanQuery{std::move(*query), std::move(crop->clean)};
}

// Reads a query once, and makes its degraded pictures one after the other.
void sendPictures(const Workbench& workbench, const NoisyPlan& plan,
                  const std::optional<nn::EnhancerInfo>& enhancer, std::size_t number,
                  const Feed<PictureBatch>::Send& send) {
    PictureBatch batch{number, {}, {}, {}};
    // False: nobody wants more.
    const auto add = [&](Result<cv::Mat> picture, std::vector<std::size_t> settings) {
        if (picture && enhancer) picture = guarded([&] { return enhance(*picture, *enhancer); });
        if (!picture) {
            batch.problems.push_back({settings.front(), picture.error()});
            return true;
        }
        batch.pictures.push_back(std::move(*picture));
        batch.settings.push_back(std::move(settings));
        return !isFullBatch(batch.pictures) || send(std::exchange(batch, {number, {}, {}, {}}));
    };
    const auto clean = guarded([&] { return readClean(workbench, number); });
    const cv::Mat crop = clean ? clean->crop : cv::Mat();
    if (!add(clean.map([](const CleanQuery& query) { return query.crop; }), {0})) return;
    const auto box = boxOf(workbench.groundTruth()->queries[number]);
    for (const NoisyVariant& variant : plan.variants[number]) {
        auto picture = guarded([&] {
            return noisyPicture(plan, number, variant, box, clean ? clean->query.image.get() : nullptr, crop);
        });
        if (!add(std::move(picture), variant.settings)) return;
    }
    if (!batch.pictures.empty() || !batch.problems.empty()) send(std::move(batch));
}

// The figures of one query in one set-up; rankings themselves are not kept, they would fill the memory.
struct QueryFigures {
    double ap = kUndefined;
    double p1 = kUndefined, p5 = kUndefined, p10 = kUndefined;
};
struct QuerySetups {
    QueryFigures easy, medium, hard;
    double cosine = kUndefined;           // to the clean query's descriptor
    std::optional<std::size_t> gateSays;  // the most likely entry of the gate, 0: clean
};

QueryFigures figuresOf(const eval::SetupMetrics& metrics) {
    return {metrics.mAP, metrics.mP1, metrics.mP5, metrics.mP10};
}

Result<QuerySetups> figuresOf(const std::vector<std::uint32_t>& ranking, const eval::QueryTruth& truth) {
    const auto metrics = eval::evaluateProtocol(std::span(&ranking, 1), std::span(&truth, 1));
    if (!metrics) return fail(metrics.error());
    return QuerySetups{
        figuresOf(metrics->easy), figuresOf(metrics->medium), figuresOf(metrics->hard), kUndefined, {}};
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

// The gate's entry for a setting: 0 for "clean", 1.. for a known kind at any severity ("fog_5"); else none.
std::optional<std::size_t> gateEntryOf(const std::string& setting) {
    if (setting == "clean") return 0;
    for (std::size_t k = 0; k < degrade::kKnownKinds.size(); ++k) {
        const std::string kind(degrade::kKnownKinds[k]);
        if (setting == kind || setting.starts_with(kind + "_")) return k + 1;
    }
    return std::nullopt;
}

DescriptorMeans descriptorMeans(const std::string& name, const std::vector<QuerySetups>& queries) {
    const auto entry = gateEntryOf(name);
    double cosines = 0, cosineCount = 0, clean = 0, right = 0, gateCount = 0;
    for (const QuerySetups& query : queries) {
        if (!std::isnan(query.cosine)) {
            cosines += query.cosine;
            ++cosineCount;
        }
        if (query.gateSays) {
            clean += *query.gateSays == 0 ? 1 : 0;
            right += entry && *query.gateSays == *entry ? 1 : 0;
            ++gateCount;
        }
    }
    const auto share = [](double sum, double count) { return count > 0 ? sum / count : kUndefined; };
    return {share(cosines, cosineCount), share(clean, gateCount),
            entry ? share(right, gateCount) : kUndefined};
}

SettingMeans meansOf(const std::string& name, const std::vector<QuerySetups>& queries) {
    return {name, meansOf(queries, &QuerySetups::easy), meansOf(queries, &QuerySetups::medium),
            meansOf(queries, &QuerySetups::hard), descriptorMeans(name, queries)};
}

// The mean over settings, set-up by set-up.
SettingMeans meanOver(const std::string& name, const ProtocolModel& model,
                      std::span<const std::string_view> kinds) {
    SettingMeans mean{name, {}, {}, {}, {0, 0, 0}};
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
        // NaN where one of them has none: no gate, or a kind that the gate does not know.
        mean.descriptors.cosineToClean += setting.descriptors.cosineToClean / n;
        mean.descriptors.gateClean += setting.descriptors.gateClean / n;
        mean.descriptors.gateRight += setting.descriptors.gateRight / n;
    }
    return mean;
}

// What is measured of one model: [setting][query].
using ModelFigures = std::vector<std::vector<QuerySetups>>;

// What a picture that cannot be used gets: an empty ranking, AP 0 where there are positives.
Result<std::vector<QuerySetups>> nothingFound(std::span<const eval::QueryTruth> truth) {
    std::vector<QuerySetups> out;
    for (const auto& query : truth) {
        auto figures = figuresOf({}, query);
        if (!figures) return fail(figures.error());
        out.push_back(*figures);
    }
    return out;
}

// One model under measurement.
struct ModelRun {
    ModelFigures figures;
    std::vector<std::vector<float>> clean;  // descriptors of the clean queries; empty: not readable
};

// Adds the figures of a batch. The clean picture of a query comes before its damaged ones.
Result<void> measure(const ExactRanker& ranker, std::size_t model, bool compensation,
                     const PictureBatch& batch, const eval::QueryTruth& truth, ModelRun& run) {
    auto answers = ranker.answer(model, batch.pictures, compensation);
    if (!answers) return fail(answers.error());
    for (std::size_t i = 0; i < answers->size(); ++i) {
        RankedCrop& answer = (*answers)[i];
        auto measured = figuresOf(rowsOf(answer.order), truth);
        if (!measured) return fail(measured.error());
        std::vector<float>& clean = run.clean[batch.query];
        if (batch.settings[i].front() == 0) clean = answer.descriptor;
        if (!clean.empty()) measured->cosine = dot(answer.descriptor, clean);
        if (!answer.gate.empty())
            measured->gateSays =
                static_cast<std::size_t>(std::ranges::max_element(answer.gate) - answer.gate.begin());
        for (const std::size_t setting : batch.settings[i]) run.figures[setting][batch.query] = *measured;
    }
    return {};
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
        const auto& queries = figures[static_cast<std::size_t>(s)];
        for (std::size_t q = 0; q < queries.size(); ++q)
            mean.medium[q] += queries[q].medium.ap / static_cast<double>(kinds.size());
    }
    return mean;
}

ProtocolModel finish(const std::string& id, const NoisyPlan& plan, const ModelFigures& figures) {
    ProtocolModel model{id, {}, {}};
    for (std::size_t s = 0; s < plan.settings.size(); ++s) {
        model.settings.push_back(meansOf(plan.settings[s], figures[s]));
        if (s == 0 || plan.settings[s] == "mix")
            model.perQuery.push_back(queriesOf(plan.settings[s], figures[s]));
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
    if (auto possible = checkMeasurable(workbench); !possible) return possible;
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
    std::optional<nn::EnhancerInfo> enhancer;
    if (!options.enhancer.empty()) {
        auto resolved = resolveEnhancer(options.enhancer);
        if (!resolved) return fail(resolved.error());
        enhancer = std::move(*resolved);
    }
    const auto start = std::chrono::steady_clock::now();
    const Workbench::Impl& impl = workbench.state();
    const auto& queries = impl.truth->queries;
    const std::string dataset =
        protocol::datasetName(impl.truth->name, impl.request.groundTruth.value_or(fs::path()));
    const auto plan = planNoisyQueries(*impl.truth, dataset, options);
    if (!plan) return fail(plan.error());
    std::vector<eval::QueryTruth> truth;
    for (const auto& query : queries) truth.push_back(impl.truthRows(query));
    const auto ranker = ExactRanker::make(workbench);
    if (!ranker) return fail(ranker.error());
    const auto nothing = nothingFound(truth);
    if (!nothing) return fail(nothing.error());
    std::vector<ModelRun> models(impl.models.size(), {ModelFigures(plan->settings.size(), *nothing),
                                                      std::vector<std::vector<float>>(queries.size())});

    ProtocolEvaluation evaluation;
    evaluation.queries = queries.size();
    evaluation.enhancer = options.enhancer;
    evaluation.compensation = options.compensation;
    ProgressMeter meter(job.progress, "evaluate", static_cast<std::int64_t>(plan->pictures()));
    Feed<PictureBatch> feed(queries.size(), kPrepareThreads, kMaxWaiting,
                            [&](std::size_t number, const Feed<PictureBatch>::Send& send) {
                                sendPictures(workbench, *plan, enhancer, number, send);
                            });
    while (const auto batch = feed.next()) {
        if (job.stopRequested()) return fail(Error::cancelled());
        for (const auto& problem : batch->problems) {
            evaluation.problems.push_back(
                {validUtf8(queries[batch->query].image) + " (" + plan->settings[problem.setting] + ')',
                 problem.error.message()});
            meter.advance(1, 0, 1);
        }
        for (std::size_t m = 0; m < models.size() && !batch->pictures.empty(); ++m)
            if (auto done = measure(*ranker, m, options.compensation, *batch, truth[batch->query], models[m]);
                !done)
                return fail(done.error());
        meter.advance(static_cast<std::int64_t>(batch->pictures.size()));
    }
    meter.finish();
    std::ranges::sort(evaluation.problems, {}, &FileProblem::path);
    for (std::size_t m = 0; m < models.size(); ++m)
        evaluation.models.push_back(finish(impl.infos[m].id, *plan, models[m].figures));
    evaluation.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return evaluation;
}

}  // namespace adapnet::service
