// One pane of the compare view: paints one picture, or two on top of each other, through a shared viewport.
// Belongs to the GUI thread; the viewport must outlive it or be replaced first.
#pragma once

#include <QPointer>
#include <QString>
#include <QWidget>
#include <memory>

#include "ui/common/picture_pyramid.h"
#include "ui/compare/linked_viewport.h"

namespace adapnet::ui {

class PicturePane : public QWidget {
    Q_OBJECT
  public:
    explicit PicturePane(QWidget* parent = nullptr);

    using Picture = std::shared_ptr<const PicturePyramid>;
    // Null for no picture; `over` lies on top with `opacity` (0..1).
    void setPictures(const Picture& under, const Picture& over = {}, double opacity = 0);
    void setCaption(const QString& caption);
    void setViewport(LinkedViewport* viewport);
    LinkedViewport* viewport() const { return m_viewport; }
    PaneGeometry geometryOf(const Picture& picture) const;
    PaneGeometry paneGeometry() const { return geometryOf(m_under); }

    QSize minimumSizeHint() const override { return {120, 120}; }
    QSize sizeHint() const override { return {480, 400}; }

  Q_SIGNALS:
    void geometryChanged();  // size or picture: what 100 % means may be another number now

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    static constexpr int kCaptionHeight = 32;
    QRectF canvas() const;
    QPointF inCanvas(QPointF widgetPoint) const { return widgetPoint - canvas().topLeft(); }
    void paintPicture(QPainter& painter, const Picture& picture, double opacity) const;

    Picture m_under, m_over;
    double m_opacity = 0;
    QString m_caption;
    QPointer<LinkedViewport> m_viewport;
    QPointF m_grip;
    bool m_dragging = false;
};

}  // namespace adapnet::ui
