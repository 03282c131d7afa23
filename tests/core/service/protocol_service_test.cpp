#include "core/service/protocol_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <set>

#include "core/degrade/noiser.h"
#include "core/protocol/manifest.h"
#include "core/service/benchmark_maker.h"
#include "core/service/full_evaluation.h"
#include "tests/support/drawn_crops.h"
#include "tests/support/open_gallery.h"

namespace adapnet::service {
namespace {

using test::TemporaryFolder;
using testing::HasSubstr;

// View 0 with a box is the query, view 1 easy, view 2 hard, view 3 junk.
class ProtocolTest : public test::OpenedGallery {
  protected:
    static void SetUpTestSuite() {
        open({.objects = kObjects,
              .views = 4,
              .hard = {2},
              .junk = {3},
              .box = std::array<double, 4>{8.7, 4.2, 150.9, 118.5}});
    }

    static ProtocolEvaluation evaluated(const ProtocolOptions& options = {}) {
        auto evaluation = evaluateProtocol(*s_workbench, options, {});
        EXPECT_TRUE(evaluation) << evaluation.error().message();
        return evaluation ? std::move(*evaluation) : ProtocolEvaluation{};
    }
    static ProtocolOptions fromFolder(const fs::path& folder, NoisyBoxes boxes = NoisyBoxes::Auto) {
        ProtocolOptions options;
        options.noisyFolder = folder;
        options.boxes = boxes;
        return options;
    }
    BenchmarkRequest making() const {
        BenchmarkRequest request;
        request.folder = photos();
        request.groundTruth = truthFile();
        request.out = m_own / "noisy";
        return request;
    }
    static BenchmarkReport made(const BenchmarkRequest& request) {
        const auto report = makeBenchmark(request, {});
        EXPECT_TRUE(report) << report.error().message();
        return report.value_or(BenchmarkReport{});
    }
    static void expectSame(const SetupMeans& a, const SetupMeans& b) {
        EXPECT_EQ(a.mAP, b.mAP);
        EXPECT_EQ(a.mP1, b.mP1);
        EXPECT_EQ(a.mP5, b.mP5);
        EXPECT_EQ(a.mP10, b.mP10);
    }
    static void expectSame(const SettingMeans& a, const SettingMeans& b) {
        SCOPED_TRACE(a.name);
        expectSame(a.easy, b.easy);
        expectSame(a.medium, b.medium);
        expectSame(a.hard, b.hard);
    }

    static constexpr int kObjects = 5;
    TemporaryFolder m_own;
};

TEST_F(ProtocolTest, TheCleanSettingEqualsThePlainEvaluation) {
    const auto plain = s_workbench->evaluate({}, {});
    ASSERT_TRUE(plain);
    const auto protocol = evaluated();
    ASSERT_EQ(protocol.models.size(), 1U);
    EXPECT_EQ(protocol.models[0].model, "histogram");
    EXPECT_TRUE(protocol.problems.empty());
    const SettingMeans& clean = protocol.models[0].settings.front();
    EXPECT_EQ(clean.name, "clean");
    EXPECT_EQ(clean.easy.mAP, plain->models[0].metrics.easy.mAP);
    EXPECT_EQ(clean.medium.mAP, plain->models[0].metrics.medium.mAP);
    EXPECT_EQ(clean.hard.mAP, plain->models[0].metrics.hard.mAP);
    EXPECT_EQ(clean.medium.mP5, plain->models[0].metrics.medium.mP5);
}

TEST_F(ProtocolTest, KeepsTheFiguresOfEveryQueryForPairedComparisons) {
    const auto evaluation = evaluated();
    ASSERT_EQ(evaluation.models.size(), 1U);
    std::vector<std::string> names;
    for (const SettingQueries& setting : evaluation.models[0].perQuery) {
        names.push_back(setting.name);
        ASSERT_EQ(setting.medium.size(), static_cast<std::size_t>(kObjects));
        double sum = 0;
        for (const double ap : setting.medium) sum += ap;
        EXPECT_NEAR(sum / kObjects, evaluation.models[0].find(setting.name)->medium.mAP, 1e-12);
    }
    EXPECT_EQ(names, (std::vector<std::string>{"clean", "mix", "known", "unknown"}));
    const auto none = compareModels(evaluation);
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->empty());
}

TEST(ModelComparison, PairsTheQueriesOfEveryTwoModels) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    ProtocolEvaluation evaluation;
    evaluation.models = {
        {"a", {}, {{"clean", {0.9, 0.8, none, 0.7, 0.9, 0.8}}, {"mix", {0.5, 0.4, none, 0.6, 0.1, 0.4}}}},
        {"b", {}, {{"clean", {0.5, 0.4, none, 0.2, 0.5, 0.3}}, {"mix", {0.4, 0.5, none, 0.4, 0.3, 0.4}}}},
        {"c", {}, {{"clean", {0.9, 0.8, none, 0.7, 0.9, 0.8}}}}};
    const auto compared = compareModels(evaluation);
    ASSERT_TRUE(compared);
    ASSERT_EQ(compared->size(), 4U);  // a-b twice, a-c, b-c
    EXPECT_EQ((*compared)[0].setting, "clean");
    EXPECT_EQ((*compared)[0].first, "a");
    EXPECT_EQ((*compared)[0].second, "b");
    EXPECT_NEAR((*compared)[0].paired.difference.value, 0.44, 1e-12);
    EXPECT_EQ((*compared)[0].paired.difference.queries, 5U);
    EXPECT_EQ((*compared)[0].paired.verdict, eval::Verdict::FirstBetter);
    EXPECT_EQ((*compared)[1].setting, "mix");
    EXPECT_EQ((*compared)[1].paired.verdict, eval::Verdict::NoDifferenceShown);
    EXPECT_EQ((*compared)[2].second, "c");
    EXPECT_EQ((*compared)[2].paired.verdict, eval::Verdict::NoDifferenceShown);
    EXPECT_EQ((*compared)[3].paired.verdict, eval::Verdict::SecondBetter);
    evaluation.models[1].perQuery[0].medium.pop_back();
    EXPECT_EQ(compareModels(evaluation).error().code, ErrorCode::BadInput);
}

