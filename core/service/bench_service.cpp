#include "core/service/bench_service.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>

#include "core/catalog/cache_database.h"
#include "core/demo/scenes.h"
#include "core/features/extraction.h"
#include "core/image/image.h"
#include "core/service/gallery_scan.h"
#include "core/service/model_registry.h"

namespace adapnet::service {

namespace {

using Clock = std::chrono::steady_clock;

const cv::Size kRenderedSize{320, 240};
constexpr int kJpegQuality = 90;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// A folder of this process that disappears with the object.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        static std::atomic<unsigned> counter{0};
        std::error_code error;
        m_path = fs::temp_directory_path(error) /
                 ("adapnet-bench-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
        fs::create_directories(m_path, error);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const fs::path& path() const { return m_path; }

  private:
    fs::path m_path;
};

Result<void> renderPictures(const fs::path& folder, int count, const JobContext& job) {
    ProgressMeter meter(job.progress, "render", count);
    for (int i = 0; i < count; ++i) {
        if (job.stopRequested()) return fail(Error::cancelled());
        const auto view = demo::renderView(demo::kDefaultSeed, i / demo::kViewsPerScene,
                                           i % demo::kViewsPerScene, kRenderedSize);
        const auto jpeg = image::encodeJpeg(view.rgb, kJpegQuality);
        if (!jpeg) return fail(jpeg.error());
        auto written = writeFileSafely(folder / (std::to_string(i) + ".jpg"), *jpeg);
        if (!written) return written;
        meter.advance();
    }
    meter.finish();
    return {};
}

Result<BenchModel> benchModel(const nn::ModelInfo& info, const BenchRequest& request, const fs::path& folder,
                              const std::vector<fs::path>& files, const JobContext& job) {
    const TemporaryFolder temporary;
    auto cache = catalog::CacheDatabase::open(temporary.path() / "cache.sqlite");
    if (!cache) return fail(cache.error());
    BenchModel result;
    result.model = info.id;
    nn::NetworkOptions options;
    options.device = request.device;
    options.precision = request.precision;
    // Runs on the inference thread, which extractFeatures joins before it returns.
    auto factory = [&]() -> Result<std::unique_ptr<features::FeatureExtractor>> {
        const auto start = Clock::now();
        auto loaded = loadModel(info, options);
        if (!loaded) return fail(loaded.error());
        result.loadSeconds = secondsSince(start);
        result.device = deviceText(*loaded);
        result.precision = loaded->extractor->spec().precision;
        result.precisionCosine = loaded->precisionCosine;
        result.halfPrecisionRefused = halfPrecisionRefused(*loaded);
        return lend(*loaded);
    };
    features::ExtractionRequest extraction;
    extraction.folder = folder;
    extraction.files = files;
    extraction.models.push_back({request.device, factory, std::nullopt});
    const auto start = Clock::now();
    const auto summary = features::extractFeatures(extraction, **cache, job);
    if (!summary) return fail(summary.error());
    result.seconds = secondsSince(start);
    result.pictures = summary->forwardPictures;
    if (result.pictures == 0)
        return fail(ErrorCode::BadInput, "none of the " + std::to_string(files.size()) +
                                             " pictures could be read; choose another folder with --images");
    const auto pictures = static_cast<double>(result.pictures);
    result.picturesPerSecond = pictures / result.seconds;
    const auto& timings = summary->timings;
    result.msPerPicture = {timings.readMs / pictures,      timings.decodeMs / pictures,
                           timings.thumbnailMs / pictures, timings.resizeMs / pictures,
                           timings.forwardMs / pictures,   timings.writeMs / pictures};
    return result;
}

}  // namespace

Result<BenchReport> runBench(const BenchRequest& request, const JobContext& job) {
    const auto models = resolveModels(request.models);
    if (!models) return fail(models.error());
    const TemporaryFolder rendered;
    const fs::path folder = request.images.value_or(rendered.path());
    BenchReport report;
    report.source = request.images ? "folder" : "rendered";
    if (!request.images) {
        if (auto done = renderPictures(folder, std::max(1, request.count), job); !done)
            return fail(done.error());
    }
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail(ErrorCode::NotFound, "'" + displayPath(folder) + "' is not a folder; check its name");
    auto scan = scanFolder(folder, job);
    if (!scan) return fail(scan.error());
    if (request.count > 0 && scan->files.size() > static_cast<std::size_t>(request.count))
        scan->files.resize(static_cast<std::size_t>(request.count));
    if (scan->files.empty())
        return fail(ErrorCode::NotFound, "there is no picture in '" + displayPath(folder) + "'");
    for (const auto& info : *models) {
        auto model = benchModel(info, request, folder, scan->files, job);
        if (!model) return fail(model.error());
        report.models.push_back(std::move(*model));
    }
    return report;
}

}  // namespace adapnet::service
