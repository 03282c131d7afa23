// JPEG through libjpeg itself: OpenCV returns a half-grey picture for a cut file, libjpeg says so.
#pragma once

#include <cstddef>
#include <opencv2/core.hpp>
#include <span>
#include <stop_token>

#include "core/base/result.h"

namespace adapnet::image {

// CV_8UC3 in R, G, B order, not yet turned upright. Grey and CMYK are converted. Decode on damaged data,
// Cancelled soon after a stop request.
Result<cv::Mat> decodeJpeg(std::span<const std::byte> bytes, const std::stop_token& stop = {});

}  // namespace adapnet::image
