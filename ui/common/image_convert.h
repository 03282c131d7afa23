// Between core's pictures (cv::Mat, CV_8UC3, R G B) and Qt's. Always copies, so neither side keeps the
// other's memory.
#pragma once

#include <QImage>
#include <opencv2/core.hpp>

namespace adapnet::ui {

QImage toQImage(const cv::Mat& rgb);
// Transparent parts are laid over white, as the decoder of files does.
cv::Mat toRgbMat(const QImage& picture);

}  // namespace adapnet::ui
