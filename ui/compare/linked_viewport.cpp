#include "ui/compare/linked_viewport.h"

#include <algorithm>

namespace adapnet::ui {

namespace {

constexpr double kSmallestScale = 0.02;  // screen pixels per picture pixel
constexpr double kLargestScale = 32;

// A tiny picture may need more than the largest scale to fit, a huge one less than the smallest.
double clampedScale(double scale, double fit) {
    return std::clamp(scale, std::min(kSmallestScale, fit), std::max(kLargestScale, fit));
}

}  // namespace

LinkedViewport::LinkedViewport(QObject* parent) : QObject(parent) {}

double LinkedViewport::baseScale(const PaneGeometry& pane) const {
    if (pane.picture.isEmpty() || pane.view.isEmpty()) return 1;
    if (m_base == Base::RealPixels) return 1 / pane.devicePixelRatio;
    return std::min(pane.view.width() / pane.picture.width(), pane.view.height() / pane.picture.height());
}

double LinkedViewport::scale(const PaneGeometry& pane) const {
    return baseScale(pane) * m_zoom;
}

double LinkedViewport::percent(const PaneGeometry& pane) const {
    return scale(pane) * pane.devicePixelRatio * 100;
}

QPointF LinkedViewport::clampedCentre(const PaneGeometry& pane, QPointF centre, double scale) const {
    const auto along = [&](double value, double picture, double view) {
        const double shown = picture * scale;
        if (shown <= view || shown <= 0) return 0.5;
        const double half = view / shown / 2;
        return std::clamp(value, half, 1 - half);
    };
    return {along(centre.x(), pane.picture.width(), pane.view.width()),
            along(centre.y(), pane.picture.height(), pane.view.height())};
}

QPointF LinkedViewport::toView(const PaneGeometry& pane, QPointF picturePoint) const {
    const double s = scale(pane);
    const QPointF centre = clampedCentre(pane, m_centre, s);
    return {pane.view.width() / 2 + (picturePoint.x() - centre.x() * pane.picture.width()) * s,
            pane.view.height() / 2 + (picturePoint.y() - centre.y() * pane.picture.height()) * s};
}

QPointF LinkedViewport::toPicture(const PaneGeometry& pane, QPointF viewPoint) const {
    const double s = scale(pane);
    const QPointF centre = clampedCentre(pane, m_centre, s);
    return {centre.x() * pane.picture.width() + (viewPoint.x() - pane.view.width() / 2) / s,
            centre.y() * pane.picture.height() + (viewPoint.y() - pane.view.height() / 2) / s};
}

void LinkedViewport::set(Base base, double zoom, QPointF centre) {
    if (base == m_base && zoom == m_zoom && centre == m_centre) return;
    m_base = base;
    m_zoom = zoom;
    m_centre = centre;
    Q_EMIT changed();
}

void LinkedViewport::fit() {
    set(Base::Fit, 1, {0.5, 0.5});
}

void LinkedViewport::realPixels() {
    set(Base::RealPixels, 1, m_centre);
}

void LinkedViewport::zoomAt(const PaneGeometry& pane, QPointF viewPoint, double factor) {
    if (pane.picture.isEmpty() || pane.view.isEmpty() || factor <= 0) return;
    const double fit =
        std::min(pane.view.width() / pane.picture.width(), pane.view.height() / pane.picture.height());
    const double base = baseScale(pane);
    const double next = clampedScale(base * m_zoom * factor, fit);
    const QPointF held = toPicture(pane, viewPoint);
    const QPointF centre(
        (held.x() - (viewPoint.x() - pane.view.width() / 2) / next) / pane.picture.width(),
        (held.y() - (viewPoint.y() - pane.view.height() / 2) / next) / pane.picture.height());
    set(m_base, next / base, clampedCentre(pane, centre, next));
}

void LinkedViewport::panBy(const PaneGeometry& pane, QPointF delta) {
    const double s = scale(pane);
    if (pane.picture.isEmpty() || pane.view.isEmpty() || s <= 0) return;
    const QPointF from = clampedCentre(pane, m_centre, s);
    const QPointF centre(from.x() - delta.x() / s / pane.picture.width(),
                         from.y() - delta.y() / s / pane.picture.height());
    set(m_base, m_zoom, clampedCentre(pane, centre, s));
}

void LinkedViewport::copyFrom(const LinkedViewport& other) {
    set(other.m_base, other.m_zoom, other.m_centre);
}

}  // namespace adapnet::ui
