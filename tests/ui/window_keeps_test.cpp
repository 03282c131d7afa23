// What must stay while the window changes its look, its language or its gallery, and which keys act where.
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QScrollArea>
#include <QScrollBar>
#include <QSemaphore>
#include <QSlider>
#include <algorithm>
#include <atomic>
#include <thread>

#include "tests/ui/window_fixture.h"
#include "ui/common/theme.h"
#include "ui/compare/compare_view.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/help/shortcut_overlay.h"
#include "ui/query/recipe_panel.h"
#include "ui/ranking/ranking_view.h"
#include "ui/settings/app_settings.h"
#include "ui/settings/language.h"
#include "ui/settings/settings_dialog.h"
#include "ui/shell/notice_bar.h"

namespace adapnet::ui {
namespace {

class WindowKeeps : public test::WindowTest {
  protected:
    ~WindowKeeps() override {
        Theme::instance().apply(ThemeMode::Light);
        applyLanguage(QStringLiteral("en"));
    }
    bool rest() {
        return QTest::qWaitFor([this] { return m_window->isSettled(); });
    }
    QAction& action(const char* name) { return *m_window->action(QString::fromLatin1(name)); }
    // Waits until the window is the active one, so that keys go through its shortcuts.
    void activate() {
        m_window->activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(m_window.get()));
    }

