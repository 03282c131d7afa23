// Paints one picture of the gallery grid: thumbnail, name, and marks for hover, focus and "is the query".
#pragma once

#include <QStyledItemDelegate>
#include <optional>

namespace adapnet::ui {

class ThumbnailDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    static constexpr int kCellWidth = 106;
    static constexpr int kCellHeight = 112;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

// Draws `pixmap` as large as it fits, centred, with rounded corners; returns where.
QRectF paintThumbnail(QPainter& painter, const QPixmap& pixmap, const QRectF& area);

}  // namespace adapnet::ui
