#include "ui/lens/lens_panel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/common/names.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"
#include "ui/ranking/busy_line.h"
#include "ui/ranking/gate_bars.h"

namespace adapnet::ui {

namespace {

bool asksTheSame(const service::Query& a, const service::Query& b) {
    return a.image == b.image && a.box == b.box && a.recipe == b.recipe && a.models == b.models;
}

}  // namespace

LensPanel::LensPanel(SessionModel* session, QWidget* parent) : QWidget(parent), m_session(session) {
    m_compensation = new QCheckBox(tr("Compensation block in the rankings"), this);
    m_compensation->setToolTip(
        tr("Off: networks that estimate the damage describe the query without correcting for it"));
    connect(m_compensation, &QCheckBox::toggled, this, [this](bool on) { m_session->setCompensation(on); });
    m_busy = new BusyLine(this);
    m_view = new QTableView(this);
    m_view->setModel(&m_table);
    m_view->setAccessibleName(tr("What each help does to this query"));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setTabKeyNavigation(false);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(28);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_note = new QLabel(this);
    m_note->setObjectName(QStringLiteral("caption"));
    m_note->setWordWrap(true);
    m_note->setAlignment(Qt::AlignCenter);
    m_note->setTextFormat(Qt::PlainText);

    auto* head = new QHBoxLayout;
    head->addWidget(m_compensation);
    head->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kTight);
    layout->addLayout(head);
    layout->addWidget(m_busy);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_note, 1);

    const auto showSwitch = [this] {
        const QSignalBlocker blocker(m_compensation);
        m_compensation->setChecked(m_session->query().compensation);
    };
    connect(session, &SessionModel::compensationChanged, this, showSwitch);
    connect(session, &SessionModel::comparisonChanged, this, &LensPanel::refresh);
    connect(&m_worker, &LatestOnly::busyChanged, m_busy, &BusyLine::setBusy);
    connect(&m_worker, &LatestOnly::failed, this, [this](const Error& error) { take(fail(error), {}); });
    connect(&Theme::instance(), &Theme::changed, m_view->viewport(), qOverload<>(&QWidget::update));
    showSwitch();
    say(tr("Choose a picture to look at."));
}

void LensPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void LensPanel::refresh() {
    if (!isVisible()) return;
    const auto comparison = m_session->comparison();
    if (!comparison || !m_session->gallery()) {
        m_worker.cancel();
        m_asked = {};
        m_askedGallery.reset();
        say(m_session->hasPicture() && m_session->isSearching() ? tr("Looking …")
                                                                : tr("Choose a picture to look at."));
        return;
    }
    service::LensRequest request;
    request.query = m_session->comparedQuery();
    request.query.models = m_session->shownModels();
    if (m_askedGallery == m_session->gallery() && asksTheSame(m_asked, request.query)) return;
    m_asked = request.query;
    m_askedGallery = m_session->gallery();
    std::vector<QString> names;
    for (const auto& model : m_askedGallery->models())
        if (std::find(m_asked.models.begin(), m_asked.models.end(), model.id) != m_asked.models.end())
            names.push_back(QString::fromStdString(model.displayName));
    m_worker.request([gallery = m_askedGallery, request](
                         const std::stop_token& stop) { return gallery->lens(request, JobContext{stop}); },
                     [this, names](Result<service::Lens> lens) { take(std::move(lens), names); });
}

void LensPanel::take(Result<service::Lens> lens, const std::vector<QString>& names) {
    if (!lens) {
        m_asked = {};  // the next ranking asks again
        m_askedGallery.reset();
        if (!lens.error().isCancelled()) say(errorText(lens.error()));
        Q_EMIT looked();
        return;
    }
    const auto shown = std::make_shared<const service::Lens>(std::move(*lens));
    m_table.setLens(shown, names);
    const bool hasBlock = std::any_of(shown->models.begin(), shown->models.end(),
                                      [](const auto& model) { return model.hasCompensation; });
    m_compensation->setEnabled(hasBlock || !m_session->query().compensation);
    m_noteText.clear();
    m_note->hide();
    m_view->show();
    showGates();
    setColumns();
    Q_EMIT looked();
}

void LensPanel::say(const QString& text) {
    m_noteText = text;
    m_note->setText(text);
    m_note->show();
    m_view->hide();
    m_table.setLens(nullptr, {});
}

void LensPanel::showGates() {
    m_view->clearSpans();
    for (int row = 0; row < m_table.rowCount(); ++row) {
        const auto kind = m_table.kindOf(row);
        if (kind == LensTable::Kind::Warning) m_view->setSpan(row, 0, 1, LensTable::ColumnCount);
        if (kind != LensTable::Kind::Model) continue;
        m_view->setSpan(row, LensTable::Cosine, 1, LensTable::ColumnCount - 1);
        const auto gate = m_table.gateOf(row);
        if (gate.empty()) continue;
        auto* cell = new QFrame;
        cell->setObjectName(QStringLiteral("gateCell"));
        auto* bars = new GateBars(cell);
        bars->setShares(gate);
        bars->setFixedSize(bars->sizeHint());
        auto* text = new ElidedLabel(Qt::ElideRight, cell);
        text->setObjectName(QStringLiteral("caption"));
        text->setFullText(
            m_table.data(m_table.index(row, LensTable::Cosine), Qt::AccessibleTextRole).toString());
        bars->setAccessibleName(text->fullText());
        auto* layout = new QHBoxLayout(cell);
        layout->setContentsMargins(space::kSmall, 0, space::kSmall, 0);
        layout->setSpacing(space::kSmall);
        layout->addWidget(bars);
        layout->addWidget(text, 1);
        m_view->setIndexWidget(m_table.index(row, LensTable::Cosine), cell);
    }
}

void LensPanel::setColumns() {
    for (const int column : {LensTable::Route, LensTable::Cosine, LensTable::Precision}) {
        m_view->resizeColumnToContents(column);
        m_view->setColumnWidth(column, m_view->columnWidth(column) + space::kMedium);
    }
}

}  // namespace adapnet::ui
