// Rules that a compiler does not check: short files, no notes for later, names, headers that open with a
// reason.
#include <gtest/gtest.h>

#include "tests/rules/source_files.h"

namespace adapnet::rules {
namespace {

constexpr std::ptrdiff_t kMaxLines = 600;

const std::vector<SourceFile>& allSources() {
    static const std::vector<SourceFile> all = sourceFiles({"core", "ui", "app", "tests"}, {".h", ".cpp"});
    return all;
}

// Words that put work off. Written in two parts, so that this file does not contain them.
const std::regex& postponedWork() {
    static const std::regex pattern(std::string("\\b(") + "TO" + "DO|FIX" + "ME|X" + "XX|HA" + "CK|TB" +
                                    "D|WI" + "P)\\b");
    return pattern;
}

TEST(SourceStyle, FilesStayBelowSixHundredLines) {
    for (const SourceFile& file : allSources()) {
        EXPECT_LT(std::ranges::count(file.text, '\n'), kMaxLines) << file.path;
    }
}

TEST(SourceStyle, NothingIsLeftForLater) {
    ASSERT_TRUE(std::regex_search(std::string("// TO") + "DO: later", postponedWork()));
    ASSERT_FALSE(std::regex_search(std::string("mkstemp(\"name-XXXX") + "XX\")", postponedWork()));
    auto files = allSources();
    for (SourceFile& file :
         sourceFiles({"cmake", "docs", "resources"}, {".md", ".cmake", ".sh", ".txt", ".json", ".qss"})) {
        files.push_back(std::move(file));
    }
    for (const SourceFile& file : files) {
        std::istringstream lines(file.text);
        std::string line;
        for (int number = 1; std::getline(lines, line); ++number) {
            EXPECT_FALSE(std::regex_search(line, postponedWork()))
                << file.path << ":" << number << ": " << line;
        }
    }
}

TEST(SourceStyle, FileNamesAreSnakeCase) {
    const std::regex pattern("[a-z][a-z0-9_]*\\.(h|cpp)");
    for (const SourceFile& file : allSources()) {
        EXPECT_TRUE(std::regex_match(file.path.substr(file.path.rfind('/') + 1), pattern)) << file.path;
    }
}

TEST(SourceStyle, HeadersOpenWithWhatTheyAreForAndAreIncludedOnce) {
    for (const SourceFile& file : allSources()) {
        if (!file.path.ends_with(".h")) continue;
        EXPECT_TRUE(file.text.starts_with("// ")) << file.path;
        EXPECT_NE(file.text.find("\n#pragma once\n"), std::string::npos) << file.path;
    }
}

TEST(SourceStyle, NoTestIsSwitchedOff) {
    const std::regex pattern(std::string("DIS") + "ABLED_|GTEST_" + "SKIP|Q" + "SKIP");
    for (const SourceFile& file : allSources()) {
        EXPECT_FALSE(std::regex_search(file.text, pattern)) << file.path;
    }
}

TEST(SourceStyle, PicturesAreNeverDecodedOrWrittenByPathInOpenCv) {
    // Names that are not UTF-8 and half-written files: bytes go through core/base/files.
    const std::regex pattern("\\bcv::im(read|write)\\b");
    for (const SourceFile& file : sourceFiles({"core", "ui", "app"}, {".h", ".cpp"})) {
        EXPECT_FALSE(std::regex_search(file.text, pattern)) << file.path;
    }
}

}  // namespace
}  // namespace adapnet::rules
