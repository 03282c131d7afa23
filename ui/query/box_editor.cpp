#include "ui/query/box_editor.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/common/theme.h"

namespace adapnet::ui {

namespace {

constexpr double kHandleReach = 9;    // how near the mouse must be
constexpr double kHandleSide = 9;     // how large a handle looks
constexpr double kDragThreshold = 4;  // a shorter movement is a click
constexpr double kZoomStep = 1.25;
constexpr int kNudge = 1;
constexpr int kWideNudge = 10;

Qt::CursorShape cursorOf(BoxPart part) {
    switch (part) {
        case BoxPart::Inside:
            return Qt::SizeAllCursor;
        case BoxPart::Left:
        case BoxPart::Right:
            return Qt::SizeHorCursor;
        case BoxPart::Top:
        case BoxPart::Bottom:
            return Qt::SizeVerCursor;
        case BoxPart::TopLeft:
        case BoxPart::BottomRight:
            return Qt::SizeFDiagCursor;
        case BoxPart::TopRight:
        case BoxPart::BottomLeft:
            return Qt::SizeBDiagCursor;
        case BoxPart::None:
            break;
    }
    return Qt::CrossCursor;
}

}  // namespace

BoxEditor::BoxEditor(SessionModel* session, QWidget* parent) : QWidget(parent), m_session(session) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Query picture with box"));
    connect(session, &SessionModel::pictureChanged, this, [this] {
        m_hand = Hand::Idle;
        m_viewport.fit();
        describe();
        update();
    });
    connect(session, &SessionModel::boxChanged, this, [this] {
        describe();
        update();
    });
    connect(&m_viewport, &LinkedViewport::changed, this, [this] {
        update();
        Q_EMIT zoomChanged();
    });
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    describe();
}

QSize BoxEditor::pictureSize() const {
    return m_session->hasPicture() ? m_session->picture()->size() : QSize();
}

PaneGeometry BoxEditor::pane() const {
    return {QSizeF(pictureSize()), QSizeF(size()), devicePixelRatioF()};
}

QPointF BoxEditor::toPicture(const QPointF& screen) const {
    return m_viewport.toPicture(pane(), screen);
}

QRectF BoxEditor::boxOnScreen() const {
    const image::Box box = m_session->effectiveBox();
    return {m_viewport.toView(pane(), QPointF(box.x1, box.y1)),
            m_viewport.toView(pane(), QPointF(box.x2, box.y2))};
}

void BoxEditor::describe() {
    if (!m_session->hasPicture()) {
        setAccessibleDescription(tr("No picture chosen"));
        return;
    }
    const image::Box box = m_session->effectiveBox();
    setAccessibleDescription(
        tr("Box from %1, %2 with %3 by %4 pixels. Arrow keys move it, Alt and arrow keys "
           "change its size.")
            .arg(box.x1)
            .arg(box.y1)
            .arg(box.width())
            .arg(box.height()));
}

void BoxEditor::zoomIn() {
    if (m_session->hasPicture()) m_viewport.zoomAt(pane(), QPointF(rect().center()), kZoomStep);
}

void BoxEditor::zoomOut() {
    if (m_session->hasPicture()) m_viewport.zoomAt(pane(), QPointF(rect().center()), 1 / kZoomStep);
}

void BoxEditor::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ThemeColours& c = Theme::instance().colours();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath frame;
    frame.addRoundedRect(rect(), space::kRadius - 2, space::kRadius - 2);
    painter.setClipPath(frame);
    painter.fillRect(rect(), c.canvas);
    if (!m_session->hasPicture()) {
        paintEmpty(painter);
    } else {
        const QSizeF size = QSizeF(pictureSize());
        const QRectF target(m_viewport.toView(pane(), QPointF(0, 0)),
                            m_viewport.toView(pane(), QPointF(size.width(), size.height())));
        m_session->picture()->draw(painter, target, QRectF(rect()));
        paintBox(painter);
    }
    if (hasFocus()) {
        painter.setClipping(false);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(c.accent, 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::kRadius - 2,
                                space::kRadius - 2);
    }
}

