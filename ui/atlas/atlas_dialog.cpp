#include "ui/atlas/atlas_dialog.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/theme.h"
#include "ui/common/widgets.h"

namespace adapnet::ui {

namespace {

constexpr int kSeverities = 5;
constexpr int kMostSeeds = 100;

}  // namespace

AtlasDialog::AtlasDialog(AtlasModel* atlas, QWidget* parent)
    : QDialog(parent), m_atlas(atlas), m_before(atlas->request()) {
    setWindowTitle(tr("Measure the failure atlas"));
    buildLayout();
    showRequest();
    for (QSpinBox* box : {m_queries, m_seeds})
        connect(box, &QSpinBox::valueChanged, this, &AtlasDialog::takeChoice);
    for (const auto& [level, box] : m_severities)
        connect(box, &QCheckBox::toggled, this, &AtlasDialog::takeChoice);
    connect(m_kinds, &QListWidget::itemChanged, this, &AtlasDialog::takeChoice);
    connect(m_atlas, &AtlasModel::planChanged, this, &AtlasDialog::showPlan);
    takeChoice();
    m_start->setFocus();
}

void AtlasDialog::buildLayout() {
    auto* lead = makeCaption(tr("Every chosen query is damaged in every way and searched with every model. "
                                "More queries and seeds give narrower intervals and take longer. What is "
                                "finished is kept: one can stop and go on later."),
                             this);
    lead->setWordWrap(true);
    const auto spin = [this](const QString& name, int low, int high) {
        auto* box = new QSpinBox(this);
        box->setRange(low, high);
        box->setAccessibleName(name);
        return box;
    };
    m_queries = spin(tr("Queries"), 1, static_cast<int>(m_atlas->queryCount()));
    m_seeds = spin(tr("Seeds for each cell"), service::kLeastAtlasSeeds, kMostSeeds);
    auto* levels = new QHBoxLayout;
    levels->setSpacing(space::kMedium);
    for (int level = 1; level <= kSeverities; ++level) {
        auto* box = new QCheckBox(QString::number(level), this);
        box->setAccessibleName(tr("Severity %1").arg(level));
        levels->addWidget(box);
        m_severities.emplace_back(level, box);
    }
    levels->addStretch(1);
    m_kinds = new QListWidget(this);
    m_kinds->setAccessibleName(tr("Kinds of damage"));
    m_kinds->setMinimumHeight(150);
    for (const auto& degradation : degrade::registry()) {
        auto* item = new QListWidgetItem(AtlasModel::kindName(degradation->kind()), m_kinds);
        item->setData(Qt::UserRole, QString::fromStdString(degradation->kind()));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    }
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(space::kMedium);
    form->setVerticalSpacing(space::kSmall);
    form->setLabelAlignment(Qt::AlignLeft);
    form->addRow(tr("&Queries"), m_queries);
    form->addRow(tr("&Seeds"), m_seeds);
    form->addRow(tr("Severities"), levels);
    form->addRow(tr("&Kinds of damage"), m_kinds);
    m_work = new QLabel(this);
    m_work->setWordWrap(true);
    m_work->setMinimumHeight(2 * m_work->fontMetrics().lineSpacing());
    m_work->setAccessibleName(tr("How much work this is"));
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &AtlasDialog::reject);
    m_start = new QPushButton(tr("Start"), this);
    m_start->setObjectName(QStringLiteral("primary"));
    m_start->setDefault(true);
    connect(m_start, &QPushButton::clicked, this, &AtlasDialog::accept);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_start);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
    layout->setSpacing(space::kMedium);
    layout->addWidget(lead);
    layout->addLayout(form, 1);
    layout->addWidget(m_work);
    layout->addLayout(buttons);
    setMinimumWidth(480);
}

void AtlasDialog::showRequest() {
    const std::size_t all = m_atlas->queryCount();
    const std::size_t wanted = m_before.maxQueries == 0 ? all : std::min(all, m_before.maxQueries);
    m_queries->setValue(static_cast<int>(wanted));
    m_queries->setSuffix(tr(" of %1").arg(all));
    m_seeds->setValue(m_before.seeds);
    for (const auto& [level, box] : m_severities)
        box->setChecked(std::find(m_before.severities.begin(), m_before.severities.end(), level) !=
                        m_before.severities.end());
    for (int i = 0; i < m_kinds->count(); ++i) {
        const std::string kind = m_kinds->item(i)->data(Qt::UserRole).toString().toStdString();
        const bool isWanted =
            m_before.kinds.empty() ||
            std::find(m_before.kinds.begin(), m_before.kinds.end(), kind) != m_before.kinds.end();
        m_kinds->item(i)->setCheckState(isWanted ? Qt::Checked : Qt::Unchecked);
    }
}

void AtlasDialog::takeChoice() {
    service::AtlasRequest request = m_before;
    const auto queries = static_cast<std::size_t>(m_queries->value());
    request.maxQueries = queries == m_atlas->queryCount() ? 0 : queries;
    request.seeds = m_seeds->value();
    request.severities.clear();
    for (const auto& [level, box] : m_severities)
        if (box->isChecked()) request.severities.push_back(level);
    request.kinds.clear();
    for (int i = 0; i < m_kinds->count(); ++i)
        if (m_kinds->item(i)->checkState() == Qt::Checked)
            request.kinds.push_back(m_kinds->item(i)->data(Qt::UserRole).toString().toStdString());
    const bool any = !request.kinds.empty() && !request.severities.empty();
    // No kinds means all of them.
    if (request.kinds.size() == degrade::registry().size()) request.kinds.clear();
    m_start->setEnabled(any && !m_atlas->isRunning());
    if (!any) {
        m_work->setText(tr("Choose at least one severity and one kind of damage."));
        return;
    }
    m_atlas->setRequest(request);
}

void AtlasDialog::showPlan() {
    const auto& plan = m_atlas->plan();
    m_work->setText(plan ? m_atlas->planText() : tr("Looking for what is finished …"));
    m_start->setText(plan && plan->finished > 0 && plan->finished < plan->cells ? tr("Go on") : tr("Start"));
}

QString AtlasDialog::workText() const {
    return m_work->text();
}

void AtlasDialog::accept() {
    QDialog::accept();
    m_atlas->start();
}

void AtlasDialog::reject() {
    m_atlas->setRequest(m_before);
    QDialog::reject();
}

}  // namespace adapnet::ui
