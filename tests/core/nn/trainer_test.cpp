#include "core/nn/trainer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

#include "core/base/sha256.h"
#include "core/nn/batch_losses.h"
#include "core/nn/losses.h"
#include "core/nn/resnet.h"
#include "tests/core/nn/drawn_training.h"

namespace adapnet::nn {
namespace {

using namespace test;

// A ResNet-18 in torchvision's names.
const SafetensorsFile& residualStart() {
    static const SafetensorsFile start = [] {
        SafetensorsFile file = fromTensors(test::filled(resNetShapes(*resNetLayout(18))), at::kFloat);
        auto stem = file.tensors.extract("backbone.stem.conv.weight");
        stem.key() = "conv1.weight";
        file.tensors.insert(std::move(stem));
        return file;
    }();
    return start;
}

class Training : public ::testing::TestWithParam<const char*> {};

TEST_P(Training, LowersTheLossAndWritesAModelThatLoads) {
    const test::TemporaryFolder folder(std::string("train-") + GetParam());
    const auto summary = train(request(folder, smallRecipe(GetParam()), "tiny"), DrawnSource(), {});
    ASSERT_TRUE(summary) << summary.error().message();
    const auto manifest = readManifest(folder / "tiny.json");
    ASSERT_TRUE(manifest) << manifest.error().message();
    EXPECT_EQ(manifest->info.checksum, summary->checksum);
    EXPECT_EQ(manifest->info.dimension, 16);
    auto network = loadNetwork(manifest->info, {"cpu", Precision::Fp32, 0});
    ASSERT_TRUE(network) << network.error().message();
    const auto log = readTextFile(folder / "tiny.csv");
    ASSERT_TRUE(log);
    const auto lossOf = [&](const std::string& step) {
        const auto line = log->find("\n" + step + ",");
        return std::stod(log->substr(log->find(',', log->find(',', log->find(',', line + 1) + 1) + 1) + 1));
    };
    EXPECT_LT(lossOf("30"), lossOf("10"));
}

INSTANTIATE_TEST_SUITE_P(Architectures, Training,
                         ::testing::Values("gem", "adapnet", "cfcd", "senet_slim", "adapnet_no_local",
                                           "adapnet_no_qcb", "adapnet_local_gate"));

class ResumedRun : public ::testing::TestWithParam<TrainConfig (*)()> {};

TEST_P(ResumedRun, EndsAsAnUninterruptedOne) {
    const test::TemporaryFolder folder("resume");
    auto config = GetParam()();
    config.steps = 12;
    config.validateEvery = 4;
    config.checkpointEvery = 5;
    const DrawnSource wholeSource;
    const auto whole = train(request(folder, config, "whole"), wholeSource, {});
    ASSERT_TRUE(whole) << whole.error().message();

    StopAfter stop(5);
    const auto stopped = train(request(folder, config, "parts"), DrawnSource(), {stop.token(), stop});
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(stopped.error().isCancelled());
    const DrawnSource resumedSource;
    const auto resumed = train(request(folder, config, "parts"), resumedSource, {});
    ASSERT_TRUE(resumed) << resumed.error().message();
    EXPECT_GE(resumed->resumedFrom, 5);
    EXPECT_LT(resumed->resumedFrom, 12);
    EXPECT_EQ(resumedSource.asked().size(), static_cast<std::size_t>(12 - resumed->resumedFrom));
    for (const auto& [step, instances] : resumedSource.asked())
        EXPECT_EQ(instances, wholeSource.asked().at(step)) << step;

    const auto a = readSafetensors(folder / "whole.safetensors");
    const auto b = readSafetensors(folder / "parts.safetensors");
    ASSERT_TRUE(a && b);
    const auto ta = toTensors(*a);
    const auto tb = toTensors(*b);
    for (const auto& [name, tensor] : *ta)
        EXPECT_LT((tensor - tb->at(name)).abs().max().item<double>(), 2e-3) << name;
}

INSTANTIATE_TEST_SUITE_P(Recipes, ResumedRun,
                         ::testing::Values(
                             +[] { return smallRecipe("adapnet"); }, &tupleRecipe),
                         [](const auto& parameter) {
                             return parameter.index == 0 ? "Adapnet" : "HardTuples";
                         });

// Starting weights with the layer of core/nn/pair_whitening.h for descriptors of `d` values.
SafetensorsFile whitenedStart(std::int64_t d) {
    auto file = mobileStart();
    const auto layer =
        fromTensors(test::filled({{kWhiteningMean, {d}}, {kWhiteningRows, {2, d}}}), at::kFloat);
    for (const auto& [name, tensor] : layer.tensors) file.tensors[name] = tensor;
    return file;
}

TEST(TrainingRun, TheWhiteningOfTheStartIsComparedBehindAndWrittenAsItWas) {
    const test::TemporaryFolder folder("whitened");
    auto config = smallRecipe("gem");
    config.steps = 4;
    const auto start = whitenedStart(config.dimension);
    const auto whitened = train(request(folder, config, "whitened", start), DrawnSource(), {});
    ASSERT_TRUE(whitened) << whitened.error().message();
    const auto written = readSafetensors(folder / "whitened.safetensors");
    ASSERT_TRUE(written);
    const auto before = *toTensors(start);
    const auto after = *toTensors(*written);
    for (const std::string& name : {kWhiteningMean, kWhiteningRows}) {
        ASSERT_TRUE(after.contains(name)) << name;
        EXPECT_LT((after.at(name) - before.at(name)).abs().max().item<double>(), 1e-3) << name;
    }
    const auto manifest = readTextFile(folder / "whitened.json");
    ASSERT_TRUE(manifest);
    EXPECT_NE(manifest->find(sha256Hex(*readTextFile(folder / "start.safetensors"))), std::string::npos);
    // The losses see it: without the layer the same steps give other weights.
    const test::TemporaryFolder other("plain");
    ASSERT_TRUE(train(request(other, config, "plain"), DrawnSource(), {}));
    const auto plain = *toTensors(*readSafetensors(other / "plain.safetensors"));
    EXPECT_FALSE(plain.contains(kWhiteningRows));
    const std::string first = "backbone.features.0.layers.0.conv.weight";
    EXPECT_GT((plain.at(first) - after.at(first)).abs().max().item<double>(), 0);
}

TEST(TrainingRun, RefusesAWhiteningOfAnotherLength) {
    const test::TemporaryFolder folder("whitening-length");
    const auto summary =
        train(request(folder, smallRecipe("gem"), "m", whitenedStart(24)), DrawnSource(), {});
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Model);
    EXPECT_NE(summary.error().detail.find("24"), std::string::npos);
}

TEST(TrainingRun, BeginsAnewWhenTheRecipeChanged) {
    const test::TemporaryFolder folder("anew");
    auto config = smallRecipe("gem");
    config.steps = 4;
    config.checkpointEvery = 2;
    ASSERT_TRUE(train(request(folder, config, "m"), DrawnSource(), {}));
    config.learningRate = 1e-4;
    const auto again = train(request(folder, config, "m"), DrawnSource(), {});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->resumedFrom, 0);
}

