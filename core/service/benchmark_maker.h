// Noisy benchmarks as folders: every query of a ground truth degraded by protocol noiser-v1, written as PNG
// with a manifest from which the folder can be checked and rebuilt bit by bit. No network is needed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/service/workbench.h"

namespace adapnet::service {

struct BenchmarkRequest {
    fs::path folder;                 // of the clean pictures
    fs::path groundTruth;            // whose queries are degraded
    fs::path out;                    // new or empty
    bool mix = true;                 // one kind for each query, by the protocol's assignment
    bool perKind = true;             // every kind for each query; the files of the mix are among these
    std::vector<int> severities{3};  // of the kinds; the mix is always severity 3
    int rotation = 0;                // of the mix, 0..14
};

struct BenchmarkReport {
    std::size_t queries = 0;
    std::size_t files = 0;
    std::vector<FileProblem> problems;  // queries that could not be read, files that differ
};

// "00012.png" for query 12.
std::string queryFileName(std::size_t query);

// BadInput when something lies in it already, Io.
Result<void> makeEmptyFolder(const fs::path& out);

// Writes OUT/<kind>_<severity>/<number of the query>.png and OUT/manifest.json. Cancelled or failed: what was
// written stays, without a manifest. Progress stage "degrade".
Result<BenchmarkReport> makeBenchmark(const BenchmarkRequest& request, const JobContext& job);

// The same pictures again from the manifest alone, into `out`; each is compared with the hash of its pixels
// and of its file, and a clean picture that is no longer the same is named.
Result<BenchmarkReport> rebuildBenchmark(const fs::path& manifestFile, const fs::path& folder,
                                         const fs::path& out, const JobContext& job);

// Reads the files that `manifestFile` names, beside it, and compares their hashes. Progress stage "check".
Result<BenchmarkReport> checkBenchmark(const fs::path& manifestFile, const JobContext& job);

}  // namespace adapnet::service
