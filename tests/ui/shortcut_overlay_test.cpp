#include "ui/help/shortcut_overlay.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QTest>
#include <QVBoxLayout>
#include <set>

#include "ui/common/theme.h"
#include "ui/compare/compare_view.h"
#include "ui/ranking/ranking_view.h"

namespace adapnet::ui {
namespace {

class ShortcutOverlayTest : public ::testing::Test {
  protected:
    ShortcutOverlayTest() : m_field(&m_window), m_overlay(&m_window) {
        Theme::instance().apply(ThemeMode::Light);
        m_window.resize(1000, 700);
        m_window.show();
        QApplication::setActiveWindow(&m_window);
        m_field.setFocus();
    }
    std::multiset<std::string> texts() const {
        std::multiset<std::string> out;
        for (const QLabel* label : m_overlay.findChildren<QLabel*>()) out.insert(label->text().toStdString());
        return out;
    }

    QWidget m_window;
    QLineEdit m_field;
    ShortcutOverlay m_overlay;
};

TEST(ShortcutsOf, TakesActionsWithKeysAndCleansTheirTexts) {
    QAction open(QStringLiteral("&Open folder …")), save(QStringLiteral("Black && white...")),
        none(QStringLiteral("No key"));
    open.setShortcut(QKeySequence(QStringLiteral("Ctrl+O")));
    save.setShortcuts({QKeySequence(QStringLiteral("F2")), QKeySequence(QStringLiteral("Ctrl+B"))});
    const auto entries = shortcutsOf(QStringLiteral("Window"), {&open, &none, &save});
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].keys.toStdString(), "Ctrl+O");
    EXPECT_EQ(entries[0].text.toStdString(), "Open folder");
    EXPECT_EQ(entries[1].keys.toStdString(), "F2, Ctrl+B");
    EXPECT_EQ(entries[1].text.toStdString(), "Black & white");
    EXPECT_EQ(entries[1].section.toStdString(), "Window");
}

TEST(ShortcutsOf, DropsMnemonicsOfAllLanguages) {
    EXPECT_EQ(withoutMnemonic(QStringLiteral("Open &folder …")).toStdString(), "Open folder …");
    EXPECT_EQ(withoutMnemonic(QStringLiteral("打开(&O)…")).toStdString(), "打开…");
    EXPECT_EQ(withoutMnemonic(QStringLiteral("Real (100 %)")).toStdString(), "Real (100 %)");
    EXPECT_EQ(withoutMnemonic(QStringLiteral("A && &B")).toStdString(), "A & B");
}

TEST_F(ShortcutOverlayTest, NeedsNoScrollBarInAWindowOfUsualSize) {
    m_window.resize(1280, 800);
    std::vector<ShortcutEntry> entries = RankingView::shortcutEntries();
    for (const auto& entry : CompareView::shortcutEntries()) entries.push_back(entry);
    for (int i = 0; i < 28; ++i)
        entries.push_back({QStringLiteral("Section %1").arg(i / 8), QStringLiteral("F%1").arg(i),
                           QStringLiteral("What the key does %1").arg(i)});
    m_overlay.setEntries(entries);
    m_overlay.toggle();
    QApplication::processEvents();
    const auto* scroll = m_overlay.findChild<QScrollArea*>();
    EXPECT_LE(scroll->widget()->sizeHint().height(), scroll->viewport()->height());
    EXPECT_LE(scroll->widget()->sizeHint().width(), scroll->viewport()->width());
}

TEST_F(ShortcutOverlayTest, ShowsEveryKeyWithItsSectionOnce) {
    std::vector<ShortcutEntry> entries = RankingView::shortcutEntries();
    for (const auto& entry : CompareView::shortcutEntries()) entries.push_back(entry);
    m_overlay.setEntries(entries);
    m_overlay.toggle();
    const auto shown = texts();
    for (const auto& entry : entries) {
        EXPECT_GE(shown.count(entry.keys.toStdString()), 1U) << entry.keys.toStdString();
        EXPECT_EQ(shown.count(entry.text.toStdString()), 1U) << entry.text.toStdString();
        EXPECT_EQ(shown.count(entry.section.toStdString()), 1U);
    }
}

TEST_F(ShortcutOverlayTest, TakesTheFocusAndGivesItBack) {
    m_overlay.setEntries(RankingView::shortcutEntries());
    for (const auto key : {Qt::Key_Escape, Qt::Key_Question, Qt::Key_Return}) {
        m_overlay.toggle();
        ASSERT_TRUE(m_overlay.isVisible());
        EXPECT_EQ(QApplication::focusWidget(), &m_overlay);
        QTest::keyClick(&m_overlay, key);
        EXPECT_FALSE(m_overlay.isVisible());
        EXPECT_EQ(QApplication::focusWidget(), &m_field);
    }
}

TEST_F(ShortcutOverlayTest, KeysDoNotReachTheWindowBelow) {
    m_overlay.toggle();
    QTest::keyClicks(&m_overlay, QStringLiteral("abc"));
    EXPECT_TRUE(m_field.text().isEmpty());
    EXPECT_TRUE(m_overlay.isVisible());
    QTest::mouseClick(&m_overlay, Qt::LeftButton, {}, {5, 5});
    EXPECT_FALSE(m_overlay.isVisible());
}

TEST_F(ShortcutOverlayTest, CoversTheWindowAndFollowsItsSize) {
    m_overlay.setEntries(CompareView::shortcutEntries());
    m_overlay.toggle();
    EXPECT_EQ(m_overlay.geometry(), m_window.rect());
    m_window.resize(700, 400);
    QApplication::processEvents();
    EXPECT_EQ(m_overlay.geometry(), m_window.rect());
    for (const QWidget* child : m_overlay.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
        EXPECT_TRUE(m_overlay.rect().contains(child->geometry()));
}

}  // namespace
}  // namespace adapnet::ui
