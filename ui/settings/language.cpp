#include "ui/settings/language.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <memory>

namespace adapnet::ui {

namespace {

QString& current() {
    static QString code = QStringLiteral("en");
    return code;
}

QString systemLanguage() {
    for (const QString& wanted : QLocale::system().uiLanguages()) {
        const QString name = QLocale(wanted).name();  // "de_AT"
        for (const QString& code : availableLanguages())
            if (name == code || name.section(QLatin1Char('_'), 0, 0) == code.section(QLatin1Char('_'), 0, 0))
                return code;
    }
    return QStringLiteral("en");
}

void install(std::unique_ptr<QTranslator>& slot, const QString& file, const QString& folder) {
    if (slot) QCoreApplication::removeTranslator(slot.get());
    slot = std::make_unique<QTranslator>();
    if (slot->load(file, folder)) QCoreApplication::installTranslator(slot.get());
}

}  // namespace

QStringList availableLanguages() {
    return {QStringLiteral("en"), QStringLiteral("de"), QStringLiteral("zh_CN")};
}

QString languageName(const QString& code) {
    if (code == QLatin1String("de")) return QStringLiteral("Deutsch");
    if (code == QLatin1String("zh_CN")) return QString::fromUtf8("简体中文");
    return QStringLiteral("English");
}

QString currentLanguage() {
    return current();
}

void applyLanguage(const QString& code) {
    static std::unique_ptr<QTranslator> own;
    static std::unique_ptr<QTranslator> qt;
    current() = availableLanguages().contains(code) ? code : systemLanguage();
    QLocale::setDefault(QLocale(current() == QLatin1String("en") ? QStringLiteral("en_GB") : current()));
    const QStringList files =
        QDir(QStringLiteral(":/i18n")).entryList({QStringLiteral("*_%1.qm").arg(current())});
    install(own, files.value(0), QStringLiteral(":/i18n"));
    install(qt, QStringLiteral("qtbase_%1").arg(current()),
            QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

}  // namespace adapnet::ui
