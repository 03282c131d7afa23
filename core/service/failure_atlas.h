// The failure atlas: how well each model still finds its pictures under every kind of degradation, at every
// severity, with an interval that says how sure the figure is, and with the queries that fare worst.
#pragma once

#include <cstdint>
#include <functional>
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
                                     // and while it is not measured
    std::vector<std::size_t> worst;  // places in Atlas::queries, lowest first; at most kWorstQueries
    std::size_t measured = 0;        // queries that count so far; all of them in a finished atlas
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
    bool isFinished() const;
};

// One place of the grid with every model and every pair of models: of an atlas that is being measured.
struct AtlasPart {
    std::vector<AtlasCell> cells;
    std::vector<AtlasDifference> differences;
};
// Puts a part in the place of what `atlas`, which has the same request, knew of it.
void putPart(Atlas& atlas, const AtlasPart& part);

// Hears of an atlas while it is measured, on the thread that measures it. Either may be missing.
struct AtlasFollower {
    // Once, in front of the first ranking: the whole grid, with what the journal has from before.
    std::function<void(const Atlas&)> begun;
    // A place of the grid has more queries than it was last told with: the first twenty one by one, then each
    // time a twentieth has come on top, and all of them in the end. Its intervals are over the queries done.
    std::function<void(const AtlasPart&)> grown;
};

// A cell's value of a query and seed equals the medium average precision of `adapnet evaluate --degrade
// KIND:severity=N --seed S`. Needs a ground truth (BadInput otherwise). Cancelled keeps what the journal has.
// Progress stage "atlas" counts rankings. A journal of something else is BadInput and is not touched.
Result<Atlas> buildAtlas(const Workbench& workbench, const AtlasRequest& request, const JobContext& job,
                         const AtlasFollower& follower = {});

// Where `adapnet atlas` keeps its journal: beside the cache, named by everything that decides the values.
fs::path defaultAtlasJournal(const Workbench& workbench, const AtlasRequest& request);

// One object with "models", "queries", "cells", "differences"; numbers that do not exist are null.
std::string atlasToJson(const Atlas& atlas);
// One line per cell, then one per difference.
std::string atlasToCsv(const Atlas& atlas);
// A table per model, and one sentence per pair of models and severity.
std::string atlasToText(const Atlas& atlas);

}  // namespace adapnet::service
