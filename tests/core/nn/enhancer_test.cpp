#include "core/nn/enhancer.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/nn/enhancement.h"
#include "tests/core/nn/small_model.h"
#include "tests/support/drawn_crops.h"

namespace adapnet::nn {
namespace {

using adapnet::test::DrawnCrops;
using adapnet::test::smallRecipe;
using adapnet::test::writeEnhancer;
using testing::HasSubstr;

struct Picture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> bytes;
    RgbView view() const { return {bytes.data(), width, height, static_cast<std::size_t>(width) * 3}; }
};

// Values from `low` to `high`, both of which occur.
Picture drawn(int width, int height, int low, int high) {
    Picture picture{width, height, {}};
    RandomStream stream("picture");
    for (int i = 0; i < width * height * 3; ++i)
        picture.bytes.push_back(static_cast<std::uint8_t>(
            low + static_cast<int>(stream.below(static_cast<std::uint64_t>(high - low + 1)))));
    picture.bytes.front() = static_cast<std::uint8_t>(low);
    picture.bytes.back() = static_cast<std::uint8_t>(high);
    return picture;
}

int largestDifference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    EXPECT_EQ(a.size(), b.size());
    int largest = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(int{a[i]} - int{b[i]}));
    return largest;
}

class EnhancerFile : public testing::Test {
  protected:
    EnhancerFile() : m_folder("enhancer") { writeEnhancer(m_folder.path(), smallRecipe("super_resolution")); }

    fs::path manifest() const { return m_folder / "super_resolution.json"; }
    fs::path weights() const { return m_folder / "super_resolution.safetensors"; }
    nlohmann::ordered_json manifestJson() const {
        return nlohmann::ordered_json::parse(*readTextFile(manifest()));
    }
    // What reading says when one field of the manifest is another.
    Error refusal(const char* key, const nlohmann::ordered_json& value) const {
        auto j = manifestJson();
        j[key] = value;
        const fs::path changed = m_folder / "changed.json";
        EXPECT_TRUE(writeFileSafely(changed, j.dump()));
        const auto read = readEnhancerManifest(changed);
        fs::remove(changed);
        return read ? Error{ErrorCode::Internal, std::string("accepted ") + key, {}} : read.error();
    }
    EnhancerInfo info() const {
        const auto read = readEnhancerManifest(manifest());
        EXPECT_TRUE(read) << read.error().message();
        return *read;
    }
    // Weights and manifest with other tensors.
    void rewrite(const std::function<void(SafetensorsFile&)>& change) const {
        auto file = *readSafetensors(weights());
        change(file);
        const auto bytes = formatSafetensors(file);
        ASSERT_TRUE(writeFileSafely(weights(), bytes));
        auto j = manifestJson();
        j["sha256"] = sha256Hex(bytes);
        ASSERT_TRUE(writeFileSafely(manifest(), j.dump()));
    }

    test::TemporaryFolder m_folder;
};

TEST(EnhancerStart, OfSuperResolutionNearlyPassesAPictureOn) {
    const Enhancer& enhancer = *findEnhancer("super_resolution");
    const auto values = at::linspace(-1, 1, 24 * 20).reshape({1, 1, 24, 20});
    const auto out = enhancer.forward(enhancer.start(3), values);
    EXPECT_LT((out - values).abs().max().item<double>(), 0.07);
}

TEST(EnhancerStart, DependsOnTheSeedOnlyAndHasTheRightShapes) {
    for (const Enhancer& enhancer : enhancers()) {
        const auto first = enhancer.start(3);
        const auto again = enhancer.start(3);
        const auto other = enhancer.start(4);
        bool differs = false;
        ASSERT_EQ(first.size(), enhancer.shapes().size());
        for (const auto& [name, shape] : enhancer.shapes()) {
            EXPECT_EQ(first.at(name).sizes().vec(), shape) << name;
            EXPECT_TRUE(first.at(name).equal(again.at(name))) << name;
            differs = differs || !first.at(name).equal(other.at(name));
        }
        EXPECT_TRUE(differs) << enhancer.id;
    }
}

