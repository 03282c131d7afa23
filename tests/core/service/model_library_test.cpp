#include "core/service/model_library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "core/nn/model_folder.h"
#include "core/service/train_service.h"
#include "tests/support/pictures.h"

namespace adapnet::service {
namespace {

using testing::HasSubstr;

nn::ModelInfo shipped(const std::string& id) {
    const fs::path folders[] = {fs::path(ADAPNET_SOURCE_DIR) / "resources/models"};
    for (const auto& model : nn::scanModelFolders(folders).models)
        if (model.id == id) return model;
    return {};
}

// A copy of the shipped baseline in the user's model folder, which lies in a temporary place.
class OwnModel : public testing::Test {
  protected:
    void SetUp() override {
        const char* before = std::getenv("XDG_DATA_HOME");
        if (before != nullptr) m_before = before;
        ::setenv("XDG_DATA_HOME", m_folder.path().c_str(), 1);
        fs::create_directories(nn::userModelFolder());
        const auto original = shipped("baseline_gem");
        auto text = *readTextFile(original.manifest);
        text.replace(text.find("\"baseline_gem\""), 14, "\"mine\"");
        test::writeText(nn::userModelFolder() / "mine.json", text);
        fs::copy_file(fs::path(original.manifest).replace_extension(".safetensors"),
                      nn::userModelFolder() / "baseline_gem.safetensors");
        const fs::path folders[] = {nn::userModelFolder()};
        const auto found = nn::scanModelFolders(folders);
        ASSERT_EQ(found.models.size(), 1U);
        m_model = found.models.front();
    }
    void TearDown() override {
        if (m_before.empty())
            ::unsetenv("XDG_DATA_HOME");
        else
            ::setenv("XDG_DATA_HOME", m_before.c_str(), 1);
    }

    test::TemporaryFolder m_folder;
    std::string m_before;
    nn::ModelInfo m_model;
};

TEST(ModelProvenance, OfAShippedModelIsComplete) {
    const auto known = readProvenance(shipped("adapnet"));
    ASSERT_TRUE(known) << known.error().message();
    EXPECT_THAT(known->recipe, HasSubstr("\"architecture\": \"adapnet_local_gate\""));
    EXPECT_GT(known->steps.value_or(0), 0);
    EXPECT_GT(known->cleanMap.value_or(0), 0.5);
    EXPECT_GT(known->degradedMap.value_or(0), 0.5);
    EXPECT_GT(known->photos.value_or(0), 1000);
    ASSERT_FALSE(known->sources.empty());
    for (const auto& source : known->sources) EXPECT_FALSE(source.licence.empty()) << source.name;
    EXPECT_GT(known->weightsBytes, 1'000'000U);
    EXPECT_TRUE(fs::exists(known->licenceFile));
    EXPECT_FALSE(known->isOwn);
}

TEST(ModelProvenance, ReadsWhatAForeignManifestHoldsAndRefusesOtherFiles) {
    const test::TemporaryFolder folder;
    nn::ModelInfo model;
    model.manifest = folder / "odd.json";
    test::writeText(model.manifest,
                    R"({"format":"adapnet-model","weights":"../../etc/passwd","licence_file":7,)"
                    R"("training":{"recipe":[1],"steps":"many","data":{"sources":[3,{"name":4}]}}})");
    const auto known = readProvenance(model);
    ASSERT_TRUE(known) << known.error().message();
    EXPECT_TRUE(known->recipe.empty());
    EXPECT_FALSE(known->steps);
    EXPECT_TRUE(known->weights.empty()) << "no file outside its folder is named";
    test::writeText(model.manifest, "[1, 2]");
    EXPECT_EQ(readProvenance(model).error().code, ErrorCode::Model);
    model.manifest = folder / "none.json";
    EXPECT_FALSE(readProvenance(model));
}

TEST_F(OwnModel, CanBeRenamedAndRemoved) {
    ASSERT_TRUE(readProvenance(m_model)->isOwn);
    const auto renamed = renameModel(m_model, "My baseline");
    ASSERT_TRUE(renamed) << renamed.error().message();
    const fs::path folders[] = {nn::userModelFolder()};
    const auto after = nn::scanModelFolders(folders).models;
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after[0].displayName, "My baseline");
    EXPECT_EQ(after[0].id, "mine");
    EXPECT_EQ(after[0].preprocessing, m_model.preprocessing) << "a name changes no descriptor";
    EXPECT_EQ(renameModel(m_model, "  ").error().code, ErrorCode::BadInput);
    EXPECT_EQ(renameModel(m_model, std::string(500, 'x')).error().code, ErrorCode::BadInput);

    ASSERT_TRUE(removeModel(m_model));
    EXPECT_TRUE(nn::scanModelFolders(folders).models.empty());
    EXPECT_TRUE(fs::is_empty(nn::userModelFolder()));
    EXPECT_FALSE(removeModel(m_model));
}

TEST_F(OwnModel, AShippedModelStaysAsItIs) {
    const auto model = shipped("adapnet");
    EXPECT_EQ(renameModel(model, "Other").error().code, ErrorCode::BadInput);
    EXPECT_EQ(removeModel(model).error().code, ErrorCode::BadInput);
    EXPECT_TRUE(fs::exists(model.manifest));
}

TEST(ModelCheck, SaysHowAModelComputesHere) {
    const auto check = checkModel(shipped("adapnet"), {"cpu", nn::Precision::Fp32, 0});
    ASSERT_TRUE(check) << check.error().message();
    EXPECT_EQ(check->device, "cpu");
    EXPECT_EQ(check->precision, "fp32");
    EXPECT_EQ(check->cosine, 1);
    EXPECT_FALSE(check->halfRefused);
    EXPECT_TRUE(check->hasCompensation);
    EXPECT_FALSE(checkModel(shipped("baseline_gem"), {"cpu", nn::Precision::Fp32, 0})->hasCompensation);
}

TEST(TrainRecipes, OfTheProgramAreListedAndABrokenOneIsToldByName) {
    const auto recipes = shippedRecipes();
    EXPECT_TRUE(std::any_of(recipes.begin(), recipes.end(),
                            [](const auto& recipe) { return recipe.config.id == "adapnet"; }));
    EXPECT_TRUE(std::is_sorted(recipes.begin(), recipes.end(),
                               [](const auto& a, const auto& b) { return a.config.id < b.config.id; }));
    const test::TemporaryFolder folder;
    test::writeText(folder / "odd.json", "{\"steps\": \"many\"}");
    const auto broken = readRecipe(folder / "odd.json");
    ASSERT_FALSE(broken);
    EXPECT_THAT(broken.error().message(), HasSubstr("odd.json"));
    EXPECT_EQ(weightsIn("/out", recipes.front().config),
              fs::path("/out") / (recipes.front().config.id + ".safetensors"));
}

}  // namespace
}  // namespace adapnet::service
