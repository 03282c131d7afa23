#include "core/service/report_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/open_gallery.h"

namespace adapnet::service {
namespace {

using testing::Contains;
using testing::MatchesRegex;

class ReportService : public testing::Test {
  protected:
    void SetUp() override {
        test::enableHistogramModel();
        test::drawGallery(m_folder / "photos", 4, 3);
        m_workbench = test::openGallery(m_folder.path());
        ASSERT_TRUE(m_workbench);
        m_query.image = *m_workbench->queryFromGallery(5);
        m_query.box = image::Box{-10, 5, 100, 90};
        m_query.recipe.seed = 11;
        m_query.recipe.steps = {*degrade::parseStep("gaussian_noise:sigma=0.3")};
        auto comparison = m_workbench->search(m_query, 12, {});
        ASSERT_TRUE(comparison) << comparison.error().message();
        m_comparison = std::move(*comparison);
    }

    test::TemporaryFolder m_folder;
    std::unique_ptr<Workbench> m_workbench;
    Query m_query;
    Comparison m_comparison;
};

TEST_F(ReportService, TheRecordHoldsWhatTheComparisonShows) {
    const auto record = makeRunRecord(*m_workbench, m_query, m_comparison, {4, true, {}});
    EXPECT_EQ(record.programVersion, programVersion());
    EXPECT_THAT(record.createdUtc, MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"));
    EXPECT_EQ(record.gallerySize, 12U);
    EXPECT_EQ(record.queryPath, "object1/view2.png");
    EXPECT_EQ(record.queryHash, m_query.image->contentHash);
    EXPECT_EQ(record.box, (image::Box{0, 5, 100, 90}));  // after clamping
    EXPECT_EQ(record.recipe, m_query.recipe);
    EXPECT_THAT(record.indexSettings, Contains("gallery mean removed"));
    EXPECT_THAT(record.indexSettings, Contains("exact search"));
    EXPECT_EQ(record.command, m_workbench->searchCommand(m_query, 4));
    ASSERT_EQ(record.models.size(), 1U);
    const auto& model = record.models[0];
    EXPECT_EQ(model.featureKey, m_workbench->featureKeyOf(0));
    EXPECT_EQ(model.device, "cpu fp32 (cosine 1.0000)");
    EXPECT_EQ(model.cosineToClean, m_comparison.models[0].cosineToClean);
    ASSERT_EQ(model.results.size(), 4U);
    for (std::size_t i = 0; i < model.results.size(); ++i) {
        const auto& shown = m_comparison.models[0].results[i];
        EXPECT_EQ(model.results[i].rank, shown.rank);
        EXPECT_EQ(model.results[i].path, shown.path);
        EXPECT_EQ(model.results[i].score, shown.score);
        EXPECT_EQ(model.results[i].cleanRank, shown.cleanRank);
        EXPECT_EQ(model.results[i].isNew, shown.isNew);
        EXPECT_FALSE(model.results[i].thumbnail.empty());
    }
    EXPECT_EQ(record.degradedCrop.size(), cv::Size(100, 85));
    EXPECT_FALSE(record.queryPicture.empty());
}

TEST_F(ReportService, PicturesAreLeftOutWhenNotAsked) {
    const auto record =
        makeRunRecord(*m_workbench, m_query, m_comparison, {3, false, "2024-05-06T07:08:09Z"});
    EXPECT_EQ(record.createdUtc, "2024-05-06T07:08:09Z");
    EXPECT_TRUE(record.queryPicture.empty());
    EXPECT_TRUE(record.cleanCrop.empty());
    EXPECT_TRUE(record.degradedCrop.empty());
    for (const auto& result : record.models[0].results) EXPECT_TRUE(result.thumbnail.empty());
}

TEST_F(ReportService, APastedPictureIsNamedAsSuch) {
    m_query.image = std::make_shared<const QueryImage>(queryFromPixels(test::drawObject(1, 1)));
    const auto comparison = m_workbench->search(m_query, 3, {});
    ASSERT_TRUE(comparison);
    EXPECT_EQ(makeRunRecord(*m_workbench, m_query, *comparison).queryPath, "pasted picture");
}

}  // namespace
}  // namespace adapnet::service
