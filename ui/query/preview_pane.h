// The crop as the networks see it, or the clean crop while the user peeks.
#pragma once

#include <QWidget>

#include "ui/viewmodels/session_model.h"

namespace adapnet::ui {

class PreviewPane : public QWidget {
    Q_OBJECT
  public:
    explicit PreviewPane(SessionModel* session, QWidget* parent = nullptr);

    bool isPeeking() const { return m_peeking; }
    // What is painted now.
    QImage shownPicture() const;
    QSize sizeHint() const override { return {280, 360}; }
    QSize minimumSizeHint() const override { return {140, 150}; }

  public Q_SLOTS:
    void setPeeking(bool peeking);

  Q_SIGNALS:
    void peekingChanged(bool peeking);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    SessionModel* m_session;
    bool m_peeking = false;
};

}  // namespace adapnet::ui
