// How a box follows the hand and the keys: pure functions, in picture pixels.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>

#include "core/image/image.h"

namespace adapnet::ui {

enum class BoxPart { None, Inside, Left, Right, Top, Bottom, TopLeft, TopRight, BottomLeft, BottomRight };

// Which part of the box on the screen lies under `point`; corners win over edges, edges over the inside.
BoxPart boxPartAt(const QRectF& boxOnScreen, const QPointF& point, double reach);

// The box after `part` was dragged by dx, dy. Moving keeps the size; dragging an edge beyond the opposite one
// turns the box over. Never leaves the picture, never below 1 x 1 px.
image::Box draggedBox(const image::Box& start, BoxPart part, double dx, double dy, const QSize& picture);

// The box between two corners, grown to whole pixels.
image::Box boxBetween(const QPointF& a, const QPointF& b, const QSize& picture);

// Typed numbers: position first, the size gives way at the picture's edge.
image::Box typedBox(int x, int y, int width, int height, const QSize& picture);

}  // namespace adapnet::ui
