// The training page, with a training that does what the test says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAction>
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <semaphore>
#include <thread>

#include "tests/ui/window_fixture.h"
#include "ui/training/training_model.h"
#include "ui/training/training_window.h"

namespace adapnet::ui {
namespace {

using testing::HasSubstr;
using State = TrainingModel::State;

// Every step waits until the test lets it go.
struct FakeTraining {
    std::counting_semaphore<> steps{0};
    std::atomic<int> done = 0;
    std::int64_t count = 10;
    std::optional<Error> error;
    service::TrainJob job;

    TrainingServices services() {
        nn::TrainConfig config;
        config.id = "small";
        config.displayName = "Small network";
        config.steps = count;
        return {[config] {
                    return std::vector<service::TrainRecipe>{{"recipes/small.json", config}};
                },
                [](const fs::path& file) -> Result<nn::TrainConfig> {
                    if (file.filename() == "broken.json")
                        return fail(ErrorCode::BadInput, "the training recipe is not a JSON object");
                    nn::TrainConfig own;
                    own.id = "own";
                    own.displayName = "My recipe";
                    return own;
                },
                [this](const service::TrainJob& asked, const JobContext& context) {
                    return run(asked, context);
                }};
    }

    Result<nn::TrainSummary> run(const service::TrainJob& asked, const JobContext& context) {
        job = asked;
        if (error) return fail(*error);
        ProgressMeter meter(context.progress, "train", count);
        for (std::int64_t step = 1; step <= count; ++step) {
            while (!steps.try_acquire_for(std::chrono::milliseconds(5)))
                if (context.stopRequested()) return fail(Error::cancelled());
            nn::TrainPoint point;
            point.step = step;
            point.steps = count;
            point.loss = 1.0 / static_cast<double>(step);
            point.meanNorm = 30;
            point.recall = step % 2 == 0 ? 0.5 : -1;
            ++done;
            asked.observe(point);
            meter.advance();
        }
        nn::TrainSummary summary;
        summary.steps = count;
        summary.bestStep = count;
        summary.bestScore = 0.75;
        return summary;
    }
};

TEST(TrainingModel, BringsThePointsOverAndTellsHowItEnded) {
    FakeTraining training;
    TrainingModel model(training.services());
    QSignalSpy finished(&model, &TrainingModel::finished);
    model.start({});
    EXPECT_EQ(model.state(), State::Preparing);
    EXPECT_FALSE(model.progressText().isEmpty());
    training.steps.release(4);
    ASSERT_TRUE(QTest::qWaitFor([&] { return model.step() == 4; }));
    EXPECT_EQ(model.state(), State::Running);
    EXPECT_THAT(model.progressText().toStdString(), HasSubstr("Step 4 of 10"));
    EXPECT_GE(model.secondsLeft(), 0);
    EXPECT_DOUBLE_EQ(model.progressShare().value_or(0), 0.4);
    EXPECT_EQ(model.curve(TrainingFigure::Loss).size(), 4);
    EXPECT_EQ(model.curve(TrainingFigure::Loss).last(), QPointF(4, 0.25));
    EXPECT_EQ(model.curve(TrainingFigure::Recall).size(), 2) << "measured in every second step";
    training.steps.release(6);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !finished.isEmpty(); }));
    EXPECT_EQ(model.state(), State::Idle);
    EXPECT_EQ(model.points().size(), 10U);
    EXPECT_FALSE(model.hasFailed());
    EXPECT_THAT(model.outcome().toStdString(), HasSubstr("0.75"));
}

