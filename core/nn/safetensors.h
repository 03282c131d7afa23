// Reading and writing safetensors files: a length, a JSON header, raw little-endian values. No code can hide
// in this format, and nothing is trusted: every length is checked before it is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace adapnet::nn {

struct RawTensor {
    std::string type;  // "F16", "BF16", "F32", "I64"
    std::vector<std::int64_t> shape;
    std::vector<std::byte> bytes;
};

struct SafetensorsFile {
    std::map<std::string, RawTensor> tensors;
    std::map<std::string, std::string> metadata;
    std::string checksum;  // SHA-256 of the whole file, lower-case hexadecimal
};

// Bytes of one value of `type`; 0 for an unknown type.
std::size_t typeSize(const std::string& type);

// Errors: NotFound, Io, Model (names what is wrong: truncated, overlapping, wrong size, unknown type).
Result<SafetensorsFile> readSafetensors(const std::filesystem::path& path);
Result<SafetensorsFile> parseSafetensors(std::span<const std::byte> bytes);
std::vector<std::byte> formatSafetensors(const SafetensorsFile& file);
Result<void> writeSafetensors(const SafetensorsFile& file, const std::filesystem::path& path);

}  // namespace adapnet::nn
