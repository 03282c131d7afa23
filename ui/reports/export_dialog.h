// What the dialogs share that write files of one comparison: folder, name, formats and the writing. The files
// are written on a worker thread from a copy of the record; closing the dialog waits for the file being
// written.
#pragma once

#include <QDialog>
#include <QFutureWatcher>
#include <QString>
#include <QStringList>
#include <filesystem>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "core/report/run_record.h"

class QCheckBox;
class QGridLayout;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace adapnet::ui {

class ExportDialog : public QDialog {
    Q_OBJECT
  public:
    // How one file ended.
    struct Outcome {
        QString file;
        qint64 bytes = 0;
        QString error;  // one sentence; empty when written
    };

    ~ExportDialog() override;

    QString folder() const;
    void setFolder(const QString& folder);
    QString baseName() const;
    void setBaseName(const QString& name);
    // Formats are endings without the dot, such as "html".
    QStringList formats() const;
    void setFormats(const QStringList& formats);
    QString fileFor(const QString& format) const;

    void startExport();
    bool isWriting() const { return m_watcher.isRunning(); }
    const std::vector<Outcome>& outcomes() const { return m_outcomes; }

  Q_SIGNALS:
    void exported();  // all chosen files were tried

  protected:
    // Writes one file; runs on a worker thread.
    using Writer = std::function<Result<void>(const report::RunRecord& record, const QString& format,
                                              const std::filesystem::path& file)>;
    enum class Problem { None, Folder, Name, Formats };

    ExportDialog(std::shared_ptr<const report::RunRecord> record, QWidget* parent);

    // The parts of the dialog, in the order in which the Tab key visits them.
    QVBoxLayout* addLead(const QString& text);
    QGridLayout* addGrid(QVBoxLayout* layout);
    QLabel* addLabel(const QString& text, QWidget* buddy);
    void addPlace(QGridLayout* grid, int row, const QString& choosingTitle);  // two rows
    QCheckBox* addFormat(const QString& format, const QString& text);
    QHBoxLayout* addButtons(QVBoxLayout* layout);
    // To be called at the end of the constructor.
    void begin(const QString& folder, const QString& name);

    virtual Writer writer() const = 0;
    virtual void showOutcomes() = 0;
    virtual void showState() = 0;

    Problem problem() const;
    void updateState();
    const report::RunRecord& record() const { return *m_record; }

  private:
    std::shared_ptr<const report::RunRecord> m_record;
    std::vector<Outcome> m_outcomes;
    QFutureWatcher<std::vector<Outcome>> m_watcher;
    QLineEdit* m_folder = nullptr;
    QLineEdit* m_name = nullptr;
    std::vector<std::pair<QString, QCheckBox*>> m_formats;
    QPushButton* m_export = nullptr;
    QPushButton* m_close = nullptr;
};

}  // namespace adapnet::ui
