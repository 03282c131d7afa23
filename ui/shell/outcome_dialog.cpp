#include "ui/shell/outcome_dialog.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/common/reasons.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"

namespace adapnet::ui {

QString outcomeSummary(const service::IndexReport& report) {
    const QLocale locale;
    const auto number = [&](auto value) { return locale.toString(static_cast<qlonglong>(value)); };
    QStringList parts;
    if (report.added > 0 || report.present == 0)
        parts << OutcomeDialog::tr("%1 added").arg(number(report.added));
    if (report.present > 0) parts << OutcomeDialog::tr("%1 already present").arg(number(report.present));
    if (!report.damaged.empty()) parts << OutcomeDialog::tr("%1 damaged").arg(number(report.damaged.size()));
    if (!report.tooLarge.empty())
        parts << OutcomeDialog::tr("%1 too large").arg(number(report.tooLarge.size()));
    if (report.missing > 0) parts << OutcomeDialog::tr("%1 missing").arg(number(report.missing));
    return parts.join(QStringLiteral(", "));
}

bool hasProblems(const service::IndexReport& report) {
    return report.missing > 0 || !report.damaged.empty() || !report.tooLarge.empty();
}

OutcomeDialog::OutcomeDialog(const service::IndexReport& report, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Files of this gallery"));
    auto* summary = makeHeading(outcomeSummary(report), this);
    summary->setWordWrap(true);
    const QLocale locale;
    auto* speed = makeCaption(report.added > 0 ? tr("%1 s, %2 pictures a second")
                                                     .arg(locale.toString(report.seconds, 'f', 1),
                                                          locale.toString(report.imagesPerSecond, 'f', 1))
                                               : tr("%1 s").arg(locale.toString(report.seconds, 'f', 1)),
                              this);

    auto* table = new QTreeWidget(this);
    table->setHeaderLabels({tr("Outcome"), tr("File"), tr("Reason")});
    table->setRootIsDecorated(false);
    table->setUniformRowHeights(true);
    table->setAllColumnsShowFocus(true);
    table->setSortingEnabled(true);
    table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table->setAccessibleName(tr("Files that could not be used"));
    const auto add = [&](const QString& outcome, const std::string& path, const std::string& reason) {
        const QStringList cells{outcome, QString::fromStdString(path), reasonText(reason)};
        auto* item = new QTreeWidgetItem(cells);
        for (int column = 1; column < cells.size(); ++column)
            item->setToolTip(column, cells[column].toHtmlEscaped());
        table->addTopLevelItem(item);
        m_text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    };
    for (const auto& problem : report.damaged) add(tr("damaged"), problem.path, problem.reason);
    for (const auto& problem : report.tooLarge) add(tr("too large"), problem.path, problem.reason);
    for (const auto& path : report.missingPaths) add(tr("missing"), path, "the file is not there");
    table->sortByColumn(1, Qt::AscendingOrder);
    table->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    table->header()->setSectionResizeMode(1, QHeaderView::Interactive);
    table->header()->resizeSection(1, 280);
    table->header()->setStretchLastSection(true);
    auto* fine = makeCaption(tr("Every file could be used."), this);
    const bool empty = table->topLevelItemCount() == 0;
    table->setVisible(!empty);
    fine->setVisible(empty);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* copy = buttons->addButton(tr("Copy as text"), QDialogButtonBox::ActionRole);
    copy->setEnabled(!empty);
    copy->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_text); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kMedium);
    layout->setSpacing(space::kSmall);
    layout->addWidget(summary);
    layout->addWidget(speed);
    layout->addSpacing(space::kSmall);
    layout->addWidget(table, 1);
    layout->addWidget(fine);
    if (empty) layout->addStretch(1);
    layout->addWidget(buttons);
    resize(800, empty ? 200 : 420);
}

}  // namespace adapnet::ui
