// The reference values of tests/data/degradations.json and the picture they were made from.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <string>

#include "core/base/random.h"

namespace adapnet::degrade {

inline const nlohmann::json& vectors() {
    static const nlohmann::json all =
        nlohmann::json::parse(std::ifstream(std::string(ADAPNET_TEST_DATA) + "/degradations.json"));
    return all;
}

// floor(256 u) from the stream named `key`, rows, columns, channels.
inline cv::Mat noisePicture(int width, int height, std::string_view key) {
    cv::Mat rgb(height, width, CV_8UC3);
    RandomStream stream(key);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width * 3; ++x) {
            rgb.ptr<std::uint8_t>(y)[x] = static_cast<std::uint8_t>(256 * stream.uniform());
        }
    }
    return rgb;
}

inline bool sameBytes(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

}  // namespace adapnet::degrade
