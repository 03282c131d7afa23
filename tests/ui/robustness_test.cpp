// The live robustness curve: the model against a gallery without networks, and the panel driven by events.
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <algorithm>
#include <semaphore>

#include "tests/ui/window_fixture.h"
#include "ui/query/recipe_panel.h"
#include "ui/ranking/ranking_view.h"
#include "ui/robustness/curve_chart.h"
#include "ui/robustness/robustness_model.h"
#include "ui/robustness/robustness_view.h"

namespace adapnet::ui {
namespace {

degrade::Recipe recipeFrom(std::initializer_list<const char*> steps) {
    degrade::Recipe recipe;
    for (const char* step : steps) recipe.steps.push_back(*degrade::parseStep(step));
    return recipe;
}

class RobustnessModelTest : public testing::Test {
  protected:
    void SetUp() override {
        m_gallery = std::make_shared<test::FakeGallery>(service::GalleryRequest{}, true);
        m_session = std::make_unique<SessionModel>(test::fakeServices(m_gallery));
        m_session->openGallery({});
        ASSERT_TRUE(QTest::qWaitFor([this] { return m_session->gallery() != nullptr; }));
        m_session->chooseGroundTruthQuery(2);
        ASSERT_TRUE(QTest::qWaitFor([this] { return m_session->hasPicture() && m_session->isIdle(); }));
        m_session->setRecipe(recipeFrom({"gaussian_noise:sigma=0.3"}));
        m_model = std::make_unique<RobustnessModel>(m_session.get());
    }
    bool complete() {
        return QTest::qWaitFor([this] { return m_model->isComplete() && !m_model->isBusy(); });
    }
    void moveTo(double sigma) {
        auto recipe = m_session->query().recipe;
        recipe.steps.front().values["sigma"] = sigma;
        m_session->setRecipe(recipe);
    }

