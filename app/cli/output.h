// How results look on standard output: the JSON shapes other programs rely on, and text for people.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/service/workbench.h"

namespace adapnet::cli {

// Shapes of `search --json`, `evaluate --json`, `index --json`. A number that does not exist (the mAP of a
// set-up without positives) is null.
nlohmann::ordered_json searchJson(const service::Comparison& comparison);
nlohmann::ordered_json evaluationJson(const service::Evaluation& evaluation);
nlohmann::ordered_json indexJson(const service::IndexReport& report);

std::string searchText(const service::Comparison& comparison);
std::string evaluationText(const service::Evaluation& evaluation);
std::string indexText(const service::IndexReport& report);

// Valid UTF-8 whatever file names hold, two blanks of indentation, a line break at the end.
void printJson(const nlohmann::ordered_json& json);
// Control characters become '?', so that a file name cannot steer the terminal.
std::string printable(std::string_view text);

}  // namespace adapnet::cli
