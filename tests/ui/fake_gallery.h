// A gallery of drawn pictures, searched by colours: everything that the window needs, without networks and
// in milliseconds. Two "models": mean colours of a grid (feels position) and a colour histogram (does not).
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <opencv2/imgproc.hpp>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/base/sha256.h"
#include "core/image/image.h"
#include "ui/viewmodels/session_services.h"

namespace adapnet::ui::test {

// Scene `scene` seen in variation `view`: same colours and shapes, a little moved and lit differently.
inline cv::Mat drawPicture(int scene, int view, int width = 160, int height = 120) {
    RandomStream random("scene|" + std::to_string(scene));
    RandomStream change("view|" + std::to_string(scene) + "|" + std::to_string(view));
    const auto colour = [&] {
        return cv::Scalar(random.uniform(30, 225), random.uniform(30, 225), random.uniform(30, 225));
    };
    cv::Mat rgb(height, width, CV_8UC3, colour());
    const cv::Point moved(static_cast<int>(change.uniform(-4, 5)), static_cast<int>(change.uniform(-4, 5)));
    for (int shape = 0; shape < 6; ++shape) {
        const cv::Point at(static_cast<int>(random.uniform() * width),
                           static_cast<int>(random.uniform() * height));
        const int size = static_cast<int>(random.uniform(10, 42));
        if (random.uniform() < 0.5)
            cv::circle(rgb, at + moved, size, colour(), cv::FILLED);
        else
            cv::rectangle(rgb, at + moved, at + moved + cv::Point(2 * size, size), colour(), cv::FILLED);
    }
    rgb.convertTo(rgb, -1, change.uniform(0.9, 1.05), change.uniform(-6, 6));
    return rgb;
}

inline std::vector<float> gridOf(const cv::Mat& rgb, const cv::Size& cells) {
    cv::Mat small;
    cv::resize(rgb, small, cells, 0, 0, cv::INTER_AREA);
    small.convertTo(small, CV_32FC3, 1.0, -128.0);
    std::vector<float> values(small.ptr<float>(), small.ptr<float>() + small.total() * 3);
    double norm = 1e-6;
    for (const float value : values) norm += static_cast<double>(value) * value;
    for (float& value : values) value = static_cast<float>(value / std::sqrt(norm));
    return values;
}

class FakeGallery : public Gallery {
  public:
    static constexpr int kScenes = 20;
    static constexpr int kViews = 4;

    explicit FakeGallery(service::GalleryRequest request = {}, bool withGroundTruth = false)
        : m_request(std::move(request)) {
        for (int scene = 0; scene < kScenes; ++scene) {
            for (int view = 0; view < kViews; ++view) {
                const cv::Mat rgb = drawPicture(scene, view);
                service::GalleryImage image;
                image.path = "scene_" + std::to_string(scene) + "/view_" + std::to_string(view) + ".png";
                image.relative = image.path;
                image.contentHash = sha256Hex(image.path);
                image.width = rgb.cols;
                image.height = rgb.rows;
                m_images.push_back(image);
                m_pictures.push_back(rgb);
                m_grids.push_back(gridOf(rgb, {8, 8}));
                m_means.push_back(gridOf(rgb, {2, 2}));
            }
        }
        nn::ModelInfo grid;
        grid.id = "grid";
        grid.displayName = "AdapNet (reimplementation)";
        grid.dimension = 192;
        nn::ModelInfo mean = grid;
        mean.id = "mean";
        mean.displayName = "Baseline GeM";
        mean.dimension = 12;
        m_models = {grid, mean};
        m_report.added = static_cast<std::int64_t>(m_images.size());
        if (withGroundTruth) makeGroundTruth();
    }

    // Models that the gallery lists and nobody finds anything with.
    void addIdleModels(int count) {
        for (int i = 0; i < count; ++i) {
            nn::ModelInfo idle = m_models.back();
            idle.id = "idle" + std::to_string(i);
            idle.displayName = "A model with quite a long name " + std::to_string(i);
            m_models.push_back(idle);
        }
    }

