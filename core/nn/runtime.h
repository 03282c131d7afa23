// Process-wide settings of LibTorch and the choice of a device. Internal to core/nn.
#pragma once

#include <torch/types.h>

#include <string>

#include "core/base/result.h"
#include "core/nn/network.h"

namespace adapnet::nn {

// Threads (0: one per processor), allocator. The first call decides; later ones change nothing.
void prepareRuntime(int threads);

Result<at::Device> chooseDevice(const std::string& name);
bool cpuHasBf16();

}  // namespace adapnet::nn
