#include "core/service/study_service.h"

#include <gtest/gtest.h>

#include "tests/support/norb_files.h"

namespace adapnet::service {
namespace {

using test::TemporaryFolder;

class NorbStudy : public testing::Test {
  protected:
    static void SetUpTestSuite() { test::enableHistogramModel(); }
    StudyRequest request(int training, int testing) const {
        test::writeNorb(m_folder.path(), "training", training);
        test::writeNorb(m_folder.path(), "testing", testing);
        StudyRequest request;
        request.folder = m_folder.path();
        request.models = {"histogram"};
        return request;
    }
    TemporaryFolder m_folder;
};

TEST_F(NorbStudy, FindsTheCategoriesOfCleanPicturesAndFewerOfDegradedOnes) {
    const auto report = runNorbStudy(request(25, 15), {});
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->gallery, 50U);
    EXPECT_EQ(report->queries, 30U);
    ASSERT_EQ(report->models.size(), 1U);
    const auto& settings = report->models[0].settings;
    ASSERT_EQ(settings.size(), 4U);
    EXPECT_EQ(settings[0].name, "clean");
    EXPECT_EQ(settings[0].l2.top1, 1);
    EXPECT_EQ(settings[0].cosine.top1, 1);
    for (const auto& setting : settings) {
        for (const auto& accuracy : {setting.l2, setting.cosine}) {
            EXPECT_LE(accuracy.top1, accuracy.top5) << setting.name;
            EXPECT_LE(accuracy.top5, accuracy.top10) << setting.name;
        }
    }
    EXPECT_EQ(settings[3].name, "motion");
    EXPECT_LT(settings[3].l2.top1, 1);
}

TEST_F(NorbStudy, TakesEachNthPicture) {
    auto asked = request(25, 15);
    asked.every = 4;
    const auto report = runNorbStudy(asked, {});
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->gallery, 13U);
    EXPECT_EQ(report->queries, 8U);
}

TEST_F(NorbStudy, StopsWhenAskedAndNamesAMissingFile) {
    const auto asked = request(5, 5);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(runNorbStudy(asked, JobContext{stop.get_token()}).error().isCancelled());
    fs::remove(m_folder / test::norbFile("testing", "info"));
    const auto missing = runNorbStudy(asked, {});
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().message().find("testing-info"), std::string::npos);
}

}  // namespace
}  // namespace adapnet::service