void BoxEditor::paintEmpty(QPainter& painter) {
    const ThemeColours& c = Theme::instance().colours();
    constexpr int kIcon = 40;
    const QRect area = rect().adjusted(space::kMedium, 0, -space::kMedium, 0);
    painter.drawPixmap(
        area.center().x() - kIcon / 2, area.center().y() - kIcon - space::kMedium,
        Theme::instance().pixmap(QStringLiteral("picture"), kIcon, c.textMuted, devicePixelRatioF()));
    painter.setPen(c.textMuted);
    painter.setFont(Theme::instance().bodyFont());
    painter.drawText(QRect(area.left(), area.center().y(), area.width(), area.height() / 2),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                     tr("Choose a picture in the gallery,\ndrop one here, or paste it."));
}

void BoxEditor::paintBox(QPainter& painter) {
    const ThemeColours& c = Theme::instance().colours();
    const QRectF box = boxOnScreen();
    QPainterPath outside;
    const QSizeF picture(pictureSize());
    outside.addRect(QRectF(m_viewport.toView(pane(), QPointF(0, 0)),
                           m_viewport.toView(pane(), QPointF(picture.width(), picture.height()))));
    QPainterPath inside;
    inside.addRect(box);
    if (m_session->query().box) painter.fillPath(outside.subtracted(inside), QColor(10, 12, 16, 130));

    // A dark line under the accent keeps the box visible on any picture.
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(10, 12, 16, 150), 4));
    painter.drawRect(box);
    painter.setPen(QPen(c.accent, 2));
    painter.drawRect(box);

    painter.setPen(QPen(c.accent, 1.5));
    painter.setBrush(Qt::white);
    const std::array<double, 3> xs{box.left(), box.center().x(), box.right()};
    const std::array<double, 3> ys{box.top(), box.center().y(), box.bottom()};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) {
            if (i == 1 && j == 1) continue;
            painter.drawRoundedRect(
                QRectF(xs[i] - kHandleSide / 2, ys[j] - kHandleSide / 2, kHandleSide, kHandleSide), 2, 2);
        }
}

BoxPart BoxEditor::partAt(const QPointF& screen) const {
    const BoxPart part = boxPartAt(boxOnScreen(), screen, kHandleReach);
    // Without a box of its own the whole picture is the box: its inside is free for drawing a new one.
    if (part == BoxPart::Inside && !m_session->query().box) return BoxPart::None;
    return part;
}

void BoxEditor::updateCursor(const QPointF& screen) {
    if (!m_session->hasPicture())
        unsetCursor();
    else if (m_hand == Hand::Pan)
        setCursor(Qt::ClosedHandCursor);
    else if (m_spaceHeld)
        setCursor(Qt::OpenHandCursor);
    else
        setCursor(cursorOf(m_hand == Hand::EditBox ? m_part : partAt(screen)));
}

void BoxEditor::mousePressEvent(QMouseEvent* event) {
    if (!m_session->hasPicture() || m_hand != Hand::Idle) return;
    m_pressed = m_last = event->position();
    m_boxBefore = m_session->query().box;
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_spaceHeld)) {
        m_hand = Hand::Pan;
    } else if (event->button() == Qt::LeftButton) {
        m_startBox = m_session->effectiveBox();
        // Ctrl draws a new box even on top of the old one.
        m_part = (event->modifiers() & Qt::ControlModifier) ? BoxPart::None : partAt(event->position());
        m_hand = Hand::Pressed;
    }
    updateCursor(event->position());
}

