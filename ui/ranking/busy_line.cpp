#include "ui/ranking/busy_line.h"

#include <QPainter>
#include <cmath>

#include "ui/common/theme.h"

namespace adapnet::ui {

namespace {

constexpr int kHeight = 2;
constexpr int kTickMs = 33;
constexpr int kQuietTicks = 4;  // about 130 ms
constexpr double kSecondsAcross = 1.6;
constexpr double kMarkShare = 0.2;  // of the width

}  // namespace

BusyLine::BusyLine(QWidget* parent) : QWidget(parent) {
    setFixedHeight(kHeight);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    QSizePolicy policy = sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    setSizePolicy(policy);
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        ++m_tick;
        update();
    });
}

void BusyLine::setBusy(bool busy) {
    if (busy == m_busy) return;
    m_busy = busy;
    m_tick = 0;
    if (busy)
        m_timer.start();
    else
        m_timer.stop();
    update();
}

void BusyLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Theme::instance().colours().border);
    if (!m_busy || m_tick < kQuietTicks) return;
    const double turns = m_tick * kTickMs / 1000.0 / kSecondsAcross;
    const double place = (1 - std::cos(turns * 2 * M_PI)) / 2;  // slow at both ends
    const double length = width() * kMarkShare;
    painter.fillRect(QRectF(place * (width() - length), 0, length, height()),
                     Theme::instance().colours().accent);
}

}  // namespace adapnet::ui
