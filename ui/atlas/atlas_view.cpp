#include "ui/atlas/atlas_view.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QStandardPaths>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/atlas/atlas_dialog.h"
#include "ui/common/names.h"
#include "ui/common/theme.h"
#include "ui/common/thumbnail_provider.h"
#include "ui/common/widgets.h"
#include "ui/gallery/thumbnail_delegate.h"

namespace adapnet::ui {

namespace {

constexpr int kQueryRole = Qt::UserRole + 1;  // number in the ground truth
constexpr int kBarSteps = 1000;

}  // namespace

AtlasView::AtlasView(AtlasModel* atlas, ThumbnailProvider* queries, QWidget* parent)
    : QWidget(parent), m_atlas(atlas), m_queries(queries) {
    setAccessibleName(tr("Failure atlas"));
    m_grid = new AtlasGrid(atlas, this);
    m_shown = new QComboBox(this);
    m_shown->setAccessibleName(tr("What the cells show"));
    m_shown->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_shown->setMinimumContentsLength(26);
    m_shown->setFocusPolicy(Qt::StrongFocus);
    m_status = new ElidedLabel(Qt::ElideRight, this);
    m_status->setObjectName(QStringLiteral("caption"));
    m_measure = new QPushButton(tr("Measure …"), this);
    m_measure->setAutoDefault(false);
    m_export = makeIconButton(QStringLiteral("export"), tr("Save the atlas as CSV or JSON"), this);
    m_copy = makeIconButton(QStringLiteral("terminal"), tr("Copy as command that prints this atlas"), this);
    m_bar = new QHBoxLayout;
    m_bar->setSpacing(space::kSmall);
    m_bar->addWidget(m_shown);
    m_bar->addWidget(m_status, 1);
    m_bar->addWidget(m_measure);
    m_bar->addWidget(m_export);
    m_bar->addWidget(m_copy);
    m_bar->addStrut(space::kControlHeight);
    buildProgress();
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(buildEmpty());
    m_pages->addWidget(m_result = buildResult());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kTight);
    layout->addLayout(m_bar);
    layout->addWidget(m_progress);
    layout->addWidget(m_pages, 1);

    connect(m_measure, &QPushButton::clicked, this, &AtlasView::measure);
    connect(m_export, &QToolButton::clicked, this, &AtlasView::exportAtlas);
    connect(m_copy, &QToolButton::clicked, this, [this] { Q_EMIT commandRequested(m_atlas->command()); });
    connect(m_shown, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_grid->show(m_shown->itemData(index).value<AtlasGrid::Shown>());
        showCell();
    });
    connect(m_queries, &ThumbnailProvider::thumbnailReady, this, &AtlasView::showThumbnail);
    connect(&Theme::instance(), &Theme::changed, m_table->viewport(), qOverload<>(&QWidget::update));
    connect(m_atlas, &AtlasModel::atlasChanged, this, &AtlasView::showAtlas);
    connect(m_atlas, &AtlasModel::placeChanged, this, [this](const AtlasPlace& changed) {
        // The words compare with the clean query.
        if (changed == place() || changed.severity == 0) showCell();
    });
    connect(m_atlas, &AtlasModel::progressChanged, this, &AtlasView::showProgress);
    for (const auto signal :
         {&AtlasModel::galleryChanged, &AtlasModel::planChanged, &AtlasModel::runningChanged})
        connect(m_atlas, signal, this, &AtlasView::showState);
    showAtlas();
}

void AtlasView::setHeading(QWidget* widget) {
    m_bar->insertWidget(0, widget);
    m_bar->insertSpacing(1, space::kSmall);
}

void AtlasView::buildProgress() {
    m_progress = new QWidget(this);
    m_progress->setObjectName(QStringLiteral("plain"));
    m_progressBar = new QProgressBar(m_progress);
    m_progressBar->setTextVisible(false);
    m_progressBar->setAccessibleName(tr("Progress of measuring"));
    m_progressText = makeCaption(QString(), m_progress);
    m_stop = new QPushButton(tr("Stop"), m_progress);
    m_stop->setAutoDefault(false);
    m_stop->setToolTip(tr("What is finished is kept; measuring again goes on from there"));
    connect(m_stop, &QPushButton::clicked, m_atlas, &AtlasModel::stop);
    auto* layout = new QHBoxLayout(m_progress);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kMedium);
    layout->addWidget(m_progressBar, 1);
    layout->addWidget(m_progressText);
    layout->addWidget(m_stop);
}

