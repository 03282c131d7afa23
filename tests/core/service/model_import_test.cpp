#include "core/service/model_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/checkpoint/architectures.h"
#include "core/nn/manifest.h"
#include "core/nn/safetensors.h"
#include "tests/support/checkpoint_builder.h"
#include "tests/support/pictures.h"

namespace adapnet::service {
namespace {

using namespace adapnet::testing;
using checkpoint::Architecture;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A ResNet-18 network of a kind with small, harmless values. Names as in an official file: `rename` changes
// ours.
std::vector<StoredTensor> smallNetwork(Architecture kind, std::int64_t dimension,
                                       const std::string& backbonePrefix, std::int64_t middle = 64) {
    std::vector<StoredTensor> tensors;
    const auto shapes = checkpoint::expectedTensors({kind, 18, dimension, middle, false});
    std::uint32_t state = 1;
    for (const auto& [name, shape] : shapes) {
        std::size_t count = 1;
        for (const auto side : shape) count *= static_cast<std::size_t>(side);
        std::vector<float> values(count);
        const double width =
            shape.size() < 2 ? 0.01
                             : std::sqrt(3.0 * static_cast<double>(shape[0]) / static_cast<double>(count));
        for (float& value : values) {
            state = state * 1664525U + 1013904223U;
            value = static_cast<float>(width * (static_cast<double>(state >> 8) / 8388608.0 - 1.0));
            if (shape.size() < 2 && !name.ends_with("bias") && !name.ends_with("mean")) value += 1;
            if (name.ends_with(".p")) value = 3;
        }
        const bool isBackbone = name.starts_with("backbone.");
        tensors.push_back(
            {isBackbone ? backbonePrefix + name.substr(9) : name, shape, "FloatStorage", rawValues(values)});
    }
    return tensors;
}

class ModelImport : public ::testing::Test {
  protected:
    fs::path write(const std::string& name, const std::string& bytes) const {
        const fs::path file = m_folder / name;
        EXPECT_TRUE(writeFileSafely(file, bytes));
        return file;
    }
    ImportRequest request(const fs::path& file, const char* as) const {
        ImportRequest request;
        request.file = file;
        request.as = as;
        request.folder = m_folder / "models";
        return request;
    }
    nlohmann::json manifest(const std::string& id) const {
        return nlohmann::json::parse(std::ifstream(m_folder / "models" / (id + ".json")), nullptr, false);
    }

