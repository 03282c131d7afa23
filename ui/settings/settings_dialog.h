// Look, language, device and precision. Look and language change at once; device and precision are told to
// the window, which opens the gallery again with them.
#pragma once

#include <QDialog>
#include <vector>

#include "core/nn/network.h"
#include "ui/settings/app_settings.h"

class QComboBox;

namespace adapnet::ui {

class SettingsDialog : public QDialog {
    Q_OBJECT
  public:
    // Device and precision can be chosen once the devices are known: asking them may take seconds.
    explicit SettingsDialog(QWidget* parent = nullptr);
    void setDevices(std::vector<nn::DeviceInfo> devices);

  Q_SIGNALS:
    void themeChosen(adapnet::ui::ThemeMode mode);
    void languageChosen(const QString& code);
    void computeChanged();  // device or precision; both are stored already

  private:
    void buildLayout();
    void fillPrecisions();

    AppSettings m_settings;
    std::vector<nn::DeviceInfo> m_devices;
    QComboBox* m_theme = nullptr;
    QComboBox* m_language = nullptr;
    QComboBox* m_device = nullptr;
    QComboBox* m_precision = nullptr;
};

}  // namespace adapnet::ui