TEST(EnhancerStart, TrainingOfTheAutoencoderMovesItsRunningStatistics) {
    const Enhancer& enhancer = *findEnhancer("denoising_autoencoder");
    auto weights = enhancer.start(1);
    const auto pictures = at::linspace(-1, 1, 2 * 64 * 64).reshape({2, 1, 64, 64});
    const auto trained = enhancer.train(weights, pictures);
    EXPECT_GT(weights.at("encoder.2.running_mean").abs().max().item<double>(), 0);
    EXPECT_EQ(trained.sizes(), pictures.sizes());
    const auto before = weights.at("encoder.2.running_mean").clone();
    enhancer.forward(weights, pictures);
    EXPECT_TRUE(weights.at("encoder.2.running_mean").equal(before));
}

TEST(ThroughEnlarged, KeepsTheSizeAndTheLevelOfAPicture) {
    const auto pass = [](const TensorMap&, const at::Tensor& x) { return x; };
    const auto flat = at::full({1, 1, 5, 7}, 0.25);
    for (const int scale : {1, 2, 3, 4}) {
        const auto out = throughEnlarged(pass, {}, flat, scale);
        EXPECT_EQ(out.sizes(), flat.sizes());
        EXPECT_LT((out - flat).abs().max().item<double>(), 1e-6);
    }
}

