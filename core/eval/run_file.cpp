#include "core/eval/run_file.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/files.h"
#include "core/base/numbers.h"
#include "core/eval/json_guard.h"
#include "core/eval/text_lines.h"
#include "core/eval/truth_formats.h"

namespace adapnet::eval {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "adapnet-run";
constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 30;

tl::unexpected<Error> wrong(const std::string& detail) {
    return fail(ErrorCode::BadInput, detail);
}

// The pictures that rankings may name: the gallery, then query pictures and junk that are not searched.
class KnownPictures {
  public:
    KnownPictures(const GroundTruth& truth, bool isOpen)
        : m_paths(listOf(truth)), m_resolver(m_paths), m_isOpen(isOpen) {}

    Result<std::string> find(const std::string& name, const std::string& where) const {
        if (const auto found = m_resolver.find(name)) return m_paths[*found];
        if (m_isOpen) return fromWord(name);
        return wrong(where + " names \"" + validUtf8(name) +
                     "\", which is not in the gallery of the ground truth");
    }

  private:
    static std::vector<std::string> listOf(const GroundTruth& truth) {
        std::vector<std::string> paths = truth.gallery;
        for (const GroundTruthQuery& query : truth.queries) {
            paths.push_back(query.image);
            paths.insert(paths.end(), query.junk.begin(), query.junk.end());
        }
        std::unordered_map<std::string, bool> seen;
        std::erase_if(paths, [&](const std::string& path) { return !seen.emplace(path, true).second; });
        return paths;
    }

    std::vector<std::string> m_paths;
    NameResolver m_resolver;
    bool m_isOpen;
};

Result<std::vector<std::string>> readRanking(const Json& list, const KnownPictures& pictures,
                                             const std::string& where) {
    if (!list.is_array()) return wrong(where + " must be a list of paths");
    std::vector<std::string> ranking;
    for (const Json& entry : list) {
        if (!entry.is_string()) return wrong(where + " holds something that is not a path");
        auto path = pictures.find(entry.get<std::string>(), where);
        if (!path) return fail(path.error());
        ranking.push_back(std::move(*path));
    }
    return ranking;
}

Result<std::vector<double>> readScores(const Json& list, std::size_t count, const std::string& where) {
    if (!list.is_array() || list.size() != count)
        return wrong("the scores of " + where + " must be a list with one number per result");
    std::vector<double> scores;
    for (const Json& entry : list) {
        if (!entry.is_number()) return wrong("the scores of " + where + " must be numbers");
        scores.push_back(entry.get<double>());
        if (!std::isfinite(scores.back())) return wrong("a score of " + where + " is not a finite number");
    }
    return scores;
}

Result<Run> readJsonRun(std::string_view text, const GroundTruth& truth, bool openGallery) {
    if (isNestedTooDeeply(text)) return wrong("the run is nested too deeply");
    const Json document = Json::parse(text.begin(), text.end(), nullptr, false);
    if (document.is_discarded()) return wrong("the run is not valid JSON");
    if (!document.is_object() || !document.contains("format") || document["format"] != kFormat)
        return wrong("this is no run: \"format\" must be \"" + std::string(kFormat) + "\"");
    if (!document.contains("version") || document["version"] != 1)
        return wrong("this program reads runs of version 1 only");
    if (!document.contains("rankings") || !document["rankings"].is_array())
        return wrong("the run has no list \"rankings\"");
    const Json& rankings = document["rankings"];
    if (rankings.size() != truth.queries.size())
        return wrong("the run has " + std::to_string(rankings.size()) +
                     " rankings, but the ground truth has " + std::to_string(truth.queries.size()) +
                     " queries");
    const bool hasScores = document.contains("scores");
    if (hasScores && (!document["scores"].is_array() || document["scores"].size() != rankings.size()))
        return wrong("\"scores\" of the run must be a list with one list per ranking");
    Run run;
    if (document.contains("name") && document["name"].is_string())
        run.name = validUtf8(document["name"].get<std::string>());
    const KnownPictures pictures(truth, openGallery);
    for (std::size_t q = 0; q < rankings.size(); ++q) {
        const std::string where = "ranking " + std::to_string(q + 1);
        auto ranking = readRanking(rankings[q], pictures, where);
        if (!ranking) return fail(ranking.error());
        run.rankings.push_back(std::move(*ranking));
        if (!hasScores) continue;
        auto scores = readScores(document["scores"][q], run.rankings.back().size(), where);
        if (!scores) return fail(scores.error());
        run.scores.push_back(std::move(*scores));
    }
    return run;
}

struct TrecLine {
    std::string path;
    std::int64_t rank = 0;
    double score = 0;
};

Result<Run> readTrecRun(std::string_view text, const GroundTruth& truth, bool openGallery) {
    std::unordered_map<std::string, std::size_t> queryOfTopic;
    const auto topics = topicsOf(truth);
    for (std::size_t q = 0; q < topics.size(); ++q) queryOfTopic.emplace(topics[q], q);
    std::vector<std::string> images;
    for (const auto& query : truth.queries) images.push_back(query.image);
    const NameResolver byName(images);
    const KnownPictures pictures(truth, openGallery);
    Run run;
    std::vector<std::vector<TrecLine>> lists(truth.queries.size());
    for (LineReader lines(text); const auto line = lines.next();) {
        const auto words = splitWords(*line);
        if (words.empty()) continue;
        const std::string where = "line " + std::to_string(lines.number()) + " of the run";
        const auto rank = words.size() == 6 ? parseInteger(words[3]) : std::nullopt;
        const auto score = words.size() == 6 ? parseReal(words[4]) : std::nullopt;
        if (!rank || !score) return wrong(where + " must be: topic, Q0, document, rank, score, tag");
        const auto exact = queryOfTopic.find(std::string(words[0]));
        const auto query = exact != queryOfTopic.end() ? std::optional(exact->second) : byName.find(words[0]);
        if (!query)
            return wrong(where + " names the topic \"" + validUtf8(words[0]) +
                         "\", which is no query of the ground truth");
        auto path = pictures.find(std::string(words[2]), where);
        if (!path) return fail(path.error());
        lists[*query].push_back({std::move(*path), *rank, *score});
        if (run.name.empty()) run.name = validUtf8(fromWord(words[5]));
    }
    for (auto& list : lists) {
        std::stable_sort(list.begin(), list.end(), [](const TrecLine& a, const TrecLine& b) {
            return a.score != b.score ? a.score > b.score : a.rank < b.rank;
        });
        if (list.empty()) ++run.missing;
        std::vector<std::string> ranking;
        std::vector<double> scores;
        for (TrecLine& line : list) {
            ranking.push_back(std::move(line.path));
            scores.push_back(line.score);
        }
        run.rankings.push_back(std::move(ranking));
        run.scores.push_back(std::move(scores));
    }
    return run;
}

}  // namespace

