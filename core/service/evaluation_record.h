// From an evaluation to the record that goes into its report: figures, every query, its first results.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/degrade/degradation.h"
#include "core/eval/copy_detection.h"
#include "core/index/search_index.h"
#include "core/report/evaluation_record.h"
#include "core/service/workbench.h"

namespace adapnet::service {

struct EvaluationRecordOptions {
    int topK = 10;           // results of each query and model that go into the record
    std::string createdUtc;  // ISO 8601; empty: now
};

// Collects a record while an evaluation runs, so that the figures of a command and its report come from the
// same rankings. Used by one thread; the gallery must outlive it and needs a ground truth.
class EvaluationRecorder {
  public:
    // Reads every query picture for its hash.
    // `normalisation`: of the scores, for copy detection.
    EvaluationRecorder(const Workbench& workbench, degrade::Recipe recipe, eval::Normalisation normalisation,
                       EvaluationRecordOptions options);
    // The ranking of one query (number in the ground truth) and model (position), best first.
    void add(std::size_t query, std::size_t model, std::span<const index::Neighbour> order);
    // What copy detection found for a model; without exact search there is nothing to add.
    void addCopies(std::size_t model, const eval::CopyMetrics& copies, std::size_t candidateLimit,
                   std::size_t background);
    // `evaluation`: what the rankings added up to. Call it once, and last.
    report::EvaluationRecord finish(const Evaluation& evaluation);

  private:
    const Workbench& m_workbench;
    const EvaluationRecordOptions m_options;
    report::EvaluationRecord m_record;
};

// The command that prints the same figures.
std::string evaluateCommand(const Workbench& workbench, const report::EvaluationRecord& record);

}  // namespace adapnet::service
