#include "core/checkpoint/mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "tests/support/checkpoint_builder.h"

namespace adapnet::checkpoint {
namespace {

using namespace adapnet::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

struct KeyShape {
    std::string name;
    Shape shape;
};

// Name and shape of every tensor of an official file, in its order.
std::vector<KeyShape> officialKeys(const std::string& list) {
    static const auto all = nlohmann::json::parse(std::ifstream(ADAPNET_TEST_DATA "/state_dict_keys.json"));
    std::vector<KeyShape> keys;
    for (const auto& entry : all.at(list))
        keys.push_back({entry.at(0).get<std::string>(), entry.at(1).get<Shape>()});
    return keys;
}

struct Case {
    const char* list;
    const char* prefix;  // in front of every name of the list in the official file
    Architecture architecture;
    const char* wrapper;
    std::int64_t dimension;
    std::size_t notNeeded;  // besides the counters of batches
};
const std::vector<Case> kCases{
    {"cfcd_r50_deploy", "", Architecture::Cfcd, "model_state", 512, 0},
    {"senet_r50", "", Architecture::Senet, "model_state", 2048, 0},
    {"cvnet_global_r50_without_encoder_q_prefix", "encoder_q.", Architecture::Cvnet, "model_state", 2048, 0},
    {"superglobal_r50", "module.globalmodel.", Architecture::Cvnet, "", 2048, 6},
    {"cirtorch_resnet50_gem_w", "", Architecture::CirtorchGem, "state_dict", 2048, 0},
};

// Tensors of the file with values that say which tensor it is; half precision keeps the files small. One
// counter of batches a file is a LongStorage, as in reality.
std::vector<StoredTensor> officialTensors(const Case& which) {
    std::vector<StoredTensor> tensors;
    std::uint16_t number = 0;
    for (const KeyShape& key : officialKeys(which.list)) {
        std::size_t count = 1;
        for (const auto side : key.shape) count *= static_cast<std::size_t>(side);
        StoredTensor tensor{which.prefix + key.name, key.shape, "HalfStorage", {}};
        if (key.name.ends_with("num_batches_tracked")) {
            tensor.storageClass = "LongStorage";
            tensor.data = rawValues<std::int64_t>({7});
        } else {
            tensor.data.assign(count * 2, '\x01');
            std::memcpy(tensor.data.data(), &++number, 2);
        }
        tensors.push_back(std::move(tensor));
    }
    return tensors;
}

Result<Mapping> map(const std::string& file, Architecture architecture,
                    const std::vector<std::string>& ignored = {}) {
    static std::optional<Checkpoint> kept;  // the views point into it
    auto checkpoint = Checkpoint::read(toBytes(file));
    if (!checkpoint) return fail(checkpoint.error());
    kept.emplace(std::move(*checkpoint));
    return mapTensors(*kept, architecture, ignored);
}

TEST(MapTensors, TakesEveryTensorOfTheOfficialFilesFromBothContainers) {
    for (const Case& which : kCases) {
        SCOPED_TRACE(which.list);
        const auto tensors = officialTensors(which);
        for (const bool legacy : {false, true}) {
            SCOPED_TRACE(legacy);
            const std::string file = legacy ? legacyCheckpoint(tensors, which.wrapper)
                                            : zipCheckpoint(tensors, which.wrapper, {.withCheckSums = false});
            const auto mapping = map(file, which.architecture);
            ASSERT_TRUE(mapping) << mapping.error().message();
            const MappingReport& report = mapping->report;
            EXPECT_TRUE(report.isComplete()) << report.summary();
            EXPECT_EQ(report.layout.depth, 50);
            EXPECT_EQ(report.layout.dimension, which.dimension);
            std::size_t counters = 0;
            for (const auto& tensor : tensors)
                counters += tensor.name.ends_with("num_batches_tracked") ? 1 : 0;
            EXPECT_EQ(report.notNeeded, counters + which.notNeeded);
            EXPECT_EQ(report.used, tensors.size() - counters - which.notNeeded);
            EXPECT_EQ(expectedTensors(report.layout).size(), report.used);
            // No tensor is taken twice and each brings its own first value.
            std::set<std::uint16_t> marks;
            for (const MappedTensor& tensor : mapping->tensors) {
                std::uint16_t mark = 0;
                std::memcpy(&mark, tensor.view.contiguous().bytes.data(), 2);
                marks.insert(mark);
            }
            EXPECT_EQ(marks.size(), report.used);
        }
    }
}

TEST(ExpectedTensors, CountThoseOfResNet101) {
    // Counts of the official files, which hold one counter of batches for each BatchNorm (104 + those of
    // heads).
    const auto count = [](Architecture architecture, bool whitens = false) {
        Layout layout{architecture, 101, 2048, 256, whitens};
        const Shapes shapes = expectedTensors(layout);
        std::size_t norms = 0;
        for (const auto& [name, shape] : shapes) norms += name.ends_with("running_var") ? 1 : 0;
        return shapes.size() + norms;
    };
    EXPECT_EQ(count(Architecture::Senet), 659U);
    EXPECT_EQ(count(Architecture::Cvnet), 627U);
    EXPECT_EQ(count(Architecture::Cfcd), 631U);
    EXPECT_EQ(count(Architecture::CirtorchGem), 625U);
}

TEST(ExpectedTensors, HoldTheSizeOfEachDepth) {
    // Parameters of torchvision's ResNets without their classifier, and without BatchNorm statistics.
    const auto parameters = [](int depth) {
        std::int64_t total = 0;
        for (const auto& [name, shape] : expectedTensors({Architecture::ResNet, depth, 0, 0, false})) {
            if (name.find(".running_") != std::string::npos) continue;
            std::int64_t count = 1;
            for (const auto side : shape) count *= side;
            total += count;
        }
        return total;
    };
    EXPECT_EQ(parameters(18), 11689512 - 513000);
    EXPECT_EQ(parameters(34), 21797672 - 513000);
    EXPECT_EQ(parameters(50), 25557032 - 2049000);
    EXPECT_EQ(parameters(101), 44549160 - 2049000);
}

TEST(BackboneName, AgreesInAllThreeSchemes) {
    const std::vector<std::array<const char*, 3>> rows{
        {"stem.conv.weight", "conv1.weight", "features.0.weight"},
        {"stem.bn.running_var", "bn1.running_var", "features.1.running_var"},
        {"s1.b1.proj.weight", "layer1.0.downsample.0.weight", "features.4.0.downsample.0.weight"},
        {"s1.b1.bn.bias", "layer1.0.downsample.1.bias", "features.4.0.downsample.1.bias"},
        {"s3.b23.f.c.weight", "layer3.22.conv3.weight", "features.6.22.conv3.weight"},
        {"s4.b2.f.a_bn.weight", "layer4.1.bn1.weight", "features.7.1.bn1.weight"},
        {"s2.b4.f.b_bn.running_mean", "layer2.3.bn2.running_mean", "features.5.3.bn2.running_mean"},
    };
    for (const auto& row : rows)
        for (const char* name : row) EXPECT_EQ(backboneName(name), std::string("backbone.") + row[0]) << name;
    for (const char* name :
         {"", ".", "s0.b1.f.a.weight", "s5.b1.f.a.weight", "s1.b0.f.a.weight", "s1.b01.f.a.weight",
          "s1.b-1.f.a.weight", "s1.b1.f.d.weight", "s1.b1.f.a.bias", "s1.b1", "layer5.0.conv1.weight",
          "layer1.0.conv4.weight", "layer1.0.bn1.scale", "features.3.0.conv1.weight",
          "features.8.0.conv1.weight", "conv1.bias", "bn1.", "fc.weight", "layer1.999999999999.conv1.weight"})
        EXPECT_FALSE(backboneName(name)) << name;
}

// A small file: ResNet-18 with empty values would not do, so every tensor has its true shape in half
// precision.
std::vector<StoredTensor> smallResNet() {
    std::vector<StoredTensor> tensors;
    for (const auto& [name, shape] : expectedTensors({Architecture::ResNet, 18, 0, 0, false})) {
        std::size_t count = 1;
        for (const auto side : shape) count *= static_cast<std::size_t>(side);
        tensors.push_back({name.substr(9), shape, "HalfStorage", std::string(count * 2, '\x01')});
    }
    return tensors;
}

TEST(MapTensors, ReportsWhatIsMissingUnexpectedAndMisshapen) {
    auto tensors = smallResNet();
    std::erase_if(tensors, [](const auto& t) { return t.name == "s2.b1.bn.bias"; });
    for (auto& tensor : tensors)
        if (tensor.name == "stem.bn.weight")
            tensor = {tensor.name, {32}, "HalfStorage", std::string(64, '\1')};
    tensors.push_back({"s9.surprise", {1}, "HalfStorage", "ab"});
    tensors.push_back({"s4.b9.f.a.weight", {1}, "HalfStorage", "ab"});  // known name, but not of this depth
    tensors.push_back({"fc.weight", {1}, "HalfStorage", "ab"});         // a classifier
    const auto mapping = map(zipCheckpoint(tensors, "model"), Architecture::ResNet);
    ASSERT_TRUE(mapping) << mapping.error().message();
    const MappingReport& report = mapping->report;
    EXPECT_FALSE(report.isComplete());
    EXPECT_THAT(report.missing, ElementsAre("backbone.s2.b1.bn.bias"));
    EXPECT_THAT(report.unexpected, UnorderedElementsAre("s9.surprise", "s4.b9.f.a.weight"));
    ASSERT_EQ(report.misshapen.size(), 1U);
    EXPECT_EQ(report.misshapen[0].fileName, "stem.bn.weight");
    EXPECT_THAT(report.misshapen[0].expected, ElementsAre(64));
    EXPECT_THAT(report.misshapen[0].found, ElementsAre(32));
    EXPECT_EQ(report.notNeeded, 1U);
    EXPECT_EQ(report.summary(),
              "1 tensor is missing (backbone.s2.b1.bn.bias), 2 tensors are unexpected (s9.surprise, "
              "s4.b9.f.a.weight), 1 tensor is misshapen (backbone.stem.bn.weight: 32 instead of 64)");
}

TEST(MapTensors, LeavesOutWhatTheUserNames) {
    auto tensors = smallResNet();
    tensors.push_back({"extra.head.weight", {1}, "HalfStorage", "ab"});
    const std::string file = zipCheckpoint(tensors, "");
    EXPECT_FALSE(map(file, Architecture::ResNet)->report.isComplete());
    EXPECT_TRUE(map(file, Architecture::ResNet, {"extra."})->report.isComplete());
    EXPECT_FALSE(map(file, Architecture::ResNet, {""})->report.isComplete());
}

TEST(MapTensors, RefusesTwoTensorsWithOneName) {
    auto tensors = smallResNet();
    tensors.push_back({"conv1.weight", {1}, "HalfStorage", "ab"});
    const auto mapping = map(zipCheckpoint(tensors, ""), Architecture::ResNet);
    ASSERT_FALSE(mapping);
    EXPECT_THAT(mapping.error().message(), HasSubstr("'backbone.stem.conv.weight' twice"));
}

TEST(MapTensors, SaysWhenTheFileIsOfAnotherKind) {
    const auto mapping = map(zipCheckpoint(smallResNet(), ""), Architecture::Cfcd);
    ASSERT_FALSE(mapping);
    EXPECT_THAT(mapping.error().message(), HasSubstr("holds no ResNet-18, 34, 50 or 101 as 'cfcd' needs it"));
    EXPECT_THAT(map(zipCheckpoint(smallResNet(), ""), Architecture::Senet)->report.missing,
                ::testing::Contains("SSM.FFN.0.weight"));
}

TEST(MapTensors, KnowsTheFaceNetworksOfAdaFace) {
    std::vector<StoredTensor> tensors{{"head.kernel", {512, 4}, "HalfStorage", std::string(4096, '\1')}};
    for (const auto& [name, shape] : expectedTensors({Architecture::AdaFace, 18, 512, 0, false})) {
        std::size_t count = 1;
        for (const auto side : shape) count *= static_cast<std::size_t>(side);
        const bool isBackbone = name.starts_with("backbone.");
        tensors.push_back({"model." + (isBackbone ? name.substr(9) : name), shape, "HalfStorage",
                           std::string(count * 2, '\1')});
    }
    const auto mapping = map(zipCheckpoint(tensors, "state_dict"), Architecture::AdaFace);
    ASSERT_TRUE(mapping) << mapping.error().message();
    EXPECT_TRUE(mapping->report.isComplete()) << mapping->report.summary();
    EXPECT_EQ(mapping->report.layout.depth, 18);
    EXPECT_EQ(mapping->report.notNeeded, 1U);
}

TEST(ParseArchitecture, NamesTheKnownOnes) {
    for (const Architecture architecture : allArchitectures())
        EXPECT_EQ(parseArchitecture(architectureName(architecture)), architecture);
    EXPECT_EQ(
        parseArchitecture("vgg").error().message(),
        "'vgg' is no kind of weights that can be imported; choose from cfcd, senet, cvnet, cirtorch_gem, "
        "adaface, resnet");
}

void addPlainArray(PickleBuilder& b, const std::vector<std::int64_t>& shape,
                   const std::vector<float>& values) {
    b.global("numpy.core.multiarray", "_reconstruct").global("numpy", "ndarray");
    b.integer(0).raw('\x85').bytes("b").raw('\x87').raw('R').mark().integer(1).mark();
    for (const auto side : shape) b.integer(side);
    b.raw('t').global("numpy", "dtype").text("f4").raw("\x85R");
    b.boolean(false).bytes(rawValues(values)).raw('t').raw('b');
}

TEST(ReadWhitening, FindsTheArraysOfCirtorch) {
    const StoredTensor tensor{"w", {1}, "FloatStorage", rawValues<float>({1})};
    PickleBuilder b;
    b.raw('}').mark().text("meta").raw('}').mark();
    b.text("mean").raw(']').mark().real(0.5).real(0.25).real(0.125).raw('e');
    b.text("std").raw(']').mark().real(1).integer(2).real(0.5).raw('e');
    b.text("Lw").raw('}').text("retrieval-SfM-120k").raw('}').text("ms").raw('}').mark().text("m");
    addPlainArray(b, {2, 1}, {1, 2});
    b.text("P");
    addPlainArray(b, {1, 2}, {3, 4});
    b.raw("ussu").text("state_dict");
    addStateDict(b, {tensor}, true);
    const auto checkpoint = Checkpoint::read(toBytes(legacyOf(b.raw('u').stop(), {tensor})));
    ASSERT_TRUE(checkpoint) << checkpoint.error().message();
    EXPECT_THAT(whiteningNames(*checkpoint), ElementsAre("retrieval-SfM-120k/ms"));
    const auto whitening = readWhitening(*checkpoint, "retrieval-SfM-120k/ms", 2);
    ASSERT_TRUE(whitening) << whitening.error().message();
    EXPECT_THAT(whitening->mean, ElementsAre(1, 2));
    EXPECT_THAT(whitening->projection, ElementsAre(3, 4));
    EXPECT_EQ(whitening->rows, 1);
    EXPECT_THAT(readWhitening(*checkpoint, "retrieval-SfM-120k/ms", 3).error().message(),
                HasSubstr("do not fit"));
    EXPECT_EQ(readWhitening(*checkpoint, "ss", 2).error().message(),
              "the weight file has no whitening 'ss'; choose from retrieval-SfM-120k/ms");
    EXPECT_THAT(metaColours(*checkpoint).mean, ElementsAre(0.5, 0.25, 0.125));
    EXPECT_THAT(metaColours(*checkpoint).deviation, ElementsAre(1, 2, 0.5));
}

}  // namespace
}  // namespace adapnet::checkpoint
