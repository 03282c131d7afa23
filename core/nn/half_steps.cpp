#include "core/nn/half_steps.h"

#include <torch/csrc/autograd/custom_function.h>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <bit>
#include <cstdint>

// One loop, compiled for several generations of processors; the right one is taken at the program's start.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define ADAPNET_WIDE [[gnu::target_clones("arch=skylake-avx512", "avx2", "default"), gnu::optimize("O3")]]
#else
#define ADAPNET_WIDE
#endif

namespace adapnet::nn {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr std::int64_t kGrain = 1 << 15;  // numbers a thread takes at a time

bool isHalfOnProcessor(const at::Tensor& x) {
    return x.device().is_cpu() && x.scalar_type() == at::kBFloat16;
}

// Rounds to nearest, ties to even, like c10::BFloat16, without its branches: those keep the compiler from
// doing many numbers at a time. A not-a-number may come out as another one of them or as infinity; a step
// with one is dropped by the optimiser anyway.
ADAPNET_WIDE void addHalves(const std::uint16_t* a, const std::uint16_t* b, std::uint16_t* sum,
                            std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i) {
        const float x = std::bit_cast<float>(static_cast<std::uint32_t>(a[i]) << 16U) +
                        std::bit_cast<float>(static_cast<std::uint32_t>(b[i]) << 16U);
        const auto bits = std::bit_cast<std::uint32_t>(x);
        sum[i] = static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
    }
}

at::Tensor plainSum(const at::Tensor& a, const at::Tensor& b) {
    const bool alike = isHalfOnProcessor(a) && isHalfOnProcessor(b) && a.strides() == b.strides() &&
                       a.sizes() == b.sizes() && a.is_non_overlapping_and_dense();
    if (!alike) return a + b;
    auto sum = at::empty_like(a);
    const auto numbers = [](const at::Tensor& x) { return static_cast<std::uint16_t*>(x.data_ptr()); };
    at::parallel_for(0, a.numel(), kGrain, [&](std::int64_t begin, std::int64_t end) {
        addHalves(numbers(a) + begin, numbers(b) + begin, numbers(sum) + begin, end - begin);
    });
    return sum;
}

// LibTorch calls these by their names.
struct Rectify : Function<Rectify> {
    static at::Tensor forward(AutogradContext* context, at::Tensor x) {
        at::threshold_(x, 0, 0);
        context->mark_dirty({x});
        context->save_for_backward({x});
        return x;
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        return {at::threshold_backward(gradients[0], context->get_saved_variables()[0], 0)};
    }
};

struct Sum : Function<Sum> {
    static at::Tensor forward(AutogradContext*, const at::Tensor& a, const at::Tensor& b) {
        return plainSum(a, b);
    }
    static variable_list backward(AutogradContext*, const variable_list& gradients) {
        return {gradients[0], gradients[0]};
    }
};

struct Fork : Function<Fork> {
    static variable_list forward(AutogradContext*, const at::Tensor& x) {
        // Views of their own, so that each way gets a gradient of its own.
        return {x.alias(), x.alias()};
    }
    static variable_list backward(AutogradContext*, const variable_list& gradients) {
        if (!gradients[0].defined()) return {gradients[1]};
        if (!gradients[1].defined()) return {gradients[0]};
        return {plainSum(gradients[0], gradients[1])};
    }
};

}  // namespace

at::Tensor rectified(at::Tensor x) {
    return isHalfOnProcessor(x) ? Rectify::apply(std::move(x)) : x.relu_();
}

at::Tensor sumOf(const at::Tensor& a, const at::Tensor& b) {
    return isHalfOnProcessor(a) ? Sum::apply(a, b) : a + b;
}

std::pair<at::Tensor, at::Tensor> forked(const at::Tensor& x) {
    if (!isHalfOnProcessor(x) || !x.requires_grad()) return {x, x};
    auto both = Fork::apply(x);
    return {both[0], both[1]};
}

}  // namespace adapnet::nn
