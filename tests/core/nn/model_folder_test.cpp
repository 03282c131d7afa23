#include "core/nn/model_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/base/files.h"
#include "core/nn/manifest.h"

namespace adapnet::nn {
namespace {

class ModelFolderTest : public ::testing::Test {
  protected:
    ModelFolderTest()
        : m_folder(fs::temp_directory_path() / ("adapnet-model-folder-" + std::to_string(::getpid()))) {
        fs::create_directories(m_folder / "own");
        fs::create_directories(m_folder / "shipped");
    }
    ~ModelFolderTest() override {
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }

    void model(const fs::path& folder, const std::string& id, const std::string& name = "A model") const {
        ManifestDraft draft;
        draft.id = id;
        draft.displayName = name;
        draft.architecture = "gem";
        draft.dimension = 16;
        draft.input.scales = {1.0};
        draft.checksum = std::string(64, 'a');
        draft.trainingJson = "{}";
        EXPECT_TRUE(writeManifest(draft, m_folder / folder / (id + ".json")));
    }
    void file(const fs::path& name, std::string_view text) const {
        EXPECT_TRUE(writeFileSafely(m_folder / name, text));
    }
    ModelListing scan() const {
        const fs::path folders[] = {m_folder / "own", m_folder / "shipped"};
        return scanModelFolders(folders);
    }

    const fs::path m_folder;
};

TEST_F(ModelFolderTest, OrdersModelsByIdAndTheFirstFolderWins) {
    model("own", "zebra", "My zebra");
    model("shipped", "zebra", "Shipped zebra");
    model("shipped", "ape");
    const auto listing = scan();
    ASSERT_EQ(listing.models.size(), 2U);
    EXPECT_EQ(listing.models[0].id, "ape");
    EXPECT_EQ(listing.models[1].displayName, "My zebra");
    EXPECT_TRUE(listing.skipped.empty());
}

TEST_F(ModelFolderTest, AnotherJsonFileIsSkippedAndNamed) {
    model("own", "ape");
    for (const char* text :
         {"[]", "{}", "{\"format\":\"something else\"}", "{\"format\":7}", "", "notes, no JSON"}) {
        file("own/notes.json", text);
        const auto listing = scan();
        EXPECT_EQ(listing.models.size(), 1U) << text;
        ASSERT_EQ(listing.skipped.size(), 1U) << text;
        EXPECT_FALSE(listing.skipped[0].isModel) << text;
        EXPECT_NE(listing.skipped[0].reason.find("notes.json"), std::string::npos);
    }
}

TEST_F(ModelFolderTest, ABrokenManifestIsNamedAndTheOtherModelsStay) {
    model("own", "ape");
    for (const char* text :
         {"{\"format\":\"adapnet-model\",\"version\":2,\"id\":\"bear\"}",
          "{\"format\":\"adapnet-model\",\"version\":1,\"id\":\"bear\",\"dimension\":\"x\"}",
          "{\"format\":\"adapnet-model\",\"version\":1,\"id\":7}", "{\"format\":\"adapnet-model\",\"ver"}) {
        file("own/bear.json", text);
        const auto listing = scan();
        EXPECT_EQ(listing.models.size(), 1U) << text;
        ASSERT_EQ(listing.skipped.size(), 1U) << text;
        EXPECT_TRUE(listing.skipped[0].isModel) << text;
        EXPECT_EQ(listing.skipped[0].id, "bear") << text;
        EXPECT_NE(listing.skipped[0].reason.find("bear.json"), std::string::npos);
    }
    file("own/bear.json", "");
    file("own/bear.safetensors", "weights");
    EXPECT_TRUE(scan().skipped.at(0).isModel);
}

}  // namespace
}  // namespace adapnet::nn
