// Weight files as PyTorch writes them, built byte by byte: the pickle, the ZIP container and the older one.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/pickle_builder.h"

namespace adapnet::testing {

struct StoredTensor {
    std::string name;
    std::vector<std::int64_t> shape;
    std::string storageClass = "FloatStorage";
    std::string data;                        // raw little-endian values
    std::vector<std::int64_t> strides = {};  // row-major when empty
    std::int64_t offset = 0;
    std::int64_t elements = -1;  // what the pickle says of the storage; -1: what `data` has
    bool parameter = false;      // wrapped as torch.nn.Parameter is
};

inline std::size_t storedSize(std::string_view storageClass) {
    for (const auto& [name, size] :
         std::initializer_list<std::pair<std::string_view, std::size_t>>{{"DoubleStorage", 8},
                                                                         {"LongStorage", 8},
                                                                         {"FloatStorage", 4},
                                                                         {"IntStorage", 4},
                                                                         {"HalfStorage", 2},
                                                                         {"BFloat16Storage", 2},
                                                                         {"ShortStorage", 2}})
        if (name == storageClass) return size;
    return 1;
}

template <class T>
std::string rawValues(const std::vector<T>& values) {
    std::string text(values.size() * sizeof(T), '\0');
    if (!values.empty()) std::memcpy(text.data(), values.data(), text.size());
    return text;
}

// Pushes a tensor; `key` names its storage. Without memo numbers, so that parts can be put together freely.
inline void addTensor(PickleBuilder& b, const StoredTensor& tensor, const std::string& key, bool legacy) {
    const auto size = static_cast<std::int64_t>(storedSize(tensor.storageClass));
    const auto sides = [&](const std::vector<std::int64_t>& values) {
        if (values.empty()) {
            b.raw(')');
            return;
        }
        b.mark();
        for (const auto value : values) b.integer(value);
        b.raw('t');
    };
    std::vector<std::int64_t> strides = tensor.strides;
    if (strides.empty()) {
        strides.resize(tensor.shape.size());
        std::int64_t step = 1;
        for (std::size_t d = strides.size(); d-- > 0; step *= tensor.shape[d]) strides[d] = step;
    }
    if (tensor.parameter) b.global("torch._utils", "_rebuild_parameter").mark();
    b.global("torch._utils", "_rebuild_tensor_v2").mark();
    b.mark().text("storage").global("torch", tensor.storageClass).text(key).text("cpu");
    b.integer(tensor.elements >= 0 ? tensor.elements : static_cast<std::int64_t>(tensor.data.size()) / size);
    if (legacy) b.none();
    b.raw('t').raw('Q').integer(tensor.offset);
    sides(tensor.shape);
    sides(strides);
    b.boolean(false).global("collections", "OrderedDict").raw(")R").raw('t').raw('R');
    if (tensor.parameter) b.boolean(true).global("collections", "OrderedDict").raw(")R").raw('t').raw('R');
}

// An OrderedDict of the tensors with _metadata, as state_dict() returns it. Storage keys are "0", "1", ...
inline void addStateDict(PickleBuilder& b, const std::vector<StoredTensor>& tensors, bool legacy) {
    b.global("collections", "OrderedDict").raw(")R").mark();
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        b.text(tensors[i].name);
        addTensor(b, tensors[i], std::to_string(i), legacy);
    }
    b.raw('u');
    b.raw('}').text("_metadata").global("collections", "OrderedDict").raw(")R").raw('s').raw('b');
}

// The whole object: under `wrapper` beside an epoch and a text, or plain when it is empty.
inline std::string stateDictPickle(const std::vector<StoredTensor>& tensors, const std::string& wrapper,
                                   bool legacy) {
    PickleBuilder b;
    if (wrapper.empty()) {
        addStateDict(b, tensors, legacy);
        return b.stop();
    }
    b.raw('}').mark().text("epoch").integer(50).text(wrapper);
    addStateDict(b, tensors, legacy);
    b.text("cfg").text("MODEL:\n  DEPTH: 50\n").raw('u');
    return b.stop();
}

// --- ZIP ---

inline std::uint32_t slowCrc32(std::string_view bytes) {
    static const auto table = [] {
        std::array<std::uint32_t, 256> all{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320U : 0U);
            all[i] = value;
        }
        return all;
    }();
    std::uint32_t value = 0xFFFFFFFFU;
    for (const char c : bytes) value = (value >> 8) ^ table[(value ^ static_cast<unsigned char>(c)) & 0xFF];
    return ~value;
}

class ZipBuilder {
  public:
    struct Options {
        bool zip64 = false;         // every size and place in ZIP64 records
        bool withCheckSums = true;  // PyTorch 2.6 can leave them out
        int method = 0;
        int flags = 0;
    };
    ZipBuilder() = default;
    explicit ZipBuilder(Options options) : m_options(options) {}

