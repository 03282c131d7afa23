// From a comparison on the screen or the command line to the record that goes into every report format.
#pragma once

#include <map>
#include <string>

#include "core/base/result.h"
#include "core/report/run_record.h"
#include "core/service/workbench.h"

namespace adapnet::service {

// Version of this program ("0.1.0"), as in reports and `adapnet --version`.
std::string programVersion();
// What computes results here, by name: this program, the libraries that decide numbers, compiler, system.
std::map<std::string, std::string> softwareList();
// SHA-256 over path and content hash of every picture, in the gallery's order: another pixel, name, order or
// picture gives another digest.
std::string galleryDigest(const Workbench& workbench);

struct RecordOptions {
    int topK = 10;           // results of each model that go into the report
    bool pictures = true;    // query, crops and thumbnails; without them only texts and numbers
    std::string createdUtc;  // ISO 8601; empty: now
};

// Everything another person needs to run `comparison` again. `query` must be the one that gave `comparison`.
// Any thread; reads thumbnails from the cache. A thumbnail that cannot be read stays empty.
report::RunRecord makeRunRecord(const Workbench& workbench, const Query& query, const Comparison& comparison,
                                const RecordOptions& options = {});

}  // namespace adapnet::service
