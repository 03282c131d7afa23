#include "ui/ranking/ranking_view.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>
#include <set>

#include "ranking_fakes.h"
#include "ui/common/label_style.h"
#include "ui/common/theme.h"
#include "ui/ranking/busy_line.h"
#include "ui/ranking/result_tile.h"

namespace adapnet::ui {
namespace {

using test::comparisonFrom;
using test::plainResults;

// Two models, ground truth, and a clean ranking to compare with.
const char* const kJudged =
    "model adapnet ap=0.5 clean=0.75 cosine=0.9 gate=0.2,0.7,0,0,0.06,0,0,0.04,0\n"
    "a.jpg 0.92 + 5\nb.jpg 0.88 - 1\nc.jpg 0.71 o 3\nd.jpg 0.60 ? new\n"
    "lost e.jpg 27 3 +\nlost f.jpg 1204 9 -\n"
    "model baseline ap=0.4 clean=0.4 cosine=0.8\n"
    "c.jpg 0.92 o 1\na.jpg 0.88 + 2\n";

class RankingViewTest : public ::testing::Test {
  protected:
    RankingViewTest() : m_view(&m_thumbnails) {
        QLocale::setDefault(QLocale::c());
        Theme::instance().apply(ThemeMode::Light);
        m_view.resize(920, 640);
        m_view.show();
        QApplication::setActiveWindow(&m_view);
        m_view.setFocus();
    }
    ~RankingViewTest() override { QLocale::setDefault(QLocale::system()); }

    void show(const std::string& text) {
        m_view.setComparison(comparisonFrom(text), {});
        QApplication::processEvents();
    }
    std::vector<ResultTile*> tiles() const {
        std::vector<ResultTile*> out;
        for (ResultTile* tile : m_view.findChildren<ResultTile*>())
            if (tile->isVisible()) out.push_back(tile);
        return out;
    }
    ResultTile* tileNamed(const QString& name) const {
        for (ResultTile* tile : tiles())
            if (tile->accessibleName() == name) return tile;
        return nullptr;
    }
    std::pair<int, int> focused() { return {m_view.model()->focusedRow(), m_view.model()->focusedRank()}; }

    test::FlatThumbnails m_thumbnails;
    RankingView m_view;
};

TEST_F(RankingViewTest, KeysChooseRanksOfTheFocusedRow) {
    show("model a\n" + plainResults("x", 30) + "model b\n" + plainResults("y", 30));
    QSignalSpy selected(&m_view, &RankingView::resultSelected);
    QTest::keyClick(&m_view, Qt::Key_4);
    EXPECT_EQ(focused(), std::pair(0, 4));
    QTest::keyClick(&m_view, Qt::Key_0);
    EXPECT_EQ(focused(), std::pair(0, 10));
    QTest::keyClick(&m_view, Qt::Key_Down);
    QTest::keyClick(&m_view, Qt::Key_2);
    EXPECT_EQ(focused(), std::pair(1, 2));
    ASSERT_EQ(selected.count(), 4);
    EXPECT_EQ(selected.last().at(0).toInt(), 1);
    EXPECT_EQ(selected.last().at(1).toInt(), 2);
}

TEST_F(RankingViewTest, KeysReachTheViewFromTheFocusedTile) {
    show("model a\n" + plainResults("x", 30));
    QTest::keyClick(&m_view, Qt::Key_3);
    auto* tile = qobject_cast<ResultTile*>(QApplication::focusWidget());
    ASSERT_NE(tile, nullptr);
    EXPECT_EQ(tile->cell().rank, 3);
    QTest::keyClick(tile, Qt::Key_Right);
    EXPECT_EQ(focused(), std::pair(0, 4));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_End);
    EXPECT_EQ(focused(), std::pair(0, 30));
    EXPECT_EQ(m_view.model()->page(), 2);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Home);
    EXPECT_EQ(focused(), std::pair(0, 1));
}

TEST_F(RankingViewTest, EnterAndDoubleClickAskForTheComparison) {
    show("model a\n" + plainResults("x", 30));
    QSignalSpy activated(&m_view, &RankingView::resultActivated);
    QTest::keyClick(&m_view, Qt::Key_Return);
    EXPECT_EQ(activated.count(), 0) << "nothing is chosen yet";
    QTest::keyClick(&m_view, Qt::Key_5);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    ASSERT_EQ(activated.count(), 1);
    EXPECT_EQ(activated.last().at(1).toInt(), 5);
    QTest::mouseDClick(tiles().at(7), Qt::LeftButton);
    ASSERT_EQ(activated.count(), 2);
    EXPECT_EQ(activated.last().at(1).toInt(), 8);
}

