#include "ui/ranking/kind_names.h"

#include <QCoreApplication>

#include "core/degrade/noiser.h"

namespace adapnet::ui {

namespace {

struct KindName {
    std::string_view kind;
    const char* name;
};

constexpr KindName kNames[] = {
    {"gaussian_noise", QT_TRANSLATE_NOOP("KindNames", "Gaussian noise")},
    {"shot_noise", QT_TRANSLATE_NOOP("KindNames", "shot noise")},
    {"gaussian_blur", QT_TRANSLATE_NOOP("KindNames", "blur")},
    {"motion_blur", QT_TRANSLATE_NOOP("KindNames", "motion blur")},
    {"jpeg", QT_TRANSLATE_NOOP("KindNames", "JPEG compression")},
    {"low_resolution", QT_TRANSLATE_NOOP("KindNames", "low resolution")},
    {"low_light", QT_TRANSLATE_NOOP("KindNames", "low light")},
    {"contrast", QT_TRANSLATE_NOOP("KindNames", "low contrast")},
};

}  // namespace

QString gateName(std::size_t entry) {
    if (entry == 0) return QCoreApplication::translate("KindNames", "clean");
    if (entry - 1 >= degrade::kKnownKinds.size()) return {};
    const std::string_view kind = degrade::kKnownKinds[entry - 1];
    for (const KindName& name : kNames)
        if (name.kind == kind) return QCoreApplication::translate("KindNames", name.name);
    return {};
}

}  // namespace adapnet::ui
