// Blurs: lines, disks and Gaussians.
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "core/degrade/filters.h"
#include "core/degrade/portable_math.h"
#include "core/degrade/rows.h"

namespace adapnet::degrade {

namespace {

std::vector<KernelTap> normalised(const std::map<std::pair<int, int>, double>& weights) {
    double sum = 0;
    for (const auto& [offset, weight] : weights) sum += weight;
    std::vector<KernelTap> taps;
    for (const auto& [offset, weight] : weights) {
        if (weight > 0) taps.push_back({offset.second, offset.first, static_cast<float>(weight / sum)});
    }
    return taps;
}

// The bytes of `area` with `reachX`, `reachY` pixels around it; beyond the picture its border is repeated.
cv::Mat padded(const cv::Mat& rgb, const cv::Rect& area, int reachX, int reachY) {
    cv::Mat result(area.height + 2 * reachY, area.width + 2 * reachX, CV_8UC3);
    for (int y = 0; y < result.rows; ++y) {
        const auto* in = rgb.ptr<cv::Vec3b>(std::clamp(area.y - reachY + y, 0, rgb.rows - 1));
        auto* out = result.ptr<cv::Vec3b>(y);
        for (int x = 0; x < result.cols; ++x) out[x] = in[std::clamp(area.x - reachX + x, 0, rgb.cols - 1)];
    }
    return result;
}

// Neighbouring taps of one kernel row with the same weight: offsets first..last.
struct Run {
    int dy = 0;
    int first = 0;
    int last = 0;
    float weight = 0;
};

// Shorter runs are cheaper tap by tap.
constexpr int kLeastRun = 4;

struct SplitKernel {
    std::vector<Run> runs;
    std::vector<KernelTap> taps;
};

SplitKernel splitKernel(const std::vector<KernelTap>& kernel) {
    std::vector<Run> all;
    for (const KernelTap& tap : kernel) {  // sorted by row, then column
        if (!all.empty() && all.back().dy == tap.dy && all.back().last + 1 == tap.dx &&
            all.back().weight == tap.weight)
            all.back().last = tap.dx;
        else
            all.push_back({tap.dy, tap.dx, tap.dx, tap.weight});
    }
    SplitKernel split;
    for (const Run& run : all) {
        if (run.last - run.first + 1 >= kLeastRun) {
            split.runs.push_back(run);
        } else {
            for (int dx = run.first; dx <= run.last; ++dx) split.taps.push_back({dx, run.dy, run.weight});
        }
    }
    return split;
}

// Row-wise running sums: the sum of columns a..b-1 is at(b) - at(a). One column more than the picture.
cv::Mat runningSums(const cv::Mat& bytes) {
    cv::Mat sums(bytes.rows, bytes.cols + 1, CV_32SC3);
    for (int y = 0; y < bytes.rows; ++y) {
        const std::uint8_t* in = bytes.ptr<std::uint8_t>(y);
        auto* out = sums.ptr<std::int32_t>(y);
        out[0] = out[1] = out[2] = 0;
        for (int x = 0; x < bytes.cols * 3; ++x) out[x + 3] = out[x] + in[x];
    }
    return sums;
}

}  // namespace

std::vector<KernelTap> lineKernel(int length, double angleRadians) {
    const int half = std::max(1, (length - 1) / 2);
    const SineCosine direction = portableSineCosine(angleRadians / (2 * std::numbers::pi));
    std::map<std::pair<int, int>, double> weights;
    for (int t = -half; t <= half; ++t) {
        const double x = t * direction.cosine;
        const double y = -t * direction.sine;
        const int x0 = static_cast<int>(std::floor(x));
        const int y0 = static_cast<int>(std::floor(y));
        const double fx = x - x0;
        const double fy = y - y0;
        weights[{y0, x0}] += (1 - fx) * (1 - fy);
        weights[{y0, x0 + 1}] += fx * (1 - fy);
        weights[{y0 + 1, x0}] += (1 - fx) * fy;
        weights[{y0 + 1, x0 + 1}] += fx * fy;
    }
    return normalised(weights);
}

std::vector<KernelTap> diskKernel(double radius) {
    const int reach = static_cast<int>(roundHalfUp(radius));
    std::map<std::pair<int, int>, double> weights;
    for (int dy = -reach; dy <= reach; ++dy) {
        for (int dx = -reach; dx <= reach; ++dx) {
            const double distance = std::sqrt(static_cast<double>(dx * dx + dy * dy));
            weights[{dy, dx}] = std::clamp(radius + 0.5 - distance, 0.0, 1.0);
        }
    }
    return normalised(weights);
}

cv::Mat applyKernel(const cv::Mat& rgb, const std::vector<KernelTap>& kernel, const cv::Rect& part) {
    const cv::Rect area = partOrAll(rgb, part);
    int reach = 0;
    for (const KernelTap& tap : kernel) reach = std::max({reach, std::abs(tap.dx), std::abs(tap.dy)});
    const cv::Mat bytes = padded(rgb, area, reach, reach);
    const cv::Mat floats = toFloat(bytes);
    const SplitKernel split = splitKernel(kernel);
    const cv::Mat sums = split.runs.empty() ? cv::Mat() : runningSums(bytes);
    // The kernels here are lines and disks: walking their few taps beats a dense filter, and unlike a Fourier
    // transform it gives the same bits on every processor.
    cv::Mat result = cv::Mat::zeros(area.size(), CV_32FC3);
    const int samples = area.width * 3;
    forEachRow(result, [&](int y) {
        float* out = result.ptr<float>(y);
        for (const Run& run : split.runs) {
            const float weight = run.weight;
            const auto* row = sums.ptr<std::int32_t>(y + reach + run.dy);
            const auto* from = row + std::ptrdiff_t{3} * (reach + run.first);
            const auto* to = row + std::ptrdiff_t{3} * (reach + run.last + 1);
            for (int x = 0; x < samples; ++x) out[x] += weight * static_cast<float>(to[x] - from[x]);
        }
        for (const KernelTap& tap : split.taps) {
            const float weight = tap.weight;
            const float* in = floats.ptr<float>(y + reach + tap.dy) + std::ptrdiff_t{3} * (reach + tap.dx);
            for (int x = 0; x < samples; ++x) out[x] += weight * in[x];
        }
    });
    return toBytes(result);
}

cv::Mat gaussianBlur(const cv::Mat& rgb, double sigma, const cv::Rect& part) {
    const cv::Rect area = partOrAll(rgb, part);
    const int radius = static_cast<int>(4 * sigma + 0.5);
    if (radius == 0) return rgb(area).clone();
    std::vector<double> weights;
    double sum = 0;
    for (int i = -radius; i <= radius; ++i) {
        weights.push_back(portableExp(-i * i / (2 * sigma * sigma)));
        sum += weights.back();
    }
    std::vector<float> kernel;
    for (const double weight : weights) kernel.push_back(static_cast<float>(weight / sum));
    // Not cv::sepFilter2D: its last bits depend on the processor's vector unit.
    const int samples = area.width * 3;
    const int top = std::max(0, area.y - radius);
    const int bottom = std::min(rgb.rows, area.y + area.height + radius);
    const cv::Mat wide = toFloat(padded(rgb, {area.x, top, area.width, bottom - top}, radius, 0));
    cv::Mat narrow = cv::Mat::zeros(bottom - top, area.width, CV_32FC3);
    forEachRow(narrow, [&](int y) {
        const float* in = wide.ptr<float>(y);
        float* out = narrow.ptr<float>(y);
        for (const float weight : kernel) {
            for (int x = 0; x < samples; ++x) out[x] += weight * in[x];
            in += 3;
        }
    });
    cv::Mat result = cv::Mat::zeros(area.size(), CV_32FC3);
    forEachRow(result, [&](int y) {
        float* out = result.ptr<float>(y);
        for (int k = -radius; k <= radius; ++k) {
            const float weight = kernel[static_cast<std::size_t>(k + radius)];
            const float* in = narrow.ptr<float>(std::clamp(area.y + y + k, 0, rgb.rows - 1) - top);
            for (int x = 0; x < samples; ++x) out[x] += weight * in[x];
        }
    });
    return toBytes(result);
}

}  // namespace adapnet::degrade