    const service::GalleryRequest& request() const override { return m_request; }
    const service::IndexReport& indexReport() const override { return m_report; }
    service::IndexReport& indexReport() { return m_report; }
    std::span<const service::GalleryImage> images() const override { return m_images; }
    std::span<const nn::ModelInfo> models() const override { return m_models; }
    const eval::GroundTruth* groundTruth() const override { return m_truth ? &*m_truth : nullptr; }
    std::string deviceOf(std::size_t) const override { return "cpu bf16 (cosine 0.9997)"; }
    std::string featureKeyOf(std::size_t model) const override { return "key-" + std::to_string(model); }
    Result<cv::Mat> loadImage(std::size_t image) const override { return m_pictures.at(image).clone(); }
    Result<cv::Mat> thumbnail(std::size_t image) const override { return m_pictures.at(image).clone(); }
    Result<std::shared_ptr<const service::QueryImage>> queryFromGallery(std::size_t image) const override {
        service::QueryImage query;
        query.rgb = m_pictures.at(image).clone();
        query.contentHash = m_images[image].contentHash;
        query.path = m_images[image].path;
        return std::make_shared<const service::QueryImage>(std::move(query));
    }
    Result<service::Query> groundTruthQuery(std::size_t query) const override {
        auto image = queryFromGallery(query * kViews);
        return service::Query{*image, image::Box{20, 10, 140, 110}, {}};
    }

    Result<service::Comparison> search(const service::Query& query, int topK,
                                       const JobContext& job) const override {
        noteSearch(query);
        if (beforeAnswer) beforeAnswer(query, job.stop);
        if (job.stopRequested()) return fail(Error::cancelled());
        service::Comparison comparison;
        const image::Box whole{0, 0, query.image->rgb.cols, query.image->rgb.rows};
        comparison.box = query.box;
        comparison.clean = *image::crop(query.image->rgb, query.box.value_or(whole));
        comparison.degraded = *degrade::applyRecipe(comparison.clean, query.recipe, query.image->contentHash);
        comparison.timingsMs = {{"describe", 1.0}, {"search", 1.0}};
        const auto wanted = [&](const std::string& id) {
            const auto& ids = query.models;
            return ids.empty() || std::find(ids.begin(), ids.end(), id) != ids.end();
        };
        if (wanted("grid"))
            comparison.models.push_back(rank("grid", m_grids, {8, 8}, query, comparison, topK));
        if (wanted("mean"))
            comparison.models.push_back(rank("mean", m_means, {2, 2}, query, comparison, topK));
        noteModels(comparison);
        return comparison;
    }
    // The same rules as the real engine, over `search`; without a memory.
    Result<service::RobustnessCurve> curve(const service::CurveRequest& request,
                                           const service::CurveEngine::Sink& sink,
                                           const JobContext& job) const override {
        ++m_curves;
        const eval::GroundTruthQuery* truth = m_truth ? m_truth->find(request.query.image->path) : nullptr;
        service::RobustnessCurve curve;
        if (!request.follow.empty())
            for (const std::size_t image : request.follow) curve.positives.push_back(m_images[image].path);
        else if (truth != nullptr)
            curve.positives = truth->easy;
        else
            return fail(ErrorCode::BadInput, "the ground truth says nothing about this query");
        for (const std::size_t i : service::computingOrder(request)) {
            if (beforeCurvePoint) beforeCurvePoint(request, request.values[i]);
            if (job.stopRequested() && !curve.points.empty()) return fail(Error::cancelled());
            service::CurvePoint point;
            point.value = request.values[i];
            const auto query = service::queryAt(request, point.value);
            if (!query) {
                point.problem = query.error().message();
            } else {
                const auto found = search(*query, kScenes * kViews, {});
                if (!found) return fail(found.error());
                point.box = found->box;
                point.recipe = query->recipe;
                for (const auto& ranking : found->models)
                    if (std::find(query->models.begin(), query->models.end(), ranking.model) !=
                        query->models.end())
                        point.models.push_back(measure(ranking, curve));
            }
            curve.points.push_back(point);
            sink(point);
        }
        return curve;
    }
    // "grid" has a block that halves what damage does to the cosine; "mean" has none.
    Result<service::Lens> lens(const service::LensRequest& request, const JobContext& job) const override {
        ++m_lenses;
        if (beforeLens) beforeLens(request);
        if (job.stopRequested()) return fail(Error::cancelled());
        service::Lens lens;
        lens.meanRemoved = true;
        const eval::GroundTruthQuery* truth = m_truth ? m_truth->find(request.query.image->path) : nullptr;
        if (truth != nullptr) lens.positives = truth->easy;
        const auto answer = [&](service::LensRoute route, double cosine, int rank) {
            service::LensAnswer out{route, {}, cosine, {}};
            if (truth != nullptr) out.positives = service::PositiveRanks{{rank + 3, rank}, rank, 1.0 / rank};
            return out;
        };
        const double damage = request.query.recipe.empty() ? 0 : 0.4;
        for (const auto& info : m_models) {
            const auto& ids = request.query.models;
            if (!ids.empty() && std::find(ids.begin(), ids.end(), info.id) == ids.end()) continue;
            service::LensModel model;
            model.model = info.id;
            model.hasCompensation = info.id == "grid";
            model.routes = {answer(service::LensRoute::NoHelp, 1 - damage, 5)};
            model.clean = answer(service::LensRoute::NoHelp, 1, 1);
            if (model.hasCompensation) {
                model.gate = {0.1F, 0.8F, 0, 0, 0.1F, 0, 0, 0, 0};
                model.cleanGate = {1, 0, 0, 0, 0, 0, 0, 0, 0};
                model.routes.push_back(answer(service::LensRoute::Compensated, 1 - damage / 2, 2));
                model.clean.route = service::LensRoute::Compensated;
                model.cleanNoHelp = answer(service::LensRoute::NoHelp, 0.99, 1);
                if (truth != nullptr) model.hurtsClean = blockHurts;
            }
            lens.models.push_back(std::move(model));
        }
        return lens;
    }
    std::function<void(const service::LensRequest&)> beforeLens;  // on the lens' thread
    bool blockHurts = false;
    int lenses() const { return m_lenses; }

