#include "ui/gallery/thumbnail_delegate.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/common/theme.h"

namespace adapnet::ui {

QRectF paintThumbnail(QPainter& painter, const QPixmap& pixmap, const QRectF& area) {
    if (pixmap.isNull()) return {};
    const QSizeF size = QSizeF(pixmap.deviceIndependentSize()).scaled(area.size(), Qt::KeepAspectRatio);
    const QRectF target(area.center() - QPointF(size.width() / 2, size.height() / 2), size);
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath rounded;
    rounded.addRoundedRect(target, 4, 4);
    painter.setClipPath(rounded, Qt::IntersectClip);
    painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()));
    painter.restore();
    return target;
}

void ThumbnailDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    const ThemeColours& c = Theme::instance().colours();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF cell = QRectF(option.rect).adjusted(2, 2, -2, -2);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    painter->setPen(focused ? QPen(c.accent, 1.5) : QPen(Qt::NoPen));
    painter->setBrush(selected  ? QBrush(c.accentSoft)
                      : hovered ? QBrush(c.surfaceRaised)
                                : QBrush(Qt::NoBrush));
    if (selected || hovered || focused) painter->drawRoundedRect(cell, 6, 6);

    const QFont caption = Theme::instance().captionFont();
    const QFontMetrics metrics(caption);
    const double textHeight = metrics.height();
    const QRectF picture = cell.adjusted(6, 6, -6, -(textHeight + 6));
    paintThumbnail(*painter, index.data(Qt::DecorationRole).value<QPixmap>(), picture);

    painter->setFont(caption);
    painter->setPen(selected ? c.text : c.textMuted);
    const QRectF textArea(cell.left() + 4, cell.bottom() - textHeight - 2, cell.width() - 8, textHeight);
    painter->drawText(textArea, Qt::AlignCenter,
                      metrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideMiddle,
                                         static_cast<int>(textArea.width())));
    painter->restore();
}

QSize ThumbnailDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {kCellWidth, kCellHeight};
}

}  // namespace adapnet::ui
