// AdamW over named tensors with an exponential moving average of the weights. A map of tensors in, a map of
// tensors out, so that a checkpoint is one safetensors file. Source: Loshchilov and Hutter, decoupled weight
// decay.
#pragma once

#include <functional>
#include <string>

#include "core/nn/tensors.h"

namespace adapnet::nn {

struct OptimiserParams {
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weightDecay = 1e-4;
    double averaging = 0;     // 0: no average
    double gradientClip = 0;  // largest norm over all gradients; 0: no limit
};

class AdamW {
  public:
    // Trains the tensors of `weights` for which requires_grad is set; they are changed in place.
    AdamW(TensorMap& weights, const OptimiserParams& params);
    // learningRate by tensor name; 0 leaves a tensor unchanged. Gradients are cleared. Returns the gradient
    // norm.
    double step(const std::function<double(const std::string&)>& learningRate);
    // The averaged weights (the plain ones where there is no average).
    TensorMap averaged() const;
    // State for a checkpoint, and back. False, and nothing changed, when a tensor is missing or of another
    // shape.
    TensorMap state() const;
    bool restore(const TensorMap& state, std::int64_t steps);

  private:
    TensorMap& m_weights;
    OptimiserParams m_params;
    TensorMap m_first, m_second, m_average;
    std::int64_t m_steps = 0;
};

}  // namespace adapnet::nn