    std::string curveCommand(const service::CurveRequest& request) const override {
        return "adapnet curve --along " + request.parameter;
    }
    // Runs before every point of a curve, on its thread.
    std::function<void(const service::CurveRequest&, double)> beforeCurvePoint;
    int curves() const { return m_curves; }

    // An atlas by a formula, cell by cell and in any order of runs: what an earlier run has finished is not
    // measured again.
    Result<service::AtlasPlan> planAtlas(const service::AtlasRequest& request) const override {
        if (auto good = request.check(); !good) return fail(good.error());
        const std::size_t all = m_truth->queries.size();
        const auto queries =
            static_cast<std::int64_t>(request.maxQueries == 0 ? all : std::min(request.maxQueries, all));
        const auto kinds = static_cast<std::int64_t>(request.kinds.empty() ? degrade::registry().size()
                                                                           : request.kinds.size());
        const auto grid = kinds * static_cast<std::int64_t>(request.severities.size());
        service::AtlasPlan plan;
        plan.rankings = queries * (1 + grid * request.seeds);
        plan.cells = queries * (1 + grid);
        plan.finished = std::min<std::int64_t>(plan.cells, m_atlasCells);
        plan.command = "adapnet atlas --queries " + std::to_string(queries);
        return plan;
    }
    Result<service::Atlas> atlas(const service::AtlasRequest& request, const service::AtlasFollower& follower,
                                 const JobContext& job) const override {
        const auto plan = planAtlas(request);
        if (!plan) return fail(plan.error());
        ProgressMeter meter(job.progress, "atlas", plan->cells - plan->finished);
        service::Atlas atlas = atlasByFormula(request, plan->finished);
        follower.begun(atlas);
        const auto places = static_cast<std::int64_t>(atlas.cells.size() / 2);
        for (std::int64_t cell = plan->finished; cell < plan->cells; ++cell) {
            if (beforeAtlasCell) beforeAtlasCell(cell);
            if (job.stopRequested()) return fail(Error::cancelled());
            m_atlasCells = cell + 1;
            ++m_atlasMeasured;
            meter.advance();
            const auto& here = atlas.cells[static_cast<std::size_t>(2 * (cell % places))];
            follower.grown(partByFormula(request, here.kind, here.severity, atlas.queries.size(),
                                         static_cast<std::size_t>(cell / places) + 1));
        }
        meter.finish();
        return atlasByFormula(request, plan->cells);
    }
    // Runs before every cell of an atlas, on its thread.
    std::function<void(std::int64_t)> beforeAtlasCell;
    std::int64_t atlasCellsMeasured() const { return m_atlasMeasured; }

