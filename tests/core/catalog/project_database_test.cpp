#include "core/catalog/project_database.h"

#include <gmock/gmock.h>

#include "core/base/random.h"
#include "tests/core/catalog/fixture.h"

namespace adapnet::catalog {
namespace {

class ProjectDatabaseTest : public InFolder {
  protected:
    std::unique_ptr<ProjectDatabase> open() {
        auto project = ProjectDatabase::open(m_file);
        EXPECT_TRUE(project) << project.error().message();
        return project ? std::move(*project) : nullptr;
    }
};

TEST_F(ProjectDatabaseTest, RemembersGalleriesNewestFirst) {
    const auto project = open();
    ASSERT_TRUE(project->rememberGallery({"/photos/a", std::nullopt, 10}));
    ASSERT_TRUE(project->rememberGallery({"/photos/b\xff\n'", fs::path("/truth.json"), 20}));
    ASSERT_TRUE(project->rememberGallery({"/photos/a", fs::path("/other.json"), 30}));
    EXPECT_THAT(*project->recentGalleries(),
                ::testing::ElementsAre(RecentGallery{"/photos/a", fs::path("/other.json"), 30},
                                       RecentGallery{"/photos/b\xff\n'", fs::path("/truth.json"), 20}));
    EXPECT_EQ(project->recentGalleries(1)->size(), 1u);
    ASSERT_TRUE(project->forgetGallery("/photos/a"));
    EXPECT_EQ(project->recentGalleries()->size(), 1u);
}

TEST_F(ProjectDatabaseTest, KeepsSavedQueriesAcrossARestart) {
    SavedQuery query{0,
                     "the 'old' bridge",
                     hashOf("bridge"),
                     "/photos/bridge \xf0\x9f\x8c\x89.jpg",
                     image::Box{10, 20, 30, 40},
                     "[{\"kind\":\"motion_blur\"}]",
                     5};
    {
        const auto project = open();
        const auto id = project->saveQuery(query);
        ASSERT_TRUE(id);
        query.id = *id;
    }
    const auto project = open();
    EXPECT_THAT(*project->savedQueries(), ::testing::ElementsAre(query));
    query.box = std::nullopt;
    query.name = "whole picture";
    EXPECT_EQ(*project->saveQuery(query), query.id);
    EXPECT_THAT(*project->savedQueries(), ::testing::ElementsAre(query));
    ASSERT_TRUE(project->deleteQuery(query.id));
    EXPECT_TRUE(project->savedQueries()->empty());
    EXPECT_EQ(project->deleteQuery(query.id).error().code, ErrorCode::NotFound);
    EXPECT_EQ(project->saveQuery(query).error().code, ErrorCode::NotFound);
}

TEST_F(ProjectDatabaseTest, AJudgementBelongsToQueryBoxAndPicture) {
    const auto project = open();
    const image::Box box{1, 2, 3, 4};
    const Judgement whole{hashOf("q"), std::nullopt, hashOf("p"), Verdict::Positive, 1};
    const Judgement boxed{hashOf("q"), box, hashOf("p"), Verdict::Junk, 2};
    ASSERT_TRUE(project->judge(whole) && project->judge(boxed));
    EXPECT_THAT(*project->judgements(hashOf("q"), std::nullopt), ::testing::ElementsAre(whole));
    EXPECT_THAT(*project->judgements(hashOf("q"), box), ::testing::ElementsAre(boxed));
    const Judgement changed{hashOf("q"), box, hashOf("p"), Verdict::Negative, 3};
    ASSERT_TRUE(project->judge(changed));
    EXPECT_THAT(*project->judgements(hashOf("q"), box), ::testing::ElementsAre(changed));
    ASSERT_TRUE(project->withdrawJudgement(hashOf("q"), box, hashOf("p")));
    EXPECT_TRUE(project->judgements(hashOf("q"), box)->empty());
    EXPECT_EQ(project->judgements(hashOf("q"), std::nullopt)->size(), 1u);
}

TEST_F(ProjectDatabaseTest, AMigratedFileEqualsAFreshOneAndACopyIsKept) {
    { open(); }
    const std::string expected = describeSchema(m_file);
    const fs::path old = m_folder / "old.sqlite";
    makeOldVersion(old, projectSchema(), 1);
    const std::string before = describeSchema(old);
    {
        SQLite::Database database(old.native(), SQLite::OPEN_READWRITE);
        database.exec("INSERT INTO recent_galleries VALUES (CAST('/photos' AS BLOB), 7)");
    }
    {
        const auto project = ProjectDatabase::open(old);
        ASSERT_TRUE(project) << project.error().message();
        EXPECT_THAT(*(*project)->recentGalleries(),
                    ::testing::ElementsAre(RecentGallery{"/photos", std::nullopt, 7}));
    }
    EXPECT_EQ(describeSchema(old), expected);
    EXPECT_EQ(describeSchema(old.native() + ".before-v2"), before);
    EXPECT_FALSE(fs::exists(m_file.native() + ".before-v2"));
}

TEST_F(ProjectDatabaseTest, ABrokenFileIsAnErrorAndStaysAsItIs) {
    {
        const auto project = open();
        for (int i = 0; i < 300; ++i)
            ASSERT_TRUE(
                project->judge({hashOf("q"), std::nullopt, hashOf(std::to_string(i)), Verdict::Positive, i}));
    }
    const std::string sound = *readTextFile(m_file);
    RandomStream random("project damage");
    int refused = 0;
    for (int i = 0; i < 200; ++i) {
        std::string damaged = sound;
        const auto at = random.below(damaged.size() - 64);
        for (std::size_t k = 0; k < 64; ++k) damaged[at + k] = static_cast<char>(random.below(256));
        if (i % 4 == 0) damaged.resize(1 + random.below(sound.size() - 1));
        fs::remove(m_file);
        put(m_file, damaged);
        {
            const auto project = ProjectDatabase::open(m_file);
            if (!project) {
                ++refused;
                EXPECT_NE(project.error().code, ErrorCode::Internal) << project.error().message();
            }
        }
        ASSERT_EQ(*readTextFile(m_file), damaged);
    }
    EXPECT_GT(refused, 60);
    EXPECT_TRUE(brokenCopies().empty());
}

TEST_F(ProjectDatabaseTest, RefusesANewerVersionAndACache) {
    { open(); }
    { SQLite::Database(m_file.native(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 3"); }
    const auto newer = ProjectDatabase::open(m_file);
    ASSERT_FALSE(newer);
    EXPECT_THAT(newer.error().message(), ::testing::HasSubstr("format 3"));
    const fs::path cache = m_folder / "cache.sqlite";
    { ASSERT_TRUE(CacheDatabase::open(cache)); }
    EXPECT_EQ(ProjectDatabase::open(cache).error().code, ErrorCode::Database);
}

TEST_F(ProjectDatabaseTest, EveryWriteWaitsForTheDisk) {
    Connection precious(m_file, {.keepAtPowerLoss = true});
    EXPECT_EQ(precious.database().execAndGet("PRAGMA synchronous").getInt(), 2);
    Connection regenerable(m_folder / "cache.sqlite", {});
    EXPECT_EQ(regenerable.database().execAndGet("PRAGMA synchronous").getInt(), 1);
    ASSERT_TRUE(bringUpToDate(precious, projectSchema()));
    EXPECT_EQ(precious.database().execAndGet("PRAGMA journal_mode").getString(), "wal");
    EXPECT_EQ(precious.database().execAndGet("PRAGMA foreign_keys").getInt(), 1);
}

}  // namespace
}  // namespace adapnet::catalog
