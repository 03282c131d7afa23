// Pictures as the whole program sees them: 8-bit RGB, upright (EXIF orientation applied), at most
// 100 megapixels. One decode function serves thumbnails, crops and networks, so that they never differ.
#pragma once

#include <cstddef>
#include <cstdint>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"

namespace adapnet::image {

// Raised whenever decoding may give other pixels for the same bytes; part of every feature key.
inline constexpr int kDecoderVersion = 1;

struct DecodeLimits {
    std::int64_t maxPixels = 100'000'000;  // width x height, checked in the header before decoding
};

struct Header {
    std::string format;  // "jpeg", "png", "webp", "tiff", "bmp"
    int width = 0;       // of the upright picture
    int height = 0;
    int orientation = 1;  // EXIF 1..8; unknown values count as 1
};

// Reads the header only. Errors: Decode (unknown or damaged), TooLarge (names the size and the limit).
Result<Header> readHeader(std::span<const std::byte> bytes, const DecodeLimits& limits = {});

// Upright CV_8UC3 in R, G, B order; alpha is laid over white, grey and 16 bit are converted.
// Truncated files are refused (Decode), for JPEG too, where decoders would return a half-grey picture.
Result<cv::Mat> decodeRgb(std::span<const std::byte> bytes, const DecodeLimits& limits = {});
Result<cv::Mat> loadRgb(const fs::path& path, const DecodeLimits& limits = {});

// True for the endings the gallery scan looks at: jpg jpeg png webp tif tiff bmp (any case).
bool hasPictureEnding(const fs::path& path);

// A region in pixels of the upright picture; right and bottom exclusive.
struct Box {
    int x1 = 0, y1 = 0, x2 = 0, y2 = 0;
    int width() const { return x2 - x1; }
    int height() const { return y2 - y1; }
    bool operator==(const Box&) const = default;
};

// "x1,y1,x2,y2", fractions allowed and truncated towards zero (the protocol's "truncate" rule).
Result<Box> parseBox(std::string_view text);
std::string formatBox(const Box& box);
// Box inside a width x height picture; BadInput when nothing is left.
Result<Box> clampBox(const Box& box, int width, int height);
// A copy of the region (after clamping).
Result<cv::Mat> crop(const cv::Mat& rgb, const Box& box);

// Area-averaged down so that the longer side is at most `maxSide`; never enlarged.
cv::Mat shrinkToFit(const cv::Mat& rgb, int maxSide);

Result<std::vector<std::byte>> encodeJpeg(const cv::Mat& rgb, int quality);
Result<std::vector<std::byte>> encodePng(const cv::Mat& rgb);
// Chooses the format by the ending of `path` (png, jpg, jpeg, bmp, tif, tiff, webp) and writes safely.
Result<void> saveRgb(const cv::Mat& rgb, const fs::path& path);

}  // namespace adapnet::image
