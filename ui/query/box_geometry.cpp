#include "ui/query/box_geometry.h"

#include <algorithm>
#include <cmath>

namespace adapnet::ui {

namespace {

bool movesLeft(BoxPart part) {
    return part == BoxPart::Left || part == BoxPart::TopLeft || part == BoxPart::BottomLeft;
}
bool movesRight(BoxPart part) {
    return part == BoxPart::Right || part == BoxPart::TopRight || part == BoxPart::BottomRight;
}
bool movesTop(BoxPart part) {
    return part == BoxPart::Top || part == BoxPart::TopLeft || part == BoxPart::TopRight;
}
bool movesBottom(BoxPart part) {
    return part == BoxPart::Bottom || part == BoxPart::BottomLeft || part == BoxPart::BottomRight;
}

// Orders the two ends, keeps them inside 0..limit and at least one pixel apart.
void settle(int& low, int& high, int limit) {
    if (low > high) std::swap(low, high);
    low = std::clamp(low, 0, limit - 1);
    high = std::clamp(high, low + 1, limit);
}

}  // namespace

BoxPart boxPartAt(const QRectF& box, const QPointF& point, double reach) {
    if (!box.adjusted(-reach, -reach, reach, reach).contains(point)) return BoxPart::None;
    // In a small box the inner half stays free for moving.
    const double reachX = std::min(reach, box.width() / 4 + 2);
    const double reachY = std::min(reach, box.height() / 4 + 2);
    const bool left = point.x() < box.left() + reachX;
    const bool right = point.x() > box.right() - reachX;
    const bool top = point.y() < box.top() + reachY;
    const bool bottom = point.y() > box.bottom() - reachY;
    if (top && left) return BoxPart::TopLeft;
    if (top && right) return BoxPart::TopRight;
    if (bottom && left) return BoxPart::BottomLeft;
    if (bottom && right) return BoxPart::BottomRight;
    if (left) return BoxPart::Left;
    if (right) return BoxPart::Right;
    if (top) return BoxPart::Top;
    if (bottom) return BoxPart::Bottom;
    return BoxPart::Inside;
}

image::Box draggedBox(const image::Box& start, BoxPart part, double dx, double dy, const QSize& picture) {
    const int stepX = static_cast<int>(std::lround(dx));
    const int stepY = static_cast<int>(std::lround(dy));
    image::Box box = start;
    if (part == BoxPart::Inside) {
        const int moveX = std::clamp(stepX, -start.x1, std::max(-start.x1, picture.width() - start.x2));
        const int moveY = std::clamp(stepY, -start.y1, std::max(-start.y1, picture.height() - start.y2));
        return {start.x1 + moveX, start.y1 + moveY, start.x2 + moveX, start.y2 + moveY};
    }
    if (movesLeft(part)) box.x1 += stepX;
    if (movesRight(part)) box.x2 += stepX;
    if (movesTop(part)) box.y1 += stepY;
    if (movesBottom(part)) box.y2 += stepY;
    settle(box.x1, box.x2, picture.width());
    settle(box.y1, box.y2, picture.height());
    return box;
}

image::Box boxBetween(const QPointF& a, const QPointF& b, const QSize& picture) {
    image::Box box{static_cast<int>(std::floor(std::min(a.x(), b.x()))),
                   static_cast<int>(std::floor(std::min(a.y(), b.y()))),
                   static_cast<int>(std::ceil(std::max(a.x(), b.x()))),
                   static_cast<int>(std::ceil(std::max(a.y(), b.y())))};
    settle(box.x1, box.x2, picture.width());
    settle(box.y1, box.y2, picture.height());
    return box;
}

image::Box typedBox(int x, int y, int width, int height, const QSize& picture) {
    const int left = std::clamp(x, 0, picture.width() - 1);
    const int top = std::clamp(y, 0, picture.height() - 1);
    return {left, top, std::clamp(left + width, left + 1, picture.width()),
            std::clamp(top + height, top + 1, picture.height())};
}

}  // namespace adapnet::ui