TEST_F(RankingViewTest, ClickingATileChoosesIt) {
    show(kJudged);
    QTest::mouseClick(tileNamed(QStringLiteral("rank 2, a.jpg, score 0.880, positive, not moved")),
                      Qt::LeftButton);
    EXPECT_EQ(focused(), std::pair(1, 2));
}

TEST_F(RankingViewTest, PagesWithKeysAndButtons) {
    show("model a\n" + plainResults("x", 100));
    QTest::keyClick(&m_view, Qt::Key_PageDown);
    EXPECT_EQ(m_view.model()->page(), 1);
    EXPECT_EQ(tiles().front()->cell().path.toStdString(), "x_011.jpg");
    QToolButton* next = nullptr;
    for (QToolButton* button : m_view.findChildren<QToolButton*>())
        if (button->accessibleName() == QLatin1String("Ten ranks on")) next = button;
    ASSERT_NE(next, nullptr);
    for (int i = 0; i < 20; ++i) QTest::mouseClick(next, Qt::LeftButton);
    EXPECT_EQ(m_view.model()->page(), 9);
    EXPECT_FALSE(next->isEnabled());
    QTest::keyClick(&m_view, Qt::Key_PageUp);
    EXPECT_EQ(m_view.model()->page(), 8);
}

TEST_F(RankingViewTest, EveryThumbnailHasAFullName) {
    show(kJudged);
    std::set<QString> names;
    for (ResultTile* tile : tiles()) names.insert(tile->accessibleName());
    EXPECT_TRUE(names.count(QStringLiteral("rank 1, a.jpg, score 0.920, positive, moved up 4")));
    EXPECT_TRUE(names.count(QStringLiteral("rank 2, b.jpg, score 0.880, negative, moved down 1")));
    EXPECT_TRUE(names.count(QStringLiteral("rank 4, d.jpg, score 0.600, new in the list")));
    EXPECT_TRUE(names.count(QStringLiteral("rank 27, e.jpg, score 0.000, positive, lost, was rank 3")));
    EXPECT_EQ(names.size(), 8U) << "every tile says something else";
}

// The sign must be seen without colours: the strokes of + - o are looked for in a grey picture.
TEST_F(RankingViewTest, LabelsHaveTheirColourAndTheirOwnSign) {
    show(kJudged);
    const struct {
        QString path;
        eval::Label label;
        bool horizontal, vertical, centre;  // where the sign has a stroke
    } cases[] = {{QStringLiteral("a.jpg"), eval::Label::Positive, true, true, true},
                 {QStringLiteral("b.jpg"), eval::Label::Negative, true, false, true},
                 {QStringLiteral("c.jpg"), eval::Label::Junk, true, true, false}};
    for (const auto& c : cases) {
        ResultTile* tile = nullptr;
        for (ResultTile* candidate : tiles())
            if (candidate->cell().path == c.path && tile == nullptr) tile = candidate;
        ASSERT_NE(tile, nullptr);
        const QImage image = tile->grab().toImage();
        const int side = tile->width();
        const QColor frame = image.pixelColor(side / 2, 5);
        EXPECT_EQ(frame, labelStyle(c.label).colour) << c.path.toStdString();
        // The badge: 18 px wide, 3 px inside the picture, which has a ring of 4 px around it.
        const int bottom = tile->height() - ResultTile::kTextHeight;
        const QPoint badge(side - 4 - 3 - 9, bottom - 4 - 3 - 9);
        const auto bright = [&](QPoint at) { return qGray(image.pixel(at)) > 190; };
        EXPECT_EQ(bright(badge + QPoint(4, 0)), c.horizontal) << c.path.toStdString();
        EXPECT_EQ(bright(badge + QPoint(0, -4)), c.vertical) << c.path.toStdString();
        EXPECT_EQ(bright(badge), c.centre) << c.path.toStdString();
    }
}

TEST_F(RankingViewTest, UnjudgedResultsCarryNoSign) {
    show("model a\nx.jpg 0.9 ? ?\n");
    const QImage image = tiles().front()->grab().toImage();
    const QPoint badge(tiles().front()->width() - 16,
                       tiles().front()->height() - ResultTile::kTextHeight - 16);
    EXPECT_EQ(image.pixelColor(badge), QColor(40, 90, 160)) << "the picture itself";
}

