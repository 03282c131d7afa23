// What the records of a comparison and of an evaluation have in common. Only for core/service.
#pragma once

#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/report/run_record.h"
#include "core/service/report_service.h"

namespace adapnet::service {

std::string utcNow();  // ISO 8601
std::string absoluteText(const fs::path& path);
std::string hashOfFile(const fs::path& file);  // SHA-256; empty when it cannot be read
// Everything that identifies a model of the workbench, without results.
report::RecordModel modelFacts(const Workbench& workbench, std::size_t model);
// Settings shared by all models once, others with the model in front.
std::vector<std::string> sharedIndexSettings(const Workbench& workbench);
// What a reader must know about figures of this workbench, in English.
std::vector<std::string> knownLimits(const Workbench& workbench);

}  // namespace adapnet::service
