#include "core/checkpoint/zip_archive.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/files.h"

namespace adapnet::checkpoint {

namespace {

constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kDirectoryEntry = 0x02014b50;
constexpr std::uint32_t kDirectoryEnd = 0x06054b50;
constexpr std::uint32_t kDirectoryEnd64 = 0x06064b50;
constexpr std::uint32_t kLocator64 = 0x07064b50;
constexpr std::size_t kLocalSize = 30, kEntrySize = 46, kEndSize = 22, kEnd64Size = 56, kLocatorSize = 20;
constexpr std::size_t kMaxComment = 0xFFFF;
constexpr std::uint32_t kIn64 = 0xFFFFFFFF;  // "see the ZIP64 record"
constexpr std::uint16_t kZip64Field = 0x0001;
constexpr std::string_view kPickle = "/data.pkl";

tl::unexpected<Error> broken(const std::string& what) {
    return fail(ErrorCode::Model, "the weight file is damaged: " + what);
}

std::uint64_t number(std::span<const std::byte> bytes, std::uint64_t at, int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i)
        value |=
            std::to_integer<std::uint64_t>(bytes[static_cast<std::size_t>(at) + static_cast<std::size_t>(i)])
            << (8 * i);
    return value;
}

bool fits(std::span<const std::byte> bytes, std::uint64_t at, std::uint64_t size) {
    return at <= bytes.size() && size <= bytes.size() - at;
}

// Eight tables: table k holds the effect of a byte that has k more bytes behind it.
using CrcTables = std::array<std::array<std::uint32_t, 256>, 8>;
constexpr CrcTables makeCrcTables() {
    CrcTables tables{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320U : value >> 1;
        tables[0][i] = value;
    }
    for (std::size_t k = 1; k < tables.size(); ++k)
        for (std::size_t i = 0; i < 256; ++i)
            tables[k][i] = (tables[k - 1][i] >> 8) ^ tables[0][tables[k - 1][i] & 0xFF];
    return tables;
}
constexpr CrcTables kCrc = makeCrcTables();

struct Directory {
    std::uint64_t begin = 0, size = 0, count = 0;
};

Result<Directory> findDirectory(std::span<const std::byte> bytes) {
    if (bytes.size() < kEndSize) return broken("it is too short for an archive");
    const std::size_t last = bytes.size() - kEndSize;
    const std::size_t first = last > kMaxComment ? last - kMaxComment : 0;
    std::size_t end = last + 1;
    for (std::size_t at = last + 1; at-- > first;)
        if (number(bytes, at, 4) == kDirectoryEnd && number(bytes, at + 20, 2) == last - at) {
            end = at;
            break;
        }
    if (end > last) return broken("the end of the archive is missing, as after a stopped download");
    Directory directory{number(bytes, end + 16, 4), number(bytes, end + 12, 4), number(bytes, end + 10, 2)};
    const bool large = directory.begin == kIn64 || directory.size == kIn64 || directory.count == 0xFFFF;
    if (large && end >= kLocatorSize && number(bytes, end - kLocatorSize, 4) == kLocator64) {
        const std::uint64_t record = number(bytes, end - kLocatorSize + 8, 8);
        if (!fits(bytes, record, kEnd64Size) || number(bytes, record, 4) != kDirectoryEnd64)
            return broken("its directory is missing");
        directory = {number(bytes, record + 48, 8), number(bytes, record + 40, 8),
                     number(bytes, record + 32, 8)};
    }
    if (!fits(bytes, directory.begin, directory.size)) return broken("its directory lies outside the file");
    if (directory.count > directory.size / kEntrySize) return broken("its directory is too short");
    return directory;
}

}  // namespace

std::uint32_t crc32(std::span<const std::byte> bytes) {
    std::uint32_t value = 0xFFFFFFFFU;
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
        const auto low = static_cast<std::uint32_t>(number(bytes, at, 4)) ^ value;
        const auto high = static_cast<std::uint32_t>(number(bytes, at + 4, 4));
        value = kCrc[7][low & 0xFF] ^ kCrc[6][(low >> 8) & 0xFF] ^ kCrc[5][(low >> 16) & 0xFF] ^
                kCrc[4][low >> 24] ^ kCrc[3][high & 0xFF] ^ kCrc[2][(high >> 8) & 0xFF] ^
                kCrc[1][(high >> 16) & 0xFF] ^ kCrc[0][high >> 24];
    }
    for (; at < bytes.size(); ++at)
        value = (value >> 8) ^ kCrc[0][(value ^ std::to_integer<std::uint32_t>(bytes[at])) & 0xFF];
    return ~value;
}

