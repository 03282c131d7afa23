#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>
#include <vector>

#include "core/demo/scenes.h"

namespace adapnet::demo {

namespace {

// How the ground truth of a rendered gallery is recognised again.
const std::string kGalleryName = "rendered demo, seed ";

constexpr int kJpegQuality = 88;

struct Written {
    std::string path;  // relative to the folder
    image::Box box;
    Difficulty difficulty = Difficulty::Easy;
};

std::string relativePath(const std::string& family, int scene, int view) {
    char number[16];
    std::snprintf(number, sizeof number, "%02d", scene);
    const std::string name = std::string(number) + "-" + family;
    if (view == 0) return "queries/" + name + ".jpg";
    return "gallery/" + name + "/" + std::to_string(view) + ".jpg";
}

// All pictures of one scene. Stops early, with what is done so far, when asked to.
Result<std::vector<Written>> renderScene(const fs::path& folder, std::uint64_t seed, int index,
                                         const JobContext& job, ProgressMeter& meter) {
    const Scene scene(seed, index);
    std::vector<Written> written;
    for (int view = 0; view < kViewsPerScene; ++view) {
        if (job.stopRequested()) return fail(Error::cancelled());
        const View picture = scene.view(view);
        const auto bytes = image::encodeJpeg(picture.rgb, kJpegQuality);
        if (!bytes) return fail(bytes.error());
        Written entry{relativePath(scene.family(), index, view), picture.box, picture.difficulty};
        const fs::path file = folder / entry.path;
        std::error_code failed;
        fs::create_directories(file.parent_path(), failed);
        if (failed) return fail(ErrorCode::Io, "cannot make the folder " + displayPath(file.parent_path()));
        if (const auto saved = writeFileSafely(file, *bytes); !saved) return fail(saved.error());
        written.push_back(std::move(entry));
        meter.advance(1, static_cast<std::int64_t>(bytes->size()));
    }
    return written;
}

std::string groundTruthJson(std::uint64_t seed, const std::vector<std::vector<Written>>& scenes) {
    nlohmann::ordered_json gallery = nlohmann::ordered_json::array();
    nlohmann::ordered_json queries = nlohmann::ordered_json::array();
    for (std::size_t index = 0; index < scenes.size(); ++index) {
        nlohmann::ordered_json easy = nlohmann::ordered_json::array();
        nlohmann::ordered_json hard = easy;
        nlohmann::ordered_json junk = easy;
        for (std::size_t view = 1; view < scenes[index].size(); ++view) {
            const Written& entry = scenes[index][view];
            gallery.push_back(entry.path);
            auto& list = entry.difficulty == Difficulty::Easy   ? easy
                         : entry.difficulty == Difficulty::Hard ? hard
                                                                : junk;
            list.push_back(entry.path);
        }
        const Written& query = scenes[index].front();
        const std::string family = query.path.substr(query.path.find('-') + 1);
        queries.push_back({{"image", query.path},
                           {"box", {query.box.x1, query.box.y1, query.box.x2, query.box.y2}},
                           {"subset", family.substr(0, family.find('.'))},
                           {"easy", easy},
                           {"hard", hard},
                           {"junk", junk}});
    }
    const nlohmann::ordered_json document{{"format", "adapnet-ground-truth"},
                                          {"version", 1},
                                          {"name", kGalleryName + std::to_string(seed)},
                                          {"gallery", gallery},
                                          {"queries", queries}};
    return document.dump(1) + "\n";
}

}  // namespace

Result<DemoReport> renderDemo(const fs::path& folder, std::uint64_t seed, const JobContext& job) {
    const auto start = std::chrono::steady_clock::now();
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed)
        return fail(ErrorCode::Io, "cannot make the folder " + displayPath(folder) + ": " + failed.message());

    // A ground truth that somebody made by hand must survive a mistyped folder.
    if (const auto existing = readTextFile(folder / "ground-truth.json", 64 << 20); existing) {
        const auto json = nlohmann::json::parse(*existing, nullptr, false);
        const bool ours = json.is_object() && json.contains("name") && json["name"].is_string() &&
                          json["name"].get<std::string>().starts_with(kGalleryName);
        if (!ours)
            return fail(ErrorCode::BadInput,
                        "the folder " + displayPath(folder) +
                            " holds the ground truth of another gallery; choose an empty folder");
    }

    ProgressMeter meter(job.progress, "render", kDemoScenes * kViewsPerScene);
    std::vector<std::vector<Written>> scenes(kDemoScenes);
    std::optional<Error> firstError;
    std::mutex errorMutex;
    std::atomic<int> next{0};
    // Scenes are independent, so the number of threads changes the time only, never a byte.
    const auto work = [&] {
        for (int index = next++; index < kDemoScenes; index = next++) {
            std::optional<Error> problem;
            try {
                auto written = renderScene(folder, seed, index, job, meter);
                if (written)
                    scenes[static_cast<std::size_t>(index)] = std::move(*written);
                else
                    problem = written.error();
            } catch (const std::exception& e) {  // OpenCV and the allocator throw
                problem =
                    Error{ErrorCode::Internal, std::string("a scene could not be drawn: ") + e.what(), {}};
            }
            if (!problem) continue;
            const std::lock_guard lock(errorMutex);
            if (!firstError) firstError = std::move(problem);
            next = kDemoScenes;
        }
    };
    {
        std::vector<std::jthread> threads;
        const unsigned count = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
        for (unsigned i = 0; i < count; ++i) threads.emplace_back(work);
    }
    if (firstError) return fail(firstError->whileDoing("rendering the demo gallery"));

    DemoReport report;
    report.scenes = kDemoScenes;
    report.pictures = kDemoScenes * kViewsPerScene;
    report.queries = kDemoScenes;
    report.groundTruth = folder / "ground-truth.json";
    if (const auto saved = writeFileSafely(report.groundTruth, groundTruthJson(seed, scenes)); !saved) {
        return fail(saved.error().whileDoing("writing the ground truth of the demo gallery"));
    }
    meter.finish();
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

}  // namespace adapnet::demo
