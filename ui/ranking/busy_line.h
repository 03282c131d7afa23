// A thin line on which a mark wanders while something is being computed. It keeps its place while hidden, so
// that nothing below it jumps. GUI thread.
#pragma once

#include <QTimer>
#include <QWidget>

namespace adapnet::ui {

class BusyLine : public QWidget {
    Q_OBJECT
  public:
    explicit BusyLine(QWidget* parent = nullptr);
    // An answer that comes at once shows nothing: the mark appears after a short while only.
    void setBusy(bool busy);
    bool isBusy() const { return m_busy; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    bool m_busy = false;
    int m_tick = 0;
    QTimer m_timer;
};

}  // namespace adapnet::ui
