// How a ground-truth label looks: colour, sign and word. Colour is never the only sign.
#pragma once

#include <QColor>
#include <QString>

#include "core/eval/ground_truth.h"

namespace adapnet::ui {

struct LabelStyle {
    QColor colour;  // of the theme in use
    QString sign;   // "+", "-", "o"; empty for unknown
    QString word;   // translated, for tool tips and accessible names
};

LabelStyle labelStyle(eval::Label label);

}  // namespace adapnet::ui
