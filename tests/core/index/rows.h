// Descriptors for the index tests: unit rows in clusters, some of them equal.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/index/search_index.h"

namespace adapnet::index {

struct RowsOptions {
    std::size_t rows = 1000;
    std::size_t dimension = 32;
    std::size_t clusters = 20;
    double duplicateShare = 0.3;  // of the rows are copies of earlier ones
    std::uint64_t seed = 7;
};

inline std::vector<float> clusteredRows(const RowsOptions& options) {
    RandomStream random(options.seed);
    std::vector<float> centres(options.clusters * options.dimension);
    for (float& value : centres) value = static_cast<float>(random.normal());
    std::vector<float> rows;
    rows.reserve(options.rows * options.dimension);
    for (std::size_t row = 0; row < options.rows; ++row) {
        if (row > 0 && random.uniform() < options.duplicateShare) {
            const auto from = random.below(row) * options.dimension;
            for (std::size_t i = 0; i < options.dimension; ++i) rows.push_back(rows[from + i]);
            continue;
        }
        const auto centre = random.below(options.clusters) * options.dimension;
        double length = 0;
        const std::size_t begin = rows.size();
        for (std::size_t i = 0; i < options.dimension; ++i) {
            rows.push_back(centres[centre + i] + 0.5f * static_cast<float>(random.normal()));
            length += double{rows.back()} * rows.back();
        }
        for (std::size_t i = begin; i < rows.size(); ++i)
            rows[i] = static_cast<float>(rows[i] / std::sqrt(length));
    }
    return rows;
}

}  // namespace adapnet::index
