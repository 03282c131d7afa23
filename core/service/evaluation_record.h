// From an evaluation to the record that goes into its report: figures, every query, its first results.
#pragma once

#include <string>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/degrade/degradation.h"
#include "core/report/evaluation_record.h"
#include "core/service/workbench.h"

namespace adapnet::service {

struct EvaluationRecordOptions {
    int topK = 10;           // results of each query and model that go into the record
    std::string createdUtc;  // ISO 8601; empty: now
};

// Evaluates as Workbench::evaluate does, with the same figures, and keeps what another person needs to do it
// again. Any thread. BadInput without a ground truth.
Result<report::EvaluationRecord> recordEvaluation(const Workbench& workbench, const degrade::Recipe& recipe,
                                                  const EvaluationRecordOptions& options,
                                                  const JobContext& job);

// The command that prints the same figures.
std::string evaluateCommand(const Workbench& workbench, const degrade::Recipe& recipe);

}  // namespace adapnet::service
