#include "ui/viewmodels/session_model.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <new>
#include <semaphore>

#include "tests/ui/fake_gallery.h"

namespace adapnet::ui {
namespace {

class SessionTest : public testing::Test {
  protected:
    std::shared_ptr<test::FakeGallery> m_gallery = std::make_shared<test::FakeGallery>();
    SessionModel m_session{test::fakeServices(m_gallery)};

    bool settle() {
        return QTest::qWaitFor([this] { return m_session.isIdle(); });
    }
    void openWithPicture(std::size_t image = 5) {
        m_session.openGallery({});
        ASSERT_TRUE(settle());
        m_session.chooseGalleryPicture(image);
        ASSERT_TRUE(settle());
        ASSERT_TRUE(m_session.comparison());
    }
    static degrade::Recipe noise(double sigma) {
        degrade::Recipe recipe;
        recipe.steps.push_back(*degrade::defaultStep("gaussian_noise"));
        recipe.steps.back().values["sigma"] = sigma;
        return recipe;
    }
};

TEST_F(SessionTest, APictureOfTheGalleryFindsItselfFirst) {
    openWithPicture(5);
    const auto& models = m_session.comparison()->models;
    ASSERT_EQ(models.size(), 2U);
    EXPECT_EQ(models[0].results.front().image, 5U);
    EXPECT_EQ(models[0].results.front().rank, 1);
}

TEST_F(SessionTest, SearchesNeverRunOnTheThreadOfTheWindow) {
    openWithPicture();
    for (int i = 1; i <= 5; ++i) {
        m_session.setBox(image::Box{i, i, 80 + i, 80 + i});
        ASSERT_TRUE(settle());
    }
    EXPECT_GE(m_gallery->searches(), 6);
    EXPECT_EQ(m_gallery->searchThreads().count(std::this_thread::get_id()), 0U);
}

TEST_F(SessionTest, WhileTheHandMovesTheRunningAnswerIsShownAndThenTheNewest) {
    openWithPicture();
    std::binary_semaphore inside(0);
    std::binary_semaphore release(0);
    std::atomic<bool> first = true;
    m_gallery->beforeAnswer = [&](const service::Query&, const std::stop_token&) {
        if (!first.exchange(false)) return;
        inside.release();
        release.acquire();
    };
    std::vector<double> shown;
    QObject::connect(&m_session, &SessionModel::comparisonChanged, &m_session, [&] {
        if (m_session.comparison())
            shown.push_back(m_session.comparedQuery().recipe.steps.front().values.at("sigma"));
    });
    const auto gesture = m_session.newGesture();
    m_session.setRecipe(noise(0.05), gesture);
    inside.acquire();  // the first search runs; the slider goes on
    for (const double sigma : {0.1, 0.15, 0.2, 0.25, 0.3}) m_session.setRecipe(noise(sigma), gesture);
    release.release();
    ASSERT_TRUE(settle());
    EXPECT_EQ(shown, (std::vector<double>{0.05, 0.3}));
    EXPECT_EQ(m_session.undoStack().count(), 2);  // picture, one slider movement
}

TEST_F(SessionTest, AnAnswerForAnotherPictureIsNeverShown) {
    openWithPicture(5);
    std::binary_semaphore inside(0);
    std::atomic<bool> first = true;
    m_gallery->beforeAnswer = [&](const service::Query&, const std::stop_token& stop) {
        if (!first.exchange(false)) return;
        std::binary_semaphore stopped(0);
        const std::stop_callback callback(stop, [&] { stopped.release(); });
        inside.release();
        stopped.acquire();
    };
    m_session.setBox(image::Box{1, 1, 50, 50});
    inside.acquire();
    std::vector<std::string> shown;
    QObject::connect(&m_session, &SessionModel::comparisonChanged, &m_session, [&] {
        if (m_session.comparison()) shown.push_back(m_session.comparedQuery().image->path);
    });
    m_session.chooseGalleryPicture(9);
    ASSERT_TRUE(settle());
    EXPECT_EQ(shown, std::vector<std::string>{m_gallery->images()[9].path});
}

TEST_F(SessionTest, ARankingStaysWithTheQueryThatGaveIt) {
    openWithPicture();
    m_session.setRecipe(noise(0.1));
    ASSERT_TRUE(settle());
    std::binary_semaphore release(0);
    m_gallery->beforeAnswer = [&](const service::Query&, const std::stop_token&) { release.acquire(); };
    m_session.setRecipe(noise(0.4));
    EXPECT_EQ(m_session.query().recipe, noise(0.4));
    EXPECT_EQ(m_session.comparedQuery().recipe, noise(0.1));
    release.release();
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_session.comparedQuery().recipe, noise(0.4));
}

TEST_F(SessionTest, ASearchThatFailsLeavesNoOldRanking) {
    openWithPicture();
    QSignalSpy problems(&m_session, &SessionModel::problem);
    m_gallery->beforeAnswer = [](const service::Query&, const std::stop_token&) { throw std::bad_alloc(); };
    m_session.setRecipe(noise(0.1));
    ASSERT_TRUE(settle());
    EXPECT_EQ(problems.count(), 1);
    EXPECT_FALSE(m_session.comparison());
    m_gallery->beforeAnswer = nullptr;
    m_session.setRecipe(noise(0.2));
    ASSERT_TRUE(settle());
    EXPECT_TRUE(m_session.comparison());
}

TEST_F(SessionTest, BrowsingKeepsFewPicturesForUndo) {
    openWithPicture(0);
    std::vector<std::weak_ptr<const service::QueryImage>> seen;
    const int total = 3 * static_cast<int>(SessionModel::kUndoPictures);
    for (int image = 1; image < total; ++image) {
        m_session.chooseGalleryPicture(static_cast<std::size_t>(image));
        ASSERT_TRUE(settle());
        seen.push_back(m_session.query().image);
        const auto kept = std::count_if(seen.begin(), seen.end(), [](const auto& p) { return !p.expired(); });
        ASSERT_LE(kept, static_cast<int>(SessionModel::kUndoPictures));
    }
    ASSERT_TRUE(m_session.undoStack().canUndo());
    m_session.undoStack().undo();
    EXPECT_EQ(m_session.query().image->path, m_gallery->images()[static_cast<std::size_t>(total - 2)].path);
}

TEST_F(SessionTest, ThePreviewIsTheDegradedCropOfTheBox) {
    openWithPicture();
    m_session.setBox(image::Box{10, 20, 70, 60});
    m_session.setRecipe(noise(0.3));
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_session.cleanCrop().size(), QSize(60, 40));
    EXPECT_EQ(m_session.degradedCrop().size(), QSize(60, 40));
    EXPECT_NE(m_session.cleanCrop(), m_session.degradedCrop());
    const auto& comparison = *m_session.comparison();
    EXPECT_EQ(comparison.degraded.cols, 60);
}

