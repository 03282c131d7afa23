#include "core/rerank/checks.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_set>

namespace adapnet::rerank {

Result<void> checkInput(std::span<const float> query, const Descriptors& gallery,
                        std::span<const Ranked> first) {
    if (gallery.dimension == 0 || gallery.values.size() % gallery.dimension != 0) {
        return fail(ErrorCode::BadInput, "the gallery's descriptors are not a whole number of rows");
    }
    if (query.size() != gallery.dimension) {
        return fail(ErrorCode::BadInput, "the query has " + std::to_string(query.size()) +
                                             " values, the gallery " + std::to_string(gallery.dimension));
    }
    if (!std::all_of(query.begin(), query.end(), [](float v) { return std::isfinite(v); })) {
        return fail(ErrorCode::BadInput, "the query's descriptor is not finite");
    }
    std::unordered_set<std::uint32_t> seen;
    for (const Ranked& entry : first) {
        if (entry.row >= gallery.rows()) {
            return fail(ErrorCode::BadInput, "the ranking names row " + std::to_string(entry.row) +
                                                 " of a gallery with " + std::to_string(gallery.rows()));
        }
        if (!seen.insert(entry.row).second) {
            return fail(ErrorCode::BadInput, "the ranking names row " + std::to_string(entry.row) + " twice");
        }
    }
    return {};
}

double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

void sortBestFirst(std::vector<Ranked>& ranking) {
    std::sort(ranking.begin(), ranking.end(), [](const Ranked& a, const Ranked& b) {
        return a.score != b.score ? a.score > b.score : a.row < b.row;
    });
}

}  // namespace adapnet::rerank
