#include "core/degrade/filters.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/degrade/normal_numbers.h"
#include "core/degrade/portable_math.h"
#include "core/degrade/rows.h"
#include "core/degrade/shot_draws.h"
#include "core/image/image.h"

namespace adapnet::degrade {

namespace {

constexpr std::size_t kNormalsAtOnce = 1024;

// Position of a pixel's first sample in the order rows, columns, channels.
std::uint64_t sampleAt(const cv::Mat& rgb, int x, int y) {
    return (static_cast<std::uint64_t>(y) * static_cast<std::uint64_t>(rgb.cols) +
            static_cast<std::uint64_t>(x)) *
           3;
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

const Span& spanAt(const std::vector<Span>& spans, int i) {
    return spans[static_cast<std::size_t>(i)];
}

// The input positions that outputs begin..begin+count-1 look at.
cv::Range neededInput(const std::vector<Span>& spans, int begin, int count) {
    const Span& last = spanAt(spans, begin + count - 1);
    return {spanAt(spans, begin).first, last.first + static_cast<int>(last.weights.size())};
}

// The output region `part`. `input` (samples of type Sample, 3 channels) begins at `origin` of the picture
// that the spans are made for.
template <class Sample>
cv::Mat resample(const cv::Mat& input, cv::Point origin, const std::vector<Span>& rows,
                 const std::vector<Span>& columns, const cv::Rect& part) {
    const cv::Range needed = neededInput(rows, part.y, part.height);
    cv::Mat narrow(needed.size(), part.width, CV_32FC3);
    for (int y = needed.start; y < needed.end; ++y) {
        const Sample* in = input.ptr<Sample>(y - origin.y);
        float* out = narrow.ptr<float>(y - needed.start);
        for (int x = 0; x < part.width; ++x) {
            const Span& span = spanAt(columns, part.x + x);
            float r = 0;
            float g = 0;
            float b = 0;
            const Sample* sample = in + static_cast<std::ptrdiff_t>(span.first - origin.x) * 3;
            for (const float weight : span.weights) {
                r += weight * static_cast<float>(sample[0]);
                g += weight * static_cast<float>(sample[1]);
                b += weight * static_cast<float>(sample[2]);
                sample += 3;
            }
            *out++ = r;
            *out++ = g;
            *out++ = b;
        }
    }
    cv::Mat result = cv::Mat::zeros(part.size(), CV_32FC3);
    for (int y = 0; y < part.height; ++y) {
        const Span& span = spanAt(rows, part.y + y);
        float* out = result.ptr<float>(y);
        for (std::size_t k = 0; k < span.weights.size(); ++k) {
            const float weight = span.weights[k];
            const float* in = narrow.ptr<float>(span.first - needed.start + static_cast<int>(k));
            for (int x = 0; x < part.width * 3; ++x) out[x] += weight * in[x];
        }
    }
    return result;
}

}  // namespace

cv::Rect partOrAll(const cv::Mat& rgb, const cv::Rect& part) {
    return part.empty() ? cv::Rect(cv::Point(), rgb.size()) : part;
}

double sizeFactor(const cv::Mat& rgb) {
    return std::clamp(std::min(rgb.rows, rgb.cols) / 224.0, 0.5, 4.0);
}

cv::Mat addNormalNoise(const cv::Mat& rgb, const std::array<double, 256>& curve,
                       const std::array<double, 256>& scale, const RandomStream& stream,
                       const cv::Rect& part) {
    const cv::Rect area = partOrAll(rgb, part);
    cv::Mat result(area.size(), CV_8UC3);
    forEachRow(result, [&](int y) {
        const std::uint8_t* in = rgb.ptr<std::uint8_t>(area.y + y, area.x);
        std::uint8_t* out = result.ptr<std::uint8_t>(y);
        std::array<double, kNormalsAtOnce> normals;
        const auto samples = static_cast<std::size_t>(area.width) * 3;
        for (std::size_t done = 0; done < samples; done += kNormalsAtOnce) {
            const std::size_t count = std::min(kNormalsAtOnce, samples - done);
            fillNormals(stream, sampleAt(rgb, area.x, area.y + y) + done, std::span(normals).first(count));
            for (std::size_t i = 0; i < count; ++i) {
                const std::uint8_t grey = in[done + i];
                out[done + i] = toGreyLevel(curve[grey] + scale[grey] * normals[i]);
            }
        }
    });
    return result;
}

cv::Mat gaussianNoise(const cv::Mat& rgb, double sigma, const RandomStream& stream, const cv::Rect& part) {
    return addNormalNoise(rgb, identityCurve(), constantCurve(sigma), stream, part);
}

cv::Mat speckleNormal(const cv::Mat& rgb, double sigma, const RandomStream& stream, const cv::Rect& part) {
    std::array<double, 256> scale = identityCurve();
    for (double& value : scale) value *= sigma;
    return addNormalNoise(rgb, identityCurve(), scale, stream, part);
}

cv::Mat speckleUniform(const cv::Mat& rgb, double amplitude, const RandomStream& stream,
                       const cv::Rect& part) {
    const cv::Rect area = partOrAll(rgb, part);
    cv::Mat result(area.size(), CV_8UC3);
    forEachRow(result, [&](int y) {
        const std::uint8_t* in = rgb.ptr<std::uint8_t>(area.y + y, area.x);
        std::uint8_t* out = result.ptr<std::uint8_t>(y);
        const std::uint64_t first = sampleAt(rgb, area.x, area.y + y);
        for (int x = 0; x < area.width * 3; ++x) {
            const double u = stream.at(first + static_cast<std::uint64_t>(x));
            out[x] = toGreyLevel(in[x] / 255.0 * (1.0 + amplitude * (2.0 * u - 1.0)));
        }
    });
    return result;
}

cv::Mat shotNoise(const cv::Mat& rgb, double rate, RandomStream stream) {
    const cv::Mat samples = rgb.isContinuous() ? rgb : rgb.clone();
    cv::Mat result(rgb.size(), CV_8UC3);
    const std::size_t count = rgb.total() * 3;
    drawShots({samples.data, count}, ShotTables(rate), stream, {result.data, count});
    return result;
}

cv::Mat lowLight(const cv::Mat& rgb, double gain, double gamma, double sigma, const RandomStream& stream,
                 const cv::Rect& part) {
    std::array<double, 256> curve = identityCurve();
    for (double& value : curve) value = gain * portablePower(value, gamma);
    return addNormalNoise(rgb, curve, constantCurve(sigma), stream, part);
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

cv::Mat impulsePerSample(const cv::Mat& rgb, double amount, const RandomStream& stream,
                         const cv::Rect& part) {
    const cv::Rect area = partOrAll(rgb, part);
    cv::Mat result = rgb(area).clone();
    forEachRow(result, [&](int y) {
        std::uint8_t* out = result.ptr<std::uint8_t>(y);
        const std::uint64_t first = sampleAt(rgb, area.x, area.y + y);
        for (int x = 0; x < area.width * 3; ++x) {
            const std::uint64_t draw = 2 * (first + static_cast<std::uint64_t>(x));
            if (stream.at(draw) < amount) out[x] = stream.at(draw + 1) < 0.5 ? 0 : 255;
        }
    });
    return result;
}

cv::Mat impulsePerPixel(const cv::Mat& rgb, double amount, const RandomStream& stream, const cv::Rect& part) {
    const cv::Rect area = partOrAll(rgb, part);
    cv::Mat result = rgb(area).clone();
    forEachRow(result, [&](int y) {
        auto* out = result.ptr<cv::Vec3b>(y);
        const std::uint64_t first = sampleAt(rgb, area.x, area.y + y) / 3;
        for (int x = 0; x < area.width; ++x) {
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

cv::Mat areaAverage(const cv::Mat& rgb, cv::Size size, const cv::Rect& part) {
    return resample<std::uint8_t>(rgb, {}, areaSpans(rgb.rows, size.height), areaSpans(rgb.cols, size.width),
                                  part.empty() ? cv::Rect(cv::Point(), size) : part);
}

cv::Mat lowResolution(const cv::Mat& rgb, double factor, int minimumSide, const cv::Rect& part) {
    const auto reduced = [&](int side) {
        return std::max(minimumSide, static_cast<int>(roundHalfUp(side / factor)));
    };
    const cv::Size size(reduced(rgb.cols), reduced(rgb.rows));
    const auto rows = bilinearSpans(size.height, rgb.rows);
    const auto columns = bilinearSpans(size.width, rgb.cols);
    const cv::Rect area = partOrAll(rgb, part);
    const cv::Range needRows = neededInput(rows, area.y, area.height);
    const cv::Range needColumns = neededInput(columns, area.x, area.width);
    const cv::Rect needed(needColumns.start, needRows.start, needColumns.size(), needRows.size());
    return toBytes(resample<float>(areaAverage(rgb, size, needed), needed.tl(), rows, columns, area));
}

cv::Mat pixelate(const cv::Mat& rgb, double scale, const cv::Rect& part) {
    const auto reduced = [&](int side) { return std::max(1, static_cast<int>(std::floor(side * scale))); };
    const cv::Size size(reduced(rgb.cols), reduced(rgb.rows));
    const auto blockX = [&](int x) {
        return static_cast<int>(static_cast<std::int64_t>(x) * size.width / rgb.cols);
    };
    const auto blockY = [&](int y) {
        return static_cast<int>(static_cast<std::int64_t>(y) * size.height / rgb.rows);
    };
    const cv::Rect area = partOrAll(rgb, part);
    const cv::Point first(blockX(area.x), blockY(area.y));
    const cv::Point last(blockX(area.x + area.width - 1), blockY(area.y + area.height - 1));
    const cv::Mat small = toBytes(areaAverage(rgb, size, cv::Rect(first, last + cv::Point(1, 1))));
    cv::Mat result(area.size(), CV_8UC3);
    for (int y = 0; y < area.height; ++y) {
        const auto* in = small.ptr<cv::Vec3b>(blockY(area.y + y) - first.y);
        auto* out = result.ptr<cv::Vec3b>(y);
        for (int x = 0; x < area.width; ++x) out[x] = in[blockX(area.x + x) - first.x];
    }
    return result;
}

}  // namespace adapnet::degrade
