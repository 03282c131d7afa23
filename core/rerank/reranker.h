// Second looks at a ranking that use descriptors only. Registered in one list, like degradations.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace adapnet::rerank {

// rows x dimension, row-major, unit rows; owned by the caller.
struct Descriptors {
    std::span<const float> values;
    std::size_t dimension = 0;
    std::size_t rows() const { return dimension == 0 ? 0 : values.size() / dimension; }
    std::span<const float> row(std::size_t i) const { return values.subspan(i * dimension, dimension); }
};

struct Ranked {
    std::uint32_t row = 0;
    float score = 0;
};

// Read-only after construction: any thread may call, several at once.
class Reranker {
  public:
    virtual ~Reranker() = default;
    virtual const std::string& id() const = 0;  // permanent identifier ("alpha_query_expansion")
    // `first`: the ranking to improve, best first. Returns a ranking of the same rows, best first, ties by
    // row. BadInput when dimensions differ, a row is unknown or doubled, or the query is not finite.
    virtual Result<std::vector<Ranked>> rerank(std::span<const float> query, const Descriptors& gallery,
                                               std::span<const Ranked> first) const = 0;
};

// The explicit list of built-in re-rankers (registry.cpp), in the order in which they are shown.
std::span<const std::unique_ptr<Reranker>> registry();
// Null for an unknown identifier.
const Reranker* find(std::string_view id);

}  // namespace adapnet::rerank
