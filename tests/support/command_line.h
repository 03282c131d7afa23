// Runs the built `adapnet` as another program would: exit code, standard output, standard error.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "core/service/workbench.h"
#include "tests/support/pictures.h"

namespace adapnet::test {

struct CommandOutcome {
    int exitCode = -1;  // -1: ended by a signal
    int signal = 0;
    std::string out;
    std::string err;
};

inline fs::path adapnetProgram() {
    return fs::path(ADAPNET_BINARY_DIR) / "app" / "adapnet";
}

inline std::string fileText(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

// A started program; its output goes to files, so that it never waits for a reader.
class RunningCommand {
  public:
    explicit RunningCommand(const std::vector<std::string>& words) {
        std::vector<char*> arguments;
        for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        posix_spawn_file_actions_t files;
        posix_spawn_file_actions_init(&files);
        const int mode = O_WRONLY | O_CREAT | O_TRUNC;
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, (m_folder / "out").c_str(), mode, 0600);
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, (m_folder / "err").c_str(), mode, 0600);
        if (posix_spawnp(&m_pid, arguments[0], &files, nullptr, arguments.data(), environ) != 0) m_pid = -1;
        posix_spawn_file_actions_destroy(&files);
    }
    ~RunningCommand() {
        if (m_pid <= 0) return;
        ::kill(m_pid, SIGKILL);
        wait();
    }
    RunningCommand(const RunningCommand&) = delete;
    RunningCommand& operator=(const RunningCommand&) = delete;

    bool started() const { return m_pid > 0; }
    void send(int signal) const { ::kill(m_pid, signal); }
    bool ended() {
        if (m_pid <= 0) return true;
        int status = 0;
        if (::waitpid(m_pid, &status, WNOHANG) != m_pid) return false;
        note(status);
        return true;
    }
    CommandOutcome wait() {
        if (m_pid > 0) {
            int status = 0;
            while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) continue;
            note(status);
        }
        m_outcome.out = fileText(m_folder / "out");
        m_outcome.err = fileText(m_folder / "err");
        return m_outcome;
    }

  private:
    void note(int status) {
        m_pid = -1;
        if (WIFEXITED(status)) m_outcome.exitCode = WEXITSTATUS(status);
        if (WIFSIGNALED(status)) m_outcome.signal = WTERMSIG(status);
    }

    TemporaryFolder m_folder;
    pid_t m_pid = -1;
    CommandOutcome m_outcome;
};

// adapnet with these arguments.
inline CommandOutcome adapnet(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), adapnetProgram().string());
    RunningCommand command(arguments);
    EXPECT_TRUE(command.started()) << "build the target 'adapnet' first";
    return command.wait();
}

// A whole command line as a person would paste it, "adapnet" meaning the built program.
inline CommandOutcome shell(const std::string& line) {
    const std::string search = adapnetProgram().parent_path().string();
    RunningCommand command({"bash", "-c", "PATH='" + search + "':\"$PATH\"; " + line});
    EXPECT_TRUE(command.started());
    return command.wait();
}

inline nlohmann::json parsed(const CommandOutcome& outcome) {
    EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
    auto json = nlohmann::json::parse(outcome.out, nullptr, false);
    EXPECT_FALSE(json.is_discarded()) << outcome.out;
    return json;
}

// The window's door and the command's door: `command` (Workbench::searchCommand) must print exactly the
// ranking that `shown` holds.
inline void expectSameRanking(const service::Comparison& shown, const std::string& command) {
    const auto printed = parsed(shell(command + " --json"));
    ASSERT_EQ(printed["models"].size(), shown.models.size()) << command;
    for (std::size_t m = 0; m < shown.models.size(); ++m) {
        const auto& model = printed["models"][m];
        EXPECT_EQ(model["model"], shown.models[m].model);
        const auto& results = shown.models[m].results;
        ASSERT_EQ(model["results"].size(), results.size()) << command;
        for (std::size_t i = 0; i < results.size(); ++i) {
            const auto& line = model["results"][i];
            EXPECT_EQ(line["rank"], results[i].rank);
            EXPECT_EQ(line["path"], validUtf8(results[i].path));
            EXPECT_EQ(line["score"].get<float>(), results[i].score);
            EXPECT_EQ(line["label"], eval::labelName(results[i].label));
        }
    }
}

}  // namespace adapnet::test
