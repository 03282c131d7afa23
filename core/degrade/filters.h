// The arithmetic shared by protocol noiser-v1 and the degradations of the stack: noise, blurs, resampling,
// kernels. All functions are pure, own nothing and may be called from any thread.
//
// Conventions: pictures are CV_8UC3 in R, G, B order; v = value / 255; results are floor(255 clip(v) + 0.5).
// Fresh streams only: numbers are read by position from the stream's key, so that rows may be computed in
// any order. Intermediate pictures are CV_32FC3 in grey levels (0..255).
//
// Where a function takes `part`, it computes this region of the result only (empty: all of it), with the same
// bytes as the whole result has there.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

#include "core/base/random.h"

namespace adapnet::degrade {

// floor(x + 0.5), the rounding rule of the protocol.
inline double roundHalfUp(double x) {
    return std::floor(x + 0.5);
}
// A grey level 0..255 from v in 0..1 (outside values are clipped, NaN becomes 0).
inline std::uint8_t toGreyLevel(double v) {
    if (!(v > 0)) return 0;
    return v >= 1 ? 255 : static_cast<std::uint8_t>(255 * v + 0.5);
}

// `part`, or the whole picture for an empty one.
cv::Rect partOrAll(const cv::Mat& rgb, const cv::Rect& part);

// clip(min(H, W) / 224, 0.5, 4): by this the blurs of the protocol grow with the picture.
double sizeFactor(const cv::Mat& rgb);

// curve[value] + scale[value] * n, n standard normal. `curve` and `scale` are in v units; one number
// for each sample in the order rows, columns, channels. Serves gaussian noise, speckle and low light.
cv::Mat addNormalNoise(const cv::Mat& rgb, const std::array<double, 256>& curve,
                       const std::array<double, 256>& scale, const RandomStream& stream,
                       const cv::Rect& part = {});
cv::Mat gaussianNoise(const cv::Mat& rgb, double sigma, const RandomStream& stream,
                      const cv::Rect& part = {});
cv::Mat speckleNormal(const cv::Mat& rgb, double sigma, const RandomStream& stream,
                      const cv::Rect& part = {});
// v (1 + U(-amplitude, amplitude)), one draw for each sample.
cv::Mat speckleUniform(const cv::Mat& rgb, double amplitude, const RandomStream& stream,
                       const cv::Rect& part = {});
// Poisson(rate v) / rate by multiplication of uniform draws.
cv::Mat shotNoise(const cv::Mat& rgb, double rate, RandomStream stream);
// a v^gamma + sigma n.
cv::Mat lowLight(const cv::Mat& rgb, double gain, double gamma, double sigma, const RandomStream& stream,
                 const cv::Rect& part = {});
// (v - mean) factor + mean with the mean of each channel of the whole picture.
cv::Mat contrast(const cv::Mat& rgb, double factor);
// Two draws for each sample (u, u'): u < amount replaces it by 0 (u' < 0.5) or 255.
cv::Mat impulsePerSample(const cv::Mat& rgb, double amount, const RandomStream& stream,
                         const cv::Rect& part = {});
// The same with two draws for each pixel: the whole pixel becomes black or white.
cv::Mat impulsePerPixel(const cv::Mat& rgb, double amount, const RandomStream& stream,
                        const cv::Rect& part = {});
// Baseline JPEG with 4:2:0 chroma, encoded and decoded in memory.
cv::Mat jpegRoundTrip(const cv::Mat& rgb, int quality);

// One non-zero entry of a small kernel, offset from its centre.
struct KernelTap {
    int dx = 0;
    int dy = 0;
    float weight = 0;
};
// Line of `length` pixels (odd; even lengths count one less, the shortest is 3) through the centre at
// `angleRadians`, counter-clockwise with y up; splatted bilinearly, sum 1.
std::vector<KernelTap> lineKernel(int length, double angleRadians);
// Disk with a soft rim, sum 1.
std::vector<KernelTap> diskKernel(double radius);
// Correlation with replicated border pixels. Runs of equal weights in a row of the kernel are summed once for
// all pixels, so a disk costs its rim, not its area.
cv::Mat applyKernel(const cv::Mat& rgb, const std::vector<KernelTap>& kernel, const cv::Rect& part = {});
// Separable, radius int(4 sigma + 0.5), replicated border. sigma > 0.
cv::Mat gaussianBlur(const cv::Mat& rgb, double sigma, const cv::Rect& part = {});

// CV_32FC3 in grey levels, and back with rounding half up.
cv::Mat toFloat(const cv::Mat& rgb);
cv::Mat toBytes(const cv::Mat& rgb32);
// Output sample i of m averages the input interval [i n/m, (i+1) n/m). CV_32FC3 in grey levels.
cv::Mat areaAverage(const cv::Mat& rgb, cv::Size size, const cv::Rect& part = {});
// Area average down to max(minimumSide, round(n / factor)) on each axis, bilinear up again.
cv::Mat lowResolution(const cv::Mat& rgb, double factor, int minimumSide, const cv::Rect& part = {});
// Area average down to max(1, floor(n scale)) on each axis, nearest up: source index floor(i m / n).
// 0 < scale <= 1.
cv::Mat pixelate(const cv::Mat& rgb, double scale, const cv::Rect& part = {});

// Haar approximation band of a CV_32F picture with any number of channels, `level` times:
// LL = (a + b + c + d) / 2 of each 2 x 2 block. Odd sides are completed by repeating the last row or column.
cv::Mat haarApproximation(const cv::Mat& picture32, int level);
// The approximation divided by 2^level, so that brightness stays, replicated to the old size.
cv::Mat haarResolutionLoss(const cv::Mat& rgb, int level, const cv::Rect& part = {});

// Motion in the frequency domain: H(u, v) = t / phi sin(phi) exp(-i phi), phi = pi (u a + v b) + 1e-5, with u
// along columns and v along rows in whole cycles over the picture.
struct FrequencyMotion {
    double t = 1;
    double a = 0;
    double b = 0;
    // Zero the bins of frequency -1 and 0 on both axes first, as the degraded-samples study does.
    bool dropLowest = false;
};
// One channel in and out, CV_64F.
cv::Mat filterMotion(const cv::Mat& channel64, const FrequencyMotion& motion);
// All channels; with `dropLowest` the result is stretched from its smallest to its largest sample (zeros if
// constant), as in the study, because the mean is gone.
cv::Mat frequencyMotionBlur(const cv::Mat& rgb, const FrequencyMotion& motion);

}  // namespace adapnet::degrade
