// What turns feature maps into descriptors: GeM pooling, the local branch, the Quality Compensation Block and
// the orthogonal fusion. Source: the design "AdapNet (reimplementation)" of docs/networks.md (d = descriptor
// length).
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/nn/backbone.h"
#include "core/nn/network.h"
#include "core/nn/preprocessing.h"

namespace adapnet::nn {

inline constexpr int kKnownKindCount = 8;
inline constexpr int kQcbRank = 16;
inline constexpr int kFusionRank = 128;

// x: B x C x H x W -> B x C, ((1/HW) sum max(v, 1e-6)^p)^(1/p). p: one element.
at::Tensor gemPool(const at::Tensor& x, const at::Tensor& p);

// y = (x - running_mean) / sqrt(running_var + 1e-5) * weight + bias, with fixed statistics, over dimension 1.
at::Tensor fixedBatchNorm(const TensorMap& weights, const std::string& name, const at::Tensor& x);

// Local map (DELG/DOLG attention): U = BN(Conv1x1(F3)), a = softplus(Conv1x1(relu(U))), V = a U / ||U|| per
// place. map: B x C3 x H x W -> B x d x H x W.
at::Tensor localBranch(const TensorMap& weights, const at::Tensor& map);

struct QcbOutput {
    at::Tensor logits;  // B x (K+1), index 0 = clean
    at::Tensor delta;   // B x d, sum over the kinds of pi_k (c_k + B_k A_k u), u = f/||f||
    at::Tensor fNew;    // B x d, f + delta
};
// f: B x d. `evidence`: B x e, what the gate reads; undefined: u. A gate that reads u and whose loss reaches
// the backbone teaches it to show the kind of damage in the descriptor (docs/evaluation.md, "What was
// learnt").
QcbOutput qualityCompensation(const TensorMap& weights, const at::Tensor& f, const at::Tensor& evidence = {});

// What a gate can tell damage from: mean and deviation over the places of each channel of the local map,
// standardised by "qcb.evidence". map: B x C3 x H x W -> B x 2 C3. Gives the map no gradient.
at::Tensor damageEvidence(const TensorMap& weights, const at::Tensor& map);
// The same before it is standardised.
at::Tensor mapStatistics(const at::Tensor& map);

// Spatial mean of V minus its part along fNew: B x d. local: B x d x H x W.
at::Tensor orthogonalMean(const at::Tensor& fNew, const at::Tensor& local);
// BN(FC([fNew ; orthogonalMean])): B x d. With d = channels of the last map the layer would be most of the
// network, so there it is [I, up down] with the rank kFusionRank ("fuse.down", "fuse.up").
at::Tensor orthogonalFusion(const TensorMap& weights, const at::Tensor& fNew, const at::Tensor& local);

// All intermediate values of one forward pass; what an architecture does not have stays undefined.
struct NetworkOutput {
    FeatureMaps maps;   // of the backbone
    at::Tensor global;  // f_g, B x d
    QcbOutput qcb;
    at::Tensor final;  // f_all, B x d, not normalised
};

struct Architecture;  // architecture.h

// pixels: B x 3 x H x W, normalised as the architecture's preprocessing says; float32, bfloat16 or half.
NetworkOutput networkForward(const Architecture& architecture, const TensorMap& weights,
                             const at::Tensor& pixels, const PoolingSwitches& switches = {});

// The same from feature maps of the backbone, in any float type.
NetworkOutput networkHead(const Architecture& architecture, const TensorMap& weights, FeatureMaps maps,
                          const PoolingSwitches& switches = {});

// Names and shapes of every tensor of an architecture; empty for an unknown one and for a dimension that it
// cannot have.
std::map<std::string, std::vector<std::int64_t>> architectureShapes(const std::string& architecture,
                                                                    int dimension);
// Names of the tensors that training does not change (statistics of fixed BatchNorms).
bool isStatistic(const std::string& name);

// Bilinear with half-pixel centres to round(n * scale) per side, at least one pixel. pixels: B x C x H x W.
at::Tensor scalePixels(const at::Tensor& pixels, double scale);

// Descriptor over several relative sizes: for each the picture is resized (scalePixels), described and
// L2-normalised; the mean is L2-normalised. pixels: B x 3 x H x W float32, normalised; computed in `type`.
// What training uses; a finished model goes through describeBytes.
at::Tensor describePixels(const Architecture& architecture, const TensorMap& weights,
                          const at::Tensor& pixels, const std::vector<double>& scales, at::ScalarType type);

// Makes the maps of one size of a picture; pixels as for networkForward.
using BackboneRun = std::function<FeatureMaps(const at::Tensor& pixels)>;

// Descriptors of pictures as a manifest describes them. bytes: B x H x W x 3, 8-bit RGB; unit rows B x d in
// float32. gate (may be null): mean over the sizes of the QCB's probabilities, B x 9, untouched without a
// QCB. backbone: takes the place of the architecture's own when given.
at::Tensor describeBytes(const Architecture& architecture, const TensorMap& weights, const at::Tensor& bytes,
                         const Preprocessing& input, at::ScalarType type, at::Tensor* gate,
                         const BackboneRun& backbone = {});

// The layer of core/nn/pair_whitening.h: unit rows B x d -> unit rows; as they are without such a layer.
at::Tensor pairWhitened(const TensorMap& weights, const at::Tensor& unit);

// Pictures of one size; bytes are copied: B x H x W x 3, 8 bit.
at::Tensor stackPictures(std::span<const RgbView> pictures);
}  // namespace adapnet::nn
