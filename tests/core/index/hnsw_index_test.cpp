#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "core/base/files.h"
#include "core/base/sha256.h"
#include "tests/core/index/rows.h"

namespace adapnet::index {
namespace {

constexpr std::size_t kDimension = 16;
constexpr std::size_t kRows = 300;
const std::string kKey(64, 'a');

class HnswIndex : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "adapnet-index-XXXXXX").native();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        m_folder = name;
        m_file = m_folder / "graph.hnsw";
        m_rows = clusteredRows({.rows = kRows, .dimension = kDimension, .clusters = 8});
    }
    void TearDown() override { fs::remove_all(m_folder); }

    void saveOne() {
        const auto index = buildHnsw(m_rows, kDimension, {}, kKey);
        ASSERT_TRUE(index);
        ASSERT_TRUE(saveHnsw(**index, m_file));
        m_bytes = *readTextFile(m_file);
    }
    void put(const std::string& bytes) {
        fs::remove(m_file);  // a new file is written faster than an old one is cut
        std::ofstream out(m_file, std::ios::binary);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    auto load() { return loadHnsw(m_file, kKey, kRows, kDimension, {}); }
    void expectRefused(const std::string& what) {
        const auto loaded = load();
        ASSERT_FALSE(loaded) << what;
        EXPECT_EQ(loaded.error().code, ErrorCode::IndexFile) << what << ": " << loaded.error().message();
    }
    // Magic, version, key with its length, six numbers, hash with its length.
    static constexpr std::size_t kHashAt = 8 + 4 + 4 + 64 + 6 * 8 + 4;
    static constexpr std::size_t kBodyAt = kHashAt + 64;
    static constexpr std::size_t kNodeBytes = 4 + 32 * 4 + kDimension * 4 + 8;

    fs::path m_folder, m_file;
    std::vector<float> m_rows;
    std::string m_bytes;
};

TEST_F(HnswIndex, FindsTheSameBeforeAndAfterSaving) {
    const auto built = buildHnsw(m_rows, kDimension, {}, kKey);
    ASSERT_TRUE(built);
    ASSERT_TRUE(saveHnsw(**built, m_file));
    const auto loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_EQ((*loaded)->kind(), "hnsw");
    EXPECT_EQ((*loaded)->size(), kRows);
    EXPECT_EQ((*loaded)->dimension(), kDimension);
    for (std::size_t row = 0; row < kRows; ++row) {
        const auto query = std::span(m_rows).subspan(row * kDimension, kDimension);
        EXPECT_EQ(*(*built)->search(query, 10), *(*loaded)->search(query, 10));
    }
}

TEST_F(HnswIndex, TwoBuildsAndARoundTripGiveEqualFiles) {
    saveOne();
    const std::string first = m_bytes;
    saveOne();
    EXPECT_EQ(m_bytes, first);
    const auto loaded = load();
    ASSERT_TRUE(loaded);
    ASSERT_TRUE(saveHnsw(**loaded, m_file));
    EXPECT_EQ(*readTextFile(m_file), first);
}

TEST_F(HnswIndex, FindsNearlyEverythingAmongClustersAndDuplicates) {
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
        const auto rows = clusteredRows(
            {.rows = 4000, .dimension = 48, .clusters = 60, .duplicateShare = 0.3, .seed = seed});
        const auto exact = buildExact(rows, 48);
        const auto hnsw = buildHnsw(rows, 48, {}, kKey);
        ASSERT_TRUE(exact && hnsw);
        const auto queries =
            clusteredRows({.rows = 200, .dimension = 48, .clusters = 60, .duplicateShare = 0, .seed = seed});
        EXPECT_GE(measureRecall(**hnsw, **exact, queries, 10), 0.99) << "seed " << seed;
        EXPECT_GE(measureRecall(**hnsw, **exact, std::span(rows).first(200 * 48), 100), 0.99)
            << "seed " << seed;
    }
}

TEST_F(HnswIndex, ScoresAreThoseOfTheExactSearch) {
    const auto exact = buildExact(m_rows, kDimension);
    const auto hnsw = buildHnsw(m_rows, kDimension, {}, kKey);
    ASSERT_TRUE(exact && hnsw);
    for (std::size_t row = 0; row < kRows; row += 7) {
        const auto query = std::span(m_rows).subspan(row * kDimension, kDimension);
        // A width of 200 over 300 rows finds everything; equal scores come in the order of rows.
        EXPECT_EQ(*(*hnsw)->search(query, kRows), *(*exact)->search(query, kRows));
    }
}

