#include "core/degrade/filters.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "core/image/image.h"

namespace adapnet::degrade {

namespace {

// Below this many samples starting threads costs more than it saves; training calls with small crops from
// threads of its own.
constexpr std::int64_t kParallelFrom = 1'000'000;

// Calls work(row) for every row, on several threads for large pictures. Rows must not depend on each other.
template <class Work>
void forEachRow(const cv::Mat& picture, const Work& work) {
    const std::int64_t samples = static_cast<std::int64_t>(picture.total()) * picture.channels();
    if (samples < kParallelFrom) {
        for (int y = 0; y < picture.rows; ++y) work(y);
        return;
    }
    cv::parallel_for_(cv::Range(0, picture.rows), [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y) work(y);
    });
}

// Number `n` of the normal sequence of a stream: pairs (u1, u2) give rho cos, then rho sin.
struct NormalPair {
    double first;
    double second;
};
NormalPair normalPairAt(const RandomStream& stream, std::uint64_t pair) {
    const double rho = std::sqrt(-2.0 * std::log(1.0 - stream.at(2 * pair)));
    const double phi = 2.0 * std::numbers::pi * stream.at(2 * pair + 1);
    return {rho * std::cos(phi), rho * std::sin(phi)};
}

// Calls use(x, n) for the samples of one row, where n is the normal number of the sample.
template <class Use>
void normalsOfRow(const RandomStream& stream, std::uint64_t firstSample, int samples, const Use& use) {
    int x = 0;
    if (firstSample % 2 == 1) use(x++, normalPairAt(stream, firstSample / 2).second);
    for (; x + 1 < samples; x += 2) {
        const NormalPair pair = normalPairAt(stream, (firstSample + static_cast<std::uint64_t>(x)) / 2);
        use(x, pair.first);
        use(x + 1, pair.second);
    }
    if (x < samples) {
        use(x, normalPairAt(stream, (firstSample + static_cast<std::uint64_t>(x)) / 2).first);
    }
}

std::uint64_t firstSampleOfRow(const cv::Mat& rgb, int y) {
    return static_cast<std::uint64_t>(y) * static_cast<std::uint64_t>(rgb.cols) * 3;
}

std::array<double, 256> identityCurve() {
    std::array<double, 256> curve{};
    for (std::size_t i = 0; i < curve.size(); ++i) curve[i] = static_cast<double>(i) / 255.0;
    return curve;
}

std::array<double, 256> constantCurve(double value) {
    std::array<double, 256> curve{};
    curve.fill(value);
    return curve;
}

// Weights of one output sample: input positions first, first + 1, ...
struct Span {
    int first = 0;
    std::vector<float> weights;
};

std::vector<Span> areaSpans(int inputSize, int outputSize) {
    std::vector<Span> spans(static_cast<std::size_t>(outputSize));
    const double n = inputSize;
    const double m = outputSize;
    for (int i = 0; i < outputSize; ++i) {
        const double begin = i * n / m;
        const double end = (i + 1) * n / m;
        const int first = std::min(static_cast<int>(begin), inputSize - 1);
        const int last = std::min(static_cast<int>(std::ceil(end)), inputSize);
        Span& span = spans[static_cast<std::size_t>(i)];
        span.first = first;
        double sum = 0;
        std::vector<double> covered;
        for (int j = first; j < std::max(last, first + 1); ++j) {
            covered.push_back(
                std::max(0.0, std::min(end, j + 1.0) - std::max(begin, static_cast<double>(j))));
            sum += covered.back();
        }
        for (const double length : covered) span.weights.push_back(static_cast<float>(length / sum));
    }
    return spans;
}

std::vector<Span> bilinearSpans(int inputSize, int outputSize) {
    std::vector<Span> spans(static_cast<std::size_t>(outputSize));
    const double step = static_cast<double>(inputSize) / outputSize;
    for (int i = 0; i < outputSize; ++i) {
        const double position = std::clamp((i + 0.5) * step - 0.5, 0.0, inputSize - 1.0);
        const int first = std::min(static_cast<int>(position), std::max(0, inputSize - 2));
        const auto fraction = static_cast<float>(position - first);
        Span& span = spans[static_cast<std::size_t>(i)];
        span.first = first;
        span.weights =
            inputSize == 1 ? std::vector<float>{1.0F} : std::vector<float>{1.0F - fraction, fraction};
    }
    return spans;
}

cv::Mat resample(const cv::Mat& input, const std::vector<Span>& rows, const std::vector<Span>& columns) {
    const int width = static_cast<int>(columns.size());
    const int height = static_cast<int>(rows.size());
    cv::Mat narrow(input.rows, width, CV_32FC3);
    for (int y = 0; y < input.rows; ++y) {
        const float* in = input.ptr<float>(y);
        float* out = narrow.ptr<float>(y);
        for (const Span& span : columns) {
            float r = 0;
            float g = 0;
            float b = 0;
            const float* sample = in + static_cast<std::ptrdiff_t>(span.first) * 3;
            for (const float weight : span.weights) {
                r += weight * sample[0];
                g += weight * sample[1];
                b += weight * sample[2];
                sample += 3;
            }
            *out++ = r;
            *out++ = g;
            *out++ = b;
        }
    }
    cv::Mat result = cv::Mat::zeros(height, width, CV_32FC3);
    for (int y = 0; y < height; ++y) {
        const Span& span = rows[static_cast<std::size_t>(y)];
        float* out = result.ptr<float>(y);
        for (std::size_t k = 0; k < span.weights.size(); ++k) {
            const float weight = span.weights[k];
            const float* in = narrow.ptr<float>(span.first + static_cast<int>(k));
            for (int x = 0; x < width * 3; ++x) out[x] += weight * in[x];
        }
    }
    return result;
}

std::vector<KernelTap> normalised(const std::map<std::pair<int, int>, double>& weights) {
    double sum = 0;
    for (const auto& [offset, weight] : weights) sum += weight;
    std::vector<KernelTap> taps;
    for (const auto& [offset, weight] : weights) {
        if (weight > 0) taps.push_back({offset.second, offset.first, static_cast<float>(weight / sum)});
    }
    return taps;
}

}  // namespace

