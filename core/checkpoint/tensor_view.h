// One tensor of a weight file as a view: nothing is copied until it is asked for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace adapnet::checkpoint {

enum class ScalarType : std::uint8_t { F16, BF16, F32, F64, I64, I32, I16, I8, U8, Bool };
std::size_t scalarSize(ScalarType type);
const char* scalarName(ScalarType type);  // as in safetensors: "F16", "BF16", "F32", "I64"
// "FloatStorage" -> F32; nothing for other names.
std::optional<ScalarType> storageType(std::string_view storageClass);

class TensorView {
  public:
    static constexpr int kMaxRank = 8;

    // `storage` holds whole values of `type`; offset and strides count values. Errors: Model (too many
    // dimensions, negative numbers, outside the storage, more values than the storage has).
    static Result<TensorView> make(ScalarType type, std::span<const std::byte> storage, std::int64_t offset,
                                   std::span<const std::int64_t> shape,
                                   std::span<const std::int64_t> strides);

    ScalarType type() const { return m_type; }
    std::span<const std::int64_t> shape() const { return {m_shape.data(), m_rank}; }
    std::size_t elements() const { return m_elements; }

    // Row-major copy. Floating types of at most 32 bits keep their type, double becomes F32, whole numbers
    // become I64; `stored` is what the values have then.
    struct Values {
        ScalarType stored = ScalarType::F32;
        std::vector<std::byte> bytes;
    };
    Values contiguous() const;
    // False when a floating value is infinite or not a number.
    bool isFinite() const;

  private:
    template <class Visit>
    void forEach(Visit&& visit) const;

    ScalarType m_type = ScalarType::F32;
    std::size_t m_rank = 0;
    std::size_t m_elements = 0;
    std::span<const std::byte> m_storage;  // from the first value on
    std::array<std::int64_t, kMaxRank> m_shape{};
    std::array<std::int64_t, kMaxRank> m_strides{};
};

// "64 x 3 x 7 x 7"; "a single number" without dimensions.
std::string shapeText(std::span<const std::int64_t> shape);

}  // namespace adapnet::checkpoint