// Trains four steps, stops in the middle, and begins again after `change`.
std::int64_t resumedAfter(const test::TemporaryFolder& folder,
                          const std::function<void(TrainRequest&, DrawnSource&)>& change) {
    auto config = smallRecipe("gem");
    config.steps = 6;
    config.checkpointEvery = 2;
    DrawnSource source;
    auto r = request(folder, config, "m");
    StopAfter stop(3);
    EXPECT_FALSE(train(r, source, {stop.token(), stop}));
    change(r, source);
    const auto again = train(r, source, {});
    EXPECT_TRUE(again) << again.error().message();
    return again ? again->resumedFrom : -1;
}

TEST(TrainingRun, GoesOnWhenNothingChanged) {
    const test::TemporaryFolder folder("unchanged");
    EXPECT_GE(resumedAfter(folder, [](TrainRequest&, DrawnSource&) {}), 3);
}

TEST(TrainingRun, BeginsAnewWhenAPictureChangedAndKeepsTheOldCheckpoint) {
    const test::TemporaryFolder folder("other-data");
    EXPECT_EQ(resumedAfter(folder, [](TrainRequest&, DrawnSource& source) { source.changeOnePixel(); }), 0);
    EXPECT_TRUE(fs::exists(folder / "m.checkpoint.old"));
}

