// How results look on paper, for the PDF report and the figure: ink on white, and the sign that says the same
// as the colour. Needs Qt Gui only; any thread.
#pragma once

#include <QColor>
#include <QImage>
#include <QString>
#include <opencv2/core.hpp>
#include <string>

#include "core/eval/ground_truth.h"

namespace adapnet::ui::paper {

inline constexpr double kMmPerInch = 25.4;

inline const QColor kInk(0x1c, 0x1f, 0x24);
inline const QColor kMuted(0x5b, 0x63, 0x6e);
inline const QColor kPaper(0xff, 0xff, 0xff);

struct LabelInk {
    QColor colour;
    QString sign;
};
// `unknown` is the colour of a result of which the ground truth says nothing; it has no sign.
LabelInk inkOf(eval::Label label, const QColor& unknown);

// Text from outside as it may stand on paper: valid, and with line breaks, control characters and
// direction overrides written out, so that a name cannot change how the rest of the page reads.
QString visibleText(const std::string& text);

// No larger than print needs; owns its pixels. Null for anything but 8-bit RGB.
QImage toImage(const cv::Mat& rgb, int maxSide);

}  // namespace adapnet::ui::paper
