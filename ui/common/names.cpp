#include "ui/common/names.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <span>

#include "core/degrade/repair.h"
#include "ui/common/reasons.h"

namespace adapnet::ui {

namespace {

struct Entry {
    const char* id;
    const char* text;
};

constexpr Entry kDegradations[] = {
    {"gaussian_noise", QT_TRANSLATE_NOOP("Names", "Gaussian noise")},
    {"salt_and_pepper", QT_TRANSLATE_NOOP("Names", "Salt and pepper")},
    {"speckle", QT_TRANSLATE_NOOP("Names", "Speckle")},
    {"motion_blur", QT_TRANSLATE_NOOP("Names", "Motion blur")},
    {"resolution_loss", QT_TRANSLATE_NOOP("Names", "Resolution loss")},
    {"shot_noise", QT_TRANSLATE_NOOP("Names", "Shot noise")},
    {"gaussian_blur", QT_TRANSLATE_NOOP("Names", "Gaussian blur")},
    {"jpeg", QT_TRANSLATE_NOOP("Names", "JPEG compression")},
    {"low_light", QT_TRANSLATE_NOOP("Names", "Low light")},
    {"contrast", QT_TRANSLATE_NOOP("Names", "Low contrast")},
    {"defocus_blur", QT_TRANSLATE_NOOP("Names", "Out of focus")},
    {"pixelate", QT_TRANSLATE_NOOP("Names", "Large pixels")},
    {"fog", QT_TRANSLATE_NOOP("Names", "Fog")},
    {"rain", QT_TRANSLATE_NOOP("Names", "Rain")},
    {"occlusion", QT_TRANSLATE_NOOP("Names", "Covered parts")},
    {"repair", QT_TRANSLATE_NOOP("Names", "Repair by a network")},
};

// "kind.key" wins over "key".
constexpr Entry kParams[] = {
    {"sigma", QT_TRANSLATE_NOOP("Names", "Sigma")},
    {"gaussian_blur.sigma", QT_TRANSLATE_NOOP("Names", "Radius (sigma)")},
    {"low_light.sigma", QT_TRANSLATE_NOOP("Names", "Noise (sigma)")},
    {"amount", QT_TRANSLATE_NOOP("Names", "Share of pixels")},
    {"per", QT_TRANSLATE_NOOP("Names", "Drawn for each")},
    {"distribution", QT_TRANSLATE_NOOP("Names", "Distribution")},
    {"amplitude", QT_TRANSLATE_NOOP("Names", "Amplitude")},
    {"model", QT_TRANSLATE_NOOP("Names", "Model")},
    {"length", QT_TRANSLATE_NOOP("Names", "Length")},
    {"direction", QT_TRANSLATE_NOOP("Names", "Direction")},
    {"angle", QT_TRANSLATE_NOOP("Names", "Angle")},
    {"t", QT_TRANSLATE_NOOP("Names", "Exposure T")},
    {"shift", QT_TRANSLATE_NOOP("Names", "Movement")},
    {"spread", QT_TRANSLATE_NOOP("Names", "Spread of a, b")},
    {"a", QT_TRANSLATE_NOOP("Names", "Movement a")},
    {"b", QT_TRANSLATE_NOOP("Names", "Movement b")},
    {"dc", QT_TRANSLATE_NOOP("Names", "Brightness")},
    {"method", QT_TRANSLATE_NOOP("Names", "Method")},
    {"factor", QT_TRANSLATE_NOOP("Names", "Factor")},
    {"level", QT_TRANSLATE_NOOP("Names", "Reduction")},
    {"rate", QT_TRANSLATE_NOOP("Names", "Photons")},
    {"quality", QT_TRANSLATE_NOOP("Names", "Quality")},
    {"gain", QT_TRANSLATE_NOOP("Names", "Gain")},
    {"gamma", QT_TRANSLATE_NOOP("Names", "Gamma")},
    {"radius", QT_TRANSLATE_NOOP("Names", "Radius")},
    {"scale", QT_TRANSLATE_NOOP("Names", "Resolution kept")},
    {"fog.amount", QT_TRANSLATE_NOOP("Names", "Density")},
    {"decay", QT_TRANSLATE_NOOP("Names", "Smoothness")},
    {"density", QT_TRANSLATE_NOOP("Names", "Drops per 1000 pixels")},
    {"strength", QT_TRANSLATE_NOOP("Names", "Strength")},
    {"count", QT_TRANSLATE_NOOP("Names", "Number")},
    {"share", QT_TRANSLATE_NOOP("Names", "Share of the picture")},
    {"network", QT_TRANSLATE_NOOP("Names", "Network")},
};

constexpr Entry kChoices[] = {
    {"uniform", QT_TRANSLATE_NOOP("Names", "uniform")},
    {"normal", QT_TRANSLATE_NOOP("Names", "normal")},
    {"line", QT_TRANSLATE_NOOP("Names", "line")},
    {"frequency", QT_TRANSLATE_NOOP("Names", "frequency domain")},
    {"random", QT_TRANSLATE_NOOP("Names", "random")},
    {"fixed", QT_TRANSLATE_NOOP("Names", "fixed")},
    {"keep", QT_TRANSLATE_NOOP("Names", "kept")},
    {"drop", QT_TRANSLATE_NOOP("Names", "dropped")},
    {"area", QT_TRANSLATE_NOOP("Names", "area average")},
    {"haar", QT_TRANSLATE_NOOP("Names", "Haar approximation")},
    {"2x", QT_TRANSLATE_NOOP("Names", "2 times")},
    {"4x", QT_TRANSLATE_NOOP("Names", "4 times")},
    {"pixel", QT_TRANSLATE_NOOP("Names", "pixel")},
    {"sample", QT_TRANSLATE_NOOP("Names", "colour value")},
    {"denoising_autoencoder", QT_TRANSLATE_NOOP("Names", "denoising autoencoder")},
    {"super_resolution", QT_TRANSLATE_NOOP("Names", "super-resolution (SRCNN)")},
};

constexpr Entry kPresets[] = {
    {"degraded_samples_noise_gaussian",
     QT_TRANSLATE_NOOP("Names", "As in the study: Gaussian noise, sigma 0.1")},
    {"degraded_samples_noise_salt_and_pepper",
     QT_TRANSLATE_NOOP("Names", "As in the study: salt and pepper, 10 %")},
    {"degraded_samples_noise_speckle", QT_TRANSLATE_NOOP("Names", "As in the study: speckle, U(-0.1, 0.1)")},
    {"degraded_samples_motion", QT_TRANSLATE_NOOP("Names", "As in the study: motion blur")},
    {"degraded_samples_low_resolution_2x", QT_TRANSLATE_NOOP("Names", "As in the study: half resolution")},
    {"degraded_samples_low_resolution_4x", QT_TRANSLATE_NOOP("Names", "As in the study: quarter resolution")},
};

constexpr Entry kStages[] = {
    {"render", QT_TRANSLATE_NOOP("Names", "Rendering the demo pictures")},
    {"scan", QT_TRANSLATE_NOOP("Names", "Looking for pictures")},
    {"hash", QT_TRANSLATE_NOOP("Names", "Recognising pictures")},
    {"load", QT_TRANSLATE_NOOP("Names", "Loading the networks")},
    {"extract", QT_TRANSLATE_NOOP("Names", "Describing pictures")},
    {"index", QT_TRANSLATE_NOOP("Names", "Building the search index")},
    {"rank", QT_TRANSLATE_NOOP("Names", "Searching")},
    {"atlas", QT_TRANSLATE_NOOP("Names", "Measuring the failure atlas")},
};

QString lookUp(std::span<const Entry> table, std::string_view id) {
    for (const Entry& entry : table)
        if (id == entry.id) return QCoreApplication::translate("Names", entry.text);
    return {};
}

QString errorTitle(ErrorCode code) {
    switch (code) {
        case ErrorCode::Cancelled:
            return QCoreApplication::translate("Names", "Stopped");
        case ErrorCode::NotFound:
            return QCoreApplication::translate("Names", "Not found");
        case ErrorCode::BadInput:
            return QCoreApplication::translate("Names", "This cannot be used");
        case ErrorCode::TooLarge:
            return QCoreApplication::translate("Names", "Picture too large");
        case ErrorCode::Io:
            return QCoreApplication::translate("Names", "Cannot read or write");
        case ErrorCode::Decode:
            return QCoreApplication::translate("Names", "Cannot read the picture");
        case ErrorCode::Database:
            return QCoreApplication::translate("Names", "Problem with the cache");
        case ErrorCode::Model:
            return QCoreApplication::translate("Names", "Problem with a network");
        case ErrorCode::IndexFile:
            return QCoreApplication::translate("Names", "Problem with the index file");
        case ErrorCode::Device:
            return QCoreApplication::translate("Names", "Device not available");
        case ErrorCode::OutOfMemory:
            return QCoreApplication::translate("Names", "Not enough memory");
        case ErrorCode::Internal:
            break;
    }
    return QCoreApplication::translate("Names", "Unexpected problem");
}

int decimalsOf(double step) {
    if (step <= 0) return 3;
    int decimals = 0;
    while (decimals < 6 && std::abs(step - std::round(step)) > 1e-9) {
        step *= 10;
        ++decimals;
    }
    return decimals;
}

}  // namespace

QString degradationName(std::string_view kind) {
    return lookUp(kDegradations, kind);
}
QString paramName(std::string_view kind, std::string_view key) {
    const QString special = lookUp(kParams, std::string(kind) + '.' + std::string(key));
    return special.isEmpty() ? lookUp(kParams, key) : special;
}
QString choiceName(std::string_view choice) {
    return lookUp(kChoices, choice);
}
QString stageName(std::string_view stage) {
    return lookUp(kStages, stage);
}

QString unitSuffix(std::string_view unit) {
    if (unit.empty()) return {};
    if (unit == "px") return QCoreApplication::translate("Names", " px");
    if (unit == "deg") return QCoreApplication::translate("Names", " °");
    if (unit == "x") return QCoreApplication::translate("Names", " ×");
    return QLatin1Char(' ') + QString::fromUtf8(unit.data(), static_cast<qsizetype>(unit.size()));
}

QString presetName(std::string_view id) {
    if (const QString known = lookUp(kPresets, id); !known.isEmpty()) return known;
    // "<kind>_severity_<n>": the severities of every kind need no list of their own.
    const std::size_t at = id.rfind("_severity_");
    if (at == std::string_view::npos) return {};
    const QString kind = degradationName(id.substr(0, at));
    if (kind.isEmpty()) return {};
    const std::string_view level = id.substr(at + 10);
    return QCoreApplication::translate("Names", "%1, severity %2")
        .arg(kind, QString::fromUtf8(level.data(), static_cast<qsizetype>(level.size())));
}

QString nameOr(const QString& name, std::string_view id) {
    return name.isEmpty() ? QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size())) : name;
}

