// Ground truth in other programs' formats: TREC qrels, CSV, revisited Oxford/Paris pickles, folders named by
// class. `loadGroundTruth` reads them all; these are its parts.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/eval/ground_truth.h"

namespace adapnet::eval {

enum class TruthFormat { Json, RevisitedPickle, Qrels, Csv };
// By the first bytes and the first line; nothing when it looks like none of them.
std::optional<TruthFormat> truthFormatOf(std::string_view content);

struct ReadTruth {
    GroundTruth truth;
    // False for formats that only name judged pictures (qrels, CSV): `truth.gallery` is then what was judged,
    // and what is searched is the folder (see completeFromFolder).
    bool namesGallery = true;
};
// Finds the format from the content. Errors name the file.
Result<ReadTruth> readGroundTruth(const std::filesystem::path& file);
Result<ReadTruth> parseAnyGroundTruth(std::string_view content);

// TREC qrels: lines "topic iteration document relevance". Topics and documents are paths, with blanks, '%'
// and
// '#' written as %20, %25 and %23. Relevance 1 is easy, 2 and above hard, 0 negative, below 0 junk. "#2" at
// the end of a topic tells a second query on the same picture. Boxes, subsets and the full gallery list
// cannot be said in this format.
Result<GroundTruth> parseQrels(std::string_view text);
std::string groundTruthToQrels(const GroundTruth& truth);

// CSV with a header: a column query (or query_id, image), a column reference (or reference_id, path) and,
// where there are any, label (easy, positive, hard, junk, negative or a number as in qrels), x1, y1, x2, y2,
// subset. Without a header: query, reference and, as a third field, the label. An empty reference is a query
// that matches nothing. Fields are separated by commas, semicolons or tabs.
Result<GroundTruth> parseTruthCsv(std::string_view text);

// gnd_roxford5k.pkl, gnd_rparis6k.pkl and files of the same shape, through a reader that runs no code. Names
// without the ending of a picture get ".jpg".
Result<GroundTruth> parseRevisitedPickle(std::string_view bytes);

// Pictures in folders named by class ("cat/1.jpg"): every picture is a query, and all others of its folder
// are easy. When the top folder holds "gallery" and "queries" (or "query"), classes are the folders inside,
// and only those below "queries" are asked. `paths`: relative to the folder. BadInput when no class has two
// pictures.
Result<GroundTruth> truthFromClassFolders(std::span<const std::string> paths);

// Finds the picture that a shortened name means: the path itself, the path without %-escapes, the path
// without its ending, or the file's name without its folder and ending, as long as only one picture fits.
class NameResolver {
  public:
    explicit NameResolver(std::span<const std::string> paths);
    std::optional<std::size_t> find(std::string_view name) const;

  private:
    std::unordered_map<std::string, std::size_t> m_exact;
    std::unordered_map<std::string, std::optional<std::size_t>> m_short;  // nothing: several pictures fit
};

// For a ground truth that does not name its gallery: the gallery becomes `paths` (all pictures of the folder)
// without the query pictures that no other query judges, and shortened names become paths.
void completeFromFolder(GroundTruth& truth, std::span<const std::string> paths);

// "a b.jpg" <-> "a%20b.jpg", so that a path is one word.
std::string toWord(std::string_view path);
std::string fromWord(std::string_view word);
// The topic of every query in qrels and runs.
std::vector<std::string> topicsOf(const GroundTruth& truth);

}  // namespace adapnet::eval
