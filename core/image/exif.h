// Just enough of TIFF (and so of EXIF) to know the size and the orientation of a picture before decoding it.
// Reads hostile bytes: every offset is checked, nothing is allocated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace adapnet::image {

// What the first directory says; zero where it says nothing.
struct TiffDirectory {
    bool valid = false;
    bool littleEndian = true;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    int orientation = 1;                // 1..8; unknown values count as 1
    std::size_t orientationOffset = 0;  // where the value stands, 0: nowhere
    int orientationSize = 0;            // of the value, in bytes
};

TiffDirectory readTiffDirectory(std::span<const std::byte> bytes);

}  // namespace adapnet::image