    test::TemporaryFolder m_folder;
};

TEST_F(ModelImport, RegistersAModelThatLoadsAndDescribes) {
    auto tensors = smallNetwork(Architecture::Cfcd, 64, "globalmodel.");
    tensors.push_back({"desc_cls.weight", {5, 64}, "FloatStorage", std::string(5 * 64 * 4, '\0')});
    auto asked = request(write("a.pyth", zipCheckpoint(tensors, "model_state")), "cfcd");
    asked.inputSize = 160;
    asked.scales = {1.0};
    const auto imported = importModel(asked, JobContext{});
    ASSERT_TRUE(imported) << imported.error().message();
    EXPECT_EQ(imported->plan.id, "cfcd_resnet18");
    EXPECT_EQ(imported->plan.architecture, "cfcd_resnet18");
    EXPECT_EQ(imported->plan.dimension, 64);
    EXPECT_EQ(imported->plan.notNeeded, 1U);
    const auto json = manifest("cfcd_resnet18");
    EXPECT_EQ(json["preprocessing"]["colour"], "BGR");
    EXPECT_EQ(json["preprocessing"]["mean"], nlohmann::json({0.406, 0.456, 0.485}));
    EXPECT_EQ(json["preprocessing"]["max_side"], 160);
    EXPECT_EQ(json["training"]["imported"]["file"], "a.pyth");
    EXPECT_EQ(json["training"]["imported"]["container"], "zip");

    const std::vector<fs::path> folders{m_folder / "models"};
    const auto models = nn::listModels(folders);
    ASSERT_TRUE(models) << models.error().message();
    ASSERT_EQ(models->size(), 1U);
    nn::NetworkOptions options;
    options.device = "cpu";
    options.precision = nn::Precision::Fp32;
    const auto network = nn::loadNetwork(models->front(), options);
    ASSERT_TRUE(network) << network.error().message();
    std::vector<std::uint8_t> pixels(96 * 96 * 3);
    for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<std::uint8_t>(i * 7 % 251);
    const auto vector = (*network)->describe(std::vector<nn::RgbView>{{pixels.data(), 96, 96, 96 * 3}});
    ASSERT_TRUE(vector) << vector.error().message();
    ASSERT_EQ(vector->size(), 64U);
    double length = 0;
    for (const float value : *vector) length += static_cast<double>(value) * static_cast<double>(value);
    EXPECT_NEAR(length, 1, 1e-5);
}

TEST_F(ModelImport, RunsTheFaceNetworksOfAdaFace) {
    auto tensors = smallNetwork(Architecture::AdaFace, 16, "model.");
    for (auto& tensor : tensors)
        if (tensor.name.starts_with("output_layer.")) tensor.name = "model." + tensor.name;
    const auto imported =
        importModel(request(write("f.ckpt", zipCheckpoint(tensors, "state_dict")), "adaface"), {});
    ASSERT_TRUE(imported) << imported.error().message();
    EXPECT_EQ(imported->plan.architecture, "adaface_ir18");
    EXPECT_EQ(imported->plan.input.maxSide, 112);
    const std::vector<fs::path> folders{m_folder / "models"};
    nn::NetworkOptions options;
    options.device = "cpu";
    options.precision = nn::Precision::Fp32;
    const auto network = nn::loadNetwork(nn::listModels(folders)->front(), options);
    ASSERT_TRUE(network) << network.error().message();
    const std::vector<std::uint8_t> pixels(112 * 80 * 3, 90);
    const auto vector = (*network)->describe(std::vector<nn::RgbView>{{pixels.data(), 112, 80, 112 * 3}});
    ASSERT_TRUE(vector) << vector.error().message();
    EXPECT_EQ(vector->size(), 16U);
    for (const float value : *vector) EXPECT_TRUE(std::isfinite(value));
}

TEST_F(ModelImport, KeepsEveryValueOfTheFile) {
    const auto tensors = smallNetwork(Architecture::ResNet, 512, "");
    const auto imported = importModel(request(write("r.pth", legacyCheckpoint(tensors, "")), "resnet"), {});
    ASSERT_TRUE(imported) << imported.error().message();
    EXPECT_EQ(imported->plan.id, "resnet18");
    EXPECT_EQ(imported->plan.container, "legacy");
    const auto written = nn::readSafetensors(imported->weights);
    ASSERT_TRUE(written);
    EXPECT_EQ(written->tensors.size(), tensors.size() + 1);  // and the power of the pooling
    for (const StoredTensor& tensor : tensors) {
        const auto& found = written->tensors.at("backbone." + tensor.name);
        EXPECT_EQ(found.shape, tensor.shape);
        EXPECT_EQ(std::string(reinterpret_cast<const char*>(found.bytes.data()), found.bytes.size()),
                  tensor.data);
    }
}

TEST_F(ModelImport, RefusesAnIncompleteFileAndLeavesNothing) {
    auto tensors = smallNetwork(Architecture::Cfcd, 64, "globalmodel.");
    std::erase_if(tensors, [](const auto& t) { return t.name == "fc.bias"; });
    const auto asked = request(write("a.pyth", zipCheckpoint(tensors, "model_state")), "cfcd");
    const auto imported = importModel(asked, {});
    ASSERT_FALSE(imported);
    EXPECT_EQ(imported.error().code, ErrorCode::Model);
    EXPECT_THAT(imported.error().message(), HasSubstr("1 tensor is missing (fc.bias)"));
    EXPECT_FALSE(fs::exists(m_folder / "models"));
    const auto plan = planImport(asked);
    ASSERT_TRUE(plan);
    EXPECT_FALSE(plan->isComplete);
    EXPECT_THAT(plan->missing, ElementsAre("fc.bias"));
}

TEST_F(ModelImport, RefusesValuesThatAreNoNumbers) {
    auto tensors = smallNetwork(Architecture::ResNet, 512, "");
    const float bad = std::nanf("");
    std::memcpy(tensors[3].data.data(), &bad, sizeof bad);
    const auto imported = importModel(request(write("r.pth", zipCheckpoint(tensors, "")), "resnet"), {});
    ASSERT_FALSE(imported);
    EXPECT_THAT(imported.error().message(), HasSubstr("values that are no numbers"));
    EXPECT_FALSE(fs::exists(m_folder / "models" / "resnet18.safetensors"));
}

TEST_F(ModelImport, KeepsTheOldModelWhenItsReplacementCannotBeLoaded) {
    // SENet with another number of inner channels than the program has: complete, but not to be run.
    auto asked =
        request(write("r.pth", zipCheckpoint(smallNetwork(Architecture::ResNet, 512, ""), "")), "resnet");
    asked.id = "mine";
    const auto first = importModel(asked, {});
    ASSERT_TRUE(first) << first.error().message();
    const auto before = fs::file_size(first->weights);
    asked.file = write("s.pth", zipCheckpoint(smallNetwork(Architecture::Senet, 512, "", 32), ""));
    asked.as = "senet";
    asked.replace = true;
    const auto second = importModel(asked, {});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::Model);
    EXPECT_EQ(fs::file_size(first->weights), before);
    EXPECT_EQ(manifest("mine")["architecture"], "cirtorch_gem_resnet18");
    EXPECT_EQ(std::distance(fs::directory_iterator(m_folder / "models"), fs::directory_iterator()), 2);
}

TEST_F(ModelImport, RefusesTensorsThatShareTheirValuesToLookLarger) {
    // All BatchNorm tensors of one size see the same bytes: the file would be shorter than the model.
    auto tensors = smallNetwork(Architecture::ResNet, 512, "");
    PickleBuilder b;
    b.raw('}').mark();
    std::vector<StoredTensor> storages{
        {"", {}, "FloatStorage", rawValues(std::vector<float>(512 * 512 * 9, 0.5F))}};
    for (StoredTensor& tensor : tensors) {
        b.text(tensor.name);
        tensor.elements = 512 * 512 * 9;
        addTensor(b, tensor, "0", false);
    }
    const auto imported =
        importModel(request(write("r.pth", zipOf(b.raw('u').stop(), storages)), "resnet"), {});
    ASSERT_FALSE(imported);
    EXPECT_THAT(imported.error().message(), HasSubstr("share their values"));
}

TEST_F(ModelImport, TurnsTheMeanWithTheChannelsAndTakesWhatTheUserSays) {
    const fs::path file =
        write("r.pth", zipCheckpoint(smallNetwork(Architecture::ResNet, 512, "module."), "state_dict"));
    auto asked = request(file, "resnet");
    const auto pycls = planImport(asked);
    ASSERT_TRUE(pycls) << pycls.error().message();
    EXPECT_TRUE(pycls->input.bgr);
    EXPECT_THAT(pycls->input.mean, ElementsAre(0.406, 0.456, 0.485));
    asked.bgr = false;
    asked.deviation = {0.1, 0.2, 0.3};
    EXPECT_EQ(pycls->input.shrinking, nn::Shrinking::Area);
    asked.shrinking = nn::Shrinking::Lanczos;
    asked.resizing = nn::Resizing::EightBitArea;
    const auto turned = planImport(asked);
    EXPECT_FALSE(turned->input.bgr);
    EXPECT_THAT(turned->input.mean, ElementsAre(0.485, 0.456, 0.406));
    EXPECT_THAT(turned->input.deviation, ElementsAre(0.1, 0.2, 0.3));
    EXPECT_EQ(turned->input.shrinking, nn::Shrinking::Lanczos);
    EXPECT_EQ(turned->input.resizing, nn::Resizing::EightBitArea);
    asked.inputSize = 5;
    EXPECT_EQ(planImport(asked).error().code, ErrorCode::BadInput);
}

TEST_F(ModelImport, NeverWritesOverAnotherModel) {
    const fs::path file = write("r.pth", zipCheckpoint(smallNetwork(Architecture::ResNet, 512, ""), ""));
    auto asked = request(file, "resnet");
    asked.id = "mine";
    ASSERT_TRUE(importModel(asked, {}));
    const auto again = importModel(asked, {});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::BadInput);
    EXPECT_THAT(again.error().message(), HasSubstr("there is a model 'mine' already"));
    EXPECT_TRUE(fs::exists(m_folder / "models" / "mine.safetensors"));
    asked.replace = true;
    EXPECT_TRUE(importModel(asked, {}));
    asked.id = "adapnet";  // a shipped one
    EXPECT_THAT(importModel(asked, {}).error().message(), HasSubstr("there is a model 'adapnet' already"));
    for (const char* id : {"../up", "A", "a b", ".json"}) {
        asked.id = id;
        EXPECT_EQ(importModel(asked, {}).error().code, ErrorCode::BadInput) << id;
    }
}

