// Fog, rain and things in the way, as protocol noiser-v1 defines them. Pictures are CV_8UC3; streams are
// fresh; all functions are pure and may be called from any thread.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "core/base/random.h"

namespace adapnet::degrade {

// Five octaves of bilinear noise, octave o weighted decay^-o, stretched to 0..1 (zeros if constant); CV_64F.
cv::Mat fogField(cv::Size size, double decay, RandomStream stream);
// (v + amount F) m / (m + amount), m the largest sample of the picture.
cv::Mat fog(const cv::Mat& rgb, double amount, double decay, const RandomStream& stream);

// Which pixels `streaks` drops of rain cover (255, else 0); CV_8U. Their length grows with the size factor.
cv::Mat rainMask(cv::Size size, int streaks, double sizeFactor, RandomStream stream);
// v + strength (0.8 - v) under the mask, then contrast 0.9 around the mean of each channel.
cv::Mat rain(const cv::Mat& rgb, int streaks, double strength, const RandomStream& stream);

struct Cover {
    cv::Rect area;
    cv::Vec3b colour;
};
// `count` rectangles of about `share` of the picture each, sides 1:2 to 2:1, in plain colours.
std::vector<Cover> covers(cv::Size size, int count, double share, RandomStream stream);
cv::Mat occlude(const cv::Mat& rgb, int count, double share, const RandomStream& stream);

}  // namespace adapnet::degrade
