#include "core/image/lanczos.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace adapnet::image {

namespace {

constexpr double kSupport = 3;  // of the filter, in pixels of the result
constexpr int kWeightBits = 22;
constexpr int kChannels = 3;
// The filter is left to shrink by at least this; what is more is done by averaging blocks.
constexpr double kReducingGap = 2;

double sinc(double x) {
    if (x == 0) return 1;
    x *= std::numbers::pi;
    return std::sin(x) / x;
}

double lanczos(double x) {
    return x >= -kSupport && x < kSupport ? sinc(x) * sinc(x / kSupport) : 0;
}

// What one pixel of the result is made of: `count` pixels from `first` on, with the weights from `at` on.
struct Window {
    int first = 0;
    int count = 0;
    std::size_t at = 0;
};

struct Filter {
    std::vector<Window> windows;        // one a pixel of the result
    std::vector<std::int32_t> weights;  // multiples of 2^-22
};

// span: how much of the side's `pixels` is to be seen; less than all where the last block was not a whole
// one.
Filter filterFor(int pixels, float span, int wanted) {
    const double scale = static_cast<double>(span) / wanted;
    const double widening = std::max(scale, 1.0);
    const double support = kSupport * widening;
    Filter filter;
    filter.windows.reserve(static_cast<std::size_t>(wanted));
    std::vector<double> weights;
    for (int i = 0; i < wanted; ++i) {
        const double centre = (i + 0.5) * scale;
        const int first = std::max(0, static_cast<int>(centre - support + 0.5));
        const int end = std::min(pixels, static_cast<int>(centre + support + 0.5));
        weights.clear();
        double sum = 0;
        for (int x = first; x < end; ++x) {
            weights.push_back(lanczos((x - centre + 0.5) * (1.0 / widening)));
            sum += weights.back();
        }
        filter.windows.push_back({first, end - first, filter.weights.size()});
        for (double weight : weights) {
            if (sum != 0) weight /= sum;
            const double scaled = weight * (1 << kWeightBits);
            filter.weights.push_back(static_cast<std::int32_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5));
        }
    }
    return filter;
}

// The filter has negative weights: sums lie a little outside of 0..255.
std::uint8_t rounded(std::int32_t sum) {
    return static_cast<std::uint8_t>(std::clamp(sum >> kWeightBits, 0, 255));
}

constexpr std::int32_t kHalf = 1 << (kWeightBits - 1);

cv::Mat filteredAcross(const cv::Mat& rgb, const Filter& filter) {
    cv::Mat out(rgb.rows, static_cast<int>(filter.windows.size()), CV_8UC3);
    for (int y = 0; y < rgb.rows; ++y) {
        const auto* row = rgb.ptr<std::uint8_t>(y);
        auto* target = out.ptr<std::uint8_t>(y);
        for (const Window& window : filter.windows) {
            const std::int32_t* weight = filter.weights.data() + window.at;
            const std::uint8_t* pixel = row + std::ptrdiff_t{kChannels} * window.first;
            std::int32_t red = kHalf, green = kHalf, blue = kHalf;
            for (int i = 0; i < window.count; ++i, pixel += kChannels) {
                red += pixel[0] * weight[i];
                green += pixel[1] * weight[i];
                blue += pixel[2] * weight[i];
            }
            target[0] = rounded(red);
            target[1] = rounded(green);
            target[2] = rounded(blue);
            target += kChannels;
        }
    }
    return out;
}

cv::Mat filteredDown(const cv::Mat& rgb, const Filter& filter) {
    cv::Mat out(static_cast<int>(filter.windows.size()), rgb.cols, CV_8UC3);
    std::vector<std::int32_t> sums(static_cast<std::size_t>(rgb.cols) * kChannels);
    for (int y = 0; y < out.rows; ++y) {
        const Window& window = filter.windows[static_cast<std::size_t>(y)];
        std::ranges::fill(sums, kHalf);
        for (int i = 0; i < window.count; ++i) {
            const std::int32_t weight = filter.weights[window.at + static_cast<std::size_t>(i)];
            const auto* row = rgb.ptr<std::uint8_t>(window.first + i);
            for (std::size_t x = 0; x < sums.size(); ++x) sums[x] += row[x] * weight;
        }
        std::ranges::transform(sums, out.ptr<std::uint8_t>(y), rounded);
    }
    return out;
}