TEST_F(SessionTest, UndoAndRedoBringBackBoxRecipeAndPicture) {
    openWithPicture(5);
    m_session.setBox(image::Box{10, 10, 60, 60});
    m_session.setRecipe(noise(0.2));
    m_session.chooseGalleryPicture(9);
    ASSERT_TRUE(settle());
    EXPECT_FALSE(m_session.query().box.has_value());
    EXPECT_EQ(m_session.query().recipe, noise(0.2)) << "the damage stays with the next picture";

    auto& undo = m_session.undoStack();
    undo.undo();
    EXPECT_EQ(m_session.query().box, (image::Box{10, 10, 60, 60}));
    EXPECT_EQ(m_session.query().image->path, m_gallery->images()[5].path);
    undo.undo();
    EXPECT_TRUE(m_session.query().recipe.empty());
    undo.undo();
    EXPECT_FALSE(m_session.query().box.has_value());
    undo.redo();
    undo.redo();
    EXPECT_EQ(m_session.query().recipe, noise(0.2));
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_session.comparison()->box, (image::Box{10, 10, 60, 60}));
}

TEST_F(SessionTest, EditsOfOneGestureAreOneStepOfUndo) {
    openWithPicture();
    const auto gesture = m_session.newGesture();
    for (int i = 1; i < 20; ++i) m_session.setBox(image::Box{i, i, i + 50, i + 50}, gesture);
    const auto next = m_session.newGesture();
    m_session.setBox(image::Box{30, 30, 60, 60}, next);
    m_session.undoStack().undo();
    EXPECT_EQ(m_session.query().box, (image::Box{19, 19, 69, 69}));
    m_session.undoStack().undo();
    EXPECT_FALSE(m_session.query().box.has_value());
}