TEST(TrainingRun, BeginsAnewWhenTheStartingWeightsChanged) {
    const test::TemporaryFolder folder("other-start");
    EXPECT_EQ(resumedAfter(folder,
                           [](TrainRequest& r, DrawnSource&) {
                               auto file = *readSafetensors(r.start);
                               file.metadata["note"] = "another file";
                               EXPECT_TRUE(writeSafetensors(file, r.start));
                           }),
              0);
}

TEST(TrainingRun, ADamagedCheckpointLeavesNoTrace) {
    const test::TemporaryFolder folder("half");
    auto config = smallRecipe("gem");
    config.steps = 6;
    ASSERT_TRUE(train(request(folder, config, "whole"), DrawnSource(), {}));
    // The last tensor that is looked at is not there; all before it are.
    EXPECT_EQ(resumedAfter(folder,
                           [](TrainRequest& r, DrawnSource&) {
                               const fs::path checkpoint = fs::path(r.out).replace_extension(".checkpoint");
                               auto file = *readSafetensors(checkpoint);
                               auto last = file.tensors.end();
                               for (auto it = file.tensors.begin(); it != file.tensors.end(); ++it)
                                   if (it->first.starts_with("weights/")) last = it;
                               file.tensors.erase(last);
                               EXPECT_TRUE(writeSafetensors(file, checkpoint));
                           }),
              0);
    // Begun anew, so that it ends as a run that never had a checkpoint.
    const auto a = toTensors(*readSafetensors(folder / "whole.safetensors"));
    const auto b = toTensors(*readSafetensors(folder / "m.safetensors"));
    ASSERT_TRUE(a && b);
    for (const auto& [name, tensor] : *a)
        EXPECT_LT((tensor - b->at(name)).abs().max().item<double>(), 2e-3) << name;
}

TEST(TrainingRun, ZeroStepsGiveTheStartItself) {
    const test::TemporaryFolder folder("zero");
    auto config = smallRecipe("adapnet");
    config.steps = 0;
    config.dimension = 1280;
    const auto summary = train(request(folder, config, "start_only"), DrawnSource(), {});
    ASSERT_TRUE(summary) << summary.error().message();
    EXPECT_EQ(summary->bestStep, 0);
    const auto file = readSafetensors(folder / "start_only.safetensors");
    ASSERT_TRUE(file);
    EXPECT_EQ(toTensors(*file)->at("qcb.bank").abs().max().item<double>(), 0);
}

TEST(TrainingRun, RefusesStartingWeightsOfAnotherNetwork) {
    const test::TemporaryFolder folder("foreign");
    auto r = request(folder, smallRecipe("gem"), "m");
    SafetensorsFile other;
    other.tensors["conv1.weight"] = {"F32", {1}, std::vector<std::byte>(4)};
    ASSERT_TRUE(writeSafetensors(other, r.start));
    const auto summary = train(r, DrawnSource(), {});
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, ErrorCode::Model);
}

