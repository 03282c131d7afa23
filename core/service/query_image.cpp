// Pictures to search with: loading, pasting, cropping and degrading.
#include <algorithm>
#include <chrono>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <thread>
#include <utility>

#include "core/base/sha256.h"
#include "core/degrade/repair.h"
#include "core/service/enhance.h"
#include "core/service/workbench.h"

namespace adapnet::service {

namespace {

using Clock = std::chrono::steady_clock;

double msSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// Large pictures in tiles on all processors, which also keeps the intermediate floats small.
degrade::Schedule scheduleFor(const cv::Mat& rgb) {
    constexpr std::size_t kLarge = 4'000'000;
    constexpr int kTile = 512;
    if (rgb.total() < kLarge) return {};
    return {kTile, static_cast<int>(std::max(1U, std::thread::hardware_concurrency()))};
}

// BMP is written without compression, so it is fast and the bytes depend on nothing but the pixels.
Result<std::vector<std::byte>> encodeBmp(const cv::Mat& rgb) {
    if (rgb.empty() || rgb.type() != CV_8UC3)
        return fail(ErrorCode::BadInput, "there is no picture to search with");
    try {
        cv::Mat bgr;
        cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
        std::vector<uchar> encoded;
        if (!cv::imencode(".bmp", bgr, encoded))
            return fail(ErrorCode::Internal, "the picture cannot be encoded");
        const auto* first = reinterpret_cast<const std::byte*>(encoded.data());
        return std::vector<std::byte>(first, first + encoded.size());
    } catch (const cv::Exception& error) {
        return fail(ErrorCode::Internal, std::string("the picture cannot be encoded: ") + error.what());
    }
}

}  // namespace

Result<QueryImage> loadQueryImage(const fs::path& file) {
    const auto start = Clock::now();
    const std::string action = "reading the query '" + displayPath(file) + "'";
    const auto bytes = readFile(file);
    if (!bytes) return fail(bytes.error());
    auto rgb = image::decodeRgb(*bytes);
    if (!rgb) return fail(rgb.error().whileDoing(action));
    QueryImage query;
    query.rgb = std::move(*rgb);
    query.contentHash = sha256Hex(*bytes);
    query.file = file;
    query.path = displayPath(file);
    query.decodeMs = msSince(start);
    return query;
}

QueryImage queryFromPixels(const cv::Mat& rgb) {
    QueryImage query;
    query.rgb = rgb;
    if (const auto bytes = encodeBmp(rgb)) query.contentHash = sha256Hex(*bytes);
    return query;
}

Result<void> savePastedQuery(const QueryImage& image, const fs::path& bmpFile) {
    const auto bytes = encodeBmp(image.rgb);
    if (!bytes) return fail(bytes.error());
    return writeFileSafely(bmpFile, *bytes);
}

Result<QueryCrop> cropQuery(const Query& query) {
    if (query.image == nullptr || query.image->rgb.empty())
        return fail(ErrorCode::BadInput, "there is no picture to search with");
    const cv::Mat& rgb = query.image->rgb;
    QueryCrop crop;
    if (query.box) {
        const auto box = image::clampBox(*query.box, rgb.cols, rgb.rows);
        if (!box) return fail(box.error());
        crop.box = *box;
    }
    const auto cut = [&crop](const cv::Mat& whole) -> Result<cv::Mat> {
        if (!crop.box) return whole;
        return image::crop(whole, *crop.box);
    };
    auto clean = cut(rgb);
    if (!clean) return fail(clean.error());
    crop.clean = std::move(*clean);
    if (query.recipe.empty()) {
        crop.degraded = crop.clean;
        return crop;
    }
    // Weights that are missing or broken are one clear sentence here, and not a failure in the middle.
    lendEnhancers();
    for (const std::string& network : degrade::repairsIn(query.recipe))
        if (const auto known = resolveEnhancer(network); !known) return fail(known.error());
    const bool full = query.recipe.region == degrade::Region::Full;
    const cv::Mat& source = full ? rgb : crop.clean;
    auto degraded = degrade::applyRecipe(source, query.recipe, query.image->contentHash, scheduleFor(source));
    if (degraded && full) degraded = cut(*degraded);
    if (!degraded) return fail(degraded.error().whileDoing("degrading the query"));
    crop.degraded = std::move(*degraded);
    return crop;
}

}  // namespace adapnet::service
