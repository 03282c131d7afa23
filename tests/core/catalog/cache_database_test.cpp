#include "core/catalog/cache_database.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <atomic>
#include <limits>
#include <thread>

#include "core/base/random.h"
#include "core/catalog/project_database.h"
#include "tests/core/catalog/fixture.h"

namespace adapnet::catalog {
namespace {

const std::string kKey = hashOf("feature key");
constexpr int kDimension = 4;

class CacheDatabaseTest : public InFolder {
  protected:
    std::unique_ptr<CacheDatabase> open() {
        auto cache = CacheDatabase::open(m_file);
        EXPECT_TRUE(cache) << cache.error().message();
        return cache ? std::move(*cache) : nullptr;
    }
    // Opened, with a feature set.
    std::unique_ptr<CacheDatabase> openWithSet() {
        auto cache = open();
        EXPECT_TRUE(cache->addFeatureSet({kKey, "model", "model: model\n", kDimension}));
        return cache;
    }
    static VectorRecord vectorOf(const std::string& name, float value) {
        return {kKey, hashOf(name), {value, value + 1, value + 2, value + 3}};
    }
    static CacheBatch batchOf(const std::vector<std::string>& names) {
        CacheBatch batch;
        for (const std::string& name : names) {
            batch.pictures.push_back({hashOf(name), 640, 480, "jpeg"});
            batch.thumbnails.push_back({hashOf(name), {std::byte{1}, std::byte{0}, std::byte{2}}});
            batch.vectors.push_back(vectorOf(name, static_cast<float>(name.size())));
            batch.files.push_back({name, 1000, -5, hashOf(name), FileStatus::Ok, "", 1});
        }
        return batch;
    }
    const fs::path m_gallery = "/photos/holiday";
};

TEST_F(CacheDatabaseTest, GivesBackWhatWasStored) {
    const auto cache = openWithSet();
    ASSERT_TRUE(cache->store(m_gallery, batchOf({"a.jpg", "b.jpg"})));
    CacheBatch problems;
    problems.files = {
        {"bad.jpg", 7, 8, hashOf("bad"), FileStatus::Damaged, "the file ends too early", 3},
        {"big.png", 9, std::numeric_limits<std::int64_t>::max(), "", FileStatus::TooLarge, "too large", 3}};
    ASSERT_TRUE(cache->store(m_gallery, problems));

    EXPECT_THAT(*cache->files(m_gallery),
                ::testing::ElementsAre(FileRecord{"a.jpg", 1000, -5, hashOf("a.jpg"), FileStatus::Ok, "", 1},
                                       FileRecord{"b.jpg", 1000, -5, hashOf("b.jpg"), FileStatus::Ok, "", 1},
                                       problems.files[0], problems.files[1]));
    EXPECT_EQ(*cache->picture(hashOf("b.jpg")), (PictureRecord{hashOf("b.jpg"), 640, 480, "jpeg"}));
    EXPECT_EQ(*cache->picture(hashOf("none")), std::nullopt);
    EXPECT_EQ(*cache->thumbnail(hashOf("a.jpg")), (std::vector{std::byte{1}, std::byte{0}, std::byte{2}}));
    EXPECT_EQ(*cache->thumbnail(hashOf("none")), std::nullopt);
    EXPECT_THAT(*cache->featureSets(),
                ::testing::ElementsAre(FeatureSetRecord{kKey, "model", "model: model\n", kDimension}));
    EXPECT_EQ(*cache->counters(), (CacheCounters{1, 4, 2, 1, 2, 2}));
    EXPECT_TRUE(cache->checkIntegrity());
}

TEST_F(CacheDatabaseTest, KeepsEverythingAcrossARestart) {
    { ASSERT_TRUE(openWithSet()->store(m_gallery, batchOf({"a.jpg"}))); }
    const auto cache = open();
    EXPECT_EQ(cache->movedAside(), std::nullopt);
    EXPECT_EQ(cache->files(m_gallery)->size(), 1u);
    EXPECT_EQ(cache->loadVectors(kKey, std::vector{hashOf("a.jpg")})->values, vectorOf("a.jpg", 5).values);
}

TEST_F(CacheDatabaseTest, LoadsVectorsInTheOrderAskedAndNamesTheMissing) {
    const auto cache = openWithSet();
    ASSERT_TRUE(cache->store(m_gallery, batchOf({"1", "22", "333"})));
    const std::vector wanted{hashOf("333"), hashOf("none"), hashOf("1"), hashOf("333")};
    const auto block = cache->loadVectors(kKey, wanted);
    ASSERT_TRUE(block);
    EXPECT_EQ(block->dimension, 4u);
    EXPECT_EQ(block->values, (std::vector<float>{3, 4, 5, 6, 0, 0, 0, 0, 1, 2, 3, 4, 3, 4, 5, 6}));
    EXPECT_EQ(block->missing, std::vector<std::size_t>{1});
    EXPECT_EQ(*cache->missingVectors(kKey, std::vector{hashOf("x"), hashOf("1"), hashOf("y"), hashOf("x")}),
              (std::vector{hashOf("x"), hashOf("y")}));
    EXPECT_THAT(*cache->finishedHashes(kKey),
                ::testing::UnorderedElementsAre(hashOf("1"), hashOf("22"), hashOf("333")));
}

TEST_F(CacheDatabaseTest, VectorsOfAnotherFeatureSetAreNeverServed) {
    const auto cache = openWithSet();
    ASSERT_TRUE(cache->store(m_gallery, batchOf({"a"})));
    const std::string other = hashOf("other key");
    EXPECT_EQ(cache->loadVectors(other, std::vector{hashOf("a")}).error().code, ErrorCode::NotFound);
    EXPECT_EQ(*cache->missingVectors(other, std::vector{hashOf("a")}), std::vector{hashOf("a")});
    ASSERT_TRUE(cache->addFeatureSet({other, "model", "other", 2}));
    EXPECT_EQ(cache->loadVectors(other, std::vector{hashOf("a")})->missing, std::vector<std::size_t>{0});
    CacheBatch more;
    more.vectors = {{other, hashOf("a"), {7, 8}}};
    ASSERT_TRUE(cache->store(m_gallery, more));
    EXPECT_EQ(cache->loadVectors(other, std::vector{hashOf("a")})->values, (std::vector<float>{7, 8}));
    EXPECT_EQ(cache->loadVectors(kKey, std::vector{hashOf("a")})->values, vectorOf("a", 1).values);
}

TEST_F(CacheDatabaseTest, AFeatureKeyStandsForOneSetOfFields) {
    const auto cache = openWithSet();
    EXPECT_TRUE(cache->addFeatureSet({kKey, "model", "model: model\n", kDimension}));
    EXPECT_EQ(cache->addFeatureSet({kKey, "model", "model: model\n", 8}).error().code, ErrorCode::Database);
    EXPECT_EQ(cache->addFeatureSet({"short", "model", "", 8}).error().code, ErrorCode::BadInput);
    EXPECT_EQ(cache->counters()->featureSets, 1);
}

TEST_F(CacheDatabaseTest, ABatchIsStoredWholeOrNotAtAll) {
    const auto cache = openWithSet();
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const std::vector<VectorRecord> bad{{kKey, hashOf("a"), {1, 2, 3}},
                                        {kKey, hashOf("a"), {1, 2, 3, nan}},
                                        {hashOf("unknown key"), hashOf("a"), {1, 2, 3, 4}},
                                        {kKey, hashOf("picture never stored"), {1, 2, 3, 4}}};
    for (const VectorRecord& vector : bad) {
        CacheBatch batch = batchOf({"a", "b", "c"});
        batch.vectors.push_back(vector);
        if (vector.values.size() != 4) batch.vectors.front() = vector;
        EXPECT_FALSE(cache->store(m_gallery, batch));
        EXPECT_EQ(*cache->counters(), (CacheCounters{0, 0, 0, 1, 0, 0}));
    }
    EXPECT_TRUE(cache->store(m_gallery, batchOf({"a", "b", "c"})));
    EXPECT_EQ(cache->counters()->vectors, 3);
}

TEST_F(CacheDatabaseTest, StoringTwiceLeavesOneRowAndTheNewestFileLine) {
    const auto cache = openWithSet();
    ASSERT_TRUE(cache->store(m_gallery, batchOf({"a"})));
    CacheBatch again = batchOf({"a"});
    again.files[0].mtimeNs = 77;
    again.vectors[0].values = {9, 9, 9, 9};
    ASSERT_TRUE(cache->store(m_gallery, again));
    EXPECT_EQ(*cache->counters(), (CacheCounters{1, 1, 1, 1, 1, 1}));
    EXPECT_EQ(cache->files(m_gallery)->front().mtimeNs, 77);
    EXPECT_EQ(cache->loadVectors(kKey, std::vector{hashOf("a")})->values, vectorOf("a", 1).values);
}

TEST_F(CacheDatabaseTest, HostileNamesAreDataAndNothingElse) {
    const auto cache = openWithSet();
    const std::string schema = describeSchema(m_file);
    std::vector<std::string> names = hostileNames();
    for (const std::string& folder : names) ASSERT_TRUE(cache->store(m_folder / folder, batchOf(names)));
    std::sort(names.begin(), names.end());
    for (const std::string& folder : names) {
        const auto files = cache->files(m_folder / folder);
        ASSERT_TRUE(files);
        ASSERT_EQ(files->size(), names.size());
        for (std::size_t i = 0; i < names.size(); ++i) {
            EXPECT_EQ(files->at(i).path, names[i]);
            EXPECT_EQ(files->at(i).contentHash, hashOf(names[i]));
        }
    }
    for (const std::string& name : names) EXPECT_EQ(*cache->picture(name), std::nullopt);
    EXPECT_EQ(describeSchema(m_file), schema);
    EXPECT_TRUE(cache->checkIntegrity());
}

TEST_F(CacheDatabaseTest, OneGalleryHasOneNameHoweverItIsWritten) {
    const auto cache = openWithSet();
    fs::create_directories(m_folder / "g" / "sub");
    fs::create_directory_symlink(m_folder / "g", m_folder / "link");
    ASSERT_TRUE(cache->store(m_folder / "g", batchOf({"a"})));
    EXPECT_EQ(cache->files(m_folder / "g" / "")->size(), 1u);
    EXPECT_EQ(cache->files(m_folder / "g" / "sub" / "..")->size(), 1u);
    EXPECT_EQ(cache->files(m_folder / "link")->size(), 1u);
}

TEST_F(CacheDatabaseTest, ForgettingAGalleryLeavesNoTraceInTheFile) {
    const auto cache = openWithSet();
    const fs::path secret = "/secret place/of mine";
    ASSERT_TRUE(cache->store(m_gallery, batchOf({"shared.jpg", "public.jpg"})));
    ASSERT_TRUE(cache->store(secret, batchOf({"shared.jpg", "private name.jpg"})));
    ASSERT_TRUE(cache->forgetGallery(secret));
    EXPECT_EQ(*cache->counters(), (CacheCounters{1, 2, 2, 1, 2, 2}));
    EXPECT_EQ(*cache->missingVectors(kKey, std::vector{hashOf("shared.jpg"), hashOf("private name.jpg")}),
              std::vector{hashOf("private name.jpg")});
    for (const auto& entry : fs::directory_iterator(m_folder)) {
        const std::string bytes = *readTextFile(entry.path());
        for (const std::string& trace :
             {std::string("private name"), secret.native(), hashOf("private name.jpg")})
            EXPECT_EQ(bytes.find(trace), std::string::npos) << entry.path() << " " << trace;
    }
    EXPECT_TRUE(cache->checkIntegrity());
}

TEST_F(CacheDatabaseTest, AMigratedFileEqualsAFreshOne) {
    { const auto fresh = open(); }
    const std::string expected = describeSchema(m_file);
    for (int version = 1; version <= cacheSchema().version(); ++version) {
        const fs::path old = m_folder / ("old" + std::to_string(version) + ".sqlite");
        makeOldVersion(old, cacheSchema(), version);
        { ASSERT_TRUE(CacheDatabase::open(old)); }
        EXPECT_EQ(describeSchema(old), expected) << "from version " << version;
    }
}

TEST_F(CacheDatabaseTest, AMigratedFileKeepsItsContent) {
    makeOldVersion(m_file, cacheSchema(), 1);
    {
        SQLite::Database old(m_file.native(), SQLite::OPEN_READWRITE);
        const std::string a = "'" + hashOf("a") + "'";
        old.exec(
            "INSERT INTO galleries VALUES (1, CAST('/photos/holiday' AS BLOB));"
            "INSERT INTO pictures VALUES (" +
            a +
            ", 640, 480, 'jpeg');"
            "INSERT INTO files VALUES (1, CAST('a' AS BLOB), 1000, -5, " +
            a +
            ", 0, '');"
            "INSERT INTO feature_sets VALUES (1, '" +
            kKey +
            "', 'model', 'model: model\n', 4);"
            "INSERT INTO vectors VALUES (1, " +
            a +
            ", 1, x'0000803f000000400000404000008040');"
            "INSERT INTO thumbnails VALUES (1, " +
            a + ", x'010002')");
    }
    const fs::path fresh = m_folder / "fresh.sqlite";
    {
        auto same = CacheDatabase::open(fresh);
        ASSERT_TRUE(same && (*same)->addFeatureSet({kKey, "model", "model: model\n", kDimension}));
        CacheBatch batch = batchOf({"a"});
        batch.files[0].decoderVersion = 0;  // not known in version 1
        ASSERT_TRUE((*same)->store(m_gallery, batch));
    }
    const auto migrated = open();
    const auto same = CacheDatabase::open(fresh);
    ASSERT_TRUE(migrated && same);
    EXPECT_EQ(*migrated->files(m_gallery), *(*same)->files(m_gallery));
    EXPECT_EQ(*migrated->counters(), *(*same)->counters());
    EXPECT_EQ(*migrated->featureSets(), *(*same)->featureSets());
    EXPECT_EQ(*migrated->picture(hashOf("a")), *(*same)->picture(hashOf("a")));
    EXPECT_EQ(*migrated->thumbnail(hashOf("a")), *(*same)->thumbnail(hashOf("a")));
    EXPECT_EQ(migrated->loadVectors(kKey, std::vector{hashOf("a")})->values,
              (*same)->loadVectors(kKey, std::vector{hashOf("a")})->values);
}

TEST_F(CacheDatabaseTest, RefusesANewerVersionInWordsAndLeavesItAlone) {
    { open(); }
    { SQLite::Database(m_file.native(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99"); }
    const auto refused = CacheDatabase::open(m_file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Database);
    EXPECT_THAT(refused.error().message(), ::testing::HasSubstr("format 99"));
    EXPECT_THAT(refused.error().message(), ::testing::HasSubstr("newer program"));
    EXPECT_TRUE(brokenCopies().empty());
    EXPECT_EQ(SQLite::Database(m_file.native()).execAndGet("PRAGMA user_version").getInt(), 99);
}

TEST_F(CacheDatabaseTest, RefusesTheFilesOfOthersAndLeavesThemAlone) {
    {
        SQLite::Database(m_file.native(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
            .exec("CREATE TABLE t (x)");
    }
    const std::string before = *readTextFile(m_file);
    EXPECT_EQ(CacheDatabase::open(m_file).error().code, ErrorCode::Database);
    EXPECT_EQ(*readTextFile(m_file), before);

    const fs::path project = m_folder / "project.sqlite";
    { ASSERT_TRUE(ProjectDatabase::open(project)); }
    EXPECT_EQ(CacheDatabase::open(project).error().code, ErrorCode::Database);
    const auto head = readTextFile(project);
    put(project, head->substr(0, 5000));  // damaged, but still not ours to move
    EXPECT_FALSE(CacheDatabase::open(project));

    const fs::path json = m_folder / "ground-truth.json";
    put(json, "  {\"format\": 1}");
    EXPECT_EQ(CacheDatabase::open(json).error().code, ErrorCode::BadInput);
    const fs::path photo = m_folder / "photo.JPG";
    put(photo, "not even a photo");
    EXPECT_EQ(CacheDatabase::open(photo).error().code, ErrorCode::BadInput);
    EXPECT_EQ(CacheDatabase::open(m_folder).error().code, ErrorCode::BadInput);
    EXPECT_EQ(*readTextFile(photo), "not even a photo");
    EXPECT_TRUE(brokenCopies().empty());
}

TEST_F(CacheDatabaseTest, MovesABrokenFileAsideAndStartsAfresh) {
    for (const std::string& garbage :
         {std::string(50'000, 'g'), std::string("SQLite format 3\0and then nothing", 32)}) {
        for (const fs::path& copy : brokenCopies()) fs::remove(copy);
        put(m_file, garbage);
        const auto cache = openWithSet();
        ASSERT_TRUE(cache->movedAside());
        EXPECT_EQ(brokenCopies(), std::vector{*cache->movedAside()});
        EXPECT_EQ(*readTextFile(*cache->movedAside()), garbage);
        EXPECT_TRUE(cache->store(m_gallery, batchOf({"a"})));
        EXPECT_TRUE(cache->checkIntegrity());
    }
}

TEST_F(CacheDatabaseTest, AnOldLogIsNotReplayedIntoAFreshFile) {
    std::vector<std::string> names;
    for (int i = 0; i < 200; ++i) names.push_back("picture " + std::to_string(i));
    { ASSERT_TRUE(openWithSet()->store(m_gallery, batchOf(names))); }
    const auto cache = open();
    ASSERT_TRUE(cache->store(m_gallery, batchOf({"a"})));
    // The state that a killed process leaves behind, with its main file overwritten.
    const std::string log = *readTextFile(m_file.native() + "-wal");
    ASSERT_GT(log.size(), 1000u);
    const fs::path other = m_folder / "other.sqlite";
    put(other, std::string(fs::file_size(m_file), 'g'));
    put(other.native() + "-wal", log);
    const auto fresh = CacheDatabase::open(other);
    ASSERT_TRUE(fresh) << fresh.error().message();
    ASSERT_TRUE((*fresh)->movedAside());
    EXPECT_EQ(*(*fresh)->counters(), CacheCounters{});
    EXPECT_TRUE((*fresh)->checkIntegrity());
}

TEST_F(CacheDatabaseTest, DamageOfAnyPageNeverCrashesAndNeverStaysInTheWay) {
    std::vector<std::string> names;
    for (int i = 0; i < 200; ++i) names.push_back("picture " + std::to_string(i));
    { ASSERT_TRUE(openWithSet()->store(m_gallery, batchOf(names))); }
    const std::string sound = *readTextFile(m_file);
    RandomStream random("page damage");
    int rebuilt = 0;
    for (int i = 0; i < 120; ++i) {
        std::string damaged = sound;
        const auto at = 100 + random.below(damaged.size() - 200);
        for (std::size_t k = 0; k < 64; ++k) damaged[at + k] = static_cast<char>(random.below(256));
        fs::remove(m_file);
        put(m_file, damaged);
        for (int attempt = 0; attempt < 2; ++attempt) {
            const auto cache = CacheDatabase::open(m_file);
            ASSERT_TRUE(cache) << cache.error().message();
            rebuilt += (*cache)->movedAside().has_value();
            const auto files = (*cache)->files(m_gallery);
            const auto added = (*cache)->addFeatureSet({hashOf("second"), "m", "", 2});
            CacheBatch batch;
            batch.pictures = {{hashOf("new"), 1, 1, "png"}};
            const auto stored = (*cache)->store(m_gallery, batch);
            // Whatever was found while working is mended at the next start.
            if (attempt == 1) {
                EXPECT_TRUE(files && added && stored);
            }
        }
        for (const fs::path& copy : brokenCopies()) fs::remove(copy);
    }
    EXPECT_GT(rebuilt, 20);
}

TEST_F(CacheDatabaseTest, DamageFoundWhileWorkingIsMovedAsideAtTheEnd) {
    std::vector<std::string> names;
    for (int i = 0; i < 400; ++i) names.push_back("picture " + std::to_string(i));
    { ASSERT_TRUE(openWithSet()->store(m_gallery, batchOf(names))); }
    {
        const auto cache = open();
        std::fstream bytes(m_file, std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(16384);
        bytes << std::string(fs::file_size(m_file) - 16384, 'x');
        bytes.close();
        const auto files = cache->files(m_gallery);
        ASSERT_FALSE(files);
        EXPECT_EQ(files.error().code, ErrorCode::Database);
        EXPECT_THAT(files.error().message(), ::testing::HasSubstr("rebuilt"));
    }
    EXPECT_EQ(brokenCopies().size(), 1u);
    EXPECT_EQ(*open()->counters(), CacheCounters{});
}

TEST_F(CacheDatabaseTest, DamageFoundWhileWorkingNeverMovesTheFileThatTookItsPlace) {
    std::vector<std::string> names;
    for (int i = 0; i < 400; ++i) names.push_back("picture " + std::to_string(i));
    { ASSERT_TRUE(openWithSet()->store(m_gallery, batchOf(names))); }
    {
        const auto first = open();
        std::fstream bytes(m_file, std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(16384);
        bytes << std::string(fs::file_size(m_file) - 16384, 'x');
        bytes.close();
        ASSERT_FALSE(first->files(m_gallery));
        // As another process would: it finds the damage, moves the file aside and fills a fresh one.
        const auto second = openWithSet();
        ASSERT_TRUE(second->movedAside());
        ASSERT_TRUE(second->store(m_gallery, batchOf({"new"})));
    }
    EXPECT_EQ(brokenCopies().size(), 1u);
    EXPECT_EQ(open()->counters()->pictures, 1);
}

// The kernel lists those who wait behind an arrow.
bool aThreadOfOursWaitsForALock() {
    std::ifstream locks("/proc/locks");
    const std::string pid = " " + std::to_string(::getpid()) + " ";
    for (std::string line; std::getline(locks, line);)
        if (line.find("-> FLOCK") != std::string::npos && line.find(pid) != std::string::npos) return true;
    return false;
}

TEST_F(CacheDatabaseTest, ADamagedFileIsNotMovedWhileSomebodyOpensIt) {
    std::vector<std::string> names;
    for (int i = 0; i < 400; ++i) names.push_back("picture " + std::to_string(i));
    { ASSERT_TRUE(openWithSet()->store(m_gallery, batchOf(names))); }
    auto cache = open();
    std::fstream bytes(m_file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(16384);
    bytes << std::string(fs::file_size(m_file) - 16384, 'x');
    bytes.close();
    ASSERT_FALSE(cache->files(m_gallery));
    std::optional<FolderLock> opening(*FolderLock::take(m_folder));
    std::atomic<bool> isClosed = false;
    std::thread closing([&] {
        cache.reset();
        isClosed = true;
    });
    while (!isClosed && !aThreadOfOursWaitsForALock()) std::this_thread::yield();
    EXPECT_TRUE(brokenCopies().empty());
    opening.reset();
    closing.join();
    EXPECT_EQ(brokenCopies().size(), 1u);
}

TEST_F(CacheDatabaseTest, SeveralWritersAndReadersShareOneFile) {
    { openWithSet(); }
    constexpr int kWriters = 3;
    constexpr int kBatches = 25;
    std::atomic<int> errors = 0;
    std::atomic<bool> done = false;
    std::vector<std::thread> threads;
    for (int w = 0; w < kWriters; ++w) {
        threads.emplace_back([&, w] {
            // Each as if it were a process of its own.
            const auto cache = CacheDatabase::open(m_file);
            for (int i = 0; cache && i < kBatches; ++i) {
                const std::string mine = std::to_string(w) + "-" + std::to_string(i);
                if (!(*cache)->store(m_gallery, batchOf({mine, "common " + std::to_string(i)}))) ++errors;
            }
            if (!cache) ++errors;
        });
    }
    std::thread reader([&] {
        const auto cache = CacheDatabase::open(m_file);
        while (cache && !done) {
            // A picture is never seen without its vector and its file.
            const auto counts = (*cache)->counters();
            if (!counts || counts->pictures != counts->vectors || counts->files != counts->pictures) ++errors;
        }
        if (!cache) ++errors;
    });
    for (std::thread& thread : threads) thread.join();
    done = true;
    reader.join();
    EXPECT_EQ(errors, 0);
    const auto cache = open();
    EXPECT_EQ(*cache->counters(), (CacheCounters{1, (kWriters + 1) * kBatches, (kWriters + 1) * kBatches, 1,
                                                 (kWriters + 1) * kBatches, (kWriters + 1) * kBatches}));
    EXPECT_TRUE(cache->checkIntegrity());
}

// The child's answer as exit code; 0 is what the test wants.
int inChild(const std::function<int()>& body) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(body());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

TEST_F(CacheDatabaseTest, AFullDiskIsAnErrorAndWhatWasStoredStays) {
    { ASSERT_TRUE(openWithSet()->store(m_gallery, batchOf({"first"}))); }
    const int answer = inChild([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit most{600'000, 600'000};
        ::setrlimit(RLIMIT_FSIZE, &most);
        const auto cache = CacheDatabase::open(m_file);
        if (!cache) return 2;
        for (int i = 0; i < 100; ++i) {
            CacheBatch batch = batchOf({"picture " + std::to_string(i)});
            batch.thumbnails[0].jpeg.resize(50'000);
            const auto stored = (*cache)->store(m_gallery, batch);
            if (!stored) return stored.error().code == ErrorCode::Io ? 0 : 3;
        }
        return 4;
    });
    EXPECT_EQ(answer, 0);
    const auto cache = open();
    EXPECT_FALSE(cache->movedAside());
    EXPECT_TRUE(cache->checkIntegrity());
    const auto counts = cache->counters();
    EXPECT_GE(counts->pictures, 1);
    EXPECT_EQ(counts->pictures, counts->vectors);
    EXPECT_EQ(counts->files, counts->pictures);
}

TEST_F(CacheDatabaseTest, AReadOnlyFolderIsAClearError) {
    EXPECT_EQ(CacheDatabase::open("/proc/adapnet/cache.sqlite").error().code, ErrorCode::Io);
    { openWithSet(); }
    for (const bool isExisting : {true, false}) {
        if (!isExisting) fs::remove(m_file);
        ::chmod(m_file.c_str(), 0444);
        ::chmod(m_folder.c_str(), 0555);
        const int answer = inChild([&] {
            // Root may write everywhere: become somebody else.
            if (::geteuid() == 0 && ::setuid(65534) != 0) return 9;
            const auto cache = CacheDatabase::open(m_file);
            if (cache) return 2;
            return cache.error().code == ErrorCode::Io &&
                           cache.error().message().find("opening the cache") == 0
                       ? 0
                       : 3;
        });
        ::chmod(m_folder.c_str(), 0755);
        EXPECT_EQ(answer, 0) << (isExisting ? "existing file" : "no file yet");
    }
}

}  // namespace
}  // namespace adapnet::catalog
