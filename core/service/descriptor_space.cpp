#include "core/service/descriptor_space.h"

#include <cmath>

namespace adapnet::service {

namespace {

// Below this length only rounding is left of a unit vector after the mean is gone.
constexpr double kLeastLength = 1e-6;

}  // namespace

DescriptorSpace::DescriptorSpace(const features::FeatureMatrix& gallery) {
    if (gallery.rows < 2) return;
    std::vector<double> sum(gallery.dimension, 0.0);
    for (std::size_t r = 0; r < gallery.rows; ++r) {
        const auto row = gallery.row(r);
        for (std::size_t i = 0; i < row.size(); ++i) sum[i] += row[i];
    }
    m_mean.resize(gallery.dimension);
    for (std::size_t i = 0; i < sum.size(); ++i)
        m_mean[i] = static_cast<float>(sum[i] / static_cast<double>(gallery.rows));
}

void DescriptorSpace::apply(std::span<float> descriptor) const {
    if (!removesMean()) return;
    double squares = 0;
    for (std::size_t i = 0; i < descriptor.size(); ++i) {
        descriptor[i] -= m_mean[i];
        squares += static_cast<double>(descriptor[i]) * descriptor[i];
    }
    const double length = std::sqrt(squares);
    const float scale = length > kLeastLength ? static_cast<float>(1.0 / length) : 0.0F;
    for (float& value : descriptor) value *= scale;
}

void DescriptorSpace::apply(features::FeatureMatrix& descriptors) const {
    for (std::size_t r = 0; r < descriptors.rows; ++r) apply(descriptors.row(r));
}

double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
    return sum;
}

}  // namespace adapnet::service
