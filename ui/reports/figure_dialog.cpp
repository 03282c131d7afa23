#include "ui/reports/figure_dialog.h"

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
#include <QSpinBox>
#include <QVBoxLayout>
#include <QtConcurrentRun>
#include <algorithm>

#include "ui/common/names.h"
#include "ui/common/theme.h"
#include "ui/jobs/worker_error.h"
#include "ui/reports/figure.h"

namespace adapnet::ui {

namespace {

int deepestRank(const report::RunRecord& record) {
    int deepest = 1;
    for (const auto& model : record.models)
        for (const auto& result : model.results) deepest = std::max(deepest, result.rank);
    return deepest;
}

QString writeOne(const report::RunRecord& record, const FigureOptions& options, const QString& file) {
    const QString name = QFileInfo(file).fileName();
    const fs::path path(QFile::encodeName(file).toStdString());
    try {
        std::error_code ignored;  // a folder that cannot be made shows in the write that follows
        fs::create_directories(path.parent_path(), ignored);
        const auto written = writeFigure(record, options, path);
        return written ? FigureDialog::tr("✓  %1 written").arg(name)
                       : FigureDialog::tr("!  %1 not written. %2").arg(name, errorText(written.error()));
    } catch (const std::exception& exception) {
        return FigureDialog::tr("!  %1 not written. %2").arg(name, errorText(errorFrom(exception)));
    }
}

}  // namespace

FigureDialog::FigureDialog(std::shared_ptr<const report::RunRecord> record, const QString& folder,
                           QWidget* parent)
    : QDialog(parent), m_record(std::move(record)) {
    setWindowTitle(tr("Export figure"));
    buildLayout();
    m_folder->setText(QDir::toNativeSeparators(folder));
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        m_outcome->setText(m_watcher.result().join(QLatin1Char('\n')));
        updateState();
        m_close->setFocus();
        Q_EMIT exported();
    });
    updateState();
    m_export->setFocus();
}

FigureDialog::~FigureDialog() {
    m_watcher.disconnect();
    m_watcher.waitForFinished();
}

