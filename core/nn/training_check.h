// How good a network is on the pictures kept apart during training. Internal to core/nn (needs LibTorch).
#pragma once

#include "core/nn/heads.h"
#include "core/nn/trainer.h"

namespace adapnet::nn {

struct CheckResult {
    double clean = 0;     // mAP of the clean queries, 0..1 (each has one right answer)
    double degraded = 0;  // mAP of the degraded queries
    double classes = 0;   // mAP of finding the same class among the gallery pictures, each one left out once
    double normCorrelation = 0;  // Spearman's rho between descriptor norm and severity
    double score() const { return (clean + degraded + classes) / 3; }
};

CheckResult checkNetwork(const TrainConfig& config, const TensorMap& weights, const ValidationSet& set,
                         at::Device device, at::ScalarType type);

}  // namespace adapnet::nn
