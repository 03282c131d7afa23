// From the starting weights to the first step: backbone, PCA of plain GeM as the first fully connected layer,
// the frozen guide, and class centres. Internal to core/nn (needs LibTorch).
#pragma once

#include "core/nn/architecture.h"
#include "core/nn/hard_tuples.h"
#include "core/nn/trainer.h"

namespace adapnet::nn {

struct TrainingStart {
    TensorMap weights;  // of the student, float32 on the device
    TensorMap guide;    // the frozen start as a "gem" network, in the training precision
    // The pair whitening of a start that is whitened, float32 on the device; else empty. It stays as it is:
    // what training compares, student, guide and centres, is compared behind it.
    TensorMap whitening;
    at::Tensor instanceCentres;  // N x d, the guide's descriptors of the whole pictures
    at::Tensor classCentres;     // C x d, their means
};

// The architecture of a checked recipe, and what its pictures go through before its own scales.
const Architecture& architectureOf(const TrainConfig& config);
Preprocessing preprocessingOf(const TrainConfig& config);
// pixels: B x side x side x 3 bytes -> B x 3 x side x side float32 on `device`, normalised.
at::Tensor bytesToPixels(const TrainConfig& config, const std::vector<std::uint8_t>& bytes,
                         std::int64_t count, int side, at::Device device);

// A BatchNorm that does nothing: weight 1, bias 0, mean 0, variance 1 less the epsilon.
void neutralNorm(TensorMap& weights, const std::string& name, std::int64_t d);
// PCA of `vectors` (rows) as the fully connected layer `name`, whose outputs have d as mean squared norm.
void setPca(TensorMap& weights, const std::string& name, const at::Tensor& vectors, std::int64_t d);

// The first layer of the heads is PCA (no whitening) of the unit-length GeM vectors, so that the untrained
// network gives the cosines of plain GeM with the mean removed; all else starts neutral: the QCB as identity,
// the fusion passing the global part on. Errors: Model (weights do not fit), Cancelled, those of the source.
Result<TrainingStart> prepareStart(const TrainRequest& request, const PairSource& source, at::Device device,
                                   at::ScalarType type, const JobContext& job);

// The nearest class centre (mean of the descriptors) of every picture, by cosine; a picture is left out of
// the centre of its own class, which would be too near otherwise. descriptors: N x d, rows of length 1;
// classes: N values below classCount, -1: none. A class has no centre where no other picture is in it; -1
// without any.
std::vector<std::int64_t> nearestClasses(const at::Tensor& descriptors,
                                         const std::vector<std::int64_t>& classes, std::int64_t classCount);
// The tuples of a recipe with `hard_tuples`: predictions are the nearest classes of the frozen start. Errors:
// those of HardTupleSampler.
Result<HardTupleSampler> tuplesFor(const TrainConfig& config, const PairSource& source,
                                   const TrainingStart& start);

}  // namespace adapnet::nn
