// Brings a scroll bar back to a place that its contents may not reach yet: lists and cards are laid out after
// the event that made them. Window's thread.
#pragma once

class QScrollBar;

namespace adapnet::ui {

// Sets `value` now, or once the range allows it. Whoever moves the bar meanwhile wins.
void restoreScroll(QScrollBar* bar, int value);

}  // namespace adapnet::ui
