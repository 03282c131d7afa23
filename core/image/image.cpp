#include "core/image/image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/numbers.h"

namespace adapnet::image {

namespace {

constexpr int kSavedJpegQuality = 95;

std::string lowerEnding(const fs::path& path) {
    std::string ending = path.extension().string();
    for (char& c : ending) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return ending;
}

Result<std::vector<std::byte>> encode(const cv::Mat& rgb, const std::string& ending,
                                      const std::vector<int>& options) {
    if (rgb.empty() || rgb.type() != CV_8UC3) {
        return fail(ErrorCode::BadInput, "only 8-bit RGB pictures can be written");
    }
    try {
        cv::Mat bgr;
        cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
        std::vector<unsigned char> bytes;
        if (!cv::imencode(ending, bgr, bytes, options)) {
            return fail(ErrorCode::Io, "the picture cannot be written as " + ending.substr(1));
        }
        const auto* first = reinterpret_cast<const std::byte*>(bytes.data());
        return std::vector<std::byte>(first, first + bytes.size());
    } catch (const std::exception&) {
        return fail(ErrorCode::Io, "the picture cannot be written as " + ending.substr(1));
    }
}

}  // namespace

bool hasPictureEnding(const fs::path& path) {
    static constexpr std::array<std::string_view, 7> kEndings{".jpg", ".jpeg", ".png", ".webp",
                                                              ".tif", ".tiff", ".bmp"};
    return std::ranges::find(kEndings, lowerEnding(path)) != kEndings.end();
}

Result<Box> parseBox(std::string_view text) {
    const auto wrong = [&] {
        return fail(
            ErrorCode::BadInput,
            "a box is four numbers x1,y1,x2,y2 with x1 < x2 and y1 < y2, not \"" + validUtf8(text) + "\"");
    };
    std::array<int, 4> sides{};
    std::string_view rest = text;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const std::size_t comma = rest.find(',');
        if ((comma == std::string_view::npos) != (i == 3)) return wrong();
        const auto number = parseReal(rest.substr(0, comma));
        if (!number || std::abs(*number) > 1e9) return wrong();
        sides[i] = static_cast<int>(*number);
        rest = i == 3 ? std::string_view() : rest.substr(comma + 1);
    }
    const Box box{sides[0], sides[1], sides[2], sides[3]};
    if (box.x1 >= box.x2 || box.y1 >= box.y2) return wrong();
    return box;
}

std::string formatBox(const Box& box) {
    return std::to_string(box.x1) + ',' + std::to_string(box.y1) + ',' + std::to_string(box.x2) + ',' +
           std::to_string(box.y2);
}

Result<Box> clampBox(const Box& box, int width, int height) {
    const Box clamped{std::clamp(box.x1, 0, width), std::clamp(box.y1, 0, height),
                      std::clamp(box.x2, 0, width), std::clamp(box.y2, 0, height)};
    if (clamped.x1 >= clamped.x2 || clamped.y1 >= clamped.y2) {
        return fail(ErrorCode::BadInput, "the box " + formatBox(box) +
                                             " holds no pixel of the picture, which is " +
                                             std::to_string(width) + " x " + std::to_string(height));
    }
    return clamped;
}

Result<cv::Mat> crop(const cv::Mat& rgb, const Box& box) {
    const auto clamped = clampBox(box, rgb.cols, rgb.rows);
    if (!clamped) return fail(clamped.error());
    return rgb(cv::Rect(clamped->x1, clamped->y1, clamped->width(), clamped->height())).clone();
}

cv::Mat shrinkToFit(const cv::Mat& rgb, int maxSide) {
    const int longer = std::max(rgb.cols, rgb.rows);
    if (longer <= maxSide || maxSide < 1) return rgb;
    const double scale = static_cast<double>(maxSide) / longer;
    const auto side = [&](int n) { return std::max(1, static_cast<int>(std::floor(n * scale + 0.5))); };
    cv::Mat small;
    cv::resize(rgb, small, {side(rgb.cols), side(rgb.rows)}, 0, 0, cv::INTER_AREA);
    return small;
}

Result<std::vector<std::byte>> encodeJpeg(const cv::Mat& rgb, int quality) {
    return encode(rgb, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality});
}

Result<std::vector<std::byte>> encodePng(const cv::Mat& rgb) {
    return encode(rgb, ".png", {});
}

Result<void> saveRgb(const cv::Mat& rgb, const fs::path& path) {
    if (!hasPictureEnding(path)) {
        return fail(ErrorCode::BadInput, "\"" + displayPath(path.filename()) +
                                             "\" must end in .png, .jpg, .jpeg, .webp, .tif, .tiff or .bmp");
    }
    const std::string ending = lowerEnding(path);
    const bool jpeg = ending == ".jpg" || ending == ".jpeg";
    const auto bytes = jpeg ? encodeJpeg(rgb, kSavedJpegQuality) : encode(rgb, ending, {});
    if (!bytes) return fail(bytes.error());
    return writeFileSafely(path, std::span<const std::byte>(*bytes));
}

}  // namespace adapnet::image
