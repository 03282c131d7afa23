// SHA-256 (FIPS 180-4): the identity of pictures, weights and files in reports.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace adapnet {

class Sha256 {
  public:
    Sha256& update(std::span<const std::byte> bytes);
    Sha256& update(std::string_view text);
    // 64 lower-case hexadecimal digits. The object may not be used afterwards.
    std::string hexDigest();

  private:
    void block(const unsigned char* data);

    std::array<std::uint32_t, 8> m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<unsigned char, 64> m_pending{};
    std::size_t m_pendingSize = 0;
    std::uint64_t m_length = 0;
};

std::string sha256Hex(std::span<const std::byte> bytes);
std::string sha256Hex(std::string_view text);

}  // namespace adapnet
