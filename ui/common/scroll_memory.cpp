#include "ui/common/scroll_memory.h"

#include <QScrollBar>

namespace adapnet::ui {

namespace {

// Waits at the bar until its range is wide enough, then goes.
class ScrollWish : public QObject {
  public:
    ScrollWish(QScrollBar* bar, int value) : QObject(bar) {
        connect(bar, &QScrollBar::rangeChanged, this, [this, bar, value] {
            if (bar->maximum() < value) return;
            bar->setValue(value);
            deleteLater();
        });
        connect(bar, &QScrollBar::actionTriggered, this, &QObject::deleteLater);
    }
};

}  // namespace

void restoreScroll(QScrollBar* bar, int value) {
    if (value <= bar->maximum())
        bar->setValue(value);
    else
        new ScrollWish(bar, value);
}

}  // namespace adapnet::ui