TEST_F(ProtocolTest, NamesItsSettingsInTheProtocolsOrder) {
    const auto evaluation = evaluated();
    std::vector<std::string> names;
    for (const auto& setting : evaluation.models.at(0).settings) names.push_back(setting.name);
    std::vector<std::string> expected{"clean", "mix", "known", "unknown"};
    expected.insert(expected.end(), degrade::kNoiserKinds.begin(), degrade::kNoiserKinds.end());
    EXPECT_EQ(std::set(names.begin(), names.end()), std::set(expected.begin(), expected.end()));
    EXPECT_EQ(std::vector(names.begin(), names.begin() + 4),
              std::vector(expected.begin(), expected.begin() + 4));
}

TEST_F(ProtocolTest, KnownAndUnknownAreTheMeansOfTheirKinds) {
    const auto evaluation = evaluated();
    const ProtocolModel& model = evaluation.models.at(0);
    double known = 0;
    double unknown = 0;
    for (std::size_t k = 0; k < degrade::kNoiserKinds.size(); ++k)
        (k < 8 ? known : unknown) += model.find(degrade::kNoiserKinds[k])->medium.mAP;
    EXPECT_NEAR(model.find("known")->medium.mAP, known / 8, 1e-12);
    EXPECT_NEAR(model.find("unknown")->medium.mAP, unknown / 7, 1e-12);
    EXPECT_LT(model.find("known")->medium.mAP, model.find("clean")->medium.mAP);
}

TEST_F(ProtocolTest, TellsHowFarDamageMovesTheDescriptors) {
    const auto evaluation = evaluated();
    const ProtocolModel& model = evaluation.models.at(0);
    EXPECT_NEAR(model.settings.front().descriptors.cosineToClean, 1, 1e-6);
    double known = 0;
    for (const auto kind : degrade::kKnownKinds) {
        const DescriptorMeans& means = model.find(kind)->descriptors;
        EXPECT_LT(means.cosineToClean, 0.9999) << kind;
        EXPECT_TRUE(std::isnan(means.gateClean)) << "a histogram has no gate";
        known += means.cosineToClean / static_cast<double>(degrade::kKnownKinds.size());
    }
    EXPECT_NEAR(model.find("known")->descriptors.cosineToClean, known, 1e-12);
    EXPECT_TRUE(std::isnan(model.find("known")->descriptors.gateRight));
}

TEST_F(ProtocolTest, FifteenRotationsOfTheMixAverageToTheMeanOfTheKinds) {
    double mixes = 0;
    ProtocolOptions options;
    options.perKind = false;
    for (options.rotation = 0; options.rotation < 15; ++options.rotation)
        mixes += evaluated(options).models.at(0).find("mix")->medium.mAP / 15;
    const auto all = evaluated();
    double kinds = 0;
    for (const auto kind : degrade::kNoiserKinds) kinds += all.models.at(0).find(kind)->medium.mAP / 15;
    EXPECT_NEAR(mixes, kinds, 1e-12);
}

