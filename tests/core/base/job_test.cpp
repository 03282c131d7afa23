#include "core/base/job.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace adapnet {
namespace {

class Recorder : public ProgressSink {
  public:
    void report(const Progress& snapshot) override { m_snapshots.push_back(snapshot); }
    const std::vector<Progress>& snapshots() const { return m_snapshots; }

  private:
    std::vector<Progress> m_snapshots;
};

TEST(ProgressMeter, AlwaysDeliversTheFirstAndTheLastSnapshot) {
    Recorder recorder;
    ProgressMeter meter(recorder, "extract", 100);
    for (int i = 0; i < 100; ++i) meter.advance(1, 10, i % 10 == 0 ? 1 : 0);
    meter.finish();
    const auto& all = recorder.snapshots();
    ASSERT_GE(all.size(), 2U);
    EXPECT_EQ(all.front().stage, "extract");
    EXPECT_EQ(all.front().done, 0);
    EXPECT_EQ(all.front().total, 100);
    EXPECT_EQ(all.front().secondsLeft, -1);
    EXPECT_EQ(all.back().done, 100);
    EXPECT_EQ(all.back().bytes, 1000);
    EXPECT_EQ(all.back().failed, 10);
    EXPECT_GT(all.back().perSecond, 0);
    EXPECT_EQ(all.back().secondsLeft, 0);
}

TEST(ProgressMeter, SendsAtMostTwentySnapshotsASecond) {
    Recorder recorder;
    const auto start = std::chrono::steady_clock::now();
    ProgressMeter meter(recorder, "extract", 0);
    std::chrono::duration<double> spent{0};
    while (spent.count() < 0.3) {
        meter.advance();
        spent = std::chrono::steady_clock::now() - start;
    }
    meter.finish();
    // One every 50 ms, and the first and the last besides.
    EXPECT_LE(static_cast<double>(recorder.snapshots().size()), spent.count() * 20 + 2);
    EXPECT_GE(recorder.snapshots().size(), 3U);
}

TEST(ProgressMeter, CountsFromManyThreads) {
    Recorder recorder;
    ProgressMeter meter(recorder, "extract", 4000);
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 1000; ++i) meter.advance(1, 2);
            });
        }
    }
    meter.finish();
    EXPECT_EQ(recorder.snapshots().back().done, 4000);
    EXPECT_EQ(recorder.snapshots().back().bytes, 8000);
}

TEST(JobContext, SeesTheStopRequestOfItsSource) {
    std::stop_source source;
    const JobContext job{source.get_token()};
    EXPECT_FALSE(job.stopRequested());
    source.request_stop();
    EXPECT_TRUE(job.stopRequested());
    EXPECT_FALSE(JobContext{}.stopRequested());
    silentProgress().report({});  // and nothing happens
}

}  // namespace
}  // namespace adapnet
