#include "ui/compare/linked_viewport.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace adapnet::ui {
namespace {

constexpr double kTolerance = 1e-9;

PaneGeometry pane(double pictureWidth, double pictureHeight, double ratio = 1) {
    return {QSizeF(pictureWidth, pictureHeight), QSizeF(400, 300), ratio};
}

void expectPoint(QPointF actual, QPointF expected) {
    EXPECT_NEAR(actual.x(), expected.x(), kTolerance);
    EXPECT_NEAR(actual.y(), expected.y(), kTolerance);
}

TEST(LinkedViewport, FitsTheWholePictureIntoTheMiddle) {
    const LinkedViewport viewport;
    EXPECT_DOUBLE_EQ(viewport.scale(pane(800, 300)), 0.5);
    expectPoint(viewport.toView(pane(800, 300), {0, 0}), {0, 75});
    expectPoint(viewport.toView(pane(800, 300), {800, 300}), {400, 225});
    EXPECT_DOUBLE_EQ(viewport.scale(pane(40, 30)), 10) << "small pictures are enlarged";
}

TEST(LinkedViewport, ShowsRealPixelsOnAnyScreen) {
    LinkedViewport viewport;
    viewport.realPixels();
    EXPECT_DOUBLE_EQ(viewport.scale(pane(800, 600)), 1);
    EXPECT_DOUBLE_EQ(viewport.percent(pane(800, 600)), 100);
    EXPECT_DOUBLE_EQ(viewport.scale(pane(800, 600, 2)), 0.5) << "two screen pixels per unit";
    EXPECT_DOUBLE_EQ(viewport.percent(pane(800, 600, 2)), 100);
}

TEST(LinkedViewport, ZoomsAtTheCursor) {
    LinkedViewport viewport;
    const PaneGeometry geometry = pane(800, 600);
    const QPointF cursor(100, 60);
    const QPointF held = viewport.toPicture(geometry, cursor);
    viewport.zoomAt(geometry, cursor, 4);
    EXPECT_DOUBLE_EQ(viewport.scale(geometry), 2);
    expectPoint(viewport.toView(geometry, held), cursor);
    viewport.zoomAt(geometry, cursor, 0.5);
    expectPoint(viewport.toView(geometry, held), cursor);
}

TEST(LinkedViewport, KeepsPicturesOfDifferentSizeTogether) {
    LinkedViewport viewport;
    const PaneGeometry large = pane(1600, 1200), small = pane(400, 300);
    viewport.zoomAt(large, {100, 75}, 8);
    EXPECT_DOUBLE_EQ(viewport.scale(large), 2);
    EXPECT_DOUBLE_EQ(viewport.scale(small), 8);
    const QPointF inLarge = viewport.toPicture(large, {200, 150});
    const QPointF inSmall = viewport.toPicture(small, {200, 150});
    EXPECT_NEAR(inLarge.x() / 1600, inSmall.x() / 400, kTolerance);
    EXPECT_NEAR(inLarge.y() / 1200, inSmall.y() / 300, kTolerance);
}

TEST(LinkedViewport, PicturesFollowTheHandUpToTheirEdge) {
    LinkedViewport viewport;
    const PaneGeometry geometry = pane(800, 600);
    viewport.realPixels();
    const QPointF before = viewport.toView(geometry, {0, 0});
    viewport.panBy(geometry, {30, -20});
    expectPoint(viewport.toView(geometry, {0, 0}), before + QPointF(30, -20));
    viewport.panBy(geometry, {10000, 10000});
    expectPoint(viewport.toView(geometry, {0, 0}), {0, 0});
    viewport.panBy(geometry, {-10000, -10000});
    expectPoint(viewport.toView(geometry, {800, 600}), {400, 300});
}

TEST(LinkedViewport, AFittedPictureCannotBePushedAway) {
    LinkedViewport viewport;
    viewport.panBy(pane(800, 600), {50, 50});
    expectPoint(viewport.toView(pane(800, 600), {0, 0}), {0, 0});
}

TEST(LinkedViewport, ZoomHasLimits) {
    LinkedViewport viewport;
    const PaneGeometry geometry = pane(800, 600);
    for (int i = 0; i < 100; ++i) viewport.zoomAt(geometry, {200, 150}, 2);
    EXPECT_DOUBLE_EQ(viewport.scale(geometry), 32);
    for (int i = 0; i < 100; ++i) viewport.zoomAt(geometry, {200, 150}, 0.5);
    EXPECT_DOUBLE_EQ(viewport.scale(geometry), 0.02);
    viewport.fit();
    EXPECT_DOUBLE_EQ(viewport.scale(geometry), 0.5);
}

TEST(LinkedViewport, TellsOnlyWhatChanges) {
    LinkedViewport viewport;
    QSignalSpy changed(&viewport, &LinkedViewport::changed);
    viewport.fit();
    EXPECT_EQ(changed.count(), 0);
    viewport.realPixels();
    viewport.realPixels();
    EXPECT_EQ(changed.count(), 1);
    LinkedViewport other;
    other.zoomAt(pane(800, 600), {10, 10}, 3);
    viewport.copyFrom(other);
    EXPECT_EQ(changed.count(), 2);
    EXPECT_EQ(viewport.base(), LinkedViewport::Base::Fit);
    EXPECT_DOUBLE_EQ(viewport.zoom(), 3);
}

TEST(LinkedViewport, BearsPanesWithoutAPictureOrASize) {
    LinkedViewport viewport;
    viewport.zoomAt({}, {1, 1}, 2);
    viewport.panBy({QSizeF(10, 10), QSizeF(0, 0), 1}, {5, 5});
    EXPECT_DOUBLE_EQ(viewport.zoom(), 1);
    EXPECT_EQ(viewport.centre(), QPointF(0.5, 0.5));
}

}  // namespace
}  // namespace adapnet::ui
