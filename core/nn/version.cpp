#include "core/nn/version.h"

#include <torch/csrc/api/include/torch/version.h>

namespace adapnet::nn {

std::string libraryVersion() {
    return TORCH_VERSION;
}

}  // namespace adapnet::nn