TEST_F(EnhancerFile, SaysWhatItIs) {
    const auto read = info();
    EXPECT_EQ(read.id, "super_resolution");
    EXPECT_EQ(read.architecture, "super_resolution");
    EXPECT_EQ(read.checksum, readSafetensors(weights())->checksum);
    EXPECT_EQ(read.maxSide, 320);
    EXPECT_EQ(read.scale, 1);
    EXPECT_EQ(read.parameters, 294'209);
    EXPECT_EQ(manifestJson()["training"]["recipe"]["crop"], 32);
    EXPECT_TRUE(manifestJson()["training"]["validation_psnr_db"].contains("gaussian_noise"));
}

TEST_F(EnhancerFile, IsRefusedWithOneSentenceWhenItsManifestIsWrong) {
    const std::vector<std::pair<const char*, nlohmann::ordered_json>> wrong{{"format", "adapnet-model"},
                                                                            {"version", 2},
                                                                            {"id", "Upper Case"},
                                                                            {"id", ""},
                                                                            {"max_side", 8},
                                                                            {"max_side", 100'000},
                                                                            {"architecture", "magic"},
                                                                            {"scale", 0},
                                                                            {"scale", 5},
                                                                            {"weights", "../x.safetensors"},
                                                                            {"sha256", ""},
                                                                            {"id", 7}};
    for (const auto& [key, value] : wrong) {
        const Error error = refusal(key, value);
        EXPECT_EQ(error.code, ErrorCode::Model) << key << ' ' << value;
        EXPECT_THAT(error.message(), HasSubstr("changed.json")) << key;
        EXPECT_EQ(error.message().find('\n'), std::string::npos);
    }
}

TEST_F(EnhancerFile, OneBadManifestDoesNotHideTheOthers) {
    ASSERT_TRUE(writeFileSafely(m_folder / "broken.json", R"({"format":"adapnet-enhancer","id":"mended"})"));
    const std::array<fs::path, 2> folders{m_folder.path(), fs::path(m_folder / "not there")};
    const auto listing = scanEnhancerFolders(folders);
    ASSERT_EQ(listing.enhancers.size(), 1U);
    EXPECT_EQ(listing.enhancers[0].id, "super_resolution");
    ASSERT_EQ(listing.broken.size(), 1U);
    EXPECT_EQ(listing.broken[0].id, "mended");
    EXPECT_THAT(listing.broken[0].reason, HasSubstr("broken.json"));
}

TEST_F(EnhancerFile, OtherWeightsThanTheManifestDescribesAreRefused) {
    auto bytes = *readFile(weights());
    bytes.back() ^= std::byte{1};
    ASSERT_TRUE(writeFileSafely(weights(), bytes));
    const auto loaded = loadEnhancer(info());
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::Model);
    EXPECT_THAT(loaded.error().message(), HasSubstr("not the file its manifest describes"));
}

TEST_F(EnhancerFile, TensorsMustBeThoseOfTheArchitecture) {
    rewrite([](SafetensorsFile& file) { file.tensors["extra"] = file.tensors.at("conv5.bias"); });
    EXPECT_THAT(loadEnhancer(info()).error().message(), HasSubstr("do not belong"));
    rewrite([](SafetensorsFile& file) {
        file.tensors.erase("extra");
        file.tensors["conv5.bias"] = file.tensors.at("conv4.bias");
    });
    EXPECT_THAT(loadEnhancer(info()).error().message(), HasSubstr("conv5.bias in another shape"));
    rewrite([](SafetensorsFile& file) { file.tensors.erase("conv5.bias"); });
    EXPECT_THAT(loadEnhancer(info()).error().message(), HasSubstr("lacks the tensor conv5.bias"));
    fs::remove(weights());
    EXPECT_EQ(loadEnhancer(info()).error().code, ErrorCode::NotFound);
}

TEST_F(EnhancerFile, NearlyPassesAPictureOnBeforeItIsTrained) {
    const auto enhancer = loadEnhancer(info());
    ASSERT_TRUE(enhancer) << enhancer.error().message();
    const Picture picture = drawn(37, 29, 0, 255);
    const auto out = (*enhancer)->enhance(picture.view());
    ASSERT_TRUE(out) << out.error().message();
    EXPECT_LE(largestDifference(*out, picture.bytes), 11);  // 0.07 of 127.5, and half precision
    EXPECT_EQ(*(*enhancer)->enhance(picture.view()), *out);
}

TEST_F(EnhancerFile, StretchesThePictureFirst) {
    const auto enhancer = loadEnhancer(info());
    ASSERT_TRUE(enhancer);
    // 100..151 times five is 0..255.
    Picture grey = drawn(16, 16, 100, 151);
    Picture full = grey;
    for (auto& value : full.bytes) value = static_cast<std::uint8_t>((value - 100) * 5);
    EXPECT_EQ(*(*enhancer)->enhance(grey.view()), *(*enhancer)->enhance(full.view()));
}

TEST_F(EnhancerFile, LeavesAPictureOfOneSingleValueAlone) {
    const auto enhancer = loadEnhancer(info());
    ASSERT_TRUE(enhancer);
    const Picture flat{4, 3, std::vector<std::uint8_t>(36, 77)};
    EXPECT_EQ(*(*enhancer)->enhance(flat.view()), flat.bytes);
}

TEST_F(EnhancerFile, RowsMayHaveGaps) {
    const auto enhancer = loadEnhancer(info());
    ASSERT_TRUE(enhancer);
    const Picture wide = drawn(20, 10, 0, 255);
    Picture narrow{18, 10, {}};
    for (int y = 0; y < 10; ++y)
        narrow.bytes.insert(narrow.bytes.end(), wide.bytes.begin() + y * 60,
                            wide.bytes.begin() + y * 60 + 54);
    const RgbView part{wide.bytes.data(), 18, 10, 60};
    EXPECT_EQ(*(*enhancer)->enhance(part), *(*enhancer)->enhance(narrow.view()));
}

TEST(EnhancedSize, ShrinksTheLongerSideOnly) {
    EnhancerInfo info;
    info.maxSide = 320;
    const auto is = [&](int w, int h, int width, int height) {
        const auto size = enhancedSize(info, w, h);
        return size.width == width && size.height == height;
    };
    EXPECT_TRUE(is(320, 240, 320, 240));
    EXPECT_TRUE(is(640, 480, 320, 240));
    EXPECT_TRUE(is(240, 1000, 77, 320));
    EXPECT_TRUE(is(5, 10'000, 1, 320));
}

TEST_F(EnhancerFile, RefusesAPictureThatIsTooLargeInsteadOfTakingHours) {
    const auto enhancer = loadEnhancer(info());
    ASSERT_TRUE(enhancer);
    const Picture large = drawn(321, 4, 0, 255);
    EXPECT_EQ((*enhancer)->enhance(large.view()).error().code, ErrorCode::Internal);
}

TEST(EnhancerRecipe, UnknownKeysAndWrongValuesAreRefused) {
    const std::string good = enhancerConfigToJson(smallRecipe("denoising_autoencoder"));
    ASSERT_TRUE(parseEnhancerConfig(good));
    EXPECT_TRUE(isEnhancerRecipe(good));
    EXPECT_FALSE(isEnhancerRecipe(R"({"architecture":"adapnet"})"));
    EXPECT_FALSE(isEnhancerRecipe("no JSON"));
    const auto message = [&](const char* key, const nlohmann::ordered_json& value) {
        auto j = nlohmann::ordered_json::parse(good);
        j[key] = value;
        const auto read = parseEnhancerConfig(j.dump());
        EXPECT_EQ(read ? ErrorCode::Internal : read.error().code, ErrorCode::BadInput) << key;
        return read ? std::string() : read.error().message();
    };
    EXPECT_THAT(message("learning_rte", 1), HasSubstr("'learning_rte'"));
    EXPECT_THAT(message("enhancer", "magic"), HasSubstr("denoising_autoencoder, super_resolution"));
    EXPECT_THAT(message("crop", 65), HasSubstr("crop"));
    EXPECT_THAT(message("scale", 5), HasSubstr("scale"));
    EXPECT_THAT(message("clean_share", 1.5), HasSubstr("shares"));
    EXPECT_THAT(message("steps", "many"), HasSubstr("cannot be read"));
    EXPECT_THAT(message("id", "../up"), HasSubstr("id"));
    EXPECT_THAT(message("precision", "fp8"), HasSubstr("precision"));
    EXPECT_FALSE(parseEnhancerConfig("[]"));
}

TEST(EnhancerTraining, LearnsToRemoveNoise) {
    const test::TemporaryFolder folder("enhancer-training");
    EnhancerConfig recipe = smallRecipe("super_resolution");
    recipe.steps = 40;
    recipe.learningRate = 2e-3;
    const auto summary = writeEnhancer(folder.path(), recipe);
    ASSERT_EQ(summary.quality.size(), 2U);
    const RepairQuality& noise = summary.quality[1];
    EXPECT_EQ(noise.kind, "gaussian_noise");
    EXPECT_GT(noise.after, noise.before + 1);
    // The log has a line of every tenth step, and the final figures.
    const std::string log = *readTextFile(folder / "super_resolution.csv");
    EXPECT_THAT(log, HasSubstr("\n10,"));
    EXPECT_THAT(log, HasSubstr("gaussian_noise "));
    const auto info = readEnhancerManifest(folder / "super_resolution.json");
    ASSERT_TRUE(info);
    EXPECT_EQ(info->checksum, summary.checksum);
    EXPECT_TRUE(loadEnhancer(*info));
}

// Asks for a stop while the crops of step 5 are made. At most four batches wait, so that one step is done by
// then, and the last one is not.
class StoppingCrops : public DrawnCrops {
  public:
    StoppingCrops(const EnhancerConfig& recipe, std::stop_source stop)
        : DrawnCrops(recipe.crops, recipe.crop, recipe.view), m_stop(std::move(stop)) {}
    Result<CropBatch> batch(std::int64_t step) const override {
        if (step == 5) m_stop.request_stop();
        return DrawnCrops::batch(step);
    }

  private:
    mutable std::stop_source m_stop;
};

TEST(EnhancerTraining, GoesOnAfterAStopAsIfNothingHadBeen) {
    const test::TemporaryFolder whole("enhancer-whole");
    const test::TemporaryFolder parts("enhancer-parts");
    EnhancerConfig recipe = smallRecipe("denoising_autoencoder");
    recipe.steps = 12;
    recipe.scale = 2;
    const auto expected = writeEnhancer(whole.path(), recipe);

    const DrawnCrops crops(recipe.crops, recipe.crop, recipe.view);
    EnhancerTrainRequest request;
    request.config = recipe;
    request.out = parts / "denoising_autoencoder.safetensors";
    request.licence = "none";
    std::stop_source stop;
    const auto stopped = trainEnhancer(request, StoppingCrops(recipe, stop), {stop.get_token()});
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(stopped.error().isCancelled());
    EXPECT_FALSE(fs::exists(request.out));
    const auto resumed = trainEnhancer(request, crops, {});
    ASSERT_TRUE(resumed) << resumed.error().message();
    EXPECT_GT(resumed->resumedFrom, 0);
    EXPECT_EQ(resumed->checksum, expected.checksum);
}

TEST(EnhancerTraining, ACheckpointOfAnotherRecipeIsNotTaken) {
    const test::TemporaryFolder folder("enhancer-other");
    EnhancerConfig recipe = smallRecipe("super_resolution");
    recipe.steps = 2;
    writeEnhancer(folder.path(), recipe);
    ++recipe.seed;
    EXPECT_EQ(writeEnhancer(folder.path(), recipe).resumedFrom, 0);
    EXPECT_EQ(writeEnhancer(folder.path(), recipe).resumedFrom, 2);
}

}  // namespace
}  // namespace adapnet::nn
