// Recipes as files in the window: saved, opened, dropped; what is no recipe changes nothing.
#include "ui/query/recipe_files.h"

#include <gtest/gtest.h>

#include <QAbstractSpinBox>
#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>
#include <cstring>

#include "core/base/files.h"
#include "tests/ui/window_fixture.h"
#include "ui/query/recipe_panel.h"
#include "ui/settings/app_settings.h"
#include "ui/shell/notice_bar.h"

namespace adapnet::ui {
namespace {

degrade::Recipe noisyRecipe() {
    degrade::Recipe recipe;
    recipe.steps = {*degrade::parseStep("gaussian_blur:sigma=3"), *degrade::parseStep("jpeg:quality=20"),
                    *degrade::parseStep("gaussian_noise:sigma=0.21")};
    recipe.steps[1].enabled = false;
    recipe.seed = 12345678901234567890ULL;
    recipe.region = degrade::Region::Full;
    return recipe;
}

bool samePixels(const cv::Mat& a, const cv::Mat& b) {
    if (a.size() != b.size() || a.type() != b.type() || a.empty()) return false;
    for (int y = 0; y < a.rows; ++y)
        if (std::memcmp(a.ptr(y), b.ptr(y), static_cast<std::size_t>(a.cols) * a.elemSize()) != 0)
            return false;
    return true;
}

class RecipeFilesTest : public test::WindowTest {
  protected:
    RecipeFilesTest() {
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        AppSettings().setLastFolder(QStringLiteral("recipe"), m_folder.path());
    }
    QString pathOf(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }
    void write(const char* name, const std::string& text) {
        ASSERT_TRUE(writeFileSafely(fs::path(pathOf(name).toStdString()), text));
    }
    std::string read(const char* name) const {
        return readTextFile(fs::path(pathOf(name).toStdString())).value_or("");
    }
    // What the command line makes of `--recipe FILE`.
    degrade::Recipe stored(const char* name) const {
        const auto recipe = degrade::loadRecipe(pathOf(name).toStdString());
        EXPECT_TRUE(recipe) << recipe.error().message();
        return recipe.value_or(degrade::Recipe{});
    }
    void trigger(const char* name) { m_window->action(QString::fromLatin1(name))->trigger(); }
    bool filesDone() {
        return QTest::qWaitFor([this] { return !m_window->recipeFiles()->isBusy() && session().isIdle(); });
    }
    // The file dialog that is open takes this name, as a person would type it.
    void answerDialog(const QString& name) {
        auto* dialog = m_window->findChild<QFileDialog*>();
        ASSERT_NE(dialog, nullptr);
        auto* field = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
        ASSERT_NE(field, nullptr);
        field->setText(name);
        QTest::keyClick(field, Qt::Key_Return);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        EXPECT_EQ(m_window->findChild<QFileDialog*>(), nullptr) << "the dialog is closed";
    }
    void dropFile(const QString& file) {
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(file)});
        drop(mime);
    }
    QString notice() const { return m_window->notice()->text(); }
};

TEST_F(RecipeFilesTest, ASavedRecipeGivesTheSameDegradedQueryToTheBit) {
    open();
    session().setBox(image::Box{40, 30, 120, 90});
    session().setRecipe(noisyRecipe());
    ASSERT_TRUE(settle());
    const cv::Mat before = session().degradedPixels().clone();
    const auto crop = service::cropQuery(session().query());
    ASSERT_TRUE(crop);
    EXPECT_TRUE(samePixels(before, crop->degraded)) << "the preview is what the search degrades";

    trigger("save_recipe");
    answerDialog(QStringLiteral("mine"));
    ASSERT_TRUE(filesDone());
    EXPECT_EQ(notice(), QStringLiteral("Saved: ") + pathOf("mine.json"));
    EXPECT_EQ(stored("mine.json"), noisyRecipe());

    session().setRecipe({});
    ASSERT_TRUE(settle());
    EXPECT_FALSE(samePixels(session().degradedPixels(), before));
    const int steps = session().undoStack().count();
    trigger("open_recipe");
    answerDialog(QStringLiteral("mine.json"));
    ASSERT_TRUE(filesDone());
    EXPECT_EQ(session().query().recipe, noisyRecipe());
    EXPECT_TRUE(samePixels(session().degradedPixels(), before));
    EXPECT_EQ(session().undoStack().count(), steps + 1) << "steps, region and seed are one step of undo";
    trigger("undo");
    EXPECT_EQ(session().query().recipe, degrade::Recipe{});
    EXPECT_EQ(session().query().box, (image::Box{40, 30, 120, 90}));
}

