#include "ui/reports/report_dialog.h"

#include <QCheckBox>
#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>
#include <QtConcurrentRun>
#include <algorithm>
#include <filesystem>

#include "core/base/files.h"
#include "ui/common/names.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"
#include "ui/jobs/worker_error.h"
#include "ui/reports/pdf_report.h"

namespace adapnet::ui {

namespace {

fs::path toPath(const QString& file) {
    return fs::path(QFile::encodeName(file).toStdString());
}

Result<void> writeOne(const report::RunRecord& record, const QString& format, const fs::path& path) {
    if (format == QLatin1String("pdf")) return writePdf(record, path);
    if (format == QLatin1String("csv")) return writeFileSafely(path, report::toCsv(record));
    if (format == QLatin1String("json")) return writeFileSafely(path, report::toJson(record));
    const auto html = report::toHtml(record);
    if (!html) return fail(html.error());
    return writeFileSafely(path, *html);
}

Result<void> tryOne(const report::RunRecord& record, const QString& format, const fs::path& path) {
    try {
        return writeOne(record, format, path);
    } catch (const std::exception& exception) {
        return fail(errorFrom(exception));
    }
}

// Runs on a worker thread; every file is tried, whatever became of the one before.
std::vector<ReportDialog::Outcome> writeAll(const report::RunRecord& record,
                                            const std::vector<std::pair<QString, QString>>& files) {
    std::vector<ReportDialog::Outcome> outcomes;
    for (const auto& [format, file] : files) {
        ReportDialog::Outcome outcome{file, 0, {}};
        const fs::path path = toPath(file);
        std::error_code ignored;  // a folder that cannot be made shows in the write that follows
        fs::create_directories(path.parent_path(), ignored);
        if (const auto written = tryOne(record, format, path); written)
            outcome.bytes = QFileInfo(file).size();
        else
            outcome.error = errorText(written.error());
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

QString proposedName(const report::RunRecord& record) {
    QString digits;
    for (const QChar c : QString::fromStdString(record.createdUtc))
        if (c.isDigit() && digits.size() < 14) digits += c;
    // "2026-11-21T09:30:00Z" gives "20261121-093000".
    if (digits.size() == 14) digits.insert(8, QLatin1Char('-'));
    return digits.isEmpty() ? QStringLiteral("adapnet-report") : QStringLiteral("adapnet-report-") + digits;
}

}  // namespace

ReportDialog::ReportDialog(std::shared_ptr<const report::RunRecord> record, const QString& folder,
                           QWidget* parent)
    : QDialog(parent), m_record(std::move(record)) {
    setWindowTitle(tr("Export report"));
    buildLayout();
    m_folder->setText(QDir::toNativeSeparators(folder));
    m_name->setText(proposedName(*m_record));
    connect(m_folder, &QLineEdit::textChanged, this, &ReportDialog::updateState);
    connect(m_name, &QLineEdit::textChanged, this, &ReportDialog::updateState);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        m_outcomes = m_watcher.result();
        showOutcomes();
        updateState();
        // The export button lost the focus while it was off; what comes next is closing.
        m_close->setFocus();
        Q_EMIT exported();
    });
    updateState();
    m_export->setFocus();
}

ReportDialog::~ReportDialog() {
    m_watcher.disconnect();
    m_watcher.waitForFinished();
}

void ReportDialog::buildLayout() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
    layout->setSpacing(space::kMedium);

    auto* lead = new QLabel(tr("Everything another person needs to get the same rankings again: query, box, "
                               "degradation with seed, models, scores and the command."),
                            this);
    lead->setWordWrap(true);
    lead->setObjectName(QStringLiteral("caption"));
    layout->addWidget(lead);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::kMedium);
    grid->setVerticalSpacing(space::kSmall);
    m_folder = new QLineEdit(this);
    m_name = new QLineEdit(this);
    auto* folderLabel = new QLabel(tr("&Folder"), this);
    folderLabel->setBuddy(m_folder);
    auto* nameLabel = new QLabel(tr("&Name"), this);
    nameLabel->setBuddy(m_name);
    m_folder->setAccessibleName(tr("Folder"));
    m_name->setAccessibleName(tr("Name"));
    auto* choose = new QPushButton(tr("Choose …"), this);
    choose->setAccessibleName(tr("Choose the folder"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, [this] {
        const QString chosen = QFileDialog::getExistingDirectory(this, tr("Folder for the report"), folder());
        if (!chosen.isEmpty()) setFolder(chosen);
    });
    grid->addWidget(folderLabel, 0, 0);
    grid->addWidget(m_folder, 0, 1);
    grid->addWidget(choose, 0, 2);
    grid->addWidget(nameLabel, 1, 0);
    grid->addWidget(m_name, 1, 1, 1, 2);
    layout->addLayout(grid);

    auto* formatRow = new QGridLayout;
    formatRow->setHorizontalSpacing(space::kMedium);
    formatRow->setVerticalSpacing(space::kTight);
    const std::pair<const char*, QString> formats[] = {
        {"html", tr("Web page (HTML), one file with all pictures")},
        {"pdf", tr("PDF, for print and archive")},
        {"csv", tr("Table (CSV), one line per result")},
        {"json", tr("JSON, for other programs")},
    };
    for (const auto& [format, text] : formats) {
        auto* box = new QCheckBox(text, this);
        box->setChecked(true);
        connect(box, &QCheckBox::toggled, this, &ReportDialog::updateState);
        formatRow->addWidget(box, static_cast<int>(m_formats.size()), 0);
        m_formats.emplace_back(QString::fromLatin1(format), box);
    }
    layout->addLayout(formatRow);

    m_hint = new QLabel(this);
    m_hint->setWordWrap(true);
    m_hint->setObjectName(QStringLiteral("caption"));
    m_hint->setMinimumHeight(m_hint->fontMetrics().height());
    layout->addWidget(m_hint);
    m_results = new QVBoxLayout;
    m_results->setSpacing(space::kTight);
    layout->addLayout(m_results);
    layout->addStretch(1);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::kSmall);
    m_openFolder = new QPushButton(tr("Open folder"), this);
    m_openFolder->setAutoDefault(false);
    m_openFolder->hide();
    connect(m_openFolder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder())); });
    m_close = new QPushButton(tr("Close"), this);
    m_close->setAutoDefault(false);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    m_export = new QPushButton(tr("Export"), this);
    m_export->setObjectName(QStringLiteral("primary"));
    m_export->setDefault(true);
    connect(m_export, &QPushButton::clicked, this, &ReportDialog::startExport);
    buttons->addWidget(m_openFolder);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_export);
    layout->addLayout(buttons);
    setMinimumWidth(560);
}