// 2^24 / count as Pillow has it: from a division of single precision, cut to a whole number.
std::uint32_t shareOf(std::uint32_t count) {
    constexpr float kWhole = 4294967296.0F;  // 2^32
    return static_cast<std::uint32_t>(kWhole / static_cast<float>(count << 8));
}

// Each block of `across` x `down` pixels becomes its mean; blocks at the right and the lower edge may be
// smaller.
cv::Mat blockMeans(const cv::Mat& rgb, int across, int down) {
    cv::Mat out((rgb.rows + down - 1) / down, (rgb.cols + across - 1) / across, CV_8UC3);
    std::vector<std::uint32_t> columns(static_cast<std::size_t>(rgb.cols) * kChannels);
    for (int y = 0; y < out.rows; ++y) {
        const int height = std::min(down, rgb.rows - y * down);
        std::ranges::fill(columns, 0U);
        for (int i = 0; i < height; ++i) {
            const auto* row = rgb.ptr<std::uint8_t>(y * down + i);
            for (std::size_t x = 0; x < columns.size(); ++x) columns[x] += row[x];
        }
        auto* target = out.ptr<std::uint8_t>(y);
        for (int x = 0; x < out.cols; ++x) {
            const int width = std::min(across, rgb.cols - x * across);
            const auto count = static_cast<std::uint32_t>(width) * static_cast<std::uint32_t>(height);
            const std::uint32_t share = shareOf(count);
            const std::uint32_t* sums = columns.data() + std::ptrdiff_t{kChannels} * x * across;
            for (int channel = 0; channel < kChannels; ++channel) {
                std::uint32_t sum = count / 2;
                for (int i = 0; i < width; ++i) sum += sums[kChannels * i + channel];
                *target++ = static_cast<std::uint8_t>((sum * share) >> 24);
            }
        }
    }
    return out;
}

// How many pixels become one before the filter.
int blockSide(int side, int wanted) {
    return std::max(1, static_cast<int>(static_cast<double>(side) / wanted / kReducingGap));
}

}  // namespace

cv::Size thumbnailSize(int width, int height, int maxSide) {
    if (maxSide < 1 || std::max(width, height) <= maxSide) return {width, height};
    const double aspect = static_cast<double>(width) / height;
    // The smaller of two numbers that miss the aspect ratio by the same; nothing misses it by less than 0.
    const auto nearest = [](double side, auto&& error) {
        const int below = static_cast<int>(std::floor(side)), above = static_cast<int>(std::ceil(side));
        return std::max(1, error(above) < error(below) ? above : below);
    };
    if (aspect <= 1)
        return {nearest(maxSide * aspect,
                        [&](int side) { return std::abs(aspect - static_cast<double>(side) / maxSide); }),
                maxSide};
    return {maxSide, nearest(maxSide / aspect, [&](int side) {
                return side == 0 ? 0.0 : std::abs(aspect - static_cast<double>(maxSide) / side);
            })};
}

cv::Mat lanczosThumbnail(const cv::Mat& rgb, int maxSide) {
    CV_Assert(rgb.type() == CV_8UC3 && !rgb.empty());
    const cv::Size wanted = thumbnailSize(rgb.cols, rgb.rows, maxSide);
    if (wanted == rgb.size()) return rgb;
    const int across = blockSide(rgb.cols, wanted.width), down = blockSide(rgb.rows, wanted.height);
    cv::Mat picture = across > 1 || down > 1 ? blockMeans(rgb, across, down) : rgb;
    // In parts of a block: the last one counts for as much as it holds.
    const auto spanX = static_cast<float>(static_cast<double>(rgb.cols) / across);
    const auto spanY = static_cast<float>(static_cast<double>(rgb.rows) / down);
    const int rows = picture.rows;
    // The filter changes nothing along a side that keeps its pixels.
    if (picture.cols != wanted.width || spanX != static_cast<float>(wanted.width))
        picture = filteredAcross(picture, filterFor(picture.cols, spanX, wanted.width));
    if (rows != wanted.height || spanY != static_cast<float>(wanted.height))
        picture = filteredDown(picture, filterFor(rows, spanY, wanted.height));
    return picture;
}

}  // namespace adapnet::image
