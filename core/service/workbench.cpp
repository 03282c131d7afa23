// Opening a gallery: files, cache, vectors, indexes.
#include "core/service/workbench.h"

#include <algorithm>
#include <chrono>
#include <unordered_set>
#include <utility>

#include "core/base/numbers.h"
#include "core/base/sha256.h"
#include "core/features/extraction.h"
#include "core/service/gallery_scan.h"
#include "core/service/model_registry.h"
#include "core/service/truth_source.h"
#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

Result<fs::path> galleryRoot(const fs::path& folder) {
    std::error_code error;
    const fs::path root = fs::canonical(folder, error);
    if (error)
        return fail(ErrorCode::NotFound, "the folder '" + displayPath(folder) + "' cannot be opened (" +
                                             error.message() + "); check its name");
    if (!fs::is_directory(root, error))
        return fail(ErrorCode::BadInput,
                    "'" + displayPath(folder) + "' is not a folder; give the folder that holds the pictures");
    return root;
}

}  // namespace

// The steps of Workbench::open, in their order.
class GalleryOpener {
  public:
    GalleryOpener(Workbench::Impl& impl, const JobContext& job, const WorkbenchTuning& tuning)
        : m_impl(impl), m_job(job), m_tuning(tuning) {}

    Result<void> run() {
        const auto start = std::chrono::steady_clock::now();
        for (const auto step : {&GalleryOpener::findFiles, &GalleryOpener::openCache, &GalleryOpener::extract,
                                &GalleryOpener::listImages, &GalleryOpener::buildIndexes}) {
            if (auto done = (this->*step)(); !done) return done;
            if (m_job.stopRequested()) return fail(Error::cancelled());
        }
        rememberVanished();
        m_impl.report.seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return {};
    }

  private:
    Result<void> findFiles() {
        auto root = galleryRoot(m_impl.request.folder);
        if (!root) return fail(root.error());
        m_impl.root = std::move(*root);
        auto models = resolveModels(m_impl.request.models);
        if (!models) return fail(models.error());
        m_impl.infos = std::move(*models);
        if (m_impl.request.groundTruth) {
            auto truth = loadTruth(*m_impl.request.groundTruth, m_impl.root, m_job);
            if (!truth)
                return fail(truth.error().whileDoing("reading the ground truth '" +
                                                     displayPath(*m_impl.request.groundTruth) + "'"));
            m_impl.truth = std::move(*truth);
        }
        auto scan = m_impl.truth ? scanGroundTruth(*m_impl.truth) : scanFolder(m_impl.root, m_job);
        if (!scan) return fail(scan.error());
        m_scan = std::move(*scan);
        for (const auto& problem : m_scan.problems)
            m_impl.report.damaged.push_back({displayPath(problem.relative / ""), problem.reason});
        if (m_scan.files.empty())
            return fail(ErrorCode::NotFound,
                        m_impl.truth ? "the ground truth names no gallery picture"
                                     : "there is no picture in '" + displayPath(m_impl.request.folder) +
                                           "'; choose a folder with JPEG, PNG, WebP, TIFF or BMP files");
        return {};
    }

    Result<void> openCache() {
        const fs::path file = m_impl.request.cacheFile.value_or(userCacheFolder() / "cache.sqlite");
        auto cache = catalog::CacheDatabase::open(file);
        if (!cache) return fail(cache.error());
        m_impl.cache = std::move(*cache);
        auto known = m_impl.cache->files(m_impl.root);
        if (!known) return fail(known.error());
        m_known = std::move(*known);
        return {};
    }

    // The networks are loaded by the extraction, while it reads files, and are kept for the queries.
    Result<void> extract() {
        features::ExtractionRequest request;
        request.folder = m_impl.root;
        request.files = m_scan.files;
        nn::NetworkOptions options;
        options.device = m_impl.request.device;
        options.precision = m_impl.request.precision;
        m_loaded.resize(m_impl.infos.size());
        for (std::size_t i = 0; i < m_impl.infos.size(); ++i) {
            // Runs on a thread that extractFeatures joins before it returns.
            auto factory = [info = m_impl.infos[i], options,
                            slot = &m_loaded[i]]() -> Result<std::unique_ptr<features::FeatureExtractor>> {
                auto loaded = loadModel(info, options);
                if (!loaded) return fail(loaded.error());
                *slot = std::move(*loaded);
                return lend(*slot);
            };
            request.models.push_back({options.device, std::move(factory), std::nullopt});
        }
        auto summary = features::extractFeatures(request, *m_impl.cache, m_job);
        if (!summary) return fail(summary.error());
        m_summary = std::move(*summary);
        return {};
    }

