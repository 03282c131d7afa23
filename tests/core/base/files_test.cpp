#include "core/base/files.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>

namespace adapnet {
namespace {

using testing::HasSubstr;

class Files : public testing::Test {
  protected:
    void SetUp() override {
        m_folder = fs::temp_directory_path() / ("adapnet-files-test-" + std::to_string(::getpid()));
        fs::create_directories(m_folder);
    }
    void TearDown() override { fs::remove_all(m_folder); }
    std::size_t entries() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(m_folder), {}));
    }
    fs::path m_folder;
};

TEST_F(Files, ComeBackByteByByte) {
    std::string content("text\0with\r\nall\xff bytes", 21);
    content += std::string(3'000'000, 'x');
    for (const char* name : {"a", "b c", "\xc3\xa4", "line\nbreak", "\xff\xfe", "-rf"}) {
        ASSERT_TRUE(writeFileSafely(m_folder / name, content)) << name;
        EXPECT_EQ(*readTextFile(m_folder / name), content);
    }
    ASSERT_TRUE(writeFileSafely(m_folder / "a", std::string_view()));
    EXPECT_EQ(*readTextFile(m_folder / "a"), "");
    EXPECT_EQ(entries(), 6U);  // no temporary file is left
}

TEST_F(Files, WrittenByAProcessThatIsKilledLeaveNothingBehind) {
    // Where the file system has no unnamed files, the started copy stays beside the old file.
    const int unnamed = ::open(m_folder.c_str(), O_TMPFILE | O_WRONLY, 0600);
    const std::size_t left = unnamed < 0 ? 2 : 1;
    if (unnamed >= 0) ::close(unnamed);
    ASSERT_TRUE(writeFileSafely(m_folder / "a", "old"));
    const pid_t child = ::fork();
    if (child == 0) {
        // In the middle of the second megabyte the kernel ends the process.
        const rlimit most{1'500'000, 1'500'000};
        ::setrlimit(RLIMIT_FSIZE, &most);
        ::signal(SIGXFSZ, SIG_DFL);
        const bool written = writeFileSafely(m_folder / "a", std::string(3'000'000, 'x')).has_value();
        ::_exit(written ? 1 : 2);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGXFSZ);
    EXPECT_EQ(entries(), left);
    EXPECT_EQ(*readTextFile(m_folder / "a"), "old");
}

TEST_F(Files, ThatAreMissingAreNotFound) {
    const auto missing = readFile(m_folder / "missing");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_THAT(missing.error().message(), HasSubstr("missing"));
    EXPECT_EQ(writeFileSafely(m_folder / "no" / "folder", "x").error().code, ErrorCode::NotFound);
}

TEST_F(Files, ThatAreNoFilesAreRefusedWithoutWaiting) {
    const fs::path pipe = m_folder / "pipe.jpg";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_EQ(readFile(pipe).error().code, ErrorCode::Io);  // nobody ever writes into it
    EXPECT_EQ(readFile(m_folder).error().code, ErrorCode::Io);
    EXPECT_EQ(readFile("/dev/zero").error().code, ErrorCode::Io);
}

TEST_F(Files, AboveTheLimitAreRefusedByTheirSize) {
    ASSERT_TRUE(writeFileSafely(m_folder / "ten", "0123456789"));
    EXPECT_TRUE(readFile(m_folder / "ten", 10));
    const auto tooLarge = readFile(m_folder / "ten", 9);
    ASSERT_FALSE(tooLarge);
    EXPECT_EQ(tooLarge.error().code, ErrorCode::TooLarge);
    EXPECT_THAT(tooLarge.error().message(), HasSubstr("10 bytes"));
}

// A file size limit makes write() fail part of the way, as a full disk does.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

  private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

