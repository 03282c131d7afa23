// The backbone on the processor, through oneDNN itself: weights are packed once; padding, bias, ReLU and the
// residual sum are part of the convolutions. LibTorch packs the weights in every call, pads with a copy and
// writes every map two or three times. Internal to core/nn (needs LibTorch).
#pragma once

#include <memory>

#include "core/nn/backbone.h"

namespace adapnet::nn {

// Belongs to one thread at a time; uses as many threads as LibTorch did when it was packed: pictures of a
// batch run side by side; a lone picture gets all of them when they are more than two.
class PackedBackbone {
  public:
    virtual ~PackedBackbone() = default;
    // As backboneForward, in the precision of the packed weights; the maps are channels-last. pixels: B x 3 x
    // H x W of any float type on the processor. Throws std::bad_alloc and LibTorch's and oneDNN's exceptions.
    virtual FeatureMaps forward(const at::Tensor& pixels) = 0;
};

// While it lives, LibTorch's operations in this thread use this thread alone: around a packed backbone, which
// has threads of its own, they are short, and OpenMP's threads would spin between them.
class OneThread {
  public:
    OneThread();
    ~OneThread();
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

  private:
    [[maybe_unused]] int m_before = 0;  // unused without oneDNN
};

// weights: those of backboneShapes, float32 on the processor; shared, so they must not change afterwards.
// type: kFloat or kBFloat16. nullptr where the build found no oneDNN that LibTorch shares
// (cmake/AdapnetTorch.cmake): there backboneForward does it.
std::unique_ptr<PackedBackbone> packBackbone(const TensorMap& weights, at::ScalarType type);

}  // namespace adapnet::nn
