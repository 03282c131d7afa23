#include "core/eval/truth_builder.h"

#include <algorithm>
#include <utility>

#include "core/base/files.h"
#include "core/base/numbers.h"
#include "core/eval/truth_rules.h"

namespace adapnet::eval {

namespace {

Result<void> checkPath(const std::string& path) {
    const auto problem = galleryPathProblem(path);
    if (!problem) return {};
    return fail(ErrorCode::BadInput, "the path \"" + validUtf8(path) + "\" " + *problem);
}

}  // namespace

Result<std::size_t> TruthBuilder::query(const std::string& key, const std::string& image,
                                        const std::optional<std::array<double, 4>>& box,
                                        const std::string& subset) {
    if (const auto found = m_queryOfKey.find(key); found != m_queryOfKey.end()) return found->second;
    if (auto good = checkPath(image); !good) return fail(good.error());
    GroundTruthQuery query;
    query.image = image;
    query.box = box;
    query.subset = subset;
    m_truth.queries.push_back(std::move(query));
    m_judged.emplace_back();
    return m_queryOfKey.emplace(key, m_truth.queries.size() - 1).first->second;
}

Result<void> TruthBuilder::judge(std::size_t query, const std::string& path, Judgement judgement) {
    if (auto good = checkPath(path); !good) return good;
    GroundTruthQuery& entry = m_truth.queries[query];
    if (!m_judged[query].insert(path).second)
        return fail(ErrorCode::BadInput, "\"" + validUtf8(path) + "\" is judged twice for the query \"" +
                                             validUtf8(entry.image) + "\"");
    switch (judgement) {
        case Judgement::Easy:
            entry.easy.push_back(path);
            break;
        case Judgement::Hard:
            entry.hard.push_back(path);
            break;
        case Judgement::Junk:
            entry.junk.push_back(path);
            break;
        case Judgement::Negative:
            break;
    }
    // The query picture is never an answer to itself.
    if (path == entry.image) return {};
    return addGallery(path);
}

Result<void> TruthBuilder::addGallery(const std::string& path) {
    if (auto good = checkPath(path); !good) return good;
    if (m_gallery.insert(path).second) m_truth.gallery.push_back(path);
    return {};
}

GroundTruth TruthBuilder::finish() {
    // What a query says of its own picture would be a positive outside the gallery.
    for (GroundTruthQuery& query : m_truth.queries) {
        if (m_gallery.contains(query.image)) continue;
        std::erase(query.easy, query.image);
        std::erase(query.hard, query.image);
    }
    return std::move(m_truth);
}

std::optional<Judgement> judgementOf(const std::string& text) {
    std::string lower = text;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (lower == "easy" || lower == "positive") return Judgement::Easy;
    if (lower == "hard") return Judgement::Hard;
    if (lower == "junk") return Judgement::Junk;
    if (lower == "negative") return Judgement::Negative;
    const auto relevance = parseInteger(lower);
    if (!relevance) return std::nullopt;
    if (*relevance < 0) return Judgement::Junk;
    if (*relevance == 0) return Judgement::Negative;
    return *relevance == 1 ? Judgement::Easy : Judgement::Hard;
}

}  // namespace adapnet::eval
