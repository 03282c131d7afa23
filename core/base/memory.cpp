#include "core/base/memory.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "core/base/numbers.h"

namespace adapnet {

namespace {

namespace fs = std::filesystem;

// The first word behind `key` at the start of a line; files of the kernel are short.
std::optional<std::uint64_t> numberBehind(const fs::path& file, std::string_view key) {
    std::ifstream input(file);
    for (std::string line; std::getline(input, line);) {
        if (!line.starts_with(key)) continue;
        std::istringstream rest(line.substr(key.size()));
        std::string word;
        rest >> word;
        const auto number = parseInteger(word);
        if (number && *number >= 0) return static_cast<std::uint64_t>(*number);
        return std::nullopt;  // "max": no limit
    }
    return std::nullopt;
}

struct GroupFiles {
    const char* limit;
    const char* usage;
    const char* cache;  // key in memory.stat
};

// What one group leaves; its page cache is given back when memory gets short.
std::optional<std::uint64_t> leftIn(const fs::path& group, const GroupFiles& files) {
    const auto limit = numberBehind(group / files.limit, "");
    const auto usage = numberBehind(group / files.usage, "");
    if (!limit || !usage) return std::nullopt;
    std::uint64_t cache = 0;
    for (const char* key : {"inactive_file ", "active_file "})
        cache += numberBehind(group / "memory.stat", std::string(files.cache) + key).value_or(0);
    const std::uint64_t used = *usage - std::min(*usage, cache);
    return *limit - std::min(*limit, used);
}

// A group is bounded by those around it as well.
void lowerByGroups(std::optional<std::uint64_t>& least, const fs::path& root, const std::string& name,
                   const GroupFiles& files) {
    // Inside a container the name is often that of the outside, and only the root is visible.
    fs::path relative = fs::path(name).relative_path().lexically_normal();
    if (relative == ".") relative.clear();
    for (;;) {
        if (const auto left = leftIn(root / relative, files)) least = std::min(least.value_or(*left), *left);
        if (relative.empty()) return;
        relative = relative.parent_path();
    }
}

}  // namespace

std::optional<std::uint64_t> availableMemory(const fs::path& proc, const fs::path& controlGroups) {
    std::optional<std::uint64_t> least = numberBehind(proc / "meminfo", "MemAvailable:");
    if (least) *least *= 1024;
    std::ifstream groups(proc / "self" / "cgroup");
    for (std::string line; std::getline(groups, line);) {
        // "0::/path" (version 2), "4:memory:/path" (version 1)
        const auto first = line.find(':');
        const auto second = first == std::string::npos ? first : line.find(':', first + 1);
        if (second == std::string::npos) continue;
        const std::string_view controllers(line.data() + first + 1, second - first - 1);
        const std::string name = line.substr(second + 1);
        if (line.starts_with("0::"))
            lowerByGroups(least, controlGroups, name, {"memory.max", "memory.current", ""});
        else if (controllers == "memory")
            lowerByGroups(least, controlGroups / "memory", name,
                          {"memory.limit_in_bytes", "memory.usage_in_bytes", "total_"});
    }
    return least;
}

}  // namespace adapnet
