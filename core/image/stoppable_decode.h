// Decoding inside long jobs: a picture of 100 megapixels takes seconds, and a stop request is answered
// sooner.
#pragma once

#include <stop_token>

#include "core/image/image.h"

namespace adapnet::image {

// As decodeRgb in image.h; Cancelled soon after a stop request.
Result<cv::Mat> decodeRgb(std::span<const std::byte> bytes, const DecodeLimits& limits,
                          const std::stop_token& stop);

}  // namespace adapnet::image