TEST_F(SessionTest, ABoxIsClampedAndAnEmptyOneMeansTheWholePicture) {
    openWithPicture();
    m_session.setBox(image::Box{-50, -50, 1000, 60});
    EXPECT_EQ(m_session.query().box, (image::Box{0, 0, 160, 60}));
    m_session.setBox(image::Box{500, 500, 600, 600});
    EXPECT_FALSE(m_session.query().box.has_value());
    EXPECT_EQ(m_session.effectiveBox(), (image::Box{0, 0, 160, 120}));
}

TEST_F(SessionTest, HidingAModelNeedsNoNewSearch) {
    openWithPicture();
    const int before = m_gallery->searches();
    m_session.setShownModels({"mean"});
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_gallery->searches(), before);
    ASSERT_EQ(m_session.shownComparison()->models.size(), 1U);
    EXPECT_EQ(m_session.shownComparison()->models.front().model, "mean");
    EXPECT_EQ(m_session.comparison()->models.size(), 2U);
}

TEST_F(SessionTest, AnUncheckedModelIsNotComputedAndCheckingItComputesIt) {
    openWithPicture();
    const int before = m_gallery->rankings("grid");
    m_session.setShownModels({"mean"});
    m_session.setRecipe(noise(0.2));
    m_session.setBox(image::Box{10, 10, 90, 90});
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_gallery->rankings("grid"), before);
    ASSERT_EQ(m_session.comparison()->models.size(), 1U);
    m_session.setShownModels({"grid", "mean"});
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_gallery->rankings("grid"), before + 1);
    ASSERT_EQ(m_session.shownComparison()->models.size(), 2U);
    EXPECT_EQ(m_session.shownComparison()->models.front().model, "grid");
    const int mean = m_gallery->rankings("mean");
    m_session.setShownModels({});
    m_session.setRecipe(noise(0.3));
    ASSERT_TRUE(settle());
    EXPECT_FALSE(m_session.comparison());
    EXPECT_EQ(m_gallery->rankings("mean"), mean);
}

TEST_F(SessionTest, TheSameFolderAgainKeepsTheQueryAndItsUndo) {
    openWithPicture(5);
    m_session.setBox(image::Box{10, 10, 60, 60});
    m_session.setRecipe(noise(0.2));
    m_session.setShownModels({"mean"});
    ASSERT_TRUE(settle());
    const int searches = m_gallery->searches();
    m_session.openGallery(m_gallery->request());
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_session.stage(), SessionModel::Stage::Open);
    EXPECT_EQ(m_session.query().box, (image::Box{10, 10, 60, 60}));
    EXPECT_EQ(m_session.query().recipe, noise(0.2));
    EXPECT_EQ(m_session.shownModels(), std::vector<std::string>{"mean"});
    EXPECT_GT(m_gallery->searches(), searches) << "the new gallery is searched with the old query";
    ASSERT_TRUE(m_session.comparison());
    m_session.undoStack().undo();
    m_session.undoStack().undo();
    EXPECT_FALSE(m_session.query().box.has_value());
}

TEST_F(SessionTest, DamageChosenWithoutAPictureGoesWithTheGalleryAndSaysSo) {
    m_session.openGallery({});
    ASSERT_TRUE(settle());
    m_session.setRecipe(noise(0.2));
    QSignalSpy changed(&m_session, &SessionModel::recipeChanged);
    m_session.closeGallery();
    EXPECT_TRUE(m_session.query().recipe.empty());
    EXPECT_EQ(changed.count(), 1);
}

TEST_F(SessionTest, AnOpeningThatFailsKeepsTheGalleryThatIsOpen) {
    bool broken = false;
    auto services = test::fakeServices(m_gallery);
    services.openGallery = [&](const service::GalleryRequest&,
                               const JobContext&) -> Result<std::shared_ptr<Gallery>> {
        if (broken) return fail(ErrorCode::Device, "there is no device cuda:7");
        return m_gallery;
    };
    SessionModel session(services);
    const auto settled = [&] { return session.isIdle(); };
    session.openGallery({});
    ASSERT_TRUE(QTest::qWaitFor(settled));
    session.chooseGalleryPicture(3);
    ASSERT_TRUE(QTest::qWaitFor(settled));
    session.setBox(image::Box{10, 10, 60, 60});
    ASSERT_TRUE(QTest::qWaitFor(settled));
    QSignalSpy problems(&session, &SessionModel::problem);
    broken = true;
    service::GalleryRequest elsewhere;
    elsewhere.folder = "/photos/elsewhere";
    session.openGallery(elsewhere);
    ASSERT_TRUE(QTest::qWaitFor(settled));
    EXPECT_EQ(problems.count(), 1);
    EXPECT_EQ(session.stage(), SessionModel::Stage::Open);
    EXPECT_EQ(session.gallery(), m_gallery);
    EXPECT_EQ(session.query().box, (image::Box{10, 10, 60, 60}));
    ASSERT_TRUE(session.comparison());
}

