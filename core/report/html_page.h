// The page around a report: policy, style, heading. Only for core/report.
#pragma once

#include <string>

namespace adapnet::report {

// `title`, `version`, `subject` and `created` are escaped here; `body` is finished HTML. No script runs on
// the page and nothing is fetched.
std::string htmlPage(const std::string& title, const std::string& version, const std::string& subject,
                     const std::string& created, const std::string& body);

}  // namespace adapnet::report
