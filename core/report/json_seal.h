// The seal of a JSON report: its last member "sha256" is the SHA-256 of the document without it. It finds
// slips and damage; who changes a report on purpose can seal it anew, so a report is believed only after it
// was computed again.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace adapnet::report {

inline constexpr const char* kSealMember = "sha256";

// Of the document without its seal.
std::string sealOf(const nlohmann::ordered_json& document);
// With its seal, indented, harmless inside a page, a line break at the end.
std::string sealed(nlohmann::ordered_json document);

}  // namespace adapnet::report
