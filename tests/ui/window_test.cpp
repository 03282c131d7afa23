// The window driven by events, from opening a gallery to the exported report, without networks.
#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QGuiApplication>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QUrl>
#include <QWheelEvent>
#include <algorithm>

#include "tests/ui/window_fixture.h"
#include "ui/common/widgets.h"
#include "ui/compare/picture_pane.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/query/query_panel.h"
#include "ui/query/recipe_panel.h"
#include "ui/ranking/ranking_view.h"
#include "ui/reports/report_dialog.h"
#include "ui/settings/app_settings.h"
#include "ui/settings/settings_dialog.h"
#include "ui/shell/main_window.h"
#include "ui/shell/notice_bar.h"
#include "ui/shell/outcome_dialog.h"
#include "ui/shell/start_page.h"
#include "ui/shell/work_page.h"

namespace adapnet::ui {
namespace {

using test::WindowTest;

void expectNear(const image::Box& box, const image::Box& wanted) {
    constexpr int kScreenRounding = 1;
    EXPECT_NEAR(box.x1, wanted.x1, kScreenRounding);
    EXPECT_NEAR(box.y1, wanted.y1, kScreenRounding);
    EXPECT_NEAR(box.x2, wanted.x2, kScreenRounding);
    EXPECT_NEAR(box.y2, wanted.y2, kScreenRounding);
}

TEST_F(WindowTest, OpenBoxSliderRankExport) {
    open();
    drag(onScreen(20, 20), onScreen(120, 90));
    ASSERT_TRUE(settle());
    expectNear(box(), {20, 20, 120, 90});
    EXPECT_EQ(session().comparison()->box, box());

    page().recipePanel()->addStep("gaussian_noise");
    ASSERT_TRUE(QTest::qWaitFor([this] { return page().recipePanel()->cards().size() == 1; }));
    auto* slider = page().recipePanel()->cards().front()->findChild<QSlider*>();
    ASSERT_NE(slider, nullptr);
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Right);
    ASSERT_TRUE(settle());
    EXPECT_GT(session().query().recipe.steps.front().values.at("sigma"), 0.18);

    RankingModel* ranks = page().rankings()->model();
    ASSERT_EQ(ranks->rowCount(), 2);
    EXPECT_EQ(ranks->cells(0).size(), 10U);
    EXPECT_EQ(ranks->cells(0).front().rank, 1);
    EXPECT_EQ(ranks->cells(0).front().path.toStdString(), session().comparison()->models[0].results[0].path);

