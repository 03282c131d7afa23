#include "core/service/truth_source.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/eval/truth_formats.h"
#include "core/service/gallery_scan.h"

namespace adapnet::service {

namespace {

Result<std::vector<std::string>> picturesBelow(const fs::path& folder, const JobContext& job) {
    const auto scan = scanFolder(folder, job);
    if (!scan) return fail(scan.error());
    std::vector<std::string> paths;
    for (const auto& file : scan->files) paths.push_back(file.generic_string());
    return paths;
}

// "" for the root itself, "photos/" for a folder below it.
Result<std::string> prefixOf(const fs::path& folder, const fs::path& root) {
    std::error_code error;
    const fs::path inner = fs::canonical(folder, error);
    const fs::path outer = error ? fs::path() : fs::canonical(root, error);
    if (error)
        return fail(ErrorCode::NotFound, "the folder '" + displayPath(folder) + "' cannot be opened (" +
                                             error.message() + "); check its name");
    const auto [end, at] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    if (end != outer.end())
        return fail(ErrorCode::BadInput, "the class folders '" + displayPath(folder) +
                                             "' must be the gallery folder or lie inside it");
    fs::path rest;
    for (auto part = at; part != inner.end(); ++part) rest /= *part;
    return rest.empty() ? std::string() : rest.generic_string() + "/";
}

Result<eval::GroundTruth> truthFromFolder(const fs::path& folder, const fs::path& root,
                                          const JobContext& job) {
    const auto prefix = prefixOf(folder, root);
    if (!prefix) return fail(prefix.error());
    const auto paths = picturesBelow(folder, job);
    if (!paths) return fail(paths.error());
    auto truth = eval::truthFromClassFolders(*paths);
    if (!truth) return fail(truth.error());
    truth->name = displayPath(folder.filename());
    const auto put = [&](std::vector<std::string>& list) {
        for (auto& path : list) path.insert(0, *prefix);
    };
    put(truth->gallery);
    for (auto& query : truth->queries) {
        query.image.insert(0, *prefix);
        put(query.easy);
    }
    return truth;
}

}  // namespace

Result<eval::GroundTruth> loadTruth(const fs::path& source, const fs::path& root, const JobContext& job) {
    std::error_code ignored;
    if (fs::is_directory(source, ignored)) return truthFromFolder(source, root, job);
    auto read = eval::readGroundTruth(source);
    if (!read) return fail(read.error());
    if (!read->namesGallery) {
        const auto paths = picturesBelow(root, job);
        if (!paths) return fail(paths.error());
        eval::completeFromFolder(read->truth, *paths);
    }
    return std::move(read->truth);
}

}  // namespace adapnet::service
