// Lines of a TREC run. Only for core/report.
#pragma once

#include <string>

#include "core/report/run_record.h"

namespace adapnet::report {

// "QUERY Q0 PATH RANK SCORE TAG\n"; blanks, control characters and % inside names as %XX, because a blank
// starts the next column.
std::string trecLine(const std::string& query, const RecordResult& result, const std::string& tag);

}  // namespace adapnet::report