QWidget* AtlasView::buildEmpty() {
    auto* page = new QWidget;
    page->setObjectName(QStringLiteral("plain"));
    m_empty = new QLabel(page);
    m_empty->setObjectName(QStringLiteral("caption"));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_begin = new QPushButton(page);
    m_begin->setObjectName(QStringLiteral("primary"));
    connect(m_begin, &QPushButton::clicked, this, [this] {
        if (m_atlas->isPossible())
            measure();
        else
            Q_EMIT groundTruthRequested();
    });
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(space::kMedium);
    layout->addStretch(1);
    layout->addWidget(m_empty);
    layout->addWidget(m_begin, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return page;
}

QWidget* AtlasView::buildResult() {
    m_table = new QTableView;
    m_table->setModel(m_grid);
    m_table->setItemDelegate(new AtlasDelegate(m_table));
    m_table->setAccessibleName(tr("Kinds of damage and severities"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setMouseTracking(true);
    m_table->setShowGrid(false);
    m_table->setCornerButtonEnabled(false);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(AtlasDelegate::kCellHeight);
    m_table->verticalHeader()->setMinimumSectionSize(AtlasDelegate::kCellHeight);
    m_table->verticalHeader()->setSectionsClickable(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setMinimumSectionSize(AtlasDelegate::kCellWidth / 2);
    m_table->horizontalHeader()->setSectionsClickable(false);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &AtlasView::showCell);

    auto* side = new QWidget;
    side->setObjectName(QStringLiteral("plain"));
    m_title = makeHeading(QString(), side);
    m_title->setWordWrap(true);
    m_words = new QLabel(side);
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_words->setAccessibleName(tr("What is known of this cell"));
    auto* lead = makeCaption(tr("Worst queries; a click opens one with this damage"), side);
    lead->setWordWrap(true);
    m_worstItems = new QStandardItemModel(this);
    m_worst = new QListView(side);
    m_worst->setViewMode(QListView::ListMode);
    m_worst->setFlow(QListView::LeftToRight);
    m_worst->setWrapping(true);
    m_worst->setResizeMode(QListView::Adjust);
    m_worst->setUniformItemSizes(true);
    m_worst->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_worst->setMouseTracking(true);
    m_worst->setItemDelegate(new ThumbnailDelegate(m_worst));
    m_worst->setModel(m_worstItems);
    m_worst->setAccessibleName(tr("Worst queries"));
    m_worst->setMinimumHeight(ThumbnailDelegate::kCellHeight);
    for (auto signal : {&QListView::clicked, &QListView::activated})
        connect(m_worst, signal, this, &AtlasView::openWorst);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(space::kSmall, 0, 0, 0);
    column->setSpacing(space::kTight);
    column->addWidget(m_title);
    column->addWidget(m_words);
    column->addWidget(lead);
    column->addWidget(m_worst, 1);

    auto* halves = new QSplitter(Qt::Horizontal);
    halves->setHandleWidth(space::kSmall);
    halves->setChildrenCollapsible(false);
    halves->addWidget(m_table);
    halves->addWidget(side);
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 2);
    return halves;
}

void AtlasView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_atlas->show();
}

void AtlasView::showState() {
    const bool possible = m_atlas->isPossible();
    const bool running = m_atlas->isRunning();
    const bool known = m_atlas->atlas() != nullptr;
    m_pages->setCurrentWidget(known ? m_result : m_pages->widget(0));
    m_progress->setVisible(running);
    m_stop->setEnabled(running && !m_atlas->isStopping());
    m_shown->setVisible(known);
    m_status->setVisible(known);
    m_measure->setVisible(known);
    m_measure->setEnabled(possible && !running);
    m_export->setEnabled(m_atlas->isFinished());
    m_copy->setEnabled(!m_atlas->command().isEmpty());
    if (running)
        m_empty->setText(
            tr("The first numbers appear as soon as a query is measured. Searching goes on meanwhile."));
    else if (possible)
        m_empty->setText(
            tr("How well does each model still find its pictures under every kind of damage? The "
               "atlas measures it with the queries of the ground truth, and says how sure each "
               "number is."));
    else
        m_empty->setText(
            tr("The failure atlas needs a ground truth: a file that says which pictures each "
               "query should find."));
    m_begin->setText(possible ? tr("Measure …") : tr("Load ground truth …"));
    m_begin->setVisible(!running);
    if (running) showProgress();
}

void AtlasView::showProgress() {
    const Progress& progress = m_atlas->progress();
    m_progressBar->setRange(0, progress.total > 0 ? kBarSteps : 0);
    if (progress.total > 0)
        m_progressBar->setValue(static_cast<int>(progress.done * kBarSteps / progress.total));
    m_progressText->setText(m_atlas->isStopping() ? tr("Stopping …")
                            : progress.total == 0 ? tr("Starting …")
                                                  : progressText(progress));
}

void AtlasView::showAtlas() {
    const auto& atlas = m_atlas->atlas();
    const AtlasPlace before = place();
    {
        const QSignalBlocker quiet(m_shown);
        const AtlasGrid::Shown shown = m_grid->shown();
        m_shown->clear();
        if (atlas) {
            for (std::size_t i = 0; i < atlas->models.size(); ++i)
                m_shown->addItem(m_atlas->modelName(i), QVariant::fromValue(AtlasGrid::Shown{i, {}}));
            for (std::size_t a = 0; a < atlas->models.size(); ++a)
                for (std::size_t b = a + 1; b < atlas->models.size(); ++b)
                    m_shown->addItem(tr("%1 against %2").arg(m_atlas->modelName(a), m_atlas->modelName(b)),
                                     QVariant::fromValue(AtlasGrid::Shown{a, b}));
        }
        // An atlas that was followed is shown as before when it is finished.
        for (int i = 0; i < m_shown->count(); ++i)
            if (m_shown->itemData(i).value<AtlasGrid::Shown>() == shown) m_shown->setCurrentIndex(i);
    }
    m_status->setFullText(m_atlas->settingsText());
    m_table->clearSpans();
    if (atlas && m_grid->columnCount() > 1) m_table->setSpan(0, 0, 1, m_grid->columnCount());
    showState();
    if (atlas) choosePlace(m_grid->indexOf(before).isValid() ? before : AtlasPlace{});
    showCell();
}

AtlasPlace AtlasView::place() const {
    return m_table == nullptr ? AtlasPlace{} : m_grid->placeOf(m_table->currentIndex());
}

void AtlasView::choosePlace(const AtlasPlace& place) {
    m_table->setCurrentIndex(m_grid->indexOf(place));
}

QString AtlasView::cellWords() const {
    return m_words->text();
}

void AtlasView::showCell() {
    m_worstItems->clear();
    const auto& atlas = m_atlas->atlas();
    if (!atlas) return;
    const AtlasPlace here = place();
    const AtlasGrid::Shown shown = m_grid->shown();
    m_title->setText(m_atlas->placeName(here));
    QStringList lines;
    // One model: its number, then how it compares with the others.
    for (std::size_t model = 0; model < atlas->models.size(); ++model)
        if (model == shown.first || model == shown.second.value_or(shown.first))
            lines << QStringLiteral("%1: %2").arg(m_atlas->modelName(model), m_atlas->cellText(here, model));
    lines << m_atlas->differenceTexts(here);
    m_words->setText(lines.join(QLatin1Char('\n')));
    const auto* cell = atlas->find(here.kind, here.severity, shown.first);
    if (cell == nullptr) return;
    for (const std::size_t query : cell->worst) {
        const auto& entry = atlas->queries[query];
        const QString value = tr("AP %1").arg(QLocale().toString(cell->perQuery[query], 'f', 3));
        auto* item = new QStandardItem(value);
        const QString path = QString::fromStdString(entry.image);
        item->setData(static_cast<qulonglong>(entry.number), kQueryRole);
        item->setData(m_queries->thumbnail(entry.number), Qt::DecorationRole);
        item->setToolTip(path.toHtmlEscaped());
        item->setAccessibleText(QStringLiteral("%1, %2").arg(path, value));
        m_worstItems->appendRow(item);
    }
}

void AtlasView::showThumbnail(std::size_t query) {
    for (int row = 0; row < m_worstItems->rowCount(); ++row)
        if (m_worstItems->item(row)->data(kQueryRole).toULongLong() == query)
            m_worstItems->item(row)->setData(m_queries->thumbnail(query), Qt::DecorationRole);
}

void AtlasView::openWorst(const QModelIndex& index) {
    if (!index.isValid()) return;
    m_atlas->openQuery(place(), index.data(kQueryRole).toULongLong());
    Q_EMIT queryOpened();
}

void AtlasView::measure() {
    if (!m_atlas->isPossible() || m_atlas->isRunning()) return;
    auto* dialog = new AtlasDialog(m_atlas, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void AtlasView::exportAtlas() {
    auto* dialog = new QFileDialog(window(), tr("Save the atlas"),
                                   QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
                                   tr("Tables (*.csv);;JSON (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains(QLatin1String("json")) ? QStringLiteral("json")
                                                                        : QStringLiteral("csv"));
    });
    dialog->selectFile(QStringLiteral("failure-atlas.csv"));
    connect(dialog, &QFileDialog::fileSelected, m_atlas, &AtlasModel::save);
    dialog->open();
}

}  // namespace adapnet::ui
