// The model page, with models that the test makes up.
#include "ui/models/models_window.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAction>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <thread>

#include "tests/ui/window_fixture.h"

namespace adapnet::ui {
namespace {

using testing::HasSubstr;

nn::ModelInfo someModel(const std::string& id, const std::string& name) {
    nn::ModelInfo model;
    model.id = id;
    model.displayName = name;
    model.architecture = "adapnet";
    model.dimension = 1280;
    model.maxSide = 320;
    model.scales = {0.5, 1.0};
    model.parameters = 4503003;
    model.checksum = "cc31df7dc1ec29d632db0198d77b5598803cc049f82c652cb67b03743674a313";
    model.licence = "Apache-2.0";
    model.trainingSummary = "4000 steps of 24 pairs";
    return model;
}

service::ModelProvenance someProvenance() {
    service::ModelProvenance known;
    known.recipe = "{\"id\": \"adapnet\"}";
    known.cleanMap = 0.994;
    known.degradedMap = 0.968;
    known.dataName = "photos-train";
    known.photos = 8619;
    known.sources = {{"Grocery Store Dataset", "MIT"}};
    known.whiteningPairs = 2400;
    known.whiteningRank = 384;
    known.weights = "/models/adapnet.safetensors";
    known.weightsBytes = 9'100'000;
    return known;
}

std::string textOf(const std::vector<ModelFact>& facts, const std::string& label) {
    for (const auto& fact : facts)
        if (fact.label.toStdString() == label) return fact.text.toStdString();
    return "(none)";
}

TEST(ModelFacts, TellProvenanceAndARefusedHalfPrecision) {
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    const Result<service::ModelProvenance> known = someProvenance();
    const Result<service::ModelCheck> check = service::ModelCheck{"cpu", "fp32", 0.9981, true, true};
    const auto facts = modelFacts(someModel("adapnet", "AdapNet"), known, check);
    EXPECT_EQ(textOf(facts, "Network"), "adapnet, 4,503,003 parameters");
    EXPECT_THAT(textOf(facts, "Input"), HasSubstr("320 px"));
    EXPECT_THAT(textOf(facts, "On this computer"),
                HasSubstr("half precision refused: least cosine to fp32 0.9981"));
    EXPECT_THAT(textOf(facts, "Training"), HasSubstr("2,400 pairs, rank 384"));
    EXPECT_THAT(textOf(facts, "Training pictures"), HasSubstr("Grocery Store Dataset – MIT"));
    EXPECT_EQ(textOf(facts, "mAP on the validation pictures"),
              "clean queries 0.994 · degraded queries 0.968");
    EXPECT_EQ(textOf(facts, "Licence"), "Apache-2.0");
    EXPECT_THAT(textOf(facts, "SHA-256"), HasSubstr("cc31df7d"));
    EXPECT_EQ(textOf(facts, "Weights (9.1 MB)"), "/models/adapnet.safetensors");
    QLocale::setDefault(before);
}

TEST(ModelFacts, SayWhatIsNotKnownYetAndWhatFailed) {
    const auto model = someModel("adapnet", "AdapNet");
    EXPECT_EQ(textOf(modelFacts(model, {}, {}), "On this computer"), "Loading …");
    const Result<service::ModelProvenance> broken = fail(ErrorCode::Model, "the manifest is gone");
    const Result<service::ModelCheck> unusable = fail(ErrorCode::Model, "no such weights");
    const auto facts = modelFacts(model, broken, unusable);
    EXPECT_THAT(textOf(facts, "Problem"), HasSubstr("the manifest is gone"));
    EXPECT_THAT(textOf(facts, "On this computer"), HasSubstr("no such weights"));
}

class ModelsWindowTest : public testing::Test {
  protected:
    ModelsWindowTest() : m_models{someModel("a", "First"), someModel("b", "Second")} {}

