#include "ui/compare/picture_difference.h"

#include <QPainter>
#include <algorithm>
#include <cstdlib>

namespace adapnet::ui {

QImage pictureDifference(const QImage& query, const QImage& result, int maxSide) {
    if (query.isNull() || result.isNull()) return {};
    QImage left = query;
    if (std::max(query.width(), query.height()) > maxSide)
        left = query.scaled(maxSide, maxSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    left = left.convertToFormat(QImage::Format_RGB888);

    QImage right(left.size(), QImage::Format_RGB888);
    right.fill(Qt::black);
    {
        const QImage scaled = result.size() == left.size()
                                  ? result
                                  : result.scaled(left.size(), Qt::KeepAspectRatio, Qt::SmoothTransformation);
        QPainter painter(&right);
        painter.drawImage((left.width() - scaled.width()) / 2, (left.height() - scaled.height()) / 2, scaled);
    }
    QImage out(left.size(), QImage::Format_RGB888);
    for (int y = 0; y < left.height(); ++y) {
        const uchar* a = left.constScanLine(y);
        const uchar* b = right.constScanLine(y);
        uchar* to = out.scanLine(y);
        for (int i = 0; i < left.width() * 3; ++i) to[i] = static_cast<uchar>(std::abs(a[i] - b[i]));
    }
    return out;
}

}  // namespace adapnet::ui