Result<Run> parseRun(std::string_view content, const GroundTruth& truth, bool openGallery) {
    try {
        const auto first = content.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
        if (first == std::string_view::npos) return wrong("the run is empty");
        return content[first] == '{' || content[first] == '[' ? readJsonRun(content, truth, openGallery)
                                                              : readTrecRun(content, truth, openGallery);
    } catch (const std::exception& error) {  // the JSON library and the allocator throw
        return wrong(std::string("the run cannot be read: ") + error.what());
    }
}

Result<Run> loadRun(const std::filesystem::path& file, const GroundTruth& truth, bool openGallery) {
    const std::string doing = "reading the run " + displayPath(file);
    const auto text = readTextFile(file, kMaxFileBytes);
    if (!text) return fail(text.error().whileDoing(doing));
    auto run = parseRun(*text, truth, openGallery);
    if (!run) return fail(run.error().whileDoing(doing));
    return run;
}

std::string runToJson(const Run& run) {
    Json rankings = Json::array();
    for (const auto& ranking : run.rankings) {
        Json list = Json::array();
        for (const auto& path : ranking) list.push_back(validUtf8(path));
        rankings.push_back(std::move(list));
    }
    Json document{{"format", kFormat}, {"version", 1}};
    if (!run.name.empty()) document["name"] = validUtf8(run.name);
    document["rankings"] = std::move(rankings);
    if (!run.scores.empty()) document["scores"] = run.scores;
    return document.dump() + "\n";
}

std::string runToTrec(const Run& run, const GroundTruth& truth) {
    const auto topics = topicsOf(truth);
    const std::string tag = run.name.empty() ? "adapnet" : toWord(run.name);
    std::string out;
    for (std::size_t q = 0; q < run.rankings.size() && q < topics.size(); ++q) {
        for (std::size_t i = 0; i < run.rankings[q].size(); ++i) {
            const double score = run.scores.empty() ? 1.0 / static_cast<double>(i + 1) : run.scores[q][i];
            out += topics[q] + " Q0 " + toWord(run.rankings[q][i]) + ' ' + std::to_string(i + 1) + ' ' +
                   formatReal(score) + ' ' + tag + '\n';
        }
    }
    return out;
}

QueryTruth truthRows(const GroundTruthQuery& query, const RowOfPath& rows, std::uint32_t firstFree) {
    QueryTruth out;
    out.subset = query.subset;
    const auto fill = [&](const std::vector<std::string>& paths, std::vector<std::uint32_t>& list) {
        for (const auto& path : paths) {
            if (path == query.image) continue;  // never an answer to itself, see below
            const auto found = rows.find(path);
            list.push_back(found != rows.end() ? found->second : firstFree++);
        }
    };
    fill(query.easy, out.easy);
    fill(query.hard, out.hard);
    fill(query.junk, out.junk);
    if (const auto self = rows.find(query.image); self != rows.end()) out.junk.push_back(self->second);
    return out;
}

RunRows rowsOf(const Run& run, const GroundTruth& truth) {
    RowOfPath rows;
    const auto rowOf = [&](const std::string& path) {
        return rows.emplace(path, static_cast<std::uint32_t>(rows.size())).first->second;
    };
    for (const auto& path : truth.gallery) rowOf(path);
    RunRows out;
    for (const auto& ranking : run.rankings) {
        std::vector<std::uint32_t> list;
        for (const auto& path : ranking) list.push_back(rowOf(path));
        out.rankings.push_back(std::move(list));
    }
    const auto firstFree = static_cast<std::uint32_t>(rows.size());
    for (const auto& query : truth.queries) out.truth.push_back(truthRows(query, rows, firstFree));
    return out;
}

}  // namespace adapnet::eval
