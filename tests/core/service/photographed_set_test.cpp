#include "core/service/photographed_set.h"

#include <gtest/gtest.h>

#include "core/eval/ground_truth.h"
#include "tests/support/open_gallery.h"

namespace adapnet::service {
namespace {

class PhotographedSet : public testing::Test {
  protected:
    void SetUp() override {
        for (int object = 0; object < 6; ++object)
            for (int view = 0; view < 2; ++view)
                test::savePicture(test::drawObject(object, view, 96, 72),
                                  m_folder / "in" / ("album" + std::to_string(object)) /
                                      ("view" + std::to_string(view) + ".png"));
        test::writeText(m_folder / "in" / "album0" / "broken.png", "no picture");
    }
    PhotographedSetRequest request(const char* out) const {
        PhotographedSetRequest request;
        request.folder = m_folder / "in";
        request.out = m_folder / out;
        request.queries = 5;
        request.seed = 7;
        return request;
    }
    test::TemporaryFolder m_folder;
};

TEST_F(PhotographedSet, IsAGalleryWithAGroundTruthThatCanBeMeasured) {
    const auto made = makePhotographedSet(request("photos"), {});
    ASSERT_TRUE(made) << made.error().message();
    EXPECT_EQ(made->pictures, 12U);
    EXPECT_EQ(made->queries, 5U);
    ASSERT_EQ(made->problems.size(), 1U);
    EXPECT_EQ(made->problems[0].path, "album0/broken.png");
    const auto truth = eval::loadGroundTruth(m_folder / "photos" / "ground-truth.json");
    ASSERT_TRUE(truth) << truth.error().message();
    for (const auto& query : truth->queries) {
        ASSERT_EQ(query.easy.size(), 1U);
        ASSERT_EQ(query.junk.size(), 1U) << "the other picture of the album";
        EXPECT_EQ(fs::path(query.junk[0]).parent_path(), fs::path(query.easy[0]).parent_path());
    }
    const auto workbench = test::openGallery(m_folder.path(), fs::path("photos") / "ground-truth.json");
    ASSERT_TRUE(workbench);
    const auto evaluation = workbench->evaluate({}, {});
    ASSERT_TRUE(evaluation) << evaluation.error().message();
    // Far better than chance (1/12 and its neighbours: 0.26), worse than the picture itself.
    EXPECT_GT(evaluation->models[0].metrics.medium.mAP, 0.3);
}

TEST_F(PhotographedSet, TheSameSeedGivesTheSameBytes) {
    auto first = request("a");
    auto second = request("b");
    ASSERT_TRUE(makePhotographedSet(first, {}) && makePhotographedSet(second, {}));
    for (const char* file : {"ground-truth.json", "queries/00000.png", "queries/00004.png"})
        EXPECT_EQ(*readTextFile(m_folder / "a" / file), *readTextFile(m_folder / "b" / file)) << file;
    auto third = request("c");
    third.seed = 8;
    ASSERT_TRUE(makePhotographedSet(third, {}));
    EXPECT_NE(*readTextFile(m_folder / "a" / "queries/00000.png"),
              *readTextFile(m_folder / "c" / "queries/00000.png"));
}

TEST_F(PhotographedSet, TakesOnlyTheValidationPhotosOfATrainingFolder) {
    test::writeText(m_folder / "in" / "manifest.json",
                    R"({"pack":"drawn","images":[{"file":"album1/view0.png","class":"x","split":"val"},)"
                    R"({"file":"album2/view0.png","class":"x","split":"val"},)"
                    R"({"file":"album3/view0.png","class":"y","split":"train"}]})");
    auto validation = request("val");
    validation.validationOnly = true;
    const auto made = makePhotographedSet(validation, {});
    ASSERT_TRUE(made) << made.error().message();
    EXPECT_EQ(made->pictures, 2U);
    EXPECT_EQ(made->queries, 2U);
}

TEST_F(PhotographedSet, RefusesAFolderInUseAndTooFewPictures) {
    auto used = request("in");
    EXPECT_EQ(makePhotographedSet(used, {}).error().code, ErrorCode::BadInput);
    auto empty = request("out");
    empty.folder = m_folder / "nothing";
    EXPECT_FALSE(makePhotographedSet(empty, {}));
    fs::create_directories(m_folder / "nothing");
    EXPECT_EQ(makePhotographedSet(empty, {}).error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace adapnet::service
