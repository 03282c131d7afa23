// What the tests of training share: drawn pictures, a small recipe, starting weights without knowledge.
#pragma once

#include <algorithm>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/nn/trainer.h"
#include "tests/core/nn/small_model.h"

namespace adapnet::nn::test {

constexpr int kSide = 32;
constexpr std::int64_t kInstances = 24;

// Each instance is a colour and a stripe width; degraded means noise.
class DrawnSource : public PairSource {
  public:
    explicit DrawnSource(int side = kSide) : m_side(side) {
        for (std::int64_t i = 0; i < kInstances; ++i) m_whole.push_back(draw(i, 0));
    }
    // What was asked for, by step.
    const std::map<std::int64_t, std::vector<std::int64_t>>& asked() const { return m_asked; }
    // Other data: one pixel of one picture differs.
    void changeOnePixel() { m_whole[7][100] ^= 1; }
    std::int64_t classCount() const override { return 4; }
    std::int64_t instanceCount() const override { return kInstances; }
    std::int64_t classOf(std::int64_t instance) const override { return instance % 4; }
    RgbView wholePicture(std::int64_t instance) const override {
        return {m_whole[static_cast<std::size_t>(instance)].data(), m_side, m_side,
                static_cast<std::size_t>(m_side) * 3};
    }
    Result<PairBatch> batch(std::int64_t step, std::span<const std::int64_t> instances) const override {
        m_asked[step].assign(instances.begin(), instances.end());
        PairBatch batch;
        batch.pairs = instances.empty() ? 4 : static_cast<int>(instances.size());
        batch.side = m_side;
        RandomStream stream("batch|" + std::to_string(step));
        for (int i = 0; i < batch.pairs; ++i) {
            const auto drawn = static_cast<std::int64_t>(stream.below(kInstances));
            const auto instance = instances.empty() ? drawn : instances[static_cast<std::size_t>(i)];
            const auto clean = draw(instance, 0);
            const auto noisy = draw(instance, 90);
            batch.clean.insert(batch.clean.end(), clean.begin(), clean.end());
            batch.degraded.insert(batch.degraded.end(), noisy.begin(), noisy.end());
            batch.classes.push_back(classOf(instance));
            batch.instances.push_back(instance);
            batch.kinds.push_back(i == 0 ? -1 : 1);
        }
        return batch;
    }
    Result<ValidationSet> validation() const override {
        ValidationSet set;
        set.side = m_side;
        for (std::int64_t i = 0; i < 8; ++i) {
            for (auto* part : {&set.gallery, &set.clean, &set.degraded}) {
                const auto picture = draw(i, part == &set.degraded ? 60 : 0);
                part->insert(part->end(), picture.begin(), picture.end());
            }
            set.severity.push_back(1 + static_cast<int>(i % 5));
            set.classes.push_back(i % 4);
        }
        return set;
    }

  private:
    std::vector<std::uint8_t> draw(std::int64_t instance, double noise) const {
        RandomStream look("look|" + std::to_string(instance));
        RandomStream grain("grain|" + std::to_string(instance));
        const double colour[] = {look.uniform() * 255, look.uniform() * 255, look.uniform() * 255};
        const int width = 2 + static_cast<int>(look.below(8));
        std::vector<std::uint8_t> bytes;
        for (int y = 0; y < m_side; ++y)
            for (int x = 0; x < m_side; ++x)
                for (const double c : colour)
                    bytes.push_back(static_cast<std::uint8_t>(
                        std::clamp((x / width % 2 == 0 ? c : 255 - c) + noise * grain.normal(), 0.0, 255.0)));
        return bytes;
    }
    int m_side;
    std::vector<std::vector<std::uint8_t>> m_whole;
    // Written by the one thread that makes the batches, read when it has ended.
    mutable std::map<std::int64_t, std::vector<std::int64_t>> m_asked;
};

inline TrainConfig smallRecipe(const std::string& architecture) {
    TrainConfig config;
    config.id = "tiny";
    config.architecture = architecture;
    config.dimension = 16;
    config.steps = 30;
    config.pairs = 4;
    config.views = {{kSide, 1.0, 1.0}};
    config.sceneShare = 0;
    config.warmupSteps = 2;
    config.validateEvery = 15;
    config.checkpointEvery = 100;  // every one is a file of 60 MB
    config.precision = "fp32";
    config.averaging = 0.5;
    config.compensation = 0.2;
    config.kindLoss = 0.1;
    config.classLoss = 0.05;
    return config;
}

// CFCD's second stage: one tuple a step.
inline TrainConfig tupleRecipe() {
    auto config = smallRecipe("cfcd");
    config.pairs = 8;
    config.cleanShare = 1;
    config.localMatching = 0.05;
    config.localMargin = 1.1;
    config.hardTuples = true;
    config.compensation = config.kindLoss = 0;
    return config;
}

// Starting weights of the backbone that is usual.
inline const SafetensorsFile& mobileStart() {
    static const SafetensorsFile start = fromTensors(filled(backboneShapes()), at::kFloat);
    return start;
}

inline TrainRequest request(const TemporaryFolder& folder, const TrainConfig& config, const std::string& out,
                            const SafetensorsFile& start = mobileStart()) {
    // Once a folder: a changed file stays as a test has left it.
    if (!fs::exists(folder / "start.safetensors")) {
        EXPECT_TRUE(writeSafetensors(start, folder / "start.safetensors"));
    }
    TrainRequest request;
    request.config = config;
    request.start = folder / "start.safetensors";
    request.out = folder / (out + ".safetensors");
    request.device = "cpu";
    request.dataJson = R"({"name":"drawn"})";
    request.licence = "none";
    return request;
}

// Asks to stop as soon as the trainer has finished some steps.
class StopAfter : public ProgressSink {
  public:
    explicit StopAfter(std::int64_t steps) : m_steps(steps) {}
    void report(const Progress& p) override {
        if (p.stage == "train" && p.done >= m_steps) m_source.request_stop();
    }
    std::stop_token token() const { return m_source.get_token(); }

  private:
    std::int64_t m_steps;
    std::stop_source m_source;
};

}  // namespace adapnet::nn::test