TEST_F(SessionTest, APastedPictureIsKeptAsAFileForCommandsAndReports) {
    openWithPicture();
    QImage picture(64, 48, QImage::Format_RGB32);
    picture.fill(Qt::darkGreen);
    m_session.choosePixels(picture);
    ASSERT_TRUE(settle());
    QSignalSpy commands(&m_session, &SessionModel::commandReady);
    m_session.requestCommand();
    ASSERT_TRUE(settle());
    ASSERT_EQ(commands.count(), 1);
    EXPECT_TRUE(commands.front().front().toString().contains(QStringLiteral("--query '/kept/pasted.bmp'")));
    std::shared_ptr<const report::RunRecord> record;
    QObject::connect(&m_session, &SessionModel::recordReady, &m_session,
                     [&](const auto& ready) { record = ready; });
    m_session.requestRecord();
    ASSERT_TRUE(settle());
    ASSERT_TRUE(record);
    EXPECT_NE(record->command.find("/kept/pasted.bmp"), std::string::npos);
    EXPECT_EQ(m_gallery->searchThreads().count(std::this_thread::get_id()), 0U)
        << "records are written aside";
}

TEST_F(SessionTest, APastedPictureThatCannotBeKeptIsAProblem) {
    auto services = test::fakeServices(m_gallery);
    services.keepPasted = [](const service::QueryImage&) -> Result<fs::path> {
        return fail(ErrorCode::Io, "the disk is full");
    };
    SessionModel session(services);
    session.openGallery({});
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.isIdle(); }));
    session.choosePixels(QImage(20, 20, QImage::Format_RGB32));
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.isIdle(); }));
    QSignalSpy problems(&session, &SessionModel::problem);
    session.requestCommand();
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.isIdle(); }));
    ASSERT_EQ(problems.count(), 1);
    EXPECT_TRUE(problems.front().front().toString().contains(QStringLiteral("the disk is full")));
}

TEST_F(SessionTest, ThePixelsOfTheCropAreNeverShrunk) {
    openWithPicture();
    QImage picture(2000, 1500, QImage::Format_RGB888);
    picture.fill(Qt::darkCyan);
    m_session.choosePixels(picture);
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_session.degradedCrop().size(), QSize(1200, 900));
    EXPECT_EQ(m_session.degradedPixels().size(), cv::Size(2000, 1500));
    EXPECT_EQ(m_session.cleanPixels().size(), cv::Size(2000, 1500));
}

TEST_F(SessionTest, ADamagedPictureIsAProblemInWordsAndKeepsTheOldQuery) {
    openWithPicture(5);
    QSignalSpy problems(&m_session, &SessionModel::problem);
    m_session.choosePictureFile(QStringLiteral("/does/not/exist.jpg"));
    ASSERT_TRUE(settle());
    ASSERT_EQ(problems.count(), 1);
    EXPECT_FALSE(problems.front().front().toString().isEmpty());
    EXPECT_EQ(m_session.query().image->path, m_gallery->images()[5].path);
}

TEST_F(SessionTest, AFailedOpeningGoesBackToTheStart) {
    auto services = test::fakeServices(m_gallery);
    services.openGallery = [](const service::GalleryRequest&,
                              const JobContext&) -> Result<std::shared_ptr<Gallery>> {
        return fail(ErrorCode::Model, "the weights of adapnet are damaged");
    };
    SessionModel session(services);
    QSignalSpy problems(&session, &SessionModel::problem);
    session.openGallery({});
    EXPECT_EQ(session.stage(), SessionModel::Stage::Opening);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.isIdle(); }));
    EXPECT_EQ(session.stage(), SessionModel::Stage::Start);
    ASSERT_EQ(problems.count(), 1);
    EXPECT_TRUE(
        problems.front().front().toString().contains(QStringLiteral("the weights of adapnet are damaged")));
}

