// Classes as folders, and what a list of pictures can add to a ground truth.
#include <algorithm>
#include <map>
#include <unordered_set>

#include "core/base/files.h"
#include "core/eval/truth_formats.h"

namespace adapnet::eval {

namespace {

// Above this a list of lists is no longer a sensible way to say it.
constexpr std::size_t kMaxJudgements = 50'000'000;

std::string withoutEnding(const std::string& path) {
    const auto slash = path.rfind('/');
    const auto dot = path.rfind('.');
    if (dot == std::string::npos || dot == 0 || (slash != std::string::npos && dot <= slash + 1)) return path;
    return path.substr(0, dot);
}

std::string fileStem(const std::string& path) {
    const std::string shorter = withoutEnding(path);
    const auto slash = shorter.rfind('/');
    return slash == std::string::npos ? shorter : shorter.substr(slash + 1);
}

// "cat" of "cat/kittens/1.jpg"; empty for a picture that lies in no folder.
std::string firstFolder(std::string_view path) {
    const auto slash = path.find('/');
    return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash));
}

enum class Side { Gallery, Query, None };

Side sideOf(const std::string& path) {
    const std::string top = firstFolder(path);
    if (top == "gallery") return Side::Gallery;
    if (top == "queries" || top == "query") return Side::Query;
    return Side::None;
}

}  // namespace

Result<GroundTruth> truthFromClassFolders(std::span<const std::string> paths) {
    bool hasGallery = false;
    bool hasQueries = false;
    for (const auto& path : paths) {
        hasGallery = hasGallery || sideOf(path) == Side::Gallery;
        hasQueries = hasQueries || sideOf(path) == Side::Query;
    }
    const bool divided = hasGallery && hasQueries;
    GroundTruth truth;
    std::map<std::string, std::vector<std::string>> members;   // gallery pictures of each class
    std::vector<std::pair<std::string, std::string>> queries;  // path and class
    for (const auto& path : paths) {
        const Side side = divided ? sideOf(path) : Side::None;
        if (divided && side == Side::None) continue;
        const auto classPath = divided ? std::string_view(path).substr(path.find('/') + 1) : path;
        const std::string name = firstFolder(classPath);
        if (side != Side::Query) {
            truth.gallery.push_back(path);
            if (!name.empty()) members[name].push_back(path);
        }
        if (side != Side::Gallery && !name.empty()) queries.emplace_back(path, name);
    }
    std::size_t judgements = 0;
    for (auto& [path, name] : queries) {
        GroundTruthQuery query;
        query.image = path;
        query.subset = name;
        for (const auto& other : members[name])
            if (other != path) query.easy.push_back(other);
        judgements += query.easy.size();
        if (judgements > kMaxJudgements)
            return fail(ErrorCode::TooLarge,
                        "the class folders hold too many pairs of pictures; give fewer queries in a folder "
                        "\"queries\" beside \"gallery\"");
        truth.queries.push_back(std::move(query));
    }
    if (judgements == 0)
        return fail(
            ErrorCode::BadInput,
            "no folder holds two pictures of one class; give a folder with one folder for each class");
    return truth;
}

NameResolver::NameResolver(std::span<const std::string> paths) {
    const auto note = [&](std::string name, std::size_t i) {
        const auto [entry, isNew] = m_short.emplace(std::move(name), i);
        if (!isNew && entry->second != i) entry->second.reset();
    };
    for (std::size_t i = 0; i < paths.size(); ++i) {
        m_exact.emplace(paths[i], i);
        const std::string shorter = withoutEnding(paths[i]);
        const std::string stem = fileStem(paths[i]);
        note(shorter, i);
        if (stem != shorter) note(stem, i);
        const auto slash = paths[i].rfind('/');
        if (slash != std::string::npos) note(paths[i].substr(slash + 1), i);
    }
}

std::optional<std::size_t> NameResolver::find(std::string_view name) const {
    const std::string decoded = fromWord(name);
    for (const std::string& text : {std::string(name), decoded})
        if (const auto exact = m_exact.find(text); exact != m_exact.end()) return exact->second;
    for (const std::string& text : {std::string(name), decoded})
        if (const auto shorter = m_short.find(text); shorter != m_short.end()) return shorter->second;
    return std::nullopt;
}

void completeFromFolder(GroundTruth& truth, std::span<const std::string> paths) {
    const NameResolver resolver(paths);
    const auto settle = [&](std::string& name) {
        if (const auto found = resolver.find(name)) name = paths[*found];
    };
    std::unordered_set<std::string> judged;
    std::unordered_set<std::string> asked;
    for (GroundTruthQuery& query : truth.queries) {
        settle(query.image);
        asked.insert(query.image);
        for (auto* list : {&query.easy, &query.hard, &query.junk}) {
            for (std::string& path : *list) {
                settle(path);
                if (path != query.image) judged.insert(path);
            }
        }
    }
    // What is judged but not there stays named, so that it counts as not found.
    std::vector<std::string> gallery;
    std::unordered_set<std::string> known;
    const auto keep = [&](const std::string& path) {
        if (asked.contains(path) && !judged.contains(path)) return;
        if (known.insert(path).second) gallery.push_back(path);
    };
    for (const std::string& path : paths) keep(path);
    for (std::string path : truth.gallery) {
        settle(path);
        keep(path);
    }
    truth.gallery = std::move(gallery);
}

}  // namespace adapnet::eval
