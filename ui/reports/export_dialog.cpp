#include "ui/reports/export_dialog.h"

#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include "core/base/files.h"
#include "ui/common/names.h"
#include "ui/common/theme.h"
#include "ui/jobs/worker_error.h"

namespace adapnet::ui {

ExportDialog::ExportDialog(std::shared_ptr<const report::RunRecord> record, QWidget* parent)
    : QDialog(parent), m_record(std::move(record)) {
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        m_outcomes = m_watcher.result();
        showOutcomes();
        updateState();
        // The export button lost the focus while it was off; what comes next is closing.
        m_close->setFocus();
        Q_EMIT exported();
    });
}

ExportDialog::~ExportDialog() {
    m_watcher.disconnect();
    m_watcher.waitForFinished();
}

QVBoxLayout* ExportDialog::addLead(const QString& text) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
    layout->setSpacing(space::kMedium);
    auto* lead = new QLabel(text, this);
    lead->setWordWrap(true);
    lead->setObjectName(QStringLiteral("caption"));
    layout->addWidget(lead);
    return layout;
}

QGridLayout* ExportDialog::addGrid(QVBoxLayout* layout) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::kMedium);
    grid->setVerticalSpacing(space::kSmall);
    layout->addLayout(grid);
    return grid;
}

QLabel* ExportDialog::addLabel(const QString& text, QWidget* buddy) {
    auto* label = new QLabel(text, this);
    label->setBuddy(buddy);
    return label;
}

void ExportDialog::addPlace(QGridLayout* grid, int row, const QString& choosingTitle) {
    m_folder = new QLineEdit(this);
    m_folder->setAccessibleName(tr("Folder"));
    m_name = new QLineEdit(this);
    m_name->setAccessibleName(tr("Name"));
    auto* choose = new QPushButton(tr("Choose …"), this);
    choose->setAccessibleName(tr("Choose the folder"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, [this, choosingTitle] {
        const QString chosen = QFileDialog::getExistingDirectory(this, choosingTitle, folder());
        if (!chosen.isEmpty()) setFolder(chosen);
    });
    grid->addWidget(addLabel(tr("&Folder"), m_folder), row, 0);
    grid->addWidget(m_folder, row, 1);
    grid->addWidget(choose, row, 2);
    grid->addWidget(addLabel(tr("&Name"), m_name), row + 1, 0);
    grid->addWidget(m_name, row + 1, 1, 1, 2);
}

QCheckBox* ExportDialog::addFormat(const QString& format, const QString& text) {
    auto* box = new QCheckBox(text, this);
    box->setChecked(true);
    connect(box, &QCheckBox::toggled, this, &ExportDialog::updateState);
    m_formats.emplace_back(format, box);
    return box;
}

QHBoxLayout* ExportDialog::addButtons(QVBoxLayout* layout) {
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::kSmall);
    m_close = new QPushButton(tr("Close"), this);
    m_close->setAutoDefault(false);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    m_export = new QPushButton(tr("Export"), this);
    m_export->setObjectName(QStringLiteral("primary"));
    m_export->setDefault(true);
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::startExport);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_export);
    layout->addLayout(buttons);
    return buttons;
}

void ExportDialog::begin(const QString& folder, const QString& name) {
    setFolder(folder);
    setBaseName(name);
    connect(m_folder, &QLineEdit::textChanged, this, &ExportDialog::updateState);
    connect(m_name, &QLineEdit::textChanged, this, &ExportDialog::updateState);
    setMinimumWidth(560);
    updateState();
    m_export->setFocus();
}

QString ExportDialog::folder() const {
    return QDir::fromNativeSeparators(m_folder->text().trimmed());
}

void ExportDialog::setFolder(const QString& folder) {
    m_folder->setText(QDir::toNativeSeparators(folder));
}

QString ExportDialog::baseName() const {
    return m_name->text().trimmed();
}

void ExportDialog::setBaseName(const QString& name) {
    m_name->setText(name);
}

QStringList ExportDialog::formats() const {
    QStringList out;
    for (const auto& [format, box] : m_formats)
        if (box->isChecked()) out << format;
    return out;
}

void ExportDialog::setFormats(const QStringList& formats) {
    for (const auto& [format, box] : m_formats) box->setChecked(formats.contains(format));
}

QString ExportDialog::fileFor(const QString& format) const {
    return QDir(folder()).filePath(baseName() + QLatin1Char('.') + format);
}

ExportDialog::Problem ExportDialog::problem() const {
    const QString name = baseName();
    if (folder().isEmpty()) return Problem::Folder;
    if (name.isEmpty() || name.contains(QLatin1Char('/')) || name.startsWith(QLatin1Char('.')))
        return Problem::Name;
    return formats().isEmpty() ? Problem::Formats : Problem::None;
}

void ExportDialog::updateState() {
    m_export->setEnabled(problem() == Problem::None && !isWriting());
    showState();
}

void ExportDialog::startExport() {
    if (!m_export->isEnabled()) return;
    std::vector<std::pair<QString, QString>> files;
    for (const QString& format : formats()) files.emplace_back(format, fileFor(format));
    // Every file is tried, whatever became of the one before.
    m_watcher.setFuture(QtConcurrent::run([record = m_record, write = writer(), files] {
        std::vector<Outcome> outcomes;
        for (const auto& [format, file] : files) {
            Outcome outcome{file, 0, {}};
            const fs::path path(QFile::encodeName(file).toStdString());
            std::error_code ignored;  // a folder that cannot be made shows in the write that follows
            fs::create_directories(path.parent_path(), ignored);
            try {
                if (const auto written = write(*record, format, path); written)
                    outcome.bytes = QFileInfo(file).size();
                else
                    outcome.error = errorText(written.error());
            } catch (const std::exception& exception) {
                outcome.error = errorText(errorFrom(exception));
            }
            outcomes.push_back(std::move(outcome));
        }
        return outcomes;
    }));
    updateState();
}

}  // namespace adapnet::ui
