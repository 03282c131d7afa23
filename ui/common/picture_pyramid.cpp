#include "ui/common/picture_pyramid.h"

#include <algorithm>
#include <cmath>

#include "core/image/image.h"
#include "ui/common/image_convert.h"

namespace adapnet::ui {

namespace {
constexpr int kSmallestLevelPx = 512;
}

std::shared_ptr<const PicturePyramid> PicturePyramid::make(const cv::Mat& rgb) {
    auto pyramid = std::make_shared<PicturePyramid>();
    pyramid->m_levels.push_back(toQImage(rgb));
    pyramid->m_size = QSize(rgb.cols, rgb.rows);
    cv::Mat level = rgb;
    while (std::max(level.cols, level.rows) > 2 * kSmallestLevelPx) {
        level = image::shrinkToFit(level, std::max(level.cols, level.rows) / 2);
        pyramid->m_levels.push_back(toQImage(level));
    }
    return pyramid;
}

std::shared_ptr<const PicturePyramid> PicturePyramid::of(const QImage& level, QSize size) {
    if (level.isNull()) return nullptr;
    auto pyramid = std::make_shared<PicturePyramid>();
    pyramid->m_levels.push_back(level);
    pyramid->m_size = size.isEmpty() ? level.size() : size;
    return pyramid;
}

const QImage& PicturePyramid::levelWithin(int side) const {
    const auto fits = [side](const QImage& level) { return std::max(level.width(), level.height()) <= side; };
    const auto found = std::find_if(m_levels.begin(), m_levels.end(), fits);
    return found == m_levels.end() ? m_levels.back() : *found;
}

std::size_t PicturePyramid::byteCount() const {
    std::size_t bytes = 0;
    for (const QImage& level : m_levels) bytes += static_cast<std::size_t>(level.sizeInBytes());
    return bytes;
}

void PicturePyramid::draw(QPainter& painter, const QRectF& target, const QRectF& visible) const {
    if (m_levels.empty() || target.isEmpty()) return;
    const double ratio = painter.device()->devicePixelRatioF();
    const double wanted = target.width() * ratio;
    QRectF place = target;
    const bool real = std::abs(wanted - m_size.width()) < 0.5;
    // Half a pixel aside, every real pixel would be a mixture of two.
    if (real)
        place = QRectF(std::round(target.left() * ratio) / ratio, std::round(target.top() * ratio) / ratio,
                       m_size.width() / ratio, m_size.height() / ratio);
    const QRectF shown = place & visible;
    if (shown.isEmpty()) return;
    const QImage* level = &m_levels.front();
    for (const QImage& candidate : m_levels)
        if (candidate.width() >= wanted - 0.5) level = &candidate;
    const double scaleX = level->width() / place.width();
    const double scaleY = level->height() / place.height();
    const QRectF source((shown.left() - place.left()) * scaleX, (shown.top() - place.top()) * scaleY,
                        shown.width() * scaleX, shown.height() * scaleY);
    const bool exact = real && level->size() == m_size;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !exact && wanted < 2.0 * m_size.width());
    painter.drawImage(shown, *level, source);
}

}  // namespace adapnet::ui