    // A state in which everything differs from how a fresh page starts.
    void moveAbout() {
        open();
        session().setBox(image::Box{10, 20, 110, 100});
        for (const char* kind : {"gaussian_noise", "motion_blur", "speckle", "jpeg"})
            page().recipePanel()->addStep(kind);
        ASSERT_TRUE(QTest::qWaitFor([this] { return page().recipePanel()->cards().size() == 4; }));
        ASSERT_TRUE(rest());
        editor().viewport().setState({LinkedViewport::Base::RealPixels, 3, {0.4, 0.6}});
        page().galleryPanel()->filter()->setText(QStringLiteral("view"));
        page().rankings()->model()->setFocus(1, 13);
        page().showCompare();
        ASSERT_TRUE(rest());
        page().compareView()->setMode(CompareView::Mode::Overlay);
        page().compareView()->setOpacity(0.3);
        page().compareView()->queryViewport()->setState({LinkedViewport::Base::Fit, 2, {0.3, 0.5}});
        scrolls().recipe->setValue(60);
        scrolls().gallery->setValue(200);
        ASSERT_EQ(scrolls().recipe->value(), 60);
        ASSERT_EQ(scrolls().gallery->value(), 200);
    }
    void expectUnmoved() {
        EXPECT_EQ(box(), (image::Box{10, 20, 110, 100}));
        EXPECT_EQ(session().query().recipe.steps.size(), 4U);
        EXPECT_EQ(editor().viewport().base(), LinkedViewport::Base::RealPixels);
        EXPECT_EQ(editor().viewport().zoom(), 3);
        EXPECT_EQ(page().galleryPanel()->filter()->text(), QStringLiteral("view"));
        EXPECT_EQ(page().rankings()->model()->focusedRow(), 1);
        EXPECT_EQ(page().rankings()->model()->focusedRank(), 13);
        EXPECT_TRUE(page().isComparing());
        EXPECT_EQ(page().compareView()->mode(), CompareView::Mode::Overlay);
        EXPECT_EQ(page().compareView()->opacity(), 0.3);
        EXPECT_EQ(page().compareView()->queryViewport()->zoom(), 2);
        EXPECT_EQ(scrolls().recipe->value(), 60);
        EXPECT_EQ(scrolls().gallery->value(), 200);
    }
    struct Scrolls {
        QScrollBar* recipe;
        QScrollBar* gallery;
    };
    Scrolls scrolls() {
        return {page().recipePanel()->scrollBar(), page().galleryPanel()->pictureList()->verticalScrollBar()};
    }
};

TEST_F(WindowKeeps, TheViewWhileTheLookChanges) {
    moveAbout();
    action("toggle_theme").trigger();
    ASSERT_TRUE(rest());
    expectUnmoved();
}

TEST_F(WindowKeeps, TheViewWhileTheLanguageChanges) {
    moveAbout();
    applyLanguage(QStringLiteral("de"));
    ASSERT_TRUE(QTest::qWaitFor([this] { return action("undo").text() == QStringLiteral("&Rückgängig"); }));
    ASSERT_TRUE(rest());
    ASSERT_TRUE(QTest::qWaitFor([this] { return scrolls().recipe->value() == 60; }));
    expectUnmoved();
}

// Another look only repaints: it must look as if the window had been built in it.
TEST_F(WindowKeeps, AChangedLookLooksLikeAFreshWindow) {
    open();
    m_window->notice()->show(NoticeBar::Kind::Warning, QStringLiteral("Some text"));
    action("toggle_theme").trigger();
    ASSERT_TRUE(rest());
    const QImage changed = m_window->grab().toImage();
    start(false);
    open();
    m_window->notice()->show(NoticeBar::Kind::Warning, QStringLiteral("Some text"));
    ASSERT_TRUE(rest());
    m_window->grab();  // asks for the thumbnails
    ASSERT_TRUE(rest());
    const QImage fresh = m_window->grab().toImage();
    ASSERT_EQ(changed.size(), fresh.size());
    int differing = 0;
    for (int y = 0; y < fresh.height(); ++y)
        for (int x = 0; x < fresh.width(); ++x) differing += changed.pixel(x, y) != fresh.pixel(x, y) ? 1 : 0;
    // The time of the search stands in the status bar.
    EXPECT_LT(differing, fresh.width() * fresh.height() / 500);
}

TEST_F(WindowKeeps, TheQueryWhenAGroundTruthIsLoaded) {
    moveAbout();
    m_window->openFolder(m_folder.path());
    ASSERT_TRUE(rest());
    EXPECT_EQ(box(), (image::Box{10, 20, 110, 100}));
    EXPECT_EQ(session().query().recipe.steps.size(), 4U);
    EXPECT_EQ(page().recipePanel()->cards().size(), 4U);
}

TEST_F(WindowKeeps, TheQueryWhenTheDeviceChanges) {
    open();
    session().setBox(image::Box{10, 20, 110, 100});
    ASSERT_TRUE(rest());
    const int searches = m_gallery->searches();
    action("settings").trigger();
    auto* dialog = m_window->findChild<SettingsDialog*>();
    ASSERT_NE(dialog, nullptr);
    QComboBox* device = nullptr;
    ASSERT_TRUE(QTest::qWaitFor([&] {
        for (auto* candidate : dialog->findChildren<QComboBox*>())
            if (candidate->findData(QStringLiteral("cpu")) >= 0) device = candidate;
        return device != nullptr;
    }));
    device->setCurrentIndex(device->findData(QStringLiteral("cpu")));
    Q_EMIT device->activated(device->currentIndex());
    ASSERT_TRUE(rest());
    EXPECT_GT(m_gallery->searches(), searches);
    EXPECT_EQ(box(), (image::Box{10, 20, 110, 100}));
    AppSettings().setDevice(QStringLiteral("auto"));
}

TEST_F(WindowKeeps, TheHandFreeWhileTheDevicesAreAsked) {
    QSemaphore answer;
    std::atomic<bool> aside = false;
    auto services = test::fakeServices(m_gallery);
    services.devices = [&, here = std::this_thread::get_id()] {
        aside = std::this_thread::get_id() != here;
        answer.acquire();
        return std::vector<nn::DeviceInfo>{{"cpu", "Processor", {nn::Precision::Fp32}}};
    };
    MainWindow window(services, {});
    window.action(QStringLiteral("settings"))->trigger();
    auto* dialog = window.findChild<SettingsDialog*>();
    ASSERT_NE(dialog, nullptr);
    const auto disabled = [dialog] {
        int count = 0;
        for (const auto* box : dialog->findChildren<QComboBox*>()) count += box->isEnabled() ? 0 : 1;
        return count;
    };
    EXPECT_EQ(disabled(), 2) << "device and precision wait";
    answer.release();
    ASSERT_TRUE(QTest::qWaitFor([&] { return disabled() == 0; }));
    EXPECT_TRUE(aside);
}

TEST_F(WindowKeeps, KeysBeneathTheKeyOverviewDoNothing) {
    open();
    session().setBox(image::Box{10, 20, 110, 100});
    activate();
    editor().setFocus();
    action("shortcuts").trigger();
    auto* overlay = m_window->findChild<ShortcutOverlay*>();
    ASSERT_TRUE(overlay->isVisible());
    const int rank = page().rankings()->model()->focusedRank();
    QWindow* target = m_window->windowHandle();
    QTest::keyClick(target, Qt::Key_Z, Qt::ControlModifier);
    QTest::keyClick(target, Qt::Key_K, Qt::ControlModifier);
    QTest::keyClick(target, Qt::Key_4);
    QTest::keyClick(target, Qt::Key_Tab);
    QTest::keyPress(target, Qt::Key_P);
    EXPECT_FALSE(page().queryPanel()->preview()->isPeeking());
    QTest::keyRelease(target, Qt::Key_P);
    EXPECT_TRUE(overlay->isVisible());
    EXPECT_EQ(box(), (image::Box{10, 20, 110, 100}));
    EXPECT_FALSE(page().isComparing());
    EXPECT_EQ(page().rankings()->model()->focusedRank(), rank);
    QTest::keyClick(target, Qt::Key_Question);
    EXPECT_FALSE(overlay->isVisible());
    QTest::keyClick(target, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_NE(box(), (image::Box{10, 20, 110, 100})) << "now it acts";
}

TEST_F(WindowKeeps, AltAndArrowsMoveACardFromAnyOfItsControls) {
    open();
    auto* panel = page().recipePanel();
    panel->addStep("gaussian_noise");
    panel->addStep("jpeg");
    ASSERT_TRUE(QTest::qWaitFor([&] { return panel->cards().size() == 2; }));
    activate();
    const auto values = session().query().recipe.steps.front().values;
    panel->cards().front()->findChild<QSlider*>()->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down, Qt::AltModifier);
    ASSERT_TRUE(QTest::qWaitFor([&] { return panel->cards().at(1)->step().kind == "gaussian_noise"; }));
    EXPECT_EQ(session().query().recipe.steps.at(1).values, values) << "the slider itself stays";
    EXPECT_EQ(QApplication::focusWidget(), panel->cards().at(1)->findChild<QSlider*>());
    for (const char* kind : {"QDoubleSpinBox", "QToolButton", "QCheckBox"}) {
        auto* card = panel->cards().at(1);
        const auto children = card->findChildren<QWidget*>();
        const auto control = std::find_if(children.begin(), children.end(), [&](const QWidget* child) {
            return child->inherits(kind) && child->isEnabled() && child->focusPolicy() != Qt::NoFocus;
        });
        ASSERT_NE(control, children.end()) << kind;
        (*control)->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Up, Qt::AltModifier);
        ASSERT_TRUE(QTest::qWaitFor([&] { return panel->cards().at(0)->step().kind == "gaussian_noise"; }))
            << kind;
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down, Qt::AltModifier);
        ASSERT_TRUE(QTest::qWaitFor([&] { return panel->cards().at(1)->step().kind == "gaussian_noise"; }))
            << kind << ", back again with the focus that moved along";
    }
}

