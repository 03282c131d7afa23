#include <algorithm>
#include <array>
#include <cmath>

#include "core/index/dot.h"
#include "core/index/search_index.h"

namespace adapnet::index {

namespace {

bool isBetter(const Neighbour& a, const Neighbour& b) {
    return a.score != b.score ? a.score > b.score : a.row < b.row;
}

class ExactIndex final : public SearchIndex {
  public:
    ExactIndex(std::span<const float> values, std::size_t dimension)
        : m_values(values.begin(), values.end()), m_dimension(dimension) {}

    const std::string& kind() const override {
        static const std::string name = "exact";
        return name;
    }
    std::size_t size() const override { return m_values.size() / m_dimension; }
    std::size_t dimension() const override { return m_dimension; }

    Result<std::vector<Neighbour>> search(std::span<const float> query, std::size_t k) const override {
        if (auto valid = checkQuery(query, m_dimension); !valid) return fail(valid.error());
        k = std::min(k, size());
        if (k == 0) return std::vector<Neighbour>();
        // A heap with the worst of the best on top; most rows lose against it at once.
        std::vector<Neighbour> best;
        best.reserve(k);
        constexpr std::size_t kBlock = 256;
        std::array<float, kBlock> scores;
        for (std::size_t begin = 0; begin < size(); begin += kBlock) {
            const std::size_t count = std::min(kBlock, size() - begin);
            for (std::size_t i = 0; i < count; ++i)
                scores[i] = dot(query.data(), m_values.data() + (begin + i) * m_dimension, m_dimension);
            for (std::size_t i = 0; i < count; ++i) {
                const Neighbour candidate{static_cast<std::uint32_t>(begin + i), scores[i]};
                if (best.size() < k) {
                    best.push_back(candidate);
                    std::push_heap(best.begin(), best.end(), isBetter);
                } else if (isBetter(candidate, best.front())) {
                    std::pop_heap(best.begin(), best.end(), isBetter);
                    best.back() = candidate;
                    std::push_heap(best.begin(), best.end(), isBetter);
                }
            }
        }
        std::sort_heap(best.begin(), best.end(), isBetter);
        return best;
    }

  private:
    const std::vector<float> m_values;
    const std::size_t m_dimension;
};

}  // namespace

Result<void> checkQuery(std::span<const float> query, std::size_t dimension) {
    if (query.size() != dimension)
        return fail(ErrorCode::BadInput, "the query has " + std::to_string(query.size()) +
                                             " values and the index has " + std::to_string(dimension));
    if (!std::all_of(query.begin(), query.end(), [](float value) { return std::isfinite(value); }))
        return fail(ErrorCode::BadInput, "the query has values that are no numbers");
    return {};
}

Result<void> checkRows(std::span<const float> values, std::size_t dimension) {
    if (dimension == 0 || values.size() % dimension != 0)
        return fail(ErrorCode::BadInput,
                    std::to_string(values.size()) + " values make no rows of " + std::to_string(dimension));
    if (values.size() / dimension > 0xFFFF'FFFEU)
        return fail(ErrorCode::BadInput, "too many rows for an index");
    if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }))
        return fail(ErrorCode::BadInput, "a row has values that are no numbers");
    return {};
}

Result<std::unique_ptr<SearchIndex>> buildExact(std::span<const float> values, std::size_t dimension) {
    if (auto valid = checkRows(values, dimension); !valid) return fail(valid.error());
    try {
        return std::make_unique<ExactIndex>(values, dimension);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "not enough memory for the search index");
    }
}

double measureRecall(const SearchIndex& index, const SearchIndex& exact, std::span<const float> queries,
                     std::size_t k) {
    const std::size_t dimension = exact.dimension();
    if (dimension == 0 || k == 0) return 0;
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t at = 0; at + dimension <= queries.size(); at += dimension, ++count) {
        const auto query = queries.subspan(at, dimension);
        const auto wanted = exact.search(query, k);
        const auto found = index.search(query, k);
        if (!wanted || !found || wanted->empty()) continue;
        // Of equal descriptors one is as good as the other: what counts is to be no worse than the last
        // wanted.
        const float least = wanted->back().score;
        const auto good = std::count_if(found->begin(), found->end(),
                                        [&](const Neighbour& neighbour) { return neighbour.score >= least; });
        sum += std::min(1.0, static_cast<double>(good) / static_cast<double>(wanted->size()));
    }
    return count == 0 ? 0 : sum / static_cast<double>(count);
}

}  // namespace adapnet::index
