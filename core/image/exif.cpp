#include "core/image/exif.h"

#include <algorithm>

namespace adapnet::image {

namespace {

// A byte-order aware view that answers 0 beyond its end.
class Reader {
  public:
    Reader(std::span<const std::byte> bytes, bool littleEndian) : m_bytes(bytes), m_little(littleEndian) {}

    bool has(std::uint64_t offset, std::uint64_t size) const {
        return offset <= m_bytes.size() && size <= m_bytes.size() - offset;
    }
    std::uint64_t number(std::uint64_t offset, int size) const {
        if (!has(offset, static_cast<std::uint64_t>(size))) return 0;
        std::uint64_t value = 0;
        for (int i = 0; i < size; ++i) {
            const int shift = 8 * (m_little ? i : size - 1 - i);
            value |= static_cast<std::uint64_t>(m_bytes[offset + static_cast<std::uint64_t>(i)]) << shift;
        }
        return value;
    }

  private:
    std::span<const std::byte> m_bytes;
    bool m_little;
};

constexpr std::uint64_t kTagWidth = 256;
constexpr std::uint64_t kTagHeight = 257;
constexpr std::uint64_t kTagOrientation = 274;

int sizeOfType(std::uint64_t type) {
    switch (type) {
        case 3:
            return 2;  // SHORT
        case 4:
            return 4;  // LONG
        case 16:
            return 8;  // LONG8 (BigTIFF)
        default:
            return 0;
    }
}

}  // namespace

TiffDirectory readTiffDirectory(std::span<const std::byte> bytes) {
    TiffDirectory directory;
    if (bytes.size() < 8) return directory;
    const char first = static_cast<char>(bytes[0]);
    const char second = static_cast<char>(bytes[1]);
    if (first != second || (first != 'I' && first != 'M')) return directory;
    directory.littleEndian = first == 'I';
    const Reader reader(bytes, directory.littleEndian);
    const std::uint64_t version = reader.number(2, 2);
    if (version != 42 && version != 43) return directory;
    const bool big = version == 43;  // BigTIFF: 64-bit offsets
    const std::uint64_t start = big ? reader.number(8, 8) : reader.number(4, 4);
    const int countSize = big ? 8 : 2;
    const std::uint64_t entrySize = big ? 20 : 12;
    const std::uint64_t valueOffset = big ? 12 : 8;
    if (start == 0 || !reader.has(start, static_cast<std::uint64_t>(countSize))) return directory;
    const std::uint64_t firstEntry = start + static_cast<std::uint64_t>(countSize);
    const std::uint64_t room = (bytes.size() - firstEntry) / entrySize;
    const std::uint64_t entries = std::min(reader.number(start, countSize), room);
    directory.valid = true;
    for (std::uint64_t i = 0; i < entries; ++i) {
        const std::uint64_t entry = firstEntry + i * entrySize;
        const int size = sizeOfType(reader.number(entry + 2, 2));
        if (size == 0) continue;
        const std::uint64_t at = entry + valueOffset;
        const std::uint64_t value = reader.number(at, size);
        switch (reader.number(entry, 2)) {
            // A doubled tag is hostile: the larger size counts, so that no limit can be passed by it.
            case kTagWidth:
                directory.width = std::max(directory.width, value);
                break;
            case kTagHeight:
                directory.height = std::max(directory.height, value);
                break;
            case kTagOrientation:
                directory.orientation = value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
                directory.orientationOffset = static_cast<std::size_t>(at);
                directory.orientationSize = reader.has(at, static_cast<std::uint64_t>(size)) ? size : 0;
                break;
            default:
                break;
        }
    }
    return directory;
}

}  // namespace adapnet::image