void BoxEditor::mouseMoveEvent(QMouseEvent* event) {
    const QPointF now = event->position();
    if (m_hand == Hand::Pressed && (now - m_pressed).manhattanLength() >= kDragThreshold) {
        m_hand = m_part == BoxPart::None ? Hand::NewBox : Hand::EditBox;
        m_gesture = m_session->newGesture();
    }
    switch (m_hand) {
        case Hand::Pan:
            m_viewport.panBy(pane(), now - m_last);
            break;
        case Hand::NewBox:
            m_session->setBox(boxBetween(toPicture(m_pressed), toPicture(now), pictureSize()), m_gesture);
            break;
        case Hand::EditBox: {
            const QPointF moved = toPicture(now) - toPicture(m_pressed);
            m_session->setBox(draggedBox(m_startBox, m_part, moved.x(), moved.y(), pictureSize()), m_gesture);
            break;
        }
        case Hand::Idle:
        case Hand::Pressed:
            break;
    }
    m_last = now;
    updateCursor(now);
}

void BoxEditor::mouseReleaseEvent(QMouseEvent* event) {
    if (m_hand == Hand::Idle) return;
    m_hand = Hand::Idle;
    updateCursor(event->position());
}

void BoxEditor::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_session->hasPicture() &&
        partAt(event->position()) == BoxPart::None)
        m_session->setBox(std::nullopt, m_session->newGesture());
}

void BoxEditor::wheelEvent(QWheelEvent* event) {
    if (!m_session->hasPicture() || event->angleDelta().y() == 0) return;
    constexpr double kOneNotch = 120;
    m_viewport.zoomAt(pane(), event->position(), std::pow(kZoomStep, event->angleDelta().y() / kOneNotch));
    event->accept();
}

bool BoxEditor::moveByKey(int key, Qt::KeyboardModifiers modifiers, bool repeated) {
    const int step = (modifiers & Qt::ShiftModifier) ? kWideNudge : kNudge;
    int dx = 0;
    int dy = 0;
    switch (key) {
        case Qt::Key_Left:
            dx = -step;
            break;
        case Qt::Key_Right:
            dx = step;
            break;
        case Qt::Key_Up:
            dy = -step;
            break;
        case Qt::Key_Down:
            dy = step;
            break;
        default:
            return false;
    }
    // A held key is one step of undo.
    if (!repeated || m_keyGesture == 0) m_keyGesture = m_session->newGesture();
    image::Box box = m_session->effectiveBox();
    if (modifiers & Qt::AltModifier) {
        const QSize size = pictureSize();
        box.x2 = std::clamp(box.x2 + dx, box.x1 + 1, size.width());
        box.y2 = std::clamp(box.y2 + dy, box.y1 + 1, size.height());
    } else {
        box = draggedBox(box, BoxPart::Inside, dx, dy, pictureSize());
    }
    if (box == m_session->effectiveBox()) return true;
    m_session->setBox(box, m_keyGesture);
    return true;
}

void BoxEditor::keyPressEvent(QKeyEvent* event) {
    if (!m_session->hasPicture()) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (moveByKey(event->key(), event->modifiers(), event->isAutoRepeat())) return;
    switch (event->key()) {
        case Qt::Key_Space:
            m_spaceHeld = true;
            updateCursor(m_last);
            break;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            zoomIn();
            break;
        case Qt::Key_Minus:
            zoomOut();
            break;
        case Qt::Key_Escape:
            if (m_hand == Hand::NewBox || m_hand == Hand::EditBox) {
                m_session->setBox(m_boxBefore, m_gesture);
                m_hand = Hand::Idle;
                break;
            }
            [[fallthrough]];
        default:
            QWidget::keyPressEvent(event);
    }
}

void BoxEditor::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_spaceHeld = false;
        updateCursor(m_last);
        return;
    }
    QWidget::keyReleaseEvent(event);
}

void BoxEditor::focusOutEvent(QFocusEvent* event) {
    m_spaceHeld = false;
    QWidget::focusOutEvent(event);
}

void BoxEditor::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    Q_EMIT zoomChanged();
}

}  // namespace adapnet::ui
