// numpy arrays in pickles: _reconstruct(ndarray, (0,), b'b') with the state (version, shape, dtype, order,
// data).
#include <cstring>
#include <limits>
#include <string>

#include "core/checkpoint/checkpoint.h"

namespace adapnet::checkpoint {

namespace {

using pickle::Kind;
using pickle::Value;

tl::unexpected<Error> broken(const char* what) {
    return fail(ErrorCode::Model, std::string("an array of the weight file ") + what);
}

// Member `index` of a tuple that has enough of them.
Value member(const Value& tuple, std::size_t index) {
    auto it = tuple.items().begin();
    for (std::size_t i = 0; i < index; ++i) ++it;
    return *it;
}

// Bytes of a value that hold `count` bytes, either plain or as a text whose characters are the bytes (which
// Python 2's protocol needs). The text form doubles values from 128 on.
class ByteSource {
  public:
    explicit ByteSource(const Value& value) {
        Value data = value;
        // _codecs.encode(text, "latin1")
        if (data.callable().isGlobal("_codecs", "encode") && data.arguments().size() >= 1)
            data = *data.arguments().items().begin();
        if (const auto bytes = data.bytes()) {
            m_isValid = true;
            m_rest = {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
            m_size = m_rest.size();
        } else if (const auto text = data.text()) {
            m_isText = true;
            m_rest = *text;
            m_isValid = countText();
        }
    }
    bool isValid() const { return m_isValid; }
    std::size_t size() const { return m_size; }
    unsigned char next() {
        const auto first = static_cast<unsigned char>(m_rest.front());
        m_rest.remove_prefix(1);
        if (!m_isText || first < 0x80) return first;
        const auto second = static_cast<unsigned char>(m_rest.front());
        m_rest.remove_prefix(1);
        return static_cast<unsigned char>((first << 6) | (second & 0x3F));
    }

  private:
    bool countText() {
        for (std::size_t i = 0; i < m_rest.size(); ++i, ++m_size) {
            const auto first = static_cast<unsigned char>(m_rest[i]);
            if (first < 0x80) continue;
            // U+0080 to U+00FF are C2 80 to C3 BF.
            if ((first != 0xC2 && first != 0xC3) || i + 1 >= m_rest.size()) return false;
            if ((static_cast<unsigned char>(m_rest[++i]) & 0xC0) != 0x80) return false;
        }
        return true;
    }

    std::string_view m_rest;
    std::size_t m_size = 0;
    bool m_isText = false;
    bool m_isValid = false;
};

template <class T>
float nextValue(ByteSource& source) {
    unsigned char raw[sizeof(T)];
    for (unsigned char& byte : raw) byte = source.next();
    T value;
    std::memcpy(&value, raw, sizeof value);
    return static_cast<float>(value);
}

}  // namespace

Result<Array> numpyArray(const Value& value) {
    const Value state = value.state();
    if (!value.callable().isGlobal("numpy.core.multiarray", "_reconstruct") || state.kind() != Kind::Tuple ||
        state.size() != 5)
        return broken("is incomplete");
    const Value shape = member(state, 1);
    const Value dtype = member(state, 2);
    if (shape.kind() != Kind::Tuple || shape.size() < 1 || shape.size() > 2)
        return broken("does not have one or two dimensions");
    if (!dtype.callable().isGlobal("numpy", "dtype") || dtype.arguments().size() < 1)
        return broken("does not say what its numbers are");
    const Value kind = *dtype.arguments().items().begin();
    const bool isDouble = kind.text() == "f8";
    if (!isDouble && kind.text() != "f4") return broken("does not hold real numbers of 32 or 64 bits");
    if (dtype.state().kind() == Kind::Tuple && dtype.state().size() >= 2) {
        const auto order = member(dtype.state(), 1).text();
        if (order != "<" && order != "=") return broken("is stored in big-endian order");
    }
    Array array;
    std::uint64_t count = 1;
    for (const Value side : shape.items()) {
        const auto length = side.integer();
        if (!length || *length < 1 || *length > std::numeric_limits<std::int32_t>::max())
            return broken("has a wrong shape");
        array.shape.push_back(*length);
        count *= static_cast<std::uint64_t>(*length);
    }
    ByteSource source(member(state, 4));
    if (!source.isValid() || source.size() / (isDouble ? 8 : 4) != count ||
        source.size() % (isDouble ? 8 : 4) != 0)
        return broken("has another number of values than its shape says");
    const bool isFortran = member(state, 3).boolean() == true && array.shape.size() == 2;
    const auto rows = static_cast<std::size_t>(array.shape[0]);
    const std::size_t columns = array.shape.size() == 2 ? static_cast<std::size_t>(array.shape[1]) : 1;
    array.values.resize(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < array.values.size(); ++i) {
        const float next = isDouble ? nextValue<double>(source) : nextValue<float>(source);
        array.values[isFortran ? i % rows * columns + i / rows : i] = next;
    }
    return array;
}

}  // namespace adapnet::checkpoint
