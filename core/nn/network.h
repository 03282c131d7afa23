// Descriptor networks behind a header without LibTorch: pixels in, L2-normalised descriptors out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/nn/preprocessing.h"

namespace adapnet::nn {

enum class Precision { Auto, Fp32, Bf16, Fp16 };
const char* precisionName(Precision precision);  // "auto", "fp32", "bf16", "fp16"
Result<Precision> parsePrecision(std::string_view name);

// 8-bit RGB pixels owned by the caller.
struct RgbView {
    const std::uint8_t* data = nullptr;
    int width = 0;
    int height = 0;
    std::size_t strideBytes = 0;
};

// What the manifest beside the weights says (resources/models/<id>.json).
struct ModelInfo {
    std::string id;            // permanent identifier ("adapnet")
    std::string displayName;   // "AdapNet (reimplementation)"
    std::string architecture;  // "adapnet", "gem", "cfcd_resnet50", ...: docs/networks.md
    int dimension = 0;
    int maxSide = 0;             // longer side is shrunk to this before extraction
    std::vector<double> scales;  // relative sizes whose descriptors are averaged
    Preprocessing input;         // the whole of it; maxSide and scales stand in it as well
    std::string checksum;        // SHA-256 of the weight file
    std::int64_t parameters = 0;
    std::string licence;  // short name; the full text lies beside the weights
    std::string trainingSummary;
    std::string
        preprocessing;  // canonical text of every parameter that changes a descriptor (for the feature key)
    std::filesystem::path manifest;
};

// Manifests in `folders`, ordered by id; broken ones are left out (scanModelFolders names them).
Result<std::vector<ModelInfo>> listModels(std::span<const std::filesystem::path> folders);
// ADAPNET_MODELS (colon-separated), the user's folder, <executable>/../share/adapnet/models, then the source
// tree's resources/models: the existing ones.
std::vector<std::filesystem::path> modelFolders();

// Every architecture that can be loaded, in a fixed order.
struct ArchitectureInfo {
    std::string id;        // "cfcd_resnet50"
    std::string backbone;  // "resnet50"
    bool canBeTrained = false;
    bool resNet = false;  // pooling switches "relup*" have a meaning
    // Preprocessing that fits starting weights of this backbone.
    std::string preprocessing;  // name for publishedPreprocessing
};
std::vector<ArchitectureInfo> listArchitectures();

struct NetworkOptions {
    std::string device = "auto";  // "auto", "cpu", "cuda", "cuda:N"
    Precision precision = Precision::Auto;
    // 0: as many as the machine has. Set once per process; LibTorch's own start value is one.
    int threads = 0;
};

// One loaded network on one device. Belongs to the thread that uses it; several may exist side by side.
class DescriptorNetwork {
  public:
    virtual ~DescriptorNetwork() = default;
    virtual const ModelInfo& info() const = 0;
    virtual std::string device() const = 0;      // "cpu", "cuda:0"
    virtual Precision precision() const = 0;     // the one in use, never Auto
    virtual double precisionCosine() const = 0;  // to fp32 on the check batch, least; also when refused
    // All pictures of one call must have the same size (Internal otherwise), sides >= 1 px. Returns
    // images.size() x dimension float32 values, row-major, each row of length 1. Errors: OutOfMemory (caller
    // halves the batch), Device, Model.
    virtual Result<std::vector<float>> describe(std::span<const RgbView> images) = 0;
    // The estimated degradation of the last call, images x 9 (index 0 clean, then kKnownKinds); empty without
    // a QCB.
    virtual const std::vector<float>& lastGate() const = 0;
    // A Quality Compensation Block can be switched off for the calls that follow: it then adds nothing to the
    // descriptor (its output is its input, to the last bit), and the gate still answers. On at first; without
    // effect on a network that has none.
    virtual bool hasCompensation() const { return false; }
    virtual void setCompensation(bool) {}
    // Milliseconds of the last call: "prepare" (pixels to tensor), "forward".
    virtual double lastForwardMs() const = 0;
};

Result<std::unique_ptr<DescriptorNetwork>> loadNetwork(const ModelInfo& model, const NetworkOptions& options);

// The devices of this machine: "cpu" and each "cuda:N" with its name.
struct DeviceInfo {
    std::string id;
    std::string name;
    std::vector<Precision> precisions;
};
std::vector<DeviceInfo> listDevices();

}  // namespace adapnet::nn
