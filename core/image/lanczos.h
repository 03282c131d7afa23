// Shrinking with a Lanczos filter as Pillow's `Image.thumbnail(size, LANCZOS)` does it, to the byte:
// published numbers of cirtorch depend on it. Written from the definition of that filter; nothing here is
// kept between calls, any thread may call.
//
// Source of the rules: Pillow 9.4, with which tests/data/vectors_lanczos.json was made. 8 bit, horizontal
// pass first, each pass rounded to 8 bit; weights are whole multiples of 2^-22. Pictures that become at least
// four times smaller are first averaged over whole blocks, so that a factor of two to three is left for the
// filter.
#pragma once

#include <opencv2/core.hpp>

namespace adapnet::image {

// The size of a thumbnail whose sides are at most `maxSide`: the longer side is `maxSide`, the other one is
// whichever of the two nearest whole numbers keeps the aspect ratio better, at least 1. Never enlarged; a
// limit below 1 means no limit.
cv::Size thumbnailSize(int width, int height, int maxSide);

// rgb: CV_8UC3, not empty. The same picture (not a copy) where nothing is to be shrunk.
cv::Mat lanczosThumbnail(const cv::Mat& rgb, int maxSide);

}  // namespace adapnet::image
