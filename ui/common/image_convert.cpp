#include "ui/common/image_convert.h"

#include <QPainter>
#include <cstring>

namespace adapnet::ui {

QImage toQImage(const cv::Mat& rgb) {
    if (rgb.empty() || rgb.type() != CV_8UC3) return {};
    return QImage(rgb.data, rgb.cols, rgb.rows, static_cast<qsizetype>(rgb.step), QImage::Format_RGB888)
        .copy();
}

cv::Mat toRgbMat(const QImage& picture) {
    if (picture.isNull()) return {};
    QImage flat = picture;
    if (picture.hasAlphaChannel()) {
        flat = QImage(picture.size(), QImage::Format_RGB888);
        flat.fill(Qt::white);
        QPainter painter(&flat);
        painter.drawImage(0, 0, picture);
    }
    flat = flat.convertToFormat(QImage::Format_RGB888);
    cv::Mat rgb(flat.height(), flat.width(), CV_8UC3);
    for (int y = 0; y < flat.height(); ++y)
        std::memcpy(rgb.ptr(y), flat.constScanLine(y), static_cast<std::size_t>(flat.width()) * 3);
    return rgb;
}

}  // namespace adapnet::ui
