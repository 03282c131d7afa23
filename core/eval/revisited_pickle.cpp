// gnd_roxford5k.pkl and gnd_rparis6k.pkl: {"imlist": [...], "qimlist": [...], "gnd": [{"bbx": [x1, y1, x2,
// y2], "easy": [...], "hard": [...], "junk": [...]}, ...]}, with places in imlist. Read as a tree; nothing
// runs.
#include <algorithm>
#include <array>
#include <span>
#include <unordered_set>

#include "core/base/files.h"
#include "core/eval/truth_formats.h"
#include "core/eval/truth_rules.h"
#include "core/pickle/pickle_reader.h"

namespace adapnet::eval {

namespace {

using pickle::Kind;
using pickle::Value;

tl::unexpected<Error> wrong(const std::string& detail) {
    return fail(ErrorCode::BadInput, detail);
}

// The names stand without an ending in the official files.
std::string pictureName(std::string_view name) {
    constexpr std::array<std::string_view, 7> kEndings{".jpg", ".jpeg", ".png", ".webp",
                                                       ".tif", ".tiff", ".bmp"};
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const bool hasEnding = std::any_of(kEndings.begin(), kEndings.end(),
                                       [&](std::string_view ending) { return lower.ends_with(ending); });
    return hasEnding ? std::string(name) : std::string(name) + ".jpg";
}

bool isList(const Value& value) {
    return value.kind() == Kind::List || value.kind() == Kind::Tuple;
}

Result<std::vector<std::string>> readNames(const Value& document, std::string_view key) {
    const auto list = document.find(key);
    if (!list || !isList(*list)) return wrong("the pickle has no list \"" + std::string(key) + "\"");
    std::vector<std::string> names;
    for (const Value entry : list->items()) {
        const auto text = entry.text();
        if (!text) return wrong("\"" + std::string(key) + "\" of the pickle holds something that is no name");
        std::string name = pictureName(*text);
        if (const auto problem = galleryPathProblem(name))
            return wrong("the name \"" + validUtf8(name) + "\" in \"" + std::string(key) + "\" " + *problem);
        names.push_back(std::move(name));
    }
    return names;
}

// Fills `list` with the names of the places that stand under `key`.
Result<void> readPlaces(const Value& entry, std::string_view key, const std::vector<std::string>& names,
                        std::unordered_set<std::int64_t>& seen, std::vector<std::string>& list) {
    const auto places = entry.find(key);
    if (!places) return {};
    if (!isList(*places)) return wrong("\"" + std::string(key) + "\" must be a list of places");
    for (const Value value : places->items()) {
        const auto place = value.integer();
        if (!place || *place < 0 || static_cast<std::size_t>(*place) >= names.size())
            return wrong("\"" + std::string(key) + "\" holds something that is no place in \"imlist\"");
        if (!seen.insert(*place).second)
            return wrong("place " + std::to_string(*place) + " stands twice in easy, hard and junk");
        list.push_back(names[static_cast<std::size_t>(*place)]);
    }
    return {};
}

Result<std::optional<std::array<double, 4>>> readBox(const Value& entry) {
    const auto found = entry.find("bbx");
    if (!found || found->isNone()) return std::nullopt;
    std::array<double, 4> box{};
    if (!isList(*found) || found->size() != box.size()) return wrong("\"bbx\" must hold four numbers");
    std::size_t i = 0;
    for (const Value value : found->items()) {
        const auto number = value.real();
        if (!number) return wrong("\"bbx\" must hold four numbers");
        box[i++] = *number;
    }
    if (const auto problem = boxProblem(box)) return wrong("the box " + *problem);
    return box;
}

Result<GroundTruthQuery> readEntry(const Value& entry, const std::vector<std::string>& names) {
    if (entry.kind() != Kind::Dict) return wrong("the entry must be a dictionary");
    GroundTruthQuery query;
    auto box = readBox(entry);
    if (!box) return fail(box.error());
    query.box = *box;
    std::unordered_set<std::int64_t> seen;
    for (const auto& [key, list] :
         {std::pair{"easy", &query.easy}, {"hard", &query.hard}, {"junk", &query.junk}})
        if (auto read = readPlaces(entry, key, names, seen, *list); !read) return fail(read.error());
    return query;
}

}  // namespace

Result<GroundTruth> parseRevisitedPickle(std::string_view bytes) {
    const auto document = pickle::PickleReader().read(std::as_bytes(std::span(bytes.data(), bytes.size())));
    if (!document) return fail(document.error());
    const Value root = document->root();
    if (root.kind() != Kind::Dict) return wrong("the pickle must hold a dictionary");
    GroundTruth truth;
    auto gallery = readNames(root, "imlist");
    if (!gallery) return fail(gallery.error());
    truth.gallery = std::move(*gallery);
    std::unordered_set<std::string> known;
    for (const auto& name : truth.gallery)
        if (!known.insert(name).second)
            return wrong("the name \"" + validUtf8(name) + "\" stands twice in \"imlist\"");
    const auto queries = readNames(root, "qimlist");
    if (!queries) return fail(queries.error());
    const auto entries = root.find("gnd");
    if (!entries || !isList(*entries)) return wrong("the pickle has no list \"gnd\"");
    if (entries->size() != queries->size())
        return wrong("the pickle has " + std::to_string(entries->size()) + " entries in \"gnd\" for " +
                     std::to_string(queries->size()) + " names in \"qimlist\"");
    std::size_t i = 0;
    for (const Value entry : entries->items()) {
        auto query = readEntry(entry, truth.gallery);
        if (!query) return fail(query.error().whileDoing("entry " + std::to_string(i + 1) + " of \"gnd\""));
        query->image = (*queries)[i++];
        truth.queries.push_back(std::move(*query));
    }
    return truth;
}

}  // namespace adapnet::eval
