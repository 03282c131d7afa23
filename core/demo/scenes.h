// Rendered pictures for people who have no gallery: buildings, bridges, posters, packages and more, each
// seen from many sides, in other light and weather, with things in front. Endless and repeatable: the same
// build draws scene n of a seed the same way in every run and from every thread.
#pragma once

#include <cstdint>
#include <memory>
#include <opencv2/core.hpp>
#include <string>

#include "core/base/files.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/image/image.h"

namespace adapnet::demo {

inline constexpr std::uint64_t kDefaultSeed = 1;
inline constexpr int kDemoScenes = 48;
inline constexpr int kViewsPerScene = 8;

// How far a view is from the plain frontal look. Junk: hardly anything of the object can be seen.
enum class Difficulty { Easy, Hard, Junk };

struct View {
    cv::Mat rgb;     // CV_8UC3, R, G, B
    image::Box box;  // around what can be seen of the object, inside the picture
    Difficulty difficulty = Difficulty::Easy;
    double visible = 1;  // share of the object inside the frame and not covered, 0..1
};

// One object with its surroundings. Read-only after construction; any thread may ask for views.
class Scene {
  public:
    // `index`: any number from 0. Neighbouring indices are of different families.
    Scene(std::uint64_t seed, std::int64_t index);
    ~Scene();
    Scene(Scene&&) noexcept;
    Scene& operator=(Scene&&) noexcept;

    const std::string& family() const;  // "facade", "bridge", "poster", ...
    // `view`: any number from 0. Of eight in a row the first five are moderate (Easy), the others strong.
    // `size`: from 64 x 64 px; an empty size chooses one of several photo formats (480 to 640 px wide or
    // tall).
    View view(int view, cv::Size size = {}) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// Scene(seed, scene).view(view, size) for those who need one picture only; building the scene costs about
// as much as one view.
View renderView(std::uint64_t seed, std::int64_t scene, int view, cv::Size size = {});

struct DemoReport {
    int scenes = 0;
    int pictures = 0;  // gallery and queries
    int queries = 0;
    fs::path groundTruth;
    double seconds = 0;
};

// Writes kDemoScenes x kViewsPerScene JPEG files and ground-truth.json into `folder` (made when missing).
// View 0 of every scene is the query, lies in "queries" and is not part of the gallery list. Existing files
// of the same names are replaced, others are left alone. Progress stage: "render".
Result<DemoReport> renderDemo(const fs::path& folder, std::uint64_t seed, const JobContext& job);

}  // namespace adapnet::demo
