// Processes that die while they extract. A child tells through a pipe of every picture that went through its
// extractor; after a random number of them it is killed with SIGKILL.
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/core/features/gallery.h"

namespace adapnet::features {
namespace {

class KilledExtraction : public GalleryTest {
  protected:
    // Runs the extraction in a child and kills it after `events` pictures (never for a negative number).
    // Returns how many pictures it extracted.
    int extractInChild(int events) {
        m_cache.reset();  // no open database is carried into the child
        int pipeEnds[2];
        EXPECT_EQ(::pipe(pipeEnds), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(pipeEnds[0]);
            ::_exit(childMain(pipeEnds[1]));
        }
        ::close(pipeEnds[1]);
        int count = 0;
        char byte = 0;
        while (::read(pipeEnds[0], &byte, 1) == 1)
            if (++count == events) ::kill(child, SIGKILL);
        ::close(pipeEnds[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        if (events < 0) {
            EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        }
        reopenCache();
        return count;
    }

    int childMain(int events) {
        auto cache = catalog::CacheDatabase::open(m_folder / "cache.sqlite");
        if (!cache) return 2;
        Behaviour behaviour;
        behaviour.batch = 8;
        behaviour.after = [&](std::vector<float>& rows) {
            const std::string bytes(rows.size() / 64, 'e');
            if (::write(events, bytes.data(), bytes.size()) < 0) ::_exit(3);
        };
        return extractFeatures(request(behaviour), **cache, {}) ? 0 : 4;
    }
};

TEST_F(KilledExtraction, LosesNothingRepeatsNothingAndStaysSound) {
    constexpr int kPictures = 1500;
    constexpr int kKills = 60;
    // Small and cheap: only the order of events matters. Every fifth is a copy.
    for (int i = 0; i < kPictures; ++i)
        put(std::to_string(i) + ".jpg", jpegOf(static_cast<std::uint64_t>(i % 5 == 4 ? i - 1 : i), 24, 16));
    constexpr int kDistinct = kPictures / 5 * 4;
    RandomStream random("kill moments");
    std::int64_t stored = 0;
    int extracted = 0;
    int kills = 0;
    for (; kills < kKills && stored < kDistinct; ++kills) {
        const int count = extractInChild(1 + static_cast<int>(random.below(140)));
        extracted += count;
        // What was finished before is never extracted again.
        EXPECT_LE(count, kDistinct - stored);
        ASSERT_TRUE(m_cache->checkIntegrity());
        ASSERT_EQ(m_cache->movedAside(), std::nullopt);
        const auto counts = m_cache->counters();
        ASSERT_TRUE(counts);
        EXPECT_GE(counts->vectors, stored) << "finished work was lost";
        EXPECT_EQ(counts->vectors, counts->pictures);
        EXPECT_EQ(counts->vectors, counts->thumbnails);
        stored = counts->vectors;
    }
    EXPECT_GT(kills, 5);
    const std::int64_t left = kDistinct - stored;
    EXPECT_EQ(extractInChild(-1), left);
    extracted += static_cast<int>(left);
    EXPECT_EQ(*m_cache->counters(),
              (catalog::CacheCounters{1, kPictures, kDistinct, 1, kDistinct, kDistinct}));
    // A kill costs at most what one commit holds (64) and what was on its way to it (32 in the queue, a batch
    // of 8).
    EXPECT_LE(extracted, kDistinct + kills * (64 + 32 + 8));
    EXPECT_EQ(extractInChild(-1), 0);
}

TEST_F(KilledExtraction, WorksForSomebodyWhoMayOnlyReadTheGallery) {
    putPictures(10);
    m_cache.reset();
    ::chmod(m_gallery.c_str(), 0555);
    ::chmod(m_folder.c_str(), 0777);
    fs::remove(m_folder / "cache.sqlite");
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        // Root may write everywhere: become somebody else.
        if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(9);
        auto cache = catalog::CacheDatabase::open(m_folder / "cache.sqlite");
        if (!cache) ::_exit(2);
        Behaviour behaviour;
        const auto summary = extractFeatures(request(behaviour), **cache, {});
        ::_exit(summary && summary->added == 10 ? 0 : 3);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    ::chmod(m_gallery.c_str(), 0755);
}

}  // namespace
}  // namespace adapnet::features
