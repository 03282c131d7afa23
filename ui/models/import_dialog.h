// The form that turns a downloaded weight file into a model: what the file is, whether all tensors are there,
// and how pictures are prepared for it (size, mean, deviation, channel order, shrinking, resizing), filled
// with the published values and open to change. Reading and writing happen on a worker thread; closing stops
// them.
#pragma once

#include <QDialog>
#include <QString>
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/service/model_import.h"
#include "ui/jobs/job_runner.h"

class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QGroupBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace adapnet::ui {

// What the form needs from below; the second is the real one.
struct ImportServices {
    std::function<Result<service::ImportPlan>(const service::ImportRequest&)> plan;
    std::function<Result<service::ImportedModel>(const service::ImportRequest&, const JobContext&)> import;
};
ImportServices coreImportServices();

class ImportDialog : public QDialog {
    Q_OBJECT
  public:
    explicit ImportDialog(ImportServices services, QWidget* parent = nullptr);
    ~ImportDialog() override;

    // Reads the file; its account is on the screen when `planned` comes.
    void setFile(const QString& file);
    void setKind(const QString& kind);
    QString file() const;
    // What "Import" would ask for now.
    service::ImportRequest request() const;
    void startImport();

  Q_SIGNALS:
    void planned();                       // the account of the chosen file is shown, or why there is none
    void imported(const QString& model);  // the identifier

  private:
    void buildLayout();
    void buildInput(QGridLayout* grid);
    void plan();
    void takePlan(Result<service::ImportPlan> plan);
    void takeModel(const Result<service::ImportedModel>& model);
    void turnChannels();
    void updateState();
    void say(const QString& text, bool isProblem);

    ImportServices m_services;
    JobRunner m_job;
    std::optional<service::ImportPlan> m_plan;
    QString m_askedFile;       // the file that was read last
    bool m_planAgain = false;  // something was changed while the file was read
    bool m_importing = false;

    QLineEdit* m_file = nullptr;
    QPushButton* m_choose = nullptr;
    QComboBox* m_kind = nullptr;
    QLineEdit* m_name = nullptr;
    QLabel* m_account = nullptr;
    QPlainTextEdit* m_details = nullptr;
    QGroupBox* m_input = nullptr;
    QSpinBox* m_size = nullptr;
    QComboBox* m_channels = nullptr;
    std::array<QDoubleSpinBox*, 3> m_mean{};
    std::array<QDoubleSpinBox*, 3> m_deviation{};
    QComboBox* m_shrinking = nullptr;
    QComboBox* m_resizing = nullptr;
    QComboBox* m_whitening = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_import = nullptr;
    QPushButton* m_close = nullptr;
};

}  // namespace adapnet::ui
