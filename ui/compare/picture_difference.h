// Where two pictures differ, as a picture.
#pragma once

#include <QImage>

namespace adapnet::ui {

// |query - result| per channel, black where they agree. The result is scaled to fit into the query's frame;
// what it does not cover counts as black. Sides above `maxSide` are scaled down first, so that the answer
// comes at once.
QImage pictureDifference(const QImage& query, const QImage& result, int maxSide = 1200);

}  // namespace adapnet::ui
