// A descriptor network as a FeatureExtractor. Belongs to the thread that uses it, like the network inside.
#pragma once

#include <memory>

#include "core/features/extractor.h"
#include "core/nn/network.h"

namespace adapnet::features {

// Pictures are shrunk, as the model's manifest says, until the longer side is at most maxSide; never
// enlarged.
std::unique_ptr<FeatureExtractor> makeNetworkExtractor(std::unique_ptr<nn::DescriptorNetwork> network);

// The spec of vectors made by this model at this precision; what NetworkExtractor::spec returns.
FeatureSpec networkFeatureSpec(const nn::ModelInfo& model, nn::Precision precision);

}  // namespace adapnet::features
