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
    // rgb: CV_8UC3. Takes a while for a large picture: belongs on a worker.
    static std::shared_ptr<const PicturePyramid> make(const cv::Mat& rgb);
    // At once, of one level only. `size` is that of the picture from which `level` was shrunk; the real
    // pixels may follow. Null for a null picture.
    static std::shared_ptr<const PicturePyramid> of(const QImage& level, QSize size = {});

    // In real pixels, whatever levels there are.
    QSize size() const { return m_size; }
    std::size_t byteCount() const;
    // The largest level whose sides are at most `side`; the smallest where none is.
    const QImage& levelWithin(int side) const;
    // Draws the whole picture into `target`. Real pixels (100 %) are copied as they are, on whole pixels of
    // the screen; enlarged more than twice they stay squares.
    void draw(QPainter& painter, const QRectF& target, const QRectF& visible) const;

  private:
    std::vector<QImage> m_levels;  // largest first, each half of the one before
    QSize m_size;
};

}  // namespace adapnet::ui
