// The language of the window, changed at run time. Belongs to the window's thread.
#pragma once

#include <QString>
#include <QStringList>

namespace adapnet::ui {

// "en", "de", "zh_CN".
QStringList availableLanguages();
// In the language itself: "Deutsch".
QString languageName(const QString& code);
// An empty or unknown code means the system's language, then English. Installs the translators of this
// program and of Qt; every widget receives a LanguageChange event.
void applyLanguage(const QString& code);
// The one in use.
QString currentLanguage();

}  // namespace adapnet::ui
