#include "core/features/extraction.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <chrono>
#include <latch>
#include <limits>
#include <thread>

#include "core/base/sha256.h"
#include "tests/core/features/gallery.h"

namespace adapnet::features {
namespace {

TEST_F(ExtractFeatures, StoresVectorThumbnailPictureAndFileOfEveryPicture) {
    putPictures(30);
    put("deep/below/one.jpg", jpegOf(900, 400, 100));
    Behaviour behaviour;
    const auto summary = run(behaviour);
    ASSERT_TRUE(summary) << summary.error().message();
    EXPECT_EQ(summary->added, 31);
    EXPECT_EQ(summary->forwardPictures, 31);
    EXPECT_EQ(behaviour.pictures, 31);
    EXPECT_EQ(behaviour.created, 1);
    EXPECT_EQ(summary->specs.at(0).key(), key());
    EXPECT_EQ(*m_cache->counters(), (catalog::CacheCounters{1, 31, 31, 1, 31, 31}));
    for (const fs::path& file : listFiles()) expectRightVector(file, key());
    const FileResult& wide = lineOf(*summary, "deep/below/one.jpg");
    EXPECT_EQ(wide.outcome, FileOutcome::Added);
    EXPECT_EQ(wide.width, 400);
    EXPECT_EQ(wide.height, 100);
    EXPECT_EQ(wide.contentHash, sha256Hex(jpegOf(900, 400, 100)));
    const auto jpeg = m_cache->thumbnail(wide.contentHash);
    ASSERT_TRUE(jpeg && *jpeg);
    EXPECT_EQ(image::decodeRgb(**jpeg)->size(), cv::Size(256, 64));
    EXPECT_EQ(m_progress.last().done, 31);
    EXPECT_EQ(m_progress.last().total, 31);
    EXPECT_EQ(m_progress.last().stage, "extract");
    EXPECT_GT(m_progress.last().bytes, 0);
    EXPECT_GT(summary->timings.decodeMs, 0);
    EXPECT_GT(summary->timings.writeMs, 0);
}

TEST_F(ExtractFeatures, EachModelSeesThePictureShrunkInItsOwnWay) {
    put("wide.jpg", jpegOf(5, 400, 300));
    put("small.jpg", jpegOf(6, 60, 40));
    Behaviour area, lanczos;
    lanczos.modelId = "lanczos";
    lanczos.shrinking = nn::Shrinking::Lanczos;
    auto both = request(area);
    both.models.push_back(modelOf(lanczos));
    ASSERT_TRUE(run(both));
    for (const char* name : {"wide.jpg", "small.jpg"}) {
        expectRightVector(name, key());
        expectRightVector(name, key("lanczos"), nn::Shrinking::Lanczos);
    }
    const std::vector hashes{sha256Hex(jpegOf(5, 400, 300))};
    EXPECT_NE(m_cache->loadVectors(key(), hashes)->values,
              m_cache->loadVectors(key("lanczos"), hashes)->values);
}

TEST_F(ExtractFeatures, ASecondRunDoesNothing) {
    putPictures(20);
    Behaviour first, second;
    ASSERT_TRUE(run(first));
    // Size and time are known, so the files are not even read: unreadable content would be noticed.
    for (int i = 0; i < 20; ++i) {
        const auto time = fs::last_write_time(m_gallery / nameOf(i));
        const auto size = fs::file_size(m_gallery / nameOf(i));
        put(nameOf(i), std::string(size, 'x'));
        fs::last_write_time(m_gallery / nameOf(i), time);
    }
    const auto summary = run(second);
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->present, 20);
    EXPECT_EQ(second.pictures, 0);
    EXPECT_EQ(summary->forwardPictures, 0);
    EXPECT_EQ(lineOf(*summary, "007.jpg").width, 64);
    EXPECT_EQ(lineOf(*summary, "007.jpg").contentHash, sha256Hex(jpegOf(8)));
}

TEST_F(ExtractFeatures, AKnownSpecSparesLoadingTheNetworkWhenNothingIsMissing) {
    putPictures(5);
    Behaviour first, second;
    ASSERT_TRUE(run(first));
    auto again = request(second);
    again.models = {modelOf(second, true)};
    ASSERT_TRUE(run(again));
    EXPECT_EQ(second.created, 0);
    put("new.jpg", jpegOf(77));
    again.files = listFiles();
    const auto summary = run(again);
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->added, 1);
    EXPECT_EQ(summary->present, 5);
    EXPECT_EQ(second.created, 1);
    EXPECT_EQ(second.pictures, 1);
}

