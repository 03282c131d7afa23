// The curve of the window and the curve of the command are the same numbers: real services over a small
// gallery, with the colour histogram that needs no weights.
#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <cstdlib>
#include <set>

#include "core/eval/ground_truth.h"
#include "core/image/image.h"
#include "core/service/robustness_curve.h"
#include "tests/ui/fake_gallery.h"
#include "ui/robustness/robustness_model.h"

namespace adapnet::ui {
namespace {

constexpr int kScenes = 6;
constexpr int kViews = 3;
constexpr int kPatienceMs = 60'000;

std::string nameOf(int scene, int view) {
    return "scene_" + std::to_string(scene) + "_" + std::to_string(view) + ".png";
}

class CurveOfTheWindow : public testing::Test {
  protected:
    void SetUp() override {
        setenv("ADAPNET_TEST_MODEL", "histogram", 1);
        const fs::path folder = m_folder.path().toStdString();
        eval::GroundTruth truth;
        for (int scene = 0; scene < kScenes; ++scene)
            for (int view = 0; view < kViews; ++view) {
                const auto png = image::encodePng(test::drawPicture(scene, view));
                ASSERT_TRUE(png && writeFileSafely(folder / nameOf(scene, view), *png));
                truth.gallery.push_back(nameOf(scene, view));
            }
        for (int scene = 0; scene < kScenes; ++scene) {
            eval::GroundTruthQuery query;
            query.image = nameOf(scene, 0);
            query.box = std::array<double, 4>{20, 10, 140, 110};
            query.easy = {nameOf(scene, 1), nameOf(scene, 2)};
            truth.queries.push_back(query);
        }
        ASSERT_TRUE(writeFileSafely(folder / "truth.json", eval::groundTruthToJson(truth)));
        m_request.folder = folder;
        m_request.groundTruth = folder / "truth.json";
        m_request.cacheFile = fs::path(m_cache.path().toStdString()) / "cache.sqlite";
        m_request.models = {"histogram"};
        m_session = std::make_unique<SessionModel>(coreServices());
        m_session->openGallery(m_request);
        ASSERT_TRUE(
            QTest::qWaitFor([this] { return m_session->gallery() && m_session->isIdle(); }, kPatienceMs));
        m_session->chooseGroundTruthQuery(1);
        ASSERT_TRUE(
            QTest::qWaitFor([this] { return m_session->hasPicture() && m_session->isIdle(); }, kPatienceMs));
        degrade::Recipe recipe;
        recipe.seed = 7;
        recipe.steps.push_back(*degrade::parseStep("gaussian_noise:sigma=0.3"));
        m_session->setRecipe(recipe);
        m_model = std::make_unique<RobustnessModel>(m_session.get());
        m_model->setActive(true);
    }
    bool complete() {
        return QTest::qWaitFor([this] { return m_model->isComplete() && !m_model->isBusy(); }, kPatienceMs);
    }
    // As `adapnet curve` computes it: a gallery opened anew, no earlier points, in the order of the values.
    void expectTheCommandsNumbers() {
        const auto workbench = service::Workbench::open(m_request, JobContext{});
        ASSERT_TRUE(workbench);
        service::CurveRequest request = m_model->request();
        request.nearest.reset();
        const auto wanted = service::CurveEngine(**workbench)
                                .run(
                                    request, [](const auto&) {}, JobContext{});
        ASSERT_TRUE(wanted) << wanted.error().message();
        ASSERT_EQ(m_model->points().size(), wanted->points.size());
        for (std::size_t i = 0; i < wanted->points.size(); ++i) {
            const auto& shown = m_model->points()[i];
            EXPECT_EQ(shown.value, wanted->points[i].value);
            EXPECT_EQ(shown.box, wanted->points[i].box);
            EXPECT_EQ(shown.problem, wanted->points[i].problem);
            ASSERT_EQ(shown.models.size(), wanted->points[i].models.size());
            for (std::size_t m = 0; m < shown.models.size(); ++m) {
                EXPECT_EQ(shown.models[m].ranks, wanted->points[i].models[m].ranks);
                EXPECT_EQ(shown.models[m].bestRank, wanted->points[i].models[m].bestRank);
                EXPECT_EQ(shown.models[m].averagePrecision, wanted->points[i].models[m].averagePrecision);
            }
        }
        EXPECT_EQ(m_model->breakingPoints(0), wanted->models.at(0).breakingPoints);
    }

    QTemporaryDir m_folder, m_cache;
    service::GalleryRequest m_request;
    std::unique_ptr<SessionModel> m_session;
    std::unique_ptr<RobustnessModel> m_model;
};

TEST_F(CurveOfTheWindow, HasTheNumbersOfTheCommandForAStrength) {
    ASSERT_TRUE(complete());
    ASSERT_EQ(m_model->points().size(), service::kCurvePoints);
    std::set<double> precisions;
    for (const auto& point : m_model->points())
        precisions.insert(point.models.at(0).averagePrecision.value_or(-1));
    EXPECT_GT(precisions.size(), 1U) << "this damage changes nothing, so nothing is compared";
    expectTheCommandsNumbers();
}

TEST_F(CurveOfTheWindow, HasTheNumbersOfTheCommandAfterTheSliderMoved) {
    auto recipe = m_session->query().recipe;
    for (const double sigma : {0.9, 0.1, 0.55}) {  // interrupts what is being computed
        recipe.steps[0].values["sigma"] = sigma;
        m_session->setRecipe(recipe);
    }
    ASSERT_TRUE(complete());
    expectTheCommandsNumbers();
}

TEST_F(CurveOfTheWindow, HasTheNumbersOfTheCommandForTheBox) {
    for (int axis = 1; axis < static_cast<int>(m_model->axes().size()); ++axis) {
        m_model->chooseAxis(axis);
        ASSERT_TRUE(complete());
        expectTheCommandsNumbers();
    }
}

}  // namespace
}  // namespace adapnet::ui