void FigureDialog::buildLayout() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
    layout->setSpacing(space::kMedium);
    auto* lead = new QLabel(tr("The query with its box, and one row for each model: right results in a green "
                               "frame with a plus sign, wrong ones in red with a minus sign."),
                            this);
    lead->setWordWrap(true);
    lead->setObjectName(QStringLiteral("caption"));
    layout->addWidget(lead);

    const int deepest = deepestRank(*m_record);
    const auto rank = [&](const QString& name, int value) {
        auto* box = new QSpinBox(this);
        box->setRange(1, deepest);
        box->setValue(value);
        box->setAccessibleName(name);
        return box;
    };
    m_first = rank(tr("First rank"), 1);
    m_last = rank(tr("Last rank"), std::min(5, deepest));
    connect(m_first, &QSpinBox::valueChanged, this, [this](int first) {
        if (m_last->value() < first) m_last->setValue(first);
    });
    connect(m_last, &QSpinBox::valueChanged, this, [this](int last) {
        if (m_first->value() > last) m_first->setValue(last);
    });
    m_folder = new QLineEdit(this);
    m_folder->setAccessibleName(tr("Folder"));
    m_name = new QLineEdit(QStringLiteral("adapnet-figure"), this);
    m_name->setAccessibleName(tr("Name"));
    auto* choose = new QPushButton(tr("Choose …"), this);
    choose->setAccessibleName(tr("Choose the folder"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, [this] {
        const QString chosen = QFileDialog::getExistingDirectory(this, tr("Folder for the figure"), folder());
        if (!chosen.isEmpty()) setFolder(chosen);
    });
    const auto label = [this](const QString& text, QWidget* buddy) {
        auto* made = new QLabel(text, this);
        made->setBuddy(buddy);
        return made;
    };
    auto* ranks = new QHBoxLayout;
    ranks->addWidget(m_first);
    ranks->addWidget(label(tr("&to"), m_last));
    ranks->addWidget(m_last);
    ranks->addStretch(1);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::kMedium);
    grid->setVerticalSpacing(space::kSmall);
    grid->addWidget(label(tr("&Ranks"), m_first), 0, 0);
    grid->addLayout(ranks, 0, 1, 1, 2);
    grid->addWidget(label(tr("&Folder"), m_folder), 1, 0);
    grid->addWidget(m_folder, 1, 1);
    grid->addWidget(choose, 1, 2);
    grid->addWidget(label(tr("&Name"), m_name), 2, 0);
    grid->addWidget(m_name, 2, 1, 1, 2);
    layout->addLayout(grid);

    auto* row = new QHBoxLayout;
    for (const auto& [format, text] :
         {std::pair{"svg", tr("SVG, for drawing programs")}, std::pair{"pdf", tr("PDF, for papers")},
          std::pair{"png", tr("PNG, 300 dots an inch")}}) {
        auto* box = new QCheckBox(text, this);
        box->setChecked(true);
        connect(box, &QCheckBox::toggled, this, &FigureDialog::updateState);
        row->addWidget(box);
        m_formats.emplace_back(QString::fromLatin1(format), box);
    }
    row->addStretch(1);
    layout->addLayout(row);
    m_outcome = new QLabel(this);
    m_outcome->setWordWrap(true);
    m_outcome->setTextFormat(Qt::PlainText);
    m_outcome->setMinimumHeight(3 * m_outcome->fontMetrics().lineSpacing());
    m_outcome->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_outcome->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_outcome->setAccessibleName(tr("What was written"));
    layout->addWidget(m_outcome);

    auto* buttons = new QHBoxLayout;
    m_close = new QPushButton(tr("Close"), this);
    m_close->setAutoDefault(false);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    m_export = new QPushButton(tr("Export"), this);
    m_export->setObjectName(QStringLiteral("primary"));
    m_export->setDefault(true);
    connect(m_export, &QPushButton::clicked, this, &FigureDialog::startExport);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_export);
    layout->addLayout(buttons);
    connect(m_folder, &QLineEdit::textChanged, this, &FigureDialog::updateState);
    connect(m_name, &QLineEdit::textChanged, this, &FigureDialog::updateState);
    setMinimumWidth(560);
}

QString FigureDialog::folder() const {
    return QDir::fromNativeSeparators(m_folder->text().trimmed());
}

void FigureDialog::setFolder(const QString& folder) {
    m_folder->setText(QDir::toNativeSeparators(folder));
}

void FigureDialog::setRanks(int first, int last) {
    m_last->setValue(last);
    m_first->setValue(first);
}

void FigureDialog::setFormats(const QStringList& formats) {
    for (const auto& [format, box] : m_formats) box->setChecked(formats.contains(format));
}

QStringList FigureDialog::formats() const {
    QStringList out;
    for (const auto& [format, box] : m_formats)
        if (box->isChecked()) out << format;
    return out;
}

QString FigureDialog::fileFor(const QString& format) const {
    return QDir(folder()).filePath(m_name->text().trimmed() + QLatin1Char('.') + format);
}

QString FigureDialog::outcome() const {
    return m_outcome->text();
}

void FigureDialog::updateState() {
    const QString name = m_name->text().trimmed();
    const bool valid = !folder().isEmpty() && !name.isEmpty() && !name.contains(QLatin1Char('/')) &&
                       !name.startsWith(QLatin1Char('.')) && !formats().isEmpty();
    m_export->setEnabled(valid && !m_watcher.isRunning());
}

void FigureDialog::startExport() {
    if (!m_export->isEnabled()) return;
    FigureOptions options;
    options.firstRank = m_first->value();
    options.lastRank = m_last->value();
    QStringList files;
    for (const QString& format : formats()) files << fileFor(format);
    m_outcome->setText(tr("Writing …"));
    m_watcher.setFuture(QtConcurrent::run([record = m_record, options, files] {
        QStringList lines;
        for (const QString& file : files) lines << writeOne(*record, options, file);
        return lines;
    }));
    updateState();
}

}  // namespace adapnet::ui
