#include "core/demo/weather.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/demo/paint.h"

namespace adapnet::demo {

namespace {

// picture = picture (1 - mask a) + colour mask a
void blendMask(cv::Mat& picture, const cv::Mat& mask, const Rgb& colour, double amount) {
    for (int y = 0; y < picture.rows; ++y) {
        auto* row = picture.ptr<cv::Vec3b>(y);
        const auto* m = mask.ptr<std::uint8_t>(y);
        for (int x = 0; x < picture.cols; ++x) {
            if (m[x] == 0) continue;
            const double a = amount * m[x] / 255;
            for (int k = 0; k < 3; ++k)
                row[x][k] = cv::saturate_cast<std::uint8_t>(row[x][k] * (1 - a) + colour[k] * a);
        }
    }
}

}  // namespace

Conditions makeConditions(RandomStream& stream, bool outdoors, Effort effort) {
    const bool strong = effort == Effort::Hard;
    Conditions c;
    c.strength = strong ? stream.uniform(0.5, 1.0) : stream.uniform(0.0, 0.35);
    const double side = stream.uniform(-1.0, 1.0);
    c.light.direction = {side, stream.uniform(0.25, 0.9), stream.uniform(0.15, 0.9)};
    const double hard = stream.uniform(0.15, strong ? 0.95 : 0.7);  // sun against shade
    Rgb sun{1, 0.98, 0.94};
    Rgb shade{0.92, 0.97, 1.06};
    const double mood = stream.uniform();
    if (outdoors) {
        if (mood < 0.22) sun = {1.12, 0.88, 0.62};
        if (mood > 0.8) sun = {0.9, 0.98, 1.1};
        const double night = strong ? 0.22 : effort == Effort::Easy ? 0.05 : 0;
        if (chance(stream, night)) c.light.night = stream.uniform(0.75, 1.0);
        const double kind = stream.uniform();
        const double bad = strong ? 0.6 : effort == Effort::Easy ? 0.22 : 0;
        if (kind < bad)
            c.weather = kind < bad * 0.4 ? Weather::Haze : kind < bad * 0.7 ? Weather::Rain : Weather::Snow;
    } else {
        if (mood < 0.35)
            sun = {1.12, 0.95, 0.72};
        else if (mood < 0.5)
            sun = {0.94, 1.04, 0.92};
        shade = mix(sun, {1, 1, 1}, 0.5);
    }
    const double exposure = strong ? stream.uniform(0.55, 1.2) : stream.uniform(0.85, 1.1);
    c.light.sun = sun * (hard * exposure);
    c.light.ambient = shade * ((1.02 - 0.62 * hard) * exposure);
    if (c.light.night > 0) {
        const double dim = stream.uniform(0.36, 0.58);
        c.light.ambient = Rgb(0.75, 0.82, 1.1) * dim;
        c.light.sun = Rgb(1.1, 0.85, 0.6) * (dim * stream.uniform(0.1, 0.9));
    }
    const double grey = stream.uniform(170, 225);
    c.haze = c.light.night > 0 ? Rgb(40, 44, 62) : Rgb(grey, grey * 1.01, grey * 1.04);
    return c;
}

void paintWeather(cv::Mat& picture, RandomStream& stream, const Conditions& c) {
    const double amount = 0.35 + 0.65 * c.strength;
    if (c.weather == Weather::Clear) return;
    if (c.weather == Weather::Haze) {
        // Thicker in the distance, which lies in the upper half of most photos, and never quite even.
        const cv::Mat banks = fractalNoise(stream, {picture.cols / 4, picture.rows / 4}, 3, 3);
        cv::Mat mask(banks.size(), CV_8U);
        for (int y = 0; y < mask.rows; ++y) {
            for (int x = 0; x < mask.cols; ++x) {
                const double far = 1 - 0.35 * y / mask.rows;
                mask.at<std::uint8_t>(y, x) =
                    cv::saturate_cast<std::uint8_t>(255 * far * (0.85 + 0.2 * banks.at<float>(y, x)));
            }
        }
        cv::resize(mask, mask, picture.size(), 0, 0, cv::INTER_LINEAR);
        blendMask(picture, mask, c.haze, 0.25 + 0.4 * amount);
        return;
    }
    cv::Mat mask(picture.size(), CV_8U, cv::Scalar(0));
    const bool rain = c.weather == Weather::Rain;
    const double lean = stream.uniform(-0.35, 0.35);
    const int count = static_cast<int>((rain ? 420 : 520) * amount * picture.total() / (640.0 * 480));
    for (int i = 0; i < count; ++i) {
        const double x = stream.uniform(0, picture.cols);
        const double y = stream.uniform(0, picture.rows);
        const double near = stream.uniform();
        const cv::Scalar light(80 + 150 * near);
        if (rain) {
            const double length = 10 + 34 * near;
            cv::line(mask, cv::Point(cvRound(x * 8), cvRound(y * 8)),
                     cv::Point(cvRound((x + lean * length) * 8), cvRound((y + length) * 8)), light,
                     near > 0.85 ? 2 : 1, cv::LINE_AA, 3);
        } else {
            const double r = 0.7 + 3.2 * near * near * near;
            cv::circle(mask, cv::Point(cvRound(x * 8), cvRound(y * 8)), cvRound(r * 8), light, cv::FILLED,
                       cv::LINE_AA, 3);
        }
    }
    cv::blur(mask, mask, {3, 3});
    // Bad weather is also dull weather.
    blendMask(picture, cv::Mat(picture.size(), CV_8U, cv::Scalar(255)), c.haze * 0.85, 0.12 + 0.2 * amount);
    blendMask(picture, mask, c.light.night > 0 ? Rgb(150, 154, 165) : Rgb(240, 243, 248), rain ? 0.5 : 0.9);
}

void paintLightPatches(cv::Mat& picture, RandomStream& stream, bool indoors, double strength) {
    const cv::Size small(picture.cols / 4, picture.rows / 4);
    cv::Mat mask(small, CV_8U, cv::Scalar(0));
    const int kind = indoors ? pick(stream, 3) : 1 + pick(stream, 2);
    if (kind == 0) {  // blinds
        const double step = stream.uniform(10, 26);
        const double tilt = stream.uniform(-0.6, 0.6);
        for (double y = -small.height; y < 2 * small.height; y += step) {
            const std::vector<cv::Point> bar{{0, cvRound(y)},
                                             {small.width, cvRound(y + tilt * small.width)},
                                             {small.width, cvRound(y + tilt * small.width + step * 0.45)},
                                             {0, cvRound(y + step * 0.45)}};
            cv::fillConvexPoly(mask, bar, cv::Scalar(255), cv::LINE_AA);
        }
    } else if (kind == 1) {  // leaves
        const cv::Mat noise = fractalNoise(stream, small, 9, 3);
        for (int y = 0; y < small.height; ++y) {
            for (int x = 0; x < small.width; ++x)
                mask.at<std::uint8_t>(y, x) =
                    cv::saturate_cast<std::uint8_t>(110 + 300 * noise.at<float>(y, x));
        }
    } else {  // the edge of something large
        const double x1 = stream.uniform(-0.2, 1.2) * small.width;
        const double x2 = stream.uniform(-0.2, 1.2) * small.width;
        const bool left = chance(stream, 0.5);
        const int edge = left ? 0 : small.width;
        cv::fillConvexPoly(
            mask,
            std::vector<cv::Point>{
                {edge, 0}, {cvRound(x1), 0}, {cvRound(x2), small.height}, {edge, small.height}},
            cv::Scalar(255), cv::LINE_AA);
    }
    cv::blur(mask, mask, {3, 3});
    cv::resize(mask, mask, picture.size(), 0, 0, cv::INTER_LINEAR);
    blendMask(picture, mask, {12, 14, 26}, strength);
}

void takePhoto(cv::Mat& picture, RandomStream& stream, const Conditions& c) {
    if (chance(stream, 0.25 + 0.5 * c.strength)) {
        cv::GaussianBlur(picture, picture, {0, 0}, stream.uniform(0.35, 0.6 + 1.0 * c.strength));
    }
    if (c.strength > 0.5 && chance(stream, 0.25)) {  // the hand shook
        const int length = between(stream, 3, 9);
        const double angle = stream.uniform(0, 3.1416);
        cv::Mat kernel(length * 2 + 1, length * 2 + 1, CV_32F, cv::Scalar(0));
        const cv::Point2d d(std::cos(angle) * length / 2, std::sin(angle) * length / 2);
        for (int i = -20; i <= 20; ++i) {
            kernel.at<float>(cvRound(length + d.y * i / 20), cvRound(length + d.x * i / 20)) = 1;
        }
        kernel /= cv::sum(kernel)[0];
        cv::filter2D(picture, picture, -1, kernel, {-1, -1}, 0, cv::BORDER_REPLICATE);
    }
    const double temperature = stream.uniform(-1, 1) * (0.05 + 0.1 * c.strength);
    const Rgb balance{1 + temperature, 1 + stream.uniform(-0.02, 0.02), 1 - temperature};
    const double contrast = stream.uniform(0.86, 1.14) - 0.15 * c.strength * stream.uniform();
    const double lift = stream.uniform(-8, 8);
    const double fall = stream.uniform(-0.16, 0.16) * (0.5 + c.strength);
    const double tilt = stream.uniform(-0.14, 0.14) * (0.5 + c.strength);
    const double vignette = stream.uniform(0, 0.28);
    const double noise =
        stream.uniform(0.6, 2.6) + (c.light.night > 0 ? 4 : 0) + 3.5 * c.strength * stream.uniform();
    constexpr int kGrain = 160;
    cv::Mat grain(kGrain, kGrain, CV_32FC3);
    for (int y = 0; y < kGrain; ++y) {
        auto* row = grain.ptr<cv::Vec3f>(y);
        for (int x = 0; x < kGrain; ++x) {
            const double grey = stream.normal();
            for (int k = 0; k < 3; ++k)
                row[x][k] = static_cast<float>(noise * (0.8 * grey + 0.9 * (stream.uniform() * 2 - 1)));
        }
    }
    const int gx = pick(stream, kGrain);
    const int gy = pick(stream, kGrain);
    const auto wide = static_cast<double>(picture.cols);
    const auto tall = static_cast<double>(picture.rows);
    for (int y = 0; y < picture.rows; ++y) {
        auto* row = picture.ptr<cv::Vec3b>(y);
        const auto* g = grain.ptr<cv::Vec3f>((y + gy) % kGrain);
        const double v = y / tall - 0.5;
        for (int x = 0; x < picture.cols; ++x) {
            const double u = x / wide - 0.5;
            const double gain = (1 + fall * u * 2 + tilt * v * 2) * (1 - vignette * (u * u + v * v) * 2);
            const auto& n = g[(x + gx) % kGrain];
            for (int k = 0; k < 3; ++k) {
                const double value = (row[x][k] * gain * balance[k] - 128) * contrast + 128 + lift + n[k];
                row[x][k] = cv::saturate_cast<std::uint8_t>(value);
            }
        }
    }
}

}  // namespace adapnet::demo
