#include "core/service/photographed_set.h"

#include <algorithm>
#include <numeric>
#include <opencv2/core.hpp>
#include <system_error>
#include <utility>

#include "core/base/shuffle.h"
#include "core/eval/ground_truth.h"
#include "core/image/image.h"
#include "core/service/benchmark_maker.h"
#include "core/service/gallery_scan.h"
#include "core/service/guarded.h"
#include "core/service/train_data.h"

namespace adapnet::service {

namespace {

constexpr int kQuerySide = 640;

struct Source {
    fs::path relative;
    std::string group;  // pictures of one group may show the same thing; empty: none
};

Result<std::vector<Source>> sourcesOf(const PhotographedSetRequest& request, const JobContext& job) {
    std::vector<Source> sources;
    if (request.validationOnly) {
        const auto folder = readTrainingFolder(request.folder);
        if (!folder) return fail(folder.error());
        for (const TrainingPhoto& photo : folder->photos)
            if (photo.validation)
                sources.push_back({photo.file.lexically_relative(request.folder), photo.className});
        return sources;
    }
    const auto scan = scanFolder(request.folder, job);
    if (!scan) return fail(scan.error());
    for (const fs::path& file : scan->files) sources.push_back({file, file.parent_path().generic_string()});
    return sources;
}

Result<void> copyPicture(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    if (!error) fs::copy_file(from, to, error);
    if (error) return fail(ErrorCode::Io, "cannot write '" + displayPath(to) + "': " + error.message());
    return {};
}

// Landscape or portrait, 4:3.
Result<std::vector<std::byte>> drawQuery(const cv::Mat& thing, const cv::Mat& behind, RandomStream& stream) {
    const int side = std::min(kQuerySide, std::max(thing.cols, thing.rows));
    const int other = std::max(1, side * 3 / 4);
    const cv::Size frame = stream.uniform() < 0.5 ? cv::Size(side, other) : cv::Size(other, side);
    return image::encodePng(photographed(thing, behind, frame, stream));
}

}  // namespace

Result<PhotographedSetReport> makePhotographedSet(const PhotographedSetRequest& request,
                                                  const JobContext& job) {
    if (request.queries < 1) return fail(ErrorCode::BadInput, "at least one query is needed");
    auto sources = sourcesOf(request, job);
    if (!sources) return fail(sources.error());
    if (sources->size() < 2)
        return fail(ErrorCode::NotFound,
                    "'" + displayPath(request.folder) + "' holds fewer than two pictures to choose from");
    if (auto ready = makeEmptyFolder(request.out); !ready) return fail(ready.error());

    const std::string seed = "adapnet|photographed-set|" + std::to_string(request.seed);
    RandomStream chooser(seed);
    std::vector<std::size_t> order(sources->size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    shuffle(order, chooser);

    PhotographedSetReport report;
    eval::GroundTruth truth;
    truth.name =
        displayPath(request.folder.filename()) + ", photographed, seed " + std::to_string(request.seed);
    // Every picture is read once before it counts: what cannot be read can be neither found nor shown.
    std::vector<bool> readable(sources->size(), false);
    ProgressMeter meter(job.progress, "draw", static_cast<std::int64_t>(sources->size()));
    const auto load = [&](std::size_t i) -> Result<cv::Mat> {
        auto rgb = image::loadRgb(request.folder / (*sources)[i].relative);
        if (!rgb) return fail(rgb.error());
        return image::shrinkToFit(*rgb, kQuerySide);
    };
    const auto pathOf = [&](std::size_t i) {
        return (fs::path("gallery") / (*sources)[i].relative).generic_string();
    };
    for (std::size_t i = 0; i < sources->size(); ++i) {
        if (job.stopRequested()) return fail(Error::cancelled());
        const auto rgb = guarded([&] { return load(i); });
        meter.advance(1, 0, rgb ? 0 : 1);
        if (!rgb) {
            report.problems.push_back(
                {validUtf8(displayPath((*sources)[i].relative)), rgb.error().message()});
            continue;
        }
        if (auto copied = copyPicture(request.folder / (*sources)[i].relative, request.out / pathOf(i));
            !copied)
            return fail(copied.error());
        readable[i] = true;
        truth.gallery.push_back(pathOf(i));
    }
    report.pictures = truth.gallery.size();
    std::error_code ignored;  // the first write says what is wrong
    fs::create_directories(request.out / "queries", ignored);
    for (const std::size_t i : order) {
        if (report.queries == static_cast<std::size_t>(request.queries)) break;
        if (!readable[i]) continue;
        if (job.stopRequested()) return fail(Error::cancelled());
        RandomStream stream(seed + "|" + pathOf(i));
        std::size_t other = stream.below(sources->size());
        while (other == i || !readable[other]) other = (other + 1) % sources->size();
        const auto png = guarded([&]() -> Result<std::vector<std::byte>> {
            const auto thing = load(i);
            if (!thing) return fail(thing.error());
            const auto behind = load(other);
            if (!behind) return fail(behind.error());
            return drawQuery(*thing, *behind, stream);
        });
        if (!png) return fail(png.error());
        eval::GroundTruthQuery query;
        query.image = "queries/" + queryFileName(report.queries);
        query.subset = (*sources)[i].group;
        query.easy = {pathOf(i)};
        for (std::size_t j = 0; j < sources->size(); ++j)
            if (j != i && readable[j] && !(*sources)[i].group.empty() &&
                (*sources)[j].group == (*sources)[i].group)
                query.junk.push_back(pathOf(j));
        if (auto written = writeFileSafely(request.out / query.image, *png); !written)
            return fail(written.error());
        truth.queries.push_back(std::move(query));
        ++report.queries;
    }
    meter.finish();
    if (auto written = writeFileSafely(request.out / "ground-truth.json", eval::groundTruthToJson(truth));
        !written)
        return fail(written.error());
    return report;
}

}  // namespace adapnet::service
