// Networks that repair a degraded picture before any model describes it, behind a header without LibTorch:
// 8-bit pixels in, 8-bit pixels of the same size out. A repairer is its weights (safetensors) and a manifest
// (JSON) in resources/enhancers; the passes themselves stand in core/nn/enhancement.h. Source: the denoising
// autoencoder and SRCNN of the degraded-samples study (docs/networks.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/nn/network.h"

namespace adapnet::nn {

// What the manifest says.
struct EnhancerInfo {
    std::string id;            // permanent identifier ("denoising_autoencoder")
    std::string displayName;   // "Denoising autoencoder"
    std::string architecture;  // one of enhancers(): "denoising_autoencoder", "super_resolution"
    int maxSide = 320;         // a larger picture is shrunk to this longer side first (area average)
    int scale = 1;             // enlarged so many times before the network and shrunk again behind it, 1..4
    std::string checksum;      // SHA-256 of the weight file
    std::int64_t parameters = 0;
    std::string licence;
    std::string trainingSummary;
    std::filesystem::path manifest;
};

// Folders with manifests: ADAPNET_ENHANCERS (colon-separated), the user's own, then the installed or the
// source tree's; the existing ones.
std::vector<std::filesystem::path> enhancerFolders();

struct BrokenEnhancer {
    std::string id;      // what it says it is, or the name of the file
    std::string reason;  // one sentence that names the file
};
struct EnhancerListing {
    std::vector<EnhancerInfo> enhancers;  // ordered by id; the first folder that knows an id wins
    std::vector<BrokenEnhancer> broken;   // manifests that cannot be used
};
EnhancerListing scanEnhancerFolders(std::span<const std::filesystem::path> folders);

// Refuses other formats and versions, missing fields, values out of range and weight names that leave the
// folder (Model).
Result<EnhancerInfo> readEnhancerManifest(const std::filesystem::path& path);
// The weights lie beside the manifest under the same name. `trainingJson`: a JSON object.
Result<void> writeEnhancerManifest(const EnhancerInfo& info, const std::string& trainingJson,
                                   const std::filesystem::path& path);

// The size in which a picture goes through an enhancer, and comes out of it.
struct PictureSize {
    int width = 0;
    int height = 0;
};
PictureSize enhancedSize(const EnhancerInfo& info, int width, int height);

// One loaded repairer on the processor, in float32 (hidden layers of SRCNN in bfloat16 where the processor
// has it: half a grey level at most). Changes nothing when used: any thread.
class PictureEnhancer {
  public:
    virtual ~PictureEnhancer() = default;
    virtual const EnhancerInfo& info() const = 0;
    // 8-bit RGB of a size that enhancedSize leaves alone, sides >= 1 px; the same size comes back, rows
    // without gaps. The three channels are three grey pictures for the network. First they are stretched
    // together so that the least value of all is 0 and the largest 255 (the study's rule, which undoes a loss
    // of contrast); a picture of one single value stays as it is. Errors: OutOfMemory, Internal.
    virtual Result<std::vector<std::uint8_t>> enhance(const RgbView& rgb) const = 0;
};

// Errors: Model (checksum, names or shapes of the tensors do not fit), NotFound, Io.
Result<std::unique_ptr<PictureEnhancer>> loadEnhancer(const EnhancerInfo& info);

}  // namespace adapnet::nn
