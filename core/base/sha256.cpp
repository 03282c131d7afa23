#include "core/base/sha256.h"

#include <algorithm>
#include <cstring>

#include "core/base/sha256_block.h"

namespace adapnet {

namespace {

void mix(Sha256State& state, const unsigned char* data, std::size_t blocks) {
    if (hasShaInstructions())
        sha256BlocksByInstructions(state, data, blocks);
    else
        sha256Blocks(state, data, blocks);
}

}  // namespace

void Sha256::block(const unsigned char* data) {
    mix(m_state, data, 1);
}

Sha256& Sha256::update(std::span<const std::byte> bytes) {
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t left = bytes.size();
    m_length += left;
    while (left > 0) {
        if (m_pendingSize == 0 && left >= 64) {
            mix(m_state, data, left / 64);
            data += left / 64 * 64;
            left %= 64;
            continue;
        }
        const std::size_t taken = std::min(left, 64 - m_pendingSize);
        std::memcpy(m_pending.data() + m_pendingSize, data, taken);
        m_pendingSize += taken;
        data += taken;
        left -= taken;
        if (m_pendingSize == 64) {
            block(m_pending.data());
            m_pendingSize = 0;
        }
    }
    return *this;
}

Sha256& Sha256::update(std::string_view text) {
    return update(std::as_bytes(std::span(text.data(), text.size())));
}

std::string Sha256::hexDigest() {
    const std::uint64_t bits = m_length * 8;
    std::array<unsigned char, 72> tail{0x80};
    const std::size_t zeros = (m_pendingSize < 56 ? 55 : 119) - m_pendingSize;
    for (std::size_t i = 0; i < 8; ++i)
        tail[1 + zeros + i] = static_cast<unsigned char>(bits >> (56 - 8 * i));
    update(std::as_bytes(std::span(tail.data(), zeros + 9)));
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const std::uint32_t word : m_state)
        for (int shift = 28; shift >= 0; shift -= 4) text += kDigits[(word >> shift) & 15];
    return text;
}

std::string sha256Hex(std::span<const std::byte> bytes) {
    return Sha256().update(bytes).hexDigest();
}

std::string sha256Hex(std::string_view text) {
    return Sha256().update(text).hexDigest();
}

}  // namespace adapnet
