#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "tests/core/nn/drawn_training.h"

namespace adapnet::nn {
namespace {

using namespace test;
using ::testing::HasSubstr;

TEST(TrainingRun, WithHardTuplesEveryBatchConsistsOfThem) {
    const test::TemporaryFolder folder("tuples");
    auto config = tupleRecipe();
    config.pairs = 16;
    config.steps = 3;
    config.views = {{96, 1.0, 1.0}};  // maps of 3 x 3 places: with one alone there is nothing to match
    const DrawnSource source(96);
    std::vector<TrainPoint> points;
    auto r = request(folder, config, "tiny");
    r.observe = [&](const TrainPoint& point) { points.push_back(point); };
    const auto summary = train(r, source, {});
    ASSERT_TRUE(summary) << summary.error().message();
    ASSERT_EQ(points.size(), 3U);
    for (const TrainPoint& point : points) EXPECT_TRUE(std::isfinite(point.loss));
    ASSERT_EQ(source.asked().size(), 3U);
    for (const auto& [step, instances] : source.asked()) {
        ASSERT_EQ(instances.size(), 16U) << step;
        for (std::size_t i = 0; i < 16; ++i) {
            const auto anchor = source.classOf(instances[i / 8 * 8]);
            EXPECT_EQ(source.classOf(instances[i]) == anchor, i % 8 < 2) << step << " " << i;
        }
    }
    // The last line of the log has the term itself.
    const auto log = readTextFile(folder / "tiny.csv");
    ASSERT_TRUE(log);
    const auto column = [](const std::string& line, const std::string& head, const std::string& name) {
        const auto commas =
            std::count(head.begin(), head.begin() + static_cast<std::ptrdiff_t>(head.find(name)), ',');
        std::size_t at = 0;
        for (std::ptrdiff_t i = 0; i < commas; ++i) at = line.find(',', at) + 1;
        return std::stod(line.substr(at));
    };
    const auto head = log->substr(0, log->find('\n'));
    EXPECT_GT(column(log->substr(log->find("\n3,") + 1), head, "local_matching"), 0);
}

TEST(TrainingRun, HardTuplesNeedEnoughPictures) {
    class OneClass : public DrawnSource {
        std::int64_t classOf(std::int64_t) const override { return 0; }
    };
    const test::TemporaryFolder folder("one-class");
    auto config = tupleRecipe();
    config.steps = 1;
    const auto summary = train(request(folder, config, "m"), OneClass(), {});
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::BadInput);
}

TEST(TrainConfigText, HardTuplesAskForWholeTuplesOfPhotosAndTheirMaps) {
    auto config = tupleRecipe();
    const auto back = parseTrainConfig(trainConfigToJson(config));
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_TRUE(back->hardTuples);
    const auto message = [](const std::function<void(TrainConfig&)>& change) {
        auto other = tupleRecipe();
        change(other);
        const auto checked = other.check();
        return checked ? std::string() : checked.error().detail;
    };
    EXPECT_THAT(message([](TrainConfig& c) { c.pairs = 12; }), HasSubstr("hard_tuples needs pairs"));
    EXPECT_THAT(message([](TrainConfig& c) { c.localMatching = 0; }),
                HasSubstr("hard_tuples needs local_matching"));
    EXPECT_THAT(message([](TrainConfig& c) { c.degrade = false; }), HasSubstr("degraded partners"));
    EXPECT_THAT(message([](TrainConfig& c) { c.cleanShare = 0.5; }), HasSubstr("clean_share 1"));
    EXPECT_THAT(message([](TrainConfig& c) {
                    c.scenes = 10;
                    c.sceneShare = 0.1;
                }),
                HasSubstr("scene_share 0"));
    EXPECT_EQ(trainConfigToJson(smallRecipe("cfcd")).find("hard_tuples"), std::string::npos);
}

}  // namespace
}  // namespace adapnet::nn
