#include "core/degrade/weather.h"

#include <algorithm>
#include <cmath>

#include "core/degrade/filters.h"
#include "core/degrade/portable_math.h"

namespace adapnet::degrade {

namespace {

// Where an output pixel lies between two nodes of a lattice with `cells` cells.
struct Between {
    std::size_t node = 0;
    double fraction = 0;
};

std::vector<Between> latticePlaces(int pixels, int cells) {
    std::vector<Between> places;
    for (int i = 0; i < pixels; ++i) {
        const double at = (i + 0.5) * cells / pixels;
        const double node = std::min(std::floor(at), cells - 1.0);
        places.push_back({static_cast<std::size_t>(node), at - node});
    }
    return places;
}

void addOctave(cv::Mat& field, int cells, double weight, RandomStream& stream) {
    const std::size_t stride = static_cast<std::size_t>(cells) + 1;
    std::vector<double> nodes(stride * stride);
    for (double& node : nodes) node = stream.uniform();
    const auto columns = latticePlaces(field.cols, cells);
    const auto rows = latticePlaces(field.rows, cells);
    for (int y = 0; y < field.rows; ++y) {
        const Between& row = rows[static_cast<std::size_t>(y)];
        const double* upper = nodes.data() + row.node * stride;
        const double* lower = upper + stride;
        double* out = field.ptr<double>(y);
        for (int x = 0; x < field.cols; ++x) {
            const Between& column = columns[static_cast<std::size_t>(x)];
            const double fx = column.fraction;
            const double above = upper[column.node] * (1 - fx) + upper[column.node + 1] * fx;
            const double below = lower[column.node] * (1 - fx) + lower[column.node + 1] * fx;
            out[x] += weight * (above * (1 - row.fraction) + below * row.fraction);
        }
    }
}

}  // namespace

cv::Mat fogField(cv::Size size, double decay, RandomStream stream) {
    constexpr int kOctaves = 5;
    cv::Mat field = cv::Mat::zeros(size, CV_64F);
    double weight = 1;
    for (int octave = 0; octave < kOctaves; ++octave) {
        addOctave(field, 4 << octave, weight, stream);
        weight /= decay;
    }
    double low = 0;
    double high = 0;
    cv::minMaxLoc(field, &low, &high);
    if (!(high > low)) return cv::Mat::zeros(size, CV_64F);
    for (int y = 0; y < field.rows; ++y) {
        double* row = field.ptr<double>(y);
        for (int x = 0; x < field.cols; ++x) row[x] = (row[x] - low) / (high - low);
    }
    return field;
}

cv::Mat fog(const cv::Mat& rgb, double amount, double decay, const RandomStream& stream) {
    double largest = 0;
    cv::minMaxLoc(rgb.reshape(1), nullptr, &largest);
    const double brightest = largest / 255;
    if (!(brightest + amount > 0)) return rgb.clone();
    const double scale = brightest / (brightest + amount);
    const cv::Mat field = fogField(rgb.size(), decay, stream);
    cv::Mat result(rgb.size(), CV_8UC3);
    for (int y = 0; y < rgb.rows; ++y) {
        const auto* in = rgb.ptr<cv::Vec3b>(y);
        const double* veil = field.ptr<double>(y);
        auto* out = result.ptr<cv::Vec3b>(y);
        for (int x = 0; x < rgb.cols; ++x) {
            for (int c = 0; c < 3; ++c)
                out[x][c] = toGreyLevel((in[x][c] / 255.0 + amount * veil[x]) * scale);
        }
    }
    return result;
}

cv::Mat rainMask(cv::Size size, int streaks, double sizeFactor, RandomStream stream) {
    cv::Mat mask = cv::Mat::zeros(size, CV_8U);
    for (int i = 0; i < streaks; ++i) {
        const double x0 = size.width * stream.uniform();
        const double y0 = size.height * stream.uniform();
        const double length = sizeFactor * (9 + 16 * stream.uniform());
        const SineCosine slope = portableSineCosine((75 + 30 * stream.uniform()) / 360);
        const int steps = static_cast<int>(std::ceil(2 * length));
        for (int s = 0; s <= steps; ++s) {
            const int x = static_cast<int>(std::floor(x0 + 0.5 * s * slope.cosine));
            const int y = static_cast<int>(std::floor(y0 + 0.5 * s * slope.sine));
            if (x >= 0 && y >= 0 && x < size.width && y < size.height) mask.at<std::uint8_t>(y, x) = 255;
        }
    }
    return mask;
}

cv::Mat rain(const cv::Mat& rgb, int streaks, double strength, const RandomStream& stream) {
    constexpr double kDropLevel = 0.8;
    constexpr double kHaze = 0.9;  // contrast left by the air between
    const cv::Mat mask = rainMask(rgb.size(), streaks, sizeFactor(rgb), stream);
    const auto wet = [&](std::uint8_t grey) {
        const double v = grey / 255.0;
        return v + strength * (kDropLevel - v);
    };
    cv::Vec3d sum;
    for (int y = 0; y < rgb.rows; ++y) {
        const auto* in = rgb.ptr<cv::Vec3b>(y);
        const auto* drop = mask.ptr<std::uint8_t>(y);
        for (int x = 0; x < rgb.cols; ++x) {
            for (int c = 0; c < 3; ++c) sum[c] += drop[x] != 0 ? wet(in[x][c]) : in[x][c] / 255.0;
        }
    }
    const cv::Vec3d mean = sum / static_cast<double>(rgb.total());
    cv::Mat result(rgb.size(), CV_8UC3);
    for (int y = 0; y < rgb.rows; ++y) {
        const auto* in = rgb.ptr<cv::Vec3b>(y);
        const auto* drop = mask.ptr<std::uint8_t>(y);
        auto* out = result.ptr<cv::Vec3b>(y);
        for (int x = 0; x < rgb.cols; ++x) {
            for (int c = 0; c < 3; ++c) {
                const double v = drop[x] != 0 ? wet(in[x][c]) : in[x][c] / 255.0;
                out[x][c] = toGreyLevel((v - mean[c]) * kHaze + mean[c]);
            }
        }
    }
    return result;
}

std::vector<Cover> covers(cv::Size size, int count, double share, RandomStream stream) {
    const double area = share * size.height * size.width;
    const auto side = [](double length, int limit) {
        return static_cast<int>(std::clamp(roundHalfUp(length), 1.0, static_cast<double>(limit)));
    };
    const auto grey = [&] { return static_cast<std::uint8_t>(256 * stream.uniform()); };
    std::vector<Cover> all;
    for (int i = 0; i < count; ++i) {
        const double aspect = 0.5 + 1.5 * stream.uniform();
        Cover cover;
        cover.area.width = side(std::sqrt(area * aspect), size.width);
        cover.area.height = side(std::sqrt(area / aspect), size.height);
        cover.area.x = static_cast<int>(stream.uniform() * (size.width - cover.area.width + 1));
        cover.area.y = static_cast<int>(stream.uniform() * (size.height - cover.area.height + 1));
        for (int c = 0; c < 3; ++c) cover.colour[c] = grey();
        all.push_back(cover);
    }
    return all;
}

cv::Mat occlude(const cv::Mat& rgb, int count, double share, const RandomStream& stream) {
    cv::Mat result = rgb.clone();
    for (const Cover& cover : covers(rgb.size(), count, share, stream))
        result(cover.area).setTo(cv::Scalar(cover.colour));
    return result;
}

}  // namespace adapnet::degrade
