// Protocol noiser-v1 as an evaluation: every query of the ground truth clean, mixed and by kind, or a folder
// of noisy queries that somebody else made. Each query is read once and each degraded picture made once,
// whatever the number of models and settings.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/eval/bootstrap.h"
#include "core/service/workbench.h"

namespace adapnet::service {

// What happens to the ground truth's boxes in a folder of noisy queries: applied to pictures as large as the
// whole clean one and left alone for pictures as large as the crop (Auto), applied, or left alone.
enum class NoisyBoxes { Auto, Apply, Ignore };

struct ProtocolOptions {
    bool mix = true;
    bool perKind = true;
    std::vector<int> severities{3};  // of the kinds
    int rotation = 0;                // of the mix, 0..14
    // Instead of degrading: pictures named like the queries (same relative path or same file name, any
    // picture ending), or a folder written by `makeBenchmark`, whose manifest says which setting each belongs
    // to.
    std::optional<fs::path> noisyFolder;
    NoisyBoxes boxes = NoisyBoxes::Auto;
    std::string enhancer;      // repairs every query picture before it is described, the clean one, too
    bool compensation = true;  // false: without the compensation block of the models that have one
};

// Means over queries, 0..1; NaN without any query that has positives.
struct SetupMeans {
    double mAP = 0;
    double mP1 = 0, mP5 = 0, mP10 = 0;
};
// What the damage does to the descriptors, over the queries whose picture could be used.
struct DescriptorMeans {
    // Cosine to the descriptor of the clean query, in the gallery's space; NaN without a readable clean
    // query.
    double cosineToClean = std::numeric_limits<double>::quiet_NaN();
    // Of models whose gate estimates the degradation, 0..1; else NaN. Share of the queries that it calls
    // clean, and of those whose kind it names right (single known kinds and "clean" only).
    double gateClean = std::numeric_limits<double>::quiet_NaN();
    double gateRight = std::numeric_limits<double>::quiet_NaN();
};
struct SettingMeans {
    // "clean"; "mix"; a kind ("fog", at severity 3) or kind and severity ("fog_5"); "known" and "unknown"
    // (means over the kinds at severity 3); "foreign" for a noisy folder without a manifest.
    std::string name;
    SetupMeans easy, medium, hard;
    DescriptorMeans descriptors;
};
// AP of every query in the medium set-up, in query order; NaN without positives.
struct SettingQueries {
    std::string name;
    std::vector<double> medium;
};
struct ProtocolModel {
    std::string model;
    std::vector<SettingMeans> settings;  // clean first
    // "clean", "mix", "known" and "unknown" (each query's mean over the kinds), where they were measured.
    std::vector<SettingQueries> perQuery;
    const SettingMeans* find(std::string_view name) const;
};
struct ProtocolEvaluation {
    std::vector<ProtocolModel> models;
    std::size_t queries = 0;
    std::vector<FileProblem> problems;  // pictures that could not be used; they count as AP 0
    double seconds = 0;
    std::string enhancer;  // as asked
    bool compensation = true;
};

// Two models under one setting: medium mAP of the first minus that of the second, paired over queries.
struct SettingComparison {
    std::string setting;
    std::string first, second;
    eval::PairedComparison paired;
};
// Every pair of models under every setting of `perQuery`, in their order.
Result<std::vector<SettingComparison>> compareModels(const ProtocolEvaluation& evaluation,
                                                     const eval::BootstrapOptions& options = {});

// noisy / clean; NaN where the clean figure is 0 or missing.
double retention(double noisy, double clean);

// Progress stage "evaluate", counted in described pictures.
Result<ProtocolEvaluation> evaluateProtocol(const Workbench& workbench, const ProtocolOptions& options,
                                            const JobContext& job);

}  // namespace adapnet::service