TEST(TrainingModel, PauseHoldsTheTrainingAndCancelEndsItThere) {
    FakeTraining training;
    TrainingModel model(training.services());
    QSignalSpy finished(&model, &TrainingModel::finished);
    model.start({});
    training.steps.release(2);
    ASSERT_TRUE(QTest::qWaitFor([&] { return model.step() == 2; }));
    model.pause();
    EXPECT_EQ(model.state(), State::Paused);
    training.steps.release(5);  // one more step is in work, then the thread waits
    ASSERT_TRUE(QTest::qWaitFor([&] { return model.step() == 3; }));
    QTest::qWait(150);
    EXPECT_EQ(training.done, 3);
    EXPECT_THAT(model.progressText().toStdString(), HasSubstr("paused"));
    model.goOn();
    ASSERT_TRUE(QTest::qWaitFor([&] { return model.step() == 7; }));
    model.pause();
    training.steps.release(1);
    ASSERT_TRUE(QTest::qWaitFor([&] { return model.step() == 8; }));
    model.cancel();  // wakes the paused thread
    EXPECT_EQ(model.state(), State::Stopping);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !finished.isEmpty(); }));
    EXPECT_THAT(model.outcome().toStdString(), HasSubstr("Stopped after step 8"));
    EXPECT_FALSE(model.hasFailed());
    EXPECT_EQ(training.done, 8);
}

TEST(TrainingModel, TellsAnErrorInOneSentenceAndCanBeStartedAgain) {
    FakeTraining training;
    training.error = Error{ErrorCode::BadInput, "too few readable photos to train", {}};
    TrainingModel model(training.services());
    QSignalSpy finished(&model, &TrainingModel::finished);
    model.start({});
    ASSERT_TRUE(QTest::qWaitFor([&] { return finished.size() == 1; }));
    EXPECT_TRUE(model.hasFailed());
    EXPECT_THAT(model.outcome().toStdString(), HasSubstr("too few readable photos"));
    training.error.reset();
    model.start({});
    EXPECT_TRUE(model.outcome().isEmpty());
    training.steps.release(10);
    ASSERT_TRUE(QTest::qWaitFor([&] { return finished.size() == 2; }));
    EXPECT_FALSE(model.hasFailed());
}

TEST(TrainingModel, ALongRunIsDrawnWithAFewMeans) {
    FakeTraining training;
    training.count = 1000;
    TrainingModel model(training.services());
    QSignalSpy finished(&model, &TrainingModel::finished);
    QSignalSpy points(&model, &TrainingModel::pointsChanged);
    training.steps.release(1000);
    model.start({});
    ASSERT_TRUE(QTest::qWaitFor([&] { return !finished.isEmpty(); }, 20000));
    const auto curve = model.curve(TrainingFigure::MeanNorm);
    EXPECT_LE(curve.size(), static_cast<qsizetype>(TrainingModel::kMostPoints));
    EXPECT_EQ(curve.last(), QPointF(1000, 30));
    EXPECT_LT(points.size(), 500) << "points come over in bursts";
}

TEST(TrainingModel, EndsWithItsWindow) {
    FakeTraining training;
    {
        TrainingModel model(training.services());
        model.start({});
        training.steps.release(1);
        ASSERT_TRUE(QTest::qWaitFor([&] { return model.step() == 1; }));
        model.pause();
    }
    EXPECT_LE(training.done, 2);
}

class TrainingWindowTest : public testing::Test {
  protected:
    TrainingWindowTest() : m_model(m_training.services()), m_window(&m_model) { m_window.show(); }
    FakeTraining m_training;
    QTemporaryDir m_folder;
    TrainingModel m_model;
    TrainingWindow m_window;
};

TEST_F(TrainingWindowTest, SaysWhatIsMissingUntilItCanStart) {
    EXPECT_FALSE(m_window.startButton()->isEnabled());
    EXPECT_THAT(m_window.message().toStdString(), HasSubstr("photos"));
    m_window.setDataFolder(QStringLiteral("/nowhere/at/all"));
    EXPECT_THAT(m_window.message().toStdString(), HasSubstr("/nowhere/at/all is not there"));
    m_window.setDataFolder(m_folder.path());
    EXPECT_THAT(m_window.message().toStdString(), HasSubstr("Choose the folder for"));
    m_window.setOutputFolder(m_folder.path());
    EXPECT_TRUE(m_window.message().isEmpty());
    ASSERT_TRUE(m_window.job());
    EXPECT_EQ(m_window.job()->out, fs::path(m_folder.path().toStdString()) / "small.safetensors");
    EXPECT_EQ(m_window.job()->config, fs::path("recipes/small.json"));
    EXPECT_TRUE(m_window.job()->start.empty());
    m_window.setStart(QStringLiteral("/nowhere/start.safetensors"));
    EXPECT_FALSE(m_window.job());
}

