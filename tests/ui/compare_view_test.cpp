#include "ui/compare/compare_view.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QLabel>
#include <QPainter>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QWheelEvent>

#include "ui/common/theme.h"
#include "ui/compare/picture_difference.h"
#include "ui/compare/picture_pane.h"

namespace adapnet::ui {
namespace {

QImage flat(int width, int height, const QColor& colour) {
    QImage image(width, height, QImage::Format_RGB888);
    image.fill(colour);
    return image;
}

class CompareViewTest : public ::testing::Test {
  protected:
    CompareViewTest() {
        Theme::instance().apply(ThemeMode::Light);
        m_view.resize(900, 600);
        m_view.setQuery(flat(800, 600, Qt::red), QStringLiteral("Query: a.jpg"));
        m_view.setResult(flat(400, 300, Qt::blue), QStringLiteral("Rank 3: b.jpg"));
        m_view.show();
        QApplication::setActiveWindow(&m_view);
        m_view.setFocus();
        QApplication::processEvents();
        const auto panes = m_view.findChildren<PicturePane*>();
        m_left = panes.at(0);
        m_right = panes.at(1);
    }

    void wheel(PicturePane* pane, QPoint at, int turned) {
        QWheelEvent event(at, pane->mapToGlobal(at), {}, {0, turned}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(pane, &event);
    }
    void key(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }
    QColor middleOf(PicturePane* pane) {
        const QImage image = pane->grab().toImage();
        return image.pixelColor(image.width() / 2, image.height() / 2 + 16);
    }
    double scaleOf(PicturePane* pane) { return pane->viewport()->scale(pane->paneGeometry()); }

    CompareView m_view;
    PicturePane* m_left = nullptr;
    PicturePane* m_right = nullptr;
};

TEST_F(CompareViewTest, ShowsBothPicturesWithTheirCaptions) {
    EXPECT_EQ(middleOf(m_left), QColor(Qt::red));
    EXPECT_EQ(middleOf(m_right), QColor(Qt::blue));
    EXPECT_EQ(m_left->accessibleName().toStdString(), "Query: a.jpg");
    EXPECT_EQ(m_right->accessibleName().toStdString(), "Rank 3: b.jpg");
}

TEST_F(CompareViewTest, LinkedPanesZoomAndMoveTogether) {
    const double left = scaleOf(m_left), right = scaleOf(m_right);
    wheel(m_left, {60, 90}, 480);
    EXPECT_GT(scaleOf(m_left), 1.5 * left);
    EXPECT_NEAR(scaleOf(m_left) / left, scaleOf(m_right) / right, 1e-9);
    const QPointF before = m_right->viewport()->centre();
    QTest::mousePress(m_right, Qt::LeftButton, {}, {200, 200});
    QMouseEvent move(QEvent::MouseMove, QPointF(160, 180), m_right->mapToGlobal(QPointF(160, 180)),
                     Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_right, &move);
    QTest::mouseRelease(m_right, Qt::LeftButton, {}, {160, 180});
    EXPECT_GT(m_right->viewport()->centre().x(), before.x());
    EXPECT_EQ(m_left->viewport()->centre(), m_right->viewport()->centre());
}

TEST_F(CompareViewTest, KeyLUnlinksAndLinksAgain) {
    key(Qt::Key_L);
    EXPECT_FALSE(m_view.isLinked());
    const double right = scaleOf(m_right);
    wheel(m_left, {60, 90}, 240);
    EXPECT_DOUBLE_EQ(scaleOf(m_right), right);
    wheel(m_right, {60, 90}, 720);
    EXPECT_GT(scaleOf(m_right), right);
    key(Qt::Key_L);
    EXPECT_TRUE(m_view.isLinked());
    EXPECT_DOUBLE_EQ(m_left->viewport()->zoom(), m_right->viewport()->zoom());
    EXPECT_DOUBLE_EQ(scaleOf(m_left) * 2, scaleOf(m_right)) << "both fit first, the result is half as large";
}

TEST_F(CompareViewTest, KeysFitAndShowRealPixels) {
    key(Qt::Key_R);
    EXPECT_DOUBLE_EQ(m_left->viewport()->percent(m_left->paneGeometry()), 100);
    EXPECT_DOUBLE_EQ(m_right->viewport()->percent(m_right->paneGeometry()), 100);
    key(Qt::Key_Plus);
    EXPECT_DOUBLE_EQ(m_left->viewport()->percent(m_left->paneGeometry()), 125);
    key(Qt::Key_F);
    EXPECT_EQ(m_left->viewport()->base(), LinkedViewport::Base::Fit);
    EXPECT_DOUBLE_EQ(m_left->viewport()->zoom(), 1);
}

TEST_F(CompareViewTest, BlinkShowsThePicturesInTurnUntilTheKeyIsPressedAgain) {
    key(Qt::Key_B);
    EXPECT_EQ(m_view.mode(), CompareView::Mode::Blink);
    EXPECT_FALSE(m_right->isVisible());
    EXPECT_EQ(middleOf(m_left), QColor(Qt::red));
    QSignalSpy flipped(&m_view, &CompareView::shownSideChanged);
    ASSERT_TRUE(flipped.wait(5000));
    EXPECT_EQ(middleOf(m_left), QColor(Qt::blue));
    EXPECT_EQ(m_left->accessibleName().toStdString(), "Rank 3: b.jpg");
    key(Qt::Key_Space);
    EXPECT_EQ(m_view.shownSide(), CompareView::Side::Query) << "by hand";
    key(Qt::Key_B);
    EXPECT_EQ(m_view.mode(), CompareView::Mode::SideBySide);
    EXPECT_TRUE(m_right->isVisible());
    EXPECT_EQ(middleOf(m_left), QColor(Qt::red));
}

TEST_F(CompareViewTest, OverlayMixesByTheSlider) {
    key(Qt::Key_O);
    auto* slider = m_view.findChild<QSlider*>();
    ASSERT_TRUE(slider->isVisible());
    slider->setValue(0);
    EXPECT_EQ(middleOf(m_left), QColor(Qt::red));
    slider->setValue(100);
    EXPECT_EQ(middleOf(m_left), QColor(Qt::blue));
    slider->setValue(50);
    EXPECT_NEAR(middleOf(m_left).red(), 128, 2);
    EXPECT_NEAR(middleOf(m_left).blue(), 128, 2);
    key(Qt::Key_S);
    EXPECT_FALSE(slider->isVisible());
}

TEST_F(CompareViewTest, DifferenceFollowsAnotherResult) {
    key(Qt::Key_D);
    EXPECT_EQ(middleOf(m_left), QColor(255, 0, 255));
    m_view.setResult(flat(800, 600, Qt::red), QStringLiteral("Rank 4: c.jpg"));
    EXPECT_EQ(middleOf(m_left), QColor(0, 0, 0));
}

TEST_F(CompareViewTest, EscapeAsksToGoBackAndRankKeysPassThrough) {
    QSignalSpy closed(&m_view, &CompareView::closeRequested);
    key(Qt::Key_Escape);
    EXPECT_EQ(closed.count(), 1);
    QKeyEvent press(QEvent::KeyPress, Qt::Key_3, Qt::NoModifier, QStringLiteral("3"));
    QApplication::sendEvent(&m_view, &press);
    EXPECT_FALSE(press.isAccepted()) << "the window may choose another rank with it";
}

// Lines of one pixel: half a pixel aside, or shrunk and enlarged again, they would be grey.
TEST_F(CompareViewTest, ARealPixelIsOneScreenPixelAndStaysSharp) {
    QImage lines(2001, 1501, QImage::Format_RGB888);
    for (int y = 0; y < lines.height(); ++y)
        for (int x = 0; x < lines.width(); ++x) lines.setPixelColor(x, y, x % 2 == 0 ? Qt::white : Qt::black);
    m_view.setQuery(lines, QStringLiteral("lines"));
    key(Qt::Key_R);
    for (const int width : {900, 901, 903}) {
        m_view.resize(width, 600);
        QApplication::processEvents();
        const QImage seen = m_left->grab().toImage();
        const int y = seen.height() / 2;
        for (int x = 10; x + 11 < seen.width(); ++x) {
            const int here = seen.pixelColor(x, y).red();
            ASSERT_TRUE(here == 0 || here == 255) << x;
            ASSERT_EQ(seen.pixelColor(x + 1, y).red(), 255 - here) << x;
        }
    }
}

TEST_F(CompareViewTest, AStandInCountsInThePixelsOfItsPicture) {
    m_view.setQuery(PicturePyramid::of(flat(600, 450, Qt::red), QSize(2400, 1800)), QStringLiteral("a"));
    EXPECT_EQ(m_left->paneGeometry().picture, QSizeF(2400, 1800));
    key(Qt::Key_R);
    const auto before = m_left->viewport()->state();
    EXPECT_DOUBLE_EQ(scaleOf(m_left), 1);
    m_view.setQuery(flat(2400, 1800, Qt::red), QStringLiteral("a"));
    EXPECT_EQ(m_left->viewport()->state().centre, before.centre) << "nothing jumps when the pixels arrive";
    EXPECT_DOUBLE_EQ(scaleOf(m_left), 1);
}

TEST_F(CompareViewTest, WithoutPicturesNothingIsWrong) {
    m_view.setQuery(nullptr, {});
    m_view.setResult(nullptr, {});
    for (const auto mode : {CompareView::Mode::Blink, CompareView::Mode::Overlay,
                            CompareView::Mode::Difference, CompareView::Mode::SideBySide}) {
        m_view.setMode(mode);
        wheel(m_left, {60, 90}, 120);
        m_left->grab();
    }
    EXPECT_EQ(m_left->accessibleName().toStdString(), "Query");
}

TEST(PictureDifference, IsTheAbsoluteDifferencePerChannel) {
    const QImage out = pictureDifference(flat(8, 6, QColor(10, 200, 30)), flat(8, 6, QColor(15, 100, 30)));
    EXPECT_EQ(out.size(), QSize(8, 6));
    EXPECT_EQ(out.pixelColor(3, 3), QColor(5, 100, 0));
}

TEST(PictureDifference, CountsWhatTheResultDoesNotCoverAsBlack) {
    const QImage out = pictureDifference(flat(80, 40, QColor(9, 9, 9)), flat(40, 40, QColor(9, 9, 9)));
    EXPECT_EQ(out.pixelColor(40, 20), QColor(0, 0, 0));
    EXPECT_EQ(out.pixelColor(2, 20), QColor(9, 9, 9));
}

TEST(PictureDifference, StaysSmallForLargePictures) {
    const QImage out = pictureDifference(flat(3000, 1500, Qt::gray), flat(10, 10, Qt::gray), 300);
    EXPECT_EQ(out.size(), QSize(300, 150));
    EXPECT_TRUE(pictureDifference({}, flat(3, 3, Qt::gray)).isNull());
}

}  // namespace
}  // namespace adapnet::ui
