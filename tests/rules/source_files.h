// The source files of the project and the lines that the rules look at.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace adapnet::rules {

namespace fs = std::filesystem;

struct SourceFile {
    std::string path;  // relative to the root, with slashes
    std::string text;

    // Path without the file's name ("core/degrade/kinds").
    std::string folder() const { return path.substr(0, path.rfind('/')); }
};

inline std::string readText(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

// All files below the top-level folders `tops` with one of the `endings`, sorted by path.
inline std::vector<SourceFile> sourceFiles(const std::vector<std::string>& tops,
                                           const std::vector<std::string>& endings) {
    const fs::path root(ADAPNET_SOURCE_DIR);
    std::vector<SourceFile> files;
    for (const std::string& top : tops) {
        for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
            const bool wanted =
                std::ranges::find(endings, entry.path().extension().string()) != endings.end();
            if (!entry.is_regular_file() || !wanted) continue;
            files.push_back({entry.path().lexically_relative(root).generic_string(), readText(entry.path())});
        }
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

struct Include {
    std::string header;
    bool quoted = false;
};

inline std::vector<Include> includesOf(const std::string& text) {
    static const std::regex pattern(R"(^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"])",
                                    std::regex::ECMAScript | std::regex::multiline);
    std::vector<Include> includes;
    for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match) {
        includes.push_back({(*match)[2].str(), (*match)[1].str() == "\""});
    }
    return includes;
}

}  // namespace adapnet::rules