TEST_F(TrainingWindowTest, StartsPausesAndCancelsWithItsButtons) {
    m_window.setDataFolder(m_folder.path());
    m_window.setOutputFolder(m_folder.path());
    QTest::mouseClick(m_window.startButton(), Qt::LeftButton);
    EXPECT_TRUE(m_model.isActive());
    EXPECT_FALSE(m_window.startButton()->isEnabled());
    m_training.steps.release(3);
    ASSERT_TRUE(QTest::qWaitFor([&] { return m_model.step() == 3; }));
    EXPECT_EQ(m_window.charts().size(), kTrainingFigures.size());
    EXPECT_EQ(m_window.charts().front()->curve().size(), 3);
    QTest::mouseClick(m_window.pauseButton(), Qt::LeftButton);
    EXPECT_EQ(m_model.state(), State::Paused);
    EXPECT_EQ(m_window.pauseButton()->text().toStdString(), "Go on");
    QTest::mouseClick(m_window.pauseButton(), Qt::LeftButton);
    EXPECT_EQ(m_model.state(), State::Running);
    QTest::mouseClick(m_window.cancelButton(), Qt::LeftButton);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !m_model.isActive(); }));
    EXPECT_THAT(m_window.message().toStdString(), HasSubstr("Stopped after step 3"));
    EXPECT_TRUE(m_window.startButton()->isEnabled());
}

TEST_F(TrainingWindowTest, TakesARecipeFromAFileAndTellsABrokenOne) {
    m_window.chooseRecipe(QStringLiteral("/somewhere/own.json"));
    EXPECT_EQ(m_window.recipes()->currentText().toStdString(), "My recipe");
    m_window.chooseRecipe(QStringLiteral("/somewhere/broken.json"));
    EXPECT_THAT(m_window.message().toStdString(), HasSubstr("not a JSON object"));
    EXPECT_EQ(m_window.recipes()->currentText().toStdString(), "My recipe");
    const auto fields = m_window.fields();
    EXPECT_EQ(fields.recipe.toStdString(), "/somewhere/own.json");
    TrainingWindow other(&m_model);
    other.setFields(fields);
    EXPECT_EQ(other.recipes()->currentText().toStdString(), "My recipe");
}

TEST(TrainingRecipes, ThoseOfTheProgramCanBeRead) {
    const auto recipes = coreTrainingServices().recipes();
    std::vector<std::string> ids;
    for (const auto& recipe : recipes) ids.push_back(recipe.config.id);
    EXPECT_THAT(ids, testing::IsSupersetOf({"adapnet", "baseline_gem"}));
}

class TrainingInTheMainWindow : public test::WindowTest {};

TEST_F(TrainingInTheMainWindow, IsOpenedFromTheMenuAndKeepsItsFieldsInAnotherLanguage) {
    m_window->action(QStringLiteral("train"))->trigger();
    ASSERT_NE(m_window->trainingWindow(), nullptr);
    EXPECT_TRUE(m_window->trainingWindow()->fields().data.isEmpty());
    EXPECT_FALSE(m_window->trainingWindow()->startButton()->isEnabled());
    m_window->trainingWindow()->setDataFolder(m_folder.path());
    QEvent change(QEvent::LanguageChange);
    QCoreApplication::sendEvent(m_window.get(), &change);
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window->isSettled(); }));
    ASSERT_NE(m_window->trainingWindow(), nullptr);
    EXPECT_TRUE(m_window->trainingWindow()->isVisible());
    EXPECT_EQ(m_window->trainingWindow()->fields().data.toStdString(), m_folder.path().toStdString());
}

}  // namespace
}  // namespace adapnet::ui