TEST_F(ExtractFeatures, ANetworkThatIsNotTheOnePromisedIsRefused) {
    putPictures(3);
    Behaviour behaviour;
    auto wrong = request(behaviour);
    wrong.models[0].spec = CountingExtractor::specFor("another model");
    const auto summary = run(wrong);
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Model);
    EXPECT_EQ(m_cache->counters()->vectors, 0);
}

TEST_F(ExtractFeatures, RenamedAndMovedFilesCostNothing) {
    putPictures(20);
    Behaviour first, second;
    ASSERT_TRUE(run(first));
    fs::create_directories(m_gallery / "sub");
    for (int i = 0; i < 10; ++i) fs::rename(m_gallery / nameOf(i), m_gallery / "sub" / ("moved" + nameOf(i)));
    for (int i = 10; i < 15; ++i) fs::rename(m_gallery / nameOf(i), m_gallery / ("renamed" + nameOf(i)));
    const auto summary = run(second);
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->present, 20);
    EXPECT_EQ(second.pictures, 0);
    EXPECT_EQ(m_cache->counters()->vectors, 20);
    EXPECT_EQ(lineOf(*summary, "sub/moved003.jpg").contentHash, sha256Hex(jpegOf(4)));
    // Another folder with the same pictures is no work either.
    const fs::path other = m_folder / "other";
    fs::rename(m_gallery, other);
    m_gallery = other;
    const auto elsewhere = request(second);
    EXPECT_EQ(m_cache->files(other)->size(), 0u);
    ASSERT_EQ(run(elsewhere)->present, 20);
    EXPECT_EQ(second.pictures, 0);
}

TEST_F(ExtractFeatures, EqualFilesAreExtractedOnce) {
    for (int i = 0; i < 40; ++i) put(nameOf(i), jpegOf(static_cast<std::uint64_t>(i % 4)));
    Behaviour behaviour;
    const auto summary = run(behaviour);
    ASSERT_TRUE(summary);
    EXPECT_EQ(behaviour.pictures, 4);
    EXPECT_EQ(summary->added, 4);
    EXPECT_EQ(summary->present, 36);
    EXPECT_EQ(*m_cache->counters(), (catalog::CacheCounters{1, 40, 4, 1, 4, 4}));
    for (const FileResult& file : summary->files) EXPECT_EQ(file.width, 64);
}

TEST_F(ExtractFeatures, AChangedFileIsExtractedAgain) {
    putPictures(3);
    Behaviour behaviour;
    ASSERT_TRUE(run(behaviour));
    put("001.jpg", jpegOf(555));
    ASSERT_EQ(run(behaviour)->added, 1);
    EXPECT_EQ(behaviour.pictures, 4);
    expectRightVector("001.jpg", key());
}

