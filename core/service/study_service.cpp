#include "core/service/study_service.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <utility>

#include "core/features/extraction.h"
#include "core/index/search_index.h"
#include "core/protocol/small_norb.h"
#include "core/service/enhance.h"
#include "core/service/model_registry.h"

namespace adapnet::service {

namespace {

using protocol::NorbDegradation;
using protocol::NorbSplit;
using protocol::SmallNorb;

constexpr std::size_t kNearest = 10;
constexpr std::array kSettings{NorbDegradation::None, NorbDegradation::Noise, NorbDegradation::LowResolution,
                               NorbDegradation::Motion};

struct Described {
    std::size_t dimension = 0;
    std::vector<float> rows;
    std::vector<int> categories;
    std::span<const float> row(std::size_t i) const {
        return std::span(rows).subspan(i * dimension, dimension);
    }
};

// What is done to the pictures of a split before they are described.
struct Treatment {
    NorbDegradation kind = NorbDegradation::None;
    std::string enhancer;  // empty: none
};

Result<cv::Mat> treated(const cv::Mat& grey, const Treatment& treatment, NorbSplit split,
                        std::size_t picture) {
    cv::Mat rgb =
        protocol::norbInput(protocol::norbDegrade(grey, treatment.kind, norbSplitName(split), picture));
    if (treatment.enhancer.empty()) return rgb;
    const auto repaired = enhance(rgb, treatment.enhancer);
    if (!repaired) return fail(repaired.error());
    cv::Mat plain;  // three equal channels went in
    cv::extractChannel(*repaired, plain, 0);
    plain.convertTo(plain, CV_64F, 1.0 / 255.0);
    return protocol::norbInput(plain);
}

// Every n-th picture through one network, in batches.
Result<Described> describe(features::FeatureExtractor& extractor, SmallNorb& set, const Treatment& treatment,
                           int every, ProgressMeter& meter, const JobContext& job) {
    Described described;
    described.dimension = static_cast<std::size_t>(extractor.spec().dimension);
    const cv::Size size = set.pictureSize();
    const auto batchSize =
        static_cast<std::size_t>(std::max(1, extractor.preferredBatch(size.width, size.height)));
    std::vector<cv::Mat> batch;
    const auto send = [&]() -> Result<void> {
        auto rows = extractor.extract(batch);
        if (!rows) return fail(rows.error().whileDoing("describing smallNORB"));
        described.rows.insert(described.rows.end(), rows->begin(), rows->end());
        meter.advance(static_cast<std::int64_t>(batch.size()));
        batch.clear();
        return {};
    };
    for (std::size_t i = 0; i < set.size(); i += static_cast<std::size_t>(every)) {
        if (job.stopRequested()) return fail(Error::cancelled());
        const auto grey = set.picture(i);
        if (!grey) return fail(grey.error());
        const auto picture = treated(*grey, treatment, set.split(), i);
        if (!picture) return fail(picture.error());
        batch.push_back(features::prepareInput(extractor, *picture));
        described.categories.push_back(set.category(i));
        if (batch.size() < batchSize) continue;
        if (auto sent = send(); !sent) return fail(sent.error());
    }
    if (!batch.empty())
        if (auto sent = send(); !sent) return fail(sent.error());
    return described;
}

double squaredLength(std::span<const float> row) {
    double sum = 0;
    for (const float value : row) sum += static_cast<double>(value) * value;
    return sum;
}

// Cosine: rows and queries of length 1. L2: one value more, -|g|^2 / 2 in the rows and 1 in the queries, so
// that the largest dot product is the smallest distance.
enum class Distance { L2, Cosine };
std::vector<float> prepared(std::span<const float> row, Distance distance, bool isQuery) {
    std::vector<float> values(row.begin(), row.end());
    if (distance == Distance::L2) {
        values.push_back(isQuery ? 1.0F : static_cast<float>(-squaredLength(row) / 2));
        return values;
    }
    const double length = std::sqrt(squaredLength(row));
    if (length > 0)
        for (float& value : values) value = static_cast<float>(value / length);
    return values;
}

class Judge {
  public:
    static Result<Judge> make(const Described& gallery, Distance distance) {
        std::vector<float> rows;
        for (std::size_t i = 0; i < gallery.categories.size(); ++i) {
            const auto row = prepared(gallery.row(i), distance, false);
            rows.insert(rows.end(), row.begin(), row.end());
        }
        Judge judge;
        judge.m_distance = distance;
        judge.m_categories = gallery.categories;
        auto index = index::buildExact(rows, gallery.dimension + (distance == Distance::L2 ? 1 : 0));
        if (!index) return fail(index.error());
        judge.m_index = std::move(*index);
        return judge;
    }