TEST_F(Files, KeepTheirOldContentWhenTheDiskIsFull) {
    const fs::path path = m_folder / "precious";
    ASSERT_TRUE(writeFileSafely(path, "old"));
    const std::string large(1'000'000, 'n');
    for (const rlim_t room : {rlim_t{0}, rlim_t{1}, rlim_t{4096}, rlim_t{999'999}}) {
        Result<void> written;
        {
            const FileSizeLimit limit(room);
            written = writeFileSafely(path, large);
        }
        ASSERT_FALSE(written) << room;
        EXPECT_EQ(written.error().code, ErrorCode::Io);
        EXPECT_THAT(written.error().message(), HasSubstr("precious"));
        EXPECT_EQ(*readTextFile(path), "old");
        EXPECT_EQ(entries(), 1U) << "a temporary file was left behind";
    }
    EXPECT_TRUE(writeFileSafely(path, large));
    EXPECT_EQ(readTextFile(path)->size(), large.size());
}

TEST_F(Files, ThatCannotBeReplacedLeaveNoRubbish) {
    fs::create_directories(m_folder / "folder" / "inside");
    EXPECT_FALSE(writeFileSafely(m_folder / "folder", "x"));
    EXPECT_EQ(entries(), 1U);
}

class Environment {
  public:
    Environment(const char* name, const char* value) : m_name(name) {
        if (const char* before = std::getenv(name)) m_before = before;
        value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
    }
    ~Environment() { m_before ? ::setenv(m_name.c_str(), m_before->c_str(), 1) : ::unsetenv(m_name.c_str()); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

  private:
    std::string m_name;
    std::optional<std::string> m_before;
};

TEST(UserFolders, FollowTheEnvironment) {
    const Environment home("HOME", "/home/someone");
    {
        const Environment cache("XDG_CACHE_HOME", "/elsewhere/cache");
        const Environment data("XDG_DATA_HOME", "/elsewhere/data");
        EXPECT_EQ(userCacheFolder(), "/elsewhere/cache/adapnet");
        EXPECT_EQ(userDataFolder(), "/elsewhere/data/adapnet");
    }
    for (const char* useless : {static_cast<const char*>(nullptr), "", "relative"}) {
        const Environment cache("XDG_CACHE_HOME", useless);
        const Environment data("XDG_DATA_HOME", useless);
        EXPECT_EQ(userCacheFolder(), "/home/someone/.cache/adapnet");
        EXPECT_EQ(userDataFolder(), "/home/someone/.local/share/adapnet");
    }
}

TEST(ValidUtf8, KeepsGoodTextAndMarksEveryBadByte) {
    const std::string bad = "\xEF\xBF\xBD";
    for (const char* good : {"", "plain", "\xc3\xa4\xe4\xbd\xa0\xf0\x9f\x98\x80", "\xEF\xBF\xBD",
                             "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf", "tab\tline\n\x7f"}) {
        EXPECT_EQ(validUtf8(good), good);
    }
    EXPECT_EQ(validUtf8("a\xff"
                        "b"),
              "a" + bad + "b");
    EXPECT_EQ(validUtf8("\xc3"), bad);                                // cut
    EXPECT_EQ(validUtf8("\xe4\xbd"), bad + bad);                      // cut
    EXPECT_EQ(validUtf8("\xc0\x80"), bad + bad);                      // overlong zero
    EXPECT_EQ(validUtf8("\xe0\x80\xaf"), bad + bad + bad);            // overlong slash
    EXPECT_EQ(validUtf8("\xed\xa0\x80"), bad + bad + bad);            // surrogate
    EXPECT_EQ(validUtf8("\xf4\x90\x80\x80"), bad + bad + bad + bad);  // above U+10FFFF
    EXPECT_EQ(validUtf8("\x80x"), bad + "x");                         // a follower alone
    EXPECT_EQ(validUtf8(std::string("a\0b", 3)), std::string("a\0b", 3));
    EXPECT_EQ(displayPath(fs::path("photos/\xfe.jpg")), "photos/" + bad + ".jpg");
}

}  // namespace
}  // namespace adapnet