TEST_F(ExtractFeatures, BadFilesAreOneLineEachAndStopNothing) {
    putPictures(20);
    const std::string whole = jpegOf(500, 200, 200);
    put("cut.jpg", whole.substr(0, whole.size() / 2));
    put("empty.jpg", "");
    put("text.png", "this is no picture");
    put("copy of cut.jpg", whole.substr(0, whole.size() / 2));
    put("large.jpg", jpegOf(501, 300, 300));
    fs::create_directory(m_gallery / "folder.jpg");
    Behaviour behaviour;
    auto all = request(behaviour);
    all.limits.maxPixels = 200 * 300;
    all.files.push_back("gone.jpg");
    all.files.push_back("folder.jpg");
    all.files.push_back("../outside.jpg");
    all.files.push_back("/etc/passwd");
    ASSERT_EQ(::mkfifo((m_gallery / "pipe.jpg").c_str(), 0600), 0);
    all.files.push_back("pipe.jpg");
    const auto summary = run(all);
    ASSERT_TRUE(summary) << summary.error().message();
    EXPECT_EQ(summary->added, 20);
    EXPECT_EQ(summary->damaged, 6);
    EXPECT_EQ(summary->tooLarge, 1);
    EXPECT_EQ(summary->missing, 3);
    EXPECT_EQ(summary->failed, 0);
    for (const FileResult& file : summary->files)
        EXPECT_EQ(file.reason.empty(), file.outcome == FileOutcome::Added) << file.relative;
    EXPECT_EQ(lineOf(*summary, "cut.jpg").outcome, FileOutcome::Damaged);
    EXPECT_EQ(lineOf(*summary, "copy of cut.jpg").outcome, FileOutcome::Damaged);
    EXPECT_THAT(lineOf(*summary, "large.jpg").reason, ::testing::HasSubstr("300"));
    EXPECT_EQ(lineOf(*summary, "gone.jpg").outcome, FileOutcome::Missing);
    EXPECT_EQ(lineOf(*summary, "../outside.jpg").outcome, FileOutcome::Missing);
    EXPECT_EQ(m_progress.last().failed, 10);
    EXPECT_EQ(m_progress.last().done, 30);

    // The verdict is remembered; a larger limit looks again.
    all.limits = {};
    const auto again = run(all);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->damaged, 6);
    EXPECT_EQ(again->added, 1);
    EXPECT_EQ(lineOf(*again, "cut.jpg").reason, lineOf(*summary, "cut.jpg").reason);
    EXPECT_EQ(lineOf(*again, "large.jpg").outcome, FileOutcome::Added);
    // Mended files are taken.
    put("cut.jpg", whole);
    ASSERT_EQ(lineOf(*run(all), "cut.jpg").outcome, FileOutcome::Added);
}

TEST_F(ExtractFeatures, AMissingFileKeepsItsRowAndComesBackForNothing) {
    putPictures(4);
    Behaviour behaviour;
    const auto all = request(behaviour);
    ASSERT_TRUE(run(all));
    fs::rename(m_gallery / "002.jpg", m_folder / "away.jpg");
    const auto without = run(all);
    ASSERT_TRUE(without);
    EXPECT_EQ(without->missing, 1);
    EXPECT_EQ(*m_cache->counters(), (catalog::CacheCounters{1, 4, 4, 1, 4, 4}));
    EXPECT_EQ(m_cache->files(m_gallery)->at(2).status, catalog::FileStatus::Missing);
    fs::rename(m_folder / "away.jpg", m_gallery / "002.jpg");
    EXPECT_EQ(run(all)->present, 4);
    EXPECT_EQ(m_cache->files(m_gallery)->at(2).status, catalog::FileStatus::Ok);
    EXPECT_EQ(behaviour.pictures, 4);
}

TEST_F(ExtractFeatures, AVanishedGalleryIsAnErrorAndNoRowIsTouched) {
    putPictures(12);
    Behaviour behaviour;
    const auto all = request(behaviour);
    ASSERT_TRUE(run(all));
    const auto before = *m_cache->files(m_gallery);
    fs::rename(m_gallery, m_folder / "unplugged");
    const auto gone = run(all);
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().code, ErrorCode::NotFound);
    EXPECT_THAT(gone.error().message(), ::testing::HasSubstr(m_gallery.native()));
    EXPECT_EQ(*m_cache->files(m_gallery), before);
    fs::rename(m_folder / "unplugged", m_gallery);
    EXPECT_EQ(run(all)->present, 12);
}

TEST_F(ExtractFeatures, AGalleryThatVanishesInMidRunKeepsWhatIsFinished) {
    putPictures(60);
    Behaviour behaviour;
    behaviour.batch = 1;
    behaviour.before = [&](std::span<const cv::Mat>) -> Result<void> {
        if (behaviour.calls == 5) fs::rename(m_gallery, m_folder / "unplugged");
        return {};
    };
    auto all = request(behaviour);
    all.maxQueuedBytes = 3 * 64 * 48 * 3;  // decoding cannot run far ahead
    const auto gone = run(all);
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().code, ErrorCode::NotFound);
    EXPECT_THAT(gone.error().message(), ::testing::HasSubstr("gone"));
    const int finished = behaviour.pictures;
    EXPECT_EQ(m_cache->counters()->vectors, finished);
    const auto files = m_cache->files(m_gallery);
    for (const auto& file : *files) EXPECT_EQ(file.status, catalog::FileStatus::Ok);
    fs::rename(m_folder / "unplugged", m_gallery);
    EXPECT_EQ(run(all)->added, 60 - finished);
    EXPECT_EQ(behaviour.pictures, 60);
}

