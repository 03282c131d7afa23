#include "core/image/header.h"

#include <cstring>

namespace adapnet::image {

namespace {

using Bytes = std::span<const std::byte>;

struct Size {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    int orientation = 1;
};

bool startsWith(Bytes bytes, std::size_t offset, std::string_view text) {
    return offset <= bytes.size() && text.size() <= bytes.size() - offset &&
           std::memcmp(bytes.data() + offset, text.data(), text.size()) == 0;
}

std::uint64_t bigEndian(Bytes bytes, std::size_t offset, std::size_t count) {
    if (offset > bytes.size() || count > bytes.size() - offset) return 0;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8 | static_cast<std::uint64_t>(bytes[offset + i]);
    return value;
}

std::uint64_t littleEndian(Bytes bytes, std::size_t offset, std::size_t count) {
    if (offset > bytes.size() || count > bytes.size() - offset) return 0;
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;) value = value << 8 | static_cast<std::uint64_t>(bytes[offset + i]);
    return value;
}

// At most `size` bytes from `offset`, fewer at the end.
Bytes slice(Bytes bytes, std::size_t offset, std::uint64_t size) {
    if (offset >= bytes.size()) return {};
    return bytes.subspan(offset,
                         static_cast<std::size_t>(std::min<std::uint64_t>(size, bytes.size() - offset)));
}

int exifOrientation(Bytes exif) {
    // WebP files carry the block with or without the JPEG prefix.
    if (startsWith(exif, 0, std::string_view("Exif\0\0", 6))) exif = exif.subspan(6);
    return readTiffDirectory(exif).orientation;
}

Size jpegSize(Bytes bytes) {
    Size size;
    bool exifSeen = false;
    for (std::size_t at = 2; at + 4 <= bytes.size();) {
        if (bytes[at] != std::byte{0xFF}) {  // stray bytes between segments, as libjpeg skips them
            ++at;
            continue;
        }
        const auto marker = static_cast<unsigned>(bytes[at + 1]);
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        if (marker == 0x00 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
            at += 2;
            continue;
        }
        if (marker == 0xD9 || marker == 0xDA) break;  // pixels or the end before any size
        const std::uint64_t length = bigEndian(bytes, at + 2, 2);
        if (length < 2) break;
        const bool startOfFrame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (startOfFrame) {
            size.height = bigEndian(bytes, at + 5, 2);
            size.width = bigEndian(bytes, at + 7, 2);
            break;
        }
        if (marker == 0xE1 && !exifSeen && startsWith(bytes, at + 4, std::string_view("Exif\0\0", 6))) {
            exifSeen = true;
            size.orientation = exifOrientation(slice(bytes, at + 4, length - 2));
        }
        at += 2 + static_cast<std::size_t>(length);
    }
    return size;
}

// `complete` says whether the closing chunk is there.
Size pngSize(Bytes bytes, bool& complete) {
    Size size;
    complete = false;
    if (!startsWith(bytes, 12, "IHDR")) return size;
    size.width = bigEndian(bytes, 16, 4);
    size.height = bigEndian(bytes, 20, 4);
    for (std::size_t at = 8; at + 12 <= bytes.size();) {
        const std::uint64_t length = bigEndian(bytes, at, 4);
        if (startsWith(bytes, at + 4, "IEND")) {
            complete = true;
            break;
        }
        if (length > bytes.size() - at - 12) break;
        if (startsWith(bytes, at + 4, "eXIf"))
            size.orientation = exifOrientation(slice(bytes, at + 8, length));
        at += 12 + static_cast<std::size_t>(length);
    }
    return size;
}

Size webpSize(Bytes bytes) {
    Size size;
    if (startsWith(bytes, 12, "VP8 ")) {
        size.width = littleEndian(bytes, 26, 2) & 0x3FFF;
        size.height = littleEndian(bytes, 28, 2) & 0x3FFF;
    } else if (startsWith(bytes, 12, "VP8L")) {
        const std::uint64_t packed = littleEndian(bytes, 21, 4);
        size.width = (packed & 0x3FFF) + 1;
        size.height = (packed >> 14 & 0x3FFF) + 1;
    } else if (startsWith(bytes, 12, "VP8X") && bytes.size() >= 30) {
        size.width = littleEndian(bytes, 24, 3) + 1;
        size.height = littleEndian(bytes, 27, 3) + 1;
    }
    for (std::size_t at = 12; at + 8 <= bytes.size();) {
        const std::uint64_t length = littleEndian(bytes, at + 4, 4);
        if (startsWith(bytes, at, "EXIF")) {
            size.orientation = exifOrientation(slice(bytes, at + 8, length));
            break;
        }
        at += 8 + static_cast<std::size_t>(length + length % 2);
    }
    return size;
}

Size bmpSize(Bytes bytes) {
    Size size;
    if (littleEndian(bytes, 14, 4) == 12) {  // OS/2 header with 16-bit sides
        size.width = littleEndian(bytes, 18, 2);
        size.height = littleEndian(bytes, 20, 2);
        return size;
    }
    const auto side = [&](std::size_t offset) {
        const auto value = static_cast<std::int32_t>(littleEndian(bytes, offset, 4));
        // Negative heights mean rows from top to bottom.
        return static_cast<std::uint64_t>(value < 0 ? -static_cast<std::int64_t>(value) : value);
    };
    size.width = side(18);
    size.height = side(22);
    return size;
}

}  // namespace

