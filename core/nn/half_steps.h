// The element by element steps of a backbone, with gradients. LibTorch 1.13 handles bfloat16 on a processor
// number by number in most of them: on 10 million numbers `relu_` takes eight times as long as `threshold_`,
// and a sum six times as long as a plain loop, which was half of a training step. Here the same numbers come
// from the fast forms. Other types and devices take LibTorch's own steps. Any thread.
#pragma once

#include <utility>

#include "core/nn/tensors.h"

namespace adapnet::nn {

// max(x, 0), in place; any shape. The result shares x's memory, x is not to be used afterwards.
at::Tensor rectified(at::Tensor x);

// a + b, of one shape and type.
at::Tensor sumOf(const at::Tensor& a, const at::Tensor& b);

// The same tensor twice, for the two ways through a residual block: their gradients meet in one fast sum.
std::pair<at::Tensor, at::Tensor> forked(const at::Tensor& x);

}  // namespace adapnet::nn
