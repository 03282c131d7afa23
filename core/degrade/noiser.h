// Protocol noiser-v1: the fifteen kinds with five severities, exactly as specified with numeric vectors.
// Training uses the eight known kinds; the unknown ones are for evaluation only.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>

#include "core/base/random.h"
#include "core/base/result.h"

namespace adapnet::degrade {

// Index 0..7, in the order of the specification; label k of the training pair is index + 1.
inline constexpr std::array<std::string_view, 8> kKnownKinds{"gaussian_noise", "shot_noise", "gaussian_blur",
                                                             "motion_blur",    "jpeg",       "low_resolution",
                                                             "low_light",      "contrast"};
// All of them: index 0..7 known, 8..14 unknown.
inline constexpr std::array<std::string_view, 15> kNoiserKinds{
    "gaussian_noise", "shot_noise", "gaussian_blur", "motion_blur",   "jpeg",
    "low_resolution", "low_light",  "contrast",      "impulse_noise", "speckle_noise",
    "defocus_blur",   "pixelate",   "fog",           "rain",          "occlusion"};

// rgb: CV_8UC3. kind: one of kNoiserKinds. severity 1..5. Lengths grow with the size factor of the picture.
// Stream: keyed by the caller ("noiser-v1|<dataset>|<image>|<kind>|<severity>").
Result<cv::Mat> noiserDegrade(const cv::Mat& rgb, std::string_view kind, int severity, RandomStream stream);

}  // namespace adapnet::degrade