TEST_F(ExtractFeatures, ResumesAfterStopWithoutRepeatingWork) {
    putPictures(100);
    Behaviour behaviour;
    behaviour.batch = 4;
    std::stop_source stop;
    behaviour.before = [&](std::span<const cv::Mat>) -> Result<void> {
        if (behaviour.calls == 6) stop.request_stop();
        return {};
    };
    const auto stopped = run(request(behaviour), stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(stopped.error().isCancelled());
    const int finished = behaviour.pictures;
    EXPECT_GT(finished, 0);
    EXPECT_LT(finished, 100);
    // Everything that was computed is stored.
    EXPECT_EQ(m_cache->counters()->vectors, finished);
    reopenCache();
    const auto resumed = run(behaviour);
    ASSERT_TRUE(resumed);
    EXPECT_EQ(resumed->added, 100 - finished);
    EXPECT_EQ(resumed->present, finished);
    EXPECT_EQ(behaviour.pictures, 100);
    EXPECT_EQ(m_cache->counters()->vectors, 100);
}

TEST_F(ExtractFeatures, AStopIsAnsweredWithinHalfASecond) {
    putPictures(300);
    Behaviour behaviour;
    std::stop_source stop;
    std::latch started(1);
    behaviour.before = [&](std::span<const cv::Mat>) -> Result<void> {
        if (behaviour.calls == 2) started.count_down();
        return {};
    };
    Result<ExtractionSummary> answer = fail(ErrorCode::Internal, "not run");
    const auto all = request(behaviour);
    std::thread runner([&] { answer = run(all, stop.get_token()); });
    started.wait();
    const auto asked = std::chrono::steady_clock::now();
    stop.request_stop();
    runner.join();
    EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds(60));  // a hang
    // Fast machines may have been done by then.
    if (!answer) {
        EXPECT_TRUE(answer.error().isCancelled());
    }
    EXPECT_EQ(m_cache->counters()->vectors, behaviour.pictures);
}

TEST_F(ExtractFeatures, ARunThatIsStoppedBeforeItStartsDoesNothing) {
    putPictures(5);
    Behaviour behaviour;
    std::stop_source stop;
    stop.request_stop();
    const auto answer = run(request(behaviour), stop.get_token());
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().isCancelled());
    EXPECT_EQ(behaviour.pictures, 0);
}

TEST_F(ExtractFeatures, SeveralModelsShareOneDecodingAndGetOnlyWhatTheyLack) {
    putPictures(25);
    Behaviour a, b, c;
    b.modelId = "second";
    c.modelId = "third";
    ASSERT_TRUE(run(a));
    auto all = request(a);
    all.models = {modelOf(a), modelOf(b), modelOf(c)};
    all.models[2].device = "another device";
    const auto summary = run(all);
    ASSERT_TRUE(summary) << summary.error().message();
    EXPECT_EQ(summary->added, 25);
    EXPECT_EQ(summary->forwardPictures, 50);
    EXPECT_EQ(a.pictures, 25);
    EXPECT_EQ(b.pictures, 25);
    EXPECT_EQ(c.pictures, 25);
    EXPECT_EQ(*m_cache->counters(), (catalog::CacheCounters{1, 25, 25, 3, 75, 25}));
    for (const fs::path& file : listFiles())
        for (const char* model : {"histogram", "second", "third"}) expectRightVector(file, key(model));
    EXPECT_EQ(run(all)->present, 25);
}