TEST(TrainingRun, ResNetsLearnWithEveryMarginLossAndSayTheirPreprocessing) {
    const test::TemporaryFolder folder("residual");
    const auto losses = marginLosses();
    const char* architectures[] = {"cfcd_resnet18", "sse_attention_resnet18", "gem_resnet18"};
    for (std::size_t i = 0; i < losses.size(); ++i) {
        auto config = smallRecipe(architectures[i % 3]);
        config.marginLoss = losses[i].id;
        config.steps = 2;
        config.preprocessing = i == 0 ? "torchvision" : "";
        std::vector<TrainPoint> points;
        auto r = request(folder, config, "tiny", residualStart());
        r.resume = false;
        r.observe = [&](const TrainPoint& point) { points.push_back(point); };
        const auto summary = train(r, DrawnSource(), {});
        ASSERT_TRUE(summary) << losses[i].id << ": " << summary.error().message();
        ASSERT_EQ(points.size(), 2U);
        EXPECT_EQ(points.back().step, 2);
        EXPECT_GT(points.back().scale, 0) << losses[i].id;
        EXPECT_GT(points.back().meanNorm, 0) << losses[i].id;
        EXPECT_EQ(points.back().meanQuality != 0, losses[i].readsQuality) << losses[i].id;
        const auto manifest = readManifest(folder / "tiny.json");
        ASSERT_TRUE(manifest) << manifest.error().message();
        EXPECT_EQ(manifest->info.input.bgr, i != 0);
        EXPECT_NEAR(manifest->info.input.mean[0], i == 0 ? 0.485 : 0.406, 1e-9);
        // What is loaded depends on the architecture, not on the loss.
        if (i < std::size(architectures)) {
            EXPECT_TRUE(loadNetwork(manifest->info, {"cpu", Precision::Fp32, 0}));
        }
    }
}

TEST(TrainingRun, BatchLossesAndLocalMatchingRunAndRecallIsMeasured) {
    const test::TemporaryFolder folder("batch");
    for (const BatchLossEntry& entry : batchLosses()) {
        auto config = smallRecipe("gem");
        config.pairLoss = entry.id;
        config.cleanShare = 1;
        config.localMatching = 0.05;
        config.mixPairs = 2;
        config.steps = 2;
        double recall = -1;
        auto r = request(folder, config, "tiny");
        r.resume = false;
        r.observe = [&](const TrainPoint& point) { recall = point.recall; };
        const auto summary = train(r, DrawnSource(), {});
        ASSERT_TRUE(summary) << entry.id << ": " << summary.error().message();
        EXPECT_EQ(recall >= 0, std::string_view(entry.id) == "recall_at_k");
        EXPECT_TRUE(std::isfinite(summary->lastLoss));
    }
}

TEST(TrainingRun, OwnCleanDrawsDamagedViewsToTheCleanOnesWithoutABlock) {
    const test::TemporaryFolder folder("own-clean");
    auto config = smallRecipe("gem");
    config.guideDegraded = config.guideClean = config.contrast = 0;
    config.instanceLoss = config.classLoss = 0;
    config.ownClean = 1;
    config.cleanShare = 1;
    const auto summary = train(request(folder, config, "tiny"), DrawnSource(), {});
    ASSERT_TRUE(summary) << summary.error().message();
    const auto log = readTextFile(folder / "tiny.csv");
    ASSERT_TRUE(log);
    EXPECT_NE(log->find(",own_clean,"), std::string::npos);
    EXPECT_GT(summary->firstLoss, 0);
    const auto lossOf = [&](const std::string& step) {
        const auto line = log->find("\n" + step + "," + std::to_string(kSide) + ",1,");
        return std::stod(log->substr(line + step.size() + 7));
    };
    EXPECT_LT(lossOf("30"), lossOf("10"));
}

