// The training page: what is trained on which photos and where the network goes, live plots of the run, time
// left, pause and cancel. A window of its own beside the gallery, because a run takes hours; closing it does
// not end the run. Shows a TrainingModel that somebody else owns and that outlives it.
#pragma once

#include <QDialog>
#include <optional>
#include <vector>

#include "ui/training/training_chart.h"
#include "ui/training/training_model.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace adapnet::ui {

class TrainingWindow : public QDialog {
    Q_OBJECT
  public:
    explicit TrainingWindow(TrainingModel* model, QWidget* parent = nullptr);
    ~TrainingWindow() override;

    // Adds the file to the recipes and chooses it; a file that is none is told in `message`.
    void chooseRecipe(const QString& file);
    void setDataFolder(const QString& folder);
    void setStart(const QString& file);
    void setOutputFolder(const QString& folder);
    // What the form holds, for a window that takes the place of this one.
    struct Fields {
        QString recipe, data, start, out;
        bool resume = true;
    };
    Fields fields() const;
    void setFields(const Fields& fields);
    // What "Start" would ask for now; nothing while something is missing, and `message` says what.
    std::optional<service::TrainJob> job() const;
    QString message() const;
    QPushButton* startButton() { return m_start; }
    QPushButton* pauseButton() { return m_pause; }
    QPushButton* cancelButton() { return m_cancel; }
    QComboBox* recipes() { return m_recipe; }
    const std::vector<TrainingChart*>& charts() const { return m_charts; }

  Q_SIGNALS:
    void started();

  private:
    void buildLayout();
    QWidget* buildForm();
    void addRecipe(const service::TrainRecipe& recipe);
    const service::TrainRecipe* recipe() const;
    QString whatIsMissing() const;
    void browseFolder(QLineEdit* field, const QString& title);
    void startTraining();
    void showState();
    void showProgress();
    void showPoints();
    void say(const QString& text, bool isProblem);

    TrainingModel* m_model;
    std::vector<service::TrainRecipe> m_recipes;

    QWidget* m_form = nullptr;
    QComboBox* m_recipe = nullptr;
    QLabel* m_about = nullptr;
    QLineEdit* m_data = nullptr;
    QLineEdit* m_startWeights = nullptr;
    QLineEdit* m_out = nullptr;
    QCheckBox* m_resume = nullptr;
    QLabel* m_message = nullptr;
    QLabel* m_progressText = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_cancel = nullptr;
    std::vector<TrainingChart*> m_charts;
};

}  // namespace adapnet::ui