TEST_F(HnswIndex, TheSearchWidthIsSetAgainAfterLoading) {
    const auto rows =
        clusteredRows({.rows = 5000, .dimension = kDimension, .clusters = 1, .duplicateShare = 0});
    const auto exact = buildExact(rows, kDimension);
    const auto hnsw = buildHnsw(rows, kDimension, {}, kKey);
    ASSERT_TRUE(exact && hnsw && saveHnsw(**hnsw, m_file));
    const auto queries = std::span(rows).first(100 * kDimension);
    const auto wide = loadHnsw(m_file, kKey, 5000, kDimension, {});
    const auto narrow = loadHnsw(m_file, kKey, 5000, kDimension, {.searchWidth = 1});
    ASSERT_TRUE(wide && narrow);
    EXPECT_GE(measureRecall(**wide, **exact, queries, 10), 0.99);
    EXPECT_LT(measureRecall(**narrow, **exact, queries, 10), measureRecall(**wide, **exact, queries, 10));
    // Raised to k: never fewer answers than rows.
    EXPECT_EQ((*narrow)->search(queries.first(kDimension), 700)->size(), 700u);
}

TEST_F(HnswIndex, RefusesAGraphBuiltForAnotherModel) {
    saveOne();
    const auto loaded = loadHnsw(m_file, std::string(64, 'b'), kRows, kDimension, {});
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::IndexFile);
}

TEST_F(HnswIndex, RefusesAnotherSizeDimensionOrParameters) {
    saveOne();
    const auto refused = [&](std::size_t rows, std::size_t dimension, const HnswParams& params) {
        const auto loaded = loadHnsw(m_file, kKey, rows, dimension, params);
        return !loaded && loaded.error().code == ErrorCode::IndexFile;
    };
    EXPECT_TRUE(refused(kRows + 1, kDimension, {}));
    EXPECT_TRUE(refused(kRows - 1, kDimension, {}));
    EXPECT_TRUE(refused(kRows, kDimension * 2, {}));
    EXPECT_TRUE(refused(kRows * 2, kDimension / 2, {}));
    EXPECT_TRUE(refused(kRows, kDimension, {.neighbours = 17}));
    EXPECT_TRUE(refused(kRows, kDimension, {.buildWidth = 201}));
    EXPECT_TRUE(refused(kRows, kDimension, {.seed = 101}));
    EXPECT_FALSE(refused(kRows, kDimension, {.searchWidth = 50}));
}

TEST_F(HnswIndex, RefusesEveryFlippedByteOfTheFrame) {
    saveOne();
    for (std::size_t at = 0; at < kBodyAt; ++at) {
        std::string mutant = m_bytes;
        mutant[at] = static_cast<char>(mutant[at] ^ 0x41);
        put(mutant);
        expectRefused("byte " + std::to_string(at));
    }
}

TEST_F(HnswIndex, RefusesFlippedBitsOfTheBody) {
    saveOne();
    RandomStream random("body mutants");
    for (int i = 0; i < 2000; ++i) {
        std::string mutant = m_bytes;
        const auto at = kBodyAt + random.below(mutant.size() - kBodyAt);
        mutant[at] = static_cast<char>(mutant[at] ^ (1 << random.below(8)));
        put(mutant);
        expectRefused("byte " + std::to_string(at));
    }
}

TEST_F(HnswIndex, RefusesFilesThatAreTooShortOrTooLong) {
    saveOne();
    RandomStream random("cuts");
    for (std::size_t size = 0; size < kBodyAt + 8; ++size) {
        put(m_bytes.substr(0, size));
        expectRefused("cut at " + std::to_string(size));
    }
    for (int i = 0; i < 300; ++i) {
        put(m_bytes.substr(0, kBodyAt + random.below(m_bytes.size() - kBodyAt)));
        expectRefused("cut in the body");
    }
    put(m_bytes + std::string(1, '\0'));
    expectRefused("one byte more");
}

// Somebody who also forges the checksum must not make the library read beyond its memory.
TEST_F(HnswIndex, ChecksEveryLinkEvenWhenTheChecksumFits) {
    saveOne();
    const auto forge = [&](std::size_t at, std::uint32_t value) {
        std::string mutant = m_bytes;
        std::memcpy(mutant.data() + at, &value, sizeof value);
        const std::string hash = sha256Hex(std::string_view(mutant).substr(kBodyAt));
        mutant.replace(kHashAt, 64, hash);
        put(mutant);
    };
    const std::size_t levelsAt = kBodyAt + 8;
    const std::size_t nodesAt = levelsAt + kRows * 4;
    forge(kBodyAt, 63);  // highest level
    expectRefused("highest level");
    forge(kBodyAt + 4, kRows);  // entry point
    expectRefused("entry point");
    forge(levelsAt, 1u << 30);
    expectRefused("level");
    forge(levelsAt + 4, 0xFFFFFFFFu);
    expectRefused("negative level");
    for (const std::size_t node : {std::size_t{0}, kRows / 2, kRows - 1}) {
        const std::size_t at = nodesAt + node * kNodeBytes;
        forge(at, 33);
        expectRefused("number of links");
        forge(at, 0xFFFF0001u);
        expectRefused("deletion mark");
        forge(at + 4, kRows);
        expectRefused("link");
        forge(at + 4 + 32 * 4 + kDimension * 4, static_cast<std::uint32_t>(node + 1));
        expectRefused("label");
    }
}