TEST(TrainingRun, TheGateHasARateOfItsOwn) {
    const test::TemporaryFolder folder("gate-rate");
    std::vector<TensorMap> results;
    for (const double factor : {0.0, 1.0}) {
        auto config = smallRecipe("adapnet_local_gate");
        config.steps = 3;
        config.gateFactor = factor;
        const std::string name = factor > 0 ? "moving" : "resting";
        ASSERT_TRUE(train(request(folder, config, name), DrawnSource(), {}));
        results.push_back(*toTensors(*readSafetensors(folder / (name + ".safetensors"))));
    }
    auto config = smallRecipe("adapnet_local_gate");
    config.steps = 0;
    ASSERT_TRUE(train(request(folder, config, "start"), DrawnSource(), {}));
    const auto start = *toTensors(*readSafetensors(folder / "start.safetensors"));
    const auto moved = [&](const TensorMap& weights, const std::string& name) {
        return (weights.at(name) - start.at(name)).abs().max().item<double>();
    };
    EXPECT_EQ(moved(results[0], "qcb.gate.0.weight"), 0);
    EXPECT_GT(moved(results[1], "qcb.gate.0.weight"), 0);
    EXPECT_GT(moved(results[0], "qcb.bank"), 0);
}

TEST(TrainingRun, InPartsEndsAsInOnePiece) {
    const test::TemporaryFolder folder("parts");
    std::vector<TensorMap> results;
    for (const int chunk : {0, 3}) {
        auto config = smallRecipe("cfcd");
        config.compensation = config.kindLoss = 0;
        config.pairLoss = "recall_at_k";
        config.rankTemperature = 0.1;
        config.steps = 2;
        config.chunk = chunk;
        const std::string name = "chunk" + std::to_string(chunk);
        ASSERT_TRUE(train(request(folder, config, name), DrawnSource(), {}));
        results.push_back(*toTensors(*readSafetensors(folder / (name + ".safetensors"))));
    }
    for (const auto& [name, tensor] : results[0])
        EXPECT_LT((tensor - results[1].at(name)).abs().max().item<double>(), 2e-3) << name;
}

TEST(TrainConfigText, LeavesLaterKeysOutWhereTheySayWhatWasAlwaysDone) {
    auto config = smallRecipe("gem");
    EXPECT_EQ(trainConfigToJson(config).find("margin_loss"), std::string::npos);
    config.marginLoss = "adaface";
    config.chunk = 8;
    config.compensation = config.kindLoss = 0;
    const auto back = parseTrainConfig(trainConfigToJson(config));
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->marginLoss, "adaface");
    EXPECT_EQ(back->chunk, 8);
}

TEST(TrainConfigText, ReadsBackWhatItWrites) {
    const auto config = smallRecipe("adapnet");
    const auto back = parseTrainConfig(trainConfigToJson(config));
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(trainConfigToJson(*back), trainConfigToJson(config));
}

TEST(TrainConfigText, RefusesTypingErrorsAndValuesOutOfRange) {
    for (const char* text : {"",
                             "[]",
                             R"({"learnig_rate":0.1})",
                             R"({"pairs":"many"})",
                             R"({"pairs":1})",
                             R"({"architecture":"vgg"})",
                             R"({"views":[]})",
                             R"({"warp":2})",
                             R"({"id":"../x"})",
                             R"({"scene_share":0.1})",
                             R"({"guide":"nothing"})",
                             R"({"architecture":"superglobal_resnet50"})",
                             R"({"margin_loss":"softmax"})",
                             R"({"pair_loss":"quadruplet"})",
                             R"({"preprocessing":"vgg"})",
                             R"({"chunk":4,"kind_loss":0.1})",
                             R"({"scene_share":0,"mix_pairs":-1})",
                             R"({"scene_share":0,"hard_tuples":true})",
                             R"({"gate_factor":-1,"scene_share":0})",
                             R"({"own_clean":1,"degrade":false,"scene_share":0})"}) {
        const auto config = parseTrainConfig(text);
        ASSERT_FALSE(config) << text;
        EXPECT_EQ(config.error().code, ErrorCode::BadInput);
    }
}

}  // namespace
}  // namespace adapnet::nn
