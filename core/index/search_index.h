// Nearest descriptors by dot product. Exact is the default; HNSW above 200,000 vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace adapnet::index {

inline constexpr std::size_t kExactLimit = 200'000;

struct Neighbour {
    std::uint32_t row = 0;  // position in the matrix the index was built from
    float score = 0;        // dot product
    bool operator==(const Neighbour&) const = default;
};

// Read-only after construction; any thread may search.
class SearchIndex {
  public:
    virtual ~SearchIndex() = default;
    virtual const std::string& kind() const = 0;  // "exact", "hnsw"
    virtual std::size_t size() const = 0;
    virtual std::size_t dimension() const = 0;
    // The min(k, size) best, by descending score, ties by ascending row.
    virtual Result<std::vector<Neighbour>> search(std::span<const float> query, std::size_t k) const = 0;
};

// `values`: rows x dimension, row-major, copied.
Result<std::unique_ptr<SearchIndex>> buildExact(std::span<const float> values, std::size_t dimension);

struct HnswParams {
    int neighbours = 16;    // M
    int buildWidth = 200;   // ef during construction
    int searchWidth = 200;  // ef during search, raised to k; set again after every load
    std::uint64_t seed = 100;
    Result<void> check() const;
};
// Names the rows an index is built from: the feature set and the pictures in their order. An index of the
// same size over other pictures must not pass for this one, so give this to the three functions below.
std::string indexKey(const std::string& featureKey, std::span<const std::string> contentHashes);

// Rows are inserted in order on one thread, so that two builds are equal. Cancelled after a stop request.
Result<std::unique_ptr<SearchIndex>> buildHnsw(std::span<const float> values, std::size_t dimension,
                                               const HnswParams& params, const std::string& key,
                                               const std::stop_token& stop = {});
// The framed file: magic, format version, key, counts, parameters, checksum of the body. Any difference is an
// IndexFile error before hnswlib sees a byte; the caller rebuilds. The search width is no part of the file.
// Saving replaces the old file only when the new one is complete.
Result<void> saveHnsw(const SearchIndex& index, const std::filesystem::path& path);
Result<std::unique_ptr<SearchIndex>> loadHnsw(const std::filesystem::path& path,
                                              const std::string& featureKey, std::size_t rows,
                                              std::size_t dimension, const HnswParams& params);
// Mean share of the exact k best that `index` finds; `queries` are rows of the same dimension. A neighbour
// with the score of the exact k-th counts as found, since equal descriptors cannot be told apart.
double measureRecall(const SearchIndex& index, const SearchIndex& exact, std::span<const float> queries,
                     std::size_t k);

}  // namespace adapnet::index