Result<ZipArchive> ZipArchive::open(std::span<const std::byte> bytes) {
    const auto directory = findDirectory(bytes);
    if (!directory) return fail(directory.error());
    ZipArchive archive;
    archive.m_bytes = bytes;
    archive.m_members.reserve(static_cast<std::size_t>(directory->count));
    std::uint64_t at = directory->begin;
    std::uint64_t left = bytes.size();  // members may not share bytes, or a short file could look long
    const std::uint64_t end = directory->begin + directory->size;
    for (std::uint64_t i = 0; i < directory->count; ++i) {
        if (end - at < kEntrySize || number(bytes, at, 4) != kDirectoryEntry)
            return broken("its directory has a wrong entry");
        const std::uint64_t nameSize = number(bytes, at + 28, 2);
        const std::uint64_t extraSize = number(bytes, at + 30, 2);
        const std::uint64_t whole = kEntrySize + nameSize + extraSize + number(bytes, at + 32, 2);
        if (end - at < whole) return broken("its directory has a wrong entry");
        Member member;
        member.name = {reinterpret_cast<const char*>(bytes.data()) + at + kEntrySize,
                       static_cast<std::size_t>(nameSize)};
        const auto wrong = [&](const std::string& what) {
            return broken("'" + validUtf8(member.name) + "' " + what);
        };
        if ((number(bytes, at + 8, 2) & 1) != 0) return wrong("is encrypted");
        if (number(bytes, at + 10, 2) != 0) return wrong("is compressed, which PyTorch never does");
        member.checkSum = static_cast<std::uint32_t>(number(bytes, at + 16, 4));
        std::uint64_t packed = number(bytes, at + 20, 4);
        member.size = number(bytes, at + 24, 4);
        member.header = number(bytes, at + 42, 4);
        // ZIP64: the fields that did not fit follow in this order.
        std::uint64_t extra = at + kEntrySize + nameSize;
        const std::uint64_t extraEnd = extra + extraSize;
        while (extraEnd - extra >= 4) {
            const std::uint64_t fieldSize = number(bytes, extra + 2, 2);
            if (extraEnd - extra - 4 < fieldSize) break;
            if (number(bytes, extra, 2) == kZip64Field) {
                std::uint64_t field = extra + 4;
                std::uint64_t rest = fieldSize;
                for (std::uint64_t* value : {&member.size, &packed, &member.header}) {
                    if (*value != kIn64) continue;
                    if (rest < 8) return wrong("has a wrong size");
                    *value = number(bytes, field, 8);
                    field += 8;
                    rest -= 8;
                }
            }
            extra += 4 + fieldSize;
        }
        if (packed != member.size) return wrong("has a wrong size");
        if (member.size > left) return broken("its parts overlap");
        left -= member.size;
        archive.m_members.push_back(member);
        at += whole;
    }
    auto& members = archive.m_members;
    std::sort(members.begin(), members.end(),
              [](const Member& a, const Member& b) { return a.name < b.name; });
    int pickles = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const std::string_view name = members[i].name;
        if (i > 0 && members[i - 1].name == name) return broken("'" + validUtf8(name) + "' is in it twice");
        if (name.ends_with(kPickle) && name.find('/') == name.size() - kPickle.size()) {
            ++pickles;
            archive.m_top = name.substr(0, name.size() - kPickle.size());
        }
    }
    if (pickles != 1) archive.m_top = {};
    return archive;
}

const ZipArchive::Member* ZipArchive::find(std::string_view name) const {
    const auto found =
        std::lower_bound(m_members.begin(), m_members.end(), name,
                         [](const Member& member, std::string_view wanted) { return member.name < wanted; });
    return found != m_members.end() && found->name == name ? &*found : nullptr;
}

Result<std::span<const std::byte>> ZipArchive::bytesOf(const Member& member) const {
    const auto wrong = [&] { return broken("'" + validUtf8(member.name) + "' lies outside the file"); };
    if (!fits(m_bytes, member.header, kLocalSize) || number(m_bytes, member.header, 4) != kLocalHeader)
        return wrong();
    const std::uint64_t begin = member.header + kLocalSize + number(m_bytes, member.header + 26, 2) +
                                number(m_bytes, member.header + 28, 2);
    if (!fits(m_bytes, begin, member.size)) return wrong();
    return m_bytes.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(member.size));
}

Result<std::span<const std::byte>> ZipArchive::member(std::string_view name) const {
    const Member* found = find(name);
    if (found == nullptr)
        return fail(ErrorCode::NotFound, "the weight file has no part '" + validUtf8(name) + "'");
    return bytesOf(*found);
}

Result<void> ZipArchive::checkSums() const {
    for (const Member& member : m_members) {
        const auto bytes = bytesOf(member);
        if (!bytes) return fail(bytes.error());
        if (member.checkSum != 0 && crc32(*bytes) != member.checkSum)
            return broken("'" + validUtf8(member.name) + "' does not have its check sum");
    }
    return {};
}

}  // namespace adapnet::checkpoint
