#include "core/demo/scenes.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include "core/base/sha256.h"
#include "core/eval/ground_truth.h"

namespace adapnet::demo {
namespace {

const cv::Size kSmall{200, 160};

std::string hashOf(const cv::Mat& rgb) {
    EXPECT_TRUE(rgb.isContinuous());
    return sha256Hex(std::as_bytes(std::span(rgb.data, rgb.total() * rgb.elemSize())));
}

// Colours of a 4 x 4 grid: enough to tell scenes apart.
std::vector<double> layoutOf(const cv::Mat& rgb, const image::Box& box) {
    const cv::Mat part = rgb(cv::Rect(box.x1, box.y1, box.width(), box.height()));
    std::vector<double> out;
    for (int i = 0; i < 16; ++i) {
        const cv::Rect cell(part.cols * (i % 4) / 4, part.rows * (i / 4) / 4, std::max(1, part.cols / 4),
                            std::max(1, part.rows / 4));
        const cv::Scalar mean = cv::mean(part(cell));
        const double sum = mean[0] + mean[1] + mean[2] + 1;
        for (int k = 0; k < 3; ++k) out.push_back(mean[k] / sum);
        out.push_back(sum / 2000);
    }
    return out;
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
}

TEST(DemoScenes, GiveTheSameBytesForTheSameSeed) {
    for (const std::int64_t index : {0, 2, 6, 14}) {
        const View first = renderView(7, index, 3, kSmall);
        const View again = renderView(7, index, 3, kSmall);
        EXPECT_EQ(hashOf(first.rgb), hashOf(again.rgb)) << index;
        EXPECT_EQ(first.box, again.box);
        EXPECT_NE(hashOf(first.rgb), hashOf(renderView(8, index, 3, kSmall).rgb)) << "another seed";
        EXPECT_NE(hashOf(first.rgb), hashOf(renderView(7, index, 4, kSmall).rgb)) << "another view";
    }
}

TEST(DemoScenes, DoNotDependOnThreadsOrOnWhatWasDrawnBefore) {
    const Scene scene(3, 11);
    const std::string alone = hashOf(scene.view(2, kSmall).rgb);
    scene.view(5, kSmall);
    std::array<std::string, 4> hashes;
    {
        std::vector<std::jthread> threads;
        for (auto& hash : hashes) threads.emplace_back([&] { hash = hashOf(scene.view(2, kSmall).rgb); });
    }
    for (const auto& hash : hashes) EXPECT_EQ(hash, alone);
}

TEST(DemoScenes, AreOfManyFamiliesWithoutEnd) {
    std::set<std::string> families;
    for (std::int64_t index = 0; index < 18; ++index) families.insert(Scene(1, index).family());
    EXPECT_GE(families.size(), 10U);
    const View far = renderView(1, 123'456'789, 1'000'003, kSmall);
    EXPECT_EQ(far.rgb.size(), kSmall);
    EXPECT_NE(hashOf(renderView(1, 0, 1, kSmall).rgb), hashOf(renderView(1, 18, 1, kSmall).rgb))
        << "two scenes of one family differ";
}

TEST(DemoScenes, PutTheBoxAroundTheObject) {
    int easy = 0;
    for (std::int64_t index = 0; index < 18; ++index) {
        const Scene scene(5, index);
        for (const int view : {0, 3, 6}) {
            const View picture = scene.view(view, {240, 180});
            const auto& b = picture.box;
            ASSERT_GE(b.x1, 0);
            ASSERT_GE(b.y1, 0);
            ASSERT_LE(b.x2, 240);
            ASSERT_LE(b.y2, 180);
            ASSERT_GT(b.width(), 4) << scene.family() << " view " << view;
            ASSERT_GT(b.height(), 4) << scene.family() << " view " << view;
            if (view == 0) {
                EXPECT_EQ(picture.difficulty, Difficulty::Easy) << scene.family();
                EXPECT_GT(picture.visible, 0.6) << scene.family();
                EXPECT_GT(b.width() * b.height(), 240 * 180 / 20) << scene.family();
            }
            if (view == 6) {
                EXPECT_NE(picture.difficulty, Difficulty::Easy);
            }
            easy += picture.difficulty == Difficulty::Easy ? 1 : 0;
        }
    }
    EXPECT_GE(easy, 30);
}

TEST(DemoScenes, ResembleThemselvesMoreThanOthers) {
    constexpr int kScenes = 18;
    std::vector<std::vector<std::vector<double>>> layouts(kScenes);
    for (int index = 0; index < kScenes; ++index) {
        const Scene scene(9, index);
        for (int view = 0; view < 4; ++view) {
            const View picture = scene.view(view, kSmall);
            layouts[static_cast<std::size_t>(index)].push_back(layoutOf(picture.rgb, picture.box));
        }
    }
    int right = 0;
    for (int index = 0; index < kScenes; ++index) {
        const auto& query = layouts[static_cast<std::size_t>(index)][0];
        double best = 1e9;
        int found = -1;
        for (int other = 0; other < kScenes; ++other) {
            for (std::size_t view = 1; view < 4; ++view) {
                const double d = distance(query, layouts[static_cast<std::size_t>(other)][view]);
                if (d < best) {
                    best = d;
                    found = other;
                }
            }
        }
        right += found == index ? 1 : 0;
    }
    EXPECT_GE(right, 12) << "of 18; chance alone gives one";
}

class DemoGallery : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        s_folder = fs::temp_directory_path() / ("adapnet-demo-test-" + std::to_string(::getpid()));
        s_report = new Result<DemoReport>(renderDemo(s_folder / "one", 21, JobContext{}));
    }
    static void TearDownTestSuite() {
        delete s_report;
        std::error_code ignored;
        fs::remove_all(s_folder, ignored);
    }
    static inline fs::path s_folder;
    static inline Result<DemoReport>* s_report = nullptr;
};

