// The window's program as a script starts it: pages and refusals, without a gallery.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/image/image.h"
#include "tests/support/command_line.h"

namespace adapnet::test {
namespace {

using testing::HasSubstr;

class WorkbenchProgram : public testing::Test {
  protected:
    // Settings, cache and models of the person who runs the tests stay untouched.
    CommandOutcome workbench(const std::string& words) const {
        const std::string home = m_folder / "home";
        return shell("XDG_CONFIG_HOME=" + home + " XDG_CACHE_HOME=" + home + " XDG_DATA_HOME=" + home +
                     " adapnet-workbench " + words);
    }
    cv::Mat pictureOf(const std::string& view) const {
        const fs::path file = m_folder / (view.empty() ? "start.png" : view + ".png");
        const auto outcome = workbench("--size 1100x700 --theme light --language en --screenshot " +
                                       file.string() + (view.empty() ? "" : " --view " + view));
        EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
        const auto picture = image::loadRgb(file);
        EXPECT_TRUE(picture) << picture.error().message();
        return picture.value_or(cv::Mat());
    }

    TemporaryFolder m_folder;
};

TEST_F(WorkbenchProgram, ShowsThePagesOfModelsAndTrainingWithoutAGallery) {
    const cv::Mat start = pictureOf("");
    const cv::Mat models = pictureOf("models");
    const cv::Mat training = pictureOf("training");
    for (const cv::Mat* picture : {&start, &models, &training})
        EXPECT_EQ(picture->size(), cv::Size(1100, 700));
    const auto differ = [](const cv::Mat& a, const cv::Mat& b) {
        return a.size() != b.size() || cv::norm(a, b, cv::NORM_L1) > 0;
    };
    EXPECT_TRUE(differ(start, models));
    EXPECT_TRUE(differ(start, training));
    EXPECT_TRUE(differ(models, training));
}

TEST_F(WorkbenchProgram, RefusesWhatItCannotShowInOneSentence) {
    writeText(m_folder / "truth.json", R"({"format":"adapnet-ground-truth","version":1})");
    const std::pair<std::string, const char*> cases[] = {
        {"--view robustness", "need a folder or --demo"},
        {"--compare 1", "need a folder or --demo"},
        {"--view moon", "--view must be robustness, changes, lens, atlas, models or training"},
        {"--view models --compare 2", "either --compare or --view"},
        {"--recipe a.json --seed 3", "either --recipe or --degrade and --seed"},
        {"--recipe " + (m_folder / "truth.json").string(), "this is not a recipe but a ground truth"},
    };
    for (const auto& [words, reason] : cases) {
        const auto outcome = workbench(words);
        EXPECT_EQ(outcome.exitCode, 2) << words;
        EXPECT_THAT(outcome.err, HasSubstr(reason));
        EXPECT_THAT(outcome.err, HasSubstr("adapnet-workbench: "));
    }
    EXPECT_EQ(workbench("--recipe " + (m_folder / "none.json").string()).exitCode, 1);
}

}  // namespace
}  // namespace adapnet::test
