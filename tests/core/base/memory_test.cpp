#include "core/base/memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <string>

namespace adapnet {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMiB = 1 << 20;

class AvailableMemory : public ::testing::Test {
  protected:
    AvailableMemory()
        : m_folder(fs::temp_directory_path() / ("adapnet-memory-" + std::to_string(::getpid()))) {
        put("proc/meminfo",
            "MemTotal:       16384000 kB\nMemFree:          102400 kB\nMemAvailable:    8192000 kB\n");
    }
    ~AvailableMemory() override {
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }
    void put(const fs::path& name, const std::string& text) const {
        fs::create_directories((m_folder / name).parent_path());
        std::ofstream(m_folder / name) << text;
    }
    std::optional<std::uint64_t> read() const {
        return availableMemory(m_folder / "proc", m_folder / "cgroup");
    }

    const fs::path m_folder;
};

TEST_F(AvailableMemory, CountsThePageCacheAsAvailable) {
    EXPECT_EQ(read(), 8'192'000ULL * 1024);
}

TEST_F(AvailableMemory, IsUnknownWithoutTheKernelsFile) {
    fs::remove(m_folder / "proc/meminfo");
    EXPECT_EQ(read(), std::nullopt);
}

TEST_F(AvailableMemory, TheTightestGroupAroundTheProcessDecides) {
    put("proc/self/cgroup", "0::/user/app\n");
    put("cgroup/user/memory.max", std::to_string(2048 * kMiB) + "\n");
    put("cgroup/user/memory.current", std::to_string(1024 * kMiB) + "\n");
    put("cgroup/user/memory.stat", "anon 5\ninactive_file " + std::to_string(200 * kMiB) + "\nactive_file " +
                                       std::to_string(100 * kMiB) + "\n");
    put("cgroup/user/app/memory.max", "max\n");
    put("cgroup/user/app/memory.current", "1000\n");
    EXPECT_EQ(read(), 1324 * kMiB);
    put("cgroup/user/app/memory.max", std::to_string(512 * kMiB) + "\n");
    put("cgroup/user/app/memory.current", std::to_string(600 * kMiB) + "\n");
    EXPECT_EQ(read(), 0U);
}

TEST_F(AvailableMemory, InsideAContainerTheRootOfTheGroupsCounts) {
    put("proc/self/cgroup", "0::/docker/0123456789\n");
    put("cgroup/memory.max", std::to_string(256 * kMiB) + "\n");
    put("cgroup/memory.current", std::to_string(56 * kMiB) + "\n");
    EXPECT_EQ(read(), 200 * kMiB);
}

TEST_F(AvailableMemory, KnowsTheFirstVersionOfControlGroups) {
    put("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/box\n0::/\n");
    put("cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    put("cgroup/memory/memory.usage_in_bytes", "4096\n");
    put("cgroup/memory/box/memory.limit_in_bytes", std::to_string(100 * kMiB) + "\n");
    put("cgroup/memory/box/memory.usage_in_bytes", std::to_string(90 * kMiB) + "\n");
    put("cgroup/memory/box/memory.stat", "total_inactive_file " + std::to_string(30 * kMiB) + "\n");
    EXPECT_EQ(read(), 40 * kMiB);
}

TEST(AvailableMemoryHere, IsLessThanAllAndMoreThanNothing) {
    const auto available = availableMemory();
    ASSERT_TRUE(available);
    const auto all = static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) *
                     static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    EXPECT_LE(*available, all);
}

}  // namespace
}  // namespace adapnet
