#include <array>

#include "core/degrade/degradation.h"
#include "core/degrade/kinds/kinds.h"
#include "core/degrade/repair.h"

namespace adapnet::degrade {

std::unique_ptr<Degradation> makeRepair();  // kinds/repair.cpp

namespace {

// In the order in which lists show them: first the five of the degraded-query studies.
std::vector<std::unique_ptr<Degradation>> registerBuiltInDegradations() {
    std::vector<std::unique_ptr<Degradation>> all;
    all.push_back(makeGaussianNoise());
    all.push_back(makeSaltAndPepper());
    all.push_back(makeSpeckle());
    all.push_back(makeMotionBlur());
    all.push_back(makeResolutionLoss());
    all.push_back(makeShotNoise());
    all.push_back(makeGaussianBlur());
    all.push_back(makeJpeg());
    all.push_back(makeLowLight());
    all.push_back(makeContrast());
    all.push_back(makeDefocusBlur());
    all.push_back(makePixelate());
    all.push_back(makeFog());
    all.push_back(makeRain());
    all.push_back(makeOcclusion());
    return all;
}

// `text` must be valid: presets are written here, and a test parses every one.
Step stepOf(std::string_view text) {
    auto step = parseStep(text);
    return step ? *std::move(step) : Step{};
}

std::vector<Preset> builtInPresets() {
    std::vector<Preset> all{
        {"degraded_samples_noise_gaussian", {stepOf("gaussian_noise:sigma=0.1")}},
        {"degraded_samples_noise_salt_and_pepper", {stepOf("salt_and_pepper:amount=0.1")}},
        {"degraded_samples_noise_speckle", {stepOf("speckle:amplitude=0.1")}},
        {"degraded_samples_motion", {stepOf("motion_blur:spread=0.05,dc=drop")}},
        {"degraded_samples_low_resolution_2x", {stepOf("resolution_loss:level=2x")}},
        {"degraded_samples_low_resolution_4x", {stepOf("resolution_loss:level=4x")}},
    };
    for (const auto& degradation : registry()) {
        for (int level = 1; level <= 5; ++level) {
            all.push_back({degradation->kind() + "_severity_" + std::to_string(level),
                           {Step{degradation->kind(), degradation->severity(level), true}}});
        }
    }
    return all;
}

}  // namespace

std::span<const std::unique_ptr<Degradation>> registry() {
    static const std::vector<std::unique_ptr<Degradation>> all = registerBuiltInDegradations();
    return all;
}

const Degradation* find(std::string_view kind) {
    static const std::unique_ptr<Degradation> repair = makeRepair();
    if (kind == kRepairKind) return repair.get();
    for (const auto& degradation : registry()) {
        if (degradation->kind() == kind) return degradation.get();
    }
    return nullptr;
}

std::span<const Preset> presets() {
    static const std::vector<Preset> all = builtInPresets();
    return all;
}

}  // namespace adapnet::degrade
