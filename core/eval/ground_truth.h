// Which pictures a query should find. Format "adapnet-ground-truth", version 1 (JSON).
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace adapnet::eval {

enum class Label { Unknown, Positive, Negative, Junk };
const char* labelName(Label label);  // "unknown", "positive", "negative", "junk"

struct GroundTruthQuery {
    std::string image;                          // relative to the gallery folder
    std::optional<std::array<double, 4>> box;   // x1, y1, x2, y2 in upright pixels
    std::string subset;                         // may be empty
    std::vector<std::string> easy, hard, junk;  // relative paths
};

struct GroundTruth {
    std::string name;
    std::vector<std::string> gallery;  // relative paths: what is searched
    std::vector<GroundTruthQuery> queries;

    // The first query for this picture, or null.
    const GroundTruthQuery* find(std::string_view image) const;
    // With several queries on one picture the one whose box equals `box`, else the first.
    const GroundTruthQuery* find(std::string_view image, const std::array<double, 4>& box) const;
};

// Strict: paths must stay below the gallery folder, positives must be named in the gallery list, and no path
// may stand in two lists of a query. The picture of a query need not be in the gallery. Errors (BadInput) say
// where and what.
Result<GroundTruth> parseGroundTruth(std::string_view json);
Result<GroundTruth> loadGroundTruth(const std::filesystem::path& file);
std::string groundTruthToJson(const GroundTruth& truth);

// Medium set-up: easy and hard are positive, junk is junk, all else negative. The query picture itself counts
// as junk.
Label labelOf(const GroundTruthQuery& query, std::string_view path);

}  // namespace adapnet::eval
