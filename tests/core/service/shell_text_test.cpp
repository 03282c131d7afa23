#include "core/service/shell_text.h"

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/support/command_line.h"

namespace adapnet::service {
namespace {

TEST(ShellWord, LeavesPlainWordsUnquoted) {
    EXPECT_EQ(shellWord("gaussian_noise:sigma=0.26"), "gaussian_noise:sigma=0.26");
    EXPECT_EQ(shellWord("/photos/a-b_c.jpg"), "/photos/a-b_c.jpg");
}

TEST(ShellWord, IsReadBackByteForByteByAShell) {
    for (const std::string& word :
         {std::string("a b"), std::string("it's"), std::string("$(touch /tmp/x)"), std::string("`id`"),
          std::string("\"; rm -rf . #"), std::string("new\nline\ttab"), std::string("caf\xe9 latin"),
          std::string("k\xc3\xa4se \xe4\xb8\xad"), std::string("back\\slash'quote\n"), std::string("!!"),
          std::string("*?[a]"), std::string("~"), std::string("")}) {
        const auto outcome = test::shell("printf '%s' " + shellWord(word));
        EXPECT_EQ(outcome.exitCode, 0) << word;
        EXPECT_EQ(outcome.out, word);
    }
}

TEST(ShellWord, IsAlwaysOneLineOfValidText) {
    const std::string word = shellWord("a\nb\xff");
    EXPECT_EQ(word.find('\n'), std::string::npos);
    EXPECT_EQ(validUtf8(word), word);
}

}  // namespace
}  // namespace adapnet::service
