// Picture files built byte by byte: orientation tags, CMYK, strange headers.
#pragma once

// jpeglib.h needs the types of stdio.h first.
#include <cstdio>

#include <jpeglib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <span>
#include <string>
#include <vector>

#include "core/base/random.h"

namespace adapnet::image::build {

using Bytes = std::vector<std::byte>;

inline void append(Bytes& bytes, std::span<const std::byte> more) {
    // Not insert(): GCC 12 warns of null pointers in it where there are none.
    const std::size_t before = bytes.size();
    bytes.resize(before + more.size());
    if (!more.empty()) std::memcpy(bytes.data() + before, more.data(), more.size());
}

inline void append(Bytes& bytes, std::string_view text) {
    append(bytes, std::as_bytes(std::span(text.data(), text.size())));
}

// Up to 8 bytes of `value`.
inline void appendNumber(Bytes& bytes, std::uint64_t value, int size, bool littleEndian) {
    std::array<char, 8> digits{};
    for (int i = 0; i < size; ++i) {
        const int shift = 8 * (littleEndian ? i : size - 1 - i);
        digits[static_cast<std::size_t>(i)] = static_cast<char>(value >> shift & 0xFF);
    }
    append(bytes, std::string_view(digits.data(), static_cast<std::size_t>(size)));
}

inline Bytes joined(std::initializer_list<std::span<const std::byte>> parts) {
    Bytes all;
    for (const auto part : parts) append(all, part);
    return all;
}

// A picture whose corners differ, smooth enough for JPEG to keep it.
inline cv::Mat cornersRgb(int width, int height) {
    cv::Mat rgb(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            rgb.at<cv::Vec3b>(y, x) = {static_cast<std::uint8_t>(40 + 180 * x / width),
                                       static_cast<std::uint8_t>(40 + 180 * y / height),
                                       static_cast<std::uint8_t>(x < width / 2 ? 60 : 200)};
        }
    }
    return rgb;
}

// `picture` in OpenCV's channel order.
inline Bytes encoded(const cv::Mat& picture, const std::string& ending,
                     const std::vector<int>& options = {}) {
    std::vector<unsigned char> bytes;
    cv::imencode(ending, picture, bytes, options);
    const auto* first = reinterpret_cast<const std::byte*>(bytes.data());
    return Bytes(first, first + bytes.size());
}

inline Bytes encodedRgb(const cv::Mat& rgb, const std::string& ending, const std::vector<int>& options = {}) {
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    return encoded(bgr, ending, options);
}

// A TIFF structure that says nothing but the orientation, as EXIF wants it.
inline Bytes exifBlock(int orientation, bool littleEndian) {
    Bytes block;
    append(block, littleEndian ? "II" : "MM");
    appendNumber(block, 42, 2, littleEndian);
    appendNumber(block, 8, 4, littleEndian);
    appendNumber(block, 1, 2, littleEndian);
    appendNumber(block, 274, 2, littleEndian);
    appendNumber(block, 3, 2, littleEndian);
    appendNumber(block, 1, 4, littleEndian);
    appendNumber(block, static_cast<std::uint64_t>(orientation), 2, littleEndian);
    appendNumber(block, 0, 2, littleEndian);
    appendNumber(block, 0, 4, littleEndian);
    return block;
}

inline Bytes jpegWithOrientation(const Bytes& jpeg, int orientation, bool littleEndian) {
    const Bytes exif = exifBlock(orientation, littleEndian);
    Bytes segment;
    append(segment, "\xFF\xE1");
    appendNumber(segment, exif.size() + 8, 2, false);
    append(segment, std::string_view("Exif\0\0", 6));
    const std::span<const std::byte> all(jpeg);
    return joined({all.first(2), segment, exif, all.subspan(2)});
}

inline std::uint32_t crc32(std::span<const std::byte> bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const std::byte byte : bytes) {
        crc ^= static_cast<std::uint32_t>(byte);
        for (int i = 0; i < 8; ++i) crc = (crc & 1U) != 0 ? crc >> 1 ^ 0xEDB88320U : crc >> 1;
    }
    return ~crc;
}

inline Bytes pngChunk(std::string_view kind, std::span<const std::byte> content) {
    Bytes body;
    append(body, kind);
    append(body, content);
    Bytes chunk;
    appendNumber(chunk, content.size(), 4, false);
    append(chunk, body);
    appendNumber(chunk, crc32(body), 4, false);
    return chunk;
}

inline Bytes pngWithOrientation(const Bytes& png, int orientation, bool littleEndian) {
    constexpr std::size_t kHeader = 8 + 25;  // signature and IHDR
    const std::span<const std::byte> all(png);
    return joined(
        {all.first(kHeader), pngChunk("eXIf", exifBlock(orientation, littleEndian)), all.subspan(kHeader)});
}