    std::shared_ptr<test::FakeGallery> m_gallery;
    std::unique_ptr<SessionModel> m_session;
    std::unique_ptr<RobustnessModel> m_model;
};

TEST_F(RobustnessModelTest, ComputesNothingWhileNobodyLooks) {
    moveTo(0.4);
    QTest::qWait(0);
    EXPECT_EQ(m_gallery->curves(), 0);
    EXPECT_FALSE(m_model->isBusy());
}

TEST_F(RobustnessModelTest, FillsTwentyOnePointsThatEqualTheSearch) {
    m_model->setActive(true);
    ASSERT_TRUE(complete());
    ASSERT_EQ(m_model->points().size(), service::kCurvePoints);
    EXPECT_TRUE(std::is_sorted(m_model->points().begin(), m_model->points().end(),
                               [](const auto& a, const auto& b) { return a.value < b.value; }));
    for (const std::size_t i : {std::size_t{0}, std::size_t{9}, std::size_t{20}}) {
        const auto& point = m_model->points()[i];
        const auto query = service::queryAt(m_model->request(), point.value);
        const auto found = m_gallery->search(*query, 200, {});
        ASSERT_TRUE(found);
        for (std::size_t m = 0; m < 2; ++m) {
            const auto& results = found->models[m].results;
            const auto best = std::find_if(results.begin(), results.end(), [](const auto& result) {
                return result.label == eval::Label::Positive &&
                       result.path.find("view_3") == std::string::npos;
            });
            EXPECT_EQ(point.models[m].bestRank, best->rank);
        }
    }
    EXPECT_FALSE(m_model->summary().isEmpty());
}

TEST_F(RobustnessModelTest, AMovedSliderSendsTheWorkToItsNewPlace) {
    std::binary_semaphore reached{0};
    std::binary_semaphore go{0};
    std::mutex mutex;
    std::vector<double> nearest;
    m_gallery->beforeCurvePoint = [&](const service::CurveRequest& request, double value) {
        const std::lock_guard lock(mutex);
        if (nearest.empty()) {  // the first point waits until the slider has moved
            reached.release();
            go.acquire();
        }
        nearest.push_back(std::abs(value - *request.nearest));
    };
    m_model->setActive(true);
    reached.acquire();
    moveTo(0.8);  // while the worker is held: a window that waited for it would wait for ever
    EXPECT_EQ(m_model->current(), 0.8);
    go.release();
    ASSERT_TRUE(complete());
    EXPECT_GE(m_gallery->curves(), 2) << "the first run gave way";
    EXPECT_EQ(m_model->request().nearest, 0.8);
    EXPECT_EQ(m_model->points().size(), service::kCurvePoints);
}

TEST_F(RobustnessModelTest, GoingBackToAKnownCurveAsksForNothing) {
    m_model->setActive(true);
    ASSERT_TRUE(complete());
    const int before = m_gallery->curves();
    QSignalSpy moved(m_model.get(), &RobustnessModel::currentChanged);
    moveTo(0.55);
    moveTo(0.1);
    EXPECT_EQ(moved.count(), 2);
    EXPECT_EQ(m_model->current(), 0.1);
    EXPECT_TRUE(m_model->isComplete());
    EXPECT_EQ(m_gallery->curves(), before);
}

TEST_F(RobustnessModelTest, TheMovedSliderChoosesWhatVaries) {
    m_session->setRecipe(recipeFrom({"gaussian_noise:sigma=0.3", "jpeg:quality=40"}));
    EXPECT_EQ(m_model->request().parameter, "quality") << "a new step is what one wants to see";
    moveTo(0.35);
    EXPECT_EQ(m_model->request().parameter, "sigma");
    EXPECT_EQ(m_model->request().step, 0U);
    ASSERT_EQ(m_model->axes().size(), 5U);  // two numbers, three ways to change the box
    m_model->chooseAxis(2);
    EXPECT_EQ(m_model->request().axis, service::CurveAxis::BoxScale);
    EXPECT_EQ(m_model->current(), 1);
    auto recipe = m_session->query().recipe;
    recipe.steps[0].enabled = false;
    m_session->setRecipe(recipe);
    EXPECT_EQ(m_model->axes().size(), 4U);
    EXPECT_EQ(m_model->request().axis, service::CurveAxis::BoxScale) << "chosen by hand, and still there";
    m_session->setRecipe({});
    EXPECT_EQ(m_model->axes().size(), 3U);
}

TEST_F(RobustnessModelTest, AnotherBoxOrPictureIsAnotherCurve) {
    m_model->setActive(true);
    ASSERT_TRUE(complete());
    const auto first = m_model->points().front().models[0].ranks;
    m_session->setBox(image::Box{0, 0, 40, 40});
    EXPECT_TRUE(m_model->isStale());
    EXPECT_FALSE(m_model->isComplete());
    ASSERT_TRUE(complete());
    EXPECT_EQ(m_model->points().front().box, (image::Box{0, 0, 40, 40}));
    m_session->chooseGroundTruthQuery(7);
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_model->isStale(); }));
    ASSERT_TRUE(complete());
    EXPECT_NE(m_model->points().front().models[0].ranks, first);
}

TEST_F(RobustnessModelTest, WithoutPositivesItSaysSoAndFollowsAChosenResult) {
    m_session->chooseGalleryPicture(9);  // the ground truth knows view 0 only
    m_model->setActive(true);
    ASSERT_TRUE(QTest::qWaitFor([this] { return !m_model->problem().isEmpty() && !m_model->isBusy(); }));
    EXPECT_TRUE(m_model->points().empty());
    m_model->follow(8);
    ASSERT_TRUE(complete());
    EXPECT_TRUE(m_model->problem().isEmpty());
    EXPECT_EQ(m_model->points().front().models[0].ranks.size(), 1U);
    m_session->chooseGroundTruthQuery(1);
    ASSERT_TRUE(QTest::qWaitFor([this] { return !m_model->followed(); }));
}

TEST_F(RobustnessModelTest, LeavesInTheMiddleOfTheWork) {
    std::binary_semaphore reached{0};
    m_gallery->beforeCurvePoint = [&, first = true](const service::CurveRequest&, double) mutable {
        if (std::exchange(first, false)) reached.release();
    };
    m_model->setActive(true);
    reached.acquire();
    m_model.reset();
    QTest::qWait(0);
    SUCCEED();
}

class RobustnessWindow : public test::WindowTest {
  protected:
    void SetUp() override {
        m_window.reset();
        QSettings().clear();  // another test's window left its heights there
        start(true);
        m_window->openFolder(m_folder.path());
        ASSERT_TRUE(rest());
        page().recipePanel()->addStep("gaussian_noise");
        ASSERT_TRUE(rest());
    }
    RobustnessView& view() { return *page().robustnessView(); }
    RobustnessModel& model() { return *view().model(); }
    bool rest() {
        return QTest::qWaitFor([this] { return m_window->isSettled(); });
    }
    QLabel* label(const char* name) {
        for (QLabel* candidate : view().findChildren<QLabel*>())
            if (candidate->accessibleName() == QLatin1String(name)) return candidate;
        return nullptr;
    }
};

