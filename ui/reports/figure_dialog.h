// Exports the figure of a comparison: which ranks, which formats ("svg", "pdf", "png"), where.
#pragma once

#include "ui/reports/export_dialog.h"

class QSpinBox;

namespace adapnet::ui {

class FigureDialog : public ExportDialog {
    Q_OBJECT
  public:
    FigureDialog(std::shared_ptr<const report::RunRecord> record, const QString& folder,
                 QWidget* parent = nullptr);

    void setRanks(int first, int last);
    // One line for each file, after `exported`.
    QString outcome() const;

  protected:
    Writer writer() const override;
    void showOutcomes() override;
    void showState() override;

  private:
    void buildLayout();

    QSpinBox* m_first = nullptr;
    QSpinBox* m_last = nullptr;
    QLabel* m_outcome = nullptr;
};

}  // namespace adapnet::ui