    ModelServices services() {
        return {[this]() -> Result<std::vector<nn::ModelInfo>> {
                    m_thread = std::this_thread::get_id();
                    return m_models;
                },
                [](const nn::ModelInfo& model) -> Result<service::ModelProvenance> {
                    auto known = someProvenance();
                    known.isOwn = model.id == "b";
                    return known;
                },
                [](const nn::ModelInfo&) -> Result<service::ModelCheck> {
                    return service::ModelCheck{"cpu", "bf16", 0.9997, false, false};
                },
                [this](const nn::ModelInfo&, const std::string& name) -> Result<void> {
                    if (name.empty()) return fail(ErrorCode::BadInput, "a model needs a name");
                    m_models[1].displayName = name;
                    return {};
                },
                [this](const nn::ModelInfo&) -> Result<void> {
                    m_models.pop_back();
                    return {};
                }};
    }
    static bool settle(ModelsWindow& window) {
        return QTest::qWaitFor([&] { return !window.isBusy(); });
    }

    std::vector<nn::ModelInfo> m_models;
    std::thread::id m_thread;
};

TEST_F(ModelsWindowTest, ShowsEveryModelAndReadsAside) {
    ModelsWindow window(services());
    window.show();
    ASSERT_TRUE(settle(window));
    EXPECT_NE(m_thread, std::this_thread::get_id());
    EXPECT_EQ(window.list()->count(), 2);
    EXPECT_EQ(window.shownModel().toStdString(), "a");
    EXPECT_THAT(textOf(window.facts(), "On this computer"), HasSubstr("least cosine to fp32 0.9997"));
    EXPECT_FALSE(window.removeButton()->isVisible()) << "what comes with the program stays";
    window.list()->setCurrentRow(1);
    ASSERT_TRUE(settle(window));
    EXPECT_EQ(textOf(window.facts(), "Identifier"), "b");
    EXPECT_TRUE(window.removeButton()->isVisible());
}

TEST_F(ModelsWindowTest, RenamesAndRemovesOwnModels) {
    ModelsWindow window(services());
    window.show();
    ASSERT_TRUE(settle(window));
    window.list()->setCurrentRow(1);
    ASSERT_TRUE(settle(window));
    window.rename(QStringLiteral("  "));
    ASSERT_TRUE(settle(window));
    EXPECT_EQ(window.list()->item(1)->text().toStdString(), "Second");
    QSignalSpy changed(&window, &ModelsWindow::changed);
    window.rename(QStringLiteral("Better"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return !changed.isEmpty() && !window.isBusy(); }));
    EXPECT_EQ(window.list()->item(1)->text().toStdString(), "Better");
    EXPECT_EQ(window.shownModel().toStdString(), "b");
    window.remove();
    ASSERT_TRUE(QTest::qWaitFor([&] { return changed.size() == 2 && !window.isBusy(); }));
    EXPECT_EQ(window.list()->count(), 1);
    EXPECT_EQ(window.shownModel().toStdString(), "a");
}

TEST_F(ModelsWindowTest, AsksForTheImportForm) {
    ModelsWindow window(services());
    QSignalSpy asked(&window, &ModelsWindow::importRequested);
    for (auto* button : window.findChildren<QPushButton*>())
        if (button->text().startsWith(QStringLiteral("Import"))) button->click();
    EXPECT_EQ(asked.size(), 1);
    ASSERT_TRUE(settle(window));
}

class ModelsInTheMainWindow : public test::WindowTest {};

TEST_F(ModelsInTheMainWindow, AreOpenedFromTheMenu) {
    m_window->action(QStringLiteral("models"))->trigger();
    ASSERT_NE(m_window->modelsWindow(), nullptr);
    EXPECT_TRUE(m_window->modelsWindow()->isVisible());
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window->modelsWindow()->list()->count() >= 2; }));
    EXPECT_FALSE(m_window->modelsWindow()->facts().empty()) << "while the network is still being loaded";
}

}  // namespace
}  // namespace adapnet::ui
