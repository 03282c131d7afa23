#include "core/service/benchmark_maker.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "core/base/sha256.h"
#include "core/degrade/noiser.h"
#include "core/eval/truth_formats.h"
#include "core/protocol/manifest.h"
#include "core/protocol/noiser_protocol.h"
#include "core/service/report_service.h"
#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

using protocol::DegradedFile;
using protocol::Manifest;
using protocol::ManifestQuery;

std::string fileName(const std::string& kind, int severity, std::size_t query) {
    return kind + '_' + std::to_string(severity) + '/' + queryFileName(query);
}

// The kinds and severities of one query, each once, in the protocol's order.
std::vector<DegradedFile> plannedFiles(const BenchmarkRequest& request, const Manifest& manifest,
                                       const ManifestQuery& query) {
    std::set<int> severities(request.severities.begin(), request.severities.end());
    if (!request.perKind) severities.clear();
    std::vector<DegradedFile> files;
    for (const std::string_view known : degrade::kNoiserKinds) {
        const std::string kind(known);
        std::set<int> wanted = severities;
        if (request.mix && kind == query.mixKind) wanted.insert(protocol::kHeadlineSeverity);
        for (const int severity : wanted) {
            DegradedFile file;
            file.file = fileName(kind, severity, query.number);
            file.kind = kind;
            file.severity = severity;
            file.key = protocol::streamKey(manifest.dataset, query.name, kind, severity);
            files.push_back(std::move(file));
        }
    }
    return files;
}

Manifest plannedManifest(const BenchmarkRequest& request, const eval::GroundTruth& truth) {
    Manifest manifest;
    manifest.dataset = protocol::datasetName(truth.name, request.groundTruth);
    manifest.program = programVersion();
    manifest.rotation = request.rotation;
    std::vector<std::string> names;
    for (const auto& query : truth.queries)
        names.push_back(protocol::queryName(manifest.dataset, query.image));
    const auto kinds = protocol::mixKinds(manifest.dataset, names, request.rotation);
    for (std::size_t i = 0; i < names.size(); ++i) {
        ManifestQuery query;
        query.number = i;
        query.image = truth.queries[i].image;
        query.name = names[i];
        query.mixKind = degrade::kNoiserKinds[kinds[i]];
        query.box = boxOf(truth.queries[i]);
        query.files = plannedFiles(request, manifest, query);
        manifest.queries.push_back(std::move(query));
    }
    return manifest;
}

// The clean crop of a query; `query` gets its hash and its box as they were used.
Result<cv::Mat> cleanCrop(const fs::path& folder, ManifestQuery& query) {
    auto picture = loadQueryImage(folder / query.image);
    if (!picture) return fail(picture.error());
    query.sourceHash = picture->contentHash;
    Query whole;
    whole.image = std::make_shared<const QueryImage>(std::move(*picture));
    whole.box = query.box;
    auto crop = cropQuery(whole);
    if (!crop) return fail(crop.error());
    query.box = crop->box;
    return std::move(crop->clean);
}

// Degrades, writes and hashes one file.
Result<DegradedFile> writeFile(const cv::Mat& crop, const Manifest& manifest, const ManifestQuery& query,
                               const DegradedFile& planned, const fs::path& out) {
    DegradedFile file = planned;
    const auto degraded =
        protocol::degradeQuery(crop, manifest.dataset, query.name, file.kind, file.severity);
    if (!degraded) return fail(degraded.error());
    const auto png = image::encodePng(*degraded);
    if (!png) return fail(png.error());
    file.pixelsHash = protocol::pixelsHash(*degraded);
    file.fileHash = sha256Hex(*png);
    const fs::path path = out / file.file;
    std::error_code ignored;  // the write says what is wrong
    fs::create_directories(path.parent_path(), ignored);
    if (auto written = writeFileSafely(path, *png); !written) return fail(written.error());
    return file;
}

std::size_t filesOf(const Manifest& manifest) {
    std::size_t files = 0;
    for (const auto& query : manifest.queries) files += query.files.size();
    return files;
}

}  // namespace

std::string queryFileName(std::size_t query) {
    std::string number = std::to_string(query);
    constexpr std::size_t kDigits = 5;
    if (number.size() < kDigits) number.insert(0, kDigits - number.size(), '0');
    return number + ".png";
}

Result<void> makeEmptyFolder(const fs::path& out) {
    std::error_code error;
    if (fs::exists(out, error) && !fs::is_empty(out, error))
        return fail(ErrorCode::BadInput,
                    "'" + displayPath(out) + "' is not an empty folder; choose a new one");
    fs::create_directories(out, error);
    if (error) return fail(ErrorCode::Io, "cannot create '" + displayPath(out) + "': " + error.message());
    return {};
}