    m_window->action(QStringLiteral("export"))->trigger();
    ASSERT_TRUE(settle());
    auto* dialog = m_window->findChild<ReportDialog*>();
    ASSERT_NE(dialog, nullptr);
    dialog->setFolder(m_folder.path());
    dialog->setBaseName(QStringLiteral("run"));
    dialog->setFormats({QStringLiteral("html"), QStringLiteral("csv"), QStringLiteral("json")});
    QSignalSpy exported(dialog, &ReportDialog::exported);
    dialog->startExport();
    ASSERT_TRUE(exported.count() > 0 || exported.wait());
    for (const auto& outcome : dialog->outcomes())
        EXPECT_TRUE(outcome.error.isEmpty()) << outcome.error.toStdString();
    const auto json = readTextFile(fs::path(m_folder.path().toStdString()) / "run.json");
    ASSERT_TRUE(json) << json.error().message();
    EXPECT_NE(json->find(session().comparison()->models[0].results[0].path), std::string::npos);
}

TEST_F(WindowTest, HandlesResizeTheBoxAndTheInsideMovesIt) {
    open();
    session().setBox(image::Box{40, 30, 120, 90});
    drag(onScreen(120, 90), onScreen(140, 100));
    expectNear(box(), {40, 30, 140, 100});
    drag(onScreen(40, 60), onScreen(20, 60));
    expectNear(box(), {20, 30, 140, 100});
    drag(onScreen(80, 30), onScreen(80, 20));
    expectNear(box(), {20, 20, 140, 100});
    const image::Box before = box();
    drag(onScreen(80, 60), onScreen(500, 60));
    EXPECT_EQ(box().width(), before.width());
    EXPECT_EQ(box().x2, 160) << "stops at the edge of the picture";
    m_window->action(QStringLiteral("undo"))->trigger();
    EXPECT_EQ(box(), before) << "one drag is one step of undo";
}

TEST_F(WindowTest, ArrowKeysMoveByOneAndWithShiftByTen) {
    open();
    session().setBox(image::Box{40, 30, 120, 90});
    editor().setFocus();
    QTest::keyClick(&editor(), Qt::Key_Right);
    EXPECT_EQ(box(), (image::Box{41, 30, 121, 90}));
    QTest::keyClick(&editor(), Qt::Key_Up, Qt::ShiftModifier);
    EXPECT_EQ(box(), (image::Box{41, 20, 121, 80}));
    QTest::keyClick(&editor(), Qt::Key_Left, Qt::AltModifier);
    EXPECT_EQ(box(), (image::Box{41, 20, 120, 80}));
    for (int i = 0; i < 20; ++i) QTest::keyClick(&editor(), Qt::Key_Right, Qt::ShiftModifier);
    EXPECT_EQ(box().x2, 160);
    EXPECT_EQ(box().width(), 79);
}

TEST_F(WindowTest, TypedNumbersAreClampedAndEscapeGivesTheBoxBack) {
    open();
    session().setBox(image::Box{40, 30, 120, 90});
    auto* x = page().queryPanel()->findChildren<QSpinBox*>().at(0);
    x->setValue(150);
    EXPECT_EQ(box(), (image::Box{150, 30, 160, 90}));
    const image::Box before = box();
    QTest::mousePress(&editor(), Qt::LeftButton, Qt::NoModifier, onScreen(20, 20));
    QTest::mouseMove(&editor(), onScreen(60, 60));
    EXPECT_NE(box(), before);
    QTest::keyClick(&editor(), Qt::Key_Escape);
    EXPECT_EQ(box(), before);
    QTest::mouseRelease(&editor(), Qt::LeftButton, Qt::NoModifier, onScreen(60, 60));
    EXPECT_EQ(box(), before);
}

TEST_F(WindowTest, TheWholePictureIsOneKeyAway) {
    open();
    session().setBox(image::Box{40, 30, 120, 90});
    m_window->action(QStringLiteral("whole"))->trigger();
    EXPECT_FALSE(session().query().box.has_value());
    EXPECT_FALSE(m_window->action(QStringLiteral("whole"))->isEnabled());
}

TEST_F(WindowTest, ThePeekKeyShowsTheCleanCropWhileHeld) {
    open();
    degrade::Recipe recipe;
    recipe.steps.push_back(*degrade::parseStep("gaussian_noise:sigma=0.3"));
    session().setRecipe(recipe);
    ASSERT_TRUE(settle());
    auto* preview = page().queryPanel()->preview();
    EXPECT_EQ(preview->shownPicture(), session().degradedCrop());
    editor().setFocus();
    QTest::keyPress(&editor(), Qt::Key_P);
    EXPECT_EQ(preview->shownPicture(), session().cleanCrop());
    QTest::keyRelease(&editor(), Qt::Key_P);
    EXPECT_EQ(preview->shownPicture(), session().degradedCrop());
    QTest::keyPress(&editor(), Qt::Key_P);
    QEvent away(QEvent::WindowDeactivate);
    QCoreApplication::sendEvent(m_window.get(), &away);
    EXPECT_FALSE(preview->isPeeking()) << "the key is let go elsewhere, unseen";
    QTest::keyRelease(&editor(), Qt::Key_P);
    auto* filter = page().galleryPanel()->filter();
    filter->setFocus();
    QTest::keyClick(filter, Qt::Key_P);
    EXPECT_EQ(filter->text(), QStringLiteral("p")) << "typing is not peeking";
}

TEST_F(WindowTest, TheStackIsEditedByCardsAndUndone) {
    open();
    auto* panel = page().recipePanel();
    panel->addStep("gaussian_noise");
    panel->addStep("motion_blur");
    ASSERT_TRUE(QTest::qWaitFor([&] { return panel->cards().size() == 2; }));
    Q_EMIT panel->cards().at(1)->moveRequested(-1);
    ASSERT_TRUE(QTest::qWaitFor([&] { return panel->cards().at(0)->step().kind == "motion_blur"; }));
    EXPECT_EQ(session().query().recipe.steps.front().kind, "motion_blur");
    panel->cards().front()->findChild<QCheckBox*>()->click();
    EXPECT_FALSE(session().query().recipe.steps.front().enabled);
    Q_EMIT panel->cards().at(1)->removeRequested();
    ASSERT_TRUE(QTest::qWaitFor([&] { return panel->cards().size() == 1; }));
    m_window->action(QStringLiteral("undo"))->trigger();
    m_window->action(QStringLiteral("undo"))->trigger();
    m_window->action(QStringLiteral("undo"))->trigger();
    ASSERT_EQ(session().query().recipe.steps.size(), 2U);
    EXPECT_EQ(session().query().recipe.steps.front().kind, "gaussian_noise");
    const auto seed = session().query().recipe.seed;
    panel->newSeed();
    EXPECT_NE(session().query().recipe.seed, seed);
}

TEST_F(WindowTest, ScrollingOverACardChangesNothingWithoutTheFocus) {
    open();
    page().recipePanel()->addStep("gaussian_noise");
    ASSERT_TRUE(QTest::qWaitFor([this] { return page().recipePanel()->cards().size() == 1; }));
    auto* card = page().recipePanel()->cards().front();
    auto* slider = card->findChild<QSlider*>();
    auto* number = card->findChild<QAbstractSpinBox*>();
    const auto turn = [](QWidget* over) {
        const QPointF at(over->rect().center());
        QWheelEvent event(at, over->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(over, &event);
    };
    const auto before = session().query().recipe;
    editor().setFocus();
    turn(slider);
    turn(number);
    EXPECT_EQ(session().query().recipe, before);
    slider->setFocus();
    turn(slider);
    EXPECT_NE(session().query().recipe.steps.front().values, before.steps.front().values);
}

TEST_F(WindowTest, APrecisionThatTheDeviceDoesNotOfferIsNotKept) {
    AppSettings settings;
    settings.setDevice(QStringLiteral("cuda:0"));
    settings.setPrecision(QStringLiteral("fp16"));
    SettingsDialog dialog;
    EXPECT_EQ(settings.precision(), QStringLiteral("fp16")) << "nothing is known about the devices yet";
    dialog.setDevices({{"cpu", "Processor", {nn::Precision::Fp32}},
                       {"cuda:0", "Card", {nn::Precision::Fp32, nn::Precision::Fp16}}});
    EXPECT_EQ(settings.precision(), QStringLiteral("fp16"));
    QSignalSpy changed(&dialog, &SettingsDialog::computeChanged);
    QComboBox* device = nullptr;
    for (auto* box : dialog.findChildren<QComboBox*>())
        if (box->findData(QStringLiteral("cuda:0")) >= 0) device = box;
    ASSERT_NE(device, nullptr);
    Q_EMIT device->activated(device->currentIndex());
    EXPECT_EQ(changed.count(), 0) << "the same device again";
    device->setCurrentIndex(device->findData(QStringLiteral("cpu")));
    Q_EMIT device->activated(device->currentIndex());
    EXPECT_EQ(changed.count(), 1);
    EXPECT_EQ(settings.precision(), QStringLiteral("auto"));
    settings.setDevice(QStringLiteral("auto"));
}

TEST_F(WindowTest, SlidersReachBothEndsOfEveryParameter) {
    for (const auto& kind : degrade::registry()) {
        for (const auto& spec : kind->params()) {
            if (spec.kind == degrade::ParamKind::Choice) continue;
            EXPECT_DOUBLE_EQ(sliderValue(spec, 0), spec.minimum) << kind->kind() << '.' << spec.key;
            EXPECT_DOUBLE_EQ(sliderValue(spec, kSliderSteps), spec.maximum)
                << kind->kind() << '.' << spec.key;
            EXPECT_EQ(sliderPosition(spec, spec.minimum), 0);
            EXPECT_EQ(sliderPosition(spec, spec.maximum), kSliderSteps);
        }
    }
}

TEST_F(WindowTest, AClickInTheGalleryChoosesThePicture) {
    open();
    auto* list = page().galleryPanel()->pictureList();
    const QModelIndex third = list->model()->index(2, 0);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier, list->visualRect(third).center());
    ASSERT_TRUE(settle());
    EXPECT_EQ(session().query().image->path, m_gallery->images()[2].path);
    page().galleryPanel()->filter()->setText(QStringLiteral("scene_7 view_1"));
    ASSERT_EQ(list->model()->rowCount(), 1);
    list->setFocus();
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::keyClick(list, Qt::Key_Return);
    ASSERT_TRUE(settle());
    EXPECT_EQ(session().query().image->path, "scene_7/view_1.png");
    // The name has room beside the tabs; the folder is in the tool tip.
    const auto path = QString::fromStdString(session().query().image->path);
    ASSERT_TRUE(path.contains(QLatin1Char('/')));
    const auto labels = m_window->findChildren<ElidedLabel*>();
    EXPECT_TRUE(std::any_of(labels.begin(), labels.end(), [&](const ElidedLabel* label) {
        return path.endsWith(QLatin1Char('/') + label->fullText()) &&
               label->toolTip() == path.toHtmlEscaped();
    }));
}

TEST_F(WindowTest, APictureFileCanBeDroppedAndPasted) {
    open();
    const QString file = m_folder.filePath(QStringLiteral("query.png"));
    ASSERT_TRUE(image::saveRgb(test::drawPicture(4, 9), file.toStdString()));
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(file)});
    drop(mime);
    ASSERT_TRUE(settle());
    EXPECT_EQ(session().query().image->path, "query.png");
    EXPECT_EQ(session().comparison()->models[0].results[0].path.substr(0, 8), "scene_4/");

    QImage picture(64, 48, QImage::Format_RGB32);
    picture.fill(Qt::darkGreen);
    QGuiApplication::clipboard()->setImage(picture);
    m_window->action(QStringLiteral("paste"))->trigger();
    ASSERT_TRUE(settle());
    EXPECT_EQ(session().picture()->size(), QSize(64, 48));
}

