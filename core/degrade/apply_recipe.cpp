// Running a recipe, whole or in tiles.
#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <new>
#include <opencv2/core.hpp>
#include <thread>

#include "core/degrade/degradation.h"

namespace adapnet::degrade {

namespace {

std::vector<cv::Rect> tilesOf(cv::Size size, int side) {
    std::vector<cv::Rect> tiles;
    for (int y = 0; y < size.height; y += side) {
        for (int x = 0; x < size.width; x += side)
            tiles.emplace_back(x, y, std::min(side, size.width - x), std::min(side, size.height - y));
    }
    return tiles;
}

// Threads take the next tile until none is left; the first exception is thrown again by the caller.
cv::Mat applyInTiles(const cv::Mat& rgb, const Step& step, const RandomStream& stream,
                     const Schedule& schedule) {
    const Degradation& degradation = *find(step.kind);
    const auto tiles = tilesOf(rgb.size(), schedule.tile);
    cv::Mat result(rgb.size(), CV_8UC3);
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto work = [&] {
        try {
            for (std::size_t i = next++; i < tiles.size(); i = next++)
                degradation.applyPart(rgb, tiles[i], step.values, stream).copyTo(result(tiles[i]));
        } catch (...) {
            const std::scoped_lock lock(mutex);
            if (!failure) failure = std::current_exception();
            next = tiles.size();
        }
    };
    {
        std::vector<std::jthread> threads;
        const auto count = std::min(static_cast<std::size_t>(std::max(1, schedule.threads)), tiles.size());
        for (std::size_t i = 1; i < count; ++i) threads.emplace_back(work);
        work();
    }
    if (failure) std::rethrow_exception(failure);
    return result;
}

}  // namespace

Result<cv::Mat> applyRecipe(const cv::Mat& rgb, const Recipe& recipe, std::string_view sourceKey,
                            const Schedule& schedule) {
    if (rgb.empty() || rgb.type() != CV_8UC3) {
        return fail(ErrorCode::BadInput, "a degradation needs an 8-bit RGB picture");
    }
    if (const auto checked = check(recipe); !checked) return fail(checked.error());
    cv::Mat result = rgb.clone();
    for (std::size_t i = 0; i < recipe.steps.size(); ++i) {
        const Step& step = recipe.steps[i];
        if (!step.enabled) continue;
        const std::string key = "adapnet-v1|" + std::to_string(recipe.seed) + '|' + std::string(sourceKey) +
                                '|' + std::to_string(i) + '|' + step.kind;
        const RandomStream stream{std::string_view(key)};
        const Degradation& degradation = *find(step.kind);
        try {
            result = schedule.tile > 0 && degradation.isLocal(step.values)
                         ? applyInTiles(result, step, stream, schedule)
                         : degradation.apply(result, step.values, stream);
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::OutOfMemory,
                        "not enough memory for " + step.kind + "; choose a smaller box");
        } catch (const cv::Exception& error) {
            const bool memory = error.code == cv::Error::StsNoMem;
            return fail(memory ? ErrorCode::OutOfMemory : ErrorCode::Internal,
                        memory ? "not enough memory for " + step.kind + "; choose a smaller box"
                               : step.kind + " failed: " + error.err);
        }
    }
    return result;
}

}  // namespace adapnet::degrade
