// Pixels to tensors and to several relative sizes, by the rule of each published method. Internal to core/nn.
#pragma once

#include <span>
#include <vector>

#include "core/nn/network.h"
#include "core/nn/tensors.h"

namespace adapnet::nn {

// bytes: B x H x W x 3, 8-bit RGB -> B x 3 x H' x W' float32 for one relative size: resized, in the channel
// order of `input`, (value/255 - mean)/deviation; channels-last in memory. Sides stay at least one pixel.
at::Tensor preparePixels(const at::Tensor& bytes, const Preprocessing& input, double scale);

// planes: B x C x H x W float32 with values 0..255. The resizing alone.
at::Tensor resizePlanes(const at::Tensor& planes, double scale, Resizing resizing);

// Descriptors of all sizes, B x D each and of any length, to unit rows.
at::Tensor joinScales(std::span<const at::Tensor> rows, const Preprocessing& input);

}  // namespace adapnet::nn