TEST_F(WindowTest, APictureDroppedBeforeAGalleryIsOpenSaysWhatToDo) {
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/query.png"))});
    drop(mime);
    EXPECT_TRUE(m_window->notice()->isVisible());
    EXPECT_EQ(session().stage(), SessionModel::Stage::Start);
}

TEST_F(WindowTest, RankKeysWorkWhereverTheFocusIs) {
    open();
    editor().setFocus();
    m_window->action(QStringLiteral("rank_3"))->trigger();
    EXPECT_EQ(page().rankings()->model()->focusedRank(), 3);
    m_window->action(QStringLiteral("compare"))->trigger();
    EXPECT_TRUE(page().isComparing());
    QSignalSpy loaded(&page(), &WorkPage::resultLoaded);
    EXPECT_TRUE(loaded.count() > 0 || loaded.wait());
    m_window->action(QStringLiteral("compare"))->trigger();
    EXPECT_FALSE(page().isComparing());
}

TEST_F(WindowTest, ManyModelsAreChosenInAMenuThatKeepsTheWindowNarrow) {
    m_gallery->addIdleModels(4);
    open();
    const auto& boxes = page().modelBoxes();
    ASSERT_EQ(boxes.size(), 6U);
    EXPECT_LE(m_window->minimumSizeHint().width(), 1280);
    auto* menu = qobject_cast<QMenu*>(boxes.front()->parentWidget());
    ASSERT_NE(menu, nullptr);
    auto* button = qobject_cast<QToolButton*>(menu->parentWidget());
    ASSERT_NE(button, nullptr);
    EXPECT_EQ(button->text(), QStringLiteral("Models: 3 of 6"));
    boxes.front()->click();
    EXPECT_EQ(button->text(), QStringLiteral("Models: 2 of 6"));
    EXPECT_EQ(session().shownModels().size(), 2U);
}

