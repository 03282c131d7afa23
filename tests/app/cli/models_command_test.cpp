// Model folders as people leave them: other JSON files, broken manifests, weights that are not there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/command_line.h"

namespace adapnet::test {
namespace {

using testing::HasSubstr;

class ModelsCommand : public testing::Test {
  protected:
    static void SetUpTestSuite() { enableHistogramModel(); }
    CommandOutcome run(const std::string& words) const {
        return shell("ADAPNET_MODELS='" + (m_folder / "models").string() + "' adapnet " + words);
    }
    static std::ptrdiff_t lineCount(const std::string& text) {
        return std::count(text.begin(), text.end(), '\n');
    }
    void breakModel() const {
        writeText(m_folder / "models/bear.json",
                  R"({"format":"adapnet-model","version":1,"id":"bear","architecture":"gem"})");
    }
    TemporaryFolder m_folder;
};

TEST_F(ModelsCommand, AnotherJsonFileCostsOneLineAndNoModel) {
    const auto before = parsed(adapnet({"models", "--json"}));
    writeText(m_folder / "models/notes.json", "[1, 2]");
    const auto outcome = run("models --json");
    EXPECT_EQ(parsed(outcome)["models"], before["models"]);
    EXPECT_EQ(lineCount(outcome.err), 1) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("notes.json"));
    EXPECT_EQ(run("models").exitCode, 0);
}

TEST_F(ModelsCommand, ABrokenManifestIsNamedAndTheOtherModelsWork) {
    const auto before = parsed(adapnet({"models", "--json"}));
    breakModel();
    const auto outcome = run("models --json");
    EXPECT_EQ(parsed(outcome)["models"], before["models"]);
    EXPECT_EQ(lineCount(outcome.err), 1) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("bear.json"));

    drawGallery(m_folder / "photos", 1, 2);
    const std::string index = "index '" + (m_folder / "photos").string() + "' --cache '" +
                              (m_folder / "cache.sqlite").string() + "' --models ";
    const auto other = run(index + "histogram");
    EXPECT_EQ(other.exitCode, 0) << other.err;
    EXPECT_EQ(other.err, "");
    const auto broken = run(index + "bear");
    EXPECT_EQ(broken.exitCode, 1);
    EXPECT_EQ(lineCount(broken.err), 1) << broken.err;
    EXPECT_THAT(broken.err, HasSubstr("bear.json"));
}

TEST_F(ModelsCommand, CheckLoadsEveryModelAndTellsItsPrecision) {
    writeText(
        m_folder / "models/hollow.json",
        R"({"format":"adapnet-model","version":1,"id":"hollow","architecture":"gem","dimension":8,)"
        R"("sha256":"00","weights":"hollow.safetensors","preprocessing":{"max_side":320,"scales":[1]}})");
    const auto outcome = run("models --json --check --device cpu --precision fp32");
    EXPECT_EQ(outcome.exitCode, 1);
    const auto json = nlohmann::json::parse(outcome.out, nullptr, false);
    ASSERT_FALSE(json.is_discarded()) << outcome.out << outcome.err;
    for (const auto& model : json["models"]) {
        if (model["id"] == "hollow") {
            EXPECT_THAT(model["error"].get<std::string>(), HasSubstr("hollow.safetensors"));
        } else {
            EXPECT_EQ(model["device"], "cpu");
            EXPECT_EQ(model["precision"], "fp32");
            EXPECT_EQ(model["precision_cosine"], 1.0);
            EXPECT_EQ(model["half_precision_refused"], false);
        }
    }
    EXPECT_EQ(adapnet({"models", "--device", "cpu"}).exitCode, 2);
}

TEST_F(ModelsCommand, BenchTellsThePrecisionAndItsCosine) {
    drawGallery(m_folder / "photos", 1, 2);
    const auto json =
        parsed(run("bench --json --models histogram --images '" + (m_folder / "photos").string() + "'"));
    const auto& model = json["models"][0];
    EXPECT_TRUE(model["precision"].is_string());
    EXPECT_EQ(model["precision_cosine"], 1.0);
    EXPECT_EQ(model["half_precision_refused"], false);
}

}  // namespace
}  // namespace adapnet::test
