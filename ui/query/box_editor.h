// The query picture with its box: drag a new box, eight handles, move, arrow keys, wheel zoom at the cursor,
// pan with the middle button or the space key. Changes the session; paints what the session says.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/compare/linked_viewport.h"
#include "ui/query/box_geometry.h"
#include "ui/viewmodels/session_model.h"

namespace adapnet::ui {

class BoxEditor : public QWidget {
    Q_OBJECT
  public:
    explicit BoxEditor(SessionModel* session, QWidget* parent = nullptr);

    LinkedViewport& viewport() { return m_viewport; }
    PaneGeometry pane() const;
    // Positions for tests and for the accessible description.
    QRectF boxOnScreen() const;
    QSize sizeHint() const override { return {480, 360}; }
    QSize minimumSizeHint() const override { return {200, 150}; }

  public Q_SLOTS:
    void fit() { m_viewport.fit(); }
    void showRealPixels() { m_viewport.realPixels(); }
    void zoomIn();
    void zoomOut();

  Q_SIGNALS:
    void zoomChanged();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    enum class Hand { Idle, Pressed, NewBox, EditBox, Pan };

    QPointF toPicture(const QPointF& screen) const;
    QSize pictureSize() const;
    BoxPart partAt(const QPointF& screen) const;
    void updateCursor(const QPointF& screen);
    void describe();
    void paintEmpty(QPainter& painter);
    void paintBox(QPainter& painter);
    bool moveByKey(int key, Qt::KeyboardModifiers modifiers, bool repeated);

    SessionModel* m_session;
    LinkedViewport m_viewport;
    Hand m_hand = Hand::Idle;
    BoxPart m_part = BoxPart::None;
    QPointF m_pressed;  // screen
    QPointF m_last;     // screen
    image::Box m_startBox;
    std::optional<image::Box> m_boxBefore;  // given back by Esc
    SessionModel::Gesture m_gesture = 0;
    SessionModel::Gesture m_keyGesture = 0;
    bool m_spaceHeld = false;
};

}  // namespace adapnet::ui
