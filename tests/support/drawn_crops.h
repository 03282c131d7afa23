// Crops for training an enhancer without photos: stripes, and the same with noise.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/nn/enhancer_trainer.h"

namespace adapnet::test {

class DrawnCrops : public nn::CropSource {
  public:
    DrawnCrops(int crops, int side, int view) : m_crops(crops), m_side(side), m_view(view) {}

    Result<nn::CropBatch> batch(std::int64_t step) const override {
        nn::CropBatch batch{m_crops, m_side, {}, {}};
        for (int i = 0; i < m_crops; ++i)
            draw(std::to_string(step) + "|" + std::to_string(i), m_side, batch.degraded, batch.clean);
        return batch;
    }
    Result<std::vector<nn::RepairSample>> validation(int perKind) const override {
        std::vector<nn::RepairSample> samples;
        for (int i = 0; i < perKind; ++i) {
            nn::RepairSample sample{"gaussian_noise", {}, {}};
            draw("val|" + std::to_string(i), m_view, sample.degraded, sample.clean);
            samples.push_back({"clean", sample.clean, sample.clean});
            samples.push_back(std::move(sample));
        }
        return samples;
    }

  private:
    static void draw(const std::string& key, int side, std::vector<std::uint8_t>& degraded,
                     std::vector<std::uint8_t>& clean) {
        RandomStream stream("crop|" + key);
        const int width = 3 + static_cast<int>(stream.below(8));
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                const double value = (x / width + y / width) % 2 == 0 ? 70 : 180;
                clean.push_back(static_cast<std::uint8_t>(value));
                degraded.push_back(
                    static_cast<std::uint8_t>(std::clamp(value + 50 * stream.normal(), 0.0, 255.0)));
            }
    }

    int m_crops, m_side, m_view;
};

inline nn::EnhancerConfig smallRecipe(const std::string& enhancer) {
    nn::EnhancerConfig config;
    config.enhancer = enhancer;
    config.id = enhancer;
    config.displayName = enhancer;
    config.steps = 0;
    config.crops = 4;
    config.cropsPerView = 1;
    config.crop = 32;
    config.view = 64;
    config.sceneShare = 0;
    config.validationPictures = 1;
    config.warmupSteps = 4;
    config.precision = "fp32";
    return config;
}

// Writes `recipe`'s enhancer into `folder` after its steps; none: the start, which for SRCNN nearly passes a
// picture on.
inline nn::EnhancerTrainSummary writeEnhancer(const std::filesystem::path& folder,
                                              const nn::EnhancerConfig& recipe, const JobContext& job = {}) {
    const DrawnCrops crops(recipe.crops, recipe.crop, recipe.view);
    nn::EnhancerTrainRequest request;
    request.config = recipe;
    request.out = folder / (recipe.id + ".safetensors");
    request.licence = "none";
    const auto summary = nn::trainEnhancer(request, crops, job);
    EXPECT_TRUE(summary) << summary.error().message();
    return summary ? *summary : nn::EnhancerTrainSummary{};
}

}  // namespace adapnet::test