TEST_F(ExtractFeatures, BatchesHoldPicturesOfOneSizeAndNoSizeStarves) {
    for (int i = 0; i < 120; ++i) {
        const int kind = i % 10 == 0 ? i : i % 3;  // three common sizes and twelve rare ones
        put(nameOf(i), jpegOf(static_cast<std::uint64_t>(i), 40 + kind % 100, 30));
    }
    Behaviour behaviour;
    behaviour.batch = 8;
    behaviour.before = [](std::span<const cv::Mat> pictures) -> Result<void> {
        for (const cv::Mat& picture : pictures) EXPECT_EQ(picture.size(), pictures[0].size());
        return {};
    };
    const auto summary = run(behaviour);
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->added, 120);
    EXPECT_LE(behaviour.largest, 8);
    for (int i = 0; i < 120; i += 10) expectRightVector(nameOf(i), key());
}

TEST_F(ExtractFeatures, OutOfMemoryHalvesTheBatch) {
    putPictures(64);
    Behaviour behaviour;
    behaviour.batch = 32;
    int refused = 0;
    behaviour.before = [&](std::span<const cv::Mat> pictures) -> Result<void> {
        behaviour.waitUntilPrepared(64);  // so that larger batches are there
        if (pictures.size() <= 2) return {};
        ++refused;
        return fail(ErrorCode::OutOfMemory, "injected");
    };
    const auto summary = run(behaviour);
    ASSERT_TRUE(summary) << summary.error().message();
    EXPECT_EQ(summary->added, 64);
    EXPECT_GT(behaviour.largest, 2);
    EXPECT_EQ(behaviour.largestDone, 2);
    EXPECT_EQ(behaviour.pictures, 64);
    // 32, 16, 8, 4: the limit that was found is kept.
    EXPECT_GE(refused, 1);
    EXPECT_LE(refused, 4);
    for (int i = 0; i < 64; ++i) expectRightVector(nameOf(i), key());
}

TEST_F(ExtractFeatures, AnExceptionForMemoryIsTreatedTheSame) {
    putPictures(16);
    Behaviour behaviour;
    behaviour.before = [&](std::span<const cv::Mat> pictures) -> Result<void> {
        behaviour.waitUntilPrepared(16);
        if (pictures.size() > 1) throw std::bad_alloc();
        return {};
    };
    const auto summary = run(behaviour);
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->added, 16);
    EXPECT_EQ(behaviour.largestDone, 1);
}

TEST_F(ExtractFeatures, APictureThatDoesNotFitAloneIsOneLineAndIsTriedAgainNextTime) {
    putPictures(20);
    put("huge.jpg", jpegOf(700, 90, 90));
    put("copy of huge.jpg", jpegOf(700, 90, 90));
    Behaviour behaviour;
    behaviour.before = [&](std::span<const cv::Mat> pictures) -> Result<void> {
        if (pictures[0].cols == 90) return fail(ErrorCode::OutOfMemory, "injected");
        return {};
    };
    const auto summary = run(behaviour);
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->added, 20);
    EXPECT_EQ(summary->failed, 2);
    EXPECT_THAT(lineOf(*summary, "huge.jpg").reason, ::testing::HasSubstr("memory"));
    behaviour.before = nullptr;
    const auto again = run(behaviour);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->failed, 0);
    EXPECT_EQ(again->added, 1);
    EXPECT_EQ(again->present, 21);
}

TEST_F(ExtractFeatures, ValuesThatAreNoNumbersAreNeverStored) {
    putPictures(10);
    Behaviour behaviour;
    behaviour.batch = 1;
    behaviour.after = [&](std::vector<float>& row) {
        if (behaviour.calls == 4) row[7] = std::numeric_limits<float>::quiet_NaN();
    };
    const auto summary = run(behaviour);
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->added, 9);
    EXPECT_EQ(summary->failed, 1);
    EXPECT_EQ(m_cache->counters()->vectors, 9);
}

TEST_F(ExtractFeatures, AWrongNumberOfValuesEndsTheRun) {
    putPictures(10);
    Behaviour behaviour;
    behaviour.after = [](std::vector<float>& rows) { rows.pop_back(); };
    const auto summary = run(behaviour);
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Internal);
    EXPECT_EQ(m_cache->counters()->vectors, 0);
}

