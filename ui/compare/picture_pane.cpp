#include "ui/compare/picture_pane.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <cmath>

#include "ui/common/theme.h"

namespace adapnet::ui {

namespace {

constexpr double kWheelStep = 0.0024;  // powers of two a unit: one notch (120) is a factor of 1.22
constexpr double kKeyFactor = 1.25;
constexpr double kKeyPan = 48;

}  // namespace

PicturePane::PicturePane(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::OpenHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PicturePane::setPictures(const Picture& under, const Picture& over, double opacity) {
    m_under = under;
    m_over = over;
    m_opacity = opacity;
    Q_EMIT geometryChanged();
    update();
}

void PicturePane::setCaption(const QString& caption) {
    m_caption = caption;
    setAccessibleName(caption);
    update();
}

void PicturePane::setViewport(LinkedViewport* viewport) {
    if (m_viewport == viewport) return;
    if (m_viewport) disconnect(m_viewport, nullptr, this, nullptr);
    m_viewport = viewport;
    if (m_viewport) connect(m_viewport, &LinkedViewport::changed, this, qOverload<>(&QWidget::update));
    update();
}

QRectF PicturePane::canvas() const {
    return QRectF(rect()).adjusted(0, kCaptionHeight, 0, 0);
}

PaneGeometry PicturePane::geometryOf(const Picture& picture) const {
    return {QSizeF(picture ? picture->size() : QSize()), canvas().size(), devicePixelRatioF()};
}

void PicturePane::paintPicture(QPainter& painter, const Picture& picture, double opacity) const {
    if (!picture || !m_viewport || opacity <= 0) return;
    const PaneGeometry pane = geometryOf(picture);
    const QRectF target(m_viewport->toView(pane, {0, 0}) + canvas().topLeft(),
                        pane.picture * m_viewport->scale(pane));
    painter.setOpacity(opacity);
    picture->draw(painter, target, canvas());
    painter.setOpacity(1);
}

void PicturePane::paintEvent(QPaintEvent*) {
    const ThemeColours& colours = Theme::instance().colours();
    QPainter painter(this);
    painter.fillRect(rect(), colours.surface);
    painter.setPen(colours.text);
    painter.setFont(Theme::instance().bodyFont());
    const QRect captionRect(space::kSmall, 0, width() - 2 * space::kSmall, kCaptionHeight);
    painter.drawText(captionRect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(m_caption, Qt::ElideMiddle, captionRect.width()));
    painter.fillRect(canvas(), colours.canvas);
    if (!m_under && !m_over) {
        painter.setPen(colours.textMuted);
        painter.drawText(canvas(), Qt::AlignCenter | Qt::TextWordWrap, tr("No picture yet"));
    } else {
        painter.setClipRect(canvas());
        paintPicture(painter, m_under, 1);
        paintPicture(painter, m_over, m_opacity);
        painter.setClipping(false);
    }
    painter.setPen(hasFocus() ? QPen(colours.accent, 2) : QPen(colours.border, 1));
    const double inset = hasFocus() ? 1 : 0.5;
    painter.drawRect(canvas().adjusted(inset, inset, -inset, -inset));
}

void PicturePane::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    Q_EMIT geometryChanged();
}

void PicturePane::wheelEvent(QWheelEvent* event) {
    const int turned = event->angleDelta().y();
    if (!m_viewport || turned == 0) {
        event->ignore();
        return;
    }
    m_viewport->zoomAt(paneGeometry(), inCanvas(event->position()), std::exp2(turned * kWheelStep));
    event->accept();
}

void PicturePane::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) {
        event->ignore();
        return;
    }
    m_dragging = true;
    m_grip = event->position();
    setCursor(Qt::ClosedHandCursor);
}

void PicturePane::mouseMoveEvent(QMouseEvent* event) {
    if (!m_dragging || !m_viewport) return;
    m_viewport->panBy(paneGeometry(), event->position() - m_grip);
    m_grip = event->position();
}

void PicturePane::mouseReleaseEvent(QMouseEvent*) {
    m_dragging = false;
    setCursor(Qt::OpenHandCursor);
}

void PicturePane::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!m_viewport || event->button() != Qt::LeftButton) return;
    const bool fitted = m_viewport->base() == LinkedViewport::Base::Fit && m_viewport->zoom() == 1;
    if (fitted)
        m_viewport->realPixels();
    else
        m_viewport->fit();
}

void PicturePane::keyPressEvent(QKeyEvent* event) {
    if (!m_viewport || (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) != 0) {
        event->ignore();
        return;
    }
    const PaneGeometry pane = paneGeometry();
    const QPointF middle(pane.view.width() / 2, pane.view.height() / 2);
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            m_viewport->zoomAt(pane, middle, kKeyFactor);
            break;
        case Qt::Key_Minus:
            m_viewport->zoomAt(pane, middle, 1 / kKeyFactor);
            break;
        case Qt::Key_Left:
            m_viewport->panBy(pane, {kKeyPan, 0});
            break;
        case Qt::Key_Right:
            m_viewport->panBy(pane, {-kKeyPan, 0});
            break;
        case Qt::Key_Up:
            m_viewport->panBy(pane, {0, kKeyPan});
            break;
        case Qt::Key_Down:
            m_viewport->panBy(pane, {0, -kKeyPan});
            break;
        default:
            event->ignore();
            return;
    }
    event->accept();
}

}  // namespace adapnet::ui
