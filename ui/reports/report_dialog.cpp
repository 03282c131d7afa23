#include "ui/reports/report_dialog.h"

#include <QCheckBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/files.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"
#include "ui/reports/pdf_report.h"

namespace adapnet::ui {

namespace {

Result<void> writeOne(const report::RunRecord& record, const QString& format, const fs::path& path) {
    if (format == QLatin1String("pdf")) return writePdf(record, path);
    if (format == QLatin1String("csv")) return writeFileSafely(path, report::toCsv(record));
    if (format == QLatin1String("json")) return writeFileSafely(path, report::toJson(record));
    const auto html = report::toHtml(record);
    if (!html) return fail(html.error());
    return writeFileSafely(path, *html);
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
    : ExportDialog(std::move(record), parent) {
    setWindowTitle(tr("Export report"));
    buildLayout();
    begin(folder, proposedName(this->record()));
}

void ReportDialog::buildLayout() {
    auto* layout =
        addLead(tr("Everything another person needs to get the same rankings again: query, box, "
                   "degradation with seed, models, scores and the command."));
    addPlace(addGrid(layout), 0, tr("Folder for the report"));
    auto* formats = addGrid(layout);
    formats->addWidget(addFormat(QStringLiteral("html"), tr("Web page (HTML), one file with all pictures")),
                       0, 0);
    formats->addWidget(addFormat(QStringLiteral("pdf"), tr("PDF, for print and archive")), 1, 0);
    formats->addWidget(addFormat(QStringLiteral("csv"), tr("Table (CSV), one line per result")), 2, 0);
    formats->addWidget(addFormat(QStringLiteral("json"), tr("JSON, for other programs")), 3, 0);

    m_hint = new QLabel(this);
    m_hint->setWordWrap(true);
    m_hint->setObjectName(QStringLiteral("caption"));
    m_hint->setMinimumHeight(m_hint->fontMetrics().height());
    layout->addWidget(m_hint);
    m_results = new QVBoxLayout;
    m_results->setSpacing(space::kTight);
    layout->addLayout(m_results);
    layout->addStretch(1);

    m_openFolder = new QPushButton(tr("Open folder"), this);
    m_openFolder->setAutoDefault(false);
    m_openFolder->hide();
    connect(m_openFolder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder())); });
    addButtons(layout)->insertWidget(0, m_openFolder);
}

ExportDialog::Writer ReportDialog::writer() const {
    return writeOne;
}

QString ReportDialog::problemText() const {
    switch (problem()) {
        case Problem::Folder:
            return tr("Choose a folder for the report.");
        case Problem::Name:
            return tr("The name must not be empty, contain \"/\" or start with a dot.");
        case Problem::Formats:
            return tr("Choose at least one format.");
        case Problem::None:
            break;
    }
    return {};
}

// What this dialog has just written itself needs no warning.
QStringList ReportDialog::replacedFiles() const {
    QStringList replaced;
    for (const QString& format : formats()) {
        const QString file = fileFor(format);
        const bool isOurs = std::any_of(outcomes().begin(), outcomes().end(), [&](const Outcome& outcome) {
            return outcome.error.isEmpty() && outcome.file == file;
        });
        if (!isOurs && QFileInfo::exists(file)) replaced << QFileInfo(file).fileName();
    }
    return replaced;
}

void ReportDialog::showState() {
    QString hint = problemText();
    if (problem() == Problem::None) {
        if (const QStringList replaced = replacedFiles(); !replaced.isEmpty())
            hint = tr("Will be replaced: %1", "file names").arg(replaced.join(QStringLiteral(", ")));
        else if (!QFileInfo::exists(folder()))
            hint = tr("The folder will be made.");
    }
    if (isWriting()) hint = tr("Writing …");
    m_hint->setText(hint);
}

void ReportDialog::showOutcomes() {
    while (QLayoutItem* item = m_results->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    bool anyWritten = false;
    for (const Outcome& outcome : outcomes()) {
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
