// Which LibTorch this program was built with; for reports.
#pragma once

#include <string>

namespace adapnet::nn {

std::string libraryVersion();  // "1.13.0"

}  // namespace adapnet::nn
