#include "core/checkpoint/tensor_view.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace adapnet::checkpoint {

namespace {

constexpr std::array kStorages{
    std::pair<std::string_view, ScalarType>{"FloatStorage", ScalarType::F32},
    std::pair<std::string_view, ScalarType>{"DoubleStorage", ScalarType::F64},
    std::pair<std::string_view, ScalarType>{"HalfStorage", ScalarType::F16},
    std::pair<std::string_view, ScalarType>{"BFloat16Storage", ScalarType::BF16},
    std::pair<std::string_view, ScalarType>{"LongStorage", ScalarType::I64},
    std::pair<std::string_view, ScalarType>{"IntStorage", ScalarType::I32},
    std::pair<std::string_view, ScalarType>{"ShortStorage", ScalarType::I16},
    std::pair<std::string_view, ScalarType>{"CharStorage", ScalarType::I8},
    std::pair<std::string_view, ScalarType>{"ByteStorage", ScalarType::U8},
    std::pair<std::string_view, ScalarType>{"BoolStorage", ScalarType::Bool},
};

template <class T>
T load(const std::byte* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

std::int64_t wholeNumber(ScalarType type, const std::byte* at) {
    switch (type) {
        case ScalarType::I64:
            return load<std::int64_t>(at);
        case ScalarType::I32:
            return load<std::int32_t>(at);
        case ScalarType::I16:
            return load<std::int16_t>(at);
        case ScalarType::I8:
            return load<std::int8_t>(at);
        default:
            return load<std::uint8_t>(at);
    }
}

// All bits of the exponent set: infinite or not a number.
bool finiteBits(ScalarType type, const std::byte* at) {
    switch (type) {
        case ScalarType::F16:
            return (load<std::uint16_t>(at) & 0x7C00) != 0x7C00;
        case ScalarType::BF16:
            return (load<std::uint16_t>(at) & 0x7F80) != 0x7F80;
        case ScalarType::F32:
            return (load<std::uint32_t>(at) & 0x7F800000U) != 0x7F800000U;
        case ScalarType::F64:  // becomes a float32
            return std::abs(load<double>(at)) <= std::numeric_limits<float>::max();
        default:
            return true;
    }
}

}  // namespace

std::size_t scalarSize(ScalarType type) {
    switch (type) {
        case ScalarType::F64:
        case ScalarType::I64:
            return 8;
        case ScalarType::F32:
        case ScalarType::I32:
            return 4;
        case ScalarType::F16:
        case ScalarType::BF16:
        case ScalarType::I16:
            return 2;
        default:
            return 1;
    }
}

const char* scalarName(ScalarType type) {
    static constexpr std::array kNames{"F16", "BF16", "F32", "F64", "I64", "I32", "I16", "I8", "U8", "BOOL"};
    return kNames[static_cast<std::size_t>(type)];
}

std::optional<ScalarType> storageType(std::string_view storageClass) {
    for (const auto& [name, type] : kStorages)
        if (name == storageClass) return type;
    return std::nullopt;
}

Result<TensorView> TensorView::make(ScalarType type, std::span<const std::byte> storage, std::int64_t offset,
                                    std::span<const std::int64_t> shape,
                                    std::span<const std::int64_t> strides) {
    const auto broken = [](const char* what) {
        return fail(ErrorCode::Model, std::string("a tensor of the weight file ") + what);
    };
    if (shape.size() != strides.size() || shape.size() > kMaxRank) return broken("has a wrong shape");
    const std::uint64_t held = storage.size() / scalarSize(type);
    TensorView view;
    view.m_type = type;
    view.m_rank = shape.size();
    std::uint64_t elements = 1;
    bool isEmpty = false;
    for (std::size_t d = 0; d < shape.size(); ++d) {
        if (shape[d] < 0 || strides[d] < 0) return broken("has a wrong shape");
        isEmpty = isEmpty || shape[d] == 0;
        view.m_shape[d] = shape[d];
        view.m_strides[d] = strides[d];
    }
    if (offset < 0 || static_cast<std::uint64_t>(offset) > held) return broken("lies outside its data");
    if (isEmpty) return view;
    std::uint64_t last = static_cast<std::uint64_t>(offset);  // place of the last value
    for (std::size_t d = 0; d < shape.size(); ++d) {
        const auto size = static_cast<std::uint64_t>(shape[d]);
        const auto stride = static_cast<std::uint64_t>(strides[d]);
        if (size > held / elements) return broken("has more values than its data");
        elements *= size;
        if (size > 1 && stride > held / (size - 1)) return broken("lies outside its data");
        last += (size - 1) * stride;
        if (last >= held) return broken("lies outside its data");
    }
    if (last >= held) return broken("lies outside its data");
    view.m_elements = static_cast<std::size_t>(elements);
    view.m_storage = storage.subspan(static_cast<std::size_t>(offset) * scalarSize(type));
    return view;
}

// Calls visit(first byte, number of values in a row without gaps) in row-major order.
template <class Visit>
void TensorView::forEach(Visit&& visit) const {
    if (m_elements == 0) return;
    // The innermost dimensions that lie without gaps are one run.
    std::size_t run = 1;
    std::size_t outer = m_rank;
    while (outer > 0 && (m_shape[outer - 1] == 1 || m_strides[outer - 1] == static_cast<std::int64_t>(run))) {
        run *= static_cast<std::size_t>(m_shape[outer - 1]);
        --outer;
    }
    std::array<std::int64_t, kMaxRank> index{};
    const std::size_t size = scalarSize(m_type);
    for (std::size_t done = 0; done < m_elements; done += run) {
        std::int64_t place = 0;
        for (std::size_t d = 0; d < outer; ++d) place += index[d] * m_strides[d];
        visit(m_storage.data() + static_cast<std::size_t>(place) * size, run);
        for (std::size_t d = outer; d-- > 0;) {
            if (++index[d] < m_shape[d]) break;
            index[d] = 0;
        }
    }
}

TensorView::Values TensorView::contiguous() const {
    Values values;
    const std::size_t size = scalarSize(m_type);
    const bool isSame = m_type == ScalarType::F16 || m_type == ScalarType::BF16 ||
                        m_type == ScalarType::F32 || m_type == ScalarType::I64;
    values.stored = isSame ? m_type : m_type == ScalarType::F64 ? ScalarType::F32 : ScalarType::I64;
    const std::size_t outSize = scalarSize(values.stored);
    values.bytes.resize(m_elements * outSize);
    std::byte* out = values.bytes.data();
    forEach([&](const std::byte* from, std::size_t count) {
        if (isSame) {
            std::memcpy(out, from, count * size);
            out += count * size;
            return;
        }
        for (std::size_t i = 0; i < count; ++i, from += size, out += outSize) {
            if (m_type == ScalarType::F64) {
                const float narrow = static_cast<float>(load<double>(from));
                std::memcpy(out, &narrow, sizeof narrow);
            } else {
                const std::int64_t whole = wholeNumber(m_type, from);
                std::memcpy(out, &whole, sizeof whole);
            }
        }
    });
    return values;
}

bool TensorView::isFinite() const {
    bool finite = true;
    const std::size_t size = scalarSize(m_type);
    forEach([&](const std::byte* from, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) finite = finite && finiteBits(m_type, from + i * size);
    });
    return finite;
}

std::string shapeText(std::span<const std::int64_t> shape) {
    if (shape.empty()) return "a single number";
    std::string text;
    for (const std::int64_t side : shape) text += (text.empty() ? "" : " x ") + std::to_string(side);
    return text;
}

}  // namespace adapnet::checkpoint
