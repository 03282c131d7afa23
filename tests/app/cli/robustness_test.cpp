// Names that attack, files that lie, and processes that are stopped or killed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>

#include "core/catalog/cache_database.h"
#include "tests/support/command_line.h"

namespace adapnet::test {
namespace {

using testing::HasSubstr;

// A picture that takes a while to decode, in many files of different content: the same JPEG with another
// comment.
void writeSlowGallery(const fs::path& folder, int count) {
    fs::create_directories(folder);
    const auto encoded = image::encodeJpeg(drawObject(1, 1, 2400, 1800), 90);
    ASSERT_TRUE(encoded);
    const std::string jpeg(reinterpret_cast<const char*>(encoded->data()), encoded->size());
    for (int i = 0; i < count; ++i) {
        const std::string text = "picture " + std::to_string(100000 + i);
        std::string comment("\xff\xfe", 2);
        comment += static_cast<char>(0);
        comment += static_cast<char>(text.size() + 2);
        writeText(folder / (std::to_string(i) + ".jpg"), jpeg.substr(0, 2) + comment + text + jpeg.substr(2));
    }
}

class Robustness : public testing::Test {
  protected:
    static void SetUpTestSuite() { enableHistogramModel(); }

    std::vector<std::string> index() const {
        return {adapnetProgram(), "index",   m_folder / "photos", "--models",
                "histogram",      "--cache", cacheFile(),         "--json"};
    }
    fs::path cacheFile() const { return m_folder / "cache.sqlite"; }

    std::int64_t storedVectors() const {
        if (!fs::exists(cacheFile())) return 0;
        const auto cache = catalog::CacheDatabase::open(cacheFile());
        if (!cache) return 0;
        const auto counters = (*cache)->counters();
        return counters ? counters->vectors : 0;
    }
    // Waits until the running command has stored vectors; false when it ended before.
    bool waitForVectors(RunningCommand& command) const {
        while (storedVectors() == 0) {
            if (command.ended()) return false;
            std::this_thread::yield();
        }
        return true;
    }

