// What the window remembers between runs (QSettings): look, language, device, recent galleries, layout.
// Every read and write goes through here, so that each key is spelt once. Belongs to the window's thread.
#pragma once

#include <QByteArray>
#include <QDir>
#include <QList>
#include <QString>
#include <QStringList>

#include "ui/common/theme.h"

namespace adapnet::ui {

struct RecentGallery {
    QString folder;
    QString groundTruth;  // may be empty
    bool operator==(const RecentGallery&) const = default;
};

class AppSettings {
  public:
    static constexpr int kMaxRecent = 8;

    ThemeMode theme() const;
    void setTheme(ThemeMode mode);
    QString language() const;  // "en", "de", "zh_CN"; empty: the system's
    void setLanguage(const QString& code);
    QString device() const;  // "auto" by default
    void setDevice(const QString& device);
    QString precision() const;  // "auto" by default
    void setPrecision(const QString& precision);

    // Identifiers of the models that describe a gallery; empty: all that there are.
    QStringList models() const;
    void setModels(const QStringList& models);

    QList<RecentGallery> recent() const;  // newest first; only folders that exist
    void addRecent(const RecentGallery& gallery);
    void removeRecent(const QString& folder);

    QByteArray layout(const QString& name) const;
    void setLayout(const QString& name, const QByteArray& state);
    // Where a dialog of this purpose was last; `otherwise` before its first use.
    QString lastFolder(const QString& purpose, const QString& otherwise = QDir::homePath()) const;
    void setLastFolder(const QString& purpose, const QString& folder);
};

}  // namespace adapnet::ui
