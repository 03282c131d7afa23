#include "ui/shell/screenshot.h"

#include <QPixmap>
#include <QTimer>

#include "ui/shell/main_window.h"

namespace adapnet::ui {

Screenshot::Screenshot(MainWindow* window, const QString& file, QObject* parent)
    : QObject(parent), m_window(window), m_file(file) {}

void Screenshot::start(std::function<bool()> ready) {
    m_ready = std::move(ready);
    connect(m_window, &MainWindow::settled, this, &Screenshot::tryNow);
    tryNow();
}

void Screenshot::tryNow() {
    if (m_scheduled || m_done) return;
    m_scheduled = true;
    // After the events that are already queued, so that layouts and repaints have happened.
    QTimer::singleShot(0, this, [this] {
        m_scheduled = false;
        if (m_done || !m_window->isSettled() || !m_ready()) return;
        // Painting asks for thumbnails; when some are missing, `settled` comes again once they are there.
        const QPixmap picture = m_window->frontWindow()->grab();
        if (!m_window->isSettled()) return;
        m_done = true;
        Q_EMIT written(picture.save(m_file, "PNG"));
    });
}

}  // namespace adapnet::ui