    Result<void> listImages() {
        IndexReport& report = m_impl.report;
        report.added = m_summary.added;
        report.present = m_summary.present;
        if (m_summary.seconds > 0)
            report.imagesPerSecond = static_cast<double>(m_summary.forwardPictures) / m_summary.seconds;
        for (const auto& file : m_summary.files) {
            const std::string path = displayPath(file.relative);
            switch (file.outcome) {
                case features::FileOutcome::Added:
                case features::FileOutcome::Present:
                    m_impl.images.push_back({path, file.relative, file.contentHash, file.width, file.height});
                    break;
                case features::FileOutcome::Missing:
                    report.missingPaths.push_back(path);
                    break;
                case features::FileOutcome::TooLarge:
                    report.tooLarge.push_back({path, file.reason});
                    break;
                case features::FileOutcome::Damaged:
                case features::FileOutcome::Failed:
                    report.damaged.push_back({path, file.reason});
                    break;
            }
        }
        if (!m_impl.truth) reportVanished();
        report.missing = static_cast<std::int64_t>(report.missingPaths.size());
        if (auto dropped = dropImagesWithoutVectors(); !dropped) return dropped;
        for (std::size_t i = 0; i < m_impl.images.size(); ++i)
            m_impl.rowOfPath.emplace(m_impl.images[i].relative.native(), static_cast<std::uint32_t>(i));
        return {};
    }

    // A picture known from before is missing when its content is nowhere in the gallery any more; a renamed
    // or moved file is not. It is reported once: its line is marked then, while its descriptors wait in the
    // cache for the day when it comes back.
    void reportVanished() {
        std::unordered_set<std::string> contents;
        std::unordered_set<std::string> paths;
        for (const auto& file : m_summary.files) {
            contents.insert(file.contentHash);
            paths.insert(file.relative.native());
        }
        for (const auto& known : m_known) {
            if (known.status == catalog::FileStatus::Missing || known.contentHash.empty() ||
                paths.contains(known.path) || isUnreadable(known.path))
                continue;
            if (!contents.contains(known.contentHash))
                m_impl.report.missingPaths.push_back(validUtf8(known.path));
            catalog::FileRecord& marked = m_vanished.files.emplace_back(known);
            marked.status = catalog::FileStatus::Missing;
            marked.reason = "the file is not there";
        }
    }

    // Below a folder that could not be read: nothing is known about this file.
    bool isUnreadable(const fs::path& path) const {
        return std::any_of(m_scan.problems.begin(), m_scan.problems.end(), [&](const FolderProblem& problem) {
            const auto end =
                std::mismatch(problem.relative.begin(), problem.relative.end(), path.begin(), path.end());
            return end.first == problem.relative.end();
        });
    }

    // Last, when the report will surely be seen. What cannot be marked is reported again the next time.
    void rememberVanished() {
        std::error_code error;
        if (!m_vanished.empty() && fs::is_directory(m_impl.root, error))
            static_cast<void>(m_impl.cache->store(m_impl.root, m_vanished));
    }

    Result<void> dropImagesWithoutVectors() {
        std::vector<std::string> hashes;
        for (const auto& image : m_impl.images) hashes.push_back(image.contentHash);
        std::unordered_set<std::string> incomplete;
        for (const auto& spec : m_summary.specs) {
            const auto missing = m_impl.cache->missingVectors(spec.key(), hashes);
            if (!missing) return fail(missing.error());
            incomplete.insert(missing->begin(), missing->end());
        }
        if (incomplete.empty()) return {};
        std::erase_if(m_impl.images, [&](const GalleryImage& image) {
            if (!incomplete.contains(image.contentHash)) return false;
            m_impl.report.damaged.push_back({image.path, "no descriptor could be computed for this picture"});
            return true;
        });
        return {};
    }

    Result<void> buildIndexes() {
        std::vector<std::string> hashes;
        for (const auto& image : m_impl.images) hashes.push_back(image.contentHash);
        ProgressMeter meter(m_job.progress, "index", static_cast<std::int64_t>(m_impl.infos.size()));
        for (std::size_t i = 0; i < m_impl.infos.size(); ++i) {
            if (m_job.stopRequested()) return fail(Error::cancelled());
            GalleryModel model{m_impl.infos[i], deviceText(m_loaded[i]), m_summary.specs[i].key(), {}};
            auto matrix = readDescriptors(model, hashes);
            if (!matrix) return fail(matrix.error());
            auto gallery = buildGalleryIndex(std::move(*matrix), indexPlan(model, hashes));
            if (!gallery) return fail(gallery.error());
            model.gallery = std::move(*gallery);
            m_impl.models.push_back(std::move(model));
            meter.advance();
        }
        meter.finish();
        m_impl.describer = std::make_unique<QueryDescriber>(std::move(m_loaded));
        return {};
    }