TEST_F(WindowKeeps, CardsWholeWhenTheirWordsAreLong) {
    applyLanguage(QStringLiteral("de"));
    start(false);
    open();
    auto* panel = page().recipePanel();
    for (const auto& kind : degrade::registry()) panel->addStep(kind->kind());
    ASSERT_TRUE(QTest::qWaitFor([&] { return panel->cards().size() == degrade::registry().size(); }));
    const auto* scroll = panel->findChild<QScrollArea*>();
    const auto* seen = scroll->viewport();
    EXPECT_TRUE(QTest::qWaitFor([&] {
        return std::all_of(panel->cards().begin(), panel->cards().end(), [&](const StepCard* card) {
            return card->mapTo(seen, QPoint(card->width(), 0)).x() <= seen->width();
        });
    })) << "the right edge of a card is cut off";
    EXPECT_TRUE(QTest::qWaitFor([&] { return scroll->geometry().right() < panel->width(); }))
        << "the scroll bar is cut off";
}

TEST_F(WindowKeeps, TheModelBoxesInStepWithTheSession) {
    open();
    session().setShownModels({"mean"});
    EXPECT_FALSE(page().modelBoxes().at(0)->isChecked());
    EXPECT_TRUE(page().modelBoxes().at(1)->isChecked());
    page().modelBoxes().at(1)->click();
    ASSERT_TRUE(rest());
    EXPECT_EQ(page().rankings()->model()->rowCount(), 0);
    EXPECT_TRUE(page().rankings()->emptyText().contains(QStringLiteral("Check a model")));
}

TEST_F(WindowKeeps, ZoomActionsActOnTheComparisonWhileItIsSeen) {
    open();
    page().showCompare();
    ASSERT_TRUE(rest());
    const auto before = editor().viewport().state();
    action("real").trigger();
    EXPECT_EQ(page().compareView()->queryViewport()->base(), LinkedViewport::Base::RealPixels);
    action("zoom_in").trigger();
    EXPECT_DOUBLE_EQ(page().compareView()->queryViewport()->zoom(), 1.25);
    action("zoom_out").trigger();
    EXPECT_DOUBLE_EQ(page().compareView()->queryViewport()->zoom(), 1);
    action("fit").trigger();
    EXPECT_EQ(page().compareView()->queryViewport()->base(), LinkedViewport::Base::Fit);
    EXPECT_EQ(editor().viewport().base(), before.base);
    EXPECT_EQ(editor().viewport().zoom(), before.zoom);
    page().showQuery();
    action("real").trigger();
    EXPECT_EQ(editor().viewport().base(), LinkedViewport::Base::RealPixels);
}

}  // namespace
}  // namespace adapnet::ui