double sizeFactor(const cv::Mat& rgb) {
    return std::clamp(std::min(rgb.rows, rgb.cols) / 224.0, 0.5, 4.0);
}

cv::Mat addNormalNoise(const cv::Mat& rgb, const std::array<double, 256>& curve,
                       const std::array<double, 256>& scale, const RandomStream& stream) {
    cv::Mat result(rgb.size(), CV_8UC3);
    forEachRow(rgb, [&](int y) {
        const std::uint8_t* in = rgb.ptr<std::uint8_t>(y);
        std::uint8_t* out = result.ptr<std::uint8_t>(y);
        normalsOfRow(stream, firstSampleOfRow(rgb, y), rgb.cols * 3,
                     [&](int x, double n) { out[x] = toGreyLevel(curve[in[x]] + scale[in[x]] * n); });
    });
    return result;
}

cv::Mat gaussianNoise(const cv::Mat& rgb, double sigma, const RandomStream& stream) {
    return addNormalNoise(rgb, identityCurve(), constantCurve(sigma), stream);
}

cv::Mat speckleNormal(const cv::Mat& rgb, double sigma, const RandomStream& stream) {
    std::array<double, 256> scale = identityCurve();
    for (double& value : scale) value *= sigma;
    return addNormalNoise(rgb, identityCurve(), scale, stream);
}

cv::Mat speckleUniform(const cv::Mat& rgb, double amplitude, const RandomStream& stream) {
    cv::Mat result(rgb.size(), CV_8UC3);
    forEachRow(rgb, [&](int y) {
        const std::uint8_t* in = rgb.ptr<std::uint8_t>(y);
        std::uint8_t* out = result.ptr<std::uint8_t>(y);
        const std::uint64_t first = firstSampleOfRow(rgb, y);
        for (int x = 0; x < rgb.cols * 3; ++x) {
            const double u = stream.at(first + static_cast<std::uint64_t>(x));
            out[x] = toGreyLevel(in[x] / 255.0 * (1.0 + amplitude * (2.0 * u - 1.0)));
        }
    });
    return result;
}

