// The ZIP files that PyTorch writes: every member stored without compression, possibly with ZIP64 records.
// Nothing is unpacked; members are views into the bytes of the file, which must outlive the archive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace adapnet::checkpoint {

// CRC-32 of ZIP (polynomial 0xEDB88320, as in ISO 3309).
std::uint32_t crc32(std::span<const std::byte> bytes);

class ZipArchive {
  public:
    // Reads the directory. Errors: Model (no ZIP, damaged, compressed or encrypted members, equal names, more
    // bytes than the file has).
    static Result<ZipArchive> open(std::span<const std::byte> bytes);

    // Compares every member with its check sum where it has one (0 means none: PyTorch can leave it out). One
    // pass over the file. Errors: Model.
    Result<void> checkSums() const;
    // The bytes of a member. Errors: NotFound, Model (damaged).
    Result<std::span<const std::byte>> member(std::string_view name) const;
    bool contains(std::string_view name) const { return find(name) != nullptr; }
    // "archive" of the one member that is called "archive/data.pkl"; empty when there is none or several.
    std::string_view topFolder() const { return m_top; }

  private:
    struct Member {
        std::string_view name;
        std::uint64_t header = 0;  // place of the local header
        std::uint64_t size = 0;
        std::uint32_t checkSum = 0;
    };
    const Member* find(std::string_view name) const;
    Result<std::span<const std::byte>> bytesOf(const Member& member) const;

    std::span<const std::byte> m_bytes;
    std::vector<Member> m_members;  // ordered by name
    std::string_view m_top;
};

}  // namespace adapnet::checkpoint