    static constexpr int kPictures = 120;
    TemporaryFolder m_folder;
};

TEST_F(Robustness, CtrlCEndsWith130AndTheNextRunGoesOn) {
    writeSlowGallery(m_folder / "photos", kPictures);
    RunningCommand command(index());
    ASSERT_TRUE(waitForVectors(command)) << command.wait().err;
    const auto asked = std::chrono::steady_clock::now();
    command.send(SIGINT);
    const auto stopped = command.wait();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - asked;
    EXPECT_EQ(stopped.exitCode, 130) << stopped.err;
    EXPECT_EQ(stopped.err, "adapnet: cancelled\n");
    EXPECT_TRUE(stopped.out.empty());
    EXPECT_LT(took.count(), 60.0);  // a hang, not a slow machine; half a second is what a quiet one needs

    const auto finished = storedVectors();
    EXPECT_GT(finished, 0);
    EXPECT_LT(finished, kPictures);
    const auto report = parsed(RunningCommand(index()).wait());
    EXPECT_EQ(report["added"], kPictures - finished);
    EXPECT_EQ(report["present"], finished);
}

TEST_F(Robustness, AKilledRunLosesNothingThatWasStored) {
    writeSlowGallery(m_folder / "photos", kPictures);
    RunningCommand command(index());
    ASSERT_TRUE(waitForVectors(command)) << command.wait().err;
    command.send(SIGKILL);
    EXPECT_EQ(command.wait().signal, SIGKILL);

    const auto finished = storedVectors();
    EXPECT_GT(finished, 0);
    EXPECT_LT(finished, kPictures);
    const auto report = parsed(RunningCommand(index()).wait());
    EXPECT_EQ(report["added"], kPictures - finished);
    EXPECT_EQ(report["present"], finished);
    EXPECT_EQ(storedVectors(), kPictures);
    const auto cache = catalog::CacheDatabase::open(cacheFile());
    ASSERT_TRUE(cache);
    EXPECT_TRUE((*cache)->checkIntegrity());
}

TEST_F(Robustness, HostileNamesAreFoundAndPrintedAsValidText) {
    const std::vector<std::string> names{
        "it's.png",      "a b\"c.png", "$(touch pwned).png",           "line\nbreak.png",
        "caf\xe9.png",   "-rf.png",    "'; DROP TABLE files; --.png",  "<script>alert(1)</script>.png",
        "[a,b].png",     "=1+1.png",   "\xe4\xb8\xad\xe6\x96\x87.png", "\x1b[31mred.png",
        "..hidden..png", "100%.png"};
    for (std::size_t i = 0; i < names.size(); ++i)
        savePicture(drawObject(static_cast<int>(i), 0), m_folder / "photos" / "[x] $HOME" / names[i]);
    const fs::path gallery = m_folder / "photos";
    for (const std::size_t i : {0U, 3U, 4U, 8U}) {
        const auto json =
            parsed(adapnet({"search", gallery, "--query", gallery / "[x] $HOME" / names[i], "--models",
                            "histogram", "--cache", cacheFile(), "--top", "100", "--json"}));
        const auto& results = json["models"][0]["results"];
        EXPECT_EQ(results[0]["path"], validUtf8("[x] $HOME/" + names[i]));
        std::set<std::string> printed;
        for (const auto& result : results) printed.insert(result["path"]);
        std::set<std::string> expected;
        for (const auto& name : names) expected.insert(validUtf8("[x] $HOME/" + name));
        EXPECT_EQ(printed, expected);
    }
    const auto text = adapnet({"search", gallery / "[x] $HOME", "--query", gallery / "[x] $HOME" / names[11],
                               "--models", "histogram", "--cache", cacheFile()});
    EXPECT_EQ(text.exitCode, 0) << text.err;
    EXPECT_EQ(text.out.find('\x1b'), std::string::npos);
    EXPECT_FALSE(fs::exists("pwned"));
}

TEST_F(Robustness, ANameThatBeginsWithADashIsAQueryToo) {
    savePicture(drawObject(0, 0), m_folder / "photos/-rf.png");
    const auto outcome = shell("cd '" + (m_folder / "photos").string() +
                               "' && adapnet search . --query -rf.png --models histogram --top 1 --cache '" +
                               cacheFile().string() + "'");
    EXPECT_EQ(outcome.exitCode, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("-rf.png"));
}

TEST_F(Robustness, TruncatedPicturesAreLinesAndTheExitCodeStaysZero) {
    drawGallery(m_folder / "photos", 2, 1);
    const auto jpeg = image::encodeJpeg(drawObject(5, 0, 640, 480), 90);
    ASSERT_TRUE(jpeg);
    const std::string whole(reinterpret_cast<const char*>(jpeg->data()), jpeg->size());
    for (const int percent : {0, 1, 30, 60, 95})
        writeText(m_folder / "photos" / ("cut" + std::to_string(percent) + ".jpg"),
                  whole.substr(0, whole.size() * static_cast<std::size_t>(percent) / 100));
    fs::create_directories(m_folder / "photos/folder.jpg");
    fs::create_symlink("nowhere.jpg", m_folder / "photos/dangling.jpg");
    const auto report = parsed(RunningCommand(index()).wait());
    EXPECT_EQ(report["added"], 2);
    EXPECT_EQ(report["damaged"].size(), 5U) << report.dump(1);
    EXPECT_EQ(report["missing"], 1) << report.dump(1);
    for (const auto& line : report["damaged"]) EXPECT_FALSE(line["reason"].get<std::string>().empty());
}

TEST_F(Robustness, TheWindowsCommandPrintsTheWindowsRanking) {
    drawGallery(m_folder / "it's a $gallery", 5, 3);
    service::GalleryRequest request;
    request.folder = m_folder / "it's a $gallery";
    request.cacheFile = cacheFile();
    request.models = {"histogram"};
    const auto workbench = service::Workbench::open(request, {});
    ASSERT_TRUE(workbench) << workbench.error().message();

    service::Query query;
    query.image = *(*workbench)->queryFromGallery(4);
    query.box = image::Box{13, 9, 141, 101};
    query.recipe.seed = 12345678901234567890ULL;
    query.recipe.steps = {*degrade::parseStep("gaussian_noise:sigma=0.21"),
                          *degrade::parseStep("speckle:distribution=normal,sigma=0.45"),
                          *degrade::parseStep("resolution_loss:factor=3")};
    // A step that is switched off keeps its place, and with it the noise of those behind it.
    query.recipe.steps[0].enabled = false;
    const auto shown = (*workbench)->search(query, 12, {});
    ASSERT_TRUE(shown) << shown.error().message();
    expectSameRanking(*shown, (*workbench)->searchCommand(query, 12));

    service::Query plain;
    plain.image = *(*workbench)->queryFromGallery(7);
    const auto clean = (*workbench)->search(plain, 3, {});
    ASSERT_TRUE(clean);
    expectSameRanking(*clean, (*workbench)->searchCommand(plain, 3));
}

}  // namespace
}  // namespace adapnet::test
