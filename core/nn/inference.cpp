#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/nn/architecture.h"
#include "core/nn/heads.h"
#include "core/nn/manifest.h"
#include "core/nn/network.h"
#include "core/nn/packed_backbone.h"
#include "core/nn/runtime.h"

namespace adapnet::nn {

namespace {

constexpr double kLeastCosine = 0.999;  // half precision below this is not used by default

at::ScalarType scalarType(Precision precision) {
    return precision == Precision::Bf16   ? at::kBFloat16
           : precision == Precision::Fp16 ? at::kHalf
                                          : at::kFloat;
}

// Soft blobs, edges and grain: something a photograph has, without a photograph. 8 pictures of 160 x 160.
at::Tensor checkBatch() {
    constexpr int kCount = 8;
    constexpr int kSide = 160;
    auto bytes = at::empty({kCount, kSide, kSide, 3}, at::kByte);
    auto* out = bytes.data_ptr<std::uint8_t>();
    for (int i = 0; i < kCount; ++i) {
        RandomStream stream("adapnet|precision check|" + std::to_string(i));
        struct Blob {
            double x, y, radius, colour[3];
        };
        std::vector<Blob> blobs(12);
        for (Blob& b : blobs)
            b = {stream.uniform() * kSide,
                 stream.uniform() * kSide,
                 8 + stream.uniform() * 40,
                 {stream.uniform() * 255, stream.uniform() * 255, stream.uniform() * 255}};
        for (int y = 0; y < kSide; ++y)
            for (int x = 0; x < kSide; ++x) {
                double colour[3] = {60.0 + 0.5 * y, 90.0 + 0.3 * x, 140.0};
                for (std::size_t k = 0; k < blobs.size(); ++k) {
                    const Blob& b = blobs[k];
                    const double dx = std::abs(x - b.x);
                    const double dy = std::abs(y - b.y);
                    const bool inside =
                        k % 2 == 0 ? dx * dx + dy * dy < b.radius * b.radius : std::max(dx, dy) < b.radius;
                    if (inside) std::copy(b.colour, b.colour + 3, colour);
                }
                for (int c = 0; c < 3; ++c)
                    *out++ =
                        static_cast<std::uint8_t>(std::clamp(colour[c] + 12 * stream.normal(), 0.0, 255.0));
            }
    }
    return bytes;
}

// The Quality Compensation Block adds sum pi_k (c_k + B_k A_k u); with zeros for all c_k and B_k it adds
// nothing, whatever its gate says. The other tensors are shared.
TensorMap withoutCompensation(TensorMap weights) {
    for (const char* name : {"qcb.bank", "qcb.up"})
        if (const auto found = weights.find(name); found != weights.end())
            found->second = at::zeros_like(found->second);
    return weights;
}

// A whitened model has two more tensors, and they fit each other.
void expectWhitening(const SafetensorsFile& file, std::int64_t dimension,
                     std::map<std::string, std::vector<std::int64_t>>& shapes) {
    const auto rows = file.tensors.find(kWhiteningRows);
    if (rows == file.tensors.end() || rows->second.shape.size() != 2) return;
    shapes[kWhiteningMean] = {dimension};
    shapes[kWhiteningRows] = {rows->second.shape[0], dimension};
}

class TorchNetwork : public DescriptorNetwork {
  public:
    TorchNetwork(ModelInfo info, const Architecture& architecture, at::Device device, TensorMap weights)
        : m_info(std::move(info)),
          m_architecture(architecture),
          m_device(device),
          m_full(architecture.backbone->forInference(*architecture.backbone, std::move(weights))) {}

    const ModelInfo& info() const override { return m_info; }
    std::string device() const override { return m_device.str(); }
    Precision precision() const override { return m_ready.precision; }
    double precisionCosine() const override { return m_cosine; }
    const std::vector<float>& lastGate() const override { return m_gate; }
    double lastForwardMs() const override { return m_forwardMs; }
    bool hasCompensation() const override { return m_ready.weights.contains("qcb.bank"); }
    void setCompensation(bool on) override { m_compensates = on || !hasCompensation(); }

    // Decides the precision; for Auto the fastest whose descriptors stay within kLeastCosine of fp32.
    void choosePrecision(Precision asked) {
        const c10::InferenceMode inference;
        Precision wanted = asked;
        if (asked == Precision::Auto)
            wanted = m_device.is_cuda() ? Precision::Fp16 : cpuHasBf16() ? Precision::Bf16 : Precision::Fp32;
        m_ready = prepare(wanted);
        if (wanted != Precision::Fp32) checkPrecision(asked == Precision::Auto);
        m_full.clear();
        if (hasCompensation()) m_uncompensated = withoutCompensation(m_ready.weights);
    }

    Result<std::vector<float>> describe(std::span<const RgbView> images) override {
        if (images.empty()) return std::vector<float>();
        const auto& first = images.front();
        for (const RgbView& view : images)
            if (view.width != first.width || view.height != first.height || view.width < 1 || view.height < 1)
                return fail(ErrorCode::Internal, "pictures of one batch must have the same size");
        return guarded([&]() -> Result<std::vector<float>> {
            const c10::InferenceMode inference;
            const auto start = std::chrono::steady_clock::now();
            at::Tensor gate;
            const auto descriptors =
                run(m_ready, stackPictures(images).to(m_device), &gate).to(at::kCPU, at::kFloat).contiguous();
            m_gate.clear();
            if (gate.defined()) {
                const auto plain = gate.to(at::kCPU, at::kFloat).contiguous();
                m_gate.assign(plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel());
            }
            m_forwardMs =
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
            const float* values = descriptors.data_ptr<float>();
            return std::vector<float>(values, values + descriptors.numel());
        });
    }

