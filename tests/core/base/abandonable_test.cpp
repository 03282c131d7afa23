#include "core/base/abandonable.h"

#include <gtest/gtest.h>

#include <future>
#include <string>

namespace adapnet {
namespace {

TEST(Abandonable, GivesTheResultWhenNobodyAsksToStop) {
    const std::stop_source source;
    EXPECT_EQ(runAbandonable(source.get_token(), [] { return std::string("done"); }), "done");
    EXPECT_EQ(runAbandonable(std::stop_token(), [] { return 7; }), 7);
}

TEST(Abandonable, AStopDoesNotWaitForALongCall) {
    std::promise<void> release;
    auto released = std::make_shared<std::shared_future<void>>(release.get_future());
    const auto ended = std::make_shared<std::promise<void>>();
    auto hasEnded = ended->get_future();
    std::stop_source source;
    std::promise<void> started;
    std::thread stopper([&] {
        started.get_future().wait();
        source.request_stop();
    });
    // Would wait for ever if the stop had to wait for the body.
    const auto result = runAbandonable(source.get_token(), [released, ended, &started] {
        started.set_value();
        released->wait();
        ended->set_value();
        return 1;
    });
    EXPECT_EQ(result, std::nullopt);
    stopper.join();
    release.set_value();
    hasEnded.wait();
}

TEST(Abandonable, AStopBeforeTheStartGivesNoResultOrTheResult) {
    std::stop_source source;
    source.request_stop();
    for (int i = 0; i < 50; ++i) {
        const auto result = runAbandonable(source.get_token(), [] { return 3; });
        EXPECT_TRUE(!result || *result == 3);
    }
}

}  // namespace
}  // namespace adapnet
