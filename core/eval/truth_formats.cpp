#include "core/eval/truth_formats.h"

#include <new>

#include "core/base/files.h"
#include "core/base/numbers.h"
#include "core/eval/text_lines.h"

namespace adapnet::eval {

namespace {

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 28;

Result<ReadTruth> withGallery(Result<GroundTruth> truth, bool namesGallery) {
    if (!truth) return fail(truth.error());
    return ReadTruth{std::move(*truth), namesGallery};
}

}  // namespace

std::optional<TruthFormat> truthFormatOf(std::string_view content) {
    // Pickles of protocol 2 and later begin with this byte, which begins no text in UTF-8.
    if (content.starts_with('\x80')) return TruthFormat::RevisitedPickle;
    if (content.find('\0') != std::string_view::npos) return std::nullopt;
    for (LineReader lines(content); const auto line = lines.next();) {
        const auto words = splitWords(*line);
        if (words.empty()) continue;
        if (words[0].front() == '{' || words[0].front() == '[') return TruthFormat::Json;
        if (words.size() == 4 && parseInteger(words[1]) && parseInteger(words[3])) return TruthFormat::Qrels;
        if (line->find_first_of(",;\t") != std::string_view::npos) return TruthFormat::Csv;
        return std::nullopt;
    }
    return std::nullopt;
}

Result<ReadTruth> parseAnyGroundTruth(std::string_view content) {
    const auto format = truthFormatOf(content);
    if (!format)
        return fail(
            ErrorCode::BadInput,
            "this is no ground truth: it must be JSON, a revisited Oxford/Paris pickle, TREC qrels or CSV");
    try {
        switch (*format) {
            case TruthFormat::RevisitedPickle:
                return withGallery(parseRevisitedPickle(content), true);
            case TruthFormat::Qrels:
                return withGallery(parseQrels(content), false);
            case TruthFormat::Csv:
                return withGallery(parseTruthCsv(content), false);
            case TruthFormat::Json:
                break;
        }
        return withGallery(parseGroundTruth(content), true);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "there is not enough memory for this ground truth");
    }
}

Result<ReadTruth> readGroundTruth(const std::filesystem::path& file) {
    const std::string doing = "reading the ground truth " + displayPath(file);
    const auto content = readTextFile(file, kMaxFileBytes);
    if (!content) return fail(content.error().whileDoing(doing));
    auto truth = parseAnyGroundTruth(*content);
    if (!truth) return fail(truth.error().whileDoing(doing));
    return truth;
}

}  // namespace adapnet::eval
