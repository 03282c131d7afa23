// Exports one comparison as HTML, PDF, CSV and JSON and says what was written. The files are written on a
// worker thread from a copy of the record; closing the dialog waits for the file being written.
#pragma once

#include <QDialog>
#include <QFutureWatcher>
#include <QString>
#include <memory>
#include <vector>

#include "core/report/run_record.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace adapnet::ui {

class ReportDialog : public QDialog {
    Q_OBJECT
  public:
    // How one file ended.
    struct Outcome {
        QString file;
        qint64 bytes = 0;
        QString error;  // one sentence; empty when written
    };

    ReportDialog(std::shared_ptr<const report::RunRecord> record, const QString& folder,
                 QWidget* parent = nullptr);
    ~ReportDialog() override;

    QString folder() const;
    void setFolder(const QString& folder);
    QString baseName() const;
    void setBaseName(const QString& name);
    // Formats are "html", "pdf", "csv", "json".
    void setFormats(const QStringList& formats);
    QStringList formats() const;

    void startExport();
    const std::vector<Outcome>& outcomes() const { return m_outcomes; }

  Q_SIGNALS:
    void exported();  // all chosen files were tried

  private:
    void buildLayout();
    void updateState();
    void showOutcomes();
    QString fileFor(const QString& format) const;

    std::shared_ptr<const report::RunRecord> m_record;
    std::vector<Outcome> m_outcomes;
    QFutureWatcher<std::vector<Outcome>> m_watcher;
    QLineEdit* m_folder = nullptr;
    QLineEdit* m_name = nullptr;
    std::vector<std::pair<QString, QCheckBox*>> m_formats;
    QLabel* m_hint = nullptr;
    QVBoxLayout* m_results = nullptr;
    QPushButton* m_export = nullptr;
    QPushButton* m_openFolder = nullptr;
    QPushButton* m_close = nullptr;
};

}  // namespace adapnet::ui
