#include "ui/reports/figure_dialog.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/theme.h"
#include "ui/reports/figure.h"

namespace adapnet::ui {

namespace {

int deepestRank(const report::RunRecord& record) {
    int deepest = 1;
    for (const auto& model : record.models)
        for (const auto& result : model.results) deepest = std::max(deepest, result.rank);
    return deepest;
}

}  // namespace

FigureDialog::FigureDialog(std::shared_ptr<const report::RunRecord> record, const QString& folder,
                           QWidget* parent)
    : ExportDialog(std::move(record), parent) {
    setWindowTitle(tr("Export figure"));
    buildLayout();
    begin(folder, QStringLiteral("adapnet-figure"));
}

void FigureDialog::buildLayout() {
    auto* layout = addLead(
        tr("The query with its box, and one row for each model: right results in a green frame with a plus "
           "sign, wrong ones in red with a minus sign."));
    const int deepest = deepestRank(record());
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
    auto* ranks = new QHBoxLayout;
    ranks->setSpacing(space::kSmall);
    ranks->addWidget(m_first);
    ranks->addWidget(addLabel(tr("&to"), m_last));
    ranks->addWidget(m_last);
    ranks->addStretch(1);
    auto* grid = addGrid(layout);
    grid->addWidget(addLabel(tr("&Ranks"), m_first), 0, 0);
    grid->addLayout(ranks, 0, 1, 1, 2);
    addPlace(grid, 1, tr("Folder for the figure"));

    // Below each other: in a row the words of longer languages were cut off.
    auto* formats = new QVBoxLayout;
    formats->addWidget(addFormat(QStringLiteral("svg"), tr("SVG, for drawing programs")));
    formats->addWidget(addFormat(QStringLiteral("pdf"), tr("PDF, for papers")));
    formats->addWidget(addFormat(QStringLiteral("png"), tr("PNG, 300 dots an inch")));
    layout->addLayout(formats);
    m_outcome = new QLabel(this);
    m_outcome->setWordWrap(true);
    m_outcome->setTextFormat(Qt::PlainText);
    m_outcome->setMinimumHeight(3 * m_outcome->fontMetrics().lineSpacing());
    m_outcome->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_outcome->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_outcome->setAccessibleName(tr("What was written"));
    layout->addWidget(m_outcome);
    addButtons(layout);
}

void FigureDialog::setRanks(int first, int last) {
    m_last->setValue(last);
    m_first->setValue(first);
}

QString FigureDialog::outcome() const {
    return m_outcome->text();
}

ExportDialog::Writer FigureDialog::writer() const {
    FigureOptions options;
    options.firstRank = m_first->value();
    options.lastRank = m_last->value();
    return [options](const report::RunRecord& record, const QString&, const std::filesystem::path& file) {
        return writeFigure(record, options, file);
    };
}

void FigureDialog::showOutcomes() {
    QStringList lines;
    for (const Outcome& outcome : outcomes()) {
        const QString name = QFileInfo(outcome.file).fileName();
        lines << (outcome.error.isEmpty() ? tr("✓  %1 written").arg(name)
                                          : tr("!  %1 not written. %2").arg(name, outcome.error));
    }
    m_outcome->setText(lines.join(QLatin1Char('\n')));
}

void FigureDialog::showState() {
    if (isWriting()) m_outcome->setText(tr("Writing …"));
}

}  // namespace adapnet::ui