    ZipBuilder& add(const std::string& name, std::string_view data) {
        const std::uint32_t sum = m_options.withCheckSums ? slowCrc32(data) : 0;
        const std::uint64_t at = m_text.size();
        put(0x04034b50, 4).put(20, 2).common(sum, data.size(), name.size());
        // PyTorch fills up so that the data start at a multiple of 64.
        const std::size_t padding = (64 - (m_text.size() + 2 + name.size() + 4) % 64) % 64;
        put(padding + 4, 2);
        m_text += name;
        put(0x4246, 2).put(padding, 2);
        m_text.append(padding, 'Z');
        m_text += data;
        std::swap(m_text, m_directory);
        put(0x02014b50, 4).put(0, 2).put(20, 2).common(sum, data.size(), name.size());
        put(m_options.zip64 ? 28 : 0, 2).put(0, 2).put(0, 2).put(0, 2).put(0, 4);
        put(m_options.zip64 ? 0xFFFFFFFFU : at, 4);
        m_text += name;
        if (m_options.zip64) put(1, 2).put(24, 2).put(data.size(), 8).put(data.size(), 8).put(at, 8);
        std::swap(m_text, m_directory);
        ++m_count;
        return *this;
    }

    std::string finish() {
        const std::uint64_t begin = m_text.size();
        const std::uint64_t size = m_directory.size();
        m_text += m_directory;
        if (m_options.zip64) {
            const std::uint64_t record = m_text.size();
            put(0x06064b50, 4).put(44, 8).put(45, 2).put(45, 2).put(0, 4).put(0, 4);
            put(m_count, 8).put(m_count, 8).put(size, 8).put(begin, 8);
            put(0x07064b50, 4).put(0, 4).put(record, 8).put(1, 4);
        }
        put(0x06054b50, 4).put(0, 2).put(0, 2);
        put(m_options.zip64 ? 0xFFFF : m_count, 2).put(m_options.zip64 ? 0xFFFF : m_count, 2);
        put(m_options.zip64 ? 0xFFFFFFFFU : size, 4).put(m_options.zip64 ? 0xFFFFFFFFU : begin, 4);
        put(0, 2);
        return std::move(m_text);
    }

  private:
    ZipBuilder& put(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) m_text += static_cast<char>((value >> (8 * i)) & 0xFF);
        return *this;
    }
    void common(std::uint32_t sum, std::size_t size, std::size_t nameSize) {
        put(static_cast<std::uint64_t>(m_options.flags), 2)
            .put(static_cast<std::uint64_t>(m_options.method), 2);
        put(0, 2).put(0, 2).put(sum, 4);
        const std::uint64_t shown = m_options.zip64 ? 0xFFFFFFFFU : size;
        put(shown, 4).put(shown, 4).put(nameSize, 2);
    }

    Options m_options;
    std::string m_text, m_directory;
    std::uint64_t m_count = 0;
};

inline std::string zipOf(const std::string& pickle, const std::vector<StoredTensor>& tensors,
                         ZipBuilder::Options options = {}) {
    ZipBuilder zip(options);
    zip.add("weights/data.pkl", pickle).add("weights/byteorder", "little");
    for (std::size_t i = 0; i < tensors.size(); ++i)
        zip.add("weights/data/" + std::to_string(i), tensors[i].data);
    return zip.add("weights/version", "3\n").finish();
}

inline std::string zipCheckpoint(const std::vector<StoredTensor>& tensors, const std::string& wrapper,
                                 ZipBuilder::Options options = {}) {
    return zipOf(stateDictPickle(tensors, wrapper, false), tensors, options);
}

// --- the older container ---

inline std::string legacyHead() {
    std::string text = PickleBuilder().raw("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19").stop();
    text += PickleBuilder().integer(1001).stop();
    PickleBuilder system;
    system.raw('}').mark().text("protocol_version").integer(1001).text("little_endian").boolean(true);
    system.text("type_sizes").raw('}').mark().text("short").integer(2).text("int").integer(4);
    system.text("long").integer(4).raw('u').raw('u');
    return text + system.stop();
}

inline std::string legacyOf(const std::string& pickle, const std::vector<StoredTensor>& tensors) {
    std::string text = legacyHead() + pickle;
    PickleBuilder keys;
    keys.raw(']').mark();
    for (std::size_t i = 0; i < tensors.size(); ++i) keys.text(std::to_string(i));
    text += keys.raw('e').stop();
    for (const StoredTensor& tensor : tensors) {
        const std::uint64_t count = tensor.data.size() / storedSize(tensor.storageClass);
        for (int i = 0; i < 8; ++i) text += static_cast<char>((count >> (8 * i)) & 0xFF);
        text += tensor.data;
    }
    return text;
}

inline std::string legacyCheckpoint(const std::vector<StoredTensor>& tensors, const std::string& wrapper) {
    return legacyOf(stateDictPickle(tensors, wrapper, true), tensors);
}

inline std::vector<std::byte> toBytes(std::string_view text) {
    const auto bytes = asBytes(text);
    return {bytes.begin(), bytes.end()};
}

}  // namespace adapnet::testing
