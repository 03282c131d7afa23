#include "core/degrade/noiser.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/degrade/filters.h"
#include "core/degrade/weather.h"

namespace adapnet::degrade {

namespace {

using Levels = std::array<double, 5>;

constexpr Levels kGaussianSigma{0.08, 0.12, 0.18, 0.26, 0.38};
constexpr Levels kShotRate{60, 25, 12, 5, 3};
constexpr Levels kBlurSigma{1, 2, 3, 4, 6};
constexpr Levels kMotionLength{7, 11, 15, 21, 31};
constexpr Levels kJpegQuality{25, 18, 15, 10, 7};
constexpr Levels kLowResolutionFactor{2, 3, 4, 6, 8};
constexpr Levels kLowLightGain{0.9, 0.8, 0.7, 0.6, 0.5};
constexpr Levels kLowLightGamma{1.5, 2, 2.5, 3, 3.5};
constexpr Levels kLowLightSigma{0.01, 0.02, 0.03, 0.04, 0.05};
constexpr Levels kContrastFactor{0.4, 0.3, 0.2, 0.1, 0.05};
constexpr Levels kImpulseAmount{0.03, 0.06, 0.09, 0.17, 0.27};
constexpr Levels kSpeckleSigma{0.15, 0.2, 0.35, 0.45, 0.6};
constexpr Levels kDefocusRadius{3, 4, 6, 8, 10};
constexpr Levels kPixelateScale{0.6, 0.5, 0.4, 0.3, 0.25};
constexpr Levels kFogAmount{1.5, 2, 2.5, 2.5, 3};
constexpr Levels kFogDecay{2, 2, 1.7, 1.5, 1.4};
constexpr double kCoveredShare = 0.08;

cv::Mat motionBlur(const cv::Mat& rgb, double baseLength, RandomStream stream) {
    const double angle = std::numbers::pi * stream.uniform();
    const int length = std::max(3, 2 * static_cast<int>(std::floor(baseLength * sizeFactor(rgb) / 2)) + 1);
    return applyKernel(rgb, lineKernel(length, angle));
}

cv::Mat rainOfSeverity(const cv::Mat& rgb, int severity, const RandomStream& stream) {
    const double streaks = 0.0015 * rgb.rows * rgb.cols * severity / 3;
    return rain(rgb, static_cast<int>(std::max(1.0, roundHalfUp(streaks))), 0.35 + 0.1 * severity, stream);
}

}  // namespace

Result<cv::Mat> noiserDegrade(const cv::Mat& rgb, std::string_view kind, int severity, RandomStream stream) {
    if (rgb.empty() || rgb.type() != CV_8UC3) {
        return fail(ErrorCode::BadInput, "a degradation needs an 8-bit RGB picture");
    }
    if (severity < 1 || severity > 5) {
        return fail(ErrorCode::BadInput, "severity must be 1, 2, 3, 4 or 5");
    }
    const auto level = static_cast<std::size_t>(severity - 1);
    if (kind == "gaussian_noise") return gaussianNoise(rgb, kGaussianSigma[level], stream);
    if (kind == "shot_noise") return shotNoise(rgb, kShotRate[level], stream);
    if (kind == "gaussian_blur") return gaussianBlur(rgb, kBlurSigma[level] * sizeFactor(rgb));
    if (kind == "motion_blur") return motionBlur(rgb, kMotionLength[level], stream);
    if (kind == "jpeg") return jpegRoundTrip(rgb, static_cast<int>(kJpegQuality[level]));
    if (kind == "low_resolution") return lowResolution(rgb, kLowResolutionFactor[level], 4);
    if (kind == "low_light") {
        return lowLight(rgb, kLowLightGain[level], kLowLightGamma[level], kLowLightSigma[level], stream);
    }
    if (kind == "contrast") return contrast(rgb, kContrastFactor[level]);
    if (kind == "impulse_noise") return impulsePerSample(rgb, kImpulseAmount[level], stream);
    if (kind == "speckle_noise") return speckleNormal(rgb, kSpeckleSigma[level], stream);
    if (kind == "defocus_blur") return applyKernel(rgb, diskKernel(kDefocusRadius[level] * sizeFactor(rgb)));
    if (kind == "pixelate") return pixelate(rgb, kPixelateScale[level]);
    if (kind == "fog") return fog(rgb, kFogAmount[level], kFogDecay[level], stream);
    if (kind == "rain") return rainOfSeverity(rgb, severity, stream);
    if (kind == "occlusion") return occlude(rgb, severity, kCoveredShare, stream);
    return fail(ErrorCode::BadInput, "unknown kind of protocol noiser-v1: " + std::string(kind));
}

}  // namespace adapnet::degrade
