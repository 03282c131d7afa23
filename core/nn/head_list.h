// The list of heads (architecture.h says what an entry is). Internal to core/nn.
#pragma once

#include <span>

#include "core/nn/architecture.h"

namespace adapnet::nn {

std::span<const HeadSpec> headList();

// Starts of a training run (head_start.cpp), one for each kind of head.
void startPlainHead(const StartMaterial& material, TensorMap& weights);
void startAdapNet(const StartMaterial& material, TensorMap& weights);
void startCfcd(const StartMaterial& material, TensorMap& weights);
void startSelfSimilarity(const StartMaterial& material, TensorMap& weights);
void startSlimSelfSimilarity(const StartMaterial& material, TensorMap& weights);
void startSelfSimilarityAttention(const StartMaterial& material, TensorMap& weights);

}  // namespace adapnet::nn
