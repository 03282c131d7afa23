// Rankings in rows with what moved: the model on written-down comparisons, and the panel driven by events.
#include <gtest/gtest.h>

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/ui/window_fixture.h"
#include "ui/query/recipe_panel.h"
#include "ui/rankchange/rank_change_view.h"
#include "ui/reports/figure_dialog.h"
#include "ui/settings/language.h"

namespace adapnet::ui {
namespace {

class RankChanges : public test::WindowTest {
  protected:
    void SetUp() override {
        start(true);
        m_window->openFolder(m_folder.path());
        ASSERT_TRUE(rest());
        QTest::keyClick(m_window.get(), Qt::Key_J, Qt::ControlModifier);
        ASSERT_TRUE(m_window->workPage()->showsRankChanges());
    }
    RankChangeView& view() { return *m_window->workPage()->rankChangeView(); }
    RankChangeModel& model() { return *view().model(); }
    void damage(const char* step) {
        degrade::Recipe recipe;
        recipe.steps.push_back(*degrade::parseStep(step));
        session().setRecipe(recipe);
        ASSERT_TRUE(rest());
    }
    static std::vector<std::string> paths(const RankChangeModel::Row& row) {
        std::vector<std::string> out;
        for (const auto& cell : row.cells) out.push_back(cell.path);
        return out;
    }
    static std::vector<std::string> firstTen(const service::ModelRanking& ranking) {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < 10; ++i) out.push_back(ranking.results[i].path);
        return out;
    }
    bool rest() {
        return QTest::qWaitFor([this] { return m_window->isSettled(); });
    }
    QLabel* label(const char* name) {
        for (QLabel* candidate : view().findChildren<QLabel*>())
            if (candidate->accessibleName() == QLatin1String(name)) return candidate;
        return nullptr;
    }
};

TEST_F(RankChanges, ShowTheModelsBelowEachOther) {
    damage("gaussian_noise:sigma=0.5");
    const auto& shown = session().comparison()->models;
    ASSERT_EQ(model().rows().size(), 2U);
    EXPECT_EQ(paths(model().rows()[0]), firstTen(shown[0]));
    EXPECT_EQ(paths(model().rows()[1]), firstTen(shown[1]));
    ASSERT_EQ(model().changes().size(), 1U);
    const auto wanted = eval::compareRankings({firstTen(shown[0]), {}}, {firstTen(shown[1]), {}}, 10);
    ASSERT_TRUE(wanted);
    EXPECT_EQ(model().changes()[0].overlap, wanted->overlap);
    EXPECT_EQ(model().changes()[0].rankBiased, wanted->rankBiased);
    const QString words = label("What changed")->text();
    EXPECT_TRUE(words.contains(QStringLiteral("Of the first 10"))) << words.toStdString();
    EXPECT_TRUE(words.contains(QStringLiteral("overlap@10"))) << words.toStdString();
    EXPECT_EQ(view().canvas()->accessibleDescription(), words);
}

TEST_F(RankChanges, TheCleanRankingIsTheOneOfASearchWithoutDamage) {
    const auto clean = firstTen(session().comparison()->models[0]);
    // The small gallery has 80 pictures, so all that was lost is among the 100 results.
    damage("low_light:severity=5");
    auto* source = view().findChild<QComboBox*>();
    ASSERT_EQ(source->count(), 4);
    source->setFocus();
    QTest::keyClick(source, Qt::Key_Down);
    ASSERT_EQ(model().source(), 1);
    ASSERT_EQ(model().rows().size(), 2U);
    EXPECT_EQ(paths(model().rows()[0]), clean);
    EXPECT_EQ(paths(model().rows()[1]), firstTen(session().comparison()->models[0]));
    const auto& change = model().changes()[0];
    EXPECT_EQ(change.same + change.up + change.down + change.fresh, 10U);
    EXPECT_EQ(change.fresh, change.lost.size());
    EXPECT_GT(change.fresh, 0U) << "this damage moves something";
}

TEST_F(RankChanges, KeptRankingsStayForLaterComparisons) {
    for (auto* button : view().findChildren<QToolButton*>())
        if (button->accessibleName() == QStringLiteral("Keep this ranking")) {
            button->click();
            damage("gaussian_noise:sigma=0.4");
            button->click();
        }
    EXPECT_EQ(model().keptCount(), 2U);
    ASSERT_EQ(model().rows().size(), 2U);
    EXPECT_TRUE(model().rows()[0].name.contains(QStringLiteral("clean")));
    EXPECT_TRUE(model().rows()[1].name.contains(QStringLiteral("Gaussian noise")));
    for (int i = 0; i < 4; ++i) model().keep();
    EXPECT_EQ(model().keptCount(), RankChangeModel::kMostRows);
    EXPECT_EQ(model().changes().size(), RankChangeModel::kMostRows - 1);
    model().forgetKept();
    EXPECT_TRUE(model().rows().empty());
    EXPECT_TRUE(label("What changed")->text().contains(QStringLiteral("Two rankings are needed")));
}

TEST_F(RankChanges, ArrowKeysAndTheMouseFollowAResultThroughTheRows) {
    damage("gaussian_noise:sigma=0.5");
    view().canvas()->setFocus();
    QTest::keyClick(view().canvas(), Qt::Key_Right);
    ASSERT_TRUE(view().canvas()->chosen());
    EXPECT_EQ(*view().canvas()->chosen(), model().rows().back().cells[0].path);
    QTest::keyClick(view().canvas(), Qt::Key_Right);
    EXPECT_EQ(*view().canvas()->chosen(), model().rows().back().cells[1].path);
    EXPECT_TRUE(label("Places of the chosen result")->text().contains(QStringLiteral("place")));
    QTest::mouseMove(view().canvas(), view().canvas()->tile(0, 4).center().toPoint());
    EXPECT_EQ(*view().canvas()->chosen(), model().rows()[0].cells[4].path);
    const QImage drawn = view().canvas()->grab().toImage();
    EXPECT_FALSE(drawn.isNull());
}

TEST_F(RankChanges, KeptRankingsStayWhileTheLanguageChanges) {
    model().keep();
    damage("low_light:severity=5");
    model().keep();
    applyLanguage(QStringLiteral("de"));
    const auto isGerman = [this] {
        return m_window->action(QStringLiteral("undo"))->text() == QStringLiteral("&Rückgängig");
    };
    ASSERT_TRUE(QTest::qWaitFor(isGerman));
    ASSERT_TRUE(rest());
    EXPECT_TRUE(m_window->workPage()->showsRankChanges());
    EXPECT_EQ(model().keptCount(), 2U);
    EXPECT_EQ(model().rows().size(), 2U);
    applyLanguage(QStringLiteral("en"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return !isGerman(); }));
}

