// `adapnet models import` as another program would call it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/checkpoint_builder.h"
#include "tests/support/command_line.h"

namespace adapnet::test {
namespace {

using adapnet::testing::StoredTensor;
using ::testing::HasSubstr;

class ModelsImport : public ::testing::Test {
  protected:
    // Enough of a ResNet-18 to be recognised as one.
    std::string incomplete() {
        std::vector<StoredTensor> tensors;
        for (const char* name : {"layer3.0.conv1.weight", "layer3.1.conv1.weight", "odd.weight"})
            tensors.push_back({name, {1}, "FloatStorage", std::string(4, '\0')});
        return write("part.pth", adapnet::testing::zipCheckpoint(tensors, "state_dict"));
    }
    std::string write(const std::string& name, const std::string& bytes) {
        EXPECT_TRUE(writeFileSafely(m_folder / name, bytes));
        return (m_folder / name).string();
    }
    TemporaryFolder m_folder;
};

TEST_F(ModelsImport, ShowsTheAccountWithoutWriting) {
    const auto json =
        parsed(adapnet({"models", "import", incomplete(), "--as", "resnet", "--dry-run", "--json"}));
    EXPECT_EQ(json["model"], "resnet18");
    EXPECT_EQ(json["complete"], false);
    EXPECT_EQ(json["tensors"]["unexpected"], nlohmann::json({"odd.weight"}));
    EXPECT_EQ(json["tensors"]["misshapen"].size(), 2U);
    EXPECT_EQ(json["input"]["channel_order"], "rgb");
    EXPECT_EQ(json["input"]["shrink"], "area");
    EXPECT_EQ(json["weights"], nullptr);
    const auto outcome =
        adapnet({"models", "import", incomplete(), "--as", "resnet", "--shrink", "lanczos", "--dry-run"});
    EXPECT_THAT(outcome.out, HasSubstr("4096 px (lanczos), RGB"));
}

TEST_F(ModelsImport, EndsWithOneSentenceForAFileThatDoesNotFit) {
    const std::string out = (m_folder / "models").string();
    const auto outcome = adapnet({"models", "import", incomplete(), "--as", "resnet", "--out", out});
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_THAT(outcome.err, HasSubstr("tensors are missing"));
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1);
    EXPECT_FALSE(fs::exists(out));
    const auto page = adapnet({"models", "import", write("a.pth", "<html>"), "--as", "cfcd"});
    EXPECT_EQ(page.exitCode, 1);
    EXPECT_THAT(page.err, HasSubstr("not a weight file of PyTorch"));
}

TEST_F(ModelsImport, RefusesWrongUseBeforeReadingTheFile) {
    const std::vector<std::vector<std::string>> wrong{
        {"models", "import", "nowhere.pth"},
        {"models", "import", "nowhere.pth", "--as", "vgg"},
        {"models", "import", "nowhere.pth", "--as", "cfcd", "--mean", "1,2"},
        {"models", "import", "nowhere.pth", "--as", "cfcd", "--std", "a,b,c"},
        {"models", "import", "nowhere.pth", "--as", "cfcd", "--resize", "nearest"},
        {"models", "import", "nowhere.pth", "--as", "cfcd", "--shrink", "bicubic"},
        {"models", "import", "nowhere.pth", "--as", "cfcd", "--channel-order", "gbr"},
        {"models", "import", "nowhere.pth", "--as", "cfcd", "--input-size", "5"},
    };
    for (const auto& words : wrong) EXPECT_EQ(adapnet(words).exitCode, 2) << words.back();
    EXPECT_EQ(adapnet({"models", "import", "nowhere.pth", "--as", "cfcd"}).exitCode, 1);
}

}  // namespace
}  // namespace adapnet::test
