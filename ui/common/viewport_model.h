// Zoom and pan of a picture in a pane, without any widget, so that linked panes can share one and tests can
// use numbers. Scale is screen pixels (device independent) for one picture pixel.
#pragma once

#include <QObject>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace adapnet::ui {

class ViewportModel : public QObject {
    Q_OBJECT
  public:
    static constexpr double kMinScale = 0.02;
    static constexpr double kMaxScale = 32.0;

    explicit ViewportModel(QObject* parent = nullptr);

    void setPictureSize(const QSizeF& size);
    void setPaneSize(const QSizeF& size);
    const QSizeF& pictureSize() const { return m_picture; }
    const QSizeF& paneSize() const { return m_pane; }

    double scale() const { return m_scale; }
    QPointF toPane(const QPointF& picture) const;
    QPointF toPicture(const QPointF& pane) const;
    // Where the whole picture lies in the pane.
    QRectF pictureRect() const;

    // Whole picture visible and centred; stays so while the pane is resized, until the user zooms or pans.
    void fit();
    bool isFitted() const { return m_fitted; }
    // One picture pixel on one device-independent pixel divided by `pixelRatio`, about the pane's middle.
    void showRealPixels(double pixelRatio = 1.0);
    // Keeps the picture point under `pane` where it is.
    void zoomAt(const QPointF& pane, double factor);
    void panBy(const QPointF& delta);

  Q_SIGNALS:
    void changed();

  private:
    void setScaleAt(const QPointF& pane, double scale);
    void keepInReach();
    void refit();

    QSizeF m_picture{0, 0};
    QSizeF m_pane{0, 0};
    double m_scale = 1.0;
    QPointF m_origin;  // pane position of the picture's upper left corner
    bool m_fitted = true;
};

}  // namespace adapnet::ui
