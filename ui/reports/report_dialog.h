// Exports one comparison as "html", "pdf", "csv" and "json" and says what was written.
#pragma once

#include "ui/reports/export_dialog.h"

namespace adapnet::ui {

class ReportDialog : public ExportDialog {
    Q_OBJECT
  public:
    ReportDialog(std::shared_ptr<const report::RunRecord> record, const QString& folder,
                 QWidget* parent = nullptr);

  protected:
    Writer writer() const override;
    void showOutcomes() override;
    void showState() override;

  private:
    void buildLayout();
    QString problemText() const;
    QStringList replacedFiles() const;

    QLabel* m_hint = nullptr;
    QVBoxLayout* m_results = nullptr;
    QPushButton* m_openFolder = nullptr;
};

}  // namespace adapnet::ui