// The rows use the room that there is, and every place stays inside.
TEST_F(RankChanges, TilesGrowWithTheWindow) {
    damage("low_light:severity=5");
    const auto last = [this] { return view().canvas()->tile(model().rows().size() - 1, 9); };
    const double small = last().width();
    EXPECT_LE(last().right(), view().canvas()->width());
    m_window->resize(1920, 1080);
    ASSERT_TRUE(QTest::qWaitFor([&] { return last().width() > small; }));
    EXPECT_LE(last().right(), view().canvas()->width());
    EXPECT_LE(last().bottom(), view().canvas()->height());
}

TEST_F(RankChanges, UncheckingAModelLeavesNothingToCompare) {
    session().setShownModels({"mean"});
    ASSERT_TRUE(rest());
    EXPECT_EQ(model().rows().size(), 1U);
    EXPECT_TRUE(model().changes().empty());
    EXPECT_EQ(model().sourceCount(), 3);
    session().setShownModels({"grid", "mean"});
    ASSERT_TRUE(rest());
    EXPECT_EQ(model().rows().size(), 2U);
}

TEST_F(RankChanges, TheFigureIsOneClickAway) {
    for (auto* button : view().findChildren<QToolButton*>())
        if (button->accessibleName() == QStringLiteral("Figure …")) button->click();
    EXPECT_TRUE(QTest::qWaitFor([this] { return m_window->findChild<FigureDialog*>() != nullptr; }));
}

}  // namespace
}  // namespace adapnet::ui