cv::Mat shotNoise(const cv::Mat& rgb, double rate, RandomStream stream) {
    std::array<double, 256> threshold{};
    for (std::size_t i = 0; i < threshold.size(); ++i) {
        threshold[i] = std::exp(-rate * static_cast<double>(i) / 255.0);
    }
    // How many numbers a sample consumes depends on all before it, so this one cannot be split into rows.
    cv::Mat result(rgb.size(), CV_8UC3);
    for (int y = 0; y < rgb.rows; ++y) {
        const std::uint8_t* in = rgb.ptr<std::uint8_t>(y);
        std::uint8_t* out = result.ptr<std::uint8_t>(y);
        for (int x = 0; x < rgb.cols * 3; ++x) {
            const double limit = threshold[in[x]];
            int draws = 1;
            for (double product = stream.uniform(); product > limit; ++draws) product *= stream.uniform();
            out[x] = toGreyLevel((draws - 1) / rate);
        }
    }
    return result;
}

cv::Mat lowLight(const cv::Mat& rgb, double gain, double gamma, double sigma, const RandomStream& stream) {
    std::array<double, 256> curve = identityCurve();
    for (double& value : curve) value = gain * std::pow(value, gamma);
    return addNormalNoise(rgb, curve, constantCurve(sigma), stream);
}

cv::Mat contrast(const cv::Mat& rgb, double factor) {
    const cv::Scalar mean = cv::mean(rgb);
    cv::Mat table(1, 256, CV_8UC3);
    for (int value = 0; value < 256; ++value) {
        for (int c = 0; c < 3; ++c) {
            table.at<cv::Vec3b>(0, value)[c] = toGreyLevel(((value - mean[c]) * factor + mean[c]) / 255.0);
        }
    }
    cv::Mat result;
    cv::LUT(rgb, table, result);
    return result;
}

cv::Mat impulsePerSample(const cv::Mat& rgb, double amount, const RandomStream& stream) {
    cv::Mat result = rgb.clone();
    forEachRow(rgb, [&](int y) {
        std::uint8_t* out = result.ptr<std::uint8_t>(y);
        const std::uint64_t first = firstSampleOfRow(rgb, y);
        for (int x = 0; x < rgb.cols * 3; ++x) {
            const std::uint64_t draw = 2 * (first + static_cast<std::uint64_t>(x));
            if (stream.at(draw) < amount) out[x] = stream.at(draw + 1) < 0.5 ? 0 : 255;
        }
    });
    return result;
}

cv::Mat impulsePerPixel(const cv::Mat& rgb, double amount, const RandomStream& stream) {
    cv::Mat result = rgb.clone();
    forEachRow(rgb, [&](int y) {
        auto* out = result.ptr<cv::Vec3b>(y);
        const std::uint64_t first = firstSampleOfRow(rgb, y) / 3;
        for (int x = 0; x < rgb.cols; ++x) {
            const std::uint64_t draw = 2 * (first + static_cast<std::uint64_t>(x));
            if (stream.at(draw) < amount) out[x] = cv::Vec3b::all(stream.at(draw + 1) < 0.5 ? 0 : 255);
        }
    });
    return result;
}

cv::Mat jpegRoundTrip(const cv::Mat& rgb, int quality) {
    const auto bytes = image::encodeJpeg(rgb, quality);
    if (bytes) {
        if (auto decoded = image::decodeRgb(*bytes)) return *std::move(decoded);
    }
    // Only pictures beyond JPEG's 65,500 pixels a side (or beyond the decoder's limit) come here.
    return rgb.clone();
}

std::vector<KernelTap> lineKernel(int length, double angleRadians) {
    const int half = std::max(1, (length - 1) / 2);
    std::map<std::pair<int, int>, double> weights;
    for (int t = -half; t <= half; ++t) {
        const double x = t * std::cos(angleRadians);
        const double y = -t * std::sin(angleRadians);
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
            weights[{dy, dx}] = std::clamp(radius + 0.5 - std::hypot(dx, dy), 0.0, 1.0);
        }
    }
    return normalised(weights);
}

