#include "ui/common/label_style.h"

#include <QCoreApplication>

#include "ui/common/theme.h"

namespace adapnet::ui {

LabelStyle labelStyle(eval::Label label) {
    const ThemeColours& c = Theme::instance().colours();
    switch (label) {
        case eval::Label::Positive:
            return {c.positive, QStringLiteral("+"), QCoreApplication::translate("Labels", "positive")};
        case eval::Label::Negative:
            return {c.negative, QStringLiteral("\u2212"), QCoreApplication::translate("Labels", "negative")};
        case eval::Label::Junk:
            return {c.junk, QStringLiteral("o"), QCoreApplication::translate("Labels", "junk")};
        case eval::Label::Unknown:
            break;
    }
    return {c.textMuted, QString(), QCoreApplication::translate("Labels", "not judged")};
}

}  // namespace adapnet::ui