TEST_F(ModelImport, StopsWhenAsked) {
    const fs::path file = write("r.pth", zipCheckpoint(smallNetwork(Architecture::ResNet, 512, ""), ""));
    std::stop_source stop;
    stop.request_stop();
    const auto imported = importModel(request(file, "resnet"), JobContext{stop.get_token()});
    ASSERT_FALSE(imported);
    EXPECT_TRUE(imported.error().isCancelled());
    EXPECT_FALSE(fs::exists(m_folder / "models" / "resnet18.json"));
}

TEST_F(ModelImport, TakesAStoredWhiteningAsTheLastLayer) {
    auto tensors = smallNetwork(Architecture::CirtorchGem, 512, "");
    // cirtorch's names are torchvision's under "features."; pycls's are accepted as well, which keeps this
    // short.
    std::vector<float> mean(512, 0.25F);
    std::vector<float> projection(4 * 512, 0.0F);
    for (std::size_t row = 0; row < 4; ++row) projection[row * 512 + row] = static_cast<float>(row + 1);
    const auto addArray = [](PickleBuilder& b, std::vector<std::int64_t> shape,
                             const std::vector<float>& values) {
        b.global("numpy.core.multiarray", "_reconstruct").global("numpy", "ndarray");
        b.integer(0).raw('\x85').bytes("b").raw('\x87').raw('R').mark().integer(1).mark();
        for (const auto side : shape) b.integer(side);
        b.raw('t').global("numpy", "dtype").text("f4").raw("\x85R");
        b.boolean(false).bytes(rawValues(values)).raw('t').raw('b');
    };
    PickleBuilder b;
    b.raw('}')
        .mark()
        .text("meta")
        .raw('}')
        .text("Lw")
        .raw('}')
        .text("set")
        .raw('}')
        .text("ms")
        .raw('}')
        .mark();
    b.text("m");
    addArray(b, {512, 1}, mean);
    b.text("P");
    addArray(b, {4, 512}, projection);
    b.raw("usss").text("state_dict");
    addStateDict(b, tensors, true);
    auto asked = request(write("c.pth", legacyOf(b.raw('u').stop(), tensors)), "cirtorch_gem");
    EXPECT_THAT(planImport(asked)->whitenings, ElementsAre("set/ms"));
    asked.whitening = "set/ms";
    const auto imported = importModel(asked, {});
    ASSERT_TRUE(imported) << imported.error().message();
    EXPECT_EQ(imported->plan.architecture, "cirtorch_gem_w_resnet18");
    EXPECT_EQ(imported->plan.input.shrinking, nn::Shrinking::Lanczos);
    EXPECT_EQ(nn::readManifest(imported->manifest)->info.input.shrinking, nn::Shrinking::Lanczos);
    EXPECT_EQ(imported->plan.dimension, 4);
    const auto written = nn::readSafetensors(imported->weights);
    std::vector<float> bias(4);
    std::memcpy(bias.data(), written->tensors.at("whiten.bias").bytes.data(), 16);
    EXPECT_THAT(bias, ElementsAre(-0.25F, -0.5F, -0.75F, -1.0F));
    asked.whitening = "set/ss";
    asked.replace = true;
    EXPECT_EQ(importModel(asked, {}).error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace adapnet::service