cv::Mat applyKernel(const cv::Mat& rgb, const std::vector<KernelTap>& kernel) {
    int reach = 0;
    for (const KernelTap& tap : kernel) reach = std::max({reach, std::abs(tap.dx), std::abs(tap.dy)});
    cv::Mat padded;
    cv::copyMakeBorder(toFloat(rgb), padded, reach, reach, reach, reach, cv::BORDER_REPLICATE);
    // The kernels here are lines and small disks: walking their few taps beats a dense filter, and unlike
    // a Fourier transform it gives the same bits on every processor.
    cv::Mat result = cv::Mat::zeros(rgb.size(), CV_32FC3);
    forEachRow(result, [&](int y) {
        float* out = result.ptr<float>(y);
        for (const KernelTap& tap : kernel) {
            const float weight = tap.weight;
            const float* in = padded.ptr<float>(y + reach + tap.dy) + std::ptrdiff_t{3} * (reach + tap.dx);
            for (int x = 0; x < rgb.cols * 3; ++x) out[x] += weight * in[x];
        }
    });
    return toBytes(result);
}

cv::Mat gaussianBlur(const cv::Mat& rgb, double sigma) {
    const int radius = static_cast<int>(4 * sigma + 0.5);
    if (radius == 0) return rgb.clone();
    std::vector<float> kernel;
    double sum = 0;
    for (int i = -radius; i <= radius; ++i) sum += std::exp(-i * i / (2 * sigma * sigma));
    for (int i = -radius; i <= radius; ++i) {
        kernel.push_back(static_cast<float>(std::exp(-i * i / (2 * sigma * sigma)) / sum));
    }
    // Not cv::sepFilter2D: its last bits depend on the processor's vector unit.
    cv::Mat padded;
    cv::copyMakeBorder(toFloat(rgb), padded, 0, 0, radius, radius, cv::BORDER_REPLICATE);
    cv::Mat narrow = cv::Mat::zeros(rgb.size(), CV_32FC3);
    forEachRow(narrow, [&](int y) {
        const float* in = padded.ptr<float>(y);
        float* out = narrow.ptr<float>(y);
        for (const float weight : kernel) {
            for (int x = 0; x < rgb.cols * 3; ++x) out[x] += weight * in[x];
            in += 3;
        }
    });
    cv::Mat result = cv::Mat::zeros(rgb.size(), CV_32FC3);
    forEachRow(result, [&](int y) {
        float* out = result.ptr<float>(y);
        for (int k = -radius; k <= radius; ++k) {
            const float weight = kernel[static_cast<std::size_t>(k + radius)];
            const float* in = narrow.ptr<float>(std::clamp(y + k, 0, rgb.rows - 1));
            for (int x = 0; x < rgb.cols * 3; ++x) out[x] += weight * in[x];
        }
    });
    return toBytes(result);
}

cv::Mat toFloat(const cv::Mat& rgb) {
    cv::Mat result;
    rgb.convertTo(result, CV_32FC3);
    return result;
}

cv::Mat toBytes(const cv::Mat& rgb32) {
    cv::Mat result(rgb32.size(), CV_8UC3);
    for (int y = 0; y < rgb32.rows; ++y) {
        const float* in = rgb32.ptr<float>(y);
        std::uint8_t* out = result.ptr<std::uint8_t>(y);
        for (int x = 0; x < rgb32.cols * 3; ++x) {
            out[x] = static_cast<std::uint8_t>(std::clamp(in[x], 0.0F, 255.0F) + 0.5F);
        }
    }
    return result;
}

cv::Mat areaAverage(const cv::Mat& rgb32, cv::Size size) {
    return resample(rgb32, areaSpans(rgb32.rows, size.height), areaSpans(rgb32.cols, size.width));
}

cv::Mat bilinear(const cv::Mat& rgb32, cv::Size size) {
    return resample(rgb32, bilinearSpans(rgb32.rows, size.height), bilinearSpans(rgb32.cols, size.width));
}

cv::Mat lowResolution(const cv::Mat& rgb, double factor, int minimumSide) {
    const auto reduced = [&](int side) {
        return std::max(minimumSide, static_cast<int>(roundHalfUp(side / factor)));
    };
    const cv::Mat small = areaAverage(toFloat(rgb), {reduced(rgb.cols), reduced(rgb.rows)});
    return toBytes(bilinear(small, rgb.size()));
}

}  // namespace adapnet::degrade