    std::string searchCommand(const service::Query& query, int topK) const override {
        const std::string picture =
            query.image->file.empty() ? query.image->path : query.image->file.string();
        std::string command = "adapnet search '" + m_request.folder.string() + "' --query '" + picture + "'";
        if (query.box) command += " --box " + image::formatBox(*query.box);
        for (const auto& step : query.recipe.steps) command += " --degrade " + degrade::formatStep(step);
        if (!query.compensation) command += " --no-compensation";
        return command + " --top " + std::to_string(topK);
    }
    report::RunRecord makeRecord(const service::Query& query,
                                 const service::Comparison& comparison) const override {
        {
            const std::lock_guard lock(m_mutex);
            m_threads.insert(std::this_thread::get_id());
        }
        report::RunRecord record;
        record.programVersion = "test";
        record.createdUtc = "2024-01-01T00:00:00Z";
        record.galleryFolder = m_request.folder.string();
        record.gallerySize = m_images.size();
        record.queryPath = query.image->path;
        record.box = query.box;
        record.recipe = query.recipe;
        for (const auto& ranking : comparison.models) {
            report::RecordModel model;
            model.id = ranking.model;
            model.displayName = ranking.model;
            for (const auto& result : ranking.results)
                model.results.push_back({result.rank, result.path, result.score, result.label, 0, false, {}});
            record.models.push_back(std::move(model));
        }
        record.command = searchCommand(query, 10);
        record.queryPicture = query.image->rgb;
        record.cleanCrop = comparison.clean;
        record.degradedCrop = comparison.degraded;
        return record;
    }

    // Runs inside `search`, on its thread; may wait, and may look at the stop token.
    std::function<void(const service::Query&, const std::stop_token&)> beforeAnswer;
    int searches() const { return m_searches; }
    // How often this model ranked a query.
    int rankings(const std::string& model) const {
        const std::lock_guard lock(m_mutex);
        const auto found = m_rankings.find(model);
        return found == m_rankings.end() ? 0 : found->second;
    }
    // The threads that searched or wrote records.
    std::set<std::thread::id> searchThreads() const {
        const std::lock_guard lock(m_mutex);
        return m_threads;
    }

  private:
    static service::CurveModelPoint measure(const service::ModelRanking& ranking,
                                            const service::RobustnessCurve& curve) {
        service::CurveModelPoint point;
        for (const auto& path : curve.positives)
            for (const auto& result : ranking.results)
                if (result.path == path) point.ranks.push_back(result.rank);
        point.bestRank = *std::min_element(point.ranks.begin(), point.ranks.end());
        point.averagePrecision = 1.0 / point.bestRank;
        return point;
    }
    void noteSearch(const service::Query&) const {
        ++m_searches;
        const std::lock_guard lock(m_mutex);
        m_threads.insert(std::this_thread::get_id());
    }

    void noteModels(const service::Comparison& comparison) const {
        const std::lock_guard lock(m_mutex);
        for (const auto& ranking : comparison.models) ++m_rankings[ranking.model];
    }

