// Galleries of drawn pictures, and extractors that count, fail or wait on purpose.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <mutex>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/base/sha256.h"
#include "core/features/extraction.h"
#include "core/image/image.h"

namespace adapnet::features {

// A scene that depends on `seed` only.
inline cv::Mat drawScene(std::uint64_t seed, int width, int height) {
    RandomStream random(seed);
    const auto colour = [&] {
        return cv::Scalar(static_cast<double>(random.below(256)), static_cast<double>(random.below(256)),
                          static_cast<double>(random.below(256)));
    };
    cv::Mat picture(height, width, CV_8UC3, colour());
    for (int i = 0; i < 6; ++i) {
        const cv::Point a(static_cast<int>(random.below(static_cast<std::uint64_t>(width))),
                          static_cast<int>(random.below(static_cast<std::uint64_t>(height))));
        cv::circle(picture, a, 3 + static_cast<int>(random.below(20)), colour(), cv::FILLED);
    }
    return picture;
}

inline std::string jpegOf(std::uint64_t seed, int width = 64, int height = 48) {
    const auto bytes = image::encodeJpeg(drawScene(seed, width, height), 90);
    return {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
}

// What a test wants of its extractors; shared by all that a factory makes.
struct Behaviour {
    std::atomic<int> created{0};
    std::atomic<int> calls{0};
    std::atomic<int> pictures{0};  // that went through successfully
    std::atomic<int> largest{0};   // batch that was asked for
    std::atomic<int> largestDone{0};
    std::string modelId = "histogram";
    int batch = 16;
    nn::Shrinking shrinking = nn::Shrinking::Area;
    // Called before each extraction; an error is returned as it is.
    std::function<Result<void>(std::span<const cv::Mat>)> before;
    // May change the answer.
    std::function<void(std::vector<float>&)> after;

    // Decode threads ask for the rule at every picture: here a test sees how far they are.
    std::atomic<int> rulesAsked{0};
    void waitUntilPrepared(int count) {
        for (int asked = rulesAsked; asked < count; asked = rulesAsked) rulesAsked.wait(asked);
    }
};

class CountingExtractor final : public FeatureExtractor {
  public:
    explicit CountingExtractor(Behaviour& behaviour) : m_behaviour(behaviour) { ++m_behaviour.created; }
    FeatureSpec spec() const override { return specFor(m_behaviour.modelId); }
    static FeatureSpec specFor(const std::string& modelId) {
        FeatureSpec spec = makeHistogramExtractor()->spec();
        spec.modelId = modelId;
        return spec;
    }
    InputRule inputRule() const override {
        ++m_behaviour.rulesAsked;
        m_behaviour.rulesAsked.notify_all();
        return {m_inner->inputRule().maxSide, m_behaviour.shrinking};
    }
    int preferredBatch(int, int) const override { return m_behaviour.batch; }
    Result<std::vector<float>> extract(std::span<const cv::Mat> pictures) override {
        const auto count = static_cast<int>(pictures.size());
        ++m_behaviour.calls;
        raise(m_behaviour.largest, count);
        if (m_behaviour.before) {
            if (auto allowed = m_behaviour.before(pictures); !allowed) return fail(allowed.error());
        }
        m_behaviour.pictures += count;
        raise(m_behaviour.largestDone, count);
        auto rows = m_inner->extract(pictures);
        if (rows && m_behaviour.after) m_behaviour.after(*rows);
        return rows;
    }

  private:
    static void raise(std::atomic<int>& value, int candidate) {
        int old = value;
        while (old < candidate && !value.compare_exchange_weak(old, candidate)) {
        }
    }
    Behaviour& m_behaviour;
    std::unique_ptr<FeatureExtractor> m_inner = makeHistogramExtractor();
};

inline ExtractionModel modelOf(Behaviour& behaviour, bool specKnown = false) {
    ExtractionModel model;
    model.factory = [&behaviour]() -> Result<std::unique_ptr<FeatureExtractor>> {
        return std::make_unique<CountingExtractor>(behaviour);
    };
    if (specKnown) model.spec = CountingExtractor::specFor(behaviour.modelId);
    return model;
}

// The last snapshot of a run.
class LastProgress : public ProgressSink {
  public:
    void report(const Progress& snapshot) override {
        const std::lock_guard lock(m_mutex);
        m_last = snapshot;
        ++m_reports;
    }
    Progress last() const {
        const std::lock_guard lock(m_mutex);
        return m_last;
    }

  private:
    mutable std::mutex m_mutex;
    Progress m_last;
    int m_reports = 0;
};

class GalleryTest : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "adapnet-features-XXXXXX").native();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        m_folder = name;
        m_gallery = m_folder / "gallery";
        fs::create_directory(m_gallery);
        reopenCache();
    }
    void TearDown() override {
        m_cache.reset();
        fs::remove_all(m_folder);
    }
    void reopenCache() {
        m_cache.reset();
        auto cache = catalog::CacheDatabase::open(m_folder / "cache.sqlite");
        ASSERT_TRUE(cache) << cache.error().message();
        m_cache = std::move(*cache);
    }

    void put(const fs::path& relative, const std::string& bytes) {
        fs::create_directories((m_gallery / relative).parent_path());
        fs::remove(m_gallery / relative);
        std::ofstream out(m_gallery / relative, std::ios::binary);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        ASSERT_TRUE(out.good()) << relative;
    }
    // `count` different pictures named 000.jpg and so on.
    void putPictures(int count, int firstSeed = 1) {
        for (int i = 0; i < count; ++i) put(nameOf(i), jpegOf(static_cast<std::uint64_t>(firstSeed + i)));
    }
    static std::string nameOf(int i) {
        const std::string digits = std::to_string(i);
        return std::string(3 - std::min<std::size_t>(3, digits.size()), '0') + digits + ".jpg";
    }
    std::vector<fs::path> listFiles() const {
        std::vector<fs::path> files;
        for (const auto& entry : fs::recursive_directory_iterator(m_gallery))
            if (!entry.is_directory()) files.push_back(entry.path().lexically_relative(m_gallery));
        std::sort(files.begin(), files.end());
        return files;
    }
    ExtractionRequest request(Behaviour& behaviour) const {
        ExtractionRequest request;
        request.folder = m_gallery;
        request.files = listFiles();
        request.models = {modelOf(behaviour)};
        request.decodeThreads = 2;
        return request;
    }
    Result<ExtractionSummary> run(const ExtractionRequest& request, std::stop_token stop = {}) {
        return extractFeatures(request, *m_cache, {.stop = stop, .progress = m_progress});
    }
    Result<ExtractionSummary> run(Behaviour& behaviour) { return run(request(behaviour)); }
    static const FileResult& lineOf(const ExtractionSummary& summary, const fs::path& relative) {
        for (const FileResult& file : summary.files)
            if (file.relative == relative) return file;
        static const FileResult none;
        ADD_FAILURE() << "no line for " << relative;
        return none;
    }

    fs::path m_folder, m_gallery;
    std::unique_ptr<catalog::CacheDatabase> m_cache;
    LastProgress m_progress;
};

class ExtractFeatures : public GalleryTest {
  protected:
    std::string key(const std::string& modelId = "histogram") const {
        return CountingExtractor::specFor(modelId).key();
    }
    // The vector in the cache against one computed here, alone and without the pipeline.
    void expectRightVector(const fs::path& relative, const std::string& featureKey,
                           nn::Shrinking shrinking = nn::Shrinking::Area) {
        const auto rgb = image::loadRgb(m_gallery / relative);
        ASSERT_TRUE(rgb);
        const auto extractor = makeHistogramExtractor();
        const cv::Mat input = shrunk(*rgb, {extractor->inputRule().maxSide, shrinking});
        const auto bytes = readFile(m_gallery / relative);
        const auto block = m_cache->loadVectors(featureKey, std::vector{sha256Hex(*bytes)});
        ASSERT_TRUE(block) << relative;
        ASSERT_TRUE(block->missing.empty()) << relative;
        EXPECT_EQ(block->values, *extractor->extract(std::span(&input, 1))) << relative;
    }
};

}  // namespace adapnet::features
