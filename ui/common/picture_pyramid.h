// A picture in halving sizes, made once on a worker, so that painting a large photograph at any zoom costs
// no more than its visible pixels. Immutable once made; shared between threads.
#pragma once

#include <QImage>
#include <QPainter>
#include <QRectF>
#include <cstddef>
#include <memory>
#include <opencv2/core.hpp>
#include <vector>

namespace adapnet::ui {

class PicturePyramid {
  public:
    // rgb: CV_8UC3.
    static std::shared_ptr<const PicturePyramid> make(const cv::Mat& rgb);

    QSize size() const { return m_levels.empty() ? QSize() : m_levels.front().size(); }
    const QImage& full() const { return m_levels.front(); }
    std::size_t byteCount() const;
    // Draws the whole picture into `target`; pixels stay squares when enlarged more than twice.
    void draw(QPainter& painter, const QRectF& target, const QRectF& visible) const;

  private:
    std::vector<QImage> m_levels;  // full size first, each half of the one before
};

}  // namespace adapnet::ui
