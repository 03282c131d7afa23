#include "core/eval/ground_truth.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <unordered_set>

#include "core/base/files.h"
#include "core/eval/json_guard.h"
#include "core/eval/truth_formats.h"
#include "core/eval/truth_rules.h"

namespace adapnet::eval {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "adapnet-ground-truth";

tl::unexpected<Error> wrong(const std::string& detail) {
    return fail(ErrorCode::BadInput, detail);
}

// "query 3 (a.jpg)", for messages; counted from 1 as people do.
std::string queryName(std::size_t index, const std::string& image) {
    std::string name = "query " + std::to_string(index + 1);
    if (!image.empty()) name += " (" + validUtf8(image) + ")";
    return name;
}

Result<std::vector<std::string>> readPaths(const Json& object, const char* key, const std::string& where,
                                           bool required) {
    std::vector<std::string> out;
    const auto found = object.find(key);
    if (found == object.end()) {
        if (required) return wrong(where + " has no list \"" + key + "\"");
        return out;
    }
    if (!found->is_array())
        return wrong("\"" + std::string(key) + "\" of " + where + " must be a list of paths");
    out.reserve(found->size());
    for (const Json& entry : *found) {
        if (!entry.is_string())
            return wrong("\"" + std::string(key) + "\" of " + where + " holds something that is not a path");
        auto path = entry.get<std::string>();
        if (const auto problem = galleryPathProblem(path)) {
            return wrong("the path \"" + validUtf8(path) + "\" in \"" + key + "\" of " + where + " " +
                         *problem);
        }
        out.push_back(std::move(path));
    }
    return out;
}

Result<std::optional<std::array<double, 4>>> readBox(const Json& query, const std::string& where) {
    const auto found = query.find("box");
    if (found == query.end() || found->is_null()) return std::nullopt;
    const std::string rule = "the box of " + where + " must be null or four numbers x1, y1, x2, y2";
    if (!found->is_array() || found->size() != 4) return wrong(rule);
    std::array<double, 4> box{};
    for (std::size_t i = 0; i < 4; ++i) {
        const Json& value = (*found)[i];
        if (!value.is_number()) return wrong(rule);
        box[i] = value.get<double>();
    }
    if (const auto problem = boxProblem(box)) return wrong("the box of " + where + " " + *problem);
    return box;
}

Result<std::string> readText(const Json& object, const char* key, const std::string& where) {
    const auto found = object.find(key);
    if (found == object.end()) return std::string();
    if (!found->is_string()) return wrong("\"" + std::string(key) + "\" of " + where + " must be a text");
    return found->get<std::string>();
}

Result<GroundTruthQuery> readQuery(const Json& entry, std::size_t index,
                                   const std::unordered_set<std::string>& gallery) {
    if (!entry.is_object()) return wrong(queryName(index, {}) + " must be an object");
    GroundTruthQuery query;
    const auto image = entry.find("image");
    if (image == entry.end() || !image->is_string()) return wrong(queryName(index, {}) + " has no \"image\"");
    query.image = image->get<std::string>();
    const std::string where = queryName(index, query.image);
    if (const auto problem = galleryPathProblem(query.image))
        return wrong("the image of " + where + " " + *problem);
    auto box = readBox(entry, where);
    if (!box) return fail(box.error());
    query.box = *box;
    auto subset = readText(entry, "subset", where);
    if (!subset) return fail(subset.error());
    query.subset = std::move(*subset);
    std::unordered_map<std::string, const char*> seen;
    for (const auto& [key, list] :
         {std::pair{"easy", &query.easy}, {"hard", &query.hard}, {"junk", &query.junk}}) {
        auto paths = readPaths(entry, key, where, false);
        if (!paths) return fail(paths.error());
        for (const std::string& path : *paths) {
            // Junk that is not searched anyway (the query picture, often) does no harm.
            if (list != &query.junk && !gallery.contains(path)) {
                return wrong("\"" + validUtf8(path) + "\" in \"" + key + "\" of " + where +
                             " is not in the gallery list");
            }
            const auto [first, isNew] = seen.emplace(path, key);
            if (!isNew) {
                return wrong("\"" + validUtf8(path) + "\" stands twice in the lists of " + where + " (\"" +
                             first->second + "\" and \"" + key + "\")");
            }
        }
        *list = std::move(*paths);
    }
    return query;
}

Result<GroundTruth> readDocument(const Json& document) {
    if (!document.is_object()) return wrong("the ground truth must be a JSON object");
    const auto format = document.find("format");
    if (format == document.end() || !format->is_string() || format->get<std::string>() != kFormat) {
        return wrong("this is no ground truth: \"format\" must be \"" + std::string(kFormat) + "\"");
    }
    const auto version = document.find("version");
    if (version == document.end() || !version->is_number_integer())
        return wrong("the ground truth has no \"version\"");
    if (*version != 1) {
        return wrong("the ground truth has version " + version->dump() +
                     ", but this program reads version 1 only");
    }
    GroundTruth truth;
    auto name = readText(document, "name", "the ground truth");
    if (!name) return fail(name.error());
    truth.name = std::move(*name);
    auto gallery = readPaths(document, "gallery", "the ground truth", true);
    if (!gallery) return fail(gallery.error());
    truth.gallery = std::move(*gallery);
    std::unordered_set<std::string> known;
    for (const std::string& path : truth.gallery) {
        if (!known.insert(path).second)
            return wrong("\"" + validUtf8(path) + "\" stands twice in the gallery list");
    }
    const auto queries = document.find("queries");
    if (queries == document.end() || !queries->is_array())
        return wrong("the ground truth has no list \"queries\"");
    truth.queries.reserve(queries->size());
    for (std::size_t i = 0; i < queries->size(); ++i) {
        auto query = readQuery((*queries)[i], i, known);
        if (!query) return fail(query.error());
        truth.queries.push_back(std::move(*query));
    }
    return truth;
}

}  // namespace

