// A whole training run from a folder of drawn photos, three steps long.
#include "core/service/train_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/nn/enhancer_trainer.h"
#include "tests/support/pictures.h"

namespace adapnet::service {
namespace {

using testing::HasSubstr;

class TrainService : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        s_folder = new test::TemporaryFolder;
        for (int object = 0; object < 2; ++object)
            for (int view = 0; view < 11; ++view)
                test::savePicture(test::drawObject(object, view, 64, 48),
                                  *s_folder / "photos" / ("object" + std::to_string(object)) /
                                      ("view" + std::to_string(view) + ".png"));
        test::writeText(*s_folder / "tiny.json",
                        R"({"id":"tiny","display_name":"Tiny","architecture":"gem","steps":3,"pairs":2,)"
                        R"("views":[{"side":32,"scale":1}],"scales":[1],"scene_share":0,"warmup_steps":1,)"
                        R"("precision":"fp32","validate_every":100,"checkpoint_every":100})");
    }
    static void TearDownTestSuite() { delete s_folder; }

    static TrainJob job(const std::string& name) {
        TrainJob job;
        job.config = *s_folder / "tiny.json";
        job.data = *s_folder / "photos";
        job.out = weightsIn(*s_folder / name, *readRecipe(job.config));
        job.device = "cpu";
        fs::create_directories(job.out.parent_path());
        return job;
    }
    static test::TemporaryFolder* s_folder;
};

test::TemporaryFolder* TrainService::s_folder = nullptr;

TEST_F(TrainService, TellsEveryStepAndGoesOnWhereItWasStopped) {
    TrainJob run = job("out");
    std::vector<nn::TrainPoint> points;
    std::stop_source stop;
    run.observe = [&](const nn::TrainPoint& point) {
        points.push_back(point);
        if (point.step == 2) stop.request_stop();
    };
    const auto stopped = trainModel(run, {stop.get_token()});
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(stopped.error().isCancelled()) << stopped.error().message();
    ASSERT_EQ(points.size(), 2U);
    EXPECT_TRUE(fs::exists(fs::path(run.out).replace_extension(".checkpoint")));
    EXPECT_FALSE(fs::exists(run.out));

    run.observe = [&](const nn::TrainPoint& point) { points.push_back(point); };
    const auto finished = trainModel(run, {});
    ASSERT_TRUE(finished) << finished.error().message();
    EXPECT_EQ(finished->resumedFrom, 2);
    ASSERT_EQ(points.size(), 3U);
    for (std::size_t i = 0; i < points.size(); ++i) {
        EXPECT_EQ(points[i].step, static_cast<std::int64_t>(i) + 1);
        EXPECT_EQ(points[i].steps, 3);
        EXPECT_TRUE(std::isfinite(points[i].loss));
        EXPECT_GT(points[i].meanNorm, 0);
    }
    EXPECT_TRUE(fs::exists(run.out));
    EXPECT_TRUE(fs::exists(fs::path(run.out).replace_extension(".json")));
}

TEST(Recipes, OfTheProjectAreAllReadable) {
    int networks = 0;
    int enhancers = 0;
    for (const auto& entry :
         fs::directory_iterator(fs::path(ADAPNET_SOURCE_DIR) / "resources" / "training")) {
        if (entry.path().extension() != ".json") continue;
        const std::string name = entry.path().stem().string();
        if (const auto recipe = readRecipe(entry.path())) {
            EXPECT_EQ(recipe->id, name);
            ++networks;
        } else {
            const auto text = readTextFile(entry.path());
            ASSERT_TRUE(text);
            EXPECT_TRUE(nn::parseEnhancerConfig(*text)) << name << ": " << recipe.error().message();
            ++enhancers;
        }
    }
    EXPECT_GE(networks, 6);
    EXPECT_EQ(enhancers, 2);
}

TEST_F(TrainService, SaysInOneSentenceWhatCannotBeUsed) {
    TrainJob run = job("wrong");
    run.data = *s_folder / "none";
    auto outcome = trainModel(run, {});
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().message(), HasSubstr("there is no folder"));
    run = job("wrong");
    run.config = *s_folder / "none.json";
    EXPECT_FALSE(trainModel(run, {}));
    run = job("wrong");
    run.start = *s_folder / "none.safetensors";
    EXPECT_FALSE(trainModel(run, {}));
}

}  // namespace
}  // namespace adapnet::service
