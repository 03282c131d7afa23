// Everything that is measured on the queries of a ground truth: the revisited protocol, recall and matching
// accuracy, copy detection; for the models of a gallery or for a stored run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/eval/copy_detection.h"
#include "core/eval/retrieval_metrics.h"
#include "core/eval/run_file.h"
#include "core/service/evaluation_record.h"
#include "core/service/workbench.h"

namespace adapnet::service {

struct EvaluationOptions {
    degrade::Recipe recipe;
    // Other than None: a tenth of the gallery, chosen by the pictures' content, becomes the background. It is
    // taken out of the copy-detection figures, and only of these.
    eval::Normalisation normalisation = eval::Normalisation::None;
    bool keepRuns = false;                          // fill ModelFigures::run
    std::optional<EvaluationRecordOptions> record;  // fill FullEvaluation::record
};

struct ModelFigures {
    std::string model;  // of a stored run: its name, or the name of its file
    eval::ProtocolMetrics protocol;
    // Nothing above the limit of exact search: an approximate ranking is not measured.
    std::optional<eval::RetrievalMetrics> retrieval;
    std::optional<eval::CopyMetrics> copies;  // nothing either without scores
    std::size_t background = 0;               // pictures in the background of the score normalisation
    std::optional<eval::Run> run;
};

struct FullEvaluation {
    std::vector<ModelFigures> models;
    std::vector<FileProblem> problems;            // queries that could not be read; they count as AP 0
    std::vector<eval::GroundTruthQuery> queries;  // the lists are empty
    eval::Normalisation normalisation = eval::Normalisation::None;
    std::size_t maxPairs = 500'000;  // candidates of the copy detection, best of all queries
    std::optional<report::EvaluationRecord> record;
};

// Ranks every query of the gallery's ground truth, degraded with the recipe, for every model. The protocol's
// figures equal those of Workbench::evaluate. Progress stage "evaluate".
Result<FullEvaluation> evaluateFully(const Workbench& workbench, const EvaluationOptions& options,
                                     const JobContext& job);

// Scores a stored run. `root`: the gallery folder; empty: none is at hand, then pictures that an open gallery
// (qrels, CSV) does not know are negatives.
Result<FullEvaluation> evaluateRun(const fs::path& runFile, const fs::path& groundTruth, const fs::path& root,
                                   const JobContext& job);

// Rows of the background: every picture whose content hash says so, about a tenth.
std::vector<std::uint32_t> backgroundRows(std::span<const GalleryImage> images);

}  // namespace adapnet::service