const char* labelName(Label label) {
    switch (label) {
        case Label::Positive:
            return "positive";
        case Label::Negative:
            return "negative";
        case Label::Junk:
            return "junk";
        case Label::Unknown:
            break;
    }
    return "unknown";
}

const GroundTruthQuery* GroundTruth::find(std::string_view image) const {
    const auto found =
        std::find_if(queries.begin(), queries.end(), [&](const auto& q) { return q.image == image; });
    return found == queries.end() ? nullptr : &*found;
}

const GroundTruthQuery* GroundTruth::find(std::string_view image, const std::array<double, 4>& box) const {
    for (const GroundTruthQuery& query : queries) {
        if (query.image == image && query.box == box) return &query;
    }
    return find(image);
}

Result<GroundTruth> parseGroundTruth(std::string_view json) {
    // Doubled keys are refused: a reader would silently drop one of the two.
    std::string doubled;
    std::vector<std::unordered_set<std::string>> keys;
    const auto watch = [&](int, Json::parse_event_t event, Json& parsed) {
        if (event == Json::parse_event_t::object_start) keys.emplace_back();
        if (event == Json::parse_event_t::object_end && !keys.empty()) keys.pop_back();
        if (event == Json::parse_event_t::key && !keys.empty()) {
            const auto key = parsed.get<std::string>();
            if (!keys.back().insert(key).second) doubled = key;
        }
        return true;
    };
    try {
        if (isNestedTooDeeply(json)) return wrong("the ground truth is nested too deeply");
        const Json document = Json::parse(json.begin(), json.end(), watch, false);
        if (document.is_discarded()) return wrong("the ground truth is not valid JSON");
        if (!doubled.empty())
            return wrong("the key \"" + validUtf8(doubled) +
                         "\" stands twice in one object of the ground truth");
        return readDocument(document);
    } catch (const std::exception& e) {  // the JSON library and the allocator throw
        return wrong(std::string("the ground truth cannot be read: ") + e.what());
    }
}

Result<GroundTruth> loadGroundTruth(const std::filesystem::path& file) {
    auto read = readGroundTruth(file);
    if (!read) return fail(read.error());
    return std::move(read->truth);
}

std::string groundTruthToJson(const GroundTruth& truth) {
    const auto paths = [](const std::vector<std::string>& list) {
        Json out = Json::array();
        for (const std::string& path : list) out.push_back(validUtf8(path));
        return out;
    };
    Json queries = Json::array();
    for (const GroundTruthQuery& query : truth.queries) {
        Json box = nullptr;
        if (query.box) box = *query.box;
        queries.push_back({{"image", validUtf8(query.image)},
                           {"box", box},
                           {"subset", validUtf8(query.subset)},
                           {"easy", paths(query.easy)},
                           {"hard", paths(query.hard)},
                           {"junk", paths(query.junk)}});
    }
    const Json document{{"format", kFormat},
                        {"version", 1},
                        {"name", validUtf8(truth.name)},
                        {"gallery", paths(truth.gallery)},
                        {"queries", queries}};
    return document.dump(1) + "\n";
}

Label labelOf(const GroundTruthQuery& query, std::string_view path) {
    const auto in = [&](const std::vector<std::string>& list) {
        return std::find(list.begin(), list.end(), path) != list.end();
    };
    if (path == query.image || in(query.junk)) return Label::Junk;
    return in(query.easy) || in(query.hard) ? Label::Positive : Label::Negative;
}

}  // namespace adapnet::eval
