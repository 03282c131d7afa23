// Zoom and pan as plain numbers, shared by linked panes. Pictures of different size stay together because the
// model holds the zoom relative to a base (fit, or one picture pixel per screen pixel) and the centre as a
// fraction of the picture. Belongs to the GUI thread.
#pragma once

#include <QObject>
#include <QPointF>
#include <QSizeF>

namespace adapnet::ui {

// One pane: its picture in pixels, its size on screen in device-independent pixels.
struct PaneGeometry {
    QSizeF picture;
    QSizeF view;
    double devicePixelRatio = 1;
};

class LinkedViewport : public QObject {
    Q_OBJECT
  public:
    enum class Base { Fit, RealPixels };

    explicit LinkedViewport(QObject* parent = nullptr);

    // Everything, as a value.
    struct State {
        Base base = Base::Fit;
        double zoom = 1;
        QPointF centre{0.5, 0.5};
    };
    State state() const { return {m_base, m_zoom, m_centre}; }
    void setState(const State& state) { set(state.base, state.zoom, state.centre); }

    Base base() const { return m_base; }
    double zoom() const { return m_zoom; }       // relative to the base, 1 at the base
    QPointF centre() const { return m_centre; }  // fraction of the picture, 0..1

    // Device-independent screen pixels per picture pixel.
    double scale(const PaneGeometry& pane) const;
    // What "100 %" counts: screen pixels per picture pixel.
    double percent(const PaneGeometry& pane) const;
    QPointF toView(const PaneGeometry& pane, QPointF picturePoint) const;
    QPointF toPicture(const PaneGeometry& pane, QPointF viewPoint) const;

    void fit();
    void realPixels();
    // Keeps the picture point under `viewPoint` where it is.
    void zoomAt(const PaneGeometry& pane, QPointF viewPoint, double factor);
    // The picture follows the hand: `delta` in view pixels.
    void panBy(const PaneGeometry& pane, QPointF delta);
    // Same zoom and centre as another model.
    void copyFrom(const LinkedViewport& other);

  Q_SIGNALS:
    void changed();

  private:
    double baseScale(const PaneGeometry& pane) const;
    // The centre such that no blank is shown beside a picture that is larger than the pane.
    QPointF clampedCentre(const PaneGeometry& pane, QPointF centre, double scale) const;
    void set(Base base, double zoom, QPointF centre);

    Base m_base = Base::Fit;
    double m_zoom = 1;
    QPointF m_centre{0.5, 0.5};
};

}  // namespace adapnet::ui
