// The compensation lens beside the query.
#include "ui/lens/lens_panel.h"

#include <gmock/gmock.h>

#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QSignalSpy>
#include <QTableView>

#include "tests/ui/window_fixture.h"

namespace adapnet::ui {
namespace {

using testing::HasSubstr;
using testing::Not;

class LensPanelTest : public test::WindowTest {
  protected:
    LensPanel& lens() { return *page().lensPanel(); }
    bool look() {
        return QTest::qWaitFor([this] { return session().isIdle() && !lens().isBusy(); });
    }
    void damage(const char* step) {
        degrade::Recipe recipe = session().query().recipe;
        recipe.steps = {*degrade::parseStep(step)};
        session().setRecipe(recipe);
    }
};

TEST(LensTable, TellsEveryRouteAndMarksTheBest) {
    LensTable table;
    QAbstractItemModelTester tester(&table);
    auto gallery = std::make_shared<test::FakeGallery>(service::GalleryRequest{}, true);
    service::LensRequest request;
    request.query = *gallery->groundTruthQuery(0);
    request.query.recipe.steps = {*degrade::parseStep("speckle")};
    gallery->blockHurts = true;
    table.setLens(std::make_shared<const service::Lens>(*gallery->lens(request, {})),
                  {QStringLiteral("AdapNet"), QStringLiteral("Baseline")});
    EXPECT_EQ(print(table),
              "AdapNet | Estimated: Gaussian noise 80 %, clean 10 %, motion blur 10 %\n"
              "No help | 0.600 | 0.200 | 5, 8\n"
              "✓ Compensation block | 0.800 | 0.500 | 2, 5\n"
              "Clean crop | 1.000 | 1.000 | 1, 4\n"
              "Clean crop, no help | 0.990 | 1.000 | 1, 4\n"
              "The block makes the clean query worse than no help.\n"
              "Baseline\n"
              "No help | 0.600 | 0.200 | 5, 8\n"
              "Clean crop | 1.000 | 1.000 | 1, 4\n");
    EXPECT_EQ(table.gateOf(0).size(), 9U);
    EXPECT_TRUE(table.gateOf(1).empty());
    EXPECT_TRUE(table.isBest(2));
    EXPECT_FALSE(table.isBest(7)) << "nothing to choose between";
    table.setLens(nullptr, {});
    EXPECT_EQ(table.rowCount(), 0);
}

TEST(LensTable, PutsRanksThatWereNotReachedLast) {
    service::Lens lens;
    lens.positives = {"a.png", "b.png", "c.png"};
    service::LensModel model;
    model.routes = {{service::LensRoute::Restored, "median", 0.5, service::PositiveRanks{{0, 12, 3}, 3, {}}}};
    lens.models = {model};
    LensTable table;
    table.setLens(std::make_shared<const service::Lens>(lens), {QStringLiteral("M")});
    EXPECT_EQ(table.data(table.index(1, LensTable::Ranks), Qt::DisplayRole).toString().toStdString(),
              "3, 12, –");
    EXPECT_EQ(table.data(table.index(1, LensTable::Route), Qt::DisplayRole).toString().toStdString(),
              "Pixels restored: median");
    EXPECT_THAT(table.data(table.index(1, LensTable::Ranks), Qt::ToolTipRole).toString().toStdString(),
                HasSubstr("b.png: rank 12"));
}

TEST_F(LensPanelTest, LooksOnlyWhileItIsSeenAndAgainWhenTheQueryChanges) {
    start(true);
    open();
    damage("gaussian_noise:sigma=0.2");
    ASSERT_TRUE(settle());
    EXPECT_EQ(m_gallery->lenses(), 0);
    page().showLens();
    EXPECT_TRUE(page().showsLens());
    ASSERT_TRUE(look());
    EXPECT_EQ(m_gallery->lenses(), 1);
    EXPECT_THAT(print(lens().table()), HasSubstr("Compensation block | 0.800"));
    EXPECT_TRUE(lens().view()->isVisible());

    damage("gaussian_noise:sigma=0.3");
    ASSERT_TRUE(look());
    EXPECT_EQ(m_gallery->lenses(), 2);
    session().chooseGroundTruthQuery(3);
    ASSERT_TRUE(QTest::qWaitFor([this] { return session().query().image->path == "scene_3/view_0.png"; }));
    ASSERT_TRUE(look());
    EXPECT_EQ(m_gallery->lenses(), 3);
    EXPECT_TRUE(page().showsLens()) << "it stays in sight from query to query";
    page().showQuery();
    damage("speckle");
    ASSERT_TRUE(look());
    EXPECT_EQ(m_gallery->lenses(), 3);
}

TEST_F(LensPanelTest, TheSwitchChangesTheRankingsAndCanBeUndone) {
    open();
    page().showLens();
    ASSERT_TRUE(look());
    const int looked = m_gallery->lenses();
    const int searched = m_gallery->searches();
    ASSERT_TRUE(lens().compensation()->isChecked());
    QTest::mouseClick(lens().compensation(), Qt::LeftButton, {}, QPoint(8, 12));
    EXPECT_FALSE(session().query().compensation);
    ASSERT_TRUE(look());
    EXPECT_GT(m_gallery->searches(), searched);
    EXPECT_FALSE(session().comparedQuery().compensation);
    EXPECT_EQ(m_gallery->lenses(), looked) << "the lens always shows both";
    QSignalSpy command(&session(), &SessionModel::commandReady);
    session().requestCommand();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !command.isEmpty(); }));
    EXPECT_THAT(command.first().first().toString().toStdString(), HasSubstr("--no-compensation"));

    session().chooseGalleryPicture(5);
    ASSERT_TRUE(QTest::qWaitFor([this] { return session().query().image->path == "scene_1/view_1.png"; }));
    EXPECT_FALSE(session().query().compensation) << "it stays off from picture to picture";
    session().undoStack().undo();
    session().undoStack().undo();
    EXPECT_TRUE(session().query().compensation);
    EXPECT_TRUE(lens().compensation()->isChecked());
    ASSERT_TRUE(look());
}

TEST_F(LensPanelTest, SaysWhatWentWrongAndLooksAgain) {
    open();
    m_gallery->beforeLens = [](const service::LensRequest&) { throw std::runtime_error("no such thing"); };
    page().showLens();
    ASSERT_TRUE(look());
    EXPECT_FALSE(lens().note().isEmpty());
    EXPECT_FALSE(lens().view()->isVisible());
    m_gallery->beforeLens = {};
    damage("speckle");
    ASSERT_TRUE(look());
    EXPECT_TRUE(lens().note().isEmpty());
    EXPECT_GT(lens().table().rowCount(), 0);
}

TEST_F(LensPanelTest, IsOpenedByItsKeyAndSurvivesAnotherLanguage) {
    open();
    m_window->action(QStringLiteral("lens"))->trigger();
    EXPECT_TRUE(page().showsLens());
    EXPECT_TRUE(m_window->action(QStringLiteral("lens"))->isChecked());
    ASSERT_TRUE(look());
    QEvent change(QEvent::LanguageChange);
    QCoreApplication::sendEvent(m_window.get(), &change);
    ASSERT_TRUE(QTest::qWaitFor([this] { return m_window->isSettled(); }));
    EXPECT_TRUE(page().showsLens());
    m_window->action(QStringLiteral("lens"))->trigger();
    EXPECT_FALSE(page().showsLens());
}

}  // namespace
}  // namespace adapnet::ui
