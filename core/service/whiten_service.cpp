#include "core/service/whiten_service.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <utility>

#include "core/base/shuffle.h"
#include "core/features/input_rule.h"
#include "core/image/image.h"
#include "core/service/model_registry.h"
#include "core/service/train_data.h"

namespace adapnet::service {

namespace {

constexpr std::size_t kBatch = 16;

// Part of the picture with 60 to 100 % of its width and height.
cv::Mat someCrop(const cv::Mat& rgb, RandomStream& stream) {
    const double share = stream.uniform(0.6, 1.0);
    const int w = std::max(1, static_cast<int>(rgb.cols * share));
    const int h = std::max(1, static_cast<int>(rgb.rows * share));
    const auto x = static_cast<int>(stream.below(static_cast<std::uint64_t>(rgb.cols - w + 1)));
    const auto y = static_cast<int>(stream.below(static_cast<std::uint64_t>(rgb.rows - h + 1)));
    return rgb(cv::Rect(x, y, w, h)).clone();
}

// Describes pictures of any sizes: those of one size wait until a batch is full.
class BatchDescriber {
  public:
    BatchDescriber(nn::DescriptorNetwork& network, std::size_t rows)
        : m_network(network),
          m_dimension(static_cast<std::size_t>(network.info().dimension)),
          m_values(rows * m_dimension) {}

    Result<void> add(std::size_t row, cv::Mat rgb) {
        auto& waiting = m_waiting[{rgb.cols, rgb.rows}];
        waiting.emplace_back(row, std::move(rgb));
        if (waiting.size() < kBatch) return {};
        const auto batch = std::exchange(waiting, {});
        return describe(batch);
    }

    Result<std::vector<float>> finish(const JobContext& job) {
        for (const auto& [size, batch] : m_waiting) {
            if (job.stopRequested()) return fail(Error::cancelled());
            if (batch.empty()) continue;
            if (auto done = describe(batch); !done) return fail(done.error());
        }
        return std::move(m_values);
    }

  private:
    using Batch = std::vector<std::pair<std::size_t, cv::Mat>>;

    Result<void> describe(const Batch& batch) {
        std::vector<nn::RgbView> views;
        for (const auto& [row, rgb] : batch) views.push_back({rgb.data, rgb.cols, rgb.rows, rgb.step[0]});
        const auto values = m_network.describe(views);
        if (!values) return fail(values.error());
        for (std::size_t i = 0; i < batch.size(); ++i)
            std::copy_n(values->begin() + static_cast<std::ptrdiff_t>(i * m_dimension), m_dimension,
                        m_values.begin() + static_cast<std::ptrdiff_t>(batch[i].first * m_dimension));
        return {};
    }

    nn::DescriptorNetwork& m_network;
    std::size_t m_dimension;
    std::vector<float> m_values;
    std::map<std::pair<int, int>, Batch> m_waiting;
};

double meanCosine(const std::vector<float>& a, const std::vector<float>& b, std::size_t d) {
    const std::size_t rows = a.size() / d;
    std::vector<double> mean(d, 0.0);
    for (std::size_t i = 0; i < a.size(); ++i) mean[i % d] += a[i] / static_cast<double>(rows);
    double sum = 0;
    for (std::size_t r = 0; r < rows; ++r) {
        double dot = 0, first = 0, second = 0;
        for (std::size_t i = 0; i < d; ++i) {
            const double x = a[r * d + i] - mean[i];
            const double y = b[r * d + i] - mean[i];
            dot += x * y;
            first += x * x;
            second += y * y;
        }
        sum += dot / std::max(1e-12, std::sqrt(first * second));
    }
    return sum / static_cast<double>(rows);
}

}  // namespace

Result<WhitenSummary> whitenModel(const WhitenJob& request, const JobContext& job) {
    if (request.out.extension() != ".safetensors")
        return fail(ErrorCode::BadInput, "the output must end in .safetensors");
    if (!(request.photographed >= 0 && request.photographed <= 1))
        return fail(ErrorCode::BadInput, "the share of photographed pairs must be 0 to 1");
    const auto models = resolveModels({request.model});
    if (!models) return fail(models.error());
    const nn::ModelInfo& info = models->front();
    const auto folder = readTrainingFolder(request.data);
    if (!folder) return fail(folder.error());
    std::vector<fs::path> files;
    for (const TrainingPhoto& photo : folder->photos)
        if (!photo.validation) files.push_back(photo.file);
    const std::string seed = "adapnet|whiten|" + std::to_string(request.seed);
    RandomStream order(seed);
    shuffle(files, order);
    const auto wanted = static_cast<std::size_t>(std::max(0, request.pairs));
    const auto network = nn::loadNetwork(info, {request.device, request.precision, 0});
    if (!network) return fail(network.error());

    const std::size_t most = std::min(wanted, files.size());
    BatchDescriber clean(**network, most), degraded(**network, most);
    ProgressMeter meter(job.progress, "describe", static_cast<std::int64_t>(most));
    std::size_t rows = 0;
    for (std::size_t i = 0; i < files.size() && rows < most; ++i) {
        if (job.stopRequested()) return fail(Error::cancelled());
        const auto photo = image::loadRgb(files[i]);
        if (!photo || std::min(photo->cols, photo->rows) < 32) continue;
        // Damage is measured in pixels: like the training it works at the size of the inference.
        const cv::Mat rgb = features::shrunk(*photo, features::inputRuleOf(info));
        const std::string key = seed + "|" + std::to_string(i);
        cv::Mat seen;
        // A stream of its own: without photographed pairs the others stay what they always were.
        RandomStream other(key + "|photographed");
        if (other.uniform() < request.photographed) {
            const auto behind = image::loadRgb(files[other.below(files.size())]);
            if (behind) seen = photographed(rgb, *behind, rgb.size(), other);
        }
        if (seen.empty()) {
            RandomStream stream(key + "|crop");
            seen = someCrop(rgb, stream);
        }
        auto damaged = degradeKnown(seen, key);
        if (!damaged) return fail(damaged.error());
        if (auto done = clean.add(rows, rgb); !done) return fail(done.error());
        if (auto done = degraded.add(rows, damaged->rgb); !done) return fail(done.error());
        ++rows;
        meter.advance();
    }
    meter.finish();
    auto cleanValues = clean.finish(job);
    if (!cleanValues) return fail(cleanValues.error());
    auto degradedValues = degraded.finish(job);
    if (!degradedValues) return fail(degradedValues.error());
    const auto dimension = static_cast<std::size_t>(info.dimension);
    cleanValues->resize(rows * dimension);
    degradedValues->resize(rows * dimension);
    const auto whitening = nn::fitPairWhitening(*cleanValues, *degradedValues, dimension, request.params);
    if (!whitening) return fail(whitening.error());

    nlohmann::ordered_json about;
    about["about"] = "learnt from photos and degraded crops of them (known kinds of noiser-v1)";
    about["pairs"] = rows;
    about["seed"] = request.seed;
    if (request.photographed > 0) about["photographed"] = request.photographed;
    about["rank"] = request.params.rank;
    about["power"] = request.params.power;
    about["shrinkage"] = request.params.shrinkage;
    about["data"] = nlohmann::ordered_json::parse(folder->description, nullptr, false);
    const std::string id = request.id.empty() ? displayPath(request.out.stem()) : request.id;
    const auto written = nn::writeWhitened(info, *whitening, id, about.dump(), request.out);
    if (!written) return fail(written.error());
    return WhitenSummary{static_cast<std::int64_t>(rows),
                         meanCosine(*cleanValues, *degradedValues, dimension), *written};
}

}  // namespace adapnet::service
