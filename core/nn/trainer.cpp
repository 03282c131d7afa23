#include "core/nn/trainer.h"

#include <torch/csrc/api/include/torch/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/files.h"
#include "core/base/numbers.h"
#include "core/base/sha256.h"
#include "core/nn/batch_losses.h"
#include "core/nn/losses.h"
#include "core/nn/manifest.h"
#include "core/nn/optimiser.h"
#include "core/nn/recall_surrogate.h"
#include "core/nn/runtime.h"
#include "core/nn/training_check.h"
#include "core/nn/training_fingerprint.h"
#include "core/nn/training_loop.h"
#include "core/nn/training_start.h"

namespace adapnet::nn {

namespace {

// Names of the class centres inside the trained tensors; they are not part of the shipped weights.
const std::string kClassCentres = "centres.class";
const std::string kInstanceCentres = "centres.instance";

struct Terms {
    at::Tensor total;
    std::vector<std::pair<std::string, double>> parts;  // in a fixed order, zeros included
    LossStatistics statistics;                          // of the margin loss
    double recall = -1;
};

const MarginLossEntry& marginLossOf(const Architecture& architecture, const TrainConfig& config) {
    const bool adapNet = std::string_view(architecture.head->id).starts_with("adapnet");
    const std::string usual = adapNet ? "noiretrieval" : "arcface";
    return *findMarginLoss(config.marginLoss.empty() ? usual : config.marginLoss);
}

class Run {
  public:
    Run(const TrainRequest& request, const PairSource& source, at::Device device, at::ScalarType type)
        : m_request(request),
          m_config(request.config),
          m_source(source),
          m_architecture(architectureOf(request.config)),
          m_device(device),
          m_type(type) {}

    Result<TrainSummary> operator()(const JobContext& job);

  private:
    Terms step(std::int64_t number, const PairBatch& batch);
    Terms losses(const PairBatch& batch, NetworkOutput out, std::int64_t cleanCount, RandomStream& stream);
    at::Tensor compared(const at::Tensor& descriptors) const;
    at::Tensor labelTensor(const std::vector<std::int64_t>& labels) const;
    double learningRate(const std::string& name, std::int64_t step) const;
    Result<void> saveCheckpoint(std::int64_t step, const AdamW& optimiser) const;
    std::map<std::string, std::string> identity() const;
    std::int64_t restoreCheckpoint(AdamW& optimiser);
    void keepForeignCheckpoint() const;
    Result<void> check(std::int64_t step, const AdamW& optimiser, const ValidationSet& set);
    void blendWithStart(const ValidationSet& set);
    Result<std::string> writeModel(const TrainSummary& summary) const;
    TensorMap networkOnly(const TensorMap& all) const;
    // With the prefix of their numbers in a checkpoint.
    std::vector<std::pair<std::string, MarginLoss*>> marginLossesInUse() const {
        return {{"class/", m_classLoss.get()}, {"instance/", m_instanceLoss.get()}};
    }
    fs::path beside(const char* extension) const {
        return fs::path(m_request.out).replace_extension(extension);
    }