Result<ScannedHeader> scanHeader(Bytes bytes, const DecodeLimits& limits) {
    ScannedHeader scanned;
    Header& header = scanned.header;
    Size size;
    bool complete = true;
    if (startsWith(bytes, 0, "\xFF\xD8\xFF")) {
        header.format = "jpeg";
        size = jpegSize(bytes);
    } else if (startsWith(bytes, 0, "\x89PNG\r\n\x1A\n")) {
        header.format = "png";
        size = pngSize(bytes, complete);
    } else if (startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP")) {
        header.format = "webp";
        size = webpSize(bytes);
    } else if (startsWith(bytes, 0, "BM")) {
        header.format = "bmp";
        size = bmpSize(bytes);
    } else if (const TiffDirectory directory = readTiffDirectory(bytes); directory.valid) {
        header.format = "tiff";
        size = {directory.width, directory.height, directory.orientation};
        scanned.tiff = directory;
    } else if (bytes.empty()) {
        return fail(ErrorCode::Decode, "the file is empty");
    } else {
        return fail(ErrorCode::Decode, "this is not a JPEG, PNG, WebP, TIFF or BMP picture");
    }
    if (size.width == 0 || size.height == 0 || size.width > INT32_MAX || size.height > INT32_MAX) {
        return fail(ErrorCode::Decode, "the header of the " + header.format + " file is damaged or cut off");
    }
    const auto maxPixels = static_cast<std::uint64_t>(limits.maxPixels);
    if (size.width > maxPixels || size.height > maxPixels / size.width) {
        return fail(ErrorCode::TooLarge, "the picture is " + std::to_string(size.width) + " x " +
                                             std::to_string(size.height) + " pixels, the limit is " +
                                             std::to_string(limits.maxPixels) + " in all");
    }
    if (!complete) return fail(ErrorCode::Decode, "the PNG file is cut off");
    header.orientation = size.orientation;
    header.width = static_cast<int>(size.orientation >= 5 ? size.height : size.width);
    header.height = static_cast<int>(size.orientation >= 5 ? size.width : size.height);
    return scanned;
}

Result<Header> readHeader(Bytes bytes, const DecodeLimits& limits) {
    auto scanned = scanHeader(bytes, limits);
    if (!scanned) return fail(scanned.error());
    return scanned->header;
}

}  // namespace adapnet::image
