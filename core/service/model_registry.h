// From model identifiers to loaded extractors. The one place that knows where models come from.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/features/extractor.h"
#include "core/nn/network.h"

namespace adapnet::service {

// The manifests of `ids` in their order; all available ones when empty. An unknown identifier is NotFound and
// names the known ones.
Result<std::vector<nn::ModelInfo>> resolveModels(const std::vector<std::string>& ids);

// An extractor with what is known only after loading. Belongs to the thread that loaded it.
struct LoadedModel {
    std::unique_ptr<features::FeatureExtractor> extractor;
    nn::DescriptorNetwork* network = nullptr;  // inside `extractor`; null for the test model
    std::string device;                        // "cpu", "cuda:0"
    double precisionCosine = 1;                // least cosine to fp32 on the check batch
};
Result<LoadedModel> loadModel(const nn::ModelInfo& model, const nn::NetworkOptions& options);

}  // namespace adapnet::service
