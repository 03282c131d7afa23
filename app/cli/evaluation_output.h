// How a full evaluation looks on standard output: the JSON shape of `evaluate --json`, and text for people.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/service/full_evaluation.h"

namespace adapnet::cli {

// {"models":[{"model","queries","easy","medium","hard","subsets", then "retrieval" and "copy_detection" (null
// where they do not exist) and, when asked, "per_query"}]}. A number that does not exist is null.
nlohmann::ordered_json fullEvaluationJson(const service::FullEvaluation& evaluation, bool perQuery);

std::string fullEvaluationText(const service::FullEvaluation& evaluation);

}  // namespace adapnet::cli