TEST_F(WindowTest, AnUncheckedModelHasNoRowAndCostsNothing) {
    open();
    ASSERT_EQ(page().modelBoxes().size(), 2U);
    page().modelBoxes().front()->click();
    EXPECT_EQ(page().rankings()->model()->rowCount(), 1);
    EXPECT_EQ(page().rankings()->model()->modelName(0), QStringLiteral("Baseline GeM"));
    const int before = m_gallery->rankings("grid");
    session().setBox(image::Box{10, 10, 90, 90});
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_gallery->rankings("grid"), before);
    page().modelBoxes().front()->click();
    ASSERT_TRUE(settle());
    EXPECT_EQ(page().rankings()->model()->rowCount(), 2);
    EXPECT_EQ(m_gallery->rankings("grid"), before + 1);
}

TEST_F(WindowTest, TheCommandOfTheStateIsCopied) {
    open();
    session().setBox(image::Box{10, 20, 110, 100});
    ASSERT_TRUE(settle());
    m_window->action(QStringLiteral("copy_command"))->trigger();
    ASSERT_TRUE(settle());
    const QString command = QGuiApplication::clipboard()->text();
    EXPECT_TRUE(command.startsWith(QStringLiteral("adapnet search "))) << command.toStdString();
    EXPECT_TRUE(command.contains(QStringLiteral("--box 10,20,110,100"))) << command.toStdString();
}

