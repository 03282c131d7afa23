// How much memory this process may still take.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace adapnet {

// Bytes that can be had without swapping: MemAvailable of the kernel (its page cache counts as available), or
// what is left under the limits of the control groups around this process, whichever is less. Nothing where
// the kernel does not say. Tests name other folders than /proc and /sys/fs/cgroup.
std::optional<std::uint64_t> availableMemory(const std::filesystem::path& proc = "/proc",
                                             const std::filesystem::path& controlGroups = "/sys/fs/cgroup");

}  // namespace adapnet