QString ReportDialog::folder() const {
    return QDir::fromNativeSeparators(m_folder->text().trimmed());
}

void ReportDialog::setFolder(const QString& folder) {
    m_folder->setText(QDir::toNativeSeparators(folder));
}

QString ReportDialog::baseName() const {
    return m_name->text().trimmed();
}

void ReportDialog::setBaseName(const QString& name) {
    m_name->setText(name);
}

void ReportDialog::setFormats(const QStringList& formats) {
    for (const auto& [format, box] : m_formats) box->setChecked(formats.contains(format));
}

QStringList ReportDialog::formats() const {
    QStringList out;
    for (const auto& [format, box] : m_formats)
        if (box->isChecked()) out << format;
    return out;
}

QString ReportDialog::fileFor(const QString& format) const {
    return QDir(folder()).filePath(baseName() + QLatin1Char('.') + format);
}

void ReportDialog::updateState() {
    const bool running = m_watcher.isRunning();
    QString problem;
    if (folder().isEmpty())
        problem = tr("Choose a folder for the report.");
    else if (baseName().isEmpty() || baseName().contains(QLatin1Char('/')) ||
             baseName().startsWith(QLatin1Char('.')))
        problem = tr("The name must not be empty, contain \"/\" or start with a dot.");
    else if (formats().isEmpty())
        problem = tr("Choose at least one format.");

    QString hint = problem;
    if (problem.isEmpty()) {
        QStringList replaced;
        for (const QString& format : formats())
            if (QFileInfo::exists(fileFor(format))) replaced << QFileInfo(fileFor(format)).fileName();
        const auto isOurs = [this](const QString& name) {
            return std::any_of(m_outcomes.begin(), m_outcomes.end(), [&](const Outcome& outcome) {
                return outcome.error.isEmpty() && outcome.file == QDir(folder()).filePath(name);
            });
        };
        // What this dialog has just written itself needs no warning.
        replaced.erase(std::remove_if(replaced.begin(), replaced.end(), isOurs), replaced.end());
        if (!replaced.isEmpty())
            hint = tr("Will be replaced: %1", "file names").arg(replaced.join(QStringLiteral(", ")));
        else if (!QFileInfo::exists(folder()))
            hint = tr("The folder will be made.");
    }
    if (running) hint = tr("Writing …");
    m_hint->setText(hint);
    m_export->setEnabled(problem.isEmpty() && !running);
}

void ReportDialog::startExport() {
    if (!m_export->isEnabled()) return;
    std::vector<std::pair<QString, QString>> files;
    for (const QString& format : formats()) files.emplace_back(format, fileFor(format));
    m_watcher.setFuture(QtConcurrent::run([record = m_record, files] { return writeAll(*record, files); }));
    updateState();
}

void ReportDialog::showOutcomes() {
    while (QLayoutItem* item = m_results->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    bool anyWritten = false;
    for (const Outcome& outcome : m_outcomes) {
        const QString name = QFileInfo(outcome.file).fileName();
        auto* line = new QLabel(this);
        line->setTextFormat(Qt::PlainText);
        line->setWordWrap(true);
        line->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        if (outcome.error.isEmpty()) {
            anyWritten = true;
            line->setText(
                QStringLiteral("✓  ") +
                tr("%1 written (%2)", "file name, size")
                    .arg(name, QLocale().formattedDataSize(outcome.bytes, 0, QLocale::DataSizeSIFormat)));
        } else {
            line->setText(QStringLiteral("!  ") +
                          tr("%1 not written. %2", "file name, reason").arg(name, outcome.error));
            line->setObjectName(QStringLiteral("problem"));
        }
        m_results->addWidget(line);
    }
    m_openFolder->setVisible(anyWritten);
    adjustSize();
}

}  // namespace adapnet::ui
