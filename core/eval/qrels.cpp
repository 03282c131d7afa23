// TREC qrels and the words in which paths stand there.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "core/base/files.h"
#include "core/base/numbers.h"
#include "core/eval/text_lines.h"
#include "core/eval/truth_builder.h"
#include "core/eval/truth_formats.h"

namespace adapnet::eval {

namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";

bool needsEscape(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f || c == '%' || c == '#';
}

std::optional<unsigned> hexDigit(char c) {
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
    const auto at = kHex.find(c);
    if (at == std::string_view::npos) return std::nullopt;
    return static_cast<unsigned>(at);
}

// "q.jpg#2" is the second query on q.jpg.
std::string imageOfTopic(std::string_view topic) {
    const auto mark = topic.rfind('#');
    if (mark != std::string_view::npos && mark > 0 && mark + 1 < topic.size() &&
        std::all_of(topic.begin() + static_cast<std::ptrdiff_t>(mark) + 1, topic.end(),
                    [](char c) { return c >= '0' && c <= '9'; }))
        topic = topic.substr(0, mark);
    return fromWord(topic);
}

}  // namespace

std::string toWord(std::string_view path) {
    std::string word;
    for (const char c : path) {
        if (!needsEscape(c)) {
            word += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        word += '%';
        word += kHex[byte >> 4];
        word += kHex[byte & 15];
    }
    return word;
}

std::string fromWord(std::string_view word) {
    std::string path;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (word[i] == '%' && i + 2 < word.size()) {
            const auto high = hexDigit(word[i + 1]);
            const auto low = hexDigit(word[i + 2]);
            if (high && low) {
                path += static_cast<char>((*high << 4) | *low);
                i += 2;
                continue;
            }
        }
        path += word[i];
    }
    return path;
}

std::vector<std::string> topicsOf(const GroundTruth& truth) {
    std::unordered_map<std::string, int> seen;
    std::vector<std::string> topics;
    for (const GroundTruthQuery& query : truth.queries) {
        std::string topic = toWord(query.image);
        if (const int number = ++seen[query.image]; number > 1) topic += '#' + std::to_string(number);
        topics.push_back(std::move(topic));
    }
    return topics;
}

Result<GroundTruth> parseQrels(std::string_view text) {
    TruthBuilder builder;
    for (LineReader lines(text); const auto line = lines.next();) {
        const auto words = splitWords(*line);
        if (words.empty()) continue;
        const std::string where = "line " + std::to_string(lines.number());
        const auto relevance = words.size() == 4 ? parseInteger(words[3]) : std::nullopt;
        if (!relevance)
            return fail(ErrorCode::BadInput,
                        where + " of the qrels must be: topic, iteration, document, whole number");
        auto query = builder.query(std::string(words[0]), imageOfTopic(words[0]), std::nullopt, {});
        if (!query) return fail(query.error().whileDoing(where));
        auto judged = builder.judge(*query, fromWord(words[2]), *judgementOf(std::to_string(*relevance)));
        if (!judged) return fail(judged.error().whileDoing(where));
    }
    GroundTruth truth = builder.finish();
    if (truth.queries.empty()) return fail(ErrorCode::BadInput, "the qrels hold no judgement");
    return truth;
}

std::string groundTruthToQrels(const GroundTruth& truth) {
    const auto topics = topicsOf(truth);
    std::string out;
    for (std::size_t q = 0; q < truth.queries.size(); ++q) {
        const GroundTruthQuery& query = truth.queries[q];
        const auto write = [&](const std::string& path, const char* relevance) {
            out += topics[q] + " 0 " + toWord(path) + ' ' + relevance + '\n';
        };
        for (const auto& path : query.easy) write(path, "1");
        for (const auto& path : query.hard) write(path, "2");
        for (const auto& path : query.junk) write(path, "-1");
        // A query that finds nothing is still a query.
        if (query.easy.empty() && query.hard.empty() && query.junk.empty() && !truth.gallery.empty())
            write(truth.gallery.front(), "0");
    }
    return out;
}

}  // namespace adapnet::eval
