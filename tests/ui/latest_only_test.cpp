#include "ui/jobs/latest_only.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>
#include <atomic>
#include <semaphore>
#include <stdexcept>

#include "ui/jobs/job_runner.h"

namespace adapnet::ui {
namespace {

TEST(LatestOnly, DeliversOnlyTheNewestAnswer) {
    LatestOnly worker;
    std::binary_semaphore started(0);
    std::binary_semaphore release(0);
    std::vector<int> shown;
    worker.request(
        [&](const std::stop_token&) {
            started.release();
            release.acquire();
            return 1;
        },
        [&](int answer) { shown.push_back(answer); });
    started.acquire();
    for (int i = 2; i <= 20; ++i)
        worker.request([i](const std::stop_token&) { return i; },
                       [&](int answer) { shown.push_back(answer); });
    release.release();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !worker.isBusy(); }));
    EXPECT_EQ(shown, std::vector<int>{20});
}

TEST(LatestOnly, ANewRequestStopsTheRunningOne) {
    LatestOnly worker;
    std::binary_semaphore started(0);
    std::atomic<bool> sawStop = false;
    worker.request(
        [&](const std::stop_token& stop) {
            std::binary_semaphore stopped(0);
            const std::stop_callback callback(stop, [&] { stopped.release(); });
            started.release();
            stopped.acquire();
            sawStop = true;
            return 1;
        },
        [](int) { FAIL() << "a superseded answer was shown"; });
    started.acquire();
    int shown = 0;
    worker.request([](const std::stop_token&) { return 2; }, [&](int answer) { shown = answer; });
    ASSERT_TRUE(QTest::qWaitFor([&] { return shown == 2; }));
    EXPECT_TRUE(sawStop);
}

TEST(LatestOnly, KeepRunningShowsWhatWasBegunAndThenTheNewest) {
    LatestOnly worker(LatestOnly::Policy::KeepRunning);
    std::binary_semaphore started(0);
    std::binary_semaphore release(0);
    std::vector<int> shown;
    const auto deliver = [&](int answer) { shown.push_back(answer); };
    worker.request(
        [&](const std::stop_token&) {
            started.release();
            release.acquire();
            return 1;
        },
        deliver);
    started.acquire();
    worker.request([](const std::stop_token&) { return 2; }, deliver);
    worker.request([](const std::stop_token&) { return 3; }, deliver);
    release.release();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !worker.isBusy(); }));
    EXPECT_EQ(shown, (std::vector<int>{1, 3}));
}

TEST(LatestOnly, CancelDropsTheAnswerThatIsOnItsWay) {
    LatestOnly worker;
    std::binary_semaphore done(0);
    worker.request(
        [&](const std::stop_token&) {
            done.release();
            return 1;
        },
        [](int) { FAIL() << "a cancelled answer was shown"; });
    done.acquire();
    worker.cancel();
    EXPECT_FALSE(worker.isBusy());
    // The answer of a later request comes after that of the cancelled one.
    bool later = false;
    worker.request([](const std::stop_token&) { return 2; }, [&](int) { later = true; });
    ASSERT_TRUE(QTest::qWaitFor([&] { return later; }));
}

TEST(LatestOnly, IsNotBusyWhileTheAnswerIsShown) {
    LatestOnly worker;
    bool busyInside = true;
    bool shown = false;
    worker.request([](const std::stop_token&) { return 1; },
                   [&](int) {
                       busyInside = worker.isBusy();
                       shown = true;
                   });
    EXPECT_TRUE(worker.isBusy());
    ASSERT_TRUE(QTest::qWaitFor([&] { return shown; }));
    EXPECT_FALSE(busyInside);
}

TEST(LatestOnly, AnExceptionInTheWorkIsAnErrorAndTheNextRequestRuns) {
    LatestOnly worker;
    std::vector<ErrorCode> errors;
    QObject::connect(&worker, &LatestOnly::failed, [&](const Error& error) { errors.push_back(error.code); });
    const auto never = [](int) { FAIL() << "there is no answer"; };
    worker.request([](const std::stop_token&) -> int { throw std::bad_alloc(); }, never);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !worker.isBusy(); }));
    worker.request([](const std::stop_token&) -> int { throw std::runtime_error("a mistake"); }, never);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !worker.isBusy(); }));
    EXPECT_EQ(errors, (std::vector<ErrorCode>{ErrorCode::OutOfMemory, ErrorCode::Internal}));
    int shown = 0;
    worker.request([](const std::stop_token&) { return 2; }, [&](int answer) { shown = answer; });
    ASSERT_TRUE(QTest::qWaitFor([&] { return shown == 2; }));
}

TEST(JobRunner, AnExceptionInTheWorkIsAnError) {
    JobRunner runner;
    std::string detail;
    QObject::connect(&runner, &JobRunner::failed, [&](const Error& error) { detail = error.detail; });
    runner.start([](const JobContext&) -> int { throw std::runtime_error("a mistake"); },
                 [](int) { FAIL() << "there is no result"; });
    ASSERT_TRUE(QTest::qWaitFor([&] { return !runner.isRunning(); }));
    EXPECT_EQ(detail, "a mistake");
}

TEST(JobRunner, ForwardsTheLastSnapshotAndTheResult) {
    JobRunner runner;
    int result = 0;
    runner.start(
        [](const JobContext& job) {
            ProgressMeter meter(job.progress, "extract", 3);
            for (int i = 0; i < 3; ++i) meter.advance();
            meter.finish();
            return 7;
        },
        [&](int answer) { result = answer; });
    EXPECT_TRUE(runner.isRunning());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !runner.isRunning(); }));
    EXPECT_EQ(result, 7);
    EXPECT_EQ(runner.progress().stage, "extract");
    EXPECT_EQ(runner.progress().done, 3);
}

TEST(JobRunner, CancelReachesTheJob) {
    JobRunner runner;
    bool cancelled = false;
    runner.start(
        [](const JobContext& job) {
            std::binary_semaphore stopped(0);
            const std::stop_callback callback(job.stop, [&] { stopped.release(); });
            stopped.acquire();
            return job.stopRequested();
        },
        [&](bool stopped) { cancelled = stopped; });
    runner.cancel();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !runner.isRunning(); }, 500)) << "cancelling took too long";
    EXPECT_TRUE(cancelled);
}

TEST(JobRunner, IsStoppedByItsDestructor) {
    std::atomic<bool> ended = false;
    {
        JobRunner runner;
        runner.start(
            [&](const JobContext& job) {
                std::binary_semaphore stopped(0);
                const std::stop_callback callback(job.stop, [&] { stopped.release(); });
                stopped.acquire();
                ended = true;
                return 0;
            },
            [](int) { FAIL() << "delivered to a destroyed owner"; });
    }
    QCoreApplication::processEvents();
    EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace adapnet::ui
