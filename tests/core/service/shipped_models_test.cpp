// The networks in resources/models and resources/enhancers: complete, loadable, small enough, and sure of
// what they are.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <opencv2/core.hpp>

#include "core/base/files.h"
#include "core/degrade/degradation.h"
#include "core/nn/enhancer.h"
#include "core/nn/network.h"
#include "tests/support/pictures.h"

namespace adapnet::service {
namespace {

class ShippedModel : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedModel, LoadsDescribesAndKeepsItsBudget) {
    const fs::path folder = fs::path(ADAPNET_SOURCE_DIR) / "resources/models";
    const fs::path folders[] = {folder};
    const auto models = nn::listModels(folders);
    ASSERT_TRUE(models) << models.error().message();
    const auto found = std::find_if(models->begin(), models->end(),
                                    [](const nn::ModelInfo& model) { return model.id == GetParam(); });
    ASSERT_NE(found, models->end());
    EXPECT_LE(fs::file_size(folder / (found->id + ".safetensors")), 10'000'000U);
    EXPECT_TRUE(fs::exists(folder / "LICENCE-mobilenet_edgetpu.txt"));

    // Loading checks the checksum, every name and every shape.
    auto network = nn::loadNetwork(*found, {"cpu", nn::Precision::Auto, 0});
    ASSERT_TRUE(network) << network.error().message();
    const cv::Mat grey(96, 128, CV_8UC3, cv::Scalar(90, 120, 160));
    cv::Mat striped = grey.clone();
    for (int x = 0; x < striped.cols; x += 8) striped.col(x).setTo(cv::Scalar(250, 20, 20));
    std::vector<std::vector<float>> rows;
    for (const cv::Mat& picture : {grey, striped}) {
        const nn::RgbView view{picture.data, picture.cols, picture.rows, picture.step[0]};
        auto row = (*network)->describe({&view, 1});
        ASSERT_TRUE(row) << row.error().message();
        EXPECT_NEAR(std::inner_product(row->begin(), row->end(), row->begin(), 0.0), 1, 1e-4);
        rows.push_back(std::move(*row));
    }
    EXPECT_LT(std::inner_product(rows[0].begin(), rows[0].end(), rows[1].begin(), 0.0), 0.99);
}

INSTANTIATE_TEST_SUITE_P(Ids, ShippedModel,
                         ::testing::Values("adaface", "adapnet", "augmented", "baseline_gem", "cfcd",
                                           "senet"));

class ShippedEnhancer : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedEnhancer, LoadsAndBringsANoisyPictureNearerToTheCleanOne) {
    const fs::path folders[] = {fs::path(ADAPNET_SOURCE_DIR) / "resources/enhancers"};
    const auto listing = nn::scanEnhancerFolders(folders);
    EXPECT_TRUE(listing.broken.empty());
    const auto found = std::find_if(listing.enhancers.begin(), listing.enhancers.end(),
                                    [](const nn::EnhancerInfo& info) { return info.id == GetParam(); });
    ASSERT_NE(found, listing.enhancers.end());
    const auto enhancer = nn::loadEnhancer(*found);
    ASSERT_TRUE(enhancer) << enhancer.error().message();

    const cv::Mat clean = test::drawObject(1, 0, 224, 224);
    degrade::Recipe recipe;
    recipe.steps.push_back(*degrade::parseStep("gaussian_noise:sigma=0.26"));
    const auto noisy = degrade::applyRecipe(clean, recipe, "shipped enhancer", {});
    ASSERT_TRUE(noisy) << noisy.error().message();
    auto bytes = (*enhancer)->enhance({noisy->data, noisy->cols, noisy->rows, noisy->step[0]});
    ASSERT_TRUE(bytes) << bytes.error().message();
    const cv::Mat repaired(noisy->size(), CV_8UC3, bytes->data());
    EXPECT_LT(cv::norm(repaired, clean), 0.8 * cv::norm(*noisy, clean));
}

INSTANTIATE_TEST_SUITE_P(Ids, ShippedEnhancer,
                         ::testing::Values("denoising_autoencoder", "super_resolution"));

}  // namespace
}  // namespace adapnet::service