  private:
    // The network in one precision.
    struct Ready {
        Precision precision = Precision::Fp32;
        TensorMap weights;  // without the backbone where it is packed
        std::unique_ptr<PackedBackbone> backbone;
    };

    Ready prepare(Precision precision) const {
        Ready ready;
        ready.precision = precision;
        // Only this backbone has a packed form.
        if (m_device.is_cpu() && m_architecture.backbone->depth == 0)
            ready.backbone = packBackbone(m_full, scalarType(precision));
        for (const auto& [name, tensor] : m_full) {
            // The heads stay float32: they are cheap and decide the accuracy.
            const bool inBackbone = name.starts_with("backbone.");
            if (inBackbone && ready.backbone) continue;
            auto value = tensor.to(m_device, inBackbone ? scalarType(precision) : at::kFloat);
            if (value.dim() == 4) value = value.contiguous(at::MemoryFormat::ChannelsLast);
            ready.weights[name] = value;
        }
        return ready;
    }

    // Compares with fp32, and takes that instead when `mayRefuse` and the descriptors differ too much.
    void checkPrecision(bool mayRefuse) {
        const auto batch = checkBatch().to(m_device);
        const auto half = run(m_ready, batch, nullptr);
        auto exact = prepare(Precision::Fp32);
        const auto full = run(exact, batch, nullptr);
        const auto cosine = (half * full).sum(1).min().item<double>();
        m_cosine = std::isfinite(cosine) ? cosine : 0;
        if (mayRefuse && m_cosine < kLeastCosine) m_ready = std::move(exact);
    }

    at::Tensor run(const Ready& ready, const at::Tensor& bytes, at::Tensor* gate) const {
        BackboneRun backbone;
        std::optional<OneThread> oneThread;
        if (ready.backbone) {
            oneThread.emplace();
            backbone = [&](const at::Tensor& pixels) { return ready.backbone->forward(pixels); };
        }
        const TensorMap& weights = m_compensates ? ready.weights : m_uncompensated;
        return pairWhitened(weights, describeBytes(m_architecture, weights, bytes, m_info.input,
                                                   scalarType(ready.precision), gate, backbone));
    }

    ModelInfo m_info;
    const Architecture& m_architecture;  // of the static list
    at::Device m_device;
    TensorMap m_full;
    Ready m_ready;
    TensorMap m_uncompensated;  // of m_ready, where there is a block to switch off
    bool m_compensates = true;
    double m_cosine = 1;
    std::vector<float> m_gate;
    double m_forwardMs = 0;
};

}  // namespace

const char* precisionName(Precision precision) {
    switch (precision) {
        case Precision::Auto:
            return "auto";
        case Precision::Fp32:
            return "fp32";
        case Precision::Bf16:
            return "bf16";
        case Precision::Fp16:
            return "fp16";
    }
    return "auto";
}

Result<Precision> parsePrecision(std::string_view name) {
    for (const auto p : {Precision::Auto, Precision::Fp32, Precision::Bf16, Precision::Fp16})
        if (name == precisionName(p)) return p;
    return fail(ErrorCode::BadInput,
                "unknown precision '" + std::string(name) + "'; use auto, fp32, bf16 or fp16");
}

Result<std::unique_ptr<DescriptorNetwork>> loadNetwork(const ModelInfo& model,
                                                       const NetworkOptions& options) {
    prepareRuntime(options.threads);
    const auto device = chooseDevice(options.device);
    if (!device) return fail(device.error());
    if (device->is_cpu() && options.precision == Precision::Fp16)
        return fail(ErrorCode::Device, "fp16 needs a CUDA device; use --precision fp32 or bf16");
    if (device->is_cpu() && options.precision == Precision::Bf16 && !cpuHasBf16())
        return fail(ErrorCode::Device, "this processor has no bf16 instructions; use --precision fp32");
    const auto manifest = readManifest(model.manifest);
    if (!manifest) return fail(manifest.error());
    const auto file = readSafetensors(manifest->weights);
    if (!file) return fail(file.error());
    if (file->checksum != model.checksum)
        return fail(ErrorCode::Model,
                    "'" + displayPath(manifest->weights) + "' does not have the checksum of its manifest");
    const Architecture* architecture = findArchitecture(model.architecture);
    if (architecture == nullptr)
        return fail(ErrorCode::Model, "unknown architecture '" + model.architecture + "'");
    auto shapes = architectureShapes(model.architecture, model.dimension);
    if (shapes.empty())
        return fail(ErrorCode::Model, "descriptors of '" + model.architecture + "' cannot have " +
                                          std::to_string(model.dimension) + " values");
    const auto& pooling = model.input.pooling;
    if ((pooling.relup || pooling.relupInner) && architecture->backbone->depth == 0)
        return fail(ErrorCode::Model, "'" + model.id + "': relup needs a ResNet");
    expectWhitening(*file, model.dimension, shapes);
    for (const auto& [name, shape] : shapes) {
        const auto found = file->tensors.find(name);
        if (found == file->tensors.end() || found->second.shape != shape)
            return fail(ErrorCode::Model,
                        "the weights of '" + model.id + "' lack '" + name + "' in the expected shape");
    }
    for (const auto& [name, tensor] : file->tensors)
        if (!shapes.contains(name))
            return fail(ErrorCode::Model,
                        "the weights of '" + model.id + "' hold the unknown tensor '" + name + "'");
    return guarded([&]() -> Result<std::unique_ptr<DescriptorNetwork>> {
        const c10::InferenceMode inference;
        auto tensors = toTensors(*file);
        if (!tensors) return fail(tensors.error());
        auto network = std::make_unique<TorchNetwork>(model, *architecture, *device, std::move(*tensors));
        network->choosePrecision(options.precision);
        return network;
    });
}

}  // namespace adapnet::nn
