// The JSON files of a folder, among which manifests of models and of enhancers are looked for. Any thread.
#pragma once

#include <algorithm>
#include <filesystem>
#include <vector>

namespace adapnet::nn {

// What ends in .json there, by name; empty for a folder that cannot be read.
inline std::vector<std::filesystem::path> jsonFiles(const std::filesystem::path& folder) {
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    std::error_code ignored;
    for (auto it = fs::directory_iterator(folder, ignored); !ignored && it != fs::directory_iterator();
         it.increment(ignored))
        if (it->path().extension() == ".json") files.push_back(it->path());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace adapnet::nn