TEST_F(RecipeFilesTest, ARecipeIsDroppedAnywhereOnTheWindow) {
    open();
    write("mine.json", degrade::recipeToJson(noisyRecipe()));
    dropFile(pathOf("mine.json"));
    ASSERT_TRUE(filesDone());
    EXPECT_EQ(session().query().recipe, noisyRecipe());
    EXPECT_EQ(notice().toStdString(), "Recipe loaded: mine.json");
    ASSERT_TRUE(QTest::qWaitFor([this] { return page().recipePanel()->cards().size() == 3; }));

    // Fields that take text would take a file for it.
    for (auto* field : m_window->findChildren<QLineEdit*>()) {
        if (qobject_cast<QAbstractSpinBox*>(field->parentWidget()) != nullptr) continue;  // of cards
        session().setRecipe({});
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(pathOf("mine.json"))});
        QDragEnterEvent enter(QPoint(2, 2), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(field, &enter);
        EXPECT_TRUE(enter.isAccepted());
        QDropEvent event(QPointF(2, 2), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(field, &event);
        ASSERT_TRUE(filesDone());
        EXPECT_EQ(session().query().recipe, noisyRecipe()) << field->accessibleName().toStdString();
        EXPECT_FALSE(field->text().contains(QStringLiteral("mine.json")));
    }
}

TEST_F(RecipeFilesTest, WhatIsNoRecipeIsRefusedByNameAndChangesNothing) {
    open();
    session().setRecipe(noisyRecipe());
    ASSERT_TRUE(settle());
    const int steps = session().undoStack().count();
    const std::string whole = degrade::recipeToJson(noisyRecipe());
    const std::pair<std::string, const char*> cases[] = {
        {R"({"format":"adapnet-report","version":2})",
         "x.json was not loaded: This is a report and not a recipe"},
        {R"({"format":"adapnet-ground-truth","version":1,"gallery":[],"queries":[]})",
         "This is a ground truth and not a recipe"},
        {R"({"id":"a","architecture":"gem","steps":4000})",
         "This is a recipe for training and not one for damage"},
        {R"({"name":"package"})", "It is not a recipe"},
        {whole.substr(0, whole.size() / 2), "The file is damaged or no JSON"},
        {"", "The file is damaged or no JSON"},
        {std::string("\xff\xfe\0", 3), "The file is damaged or no JSON"},
        {whole + std::string(2 << 20, ' '), "It is longer than 1 MB"},
        {R"({"format":"adapnet-recipe","version":1,"steps":[{"kind":"unheard_of"}]})", "unheard_of"},
        {R"({"format":"adapnet-recipe","version":1,"steps":[{"kind":"jpeg","values":{"quality":500}}]})",
         "quality"},
    };
    for (const auto& [text, reason] : cases) {
        write("x.json", text);
        dropFile(pathOf("x.json"));
        ASSERT_TRUE(filesDone());
        EXPECT_TRUE(notice().contains(QString::fromUtf8(reason))) << notice().toStdString();
        EXPECT_FALSE(notice().contains(QLatin1Char('\n')));
        EXPECT_EQ(session().query().recipe, noisyRecipe());
        EXPECT_EQ(session().undoStack().count(), steps);
    }
    dropFile(pathOf("gone.json"));
    ASSERT_TRUE(filesDone());
    EXPECT_TRUE(notice().contains(QStringLiteral("is not there"))) << notice().toStdString();
    EXPECT_EQ(session().query().recipe, noisyRecipe());
}

TEST_F(RecipeFilesTest, BeforeAGalleryIsOpenItSaysWhatToDo) {
    write("mine.json", degrade::recipeToJson(noisyRecipe()));
    dropFile(pathOf("mine.json"));
    ASSERT_TRUE(filesDone());
    EXPECT_TRUE(notice().contains(QStringLiteral("First open the folder")));
    EXPECT_EQ(session().query().recipe, degrade::Recipe{});
    EXPECT_FALSE(m_window->action(QStringLiteral("open_recipe"))->isEnabled());
    EXPECT_FALSE(m_window->action(QStringLiteral("save_recipe"))->isEnabled());
}

