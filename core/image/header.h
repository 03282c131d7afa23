// The first look at the bytes of a picture: kind, size and orientation without decoding.
#pragma once

#include "core/image/exif.h"
#include "core/image/image.h"

namespace adapnet::image {

// The header and what the decoder needs besides it.
struct ScannedHeader {
    Header header;
    TiffDirectory tiff;  // TIFF only
};

// As readHeader.
Result<ScannedHeader> scanHeader(std::span<const std::byte> bytes, const DecodeLimits& limits);

}  // namespace adapnet::image
