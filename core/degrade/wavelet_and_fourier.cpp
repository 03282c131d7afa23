// The degradations of the degraded-samples study that leave the pixel domain.
#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "core/degrade/filters.h"
#include "core/degrade/portable_math.h"

namespace adapnet::degrade {

namespace {

cv::Mat haarOnce(const cv::Mat& picture32) {
    cv::Mat even;
    cv::copyMakeBorder(picture32, even, 0, picture32.rows % 2, 0, picture32.cols % 2, cv::BORDER_REPLICATE);
    const int channels = even.channels();
    cv::Mat band(even.rows / 2, even.cols / 2, even.type());
    for (int y = 0; y < band.rows; ++y) {
        const float* upper = even.ptr<float>(2 * y);
        const float* lower = even.ptr<float>(2 * y + 1);
        float* out = band.ptr<float>(y);
        for (int x = 0; x < band.cols; ++x) {
            for (int c = 0; c < channels; ++c) {
                const int left = 2 * x * channels + c;
                const int right = left + channels;
                *out++ = (upper[left] + upper[right] + lower[left] + lower[right]) / 2;
            }
        }
    }
    return band;
}

// The signed frequency of bin i of n: 0, 1, ..., -2, -1.
int frequencyOf(int bin, int n) {
    return bin < (n + 1) / 2 ? bin : bin - n;
}

bool isLowest(int frequency) {
    return frequency == 0 || frequency == -1;
}

}  // namespace

cv::Mat haarApproximation(const cv::Mat& picture32, int level) {
    cv::Mat band = picture32;
    for (int i = 0; i < level; ++i) band = haarOnce(band);
    return band;
}

cv::Mat haarResolutionLoss(const cv::Mat& rgb, int level, const cv::Rect& part) {
    const int block = 1 << level;
    const cv::Rect area = partOrAll(rgb, part);
    // Whole blocks; only at the border of the picture there is anything to complete.
    const cv::Point first(area.x / block, area.y / block);
    const cv::Point end((area.x + area.width + block - 1) / block,
                        (area.y + area.height + block - 1) / block);
    const cv::Rect blocks = cv::Rect(first * block, end * block) & cv::Rect(cv::Point(), rgb.size());
    const cv::Mat mean = toBytes(haarApproximation(toFloat(rgb(blocks)), level) / block);
    cv::Mat result(area.size(), CV_8UC3);
    for (int y = 0; y < area.height; ++y) {
        const auto* in = mean.ptr<cv::Vec3b>((area.y + y) / block - first.y);
        auto* out = result.ptr<cv::Vec3b>(y);
        for (int x = 0; x < area.width; ++x) out[x] = in[(area.x + x) / block - first.x];
    }
    return result;
}

cv::Mat filterMotion(const cv::Mat& channel64, const FrequencyMotion& motion) {
    cv::Mat spectrum;
    cv::dft(channel64, spectrum, cv::DFT_COMPLEX_OUTPUT);
    for (int y = 0; y < spectrum.rows; ++y) {
        const int v = frequencyOf(y, spectrum.rows);
        auto* row = spectrum.ptr<std::complex<double>>(y);
        for (int x = 0; x < spectrum.cols; ++x) {
            const int u = frequencyOf(x, spectrum.cols);
            if (motion.dropLowest && isLowest(u) && isLowest(v)) {
                row[x] = 0;
                continue;
            }
            const double phi = std::numbers::pi * (u * motion.a + v * motion.b) + 1e-5;
            const SineCosine turn = portableSineCosine(phi / (2 * std::numbers::pi));
            row[x] *= motion.t / phi * turn.sine * std::complex<double>(turn.cosine, -turn.sine);
        }
    }
    cv::Mat filtered;
    cv::dft(spectrum, filtered, cv::DFT_INVERSE | cv::DFT_SCALE | cv::DFT_COMPLEX_OUTPUT);
    cv::Mat real;
    cv::extractChannel(filtered, real, 0);
    return real;
}

cv::Mat frequencyMotionBlur(const cv::Mat& rgb, const FrequencyMotion& motion) {
    std::array<cv::Mat, 3> channels;
    double smallest = 0;
    double largest = 1;
    for (int c = 0; c < 3; ++c) {
        cv::Mat channel;
        cv::extractChannel(rgb, channel, c);
        channel.convertTo(channel, CV_64F, 1.0 / 255);
        channel = filterMotion(channel, motion);
        double low = 0;
        double high = 0;
        cv::minMaxLoc(channel, &low, &high);
        smallest = c == 0 ? low : std::min(smallest, low);
        largest = c == 0 ? high : std::max(largest, high);
        channels[static_cast<std::size_t>(c)] = channel;
    }
    if (!motion.dropLowest) {
        smallest = 0;
        largest = 1;
    }
    // Rounding leaves a constant picture a little away from constant.
    constexpr double kNoContrast = 1e-9;
    const double scale = largest - smallest > kNoContrast ? 1 / (largest - smallest) : 0;
    cv::Mat result(rgb.size(), CV_8UC3);
    for (int y = 0; y < rgb.rows; ++y) {
        auto* out = result.ptr<cv::Vec3b>(y);
        for (int c = 0; c < 3; ++c) {
            const double* in = channels[static_cast<std::size_t>(c)].ptr<double>(y);
            for (int x = 0; x < rgb.cols; ++x) out[x][c] = toGreyLevel((in[x] - smallest) * scale);
        }
    }
    return result;
}

}  // namespace adapnet::degrade