TEST_F(RankingViewTest, LostResultsCanBeOpened) {
    show(kJudged);
    QSignalSpy lost(&m_view, &RankingView::lostActivated);
    auto* chip = tileNamed(QStringLiteral("rank 1204, f.jpg, score 0.000, negative, lost, was rank 9"));
    ASSERT_NE(chip, nullptr);
    QTest::mouseClick(chip, Qt::LeftButton);
    ASSERT_EQ(lost.count(), 1);
    EXPECT_EQ(lost.last().at(0).toInt(), 0);
    EXPECT_EQ(lost.last().at(1).toInt(), 1);
    chip->setFocus();
    QTest::keyClick(chip, Qt::Key_Return);
    EXPECT_EQ(lost.count(), 2);
}

TEST_F(RankingViewTest, MarksTheChosenPictureInTheOtherRows) {
    show(kJudged);
    QTest::keyClick(&m_view, Qt::Key_1);
    std::vector<std::string> current, same;
    for (ResultTile* tile : tiles()) {
        if (tile->mark() == ResultTile::Mark::Current) current.push_back(tile->cell().path.toStdString());
        if (tile->mark() == ResultTile::Mark::SamePicture)
            same.push_back(std::to_string(tile->cell().rank) + " " + tile->cell().path.toStdString());
    }
    EXPECT_EQ(current, std::vector<std::string>{"a.jpg"});
    EXPECT_EQ(same, std::vector<std::string>{"2 a.jpg"});
}

TEST_F(RankingViewTest, BusyMovesNothing) {
    show(kJudged);
    std::vector<QRect> before, during;
    for (ResultTile* tile : tiles()) before.push_back(QRect(tile->mapTo(&m_view, QPoint()), tile->size()));
    m_view.setBusy(true);
    QApplication::processEvents();
    for (ResultTile* tile : tiles()) during.push_back(QRect(tile->mapTo(&m_view, QPoint()), tile->size()));
    EXPECT_EQ(before, during);
    EXPECT_TRUE(m_view.findChild<BusyLine*>()->isBusy());
    m_view.setBusy(false);
    EXPECT_FALSE(m_view.findChild<BusyLine*>()->isBusy());
}

TEST_F(RankingViewTest, CutsNoTextAndOverlapsNothingAtAnyWidth) {
    for (const int width : {480, 640, 920, 1500}) {
        m_view.resize(width, 900);
        show(kJudged);
        QTest::qWait(0);
        for (const QLabel* label : m_view.findChildren<QLabel*>()) {
            if (!label->isVisible() || label->wordWrap() || label->text().isEmpty()) continue;
            EXPECT_GE(label->width(), label->sizeHint().width())
                << label->text().toStdString() << " at " << width;
        }
        const auto all = tiles();
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t k = i + 1; k < all.size(); ++k)
                if (all[i]->parentWidget() == all[k]->parentWidget()) {
                    EXPECT_FALSE(all[i]->geometry().intersects(all[k]->geometry())) << width;
                }
        for (const ResultTile* tile : all)
            EXPECT_TRUE(tile->parentWidget()->rect().contains(tile->geometry())) << width;
    }
}

TEST_F(RankingViewTest, WithoutAPictureItSaysWhatToDo) {
    bool said = false;
    for (const QLabel* label : m_view.findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text().startsWith(QLatin1String("Choose a picture")));
    EXPECT_TRUE(said);
    EXPECT_TRUE(tiles().empty());
    QTest::keyClick(&m_view, Qt::Key_1);
    QTest::keyClick(&m_view, Qt::Key_Return);
    show(kJudged);
    m_view.setComparison(nullptr, {});
    EXPECT_TRUE(tiles().empty());
}

TEST(RankingViewBesideOthers, DoesNotTakeTheFocusFromSomebodyWhoTypes) {
    test::FlatThumbnails thumbnails;
    QWidget window;
    auto* layout = new QVBoxLayout(&window);
    auto* field = new QLineEdit(&window);
    auto* view = new RankingView(&thumbnails, &window);
    layout->addWidget(field);
    layout->addWidget(view);
    window.resize(920, 640);
    window.show();
    QApplication::setActiveWindow(&window);
    view->setComparison(comparisonFrom(kJudged), {});
    view->model()->setFocus(0, 2);
    field->setFocus();
    view->setComparison(comparisonFrom(kJudged), {});
    EXPECT_EQ(view->model()->focusedRank(), 2);
    EXPECT_EQ(QApplication::focusWidget(), field);
}

}  // namespace
}  // namespace adapnet::ui
