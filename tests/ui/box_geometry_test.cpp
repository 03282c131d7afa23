#include "ui/query/box_geometry.h"

#include <gtest/gtest.h>

namespace adapnet::ui {
namespace {

const QSize kPicture(200, 100);
const image::Box kBox{50, 20, 150, 80};

TEST(BoxGeometry, FindsEveryHandleAndTheInside) {
    const QRectF screen(100, 100, 200, 100);
    EXPECT_EQ(boxPartAt(screen, {100, 100}, 9), BoxPart::TopLeft);
    EXPECT_EQ(boxPartAt(screen, {300, 100}, 9), BoxPart::TopRight);
    EXPECT_EQ(boxPartAt(screen, {100, 200}, 9), BoxPart::BottomLeft);
    EXPECT_EQ(boxPartAt(screen, {300, 200}, 9), BoxPart::BottomRight);
    EXPECT_EQ(boxPartAt(screen, {100, 150}, 9), BoxPart::Left);
    EXPECT_EQ(boxPartAt(screen, {300, 150}, 9), BoxPart::Right);
    EXPECT_EQ(boxPartAt(screen, {200, 100}, 9), BoxPart::Top);
    EXPECT_EQ(boxPartAt(screen, {200, 200}, 9), BoxPart::Bottom);
    EXPECT_EQ(boxPartAt(screen, {200, 150}, 9), BoxPart::Inside);
    EXPECT_EQ(boxPartAt(screen, {80, 150}, 9), BoxPart::None);
}

TEST(BoxGeometry, ASmallBoxCanStillBeMoved) {
    EXPECT_EQ(boxPartAt(QRectF(100, 100, 16, 16), {108, 108}, 9), BoxPart::Inside);
}

TEST(BoxGeometry, MovingKeepsTheSizeAndStopsAtTheEdge) {
    EXPECT_EQ(draggedBox(kBox, BoxPart::Inside, 10, -5, kPicture), (image::Box{60, 15, 160, 75}));
    EXPECT_EQ(draggedBox(kBox, BoxPart::Inside, 500, 500, kPicture), (image::Box{100, 40, 200, 100}));
    EXPECT_EQ(draggedBox(kBox, BoxPart::Inside, -500, -500, kPicture), (image::Box{0, 0, 100, 60}));
}

TEST(BoxGeometry, HandlesMoveTheirEdgesOnly) {
    EXPECT_EQ(draggedBox(kBox, BoxPart::Left, -10, 99, kPicture), (image::Box{40, 20, 150, 80}));
    EXPECT_EQ(draggedBox(kBox, BoxPart::Right, 10, 99, kPicture), (image::Box{50, 20, 160, 80}));
    EXPECT_EQ(draggedBox(kBox, BoxPart::Top, 99, -10, kPicture), (image::Box{50, 10, 150, 80}));
    EXPECT_EQ(draggedBox(kBox, BoxPart::Bottom, 99, 10, kPicture), (image::Box{50, 20, 150, 90}));
    EXPECT_EQ(draggedBox(kBox, BoxPart::TopLeft, 5, 6, kPicture), (image::Box{55, 26, 150, 80}));
    EXPECT_EQ(draggedBox(kBox, BoxPart::TopRight, 5, 6, kPicture), (image::Box{50, 26, 155, 80}));
    EXPECT_EQ(draggedBox(kBox, BoxPart::BottomLeft, 5, 6, kPicture), (image::Box{55, 20, 150, 86}));
    EXPECT_EQ(draggedBox(kBox, BoxPart::BottomRight, 5, 6, kPicture), (image::Box{50, 20, 155, 86}));
}

TEST(BoxGeometry, AnEdgeDraggedBeyondTheOtherTurnsTheBoxOver) {
    EXPECT_EQ(draggedBox(kBox, BoxPart::Left, 120, 0, kPicture), (image::Box{150, 20, 170, 80}));
}

TEST(BoxGeometry, NeverLeavesThePictureOrVanishes) {
    const BoxPart parts[] = {BoxPart::Left,    BoxPart::Right,    BoxPart::Top,        BoxPart::Bottom,
                             BoxPart::TopLeft, BoxPart::TopRight, BoxPart::BottomLeft, BoxPart::BottomRight};
    for (const BoxPart part : parts) {
        for (const double by : {-1000.0, -100.0, -1.0, 0.0, 1.0, 60.0, 100.0, 1000.0}) {
            const image::Box box = draggedBox(kBox, part, by, by, kPicture);
            EXPECT_GE(box.x1, 0);
            EXPECT_GE(box.y1, 0);
            EXPECT_LE(box.x2, kPicture.width());
            EXPECT_LE(box.y2, kPicture.height());
            EXPECT_GE(box.width(), 1);
            EXPECT_GE(box.height(), 1);
        }
    }
}

TEST(BoxGeometry, ANewBoxCoversEveryTouchedPixel) {
    EXPECT_EQ(boxBetween({10.2, 20.9}, {30.1, 40.0}, kPicture), (image::Box{10, 20, 31, 40}));
    EXPECT_EQ(boxBetween({30.1, 40.0}, {10.2, 20.9}, kPicture), (image::Box{10, 20, 31, 40}));
    EXPECT_EQ(boxBetween({-50, -50}, {500, 500}, kPicture), (image::Box{0, 0, 200, 100}));
}

TEST(BoxGeometry, TypedNumbersKeepThePositionAndGiveUpSize) {
    EXPECT_EQ(typedBox(190, 90, 50, 50, kPicture), (image::Box{190, 90, 200, 100}));
    EXPECT_EQ(typedBox(-5, 500, 10, 10, kPicture), (image::Box{0, 99, 10, 100}));
}

}  // namespace
}  // namespace adapnet::ui
