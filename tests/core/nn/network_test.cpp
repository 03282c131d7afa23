#include "core/nn/network.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

#include "tests/core/nn/small_model.h"

namespace adapnet::nn {
namespace {

struct Picture {
    std::vector<std::uint8_t> bytes;
    int width, height;
    RgbView view() const { return {bytes.data(), width, height, static_cast<std::size_t>(width) * 3}; }
};

Picture picture(const std::string& name, int width, int height) {
    Picture p{std::vector<std::uint8_t>(static_cast<std::size_t>(width * height * 3)), width, height};
    RandomStream stream{std::string_view(name)};
    const double phase = stream.uniform() * 6;
    for (std::size_t i = 0; i < p.bytes.size(); ++i)
        p.bytes[i] = static_cast<std::uint8_t>(127 + 90 * std::sin(phase + static_cast<double>(i) * 0.01) +
                                               30 * stream.uniform());
    return p;
}

double cosine(std::span<const float> a, std::span<const float> b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// The contract of every registered architecture.
class NetworkContract : public ::testing::TestWithParam<std::tuple<const char*, int>> {
  protected:
    std::size_t dimension() const { return static_cast<std::size_t>(std::get<1>(GetParam())); }
    ModelInfo model() const {
        return test::writeSmallModel(m_folder, std::get<0>(GetParam()), "small", std::get<1>(GetParam()));
    }

  private:
    test::TemporaryFolder m_folder{"contract"};
};

TEST_P(NetworkContract, DescribesPicturesOfAnySizeWithUnitRows) {
    auto network = loadNetwork(model(), {"cpu", Precision::Fp32, 0});
    ASSERT_TRUE(network) << network.error().message();
    for (const auto& [width, height] : {std::pair{1, 1}, {3, 70}, {64, 48}, {97, 33}}) {
        const auto p = picture("p", width, height);
        const RgbView views[] = {p.view(), p.view()};
        const auto rows = (*network)->describe(views);
        ASSERT_TRUE(rows) << rows.error().message();
        ASSERT_EQ(rows->size(), 2 * dimension());
        const std::span<const float> all(*rows);
        EXPECT_NEAR(cosine(all.first(dimension()), all.first(dimension())), 1, 1e-5);
        EXPECT_NEAR(cosine(all.first(dimension()), all.last(dimension())), 1, 1e-5);
    }
}

TEST_P(NetworkContract, GivesTheSameRowsAloneAndInABatch) {
    auto network = loadNetwork(model(), {"cpu", Precision::Fp32, 0});
    ASSERT_TRUE(network);
    std::vector<Picture> pictures;
    std::vector<RgbView> views;
    for (int i = 0; i < 5; ++i) pictures.push_back(picture("batch" + std::to_string(i), 64, 48));
    for (const Picture& p : pictures) views.push_back(p.view());
    const auto together = (*network)->describe(views);
    ASSERT_TRUE(together);
    for (std::size_t i = 0; i < views.size(); ++i) {
        const auto alone = (*network)->describe(std::span(views).subspan(i, 1));
        ASSERT_TRUE(alone);
        EXPECT_GT(cosine(*alone, std::span(*together).subspan(i * dimension(), dimension())), 1 - 1e-5);
    }
}

TEST_P(NetworkContract, ReadsRowsThroughTheirStride) {
    auto network = loadNetwork(model(), {"cpu", Precision::Fp32, 0});
    ASSERT_TRUE(network);
    const auto whole = picture("stride", 80, 40);
    RgbView part{whole.bytes.data() + 30, 50, 40, 240};
    Picture copy{{}, 50, 40};
    for (int y = 0; y < 40; ++y)
        copy.bytes.insert(copy.bytes.end(), whole.bytes.begin() + y * 240 + 30,
                          whole.bytes.begin() + y * 240 + 180);
    const auto plain = copy.view();
    EXPECT_EQ(*(*network)->describe({&part, 1}), *(*network)->describe({&plain, 1}));
}

TEST_P(NetworkContract, HalfPrecisionStaysCloseToFullWhereTheProcessorHasIt) {
    const auto devices = listDevices();
    const auto& offered = devices.front().precisions;
    auto half = loadNetwork(model(), {"cpu", Precision::Bf16, 0});
    if (std::find(offered.begin(), offered.end(), Precision::Bf16) == offered.end()) {
        ASSERT_FALSE(half);
        EXPECT_EQ(half.error().code, ErrorCode::Device);
        return;
    }
    ASSERT_TRUE(half);
    EXPECT_EQ((*half)->precision(), Precision::Bf16);
    auto full = loadNetwork(model(), {"cpu", Precision::Fp32, 0});
    ASSERT_TRUE(full);
    const auto p = picture("half", 96, 96);
    const auto view = p.view();
    EXPECT_GT(cosine(*(*half)->describe({&view, 1}), *(*full)->describe({&view, 1})), 0.98);
}

TEST_P(NetworkContract, AutoUsesHalfPrecisionOnlyAboveItsCosine) {
    auto network = loadNetwork(model(), {"cpu", Precision::Auto, 0});
    ASSERT_TRUE(network);
    if ((*network)->precision() == Precision::Fp32)
        EXPECT_EQ((*network)->precisionCosine(), 1);
    else
        EXPECT_GE((*network)->precisionCosine(), 0.999);
}

INSTANTIATE_TEST_SUITE_P(Architectures, NetworkContract,
                         ::testing::Combine(::testing::Values("gem", "adapnet"),
                                            ::testing::Values(32, kGlobalChannels)));
// Every head once, on the smallest network that has it.
INSTANTIATE_TEST_SUITE_P(Heads, NetworkContract,
                         ::testing::Combine(::testing::Values("cfcd", "senet_slim", "adapnet_no_local",
                                                              "adapnet_no_qcb", "adapnet_local_gate"),
                                            ::testing::Values(32)));
INSTANTIATE_TEST_SUITE_P(ResNet, NetworkContract,
                         ::testing::Combine(::testing::Values("superglobal_resnet18"),
                                            ::testing::Values(512)));

TEST(Architectures, EveryOneHasShapesAndANameOfItsOwn) {
    std::set<std::string> ids;
    for (const ArchitectureInfo& info : listArchitectures()) {
        EXPECT_TRUE(ids.insert(info.id).second) << info.id;
        const bool small = info.backbone == "resnet18" || info.backbone == "resnet34";
        EXPECT_FALSE(architectureShapes(info.id, !info.resNet ? 1280
                                                 : small      ? 512
                                                              : 2048)
                         .empty())
            << info.id;
        EXPECT_TRUE(publishedPreprocessing(info.preprocessing)) << info.id;
    }
    EXPECT_EQ(ids.size(), 94U);
    EXPECT_TRUE(architectureShapes("mac_resnet18", 100).empty());
}

TEST(LoadNetwork, UsesTheWholePreprocessingOfItsManifest) {
    const test::TemporaryFolder folder("preprocessing");
    const auto p = picture("preprocessing", 80, 60);
    const auto view = p.view();
    std::vector<std::vector<float>> rows;
    for (const char* name : {"cfcd", "senet", "superglobal", "torchvision", "cirtorch"}) {
        auto input = *publishedPreprocessing(name);
        input.maxSide = 320;
        const auto model = test::writeSmallModel(folder, "superglobal_resnet18", "s", 512, input);
        EXPECT_EQ(model.input.text(), input.text());
        EXPECT_EQ(model.preprocessing, input.text());
        auto network = loadNetwork(model, {"cpu", Precision::Fp32, 0});
        ASSERT_TRUE(network) << network.error().message();
        rows.push_back(*(*network)->describe({&view, 1}));
        for (std::size_t i = 0; i + 1 < rows.size(); ++i)
            EXPECT_LT(cosine(rows[i], rows.back()), 1 - 1e-7) << name << " " << i;
    }
    auto lifted = *publishedPreprocessing("mobilenet");
    lifted.pooling.relup = true;
    const auto refused =
        loadNetwork(test::writeSmallModel(folder, "gem", "m", 32, lifted), {"cpu", Precision::Fp32, 0});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("ResNet"), std::string::npos);
}

TEST(ReadManifest, RefusesAPreprocessingThatItDoesNotKnow) {
    const test::TemporaryFolder folder("unknown");
    test::writeSmallModel(folder, "gem", "g");
    const auto good = *readTextFile(folder / "g.json");
    const std::pair<const char*, const char*> changes[] = {
        {"\"RGB\"", "\"YUV\""},
        {"\"mean\": 0.5", "\"mean\": [0.5, 0.5]"},
        {"\"std\": 0.5", "\"std\": 0"},
        {"\"shrink\":", "\"resizing\": \"nearest\", \"shrink\":"},
        {"\"shrink\":", "\"aggregation\": \"median\", \"shrink\":"},
        {"\"shrink\":", "\"pooling\": [\"relu\"], \"shrink\":"},
        {"\"area average\"", "\"nearest\""}};
    for (const auto& [from, to] : changes) {
        auto text = good;
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        text.replace(at, std::string(from).size(), to);
        ASSERT_TRUE(writeFileSafely(folder / "g.json", text));
        EXPECT_FALSE(readManifest(folder / "g.json")) << to;
    }
}

TEST(ReadManifest, TakesTheWayToShrinkAndKeepsTheWordsOfOlderManifests) {
    const test::TemporaryFolder folder("shrink");
    const auto usual = test::writeSmallModel(folder, "gem", "g");
    EXPECT_EQ(usual.input.shrinking, Shrinking::Area);
    const auto text = *readTextFile(folder / "g.json");
    const std::string key = "\"shrink\": \"area average\",";
    const auto at = text.find(key);
    ASSERT_NE(at, std::string::npos) << "every manifest had these words before there was a choice";
    const auto with = [&](const std::string& other) {
        auto changed = text;
        EXPECT_TRUE(writeFileSafely(folder / "g.json", changed.replace(at, key.size(), other)));
        const auto read = readManifest(folder / "g.json");
        EXPECT_TRUE(read) << other;
        return read ? read->info : ModelInfo();
    };
    EXPECT_EQ(with("").preprocessing, usual.preprocessing);
    EXPECT_EQ(with("\"shrink\": \"area\",").preprocessing, usual.preprocessing);
    const auto lanczos = with("\"shrink\": \"lanczos\",");
    EXPECT_EQ(lanczos.input.shrinking, Shrinking::Lanczos);
    EXPECT_NE(lanczos.preprocessing, usual.preprocessing);
}

TEST(Network, OnlyAdapNetEstimatesTheDegradation) {
    const test::TemporaryFolder folder("gate");
    const auto p = picture("gate", 64, 64);
    const auto view = p.view();
    auto gem = loadNetwork(test::writeSmallModel(folder, "gem", "g"), {"cpu", Precision::Fp32, 0});
    auto adapnet = loadNetwork(test::writeSmallModel(folder, "adapnet", "a"), {"cpu", Precision::Fp32, 0});
    ASSERT_TRUE(gem && adapnet);
    ASSERT_TRUE((*gem)->describe({&view, 1}) && (*adapnet)->describe({&view, 1}));
    EXPECT_TRUE((*gem)->lastGate().empty());
    ASSERT_EQ((*adapnet)->lastGate().size(), 9U);
    EXPECT_NEAR(std::accumulate((*adapnet)->lastGate().begin(), (*adapnet)->lastGate().end(), 0.0), 1, 1e-5);
}

TEST(Network, WithoutCompensationIsTheNetworkThatHasNoBlock) {
    const test::TemporaryFolder folder("compensation");
    const auto p = picture("compensation", 64, 48);
    const auto view = p.view();
    const auto load = [&](const char* architecture) {
        return loadNetwork(test::writeSmallModel(folder, architecture, "m"), {"cpu", Precision::Fp32, 0});
    };
    auto with = load("adapnet");
    auto without = load("adapnet_no_qcb");  // the filler gives tensors of one name the same values
    ASSERT_TRUE(with && without);
    EXPECT_TRUE((*with)->hasCompensation());
    EXPECT_FALSE((*without)->hasCompensation());
    const auto asItIs = *(*with)->describe({&view, 1});
    const auto gate = (*with)->lastGate();
    (*with)->setCompensation(false);
    (*without)->setCompensation(false);
    const auto off = *(*with)->describe({&view, 1});
    EXPECT_EQ(off, *(*without)->describe({&view, 1}));
    EXPECT_EQ((*with)->lastGate(), gate);
    EXPECT_LT(cosine(off, asItIs), 1 - 1e-4);
    (*with)->setCompensation(true);
    EXPECT_EQ(*(*with)->describe({&view, 1}), asItIs);
}

TEST(Network, RefusesABatchOfDifferentSizes) {
    const test::TemporaryFolder folder("mixed");
    auto network = loadNetwork(test::writeSmallModel(folder, "gem", "g"), {"cpu", Precision::Fp32, 0});
    ASSERT_TRUE(network);
    const auto a = picture("a", 32, 32);
    const auto b = picture("b", 33, 32);
    const RgbView views[] = {a.view(), b.view()};
    const auto rows = (*network)->describe(views);
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().code, ErrorCode::Internal);
}

TEST(LoadNetwork, RefusesWeightsThatDoNotFitTheirManifest) {
    const test::TemporaryFolder folder("refuse");
    const auto model = test::writeSmallModel(folder, "gem", "g");
    auto bytes = readFile(folder / "g.safetensors");
    ASSERT_TRUE(bytes);
    auto changed = *bytes;
    changed.back() ^= std::byte{1};
    ASSERT_TRUE(writeFileSafely(folder / "g.safetensors", changed));
    auto network = loadNetwork(model, {"cpu", Precision::Fp32, 0});
    ASSERT_FALSE(network);
    EXPECT_NE(network.error().detail.find("checksum"), std::string::npos);

    auto file = parseSafetensors(*bytes);
    ASSERT_TRUE(file);
    file->tensors.erase("global.fc.bias");
    const auto lacking = formatSafetensors(*file);
    ASSERT_TRUE(writeFileSafely(folder / "g.safetensors", lacking));
    auto other = model;
    other.checksum = sha256Hex(lacking);
    network = loadNetwork(other, {"cpu", Precision::Fp32, 0});
    ASSERT_FALSE(network);
    EXPECT_NE(network.error().detail.find("global.fc.bias"), std::string::npos);
}

TEST(LoadNetwork, NamesTheDevicesItKnows) {
    const test::TemporaryFolder folder("device");
    const auto model = test::writeSmallModel(folder, "gem", "g");
    EXPECT_EQ(loadNetwork(model, {"tpu", Precision::Auto, 0}).error().code, ErrorCode::BadInput);
    EXPECT_EQ(loadNetwork(model, {"cuda:x", Precision::Auto, 0}).error().code, ErrorCode::BadInput);
    EXPECT_EQ(loadNetwork(model, {"cuda:99", Precision::Auto, 0}).error().code, ErrorCode::Device);
    EXPECT_EQ(loadNetwork(model, {"cpu", Precision::Fp16, 0}).error().code, ErrorCode::Device);
    EXPECT_EQ(listDevices().front().id, "cpu");
}

TEST(ReadManifest, RefusesWeightsOutsideItsFolder) {
    const test::TemporaryFolder folder("escape");
    test::writeSmallModel(folder, "gem", "g");
    auto text = *readTextFile(folder / "g.json");
    const auto at = text.find("g.safetensors");
    text.replace(at, 13, "../../etc/x");
    ASSERT_TRUE(writeFileSafely(folder / "h.json", text));
    EXPECT_FALSE(readManifest(folder / "h.json"));
}

}  // namespace
}  // namespace adapnet::nn
