// The command line as a person at a terminal meets it: what stands on the screen, and Ctrl-C.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "tests/support/command_line.h"

namespace adapnet::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// A started program whose standard output and standard error are `output`.
pid_t start(const std::vector<std::string>& words, int output) {
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
    pid_t pid = -1;
    if (posix_spawnp(&pid, arguments[0], &files, nullptr, arguments.data(), environ) != 0) pid = -1;
    posix_spawn_file_actions_destroy(&files);
    return pid;
}

// The lines that stand on the terminal in the end.
std::vector<std::string> onTheScreen(const std::vector<std::string>& words) {
    int master = -1;
    int slave = -1;
    EXPECT_EQ(openpty(&master, &slave, nullptr, nullptr, nullptr), 0);
    const pid_t pid = start(words, slave);
    EXPECT_GT(pid, 0);
    ::close(slave);
    std::vector<std::string> lines(1);
    std::size_t column = 0;
    char buffer[4096];
    for (ssize_t count; (count = ::read(master, buffer, sizeof buffer)) > 0;) {
        for (const char c : std::string_view(buffer, static_cast<std::size_t>(count))) {
            if (c == '\r') {
                column = 0;
            } else if (c == '\n') {
                lines.emplace_back();
            } else {
                auto& line = lines.back();
                if (line.size() <= column) line.resize(column + 1, ' ');
                line[column++] = c;
            }
        }
    }
    ::close(master);
    int status = 0;
    ::waitpid(pid, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    for (auto& line : lines) line.erase(line.find_last_not_of(' ') + 1);
    if (lines.back().empty()) lines.pop_back();
    return lines;
}

class Terminal : public testing::Test {
  protected:
    static void SetUpTestSuite() { enableHistogramModel(); }
    std::vector<std::string> command(const std::string& name, const std::vector<std::string>& rest) const {
        std::vector<std::string> words{adapnetProgram(), name, m_folder / "photos"};
        words.insert(words.end(), rest.begin(), rest.end());
        words.insert(words.end(), {"--models", "histogram", "--cache", m_folder / "cache.sqlite"});
        return words;
    }
    TemporaryFolder m_folder;
};

TEST_F(Terminal, ResultsAreNotGluedToTheProgressLine) {
    drawGallery(m_folder / "photos", 2, 2);
    const auto lines = onTheScreen(command("index", {}));
    ASSERT_EQ(lines.size(), 2U) << testing::PrintToString(lines);
    EXPECT_THAT(lines[0], StartsWith("4 added, 0 already present"));
    EXPECT_THAT(lines[1], StartsWith("  histogram: cpu "));
}

TEST_F(Terminal, MessagesAreNotGluedToTheProgressLine) {
    drawGallery(m_folder / "photos", 2, 2);
    writeText(m_folder / "photos/broken.jpg", "no picture");
    const auto lines =
        onTheScreen(command("search", {"--query", m_folder / "photos/object0/view0.png", "--top", "1"}));
    ASSERT_GE(lines.size(), 3U) << testing::PrintToString(lines);
    EXPECT_THAT(lines[0], StartsWith("adapnet: 1 picture was left out"));
    EXPECT_EQ(lines[1], "histogram");
}

TEST_F(Terminal, LibrariesSayNothingAboutDamagedPictures) {
    drawGallery(m_folder / "photos", 1, 2);
    const fs::path bmp = m_folder / "photos/cut.bmp";
    savePicture(drawObject(1, 1), bmp);
    fs::resize_file(bmp, fs::file_size(bmp) / 2);
    auto words = command("index", {});
    words.erase(words.begin());
    const auto outcome = adapnet(words);
    EXPECT_EQ(outcome.exitCode, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_THAT(outcome.out, HasSubstr("damaged: cut.bmp"));
}

// The program has its own idea of what SIGINT does.
bool catchesInterrupts(pid_t pid) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (!line.starts_with("SigCgt:")) continue;
        return (std::stoull(line.substr(7), nullptr, 16) >> (SIGINT - 1) & 1) != 0;
    }
    return false;
}

TEST_F(Terminal, CtrlCEndsADegradationWithoutAResult) {
    const fs::path in = m_folder / "large.jpg";
    const fs::path out = m_folder / "out.png";
    savePicture(drawObject(1, 1, 4000, 3000), in);
    std::vector<std::string> words{adapnetProgram(), "degrade", in, out};
    for (int i = 0; i < 8; ++i) words.insert(words.end(), {"--degrade", "gaussian_noise:sigma=0.2"});
    const fs::path text = m_folder / "text";
    const int file = ::open(text.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const pid_t pid = start(words, file);
    ASSERT_GT(pid, 0);
    ::close(file);
    int status = 0;
    while (!catchesInterrupts(pid)) {
        ASSERT_EQ(::waitpid(pid, &status, WNOHANG), 0) << fileText(text);
        std::this_thread::yield();
    }
    const auto asked = std::chrono::steady_clock::now();
    ::kill(pid, SIGINT);
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - asked;
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 130);
    EXPECT_EQ(fileText(text), "adapnet: cancelled\n");
    EXPECT_FALSE(fs::exists(out));
    EXPECT_LT(took.count(), 60.0);  // a hang, not a slow machine; half a second is what a quiet one needs
    std::size_t entries = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(m_folder.path())) ++entries;
    EXPECT_EQ(entries, 2U);  // nothing half written
}

}  // namespace
}  // namespace adapnet::test
