// The model page: every model that can be used, with where it comes from, how it was trained and how it
// computes on this machine. Own models can be renamed and removed, others imported. Loading happens aside.
#pragma once

#include <QDialog>
#include <QString>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/service/model_library.h"
#include "ui/jobs/job_runner.h"
#include "ui/jobs/latest_only.h"
#include "ui/models/model_facts.h"

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QScrollArea;

namespace adapnet::ui {

// What the page needs from below; the second is the real one.
struct ModelServices {
    std::function<Result<std::vector<nn::ModelInfo>>()> models;
    std::function<Result<service::ModelProvenance>(const nn::ModelInfo&)> provenance;
    std::function<Result<service::ModelCheck>(const nn::ModelInfo&)> check;
    std::function<Result<void>(const nn::ModelInfo&, const std::string& name)> rename;
    std::function<Result<void>(const nn::ModelInfo&)> remove;
};
// `device` and `precision` as in the settings.
ModelServices coreModelServices(const std::string& device, const std::string& precision);

class ModelsWindow : public QDialog {
    Q_OBJECT
  public:
    explicit ModelsWindow(ModelServices services, QWidget* parent = nullptr);
    ~ModelsWindow() override;

    // Reads the list of models anew and shows the one with this identifier (empty: as before).
    void reload(const QString& id = {});
    QString shownModel() const;  // identifier
    const std::vector<ModelFact>& facts() const { return m_facts; }
    bool isBusy() const { return m_reading.isBusy() || m_loading.isBusy() || m_change.isRunning(); }
    QListWidget* list() { return m_list; }
    QPushButton* renameButton() { return m_rename; }
    QPushButton* removeButton() { return m_remove; }
    // Without a question, for the dialogs behind the buttons.
    void rename(const QString& name);
    void remove();

  Q_SIGNALS:
    void importRequested();
    void shown();    // everything about the chosen model is on the screen
    void changed();  // a model was renamed or removed

  private:
    struct Known {
        std::optional<Result<service::ModelProvenance>> provenance;
        std::optional<Result<service::ModelCheck>> check;
    };
    void buildLayout();
    QWidget* buildDetails();
    const nn::ModelInfo* model() const;
    void takeModels(const Result<std::vector<nn::ModelInfo>>& models);
    void choose();
    void showFacts();
    void change(std::function<Result<void>(const nn::ModelInfo&)> work, const QString& next);
    void say(const QString& text);

    ModelServices m_services;
    std::vector<nn::ModelInfo> m_models;
    std::map<std::string, Known> m_known;  // by identifier
    std::vector<ModelFact> m_facts;
    QString m_wanted;

    QListWidget* m_list = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_problem = nullptr;
    QScrollArea* m_scroll = nullptr;
    QPushButton* m_recipeSwitch = nullptr;
    QPlainTextEdit* m_recipe = nullptr;
    QPushButton* m_rename = nullptr;
    QPushButton* m_remove = nullptr;
    LatestOnly m_reading;  // manifests
    LatestOnly m_loading;  // networks
    JobRunner m_change;    // renames and removes
};

}  // namespace adapnet::ui
