#include "ui/common/picture_pyramid.h"

#include <algorithm>

#include "core/image/image.h"
#include "ui/common/image_convert.h"

namespace adapnet::ui {

namespace {
constexpr int kSmallestLevelPx = 512;
}

std::shared_ptr<const PicturePyramid> PicturePyramid::make(const cv::Mat& rgb) {
    auto pyramid = std::make_shared<PicturePyramid>();
    pyramid->m_levels.push_back(toQImage(rgb));
    cv::Mat level = rgb;
    while (std::max(level.cols, level.rows) > 2 * kSmallestLevelPx) {
        level = image::shrinkToFit(level, std::max(level.cols, level.rows) / 2);
        pyramid->m_levels.push_back(toQImage(level));
    }
    return pyramid;
}

std::size_t PicturePyramid::byteCount() const {
    std::size_t bytes = 0;
    for (const QImage& level : m_levels) bytes += static_cast<std::size_t>(level.sizeInBytes());
    return bytes;
}

void PicturePyramid::draw(QPainter& painter, const QRectF& target, const QRectF& visible) const {
    const QRectF shown = target & visible;
    if (m_levels.empty() || shown.isEmpty()) return;
    const double wanted = target.width() * painter.device()->devicePixelRatioF();
    const QImage* level = &m_levels.front();
    for (const QImage& candidate : m_levels)
        if (candidate.width() >= wanted) level = &candidate;
    const double scaleX = level->width() / target.width();
    const double scaleY = level->height() / target.height();
    const QRectF source((shown.left() - target.left()) * scaleX, (shown.top() - target.top()) * scaleY,
                        shown.width() * scaleX, shown.height() * scaleY);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, wanted < 2.0 * level->width());
    painter.drawImage(shown, *level, source);
}

}  // namespace adapnet::ui
