#include "core/nn/enhancer_trainer.h"

#include <torch/csrc/api/include/torch/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/numbers.h"
#include "core/base/sha256.h"
#include "core/nn/enhancement.h"
#include "core/nn/enhancer.h"
#include "core/nn/heads.h"
#include "core/nn/optimiser.h"
#include "core/nn/runtime.h"
#include "core/nn/training_loop.h"

namespace adapnet::nn {

namespace {

constexpr int kFinalFactor = 4;  // more validation pictures for the figures that are published
constexpr std::int64_t kLogEvery = 10;

// count x side x side bytes -> count x 1 x side x side, -1..1.
at::Tensor toPlanes(const std::vector<std::uint8_t>& bytes, std::int64_t count, std::int64_t side) {
    return at::from_blob(const_cast<std::uint8_t*>(bytes.data()), {count, 1, side, side}, at::kByte)
                   .to(at::kFloat) /
               127.5 -
           1;
}

// In dB, of two pictures in -1..1 after rounding to 8 bits; equal pictures count as 60 dB, less than one
// grey level off in 64 pixels.
double psnr(const at::Tensor& a, const at::Tensor& b) {
    constexpr double kEqual = 60;
    const auto levels = [](const at::Tensor& x) { return ((x + 1) * 127.5).round().clamp(0, 255); };
    const double error = (levels(a) - levels(b)).pow(2).mean().item<double>();
    return error > 0 ? std::min(kEqual, 10 * std::log10(255.0 * 255.0 / error)) : kEqual;
}

class Run {
  public:
    Run(const EnhancerTrainRequest& request, const CropSource& source)
        : m_request(request),
          m_config(request.config),
          m_source(source),
          m_enhancer(*findEnhancer(request.config.enhancer)) {
        const bool half = m_config.precision == "bf16" || (m_config.precision == "auto" && cpuHasBf16());
        m_type = half && m_enhancer.hasHalf ? at::kBFloat16 : at::kFloat;
        m_weights = m_enhancer.start(m_config.seed);
        for (auto& [name, tensor] : m_weights)
            if (!isStatistic(name)) tensor.set_requires_grad(true);
    }

    Result<EnhancerTrainSummary> operator()(const JobContext& job);

  private:
    double step(const CropBatch& batch) const;
    Result<std::vector<RepairQuality>> measure(const TensorMap& weights, int perKind,
                                               const JobContext& job) const;
    Result<void> saveCheckpoint(std::int64_t step, const AdamW& optimiser) const;
    std::int64_t restoreCheckpoint(AdamW& optimiser);
    Result<std::string> writeResult(const SafetensorsFile& file, const EnhancerTrainSummary& summary) const;
    void logStep(std::int64_t done, double loss, double rate, double norm, double seconds,
                 const std::vector<RepairQuality>& quality);
    fs::path beside(const char* extension) const {
        return fs::path(m_request.out).replace_extension(extension);
    }