TEST_F(ProtocolTest, OtherSeveritiesHaveTheirNumberInTheName) {
    ProtocolOptions options;
    options.mix = false;
    options.severities = {1, 5};
    const auto evaluation = evaluated(options);
    const ProtocolModel& model = evaluation.models.at(0);
    EXPECT_NE(model.find("fog_1"), nullptr);
    EXPECT_NE(model.find("fog_5"), nullptr);
    EXPECT_EQ(model.find("fog"), nullptr);
    EXPECT_EQ(model.find("mix"), nullptr);
    EXPECT_EQ(model.find("known"), nullptr);  // defined at severity 3
    EXPECT_EQ(model.settings.size(), 31U);
}

TEST_F(ProtocolTest, AWrittenBenchmarkGivesTheFiguresOfDegradingHere) {
    const auto report = made(making());
    EXPECT_EQ(report.queries, 5U);
    EXPECT_EQ(report.files, 75U);  // the mix is among the kinds
    const auto fromFiles = evaluated(fromFolder(m_own / "noisy"));
    EXPECT_TRUE(fromFiles.problems.empty());
    const auto here = evaluated();
    ASSERT_EQ(fromFiles.models.at(0).settings.size(), here.models.at(0).settings.size());
    for (const auto& setting : here.models.at(0).settings) {
        const SettingMeans* same = fromFiles.models.at(0).find(setting.name);
        ASSERT_NE(same, nullptr) << setting.name;
        expectSame(*same, setting);
    }
}

TEST_F(ProtocolTest, TheMixAloneIsOnePictureForEachQuery) {
    auto request = making();
    request.perKind = false;
    EXPECT_EQ(made(request).files, 5U);
    const auto fromFiles = evaluated(fromFolder(request.out));
    expectSame(*fromFiles.models.at(0).find("mix"), *evaluated().models.at(0).find("mix"));
}

TEST_F(ProtocolTest, AManifestRebuildsTheFolderBitByBit) {
    made(making());
    const auto rebuilt = rebuildBenchmark(m_own / "noisy/manifest.json", photos(), m_own / "again", {});
    ASSERT_TRUE(rebuilt) << rebuilt.error().message();
    EXPECT_EQ(rebuilt->files, 75U);
    EXPECT_TRUE(rebuilt->problems.empty());
    const auto manifest = protocol::loadManifest(m_own / "noisy/manifest.json");
    ASSERT_TRUE(manifest);
    EXPECT_EQ(*manifest, *protocol::loadManifest(m_own / "again/manifest.json"));
    for (const auto& query : manifest->queries) {
        for (const auto& file : query.files)
            EXPECT_EQ(*readFile(m_own / "noisy" / file.file), *readFile(m_own / "again" / file.file));
    }
    EXPECT_TRUE(checkBenchmark(m_own / "again/manifest.json", {})->problems.empty());
}

TEST_F(ProtocolTest, FindsAChangedPixelAMissingFileAndAnotherSource) {
    auto request = making();
    request.perKind = false;
    made(request);
    const auto manifest = *protocol::loadManifest(request.out / "manifest.json");
    const fs::path changed = request.out / manifest.queries[1].files[0].file;
    cv::Mat rgb = *image::loadRgb(changed);
    rgb.at<cv::Vec3b>(3, 3)[1] ^= 1;
    test::savePicture(rgb, changed);
    fs::remove(request.out / manifest.queries[2].files[0].file);
    const auto checked = checkBenchmark(request.out / "manifest.json", {});
    ASSERT_TRUE(checked);
    EXPECT_EQ(checked->problems.size(), 2U);

    const auto evaluation = evaluated(fromFolder(request.out));
    ASSERT_EQ(evaluation.problems.size(), 2U);
    EXPECT_THAT(evaluation.problems[0].path, HasSubstr("(mix)"));
    EXPECT_THAT(evaluation.problems[0].reason + evaluation.problems[1].reason,
                HasSubstr("was changed since it was made"));

    // Other clean pictures under the same names.
    const fs::path others = m_own / "others";
    for (int object = 0; object < kObjects; ++object)
        test::savePicture(test::drawObject(object + 50, 0),
                          others / ("object" + std::to_string(object)) / "view0.png");
    const auto rebuilt = rebuildBenchmark(request.out / "manifest.json", others, m_own / "again", {});
    ASSERT_TRUE(rebuilt);
    EXPECT_EQ(rebuilt->problems.size(), 10U);  // five sources, five pictures
    EXPECT_THAT(rebuilt->problems[0].reason, HasSubstr("not the one the benchmark was made from"));
}