TEST_F(SessionTest, ABrokenGroundTruthThatNobodyNamedDoesNotCloseTheFolder) {
    auto services = test::fakeServices(m_gallery);
    services.openGallery = [this](const service::GalleryRequest& request,
                                  const JobContext&) -> Result<std::shared_ptr<Gallery>> {
        if (request.groundTruth) return fail(ErrorCode::BadInput, "line 3 is no JSON");
        return m_gallery;
    };
    SessionModel session(services);
    QSignalSpy problems(&session, &SessionModel::problem);
    service::GalleryRequest request;
    request.groundTruth = "/photos/ground-truth.json";
    session.openGallery(request);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.isIdle(); }));
    EXPECT_EQ(session.stage(), SessionModel::Stage::Start) << "a named one is asked for";
    session.openGallery(request, SessionModel::GroundTruthUse::Optional);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.isIdle(); }));
    EXPECT_EQ(session.stage(), SessionModel::Stage::Open);
    ASSERT_EQ(problems.count(), 2);
    EXPECT_TRUE(problems.back().front().toString().contains(QStringLiteral("line 3 is no JSON")));
}

TEST_F(SessionTest, OpeningCanBeStoppedWithinHalfASecondAndSaysWhatIsFinished) {
    auto services = test::fakeServices(m_gallery);
    services.openGallery = [](const service::GalleryRequest&,
                              const JobContext& job) -> Result<std::shared_ptr<Gallery>> {
        ProgressMeter meter(job.progress, "extract", 1000);
        meter.advance(132);
        meter.finish();
        std::binary_semaphore stopped(0);
        const std::stop_callback callback(job.stop, [&] { stopped.release(); });
        stopped.acquire();
        return fail(Error::cancelled());
    };
    SessionModel session(services);
    QSignalSpy stopped(&session, &SessionModel::openingStopped);
    QSignalSpy problems(&session, &SessionModel::problem);
    session.openGallery({});
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.opening().progress().done == 132; }));
    session.cancelOpening();
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.isIdle(); }, 500));
    EXPECT_EQ(session.stage(), SessionModel::Stage::Start);
    ASSERT_EQ(stopped.count(), 1);
    EXPECT_EQ(stopped.front().front().toLongLong(), 132);
    EXPECT_EQ(problems.count(), 0) << "cancelled is an outcome, not a failure";
}

TEST_F(SessionTest, ClosingTheGalleryForgetsTheQueryAndDropsLateAnswers) {
    openWithPicture();
    std::binary_semaphore inside(0);
    m_gallery->beforeAnswer = [&](const service::Query&, const std::stop_token& stop) {
        std::binary_semaphore stopped(0);
        const std::stop_callback callback(stop, [&] { stopped.release(); });
        inside.release();
        stopped.acquire();
    };
    m_session.setBox(image::Box{1, 1, 50, 50});
    inside.acquire();
    m_session.closeGallery();
    EXPECT_EQ(m_session.stage(), SessionModel::Stage::Start);
    EXPECT_FALSE(m_session.hasPicture());
    EXPECT_FALSE(m_session.comparison());
    EXPECT_TRUE(m_session.isIdle());
    EXPECT_EQ(m_session.undoStack().count(), 0);
}

TEST_F(SessionTest, ADoubleClickIsOneStepOfUndo) {
    openWithPicture(5);
    const int before = m_session.undoStack().count();
    m_session.chooseGalleryPicture(5);
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_session.undoStack().count(), before);
}

TEST_F(SessionTest, AQueryOfTheGroundTruthBringsItsBox) {
    auto gallery = std::make_shared<test::FakeGallery>(service::GalleryRequest{}, true);
    SessionModel session(test::fakeServices(gallery));
    session.openGallery({});
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.isIdle(); }));
    session.chooseGroundTruthQuery(3);
    ASSERT_TRUE(QTest::qWaitFor([&] { return session.comparison() != nullptr; }));
    EXPECT_EQ(session.query().box, (image::Box{20, 10, 140, 110}));
    int positives = 0;
    for (const auto& result : session.comparison()->models.front().results) {
        const bool isQuery = result.path == session.query().image->path;
        EXPECT_EQ(result.label == eval::Label::Junk, isQuery) << result.path;
        positives += result.label == eval::Label::Positive ? 1 : 0;
    }
    EXPECT_EQ(positives, 3);
}

}  // namespace
}  // namespace adapnet::ui