inline Bytes webpWithOrientation(const Bytes& webp, int width, int height, int orientation,
                                 bool littleEndian) {
    const Bytes exif = exifBlock(orientation, littleEndian);
    Bytes body;
    append(body, "WEBPVP8X");
    appendNumber(body, 10, 4, true);
    appendNumber(body, 0x08, 4, true);  // flag: EXIF follows
    appendNumber(body, static_cast<std::uint64_t>(width - 1), 3, true);
    appendNumber(body, static_cast<std::uint64_t>(height - 1), 3, true);
    append(body, std::span(webp).subspan(12));
    append(body, "EXIF");
    appendNumber(body, exif.size(), 4, true);
    append(body, exif);
    Bytes file;
    append(file, "RIFF");
    appendNumber(file, body.size(), 4, true);
    append(file, body);
    return file;
}

struct TiffTag {
    std::uint64_t id, type, value;
};

// Uncompressed 8-bit RGB in one strip; `extra` tags may replace the usual ones.
inline Bytes tiff(const cv::Mat& rgb, bool littleEndian, const std::vector<TiffTag>& extra = {}) {
    const std::uint64_t size = rgb.total() * 3;
    constexpr std::uint64_t kPixels = 16;
    std::vector<TiffTag> tags{{256, 4, static_cast<std::uint64_t>(rgb.cols)},
                              {257, 4, static_cast<std::uint64_t>(rgb.rows)},
                              {258, 3, 8},
                              {259, 3, 1},
                              {262, 3, 2},
                              {273, 4, kPixels},
                              {277, 3, 3},
                              {278, 4, static_cast<std::uint64_t>(rgb.rows)},
                              {279, 4, size},
                              {284, 3, 1}};
    for (const TiffTag& tag : extra) {
        const auto same =
            std::find_if(tags.begin(), tags.end(), [&](const TiffTag& known) { return known.id == tag.id; });
        if (same != tags.end()) {
            *same = tag;
        } else {
            tags.push_back(tag);
        }
    }
    std::sort(tags.begin(), tags.end(), [](const TiffTag& a, const TiffTag& b) { return a.id < b.id; });
    Bytes bytes;
    append(bytes, littleEndian ? "II" : "MM");
    appendNumber(bytes, 42, 2, littleEndian);
    appendNumber(bytes, kPixels + size, 4, littleEndian);
    appendNumber(bytes, 0, 8, littleEndian);
    for (int y = 0; y < rgb.rows; ++y) {
        const auto* row = reinterpret_cast<const std::byte*>(rgb.ptr(y));
        append(bytes, std::span(row, static_cast<std::size_t>(rgb.cols) * 3));
    }
    appendNumber(bytes, tags.size(), 2, littleEndian);
    for (const TiffTag& tag : tags) {
        appendNumber(bytes, tag.id, 2, littleEndian);
        appendNumber(bytes, tag.type, 2, littleEndian);
        appendNumber(bytes, 1, 4, littleEndian);
        const int valueSize = tag.type == 3 ? 2 : 4;
        appendNumber(bytes, tag.value, valueSize, littleEndian);
        appendNumber(bytes, 0, 4 - valueSize, littleEndian);
    }
    appendNumber(bytes, 0, 4, littleEndian);
    return bytes;
}

// A CMYK JPEG of one colour per half; `adobe`: with the marker, and so with inverted values.
inline Bytes cmykJpeg(int width, int height, bool adobe) {
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* buffer = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &buffer, &size);
    info.image_width = static_cast<JDIMENSION>(width);
    info.image_height = static_cast<JDIMENSION>(height);
    info.input_components = 4;
    info.in_color_space = JCS_CMYK;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, 100, TRUE);
    info.write_Adobe_marker = adobe ? TRUE : FALSE;
    jpeg_start_compress(&info, TRUE);
    std::vector<unsigned char> row(static_cast<std::size_t>(width) * 4);
    while (info.next_scanline < info.image_height) {
        for (int x = 0; x < width; ++x) {
            // Left: cyan with a quarter of black. Right: magenta.
            const bool left = x < width / 2;
            const int ink[4] = {left ? 255 : 0, left ? 0 : 255, 0, left ? 64 : 0};
            for (int c = 0; c < 4; ++c) {
                row[static_cast<std::size_t>(4 * x + c)] =
                    static_cast<unsigned char>(adobe ? 255 - ink[c] : ink[c]);
            }
        }
        unsigned char* line = row.data();
        jpeg_write_scanlines(&info, &line, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    const auto* first = reinterpret_cast<const std::byte*>(buffer);
    Bytes bytes(first, first + size);
    std::free(buffer);
    return bytes;
}

inline int largestDifference(const cv::Mat& a, const cv::Mat& b) {
    if (a.size() != b.size() || a.type() != b.type()) return 256;
    return static_cast<int>(cv::norm(a, b, cv::NORM_INF));
}

}  // namespace adapnet::image::build
