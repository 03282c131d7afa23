// The failure atlas: how well each model still finds its pictures under every kind of degradation, at every
// severity, with an interval that says how sure the figure is, and with the queries that fare worst.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/eval/bootstrap.h"
#include "core/service/workbench.h"

namespace adapnet::service {

inline constexpr int kLeastAtlasSeeds = 10;

struct AtlasRequest {
    std::vector<std::string> kinds;              // of degrade::registry(); empty: all
    std::vector<int> severities{1, 2, 3, 4, 5};  // 1..5, none twice
    std::uint64_t firstSeed = 1;                 // of the recipes: firstSeed, firstSeed + 1, ...
    int seeds = kLeastAtlasSeeds;                // at least kLeastAtlasSeeds
    std::size_t maxQueries = 0;                  // 0: all; else as many, chosen by `firstSeed`
    eval::BootstrapOptions bootstrap;
    // Finished work is stored here as it comes, and found again by the next call with the same request,
    // pictures and models. None: nothing is kept.
    std::optional<fs::path> journal;
    Result<void> check() const;
};

struct AtlasCell {
    std::string kind;  // "clean" for the undegraded queries, with severity 0
    int severity = 0;
    std::size_t model = 0;           // in Atlas::models
    eval::Interval mAP;              // medium set-up, 0..1; over queries, each the mean of its seeds
    std::vector<double> perQuery;    // mean over seeds, by place in Atlas::queries; NaN without positives
    std::vector<std::size_t> worst;  // places in Atlas::queries, lowest first; at most kWorstQueries
};
inline constexpr std::size_t kWorstQueries = 12;

// Two models in one cell, on the same queries with the same noise.
struct AtlasDifference {
    std::string kind;
    int severity = 0;
    std::size_t first = 0, second = 0;  // in Atlas::models
    eval::PairedComparison compared;    // first minus second
};

struct AtlasQuery {
    std::size_t number = 0;  // in the ground truth
    std::string image;       // for display
    std::optional<image::Box> box;
};

struct Atlas {
    std::vector<std::string> models;
    std::vector<AtlasQuery> queries;
    std::vector<int> severities;
    std::vector<std::string> kinds;
    int seeds = 0;
    std::uint64_t firstSeed = 0;
    double confidence = 0;
    int resamples = 0;
    std::vector<AtlasCell> cells;              // clean first, then kind by kind; models innermost
    std::vector<AtlasDifference> differences;  // every pair of models in every cell
    std::vector<FileProblem> problems;         // queries that could not be read; they count as AP 0

    // Null when there is no such cell.
    const AtlasCell* find(std::string_view kind, int severity, std::size_t model) const;
};

// A cell's value of a query and seed equals the medium average precision of `adapnet evaluate --degrade
// KIND:severity=N --seed S`. Needs a ground truth (BadInput otherwise). Cancelled keeps what the journal has.
// Progress stage "atlas" counts rankings. A journal of something else is BadInput and is not touched.
Result<Atlas> buildAtlas(const Workbench& workbench, const AtlasRequest& request, const JobContext& job);

// Where `adapnet atlas` keeps its journal: beside the cache, named by everything that decides the values.
fs::path defaultAtlasJournal(const Workbench& workbench, const AtlasRequest& request);

// One object with "models", "queries", "cells", "differences"; numbers that do not exist are null.
std::string atlasToJson(const Atlas& atlas);
// One line per cell, then one per difference.
std::string atlasToCsv(const Atlas& atlas);
// A table per model, and one sentence per pair of models and severity.
std::string atlasToText(const Atlas& atlas);

}  // namespace adapnet::service