    const TrainRequest& m_request;
    const TrainConfig& m_config;
    const PairSource& m_source;
    const Architecture& m_architecture;
    at::Device m_device;
    at::ScalarType m_type;
    TensorMap m_weights;  // network and class centres
    TensorMap m_guide;
    TensorMap m_whitening;         // of the start; not trained
    at::Tensor m_wholeGuides;      // N x d
    at::Tensor m_instanceClasses;  // N, int64, -1: none
    TensorMap m_best;
    TensorMap m_start;  // of the student, for the blend
    std::int64_t m_bestStep = 0;
    CheckResult m_bestCheck;
    double m_bestScore = -1;
    std::string m_dataHash;
    std::string m_startHash;
    std::unique_ptr<MarginLoss> m_classLoss, m_instanceLoss;
    double m_concentration = 0;
    std::vector<std::string> m_log;
    std::string m_lastCheck = ",,,";  // columns of the loss log
};

at::Tensor Run::labelTensor(const std::vector<std::int64_t>& labels) const {
    // from_blob does not own the numbers.
    return at::from_blob(const_cast<std::int64_t*>(labels.data()), {static_cast<std::int64_t>(labels.size())},
                         at::kLong)
        .clone()
        .to(m_device);
}

// Forward and backward of one step; the gradients are added to the weights.
Terms Run::step(std::int64_t number, const PairBatch& batch) {
    const TrainConfig& c = m_config;
    const std::int64_t n = batch.pairs;
    const bool pairs = !batch.degraded.empty();
    // The clean half of the first m pairs; without degradation the clean views are all there is.
    const std::int64_t m = pairs ? std::llrint(static_cast<double>(n) * c.cleanShare) : n;
    auto pixels = bytesToPixels(c, batch.clean, m, batch.side, m_device);
    if (pairs) pixels = at::cat({bytesToPixels(c, batch.degraded, n, batch.side, m_device), pixels}, 0);
    // Both halves go through one pass, so that the norm statistics see both qualities.
    const auto forward = [&](const at::Tensor& part) {
        return networkForward(m_architecture, m_weights, scalePixels(part, batch.scale).to(m_type));
    };
    RandomStream stream("adapnet|mix|" + std::to_string(c.seed) + "|" + std::to_string(number));
    Terms terms;
    if (c.chunk == 0) {
        terms = losses(batch, forward(pixels), m, stream);
        terms.total.backward();
        return terms;
    }
    chunkedBackward(
        pixels.size(0), c.chunk,
        [&](std::int64_t first, std::int64_t count) { return forward(pixels.narrow(0, first, count)).final; },
        [&](const at::Tensor& descriptors) {
            NetworkOutput out;
            out.final = descriptors;
            out.global = descriptors;
            terms = losses(batch, out, m, stream);
            return terms.total;
        });
    return terms;
}

// Descriptors as the losses see them: behind the whitening of the start, with the length they had, because
// margin losses read quality from it.
at::Tensor Run::compared(const at::Tensor& descriptors) const {
    if (m_whitening.empty()) return descriptors;
    const auto norm = descriptors.norm(2, {1}, true).clamp_min(1e-12);
    return norm * pairWhitened(m_whitening, descriptors / norm);
}

Terms Run::losses(const PairBatch& batch, NetworkOutput out, std::int64_t m, RandomStream& stream) {
    const TrainConfig& c = m_config;
    out.final = compared(out.final);
    const std::int64_t n = batch.pairs;
    const bool pairs = !batch.degraded.empty();
    at::Tensor guide;
    if (c.guide == "whole") {
        guide = m_wholeGuides.index_select(0, labelTensor(batch.instances));
    } else {
        const at::NoGradGuard noGradients;
        guide = compared(describePixels(plainArchitecture(m_architecture), m_guide,
                                        bytesToPixels(c, batch.clean, n, batch.side, m_device), {batch.scale},
                                        m_type));
    }
    const auto low = [&](const at::Tensor& x) { return x.narrow(0, 0, n); };
    const auto high = [&](const at::Tensor& x) { return x.narrow(0, pairs ? n : 0, m); };
    const auto first = [&](const at::Tensor& x) { return x.narrow(0, 0, m); };  // degraded partners, guides

    Terms terms;
    terms.total = at::zeros({}, guide.options());
    const auto add = [&](const char* name, double weight, auto&& compute) {
        double value = 0;
        if (weight > 0) {
            const at::Tensor term = compute();
            if (term.defined()) {
                value = term.template item<double>();
                terms.total = terms.total + weight * term;
            }
        }
        terms.parts.emplace_back(name, value);
    };
    add("guide_degraded", pairs ? c.guideDegraded : 0, [&] { return cosineDistance(low(out.final), guide); });
    add("guide_clean", m > 0 ? c.guideClean : 0,
        [&] { return cosineDistance(high(out.final), first(guide)); });
    // Without it the compensation takes over what the backbone could learn, and the whole is worse.
    add("guide_global", pairs ? c.guideGlobal : 0,
        [&] { return cosineDistance(compared(low(out.global)), guide); });
    add("contrast", c.contrast,
        [&] { return batchContrast(pairs ? low(out.final) : high(out.final), guide, c.temperature); });
    const auto margin = [&](const std::vector<std::int64_t>& labels, const std::string& centres,
                            MarginLoss& loss) -> at::Tensor {
        const auto plain = labelTensor(labels);
        const auto target = pairs ? at::cat({plain, first(plain)}) : plain;
        const auto known = (target >= 0).nonzero().squeeze(1);
        if (known.size(0) == 0) return {};
        const auto embeddings = out.final.index_select(0, known);
        const auto selected = target.index_select(0, known);
        at::Tensor ignored;
        if (c.maskSameClass && &centres == &kInstanceCentres) {
            const auto classes = m_instanceClasses.index_select(0, selected).unsqueeze(1);
            ignored = (classes == m_instanceClasses.unsqueeze(0)).logical_and(classes >= 0);
        }
        auto result = loss({embeddings, m_weights.at(centres), selected, ignored});
        terms.statistics = result.statistics;
        return result.loss;
    };
    add("class", c.classLoss, [&] { return margin(batch.classes, kClassCentres, *m_classLoss); });
    add("instance", c.instanceLoss,
        [&] { return margin(batch.instances, kInstanceCentres, *m_instanceLoss); });
    // Partners are the student's own clean views; where too few of them run, the guide's.
    const bool own = pairs && m > 1;
    const auto queries = own ? first(out.final) : pairs ? low(out.final) : high(out.final);
    const auto partners = own ? high(out.final) : guide;
    const auto pairLabels = [&] {
        const auto classes = labelTensor(batch.classes);
        // A picture without a class is a class of its own.
        const auto labels = at::where(classes >= 0, classes, -2 - labelTensor(batch.instances));
        return labels.narrow(0, 0, queries.size(0));
    };
    if (!c.pairLoss.empty())
        add("pair", c.pairWeight, [&] {
            BatchLossInput input{queries, partners, pairLabels()};
            input.margin = c.pairMargin;
            input.negatives = c.pairNegatives;
            input.temperature = c.rankTemperature;
            input.mixPairs = static_cast<std::size_t>(c.mixPairs);
            input.stream = &stream;
            const auto result = findBatchLoss(c.pairLoss)->compute(input);
            terms.recall = result.recall;
            return result.loss;
        });
    if (c.localMatching > 0 && own)
        add("local_matching", c.localMatching, [&] {
            const auto maps = out.maps.global.to(at::kFloat);
            if (c.hardTuples) return tupleLocalMatching(first(maps), high(maps), c.localMargin);
            return batchLocalMatching(first(maps), high(maps), queries, partners, pairLabels(),
                                      c.pairNegatives, c.localMargin);
        });
    add("own_clean", own ? c.ownClean : 0,
        [&] { return cosineDistance(first(out.final), high(out.final).detach()); });
    const bool block = pairs && m > 0 && out.qcb.logits.defined();
    add("compensation", block ? c.compensation : 0, [&] {
        const auto d = static_cast<double>(c.dimension);
        const auto target = high(out.global).detach();
        const auto missing = (high(out.global) - first(out.global)).detach();
        return cosineDistance(first(out.qcb.fNew), target) +
               at::smooth_l1_loss(first(out.qcb.delta), missing) +
               0.1 * high(out.qcb.delta).pow(2).sum(1).mean() / d;
    });
    add("kind", block ? c.kindLoss : 0, [&] {
        const auto kinds = labelTensor(batch.kinds);
        const auto logits = high(out.qcb.logits);
        auto term = at::cross_entropy_loss(logits, at::zeros({m}, kinds.options()));
        const auto known = (kinds >= 0).nonzero().squeeze(1);
        if (known.size(0) > 0)
            term = term + at::cross_entropy_loss(low(out.qcb.logits).index_select(0, known),
                                                 kinds.index_select(0, known));
        return term;
    });
    return terms;
}

double Run::learningRate(const std::string& name, std::int64_t step) const {
    const TrainConfig& c = m_config;
    const bool backbone = name.starts_with("backbone.");
    if (backbone && step < c.frozenSteps) return 0;
    const double rate = cosineRate(c.learningRate, c.warmupSteps, c.steps, step);
    if (backbone) return rate;
    return rate * c.headFactor * (name.starts_with("qcb.gate.") ? c.gateFactor : 1);
}

TensorMap Run::networkOnly(const TensorMap& all) const {
    TensorMap network;
    for (const auto& [name, tensor] : all)
        if (!name.starts_with("centres.")) network[name] = tensor;
    for (const auto& [name, tensor] : m_whitening) network[name] = tensor;
    return network;
}

Result<void> Run::saveCheckpoint(std::int64_t step, const AdamW& optimiser) const {
    TensorMap all = optimiser.state();
    for (const auto& [name, tensor] : m_weights) all["weights/" + name] = tensor;
    for (const auto& [name, tensor] : m_best) all["best/" + name] = tensor;
    auto file = fromTensors(all, at::kFloat);
    nlohmann::json log = m_log;
    file.metadata = {{"step", std::to_string(step)},
                     {"concentration", formatReal(m_concentration)},
                     {"best_step", std::to_string(m_bestStep)},
                     {"best_score", formatReal(m_bestScore)},
                     {"best_clean", formatReal(m_bestCheck.clean)},
                     {"best_degraded", formatReal(m_bestCheck.degraded)},
                     {"best_classes", formatReal(m_bestCheck.classes)},
                     {"log", log.dump()}};
    for (const auto& [prefix, loss] : marginLossesInUse())
        for (const auto& [key, value] : loss->state()) file.metadata[prefix + key] = formatReal(value);
    file.metadata.merge(identity());
    return writeSafetensors(file, beside(".checkpoint"));
}

// What a checkpoint must share with a run to be its own.
std::map<std::string, std::string> Run::identity() const {
    return {{"recipe", trainConfigToJson(m_config)}, {"data", m_dataHash}, {"start", m_startHash}};
}

// One that belongs to something else would be overwritten soon; its owner may want it.
void Run::keepForeignCheckpoint() const {
    std::error_code ignored;
    fs::rename(beside(".checkpoint"), beside(".checkpoint.old"), ignored);
}

// Everything is looked at before anything is changed: a checkpoint is taken whole or not at all.
std::int64_t Run::restoreCheckpoint(AdamW& optimiser) {
    const auto file = readSafetensors(beside(".checkpoint"));
    if (!file) return 0;
    const auto meta = [&](const std::string& key) { return metadataOf(*file, key); };
    for (const auto& [key, value] : identity())
        if (meta(key) != value) return 0;
    const auto step = parseInteger(meta("step")).value_or(0);
    const auto log = nlohmann::json::parse(meta("log"), nullptr, false);
    const auto tensors = toTensors(*file);
    if (!tensors || step < 1 || step > m_config.steps || !log.is_array() ||
        !std::all_of(log.begin(), log.end(), [](const auto& line) { return line.is_string(); }))
        return 0;
    const auto fits = [&](const std::string& prefix, const TensorMap& wanted) {
        return std::all_of(wanted.begin(), wanted.end(), [&](const auto& entry) {
            const auto found = tensors->find(prefix + entry.first);
            return found != tensors->end() && found->second.sizes() == entry.second.sizes();
        });
    };
    const TensorMap network = networkOnly(m_weights);
    if (!fits("weights/", m_weights) || !fits("best/", network) || !optimiser.restore(*tensors, step))
        return 0;
    const at::NoGradGuard noGradients;
    for (auto& [name, tensor] : m_weights) tensor.copy_(tensors->at("weights/" + name));
    for (const auto& [name, tensor] : network) m_best[name] = tensors->at("best/" + name).to(m_device);
    m_concentration = parseReal(meta("concentration")).value_or(m_concentration);
    for (const auto& [prefix, loss] : marginLossesInUse()) {
        std::map<std::string, double> state = loss->state();
        for (auto& [key, value] : state) value = parseReal(meta(prefix + key)).value_or(value);
        loss->restore(state);
        loss->setConcentration(m_concentration);
    }
    m_bestStep = parseInteger(meta("best_step")).value_or(0);
    m_bestScore = parseReal(meta("best_score")).value_or(-1);
    m_bestCheck.clean = parseReal(meta("best_clean")).value_or(0);
    m_bestCheck.degraded = parseReal(meta("best_degraded")).value_or(0);
    m_bestCheck.classes = parseReal(meta("best_classes")).value_or(0);
    m_log = log.get<std::vector<std::string>>();
    return step;
}

Result<void> Run::check(std::int64_t step, const AdamW& optimiser, const ValidationSet& set) {
    const TensorMap network = networkOnly(optimiser.averaged());
    const CheckResult result = checkNetwork(m_config, network, set, m_device, m_type);
    m_lastCheck = formatFixed(result.clean, 4) + "," + formatFixed(result.degraded, 4) + "," +
                  formatFixed(result.classes, 4) + "," + formatFixed(result.normCorrelation, 3);
    if (result.score() > m_bestScore) {
        m_bestScore = result.score();
        m_bestCheck = result;
        m_bestStep = step;
        m_best.clear();
        for (const auto& [name, tensor] : network) m_best[name] = tensor.clone();
    }
    // The loss reads quality from the norm. Where the norm grows with the damage, the sign has to be the
    // other one.
    if (step > 0 && result.normCorrelation * m_concentration > 0.05) m_concentration = -m_concentration;
    for (const auto& [prefix, loss] : marginLossesInUse()) loss->setConcentration(m_concentration);
    return {};
}

void Run::blendWithStart(const ValidationSet& set) {
    if (m_start.empty()) return;
    for (auto& [name, tensor] : m_best) tensor = at::lerp(m_start.at(name), tensor, m_config.blend);
    m_bestCheck = checkNetwork(m_config, m_best, set, m_device, m_type);
    m_bestScore = m_bestCheck.score();
}

Result<std::string> Run::writeModel(const TrainSummary& summary) const {
    auto file = fromTensors(m_best, at::kHalf);
    file.metadata = {
        {"format", "pt"}, {"architecture", m_config.architecture}, {"licence", m_request.licence}};
    const auto bytes = formatSafetensors(file);
    if (auto written = writeFileSafely(m_request.out, bytes); !written) return fail(written.error());
    ManifestDraft draft;
    draft.id = m_config.id;
    draft.displayName = m_config.displayName;
    draft.architecture = m_config.architecture;
    draft.dimension = m_config.dimension;
    draft.input = preprocessingOf(m_config);
    draft.checksum = sha256Hex(bytes);
    for (const auto& [name, tensor] : m_best) draft.parameters += tensor.numel();
    draft.licence = m_request.licence;
    draft.licenceFile = m_request.licenceFile;
    nlohmann::ordered_json training;
    training["recipe"] = nlohmann::ordered_json::parse(trainConfigToJson(m_config));
    training["data"] =
        nlohmann::ordered_json::parse(m_request.dataJson.empty() ? "{}" : m_request.dataJson, nullptr, false);
    training["start_sha256"] = m_startHash;
    training["steps"] = summary.steps;
    training["chosen_step"] = m_bestStep;
    training["validation"] = {{"clean_mAP", m_bestCheck.clean},
                              {"degraded_mAP", m_bestCheck.degraded},
                              {"class_mAP", m_bestCheck.classes}};
    training["precision"] = m_type == at::kBFloat16 ? "bf16" : "fp32";
    if (!m_whitening.empty()) training["whitening"] = "that of the starting weights, in front of all losses";
    draft.trainingJson = training.dump();
    draft.trainingSummary = std::to_string(summary.steps) + " steps of " + std::to_string(m_config.pairs) +
                            " pairs, seed " + std::to_string(m_config.seed) + ", step " +
                            std::to_string(m_bestStep) + " chosen on the validation pictures";
    if (auto written = writeManifest(draft, beside(".json")); !written) return fail(written.error());
    return draft.checksum;
}

Result<TrainSummary> Run::operator()(const JobContext& job) {
    const TrainConfig& c = m_config;
    auto start = prepareStart(m_request, m_source, m_device, m_type, job);
    if (!start) return fail(start.error());
    m_weights = std::move(start->weights);
    m_guide = std::move(start->guide);
    m_whitening = std::move(start->whitening);
    if (c.blend < 1)
        for (const auto& [name, tensor] : networkOnly(m_weights)) m_start[name] = tensor.detach().clone();
    if (c.classLoss > 0) m_weights[kClassCentres] = start->classCentres.clone().set_requires_grad(true);
    if (c.instanceLoss > 0)
        m_weights[kInstanceCentres] = start->instanceCentres.clone().set_requires_grad(!c.fixedCentres);
    m_wholeGuides = start->instanceCentres;
    std::optional<HardTupleSampler> tuples;  // used by the thread that makes the batches
    if (c.hardTuples) {
        auto made = tuplesFor(c, m_source, *start);
        if (!made) return fail(made.error());
        tuples = std::move(*made);
    }
    m_concentration = c.concentration;
    LossParams params;
    params.margin = c.margin;
    params.scale = c.marginScale;
    params.concentration = c.concentration;
    params.gamma = c.gamma;
    const MarginLossEntry& entry = marginLossOf(m_architecture, c);
    m_classLoss = entry.make(params);
    m_instanceLoss = entry.make(params);
    m_instanceClasses = at::empty({m_source.instanceCount()}, at::kLong);
    for (std::int64_t i = 0; i < m_source.instanceCount(); ++i)
        m_instanceClasses.data_ptr<std::int64_t>()[i] = m_source.classOf(i);
    m_instanceClasses = m_instanceClasses.to(m_device);
    const auto set = m_source.validation();
    if (!set) return fail(set.error());
    m_dataHash = trainingDataHash(m_source, *set);
    const auto startBytes = readFile(m_request.start);
    if (!startBytes) return fail(startBytes.error());
    m_startHash = sha256Hex(*startBytes);

    AdamW optimiser(m_weights, {0.9, 0.999, 1e-8, c.weightDecay, c.averaging, c.gradientClip});
    TrainSummary summary;
    summary.resumedFrom = m_request.resume ? restoreCheckpoint(optimiser) : 0;
    const std::int64_t first = summary.resumedFrom;
    if (first == 0) {
        if (m_request.resume) keepForeignCheckpoint();
        m_log.clear();
        if (auto checked = check(0, optimiser, *set); !checked) return fail(checked.error());
    }

    const std::int64_t tuplesInStep = c.pairs / kTuplePictures;
    auto batches = batchesAhead<PairBatch>(first, c.steps, [&](std::int64_t step) {
        return m_source.batch(
            step, tuples ? tuples->tuples(step * tuplesInStep, tuplesInStep) : std::vector<std::int64_t>());
    });
    ProgressMeter meter(job.progress, "train", c.steps);
    meter.advance(first);
    LossHistory history;
    const auto begin = std::chrono::steady_clock::now();
    for (std::int64_t step = first; step < c.steps; ++step) {
        if (job.stopRequested()) {
            if (auto saved = saveCheckpoint(step, optimiser); !saved) return fail(saved.error());
            return fail(Error::cancelled());
        }
        const auto batch = nextBatch(batches);
        if (!batch) return fail(batch.error());
        const Terms terms = this->step(step, *batch);
        const double loss = terms.total.item<double>();
        const double norm = optimiser.step([&](const std::string& name) { return learningRate(name, step); });

        history.add(loss);
        meter.advance();
        const std::int64_t done = step + 1;
        if (m_request.observe)
            m_request.observe({done, c.steps, loss, terms.statistics.scale, terms.statistics.margin,
                               terms.statistics.meanNorm, terms.statistics.meanQuality, terms.recall,
                               learningRate("head", step)});
        const bool checkNow = done % c.validateEvery == 0 || done == c.steps;
        if (checkNow)
            if (auto checked = check(done, optimiser, *set); !checked) return fail(checked.error());
        if (m_log.empty()) {
            std::string header = "step,side,scale,loss";
            for (const auto& [name, value] : terms.parts) header += "," + name;
            m_log.push_back(header +
                            ",loss_scale,loss_margin,mean_norm,mean_quality,recall"
                            ",learning_rate,gradient_norm,norm_mean,norm_deviation,concentration,seconds,"
                            "val_clean_mAP,val_degraded_mAP,val_class_mAP,norm_correlation");
        }
        if (done % 10 == 0 || checkNow) {
            std::string line = std::to_string(done) + "," + std::to_string(batch->side) + "," +
                               formatReal(batch->scale) + "," + formatFixed(loss, 5);
            for (const auto& [name, value] : terms.parts) line += "," + formatFixed(value, 5);
            const double seconds =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
            const LossStatistics& seen = terms.statistics;
            line += "," + formatFixed(seen.scale, 3) + "," + formatFixed(seen.margin, 4) + "," +
                    formatFixed(seen.meanNorm, 3) + "," + formatFixed(seen.meanQuality, 4) + "," +
                    (terms.recall < 0 ? "" : formatFixed(terms.recall, 4));
            const auto state = (c.instanceLoss > 0 ? m_instanceLoss : m_classLoss)->state();
            const auto running = [&](const char* key) {
                const auto found = state.find(key);
                return found == state.end() ? std::string() : formatFixed(found->second, 3);
            };
            line += "," + formatReal(learningRate("head", step)) + "," + formatFixed(norm, 4) + "," +
                    running("norm_mean") + "," + running("norm_deviation") + "," +
                    formatReal(m_concentration) + "," + formatFixed(seconds, 1) + ",";
            m_log.push_back(line + (checkNow || done == 10 ? m_lastCheck : ",,,"));
        }
        if (done % c.checkpointEvery == 0 || done == c.steps) {
            if (auto saved = saveCheckpoint(done, optimiser); !saved) return fail(saved.error());
            if (auto written = writeLines(m_log, beside(".csv")); !written) return fail(written.error());
        }
    }
    meter.finish();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    summary.steps = c.steps;
    summary.bestStep = m_bestStep;
    summary.firstLoss = history.first();
    summary.lastLoss = history.last();
    summary.pairsPerSecond = seconds > 0 ? static_cast<double>((c.steps - first) * c.pairs) / seconds : 0;
    blendWithStart(*set);
    summary.bestScore = m_bestScore;
    const auto checksum = writeModel(summary);
    if (!checksum) return fail(checksum.error());
    summary.checksum = *checksum;
    return summary;
}

}  // namespace

Result<TrainSummary> train(const TrainRequest& request, const PairSource& source, const JobContext& job) {
    if (auto checked = request.config.check(); !checked) return fail(checked.error());
    prepareRuntime(request.threads);
    const auto device = chooseDevice(request.device);
    if (!device) return fail(device.error());
    const bool half = request.config.precision == "bf16" ||
                      (request.config.precision == "auto" && (device->is_cuda() || cpuHasBf16()));
    return guarded([&]() -> Result<TrainSummary> {
        return Run(request, source, *device, half ? at::kBFloat16 : at::kFloat)(job);
    });
}

}  // namespace adapnet::nn
