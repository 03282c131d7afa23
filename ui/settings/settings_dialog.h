// Look, language, device, precision and the models that describe a gallery. Look and language change at once;
// the others are told to the window, which opens the gallery again with them: models when the dialog closes.
#pragma once

#include <QDialog>
#include <vector>

#include "core/nn/network.h"
#include "ui/settings/app_settings.h"

class QCheckBox;
class QComboBox;
class QScrollArea;

namespace adapnet::ui {

class SettingsDialog : public QDialog {
    Q_OBJECT
  public:
    // Device and precision can be chosen once the devices are known: asking them may take seconds.
    explicit SettingsDialog(QWidget* parent = nullptr);
    void setDevices(std::vector<nn::DeviceInfo> devices);
    // All models that there are; until then none can be chosen.
    void setModels(const std::vector<nn::ModelInfo>& models);
    const std::vector<QCheckBox*>& modelBoxes() const { return m_modelBoxes; }

  Q_SIGNALS:
    void themeChosen(adapnet::ui::ThemeMode mode);
    void languageChosen(const QString& code);
    void computeChanged();  // device, precision or models; they are stored already

  private:
    void buildLayout();
    void fillPrecisions();
    void tellCompute();
    void takeModels();
    void guardLastModel();

    AppSettings m_settings;
    std::vector<nn::DeviceInfo> m_devices;
    QComboBox* m_theme = nullptr;
    QComboBox* m_language = nullptr;
    QComboBox* m_device = nullptr;
    QComboBox* m_precision = nullptr;
    QScrollArea* m_models = nullptr;
    std::vector<QCheckBox*> m_modelBoxes;  // their object names are the models' identifiers
    bool m_modelsChanged = false;          // and not told yet
};

}  // namespace adapnet::ui