    Result<MatchingAccuracy> measure(const Described& queries, const JobContext& job) const {
        std::array<double, 3> hits{};
        for (std::size_t q = 0; q < queries.categories.size(); ++q) {
            if (job.stopRequested()) return fail(Error::cancelled());
            const auto nearest = m_index->search(prepared(queries.row(q), m_distance, true), kNearest);
            if (!nearest) return fail(nearest.error());
            const auto same = [&](const index::Neighbour& neighbour) {
                return m_categories[neighbour.row] == queries.categories[q];
            };
            const auto place =
                static_cast<std::size_t>(std::ranges::find_if(*nearest, same) - nearest->begin());
            if (place >= nearest->size()) continue;
            if (place < 1) ++hits[0];
            if (place < 5) ++hits[1];
            ++hits[2];
        }
        const auto n = static_cast<double>(std::max<std::size_t>(1, queries.categories.size()));
        return MatchingAccuracy{hits[0] / n, hits[1] / n, hits[2] / n};
    }

  private:
    Distance m_distance = Distance::L2;
    std::vector<int> m_categories;
    std::unique_ptr<index::SearchIndex> m_index;
};

struct Study {
    SmallNorb training;
    SmallNorb testing;
    std::vector<Treatment> settings;
    int every = 1;
};

std::vector<Treatment> settingsOf(const StudyRequest& request) {
    std::vector<Treatment> settings;
    for (const NorbDegradation kind : kSettings) {
        settings.push_back({kind, {}});
        if (kind == NorbDegradation::None) continue;
        for (const auto& enhancer : request.enhancers) settings.push_back({kind, enhancer});
    }
    return settings;
}

Result<StudyModel> studyModel(const nn::ModelInfo& info, Study& study, const nn::NetworkOptions& options,
                              ProgressMeter& meter, const JobContext& job) {
    const auto loaded = loadModel(info, options);
    if (!loaded) return fail(loaded.error());
    auto& extractor = *loaded->extractor;
    const auto gallery = describe(extractor, study.training, {}, study.every, meter, job);
    if (!gallery) return fail(gallery.error());
    const auto l2 = Judge::make(*gallery, Distance::L2);
    if (!l2) return fail(l2.error());
    const auto cosine = Judge::make(*gallery, Distance::Cosine);
    if (!cosine) return fail(cosine.error());
    StudyModel model{info.id, {}};
    for (const Treatment& treatment : study.settings) {
        const auto queries = describe(extractor, study.testing, treatment, study.every, meter, job);
        if (!queries) return fail(queries.error());
        const auto byL2 = l2->measure(*queries, job);
        if (!byL2) return fail(byL2.error());
        const auto byCosine = cosine->measure(*queries, job);
        if (!byCosine) return fail(byCosine.error());
        model.settings.push_back({norbDegradationName(treatment.kind), treatment.enhancer, *byL2, *byCosine});
    }
    return model;
}

}  // namespace

Result<StudyReport> runNorbStudy(const StudyRequest& request, const JobContext& job) {
    if (request.every < 1) return fail(ErrorCode::BadInput, "every must be at least 1");
    for (const auto& enhancer : request.enhancers)
        if (auto known = resolveEnhancer(enhancer); !known) return fail(known.error());
    const auto start = std::chrono::steady_clock::now();
    auto training = SmallNorb::open(request.folder, NorbSplit::Training);
    if (!training) return fail(training.error());
    auto testing = SmallNorb::open(request.folder, NorbSplit::Testing);
    if (!testing) return fail(testing.error());
    const auto infos = resolveModels(request.models);
    if (!infos) return fail(infos.error());
    const auto step = static_cast<std::size_t>(request.every);
    StudyReport report;
    report.gallery = (training->size() + step - 1) / step;
    report.queries = (testing->size() + step - 1) / step;
    Study study{std::move(*training), std::move(*testing), settingsOf(request), request.every};
    nn::NetworkOptions options;
    options.device = request.device;
    options.precision = request.precision;
    const std::size_t pictures = infos->size() * (report.gallery + study.settings.size() * report.queries);
    ProgressMeter meter(job.progress, "extract", static_cast<std::int64_t>(pictures));
    for (const auto& info : *infos) {
        auto model = studyModel(info, study, options, meter, job);
        if (!model) return fail(model.error());
        report.models.push_back(std::move(*model));
    }
    meter.finish();
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

}  // namespace adapnet::service
