#include "core/nn/face_net.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>

#include "core/nn/architecture.h"

namespace adapnet::nn {
namespace {

using ::testing::ElementsAre;

// Convolutions that do nothing, BatchNorms that add `shift`, PReLUs with the slope 0.5.
TensorMap plainFaceNet(const FaceLayout& layout, double shift) {
    TensorMap weights;
    auto shapes = faceNetShapes(layout);
    addFaceDescriptorShapes(shapes, 3);
    for (const auto& [name, shape] : shapes) {
        auto& tensor = weights[name];
        tensor = at::zeros(shape);
        if (name.ends_with("running_var")) tensor.fill_(1 - 1e-5);
        if (name.ends_with("_layer.2.weight") || name.ends_with("res_layer.3.weight")) tensor.fill_(0.5);
        if (name.ends_with(".weight") && shape.size() == 1 && !name.ends_with("input_layer.2.weight") &&
            !name.ends_with("res_layer.3.weight"))
            tensor.fill_(1);
        if (name.ends_with("bias") && name.starts_with("backbone.")) tensor.fill_(shift);
    }
    return weights;
}

TEST(FaceNet, HasMapsOfTheRightSizeForEveryPicture) {
    const FaceLayout& layout = *faceLayout("ir18");
    const TensorMap weights = plainFaceNet(layout, 1);
    for (const auto& size : {std::pair{112, 112}, std::pair{64, 200}}) {
        const FeatureMaps maps = faceNetForward(layout, weights, at::zeros({2, 3, size.first, size.second}));
        EXPECT_EQ(maps.local.sizes(), (at::IntArrayRef{2, 256, 14, 14}));
        EXPECT_EQ(maps.global.sizes(), (at::IntArrayRef{2, 512, 7, 7}));
    }
    EXPECT_EQ(faceLayout("ir19"), nullptr);
}

TEST(FaceNet, AddsWhatTheShortcutBrings) {
    // Convolutions give 0, so every block adds its last BatchNorm's shift to the shortcut: the input layer
    // gives 1, stage 1 adds 1 in each of two blocks; from stage 2 on the first block's shortcut is a
    // BatchNorm of nothing (1), so stage 3 ends at 1 + 1 + 1 and so does stage 4.
    const FaceLayout& layout = *faceLayout("ir18");
    const FeatureMaps maps = faceNetForward(layout, plainFaceNet(layout, 1), at::zeros({1, 3, 112, 112}));
    EXPECT_TRUE(at::allclose(maps.local, at::full({1, 256, 14, 14}, 3.0)));
    EXPECT_TRUE(at::allclose(maps.global, at::full({1, 512, 7, 7}, 3.0)));
}

TEST(FaceNet, DescribesByALinearLayerBetweenTwoBatchNorms) {
    TensorMap weights = plainFaceNet(*faceLayout("ir18"), 0);
    weights["output_layer.3.weight"].fill_(1.0 / (512 * 49));
    weights["output_layer.3.bias"].copy_(at::tensor({0.0F, 1.0F, 2.0F}));
    weights["output_layer.4.running_mean"].fill_(1);
    weights["output_layer.4.running_var"].fill_(4 - 1e-5);
    const auto row = faceDescriptor(weights, at::full({1, 512, 7, 7}, 5.0));
    EXPECT_TRUE(at::allclose(row, at::tensor({2.0F, 2.5F, 3.0F}).view({1, 3}), 1e-4));
}

TEST(FaceNet, IsAnArchitectureOfItsOwn) {
    const Architecture* found = findArchitecture("adaface_ir50");
    ASSERT_NE(found, nullptr);
    EXPECT_FALSE(found->canBeTrained());
    const Shapes shapes = found->shapes(512);
    EXPECT_THAT(shapes.at("backbone.body.23.res_layer.4.weight"), ElementsAre(512, 512, 3, 3));
    EXPECT_FALSE(shapes.contains("backbone.body.24.res_layer.4.weight"));
    EXPECT_THAT(shapes.at("output_layer.3.weight"), ElementsAre(512, 25088));
    EXPECT_EQ(findArchitecture("gem_ir50"), nullptr);
}

}  // namespace
}  // namespace adapnet::nn
