// The looks of the HTML report.
#pragma once

#include <string_view>

namespace adapnet::report {

std::string_view htmlStyle();

}  // namespace adapnet::report
