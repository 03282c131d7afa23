#include "core/nn/optimiser.h"

#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace adapnet::nn {

AdamW::AdamW(TensorMap& weights, const OptimiserParams& params) : m_weights(weights), m_params(params) {
    for (const auto& [name, tensor] : m_weights) {
        if (!tensor.requires_grad()) continue;
        m_first[name] = at::zeros_like(tensor);
        m_second[name] = at::zeros_like(tensor);
        if (m_params.averaging > 0) m_average[name] = tensor.detach().clone();
    }
}

double AdamW::step(const std::function<double(const std::string&)>& learningRate) {
    const at::NoGradGuard noGradients;
    ++m_steps;
    double squared = 0;
    for (const auto& [name, ignored] : m_first)
        if (const auto& grad = m_weights.at(name).grad(); grad.defined())
            squared += grad.pow(2).sum().item<double>();
    const double norm = std::sqrt(squared);
    const double shrink =
        m_params.gradientClip > 0 && norm > m_params.gradientClip ? m_params.gradientClip / norm : 1;
    const double correction1 = 1 - std::pow(m_params.beta1, static_cast<double>(m_steps));
    const double correction2 = 1 - std::pow(m_params.beta2, static_cast<double>(m_steps));
    // Early in a run the average follows quickly, or it would keep the start for ever.
    const double keep = std::min(
        m_params.averaging, (1.0 + static_cast<double>(m_steps)) / (10.0 + static_cast<double>(m_steps)));
    for (auto& [name, first] : m_first) {
        at::Tensor& weight = m_weights.at(name);
        at::Tensor grad = weight.grad();
        const double rate = learningRate(name);
        if (grad.defined() && rate > 0 && std::isfinite(norm)) {
            if (shrink != 1) grad = grad * shrink;
            first.mul_(m_params.beta1).add_(grad, 1 - m_params.beta1);
            auto& second = m_second.at(name);
            second.mul_(m_params.beta2).addcmul_(grad, grad, 1 - m_params.beta2);
            // Biases, banks of centres and one-dimensional tensors are not pulled towards zero.
            if (weight.dim() > 1 && m_params.weightDecay > 0) weight.mul_(1 - rate * m_params.weightDecay);
            weight.addcdiv_(first / correction1, (second / correction2).sqrt_().add_(m_params.epsilon),
                            -rate);
        }
        if (weight.grad().defined()) weight.mutable_grad() = at::Tensor();
        if (m_params.averaging > 0) m_average.at(name).mul_(keep).add_(weight, 1 - keep);
    }
    return norm;
}

TensorMap AdamW::averaged() const {
    TensorMap result;
    for (const auto& [name, tensor] : m_weights) {
        const auto found = m_average.find(name);
        result[name] = found == m_average.end() ? tensor.detach() : found->second;
    }
    return result;
}

TensorMap AdamW::state() const {
    TensorMap state;
    for (const auto& [name, tensor] : m_first) state["first/" + name] = tensor;
    for (const auto& [name, tensor] : m_second) state["second/" + name] = tensor;
    for (const auto& [name, tensor] : m_average) state["average/" + name] = tensor;
    return state;
}

bool AdamW::restore(const TensorMap& state, std::int64_t steps) {
    const at::NoGradGuard noGradients;
    const std::pair<const char*, TensorMap*> parts[] = {
        {"first/", &m_first}, {"second/", &m_second}, {"average/", &m_average}};
    for (const auto& [prefix, tensors] : parts) {
        for (const auto& [name, tensor] : *tensors) {
            const auto found = state.find(prefix + name);
            if (found == state.end() || found->second.sizes() != tensor.sizes()) return false;
        }
    }
    for (const auto& [prefix, tensors] : parts)
        for (auto& [name, tensor] : *tensors) tensor.copy_(state.at(prefix + name));
    m_steps = steps;
    return true;
}

}  // namespace adapnet::nn
