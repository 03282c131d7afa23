// Reading and writing whole files safely. Writes go to a temporary name, are checked, synced and renamed, so
// that after a crash or on a full disk either the old or the new content stands, never a mixture.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace adapnet {

namespace fs = std::filesystem;

// Refuses folders, pipes and devices, and files above `maxBytes`.
Result<std::vector<std::byte>> readFile(const fs::path& path,
                                        std::uint64_t maxBytes = std::uint64_t{1} << 32);
Result<std::string> readTextFile(const fs::path& path, std::uint64_t maxBytes = std::uint64_t{1} << 30);

Result<void> writeFileSafely(const fs::path& path, std::span<const std::byte> bytes);
Result<void> writeFileSafely(const fs::path& path, std::string_view text);

// Where regenerable and precious data of this user live (XDG_CACHE_HOME / XDG_DATA_HOME, then HOME).
fs::path userCacheFolder();
fs::path userDataFolder();

// A path as UTF-8 text for JSON, HTML and messages; bytes that are not UTF-8 become U+FFFD.
std::string displayPath(const fs::path& path);
// The same for any text from outside.
std::string validUtf8(std::string_view text);

}  // namespace adapnet