    const EnhancerTrainRequest& m_request;
    const EnhancerConfig& m_config;
    const CropSource& m_source;
    const Enhancer& m_enhancer;
    at::ScalarType m_type = at::kFloat;
    TensorMap m_weights;
    std::vector<std::string> m_log;
};

// Forward and backward; the gradients are added to the weights. Returns the mean squared error, in (-1..1)^2.
double Run::step(const CropBatch& batch) const {
    const auto input = toPlanes(batch.degraded, batch.crops, batch.side).to(m_type);
    const auto target = toPlanes(batch.clean, batch.crops, batch.side);
    const auto output = throughEnlarged(m_enhancer.train, m_weights, input, m_config.scale);
    const auto loss = at::mse_loss(output, target);
    loss.backward();
    return loss.item<double>();
}

// Of the finished form: fixed statistics, pictures one by one.
Result<std::vector<RepairQuality>> Run::measure(const TensorMap& weights, int perKind,
                                                const JobContext& job) const {
    const auto samples = m_source.validation(perKind);
    if (!samples) return fail(samples.error());
    const at::NoGradGuard noGradients;
    std::vector<RepairQuality> list;
    std::vector<int> counts;
    for (const RepairSample& sample : *samples) {
        if (job.stopRequested()) return fail(Error::cancelled());
        const auto degraded = toPlanes(sample.degraded, 1, m_config.view);
        const auto clean = toPlanes(sample.clean, 1, m_config.view);
        const auto repaired =
            throughEnlarged(m_enhancer.forward, weights, degraded.to(m_type), m_config.scale);
        auto entry = std::find_if(list.begin(), list.end(),
                                  [&](const RepairQuality& known) { return known.kind == sample.kind; });
        if (entry == list.end()) {
            entry = list.insert(list.end(), {sample.kind, 0, 0});
            counts.push_back(0);
        }
        entry->before += psnr(degraded, clean);
        entry->after += psnr(repaired, clean);
        ++counts[static_cast<std::size_t>(entry - list.begin())];
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        list[i].before /= counts[i];
        list[i].after /= counts[i];
    }
    return list;
}

Result<void> Run::saveCheckpoint(std::int64_t step, const AdamW& optimiser) const {
    TensorMap all = optimiser.state();
    for (const auto& [name, tensor] : m_weights) all["weights/" + name] = tensor;
    auto file = fromTensors(all, at::kFloat);
    file.metadata = {{"recipe", enhancerConfigToJson(m_config)},
                     {"step", std::to_string(step)},
                     {"log", nlohmann::json(m_log).dump()}};
    return writeSafetensors(file, beside(".checkpoint"));
}

std::int64_t Run::restoreCheckpoint(AdamW& optimiser) {
    const auto file = readSafetensors(beside(".checkpoint"));
    if (!file) return 0;
    const auto meta = [&](const std::string& key) { return metadataOf(*file, key); };
    const auto step = parseInteger(meta("step")).value_or(0);
    const auto tensors = toTensors(*file);
    if (meta("recipe") != enhancerConfigToJson(m_config) || step < 0 || step > m_config.steps || !tensors)
        return 0;
    // All of it fits, or nothing is taken.
    for (const auto& [name, tensor] : m_weights) {
        const auto found = tensors->find("weights/" + name);
        if (found == tensors->end() || found->second.sizes() != tensor.sizes()) return 0;
    }
    if (!optimiser.restore(*tensors, step)) return 0;
    const at::NoGradGuard noGradients;
    for (auto& [name, tensor] : m_weights) tensor.copy_(tensors->at("weights/" + name));
    const auto log = nlohmann::json::parse(meta("log"), nullptr, false);
    if (log.is_array()) m_log = log.get<std::vector<std::string>>();
    return step;
}

void Run::logStep(std::int64_t done, double loss, double rate, double norm, double seconds,
                  const std::vector<RepairQuality>& quality) {
    std::string line = std::to_string(done) + ',' + formatFixed(loss, 6) + ',' + formatReal(rate) + ',' +
                       formatFixed(norm, 4) + ',' + formatFixed(seconds, 1) + ',';
    for (std::size_t i = 0; i < quality.size(); ++i)
        line += (i == 0 ? "" : ";") + quality[i].kind + ' ' + formatFixed(quality[i].before, 2) + ">" +
                formatFixed(quality[i].after, 2);
    m_log.push_back(line);
}

Result<std::string> Run::writeResult(const SafetensorsFile& file, const EnhancerTrainSummary& summary) const {
    const auto bytes = formatSafetensors(file);
    if (auto written = writeFileSafely(m_request.out, bytes); !written) return fail(written.error());
    EnhancerInfo info;
    info.id = m_config.id;
    info.displayName = m_config.displayName;
    info.architecture = m_config.enhancer;
    info.maxSide = m_config.maxSide;
    info.scale = m_config.scale;
    info.checksum = sha256Hex(bytes);
    for (const auto& [name, tensor] : m_weights) info.parameters += tensor.numel();
    info.licence = m_request.licence;
    info.trainingSummary = std::to_string(summary.steps) + " steps of " + std::to_string(m_config.crops) +
                           " crops of " + std::to_string(m_config.crop) + " px, seed " +
                           std::to_string(m_config.seed) + ", known kinds of noiser-v1";
    nlohmann::ordered_json training;
    training["recipe"] = nlohmann::ordered_json::parse(enhancerConfigToJson(m_config));
    training["data"] =
        nlohmann::ordered_json::parse(m_request.dataJson.empty() ? "{}" : m_request.dataJson, nullptr, false);
    training["steps"] = summary.steps;
    training["precision"] = m_type == at::kBFloat16 ? "bf16" : "fp32";
    for (const RepairQuality& entry : summary.quality)
        training["validation_psnr_db"][entry.kind] = {{"before", entry.before}, {"after", entry.after}};
    if (auto written = writeEnhancerManifest(info, training.dump(), beside(".json")); !written)
        return fail(written.error());
    return info.checksum;
}

Result<EnhancerTrainSummary> Run::operator()(const JobContext& job) {
    const EnhancerConfig& c = m_config;
    AdamW optimiser(m_weights, {0.9, 0.999, 1e-8, c.weightDecay, 0, c.gradientClip});
    EnhancerTrainSummary summary;
    summary.resumedFrom = m_request.resume ? restoreCheckpoint(optimiser) : 0;
    if (summary.resumedFrom == 0)
        m_log = {"step,loss,learning_rate,gradient_norm,seconds,validation_psnr_db"};

    const std::int64_t first = summary.resumedFrom;
    auto batches =
        batchesAhead<CropBatch>(first, c.steps, [&](std::int64_t step) { return m_source.batch(step); });
    ProgressMeter meter(job.progress, "train", c.steps);
    meter.advance(first);
    LossHistory history;
    const auto begin = std::chrono::steady_clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    for (std::int64_t step = first; step < c.steps; ++step) {
        if (job.stopRequested()) {
            if (auto saved = saveCheckpoint(step, optimiser); !saved) return fail(saved.error());
            return fail(Error::cancelled());
        }
        const auto batch = nextBatch(batches);
        if (!batch) return fail(batch.error());
        const double loss = this->step(*batch);
        history.add(loss);
        const double rate = cosineRate(c.learningRate, c.warmupSteps, c.steps, step);
        const double norm = optimiser.step([rate](const std::string&) { return rate; });
        if (!std::isfinite(loss))
            return fail(ErrorCode::BadInput,
                        "the loss is no number any more; a smaller learning_rate may help");
        meter.advance();
        const std::int64_t done = step + 1;
        std::vector<RepairQuality> quality;
        if (done % c.validateEvery == 0 && done < c.steps) {
            auto measured = measure(m_weights, c.validationPictures, job);
            if (!measured && !measured.error().isCancelled()) return fail(measured.error());
            if (measured) quality = std::move(*measured);  // a stop is answered above, with the checkpoint
        }
        if (done % kLogEvery == 0 || !quality.empty() || done == c.steps)
            logStep(done, loss, rate, norm, seconds(), quality);
        if (done % c.checkpointEvery == 0 || done == c.steps) {
            if (auto saved = saveCheckpoint(done, optimiser); !saved) return fail(saved.error());
            if (auto written = writeLines(m_log, beside(".csv")); !written) return fail(written.error());
        }
    }
    meter.finish();
    const double spent = seconds();
    summary.steps = c.steps;
    summary.firstLoss = history.first();
    summary.lastLoss = history.last();
    summary.cropsPerSecond = spent > 0 ? static_cast<double>((c.steps - first) * c.crops) / spent : 0;

    // The figures are those of the rounded weights that are written.
    auto file = fromTensors(m_weights, at::kHalf);
    file.metadata = {{"format", "pt"}, {"architecture", c.enhancer}, {"licence", m_request.licence}};
    const auto rounded = toTensors(file);
    if (!rounded) return fail(rounded.error());
    auto quality = measure(*rounded, c.validationPictures * kFinalFactor, job);
    if (!quality) return fail(quality.error());
    summary.quality = std::move(*quality);
    logStep(c.steps, history.latest(), 0, 0, seconds(), summary.quality);
    if (auto written = writeLines(m_log, beside(".csv")); !written) return fail(written.error());
    const auto checksum = writeResult(file, summary);
    if (!checksum) return fail(checksum.error());
    summary.checksum = *checksum;
    return summary;
}

}  // namespace

Result<EnhancerTrainSummary> trainEnhancer(const EnhancerTrainRequest& request, const CropSource& source,
                                           const JobContext& job) {
    if (auto checked = request.config.check(); !checked) return fail(checked.error());
    prepareRuntime(request.threads);
    return guarded([&]() -> Result<EnhancerTrainSummary> { return Run(request, source)(job); });
}

}  // namespace adapnet::nn
