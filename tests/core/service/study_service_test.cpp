#include "core/service/study_service.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/nn/enhancer.h"
#include "core/nn/safetensors.h"
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

// Super-resolution with weights of zero: every picture becomes one grey.
void writeBlindEnhancer(const fs::path& folder, const std::string& id) {
    nn::SafetensorsFile file;
    const auto add = [&](const std::string& name, const std::vector<std::int64_t>& shape) {
        std::size_t values = 1;
        for (const std::int64_t size : shape) values *= static_cast<std::size_t>(size);
        auto& tensor = file.tensors[name];
        tensor.type = "F16";
        tensor.shape = shape;
        tensor.bytes.assign(2 * values, std::byte{0});
    };
    const std::int64_t channels[] = {1, 32, 64, 128, 32, 1};
    for (std::size_t i = 1; i <= 5; ++i) {
        const std::int64_t side = i <= 3 ? 5 : 3;
        const std::string name = "conv" + std::to_string(i);
        add(name + ".weight", {channels[i], channels[i - 1], side, side});
        add(name + ".bias", {channels[i]});
    }
    const auto bytes = nn::formatSafetensors(file);
    ASSERT_TRUE(writeFileSafely(folder / (id + ".safetensors"), bytes));
    nn::EnhancerInfo info;
    info.id = id;
    info.displayName = "Blind";
    info.architecture = "super_resolution";
    info.checksum = sha256Hex(bytes);
    info.licence = "none";
    info.trainingSummary = "not trained";
    const auto written = nn::writeEnhancerManifest(info, "{}", folder / (id + ".json"));
    ASSERT_TRUE(written) << written.error().message();
}

TEST_F(NorbStudy, RepairedQueriesGetRowsOfTheirOwn) {
    writeBlindEnhancer(m_folder.path(), "blind");
    ::setenv("ADAPNET_ENHANCERS", m_folder.path().c_str(), 1);
    auto asked = request(10, 10);
    const auto plain = runNorbStudy(asked, {});
    ASSERT_TRUE(plain) << plain.error().message();
    asked.enhancers = {"blind"};
    const auto report = runNorbStudy(asked, {});
    ASSERT_TRUE(report) << report.error().message();
    const auto& settings = report->models[0].settings;
    ASSERT_EQ(settings.size(), 1U + 2 * 3) << "clean queries need no repair";
    for (std::size_t kind = 0; kind < 3; ++kind) {
        const auto& degraded = settings[1 + 2 * kind];
        const auto& repaired = settings[2 + 2 * kind];
        EXPECT_EQ(degraded.enhancer, "");
        EXPECT_EQ(degraded.l2.top1, plain->models[0].settings[1 + kind].l2.top1);
        EXPECT_EQ(repaired.name, degraded.name);
        EXPECT_EQ(repaired.enhancer, "blind");
        EXPECT_EQ(repaired.l2.top1, 0.2) << "the same nearest picture for all five categories";
    }
    asked.enhancers = {"no_such"};
    const auto unknown = runNorbStudy(asked, {});
    ::unsetenv("ADAPNET_ENHANCERS");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::NotFound);
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