Result<BenchmarkReport> makeBenchmark(const BenchmarkRequest& request, const JobContext& job) {
    const auto read = eval::readGroundTruth(request.groundTruth);
    if (!read) return fail(read.error());
    Manifest manifest = plannedManifest(request, read->truth);
    if (auto ready = makeEmptyFolder(request.out); !ready) return fail(ready.error());
    BenchmarkReport report;
    std::vector<ManifestQuery> written;
    ProgressMeter meter(job.progress, "degrade", static_cast<std::int64_t>(filesOf(manifest)));
    for (ManifestQuery& query : manifest.queries) {
        if (job.stopRequested()) return fail(Error::cancelled());
        const auto crop = cleanCrop(request.folder, query);
        if (!crop) {
            report.problems.push_back({validUtf8(query.image), crop.error().message()});
            meter.advance(static_cast<std::int64_t>(query.files.size()), 0, 1);
            continue;
        }
        for (DegradedFile& file : query.files) {
            if (job.stopRequested()) return fail(Error::cancelled());
            auto done = writeFile(*crop, manifest, query, file, request.out);
            if (!done) return fail(done.error().whileDoing("degrading '" + validUtf8(query.image) + "'"));
            file = std::move(*done);
            ++report.files;
            meter.advance();
        }
        ++report.queries;
        written.push_back(std::move(query));
    }
    meter.finish();
    manifest.queries = std::move(written);
    const auto saved =
        writeFileSafely(request.out / protocol::kManifestName, protocol::manifestToJson(manifest));
    if (!saved) return fail(saved.error());
    return report;
}

Result<BenchmarkReport> rebuildBenchmark(const fs::path& manifestFile, const fs::path& folder,
                                         const fs::path& out, const JobContext& job) {
    auto manifest = protocol::loadManifest(manifestFile);
    if (!manifest) return fail(manifest.error());
    if (auto ready = makeEmptyFolder(out); !ready) return fail(ready.error());
    BenchmarkReport report;
    ProgressMeter meter(job.progress, "degrade", static_cast<std::int64_t>(filesOf(*manifest)));
    for (ManifestQuery& query : manifest->queries) {
        const std::string expectedHash = query.sourceHash;
        const auto crop = cleanCrop(folder, query);
        if (!crop || query.sourceHash != expectedHash)
            report.problems.push_back(
                {validUtf8(query.image), crop ? "the clean picture is not the one the benchmark was made from"
                                              : crop.error().message()});
        if (!crop) {
            meter.advance(static_cast<std::int64_t>(query.files.size()), 0, 1);
            continue;
        }
        for (DegradedFile& file : query.files) {
            if (job.stopRequested()) return fail(Error::cancelled());
            auto done = writeFile(*crop, *manifest, query, file, out);
            if (!done) return fail(done.error().whileDoing("degrading '" + validUtf8(query.image) + "'"));
            if (done->pixelsHash != file.pixelsHash)
                report.problems.push_back({validUtf8(file.file), "the pixels differ from the manifest"});
            else if (done->fileHash != file.fileHash)
                report.problems.push_back(
                    {validUtf8(file.file), "the pixels are the same, but another PNG library packed them"});
            file = std::move(*done);
            ++report.files;
            meter.advance();
        }
        ++report.queries;
    }
    meter.finish();
    const auto saved = writeFileSafely(out / protocol::kManifestName, protocol::manifestToJson(*manifest));
    if (!saved) return fail(saved.error());
    return report;
}

Result<BenchmarkReport> checkBenchmark(const fs::path& manifestFile, const JobContext& job) {
    const auto manifest = protocol::loadManifest(manifestFile);
    if (!manifest) return fail(manifest.error());
    BenchmarkReport report;
    ProgressMeter meter(job.progress, "check", static_cast<std::int64_t>(filesOf(*manifest)));
    for (const ManifestQuery& query : manifest->queries) {
        for (const DegradedFile& file : query.files) {
            if (job.stopRequested()) return fail(Error::cancelled());
            const auto bytes = readFile(manifestFile.parent_path() / file.file);
            if (!bytes)
                report.problems.push_back({validUtf8(file.file), bytes.error().message()});
            else if (sha256Hex(*bytes) != file.fileHash)
                report.problems.push_back({validUtf8(file.file), "the file differs from the manifest"});
            ++report.files;
            meter.advance();
        }
        ++report.queries;
    }
    meter.finish();
    return report;
}

}  // namespace adapnet::service