TEST_F(ProtocolTest, ForeignPicturesAreFoundByNameAndCutBySize) {
    // The clean pictures themselves: whole ones with another ending in a flat folder...
    for (int object = 0; object < kObjects; ++object) {
        const std::string name = "object" + std::to_string(object) + "/view0";
        test::savePicture(*image::loadRgb(photos() / (name + ".png")), m_own / "whole" / (name + ".bmp"));
        const auto query = s_workbench->groundTruthQuery(static_cast<std::size_t>(object));
        test::savePicture(cropQuery(*query)->clean, m_own / "cut" / (name + ".png"));
    }
    for (const char* folder : {"whole", "cut"}) {
        const auto evaluation = evaluated(fromFolder(m_own / folder));
        const ProtocolModel& model = evaluation.models.at(0);
        ASSERT_EQ(model.settings.size(), 2U);
        EXPECT_EQ(model.settings[1].name, "foreign");
        EXPECT_TRUE(evaluation.problems.empty()) << folder;
        expectSame(model.settings[1], model.settings[0]);
    }
    const auto cutTwice = evaluated(fromFolder(m_own / "cut", NoisyBoxes::Apply));
    EXPECT_TRUE(cutTwice.problems.empty());
}

TEST_F(ProtocolTest, ForeignPicturesOfNeitherSizeCountAsNotFoundAndAreNamed) {
    for (int object = 1; object < kObjects; ++object)
        test::savePicture(test::drawObject(object, 0, 99, 77),
                          m_own / "odd" / ("object" + std::to_string(object)) / "view0.png");
    const auto evaluation = evaluated(fromFolder(m_own / "odd"));
    ASSERT_EQ(evaluation.problems.size(), 5U);
    EXPECT_THAT(evaluation.problems[0].reason, HasSubstr("no noisy picture"));
    EXPECT_THAT(evaluation.problems[1].reason, HasSubstr("99 x 77"));
    EXPECT_EQ(evaluation.models.at(0).settings[1].medium.mAP, 0);
    EXPECT_TRUE(evaluated(fromFolder(m_own / "odd", NoisyBoxes::Ignore)).problems.size() == 1U);
}

TEST_F(ProtocolTest, RefusesWhatCannotBeMeasured) {
    EXPECT_EQ(evaluateProtocol(*s_workbench, fromFolder(m_own / "none"), {}).error().code,
              ErrorCode::NotFound);
    fs::create_directories(m_own / "empty");
    EXPECT_THAT(evaluateProtocol(*s_workbench, fromFolder(m_own / "empty"), {}).error().message(),
                HasSubstr("named like a query"));
    ProtocolOptions options;
    options.severities = {6};
    EXPECT_EQ(evaluateProtocol(*s_workbench, options, {}).error().code, ErrorCode::BadInput);
    auto request = making();
    test::writeText(request.out / "there.txt", "x");
    EXPECT_THAT(makeBenchmark(request, {}).error().message(), HasSubstr("not an empty folder"));
    EXPECT_TRUE(std::isnan(retention(0.5, 0)));
    EXPECT_EQ(retention(0.2, 0.4), 0.5);
}

TEST_F(ProtocolTest, AnEnhancerStandsInFrontOfEveryQueryPicture) {
    test::writeEnhancer(m_own.path(), test::smallRecipe("super_resolution"));
    ASSERT_EQ(::setenv("ADAPNET_ENHANCERS", m_own.path().c_str(), 1), 0);
    ProtocolOptions options;
    options.perKind = false;
    options.enhancer = "super_resolution";
    const auto repaired = evaluated(options);
    EXPECT_EQ(repaired.enhancer, "super_resolution");
    EXPECT_TRUE(repaired.problems.empty());
    EvaluationOptions plain;
    plain.recipe.steps.push_back(*degrade::parseStep("repair:network=super_resolution"));
    const auto expected = evaluateFully(*s_workbench, plain, {});
    ASSERT_TRUE(expected) << expected.error().message();
    EXPECT_EQ(repaired.models.at(0).settings.at(0).medium.mAP, expected->models.at(0).protocol.medium.mAP);

    // Other weights whose file is gone: no picture gets through, not even a clean one.
    auto other = test::smallRecipe("super_resolution");
    other.seed = 78;
    test::writeEnhancer(m_own.path(), other);
    fs::remove(m_own / "super_resolution.safetensors");
    EXPECT_EQ(evaluated(options).problems.size(), 2U * kObjects);
    options.enhancer = "magic";
    EXPECT_EQ(evaluateProtocol(*s_workbench, options, {}).error().code, ErrorCode::NotFound);
    ::unsetenv("ADAPNET_ENHANCERS");
}

TEST_F(ProtocolTest, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    const JobContext job{stop.get_token()};
    EXPECT_TRUE(evaluateProtocol(*s_workbench, {}, job).error().isCancelled());
    EXPECT_TRUE(makeBenchmark(making(), job).error().isCancelled());
    EXPECT_FALSE(fs::exists(m_own / "noisy/manifest.json"));
}

}  // namespace
}  // namespace adapnet::service
