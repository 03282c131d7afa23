// Shown while a gallery is being opened: what is done now, how fast, how long, and a way to stop.
#pragma once

#include <QWidget>

#include "ui/viewmodels/session_model.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace adapnet::ui {

class ElidedLabel;

class OpeningPage : public QWidget {
    Q_OBJECT
  public:
    explicit OpeningPage(SessionModel* session, QWidget* parent = nullptr);

    QPushButton* cancelButton() { return m_cancel; }
    QString progressLine() const;

  private:
    void showProgress();

    SessionModel* m_session;
    ElidedLabel* m_title = nullptr;
    QLabel* m_stage = nullptr;
    QLabel* m_numbers = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton* m_cancel = nullptr;
};

}  // namespace adapnet::ui