TEST_F(ExtractFeatures, ErrorsOfANetworkEndTheRunInWords) {
    putPictures(50);
    Behaviour behaviour;
    behaviour.batch = 2;
    behaviour.before = [&](std::span<const cv::Mat>) -> Result<void> {
        if (behaviour.calls > 3) return fail(ErrorCode::Device, "the device went away");
        return {};
    };
    const auto summary = run(behaviour);
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Device);
    EXPECT_EQ(summary.error().message(),
              "extracting descriptors: extracting with model 'histogram': the device went away");
    EXPECT_EQ(m_cache->counters()->vectors, behaviour.pictures);

    behaviour.before = [](std::span<const cv::Mat>) -> Result<void> { throw std::runtime_error("surprise"); };
    EXPECT_EQ(run(behaviour).error().code, ErrorCode::Internal);

    auto broken = request(behaviour);
    broken.models.push_back(modelOf(behaviour));
    broken.models[1].factory = []() -> Result<std::unique_ptr<FeatureExtractor>> {
        return fail(ErrorCode::Model, "the weights are damaged");
    };
    EXPECT_EQ(run(broken).error().code, ErrorCode::Model);
    broken.models.clear();
    EXPECT_EQ(run(broken).error().code, ErrorCode::BadInput);
}

// Passes everything on, but fails to store from a certain call on, as a full disk does.
class FullDiskCache final : public catalog::CacheDatabase {
  public:
    FullDiskCache(CacheDatabase& inner, int goodCalls) : m_inner(inner), m_goodCalls(goodCalls) {}
    const std::optional<fs::path>& movedAside() const override { return m_inner.movedAside(); }
    const fs::path& file() const override { return m_inner.file(); }
    Result<void> addFeatureSet(const catalog::FeatureSetRecord& set) override {
        return m_inner.addFeatureSet(set);
    }
    Result<void> store(const fs::path& folder, const catalog::CacheBatch& batch) override {
        if (m_goodCalls-- <= 0) return fail(ErrorCode::Io, "the disk is full");
        return m_inner.store(folder, batch);
    }
    Result<void> forgetGallery(const fs::path& folder) override { return m_inner.forgetGallery(folder); }
    Result<std::vector<catalog::FileRecord>> files(const fs::path& folder) const override {
        return m_inner.files(folder);
    }
    Result<std::optional<catalog::PictureRecord>> picture(std::string_view hash) const override {
        return m_inner.picture(hash);
    }
    Result<std::vector<catalog::PictureRecord>> pictures(std::span<const std::string> hashes) const override {
        return m_inner.pictures(hashes);
    }
    Result<std::optional<std::vector<std::byte>>> thumbnail(std::string_view hash) const override {
        return m_inner.thumbnail(hash);
    }
    Result<std::vector<catalog::FeatureSetRecord>> featureSets() const override {
        return m_inner.featureSets();
    }
    Result<catalog::VectorBlock> loadVectors(std::string_view key,
                                             std::span<const std::string> hashes) const override {
        return m_inner.loadVectors(key, hashes);
    }
    Result<std::vector<std::string>> missingVectors(std::string_view key,
                                                    std::span<const std::string> hashes) const override {
        return m_inner.missingVectors(key, hashes);
    }
    Result<std::unordered_set<std::string>> finishedHashes(std::string_view key) const override {
        return m_inner.finishedHashes(key);
    }
    Result<catalog::CacheCounters> counters() const override { return m_inner.counters(); }
    Result<void> checkIntegrity() const override { return m_inner.checkIntegrity(); }

  private:
    CacheDatabase& m_inner;
    int m_goodCalls;
};

TEST_F(ExtractFeatures, AFullDiskEndsTheRunAndKeepsWhatWasStored) {
    putPictures(400);
    Behaviour behaviour;
    FullDiskCache full(*m_cache, 1);
    const auto all = request(behaviour);
    const auto answer = extractFeatures(all, full, {});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::Io);
    const auto stored = m_cache->counters()->vectors;
    EXPECT_GT(stored, 0);
    EXPECT_LT(stored, 400);
    EXPECT_EQ(run(all)->added, 400 - stored);
}

}  // namespace
}  // namespace adapnet::features