    // The first model loses less, except in fog, where nothing can be said, and in rain, where it is worse.
    static double atlasValue(const std::string& kind, int severity, std::size_t model, std::size_t query) {
        double value = 0.9 - 0.03 * static_cast<double>(query % 8);
        if (severity == 0) return value;
        value -= 0.05 * severity;
        const double step = kind == "fog" ? (query % 2 == 0 ? 0.05 : -0.05) : kind == "rain" ? -0.1 : 0.1;
        return std::max(0.0, value - (model == 0 ? 0 : step));
    }
    // Two models in one place of the grid; the first `measured` of the queries count.
    static service::AtlasPart partByFormula(const service::AtlasRequest& request, const std::string& kind,
                                            int severity, std::size_t queries, std::size_t measured) {
        service::AtlasPart part;
        for (std::size_t model = 0; model < 2; ++model) {
            service::AtlasCell cell;
            cell.kind = kind;
            cell.severity = severity;
            cell.model = model;
            cell.measured = measured;
            cell.perQuery.assign(queries, std::numeric_limits<double>::quiet_NaN());
            for (std::size_t i = 0; i < measured; ++i) {
                cell.perQuery[i] = atlasValue(kind, severity, model, i);
                cell.worst.push_back(i);
            }
            std::stable_sort(cell.worst.begin(), cell.worst.end(), [&](std::size_t a, std::size_t b) {
                return cell.perQuery[a] < cell.perQuery[b];
            });
            cell.worst.resize(std::min(measured, service::kWorstQueries));
            cell.mAP = eval::bootstrapMean(cell.perQuery, request.bootstrap);
            part.cells.push_back(std::move(cell));
        }
        part.differences.push_back(
            {kind, severity, 0, 1,
             *eval::comparePaired(part.cells[0].perQuery, part.cells[1].perQuery, request.bootstrap)});
        return part;
    }
    // Query by query and place by place; `done`: of these pairs.
    service::Atlas atlasByFormula(const service::AtlasRequest& request, std::int64_t done) const {
        service::Atlas atlas;
        for (const auto& model : m_models) atlas.models.push_back(model.id);
        const std::size_t all = m_truth->queries.size();
        const std::size_t queries = request.maxQueries == 0 ? all : std::min(request.maxQueries, all);
        for (std::size_t i = 0; i < queries; ++i) atlas.queries.push_back({i, m_truth->queries[i].image, {}});
        atlas.severities = request.severities;
        atlas.kinds = request.kinds;
        if (atlas.kinds.empty())
            for (const auto& degradation : degrade::registry()) atlas.kinds.push_back(degradation->kind());
        atlas.seeds = request.seeds;
        atlas.firstSeed = request.firstSeed;
        atlas.confidence = request.bootstrap.confidence;
        atlas.resamples = request.bootstrap.resamples;
        const std::size_t places = 1 + atlas.kinds.size() * atlas.severities.size();
        const auto finished = static_cast<std::size_t>(done);
        std::size_t place = 0;
        const auto add = [&](const std::string& kind, int severity) {
            const std::size_t measured = finished / places + (place++ < finished % places ? 1 : 0);
            auto part = partByFormula(request, kind, severity, queries, measured);
            std::ranges::move(part.cells, std::back_inserter(atlas.cells));
            std::ranges::move(part.differences, std::back_inserter(atlas.differences));
        };
        add("clean", 0);
        for (const auto& kind : atlas.kinds)
            for (const int severity : atlas.severities) add(kind, severity);
        return atlas;
    }

    void makeGroundTruth() {
        m_truth.emplace();
        for (const auto& image : m_images) m_truth->gallery.push_back(image.path);
        for (int scene = 0; scene < kScenes; ++scene) {
            eval::GroundTruthQuery query;
            const auto path = [&](int view) {
                return m_images[static_cast<std::size_t>(scene * kViews + view)].path;
            };
            query.image = path(0);
            query.easy = {path(1), path(2)};
            query.hard = {path(3)};
            m_truth->queries.push_back(query);
        }
    }