TEST_F(HnswIndex, RandomForgeriesNeverCrashASearch) {
    saveOne();
    RandomStream random("forgeries");
    int accepted = 0;
    for (int i = 0; i < 1500; ++i) {
        std::string mutant = m_bytes;
        const auto at = kBodyAt + random.below(mutant.size() - kBodyAt);
        mutant[at] = static_cast<char>(random.below(256));
        mutant.replace(kHashAt, 64, sha256Hex(std::string_view(mutant).substr(kBodyAt)));
        put(mutant);
        const auto loaded = load();
        if (!loaded) continue;
        ++accepted;  // another valid graph or other numbers in a vector
        const auto found = (*loaded)->search(std::span(m_rows).first(kDimension), 10);
        ASSERT_TRUE(found);
        for (const Neighbour& neighbour : *found) EXPECT_LT(neighbour.row, kRows);
    }
    EXPECT_GT(accepted, 0);
}

TEST_F(HnswIndex, AMissingFileIsNotFoundAndAFolderIsNoIndex) {
    EXPECT_EQ(load().error().code, ErrorCode::NotFound);
    fs::create_directory(m_file);
    EXPECT_EQ(load().error().code, ErrorCode::Io);
}

// A child may write only so many bytes a file: what a full disk does, at many places.
TEST_F(HnswIndex, AFullDiskLeavesTheOldFile) {
    saveOne();
    const auto larger =
        buildHnsw(clusteredRows({.rows = 500, .dimension = kDimension, .seed = 9}), kDimension, {}, kKey);
    ASSERT_TRUE(larger);
    for (rlim_t limit = 0; limit < 60'000; limit += 4'999) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            ::signal(SIGXFSZ, SIG_IGN);
            const rlimit most{limit, limit};
            ::setrlimit(RLIMIT_FSIZE, &most);
            const auto saved = saveHnsw(**larger, m_file);
            ::_exit(!saved && saved.error().code == ErrorCode::Io ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "limit " << limit;
        EXPECT_TRUE(load()) << "limit " << limit;
        EXPECT_EQ(*readTextFile(m_file), m_bytes);
    }
    // Nothing half written stays behind.
    EXPECT_EQ(std::distance(fs::directory_iterator(m_folder), fs::directory_iterator()), 1);
}

TEST_F(HnswIndex, SavingIntoAMissingFolderIsAnError) {
    const auto index = buildHnsw(m_rows, kDimension, {}, kKey);
    ASSERT_TRUE(index);
    EXPECT_FALSE(saveHnsw(**index, m_folder / "none" / "graph"));
    const auto exact = buildExact(m_rows, kDimension);
    EXPECT_EQ(saveHnsw(**exact, m_file).error().code, ErrorCode::Internal);
}

TEST_F(HnswIndex, RefusesParametersThatMakeNoGraph) {
    for (const HnswParams& params : {HnswParams{.neighbours = 1}, HnswParams{.neighbours = 300},
                                     HnswParams{.buildWidth = 3}, HnswParams{.searchWidth = 0}})
        EXPECT_EQ(buildHnsw(m_rows, kDimension, params, kKey).error().code, ErrorCode::BadInput);
}

TEST_F(HnswIndex, BuildingStopsWhenAsked) {
    std::stop_source source;
    source.request_stop();
    const auto index = buildHnsw(m_rows, kDimension, {}, kKey, source.get_token());
    ASSERT_FALSE(index);
    EXPECT_TRUE(index.error().isCancelled());
}

TEST_F(HnswIndex, AnEmptyGraphCanBeSavedAndSearched) {
    const auto index = buildHnsw({}, kDimension, {}, kKey);
    ASSERT_TRUE(index && saveHnsw(**index, m_file));
    const auto loaded = loadHnsw(m_file, kKey, 0, kDimension, {});
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_TRUE((*loaded)->search(std::span(m_rows).first(kDimension), 10)->empty());
}

}  // namespace
}  // namespace adapnet::index
