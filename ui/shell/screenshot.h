// Waits, by signals only, until a window shows everything that was asked for, then writes a picture of it, or
// of the page of models or training that is open in front of it.
#pragma once

#include <QObject>
#include <QString>
#include <functional>

namespace adapnet::ui {

class MainWindow;

class Screenshot : public QObject {
    Q_OBJECT
  public:
    Screenshot(MainWindow* window, const QString& file, QObject* parent = nullptr);

    // Checks now and after each `settled` of the window. `ready` says whether the wished state was reached.
    void start(std::function<bool()> ready);

  Q_SIGNALS:
    void written(bool ok);

  private:
    void tryNow();

    MainWindow* m_window;
    QString m_file;
    std::function<bool()> m_ready;
    bool m_scheduled = false;
    bool m_done = false;
};

}  // namespace adapnet::ui