    static std::vector<std::pair<float, std::size_t>> scoresOf(
        const std::vector<float>& wanted, const std::vector<std::vector<float>>& gallery) {
        std::vector<std::pair<float, std::size_t>> scores;
        for (std::size_t i = 0; i < gallery.size(); ++i) {
            float score = 0;
            for (std::size_t k = 0; k < wanted.size(); ++k) score += wanted[k] * gallery[i][k];
            scores.emplace_back(-score, i);
        }
        std::sort(scores.begin(), scores.end());
        return scores;
    }

    service::ModelRanking rank(const std::string& model, const std::vector<std::vector<float>>& gallery,
                               const cv::Size& cells, const service::Query& query,
                               const service::Comparison& comparison, int topK) const {
        const auto degraded = scoresOf(gridOf(comparison.degraded, cells), gallery);
        const auto clean = scoresOf(gridOf(comparison.clean, cells), gallery);
        const eval::GroundTruthQuery* truth = m_truth ? m_truth->find(query.image->path) : nullptr;
        service::ModelRanking ranking;
        ranking.model = model;
        ranking.indexKind = "exact";
        for (std::size_t i = 0; i < degraded.size() && static_cast<int>(i) < topK; ++i) {
            service::RankedResult result;
            result.rank = static_cast<int>(i) + 1;
            result.image = degraded[i].second;
            result.path = m_images[result.image].path;
            result.score = -degraded[i].first;
            if (truth != nullptr) result.label = eval::labelOf(*truth, result.path);
            if (!query.recipe.empty()) {
                const auto before = std::find_if(clean.begin(), clean.end(), [&](const auto& entry) {
                    return entry.second == result.image;
                });
                result.cleanRank = static_cast<int>(before - clean.begin()) + 1;
                result.moved = result.cleanRank - result.rank;
            }
            ranking.results.push_back(std::move(result));
        }
        return ranking;
    }

    service::GalleryRequest m_request;
    service::IndexReport m_report;
    std::vector<service::GalleryImage> m_images;
    std::vector<cv::Mat> m_pictures;
    std::vector<std::vector<float>> m_grids, m_means;
    std::vector<nn::ModelInfo> m_models;
    std::optional<eval::GroundTruth> m_truth;
    mutable std::atomic<int> m_searches = 0;
    mutable std::atomic<int> m_curves = 0;
    mutable std::atomic<int> m_lenses = 0;
    mutable std::atomic<std::int64_t> m_atlasCells = 0;     // finished, of all runs
    mutable std::atomic<std::int64_t> m_atlasMeasured = 0;  // in all runs together
    mutable std::mutex m_mutex;
    mutable std::set<std::thread::id> m_threads;
    mutable std::map<std::string, int> m_rankings;
};

// Services whose every gallery is `gallery`, opened without delay.
inline SessionServices fakeServices(std::shared_ptr<FakeGallery> gallery) {
    SessionServices services;
    services.openGallery = [gallery](const service::GalleryRequest&,
                                     const JobContext&) -> Result<std::shared_ptr<Gallery>> {
        return gallery;
    };
    services.loadPicture = [](const fs::path& file) -> Result<service::QueryImage> {
        auto rgb = image::loadRgb(file);
        if (!rgb) return fail(rgb.error());
        return service::QueryImage{*rgb, sha256Hex(file.string()), file, displayPath(file.filename())};
    };
    services.pictureFromPixels = [](const cv::Mat& rgb) {
        return service::QueryImage{rgb, "pixels", {}, {}};
    };
    services.keepPasted = [](const service::QueryImage&) -> Result<fs::path> {
        return fs::path("/kept/pasted.bmp");
    };
    services.devices = [] {
        return std::vector<nn::DeviceInfo>{{"cpu", "Processor", {nn::Precision::Fp32, nn::Precision::Bf16}}};
    };
    services.renderDemo = [](const fs::path& folder, const JobContext&) -> Result<service::GalleryRequest> {
        service::GalleryRequest request;
        request.folder = folder;
        request.groundTruth = folder / "ground-truth.json";
        return request;
    };
    return services;
}

}  // namespace adapnet::ui::test
