// Exports the figure of a comparison: which ranks, which formats, where. The files are drawn on a worker
// thread from a copy of the record; closing the dialog waits for the file being written.
#pragma once

#include <QDialog>
#include <QFutureWatcher>
#include <QString>
#include <memory>
#include <utility>
#include <vector>

#include "core/report/run_record.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace adapnet::ui {

class FigureDialog : public QDialog {
    Q_OBJECT
  public:
    FigureDialog(std::shared_ptr<const report::RunRecord> record, const QString& folder,
                 QWidget* parent = nullptr);
    ~FigureDialog() override;

    QString folder() const;
    void setFolder(const QString& folder);
    void setRanks(int first, int last);
    // Formats are "svg", "pdf", "png".
    void setFormats(const QStringList& formats);
    QString fileFor(const QString& format) const;

    void startExport();
    // One line for each file, after `exported`.
    QString outcome() const;

  Q_SIGNALS:
    void exported();  // all chosen files were tried

  private:
    void buildLayout();
    void updateState();
    QStringList formats() const;

    std::shared_ptr<const report::RunRecord> m_record;
    QFutureWatcher<QStringList> m_watcher;
    QSpinBox* m_first = nullptr;
    QSpinBox* m_last = nullptr;
    QLineEdit* m_folder = nullptr;
    QLineEdit* m_name = nullptr;
    std::vector<std::pair<QString, QCheckBox*>> m_formats;
    QLabel* m_outcome = nullptr;
    QPushButton* m_close = nullptr;
    QPushButton* m_export = nullptr;
};

}  // namespace adapnet::ui