QString errorText(const Error& error) {
    // What was being done when a file could not be read is seen in the window; other errors need it.
    return QCoreApplication::translate("Names", "%1: %2")
        .arg(errorTitle(error.code), isKnownReason(error.detail) ? reasonText(error.detail)
                                                                 : QString::fromStdString(error.message()));
}

QString durationText(double seconds) {
    const auto whole = static_cast<qint64>(std::ceil(seconds));
    if (whole < 60) return QCoreApplication::translate("Names", "%1 s").arg(whole);
    if (whole < 3600)
        return QCoreApplication::translate("Names", "%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return QCoreApplication::translate("Names", "%1 h %2 min").arg(whole / 3600).arg(whole / 60 % 60);
}

QString progressText(const Progress& progress) {
    const QLocale locale;
    QStringList parts;
    if (progress.total > 0)
        parts << QCoreApplication::translate("Names", "%1 of %2")
                     .arg(locale.toString(static_cast<qlonglong>(progress.done)),
                          locale.toString(static_cast<qlonglong>(progress.total)));
    else if (progress.done > 0)
        parts << locale.toString(static_cast<qlonglong>(progress.done));
    if (progress.perSecond > 0)
        parts << QCoreApplication::translate("Names", "%1 a second")
                     .arg(locale.toString(progress.perSecond, 'f', progress.perSecond < 10 ? 1 : 0));
    if (progress.secondsLeft >= 0 && progress.done < progress.total)
        parts << QCoreApplication::translate("Names", "%1 left").arg(durationText(progress.secondsLeft));
    if (progress.failed > 0)
        parts << QCoreApplication::translate("Names", "%1 could not be read").arg(progress.failed);
    return parts.join(QStringLiteral("  ·  "));
}

QString numberText(double value, double step) {
    return QLocale().toString(value, 'f', decimalsOf(step));
}

bool isParamUsed(const degrade::ParamSpec& spec, std::span<const degrade::ParamSpec> all,
                 const degrade::ParamValues& values) {
    const std::size_t equals = spec.onlyWhen.find('=');
    if (equals == std::string::npos) return true;
    const std::string key = spec.onlyWhen.substr(0, equals);
    const std::string wanted = spec.onlyWhen.substr(equals + 1);
    const auto choice = std::find_if(all.begin(), all.end(), [&](const auto& p) { return p.key == key; });
    const auto value = values.find(key);
    if (choice == all.end() || value == values.end()) return true;
    const auto index = static_cast<std::size_t>(value->second);
    // The choice itself may be out of use.
    return isParamUsed(*choice, all, values) && index < choice->choices.size() &&
           choice->choices[index] == wanted;
}

QString recipeText(const degrade::Recipe& recipe) {
    QStringList steps;
    for (const degrade::Step& step : recipe.steps) {
        if (!step.enabled) continue;
        const QString name = nameOr(degradationName(step.kind), step.kind);
        const degrade::Degradation* kind = degrade::find(step.kind);
        QStringList values;
        if (kind != nullptr) {
            for (const degrade::ParamSpec& spec : kind->params()) {
                const auto value = step.values.find(spec.key);
                if (value == step.values.end()) continue;
                if (spec.kind == degrade::ParamKind::Choice) {
                    // Of a repair the network is all there is to say.
                    const auto& choice = spec.choices.at(static_cast<std::size_t>(value->second));
                    if (step.kind == degrade::kRepairKind) values << nameOr(choiceName(choice), choice);
                    continue;
                }
                if (!isParamUsed(spec, kind->params(), step.values)) continue;
                values << nameOr(paramName(step.kind, spec.key), spec.key) + QLatin1Char(' ') +
                              numberText(value->second, spec.step) + unitSuffix(spec.unit);
            }
        }
        steps << (values.isEmpty() ? name
                                   : QStringLiteral("%1 (%2)").arg(name, values.join(QStringLiteral(", "))));
    }
    if (steps.isEmpty()) return QCoreApplication::translate("Names", "none");
    const QString text = steps.join(QStringLiteral(", "));
    return recipe.region == degrade::Region::Full
               ? QCoreApplication::translate("Names", "%1, on the whole picture").arg(text)
               : text;
}

}  // namespace adapnet::ui