TEST_F(RecipeFilesTest, AFileIsReplacedOnlyWhenThePersonSaysSo) {
    open();
    session().setRecipe(noisyRecipe());
    ASSERT_TRUE(settle());
    write("theirs.json", "precious");
    for (const bool replace : {false, true}) {
        trigger("save_recipe");
        answerDialog(QStringLiteral("theirs"));  // the ending is added before it is asked
        auto* question = m_window->findChild<QMessageBox*>();
        ASSERT_NE(question, nullptr);
        EXPECT_TRUE(question->text().contains(QStringLiteral("theirs.json")));
        EXPECT_EQ(question->defaultButton(), question->button(QMessageBox::Cancel));
        EXPECT_EQ(read("theirs.json"), "precious");
        for (auto* button : question->buttons())
            if ((question->buttonRole(button) == QMessageBox::AcceptRole) == replace) {
                QTest::mouseClick(button, Qt::LeftButton);
                break;
            }
        ASSERT_TRUE(filesDone());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    EXPECT_EQ(stored("theirs.json"), noisyRecipe());
}

TEST_F(RecipeFilesTest, TheProposedNameSaysWhatItDoesAndIsFree) {
    open();
    session().setRecipe(noisyRecipe());
    EXPECT_EQ(m_window->recipeFiles()->proposedName(m_folder.path()).toStdString(),
              "gaussian_blur-gaussian_noise.json");
    write("gaussian_blur-gaussian_noise.json", "{}");
    write("gaussian_blur-gaussian_noise-2.json", "{}");
    EXPECT_EQ(m_window->recipeFiles()->proposedName(m_folder.path()).toStdString(),
              "gaussian_blur-gaussian_noise-3.json");
    trigger("save_recipe");
    answerDialog(
        m_window->findChild<QFileDialog*>()->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))->text());
    ASSERT_TRUE(filesDone());
    EXPECT_EQ(stored("gaussian_blur-gaussian_noise-3.json"), noisyRecipe());
}

TEST_F(RecipeFilesTest, AFolderThatCannotBeWrittenIsOneSentence) {
    open();
    session().setRecipe(noisyRecipe());
    ASSERT_TRUE(settle());
    write("blocked", "a file where the folder should be");
    m_window->recipeFiles()->save(pathOf("blocked/mine.json"));
    ASSERT_TRUE(filesDone());
    EXPECT_EQ(notice().toStdString(), "mine.json was not saved: The folder is not there");
    EXPECT_EQ(read("blocked"), "a file where the folder should be");
}

TEST_F(RecipeFilesTest, TheButtonsOfThePanelDoTheSame) {
    open();
    QToolButton* load = nullptr;
    QToolButton* save = nullptr;
    QToolButton* region = nullptr;
    for (auto* button : page().recipePanel()->findChildren<QToolButton*>()) {
        if (button->accessibleName() == QLatin1String("Open a recipe")) load = button;
        if (button->accessibleName() == QLatin1String("Save the recipe")) save = button;
        if (button->isCheckable()) region = button;
    }
    ASSERT_TRUE(load != nullptr && save != nullptr && region != nullptr);
    EXPECT_FALSE(save->isEnabled()) << "there is nothing to save";
    QTest::mouseClick(load, Qt::LeftButton);
    auto* dialog = m_window->findChild<QFileDialog*>();
    ASSERT_NE(dialog, nullptr);
    dialog->reject();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);

    session().setRecipe(noisyRecipe());
    EXPECT_TRUE(save->isEnabled());
    EXPECT_TRUE(region->isChecked()) << "a recipe for the whole picture shows that it is one";
    QTest::mouseClick(region, Qt::LeftButton);
    EXPECT_EQ(session().query().recipe.region, degrade::Region::Crop);
    trigger("undo");
    EXPECT_TRUE(region->isChecked());
    QTest::mouseClick(save, Qt::LeftButton);
    answerDialog(QStringLiteral("mine.json"));
    ASSERT_TRUE(filesDone());
    EXPECT_EQ(stored("mine.json"), noisyRecipe());
}

TEST_F(RecipeFilesTest, AFileInWorkIsFinishedWhenTheWindowCloses) {
    open();
    session().setRecipe(noisyRecipe());
    ASSERT_TRUE(settle());
    m_window->recipeFiles()->save(pathOf("mine.json"));
    m_window.reset();
    EXPECT_EQ(stored("mine.json"), noisyRecipe());
}

TEST_F(RecipeFilesTest, NoTwoActionsShareAKey) {
    std::map<QString, QString> taken;
    for (const QAction* action : m_window->actions())
        for (const QKeySequence& keys : action->shortcuts()) {
            const auto [place, isFree] = taken.emplace(keys.toString(), action->text());
            EXPECT_TRUE(isFree) << keys.toString().toStdString() << ": " << place->second.toStdString()
                                << " and " << action->text().toStdString();
        }
    EXPECT_TRUE(taken.count(QStringLiteral("Ctrl+S")));
}

}  // namespace
}  // namespace adapnet::ui
