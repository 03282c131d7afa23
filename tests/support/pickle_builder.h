// Writes pickles instruction by instruction, the way Python's pickler does, so that tests need no Python.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace adapnet::testing {

inline std::span<const std::byte> asBytes(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

class PickleBuilder {
  public:
    explicit PickleBuilder(int protocol = 2) { raw('\x80').little(static_cast<std::uint64_t>(protocol), 1); }

    PickleBuilder& raw(char code) {
        m_text += code;
        return *this;
    }
    PickleBuilder& raw(std::string_view codes) {
        m_text += codes;
        return *this;
    }
    PickleBuilder& little(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) m_text += static_cast<char>((value >> (8 * i)) & 0xFF);
        return *this;
    }
    PickleBuilder& mark() { return raw('('); }
    PickleBuilder& none() { return raw('N'); }
    PickleBuilder& boolean(bool value) { return raw(value ? '\x88' : '\x89'); }
    // The shortest form, as Python writes it.
    PickleBuilder& integer(std::int64_t value) {
        if (value >= 0 && value < 256) return raw('K').little(static_cast<std::uint64_t>(value), 1);
        if (value >= 0 && value < 65536) return raw('M').little(static_cast<std::uint64_t>(value), 2);
        if (value >= INT32_MIN && value <= INT32_MAX)
            return raw('J').little(static_cast<std::uint64_t>(value), 4);
        return raw('\x8a').little(8, 1).little(static_cast<std::uint64_t>(value), 8);
    }
    PickleBuilder& real(double value) {
        raw('G');
        const auto bits = std::bit_cast<std::uint64_t>(value);
        for (int i = 7; i >= 0; --i) m_text += static_cast<char>((bits >> (8 * i)) & 0xFF);
        return *this;
    }
    PickleBuilder& text(std::string_view value) { return raw('X').little(value.size(), 4).raw(value); }
    PickleBuilder& bytes(std::string_view value) { return raw('B').little(value.size(), 4).raw(value); }
    PickleBuilder& global(std::string_view module, std::string_view name) {
        return raw('c').raw(module).raw('\n').raw(name).raw('\n');
    }
    // Remembers the top of the stack under the next number.
    PickleBuilder& put() {
        if (m_memo < 256)
            raw('q').little(m_memo, 1);
        else
            raw('r').little(m_memo, 4);
        ++m_memo;
        return *this;
    }
    PickleBuilder& get(std::uint32_t number) {
        return number < 256 ? raw('h').little(number, 1) : raw('j').little(number, 4);
    }
    std::uint32_t nextMemo() const { return m_memo; }

    // The bytes so far; with the end mark.
    std::string stop() const { return m_text + '.'; }
    const std::string& unfinished() const { return m_text; }

  private:
    std::string m_text;
    std::uint32_t m_memo = 0;
};

}  // namespace adapnet::testing
