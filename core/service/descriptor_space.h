// The space in which descriptors are compared: the gallery's mean removed, length 1 again. Descriptors of one
// network share a large common part that says nothing about the picture; without it the dot products spread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/features/feature_matrix.h"

namespace adapnet::service {

class DescriptorSpace {
  public:
    // No mean, no change: for galleries of fewer than two pictures.
    DescriptorSpace() = default;
    // The mean over the rows (in double precision, in row order). Fewer than two rows: no mean.
    explicit DescriptorSpace(const features::FeatureMatrix& gallery);

    bool removesMean() const { return !m_mean.empty(); }
    std::span<const float> mean() const { return m_mean; }

    // In place; a vector that equals the mean becomes zero and scores 0 with everything.
    void apply(std::span<float> descriptor) const;
    void apply(features::FeatureMatrix& descriptors) const;

  private:
    std::vector<float> m_mean;
};

// Dot product in double precision; of two unit vectors: the cosine.
double dot(std::span<const float> a, std::span<const float> b);

}  // namespace adapnet::service