TEST_F(RobustnessWindow, AKeyShowsTheCurveAndASliderMovesTheLine) {
    EXPECT_EQ(m_gallery->curves(), 0);
    QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier);
    ASSERT_TRUE(page().showsRobustness());
    EXPECT_TRUE(m_window->action(QStringLiteral("robustness"))->isChecked());
    ASSERT_TRUE(rest());
    EXPECT_TRUE(model().isComplete());

    auto* slider = page().recipePanel()->cards().front()->findChild<QSlider*>();
    ASSERT_NE(slider, nullptr);
    slider->setFocus();
    const double before = model().current();
    QTest::keyClick(slider, Qt::Key_Right);
    EXPECT_GT(model().current(), before);
    ASSERT_TRUE(rest());
    EXPECT_TRUE(model().isComplete());
    ASSERT_NE(label("Breaking points"), nullptr);
    EXPECT_FALSE(label("Breaking points")->text().isEmpty());
    EXPECT_EQ(view().ranks()->accessibleDescription(), label("Breaking points")->text());

    QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier);
    EXPECT_FALSE(page().showsRobustness());
    EXPECT_FALSE(model().isActive());
}

TEST_F(RobustnessWindow, ArrowKeysReadThePointsAloud) {
    page().showRobustness();
    ASSERT_TRUE(rest());
    QLabel* words = label("Values at the chosen point");
    ASSERT_NE(words, nullptr);
    const QString here = words->text();
    EXPECT_TRUE(here.contains(QStringLiteral("AdapNet"))) << here.toStdString();
    view().ranks()->setFocus();
    QTest::keyClick(view().ranks(), Qt::Key_Right);
    EXPECT_NE(words->text(), here);
    QTest::keyClick(view().ranks(), Qt::Key_Left);
    EXPECT_EQ(words->text(), here);
    for (int i = 0; i < 40; ++i) QTest::keyClick(view().ranks(), Qt::Key_Left);
    EXPECT_EQ(words->text(), model().pointText(0));
}

TEST_F(RobustnessWindow, TheChosenAxisAndTheCommandFit) {
    page().showRobustness();
    auto* axis = view().findChild<QComboBox*>();
    ASSERT_NE(axis, nullptr);
    EXPECT_EQ(axis->currentText(), QStringLiteral("Gaussian noise: Sigma"));
    axis->setFocus();
    QTest::keyClick(axis, Qt::Key_Down);
    ASSERT_TRUE(rest());
    EXPECT_EQ(model().request().axis, service::CurveAxis::BoxScale);
    ASSERT_TRUE(model().isComplete());
    for (auto* button : view().findChildren<QToolButton*>())
        if (button->accessibleName().startsWith(QStringLiteral("Copy"))) button->click();
    EXPECT_TRUE(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("adapnet curve")));
}

// The charts get the room, and the pictures get theirs back as somebody left it.
TEST_F(RobustnessWindow, ChartsAndPicturesHaveHeightsOfTheirOwn) {
    const int pictures = page().queryPanel()->height();
    page().showRobustness();
    EXPECT_TRUE(QTest::qWaitFor([&] { return view().height() > pictures + 60; })) << view().height();
    page().showQuery();
    EXPECT_TRUE(QTest::qWaitFor([&] { return page().queryPanel()->height() == pictures; }))
        << page().queryPanel()->height() << " instead of " << pictures;
}

TEST_F(RobustnessWindow, TheLookAndTheLanguageMayChangeWhileTheCurveIsShown) {
    page().showRobustness();
    ASSERT_TRUE(rest());
    m_window->action(QStringLiteral("toggle_theme"))->trigger();
    ASSERT_TRUE(rest());
    EXPECT_TRUE(page().showsRobustness());
    EXPECT_TRUE(model().isComplete());
    m_window->action(QStringLiteral("toggle_theme"))->trigger();
    ASSERT_TRUE(rest());
}

}  // namespace
}  // namespace adapnet::ui
