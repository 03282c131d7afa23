// From model identifiers to loaded extractors. The one place that knows where models come from.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/features/extractor.h"
#include "core/nn/model_folder.h"
#include "core/nn/network.h"

namespace adapnet::service {

// The shipped models and those in ADAPNET_MODELS, with the JSON files there that are no usable manifests.
nn::ModelListing findModels();

// The manifests of `ids` in their order; all available ones when empty. An unknown identifier is NotFound and
// names the known ones; one whose manifest is broken is Model and says what is wrong with it.
Result<std::vector<nn::ModelInfo>> resolveModels(const std::vector<std::string>& ids);

// An extractor with what is known only after loading. Used by one thread at a time.
struct LoadedModel {
    std::shared_ptr<features::FeatureExtractor> extractor;
    nn::DescriptorNetwork* network = nullptr;  // inside `extractor`; null for the test model
    std::string device;                        // "cpu", "cuda:0"
    double precisionCosine = 1;                // see nn::DescriptorNetwork
};
Result<LoadedModel> loadModel(const nn::ModelInfo& model, const nn::NetworkOptions& options);

// Half precision was tried and was too far from fp32.
bool halfPrecisionRefused(const LoadedModel& model);

// "cpu bf16 (cosine 0.9997)"; "cpu fp32 (half precision refused, cosine 0.9981)".
std::string deviceText(const LoadedModel& model);

// The same extractor for somebody who wants to own one, such as the extraction: a network is loaded once,
// fills the cache, and then describes queries.
std::unique_ptr<features::FeatureExtractor> lend(const LoadedModel& model);

}  // namespace adapnet::service