TEST_F(WindowTest, FilesThatFailedAreOneNoticeAndOneTable) {
    m_gallery->indexReport().damaged = {{"a/<b>.jpg", "the file ends too early"}};
    m_gallery->indexReport().tooLarge = {{"huge.png", "20000 x 20000 pixels, the limit is 100 megapixels"}};
    m_gallery->indexReport().missing = 1;
    m_gallery->indexReport().missingPaths = {"gone.jpg"};
    open();
    EXPECT_TRUE(m_window->notice()->isVisible());
    EXPECT_TRUE(m_window->notice()->text().contains(QStringLiteral("1 damaged")));
    m_window->action(QStringLiteral("outcome"))->trigger();
    auto* dialog = m_window->findChild<OutcomeDialog*>();
    ASSERT_NE(dialog, nullptr);
    for (const auto* part : {"a/<b>.jpg", "the file ends too early", "20000 x 20000", "gone.jpg"})
        EXPECT_TRUE(dialog->asText().contains(QString::fromLatin1(part))) << part;
}

TEST_F(WindowTest, AGroundTruthShowsItsQueriesWithTheirBoxes) {
    start(true);
    open();
    EXPECT_TRUE(page().galleryPanel()->showsQueries());
    EXPECT_EQ(page().galleryPanel()->queryList()->model()->rowCount(), test::FakeGallery::kScenes);
    EXPECT_EQ(box(), (image::Box{20, 10, 140, 110}));
    EXPECT_NE(session().comparison()->models[0].results[0].label, eval::Label::Unknown);
}

// What a screen reader would have nothing to say about.
QStringList unnamed(QWidget* root) {
    QStringList found;
    for (QWidget* widget : root->findChildren<QWidget*>()) {
        const bool interactive =
            widget->focusPolicy() != Qt::NoFocus &&
            (qobject_cast<QAbstractButton*>(widget) != nullptr ||
             qobject_cast<QAbstractSlider*>(widget) != nullptr ||
             qobject_cast<QAbstractSpinBox*>(widget) != nullptr ||
             qobject_cast<QComboBox*>(widget) != nullptr || qobject_cast<QLineEdit*>(widget) != nullptr ||
             qobject_cast<QAbstractItemView*>(widget) != nullptr ||
             qobject_cast<BoxEditor*>(widget) != nullptr);
        // Parts of another control speak through it.
        const bool part = qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) != nullptr ||
                          qobject_cast<QComboBox*>(widget->parentWidget()) != nullptr ||
                          qobject_cast<QLineEdit*>(widget->parentWidget()) != nullptr ||
                          widget->objectName().startsWith(QStringLiteral("qt_"));
        const bool popup =
            QLatin1String(widget->metaObject()->className()).startsWith(QLatin1String("QComboBox")) &&
            qobject_cast<QComboBox*>(widget) == nullptr;
        if (!interactive || part || popup || widget->isHidden()) continue;
        QAccessibleInterface* access = QAccessible::queryAccessibleInterface(widget);
        if (access == nullptr || access->text(QAccessible::Name).trimmed().isEmpty())
            found << QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') +
                         widget->objectName();
    }
    return found;
}

