#include "ui/settings/app_settings.h"

#include <QSettings>
#include <algorithm>

namespace adapnet::ui {

namespace {

const QString kTheme = QStringLiteral("look/theme");
const QString kLanguage = QStringLiteral("look/language");
const QString kDevice = QStringLiteral("compute/device");
const QString kPrecision = QStringLiteral("compute/precision");
const QString kModels = QStringLiteral("compute/models");
const QString kRecent = QStringLiteral("recent");
const QString kFolder = QStringLiteral("folder");
const QString kGroundTruth = QStringLiteral("groundTruth");

void writeRecent(const QList<RecentGallery>& galleries) {
    QSettings settings;
    settings.beginWriteArray(kRecent, static_cast<int>(galleries.size()));
    for (int i = 0; i < galleries.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue(kFolder, galleries[i].folder);
        settings.setValue(kGroundTruth, galleries[i].groundTruth);
    }
    settings.endArray();
}

QList<RecentGallery> readRecent() {
    QSettings settings;
    QList<RecentGallery> galleries;
    const int count = settings.beginReadArray(kRecent);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        galleries.push_back({settings.value(kFolder).toString(), settings.value(kGroundTruth).toString()});
    }
    settings.endArray();
    return galleries;
}

}  // namespace

ThemeMode AppSettings::theme() const {
    return themeModeFromName(QSettings().value(kTheme).toString());
}
void AppSettings::setTheme(ThemeMode mode) {
    QSettings().setValue(kTheme, themeModeName(mode));
}

QString AppSettings::language() const {
    return QSettings().value(kLanguage).toString();
}
void AppSettings::setLanguage(const QString& code) {
    QSettings().setValue(kLanguage, code);
}

QString AppSettings::device() const {
    return QSettings().value(kDevice, QStringLiteral("auto")).toString();
}
void AppSettings::setDevice(const QString& device) {
    QSettings().setValue(kDevice, device);
}

QString AppSettings::precision() const {
    return QSettings().value(kPrecision, QStringLiteral("auto")).toString();
}
void AppSettings::setPrecision(const QString& precision) {
    QSettings().setValue(kPrecision, precision);
}

QStringList AppSettings::models() const {
    return QSettings().value(kModels).toStringList();
}
void AppSettings::setModels(const QStringList& models) {
    QSettings().setValue(kModels, models);
}

QList<RecentGallery> AppSettings::recent() const {
    QList<RecentGallery> galleries = readRecent();
    galleries.removeIf([](const RecentGallery& gallery) { return !QDir(gallery.folder).exists(); });
    return galleries;
}

void AppSettings::addRecent(const RecentGallery& gallery) {
    QList<RecentGallery> galleries = readRecent();
    galleries.removeIf([&](const RecentGallery& other) { return other.folder == gallery.folder; });
    galleries.prepend(gallery);
    while (galleries.size() > kMaxRecent) galleries.removeLast();
    writeRecent(galleries);
}

void AppSettings::removeRecent(const QString& folder) {
    QList<RecentGallery> galleries = readRecent();
    galleries.removeIf([&](const RecentGallery& other) { return other.folder == folder; });
    QSettings().remove(kRecent);
    writeRecent(galleries);
}

QByteArray AppSettings::layout(const QString& name) const {
    return QSettings().value(QStringLiteral("layout/") + name).toByteArray();
}
void AppSettings::setLayout(const QString& name, const QByteArray& state) {
    QSettings().setValue(QStringLiteral("layout/") + name, state);
}

QString AppSettings::lastFolder(const QString& purpose, const QString& otherwise) const {
    return QSettings().value(QStringLiteral("folders/") + purpose, otherwise).toString();
}
void AppSettings::setLastFolder(const QString& purpose, const QString& folder) {
    QSettings().setValue(QStringLiteral("folders/") + purpose, folder);
}

}  // namespace adapnet::ui
