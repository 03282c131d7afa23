// How a picture is brought to the size at which a network sees it. Any thread.
#pragma once

#include <algorithm>
#include <opencv2/core.hpp>

#include "core/nn/network.h"

namespace adapnet::features {

struct InputRule {
    int maxSide = 0;  // of the longer side; below 1: no limit
    nn::Shrinking shrinking = nn::Shrinking::Area;
    bool operator==(const InputRule&) const = default;
    bool shrinks(const cv::Size& size) const {
        return maxSide >= 1 && std::max(size.width, size.height) > maxSide;
    }
};

InputRule inputRuleOf(const nn::ModelInfo& model);

// rgb: CV_8UC3, not empty. Never enlarged; the same picture (not a copy) where nothing is to be shrunk.
cv::Mat shrunk(const cv::Mat& rgb, const InputRule& rule);

}  // namespace adapnet::features
