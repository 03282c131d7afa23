// Descriptors of many pictures: rows x dimension, row-major float32, each row of length 1 unless said
// otherwise.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace adapnet::features {

struct FeatureMatrix {
    std::size_t rows = 0;
    std::size_t dimension = 0;
    std::vector<float> values;

    std::span<const float> row(std::size_t i) const { return {values.data() + i * dimension, dimension}; }
    std::span<float> row(std::size_t i) { return {values.data() + i * dimension, dimension}; }
};

}  // namespace adapnet::features
