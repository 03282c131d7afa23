#include <algorithm>
#include <memory>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <system_error>

#include "core/base/abandonable.h"
#include "core/image/header.h"
#include "core/image/image.h"
#include "core/image/jpeg.h"
#include "core/image/stoppable_decode.h"

namespace adapnet::image {

namespace {

// The EXIF meaning: how the stored rows lie on the upright picture.
cv::Mat turnUpright(const cv::Mat& stored, int orientation) {
    cv::Mat upright;
    switch (orientation) {
        case 2:
            cv::flip(stored, upright, 1);
            return upright;
        case 3:
            cv::rotate(stored, upright, cv::ROTATE_180);
            return upright;
        case 4:
            cv::flip(stored, upright, 0);
            return upright;
        case 5:
            cv::transpose(stored, upright);
            return upright;
        case 6:
            cv::rotate(stored, upright, cv::ROTATE_90_CLOCKWISE);
            return upright;
        case 7:
            cv::transpose(stored, upright);
            cv::rotate(upright, upright, cv::ROTATE_180);
            return upright;
        case 8:
            cv::rotate(stored, upright, cv::ROTATE_90_COUNTERCLOCKWISE);
            return upright;
        default:
            return stored;
    }
}

// 8 bit per sample with the number of channels kept; empty for kinds that no picture file should have.
cv::Mat toEightBit(cv::Mat decoded) {
    cv::Mat eight;
    switch (decoded.depth()) {
        case CV_8U:
            return decoded;
        case CV_16U:
            decoded.convertTo(eight, CV_8U, 1.0 / 257.0);
            return eight;
        case CV_32F:
        case CV_64F:
            decoded.convertTo(eight, CV_32F);
            cv::patchNaNs(eight, 0);
            eight.convertTo(eight, CV_8U, 255.0);  // floating samples are 0..1 by convention
            return eight;
        default:
            return {};
    }
}

cv::Mat layOverWhite(const cv::Mat& bgra) {
    cv::Mat rgb(bgra.size(), CV_8UC3);
    for (int y = 0; y < bgra.rows; ++y) {
        const auto* in = bgra.ptr<cv::Vec4b>(y);
        auto* out = rgb.ptr<cv::Vec3b>(y);
        for (int x = 0; x < bgra.cols; ++x) {
            const int alpha = in[x][3];
            for (int c = 0; c < 3; ++c) {
                out[x][c] =
                    static_cast<std::uint8_t>((in[x][2 - c] * alpha + 255 * (255 - alpha) + 127) / 255);
            }
        }
    }
    return rgb;
}

// From what OpenCV decodes "unchanged" to 8-bit RGB; empty for unknown kinds.
cv::Mat toRgb(cv::Mat decoded) {
    const cv::Mat eight = toEightBit(std::move(decoded));
    if (eight.empty()) return {};
    cv::Mat rgb;
    switch (eight.channels()) {
        case 1:
            cv::cvtColor(eight, rgb, cv::COLOR_GRAY2RGB);
            return rgb;
        case 3:
            cv::cvtColor(eight, rgb, cv::COLOR_BGR2RGB);
            return rgb;
        case 4:
            return layOverWhite(eight);
        default:
            return {};
    }
}

// PNG, WebP, TIFF and BMP, as stored.
Result<cv::Mat> decodeByOpenCv(std::span<const std::byte> bytes, const ScannedHeader& scanned) {
    std::vector<std::byte> patched;
    const TiffDirectory& tiff = scanned.tiff;
    if (tiff.orientation != 1 && tiff.orientationSize > 0) {
        // OpenCV turns TIFF pictures by itself, and not in all kinds alike; ours is the only turn.
        patched.assign(bytes.begin(), bytes.end());
        const auto value = patched.begin() + static_cast<std::ptrdiff_t>(tiff.orientationOffset);
        std::fill_n(value, tiff.orientationSize, std::byte{0});
        *(tiff.littleEndian ? value : value + tiff.orientationSize - 1) = std::byte{1};
        bytes = patched;
    }
    const std::string damaged = "the " + scanned.header.format + " file is damaged or cut off";
    try {
        const cv::_InputArray input(reinterpret_cast<const unsigned char*>(bytes.data()),
                                    static_cast<int>(bytes.size()));
        cv::Mat decoded = cv::imdecode(input, cv::IMREAD_UNCHANGED);
        if (decoded.empty()) return fail(ErrorCode::Decode, damaged);
        cv::Mat rgb = toRgb(std::move(decoded));
        if (rgb.empty()) {
            return fail(ErrorCode::Decode,
                        "the " + scanned.header.format + " file has an unknown kind of pixels");
        }
        return rgb;
    } catch (const cv::Exception& error) {
        if (error.code == cv::Error::StsNoMem)
            return fail(ErrorCode::OutOfMemory, "no memory for the picture");
        return fail(ErrorCode::Decode, damaged);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "no memory for the picture");
    } catch (const std::exception&) {
        return fail(ErrorCode::Decode, damaged);
    }
}

// Decoding this many pixels takes longer than a stop request should wait.
constexpr std::int64_t kLongPixels = 10'000'000;

Result<cv::Mat> decodeStoppably(std::span<const std::byte> bytes, const ScannedHeader& scanned,
                                const std::stop_token& stop) {
    if (scanned.header.format == "jpeg") return decodeJpeg(bytes, stop);
    if (!stop.stop_possible() || std::int64_t{scanned.header.width} * scanned.header.height < kLongPixels)
        return decodeByOpenCv(bytes, scanned);
    try {
        // A copy, because the caller's bytes may be gone before an abandoned call ends.
        auto own = std::make_shared<const std::vector<std::byte>>(bytes.begin(), bytes.end());
        auto decoded =
            runAbandonable(stop, [own = std::move(own), scanned] { return decodeByOpenCv(*own, scanned); });
        if (!decoded) return fail(Error::cancelled());
        return std::move(*decoded);
    } catch (const std::system_error&) {  // no thread to be had
        return decodeByOpenCv(bytes, scanned);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "no memory for the picture");
    }
}

}  // namespace

Result<cv::Mat> decodeRgb(std::span<const std::byte> bytes, const DecodeLimits& limits) {
    return decodeRgb(bytes, limits, std::stop_token());
}

Result<cv::Mat> decodeRgb(std::span<const std::byte> bytes, const DecodeLimits& limits,
                          const std::stop_token& stop) {
    const auto scanned = scanHeader(bytes, limits);
    if (!scanned) return fail(scanned.error());
    if (bytes.size() > INT32_MAX) return fail(ErrorCode::TooLarge, "the file is larger than 2 GB");
    const Header& header = scanned->header;
    auto stored = decodeStoppably(bytes, *scanned, stop);
    if (!stored) return stored;
    if (stop.stop_requested()) return fail(Error::cancelled());
    cv::Mat upright = turnUpright(*stored, header.orientation);
    if (upright.cols != header.width || upright.rows != header.height) {
        return fail(ErrorCode::Decode, "the " + header.format + " file contradicts its own header");
    }
    return upright;
}

Result<cv::Mat> loadRgb(const fs::path& path, const DecodeLimits& limits) {
    const auto bytes = readFile(path);
    if (!bytes) return fail(bytes.error());
    return decodeRgb(*bytes, limits);
}

}  // namespace adapnet::image