    // In parts, so that a stop request is not left waiting for a million rows.
    Result<features::FeatureMatrix> readDescriptors(const GalleryModel& model,
                                                    const std::vector<std::string>& hashes) const {
        constexpr std::size_t kPart = 8192;
        features::FeatureMatrix matrix{hashes.size(), 0, {}};
        std::size_t at = 0;
        do {
            if (m_job.stopRequested()) return fail(Error::cancelled());
            const auto part = std::span(hashes).subspan(at, std::min(kPart, hashes.size() - at));
            auto block = m_impl.cache->loadVectors(model.featureKey, part);
            if (!block)
                return fail(block.error().whileDoing("reading the vectors of '" + model.info.id + "'"));
            if (!block->missing.empty())
                return fail(ErrorCode::Database,
                            "the cache lost vectors while the gallery was opened; open it again");
            matrix.dimension = block->dimension;
            if (at == 0) matrix.values.reserve(hashes.size() * block->dimension);
            matrix.values.insert(matrix.values.end(), block->values.begin(), block->values.end());
            at += part.size();
        } while (at < hashes.size());
        return matrix;
    }

    GalleryIndexPlan indexPlan(const GalleryModel& model, const std::vector<std::string>& hashes) const {
        GalleryIndexPlan plan;
        plan.exactLimit = m_tuning.exactLimit;
        plan.stop = m_job.stop;
        plan.indexKey = index::indexKey(model.featureKey + "|mean removed", hashes);
        fs::path folder = m_impl.cache->file();
        folder += ".indexes";
        plan.hnswFile =
            folder / (sha256Hex(m_impl.root.native() + '\n' + model.info.id).substr(0, 32) + ".hnsw");
        return plan;
    }

    Workbench::Impl& m_impl;
    const JobContext& m_job;
    const WorkbenchTuning& m_tuning;
    GalleryScan m_scan;
    std::vector<catalog::FileRecord> m_known;
    catalog::CacheBatch m_vanished;  // lines of files that are gone, marked so
    std::vector<LoadedModel> m_loaded;
    features::ExtractionSummary m_summary;
};

Workbench::Workbench(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Workbench::~Workbench() = default;

Result<std::unique_ptr<Workbench>> Workbench::open(const GalleryRequest& request, const JobContext& job,
                                                   const WorkbenchTuning& tuning) {
    auto impl = std::make_unique<Impl>();
    impl->request = request;
    if (auto opened = GalleryOpener(*impl, job, tuning).run(); !opened) return fail(opened.error());
    return std::unique_ptr<Workbench>(new Workbench(std::move(impl)));
}

const GalleryRequest& Workbench::request() const {
    return m_impl->request;
}

const IndexReport& Workbench::indexReport() const {
    return m_impl->report;
}

std::span<const GalleryImage> Workbench::images() const {
    return m_impl->images;
}

std::span<const nn::ModelInfo> Workbench::models() const {
    return m_impl->infos;
}

const eval::GroundTruth* Workbench::groundTruth() const {
    return m_impl->truth ? &*m_impl->truth : nullptr;
}

std::string Workbench::deviceOf(std::size_t model) const {
    return m_impl->models.at(model).device;
}

std::string Workbench::featureKeyOf(std::size_t model) const {
    return m_impl->models.at(model).featureKey;
}

std::vector<std::string> Workbench::indexSettingsOf(std::size_t model) const {
    return m_impl->models.at(model).gallery.settings();
}

Result<cv::Mat> Workbench::loadImage(std::size_t image) const {
    const GalleryImage& entry = m_impl->images.at(image);
    auto rgb = image::loadRgb(m_impl->absoluteFile(entry.relative));
    if (!rgb) return fail(rgb.error().whileDoing("reading '" + entry.path + "'"));
    return rgb;
}

Result<cv::Mat> Workbench::thumbnail(std::size_t image) const {
    constexpr int kThumbnailSide = 256;
    const auto stored = m_impl->cache->thumbnail(m_impl->images.at(image).contentHash);
    if (stored && *stored) {
        auto rgb = image::decodeRgb(**stored);
        if (rgb) return rgb;
    }
    // The cache may have been deleted meanwhile; the picture itself is still there.
    const auto rgb = loadImage(image);
    if (!rgb) return fail(rgb.error());
    return image::shrinkToFit(*rgb, kThumbnailSide);
}

Result<std::shared_ptr<const QueryImage>> Workbench::queryFromGallery(std::size_t image) const {
    const GalleryImage& entry = m_impl->images.at(image);
    auto query = loadQueryImage(m_impl->absoluteFile(entry.relative));
    if (!query) return fail(query.error());
    query->path = entry.path;
    return std::make_shared<const QueryImage>(std::move(*query));
}

Result<Query> Workbench::groundTruthQuery(std::size_t query) const {
    if (!m_impl->truth || query >= m_impl->truth->queries.size())
        return fail(ErrorCode::NotFound, "the ground truth has no query with this number");
    const auto& entry = m_impl->truth->queries[query];
    auto image = loadQueryImage(m_impl->absoluteFile(entry.image));
    if (!image) return fail(image.error());
    image->path = validUtf8(entry.image);
    Query result;
    result.image = std::make_shared<const QueryImage>(std::move(*image));
    result.box = boxOf(entry);
    return result;
}

}  // namespace adapnet::service