TEST_F(WindowTest, EveryControlHasAnAccessibleName) {
    EXPECT_EQ(unnamed(m_window.get()).join(QStringLiteral(", ")).toStdString(), "");
    open();
    for (const auto& kind : degrade::registry()) page().recipePanel()->addStep(kind->kind());
    const std::size_t kinds = degrade::registry().size();
    ASSERT_TRUE(QTest::qWaitFor([&] { return page().recipePanel()->cards().size() == kinds; }));
    EXPECT_EQ(unnamed(m_window.get()).join(QStringLiteral(", ")).toStdString(), "");
}

TEST_F(WindowTest, EveryThumbnailHasAnAccessibleText) {
    open();
    const auto* model = page().galleryPanel()->pictureList()->model();
    for (int row = 0; row < model->rowCount(); ++row)
        EXPECT_TRUE(model->index(row, 0)
                        .data(Qt::AccessibleTextRole)
                        .toString()
                        .startsWith(QStringLiteral("scene_")));
}

TEST_F(WindowTest, TheThemeChangesAtRunTimeAndKeepsTheWork) {
    open();
    session().setBox(image::Box{10, 20, 110, 100});
    const bool dark = Theme::instance().isDark();
    m_window->action(QStringLiteral("toggle_theme"))->trigger();
    EXPECT_NE(Theme::instance().isDark(), dark);
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window->isSettled(); }));
    EXPECT_EQ(box(), (image::Box{10, 20, 110, 100}));
    EXPECT_EQ(page().rankings()->model()->rowCount(), 2);
    m_window->action(QStringLiteral("toggle_theme"))->trigger();
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window->isSettled(); }));
}

TEST_F(WindowTest, TheComparisonShowsTheRealPixelsOfALargeQuery) {
    open();
    QImage lines(2000, 1500, QImage::Format_RGB888);
    for (int y = 0; y < lines.height(); ++y)
        for (int x = 0; x < lines.width(); ++x) lines.setPixelColor(x, y, x % 2 == 0 ? Qt::white : Qt::black);
    session().choosePixels(lines);
    ASSERT_TRUE(settle());
    page().showCompare();
    m_window->action(QStringLiteral("real"))->trigger();
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window->isSettled(); }));
    auto* pane = page().compareView()->findChildren<PicturePane*>().at(0);
    EXPECT_DOUBLE_EQ(pane->viewport()->percent(pane->paneGeometry()), 100);
    EXPECT_EQ(pane->paneGeometry().picture, QSizeF(2000, 1500));
    const QImage seen = pane->grab().toImage();
    for (int x = 10; x < 60; ++x)
        EXPECT_EQ(std::abs(seen.pixelColor(x, 100).red() - seen.pixelColor(x + 1, 100).red()), 255) << x;
}

TEST_F(WindowTest, AModelSaysOnWhatAndHowExactlyItIsComputed) {
    open();
    EXPECT_EQ(page().modelBoxes().front()->toolTip().toStdString(),
              "192 numbers a picture\nComputed on cpu in bf16\nLeast cosine to the vectors of fp32: 0.9997");
}

TEST_F(WindowTest, ClosingTheGalleryLeadsBackToTheStart) {
    open();
    m_window->action(QStringLiteral("close_gallery"))->trigger();
    EXPECT_TRUE(m_window->startPage()->isVisible());
    EXPECT_FALSE(m_window->action(QStringLiteral("export"))->isEnabled());
}

}  // namespace
}  // namespace adapnet::ui