TEST_F(DemoGallery, HoldsAQueryWithABoxForEveryScene) {
    ASSERT_TRUE(*s_report) << s_report->error().message();
    EXPECT_GE((*s_report)->scenes, 40);
    const auto truth = eval::loadGroundTruth((*s_report)->groundTruth);
    ASSERT_TRUE(truth) << truth.error().message();
    EXPECT_EQ(truth->queries.size(), static_cast<std::size_t>((*s_report)->scenes));
    EXPECT_EQ(truth->gallery.size() + truth->queries.size(), static_cast<std::size_t>((*s_report)->pictures));
    const std::set<std::string> gallery(truth->gallery.begin(), truth->gallery.end());
    std::set<std::string> subsets;
    for (const auto& query : truth->queries) {
        EXPECT_FALSE(gallery.contains(query.image));
        EXPECT_EQ(query.easy.size() + query.hard.size() + query.junk.size(), 7U);
        EXPECT_GE(query.easy.size() + query.hard.size(), 4U);
        subsets.insert(query.subset);
        ASSERT_TRUE(query.box);
        const auto picture = image::loadRgb(s_folder / "one" / query.image);
        ASSERT_TRUE(picture) << picture.error().message();
        EXPECT_LE((*query.box)[2], picture->cols);
        EXPECT_LE((*query.box)[3], picture->rows);
        EXPECT_GE(std::min(picture->cols, picture->rows), 360);
        EXPECT_LE(std::max(picture->cols, picture->rows), 640);
    }
    EXPECT_GE(subsets.size(), 10U);
    for (const auto& path : truth->gallery) EXPECT_TRUE(fs::is_regular_file(s_folder / "one" / path)) << path;
}

TEST_F(DemoGallery, HasTheSameBytesForTheSameSeed) {
    ASSERT_TRUE(*s_report);
    // Some scenes again, alone and in another order than the threads took.
    for (const int index : {47, 3, 18, 30}) {
        const Scene scene(21, index);
        for (int view = kViewsPerScene - 1; view >= 0; --view) {
            const std::string number = (index < 10 ? "0" : "") + std::to_string(index) + "-" + scene.family();
            const fs::path file = view == 0 ? fs::path("queries") / (number + ".jpg")
                                            : fs::path("gallery") / number / (std::to_string(view) + ".jpg");
            const auto written = readFile(s_folder / "one" / file);
            ASSERT_TRUE(written) << written.error().message();
            const auto again = image::encodeJpeg(scene.view(view).rgb, 88);
            ASSERT_TRUE(again);
            EXPECT_EQ(*written, *again) << file;
        }
    }
}

TEST_F(DemoGallery, StopsWhenAskedTo) {
    std::stop_source stop;
    stop.request_stop();
    const auto result = renderDemo(s_folder / "stopped", 21, JobContext{stop.get_token()});
    ASSERT_FALSE(result);
    EXPECT_TRUE(result.error().isCancelled());
    EXPECT_FALSE(fs::exists(s_folder / "stopped" / "ground-truth.json"));
}

TEST_F(DemoGallery, LeavesTheGroundTruthOfAnotherGalleryAlone) {
    const fs::path folder = fs::temp_directory_path() / ("adapnet-demo-other-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    const std::string mine = R"({"format":"adapnet-ground-truth","version":1,"name":"mine"})";
    ASSERT_TRUE(writeFileSafely(folder / "ground-truth.json", mine));
    const auto report = renderDemo(folder, 1, {});
    const auto after = readTextFile(folder / "ground-truth.json");
    fs::remove_all(folder);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::BadInput);
    ASSERT_TRUE(after);
    EXPECT_EQ(*after, mine);
}

TEST_F(DemoGallery, SaysWhichFolderCannotBeMade) {
    const auto result = renderDemo("/proc/no-such-place/demo", 1, JobContext{});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Io);
    EXPECT_NE(result.error().detail.find("/proc/no-such-place/demo"), std::string::npos);
}

}  // namespace
}  // namespace adapnet::demo
