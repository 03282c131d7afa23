#include "ui/shell/work_page.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDataStream>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/atlas/atlas_view.h"
#include "ui/common/picture_pyramid.h"
#include "ui/common/scroll_memory.h"
#include "ui/common/theme.h"
#include "ui/common/thumbnail_provider.h"
#include "ui/common/widgets.h"
#include "ui/help/shortcut_overlay.h"
#include "ui/lens/lens_panel.h"
#include "ui/query/query_panel.h"
#include "ui/query/recipe_panel.h"
#include "ui/rankchange/rank_change_view.h"
#include "ui/ranking/ranking_view.h"
#include "ui/robustness/robustness_view.h"

namespace adapnet::ui {

namespace {

constexpr int kGalleryWidth = 256;
constexpr int kRecipeWidth = 312;
constexpr double kZoomStep = 1.25;

QFrame* panelWith(QWidget* content) {
    auto* panel = makePanel();
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(space::kSmall + 4, space::kSmall, space::kSmall + 4, space::kSmall + 4);
    layout->addWidget(content);
    return panel;
}

QSplitter* makeSplitter(Qt::Orientation orientation) {
    auto* splitter = new QSplitter(orientation);
    splitter->setHandleWidth(space::kSmall);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

bool isTyping() {
    const QWidget* focus = QApplication::focusWidget();
    return qobject_cast<const QLineEdit*>(focus) != nullptr ||
           qobject_cast<const QAbstractSpinBox*>(focus) != nullptr ||
           qobject_cast<const QComboBox*>(focus) != nullptr;
}

// Pages that are not seen ask for no room.
void showPage(QStackedWidget* stack, QWidget* page) {
    for (int i = 0; i < stack->count(); ++i)
        stack->widget(i)->setSizePolicy(
            QSizePolicy::Preferred, stack->widget(i) == page ? QSizePolicy::Preferred : QSizePolicy::Ignored);
    stack->setCurrentWidget(page);
}

}  // namespace

WorkPage::WorkPage(SessionModel* session, AtlasModel* atlas, ThumbnailProvider* pictures,
                   ThumbnailProvider* queries, QWidget* parent)
    : QWidget(parent), m_session(session), m_pictures(pictures) {
    m_gallery = new GalleryPanel(session, pictures, queries);
    m_recipe = new RecipePanel(session);
    m_top = makeSplitter(Qt::Horizontal);
    m_top->addWidget(panelWith(buildQuerySide()));
    m_top->addWidget(panelWith(m_recipe));
    m_top->setStretchFactor(0, 1);
    m_top->setStretchFactor(1, 0);
    m_top->setSizes({680, kRecipeWidth});
    m_rows = makeSplitter(Qt::Vertical);
    m_rows->addWidget(m_top);
    m_rows->addWidget(panelWith(buildRankingSide(atlas, queries)));
    m_rows->setStretchFactor(0, 4);
    m_rows->setStretchFactor(1, 5);
    m_heights = {QList<int>{300, 390}, QList<int>{430, 260}, QList<int>{210, 480}};
    m_rows->setSizes(m_heights[PicturesRoom]);
    m_columns = makeSplitter(Qt::Horizontal);
    auto* gallery = panelWith(m_gallery);
    gallery->setMinimumWidth(kGalleryWidth);  // two pictures beside each other
    m_columns->addWidget(gallery);
    m_columns->addWidget(m_rows);
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({kGalleryWidth, 1000});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kSmall, space::kSmall, space::kSmall, space::kSmall);
    layout->addWidget(m_columns);

    connect(session, &SessionModel::galleryChanged, this, &WorkPage::showModels);
    connect(session, &SessionModel::galleryChanged, this, &WorkPage::showGroundTruth);
    connect(session, &SessionModel::galleryChanged, this, &WorkPage::showQuery);
    connect(session, &SessionModel::shownModelsChanged, this, &WorkPage::checkModels);
    connect(session, &SessionModel::comparisonChanged, this, &WorkPage::showComparison);
    connect(session, &SessionModel::searchingChanged, m_rankings, &RankingView::setBusy);
    connect(session, &SessionModel::previewChanged, this, &WorkPage::showCompareQuery);
    connect(session, &SessionModel::pictureChanged, this, [this] {
        // Curve, changes and lens stay in sight while one walks from query to query.
        if (!showsRobustness() && !showsRankChanges() && !showsLens()) showQuery();
    });
    connect(m_query->preview(), &PreviewPane::peekingChanged, this, &WorkPage::showCompareQuery);
    connect(&m_resultLoader, &LatestOnly::failed, this, [this] {
        m_compare->setResult(nullptr, {});
        Q_EMIT resultLoaded();
    });
    connect(&m_queryLoader, &LatestOnly::failed, this, &WorkPage::resultLoaded);
    qApp->installEventFilter(this);
    showModels();
    showGroundTruth();
    showComparison();
    showCompareQuery();
    m_rankings->setBusy(session->isSearching());
}

WorkPage::~WorkPage() {
    qApp->removeEventFilter(this);
}

QWidget* WorkPage::buildQuerySide() {
    auto* side = new QWidget;
    const auto tab = [side](const QString& text, const QString& tip) { return makeTab(text, tip, side); };
    m_queryTab = tab(tr("Query"), tr("The picture, its box and the damaged crop"));
    m_compareTab = tab(tr("Compare"), tr("Query and chosen result beside or on top of each other (Enter)"));
    m_robustnessTab = tab(tr("Robustness"), tr("How much damage this query bears, live (Ctrl+B)"));
    m_changesTab = tab(tr("Changes"), tr("What moved from one ranking to the next (Ctrl+J)"));
    m_lensTab = tab(tr("Lens"),
                    tr("What no help, the compensation block and restored pixels do to the query (Ctrl+L)"));
    m_queryTab->setChecked(true);
    auto* group = new QButtonGroup(side);
    for (auto* button : {m_queryTab, m_compareTab, m_robustnessTab, m_changesTab, m_lensTab})
        group->addButton(button);
    connect(m_queryTab, &QToolButton::clicked, this, &WorkPage::showQuery);
    connect(m_compareTab, &QToolButton::clicked, this, &WorkPage::showCompare);
    connect(m_robustnessTab, &QToolButton::clicked, this, &WorkPage::showRobustness);
    connect(m_changesTab, &QToolButton::clicked, this, &WorkPage::showRankChanges);
    connect(m_lensTab, &QToolButton::clicked, this, &WorkPage::showLens);

    m_query = new QueryPanel(m_session);
    m_compare = new CompareView;
    connect(m_compare, &CompareView::closeRequested, this, &WorkPage::showQuery);
    m_stack = new QStackedWidget(side);
    m_stack->addWidget(m_query);
    m_stack->addWidget(m_compare);
    m_curve = new RobustnessModel(m_session, this);
    m_robustness = new RobustnessView(m_curve);
    connect(m_robustness, &RobustnessView::commandRequested, this, &WorkPage::commandCopied);
    connect(m_curve, &RobustnessModel::busyChanged, this, &WorkPage::curveDrawn);
    m_stack->addWidget(m_robustness);
    m_changes = new RankChangeView(new RankChangeModel(m_session, this), m_pictures);
    connect(m_changes, &RankChangeView::figureRequested, this, &WorkPage::figureRequested);
    m_stack->addWidget(m_changes);
    m_lens = new LensPanel(m_session);
    connect(m_lens, &LensPanel::looked, this, &WorkPage::resultLoaded);
    m_stack->addWidget(m_lens);
    showPage(m_stack, m_query);

    auto* tabs = new QHBoxLayout;
    tabs->setSpacing(0);
    tabs->addWidget(m_queryTab);
    tabs->addWidget(m_compareTab);
    tabs->addWidget(m_robustnessTab);
    tabs->addWidget(m_changesTab);
    tabs->addWidget(m_lensTab);
    tabs->addSpacing(space::kMedium);
    tabs->addWidget(m_query->tools(), 1);
    tabs->addStretch(0);
    tabs->addStrut(space::kControlHeight);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kTight);
    layout->addLayout(tabs);
    layout->addWidget(m_stack, 1);
    return side;
}

// Which of the two pages below is seen; each page holds a pair in its own bar.
QWidget* WorkPage::buildLowerTabs() {
    auto* tabs = new QWidget;
    tabs->setObjectName(QStringLiteral("plain"));
    auto* rankings = makeTab(tr("Rankings"), tr("What each model finds for the query"), tabs);
    auto* atlas =
        makeTab(tr("Failure atlas"),
                tr("How well each model still finds its pictures under every damage (Ctrl+Shift+T)"), tabs);
    connect(rankings, &QToolButton::clicked, this, &WorkPage::showRankings);
    connect(atlas, &QToolButton::clicked, this, &WorkPage::showAtlas);
    auto* layout = new QHBoxLayout(tabs);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(rankings);
    layout->addWidget(atlas);
    m_lowerTabs.emplace_back(rankings, atlas);
    return tabs;
}

QWidget* WorkPage::buildRankingSide(AtlasModel* atlas, ThumbnailProvider* queries) {
    auto* side = new QWidget;
    m_rankings = new RankingView(m_pictures);
    connect(m_rankings, &RankingView::resultActivated, this,
            [this](int row, int rank) { selectResult(row, rank, true); });
    connect(m_rankings, &RankingView::resultSelected, this,
            [this](int row, int rank) { selectResult(row, rank, false); });
    connect(m_rankings, &RankingView::lostActivated, this, &WorkPage::selectLost);
    m_modelRow = new QHBoxLayout;
    m_modelRow->setSpacing(space::kMedium);
    m_truth = new QToolButton(this);
    m_truth->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_truth->setFocusPolicy(Qt::StrongFocus);
    connect(m_truth, &QToolButton::clicked, this, &WorkPage::groundTruthRequested);
    auto* heading = new QWidget(side);
    auto* head = new QHBoxLayout(heading);
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(space::kMedium);
    head->addWidget(buildLowerTabs());
    head->addLayout(m_modelRow);
    head->addStretch(1);
    m_rankings->setHeading(heading);
    m_atlas = new AtlasView(atlas, queries);
    m_atlas->setHeading(buildLowerTabs());
    connect(m_atlas, &AtlasView::groundTruthRequested, this, &WorkPage::groundTruthRequested);
    connect(m_atlas, &AtlasView::commandRequested, this, &WorkPage::commandCopied);
    connect(m_atlas, &AtlasView::queryOpened, this, [this] {
        showRankings();
        showQuery();
    });
    m_lower = new QStackedWidget(side);
    m_lower->addWidget(m_rankings);
    m_lower->addWidget(m_atlas);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_lower);
    showLower(m_rankings);
    return side;
}

void WorkPage::showGroundTruth() {
    const auto& gallery = m_session->gallery();
    const eval::GroundTruth* truth = gallery ? gallery->groundTruth() : nullptr;
    if (truth == nullptr) {
        m_truth->setText(tr("Load ground truth …"));
        m_truth->setToolTip(tr("A file that says which pictures each query should find"));
    } else {
        m_truth->setText(tr("Ground truth: %n query(s)", nullptr, static_cast<int>(truth->queries.size())));
        const auto& file = gallery->request().groundTruth;
        m_truth->setToolTip(tr("%1 – press to load another")
                                .arg(file ? QString::fromStdString(displayPath(*file)) : QString()));
    }
    m_truth->setAccessibleName(m_truth->text());
}

void WorkPage::showComparison() {
    const auto comparison = m_session->shownComparison();
    std::vector<QString> names;
    if (comparison && m_session->gallery()) {
        const auto models = m_session->gallery()->models();
        for (const auto& ranking : comparison->models) {
            const auto info = std::find_if(models.begin(), models.end(),
                                           [&](const auto& model) { return model.id == ranking.model; });
            names.push_back(QString::fromStdString(info == models.end() ? ranking.model : info->displayName));
        }
    }
    const QString hint = m_session->gallery() && m_session->shownModels().empty()
                             ? tr("Check a model above, and what it finds appears here.")
                             : QString();
    if (hint != m_rankings->emptyText()) m_rankings->setEmptyText(hint);
    m_rankings->setComparison(comparison, names);
}

void WorkPage::showCompareQuery() {
    const bool peeking = m_query->preview()->isPeeking();
    const QString caption = peeking ? tr("Query, clean") : tr("Query, as the networks see it");
    const QImage preview = peeking ? m_session->cleanCrop() : m_session->degradedCrop();
    const cv::Mat pixels = peeking ? m_session->cleanPixels() : m_session->degradedPixels();
    const QSize size(pixels.cols, pixels.rows);
    m_compare->setQuery(PicturePyramid::of(preview, size), caption);
    if (preview.size() == size || preview.isNull() || !isComparing()) {
        m_queryLoader.cancel();
        return;
    }
    // The preview was shrunk; 100 % shows real pixels as soon as they are converted.
    m_queryLoader.request([pixels](const std::stop_token&) { return PicturePyramid::make(pixels); },
                          [this, caption](const CompareView::Picture& picture) {
                              m_compare->setQuery(picture, caption);
                              Q_EMIT resultLoaded();
                          });
}

void WorkPage::selectResult(int modelRow, int rank, bool compare) {
    const auto result = m_rankings->model()->result(modelRow, rank);
    if (!result) return;
    m_robustness->setCandidate(result->image, result->path);
    m_comparedLost = {modelRow, -1};
    if (compare) showCompare();
    if (!isComparing()) return;
    loadResult(result->image, tr("Rank %1 · %2 · %3")
                                  .arg(result->rank)
                                  .arg(result->path, m_rankings->model()->modelName(modelRow)));
}

void WorkPage::selectLost(int modelRow, int lostIndex) {
    const auto lost = m_rankings->model()->lost(modelRow);
    if (lostIndex < 0 || lostIndex >= static_cast<int>(lost.size())) return;
    const RankingCell& cell = lost[static_cast<std::size_t>(lostIndex)];
    showCompare();
    m_comparedLost = {modelRow, lostIndex};
    const QString model = m_rankings->model()->modelName(modelRow);
    loadResult(cell.image, cell.rank > 0 ? tr("Lost: rank %1 · %2 · %3").arg(cell.rank).arg(cell.path, model)
                                         : tr("Lost: was rank %1, now not in the first ranks · %2 · %3")
                                               .arg(cell.cleanRank)
                                               .arg(cell.path, model));
}

void WorkPage::loadResult(std::size_t image, const QString& caption) {
    const auto gallery = m_session->gallery();
    if (!gallery) return;
    m_resultLoader.request(
        [gallery, image](const std::stop_token&) -> CompareView::Picture {
            const auto rgb = gallery->loadImage(image);
            return rgb ? PicturePyramid::make(*rgb) : nullptr;
        },
        [this, caption](const CompareView::Picture& picture) {
            m_compare->setResult(picture, caption);
            Q_EMIT resultLoaded();
        });
}

bool WorkPage::isComparing() const {
    return m_stack->currentWidget() == m_compare;
}

bool WorkPage::showsRobustness() const {
    return m_stack->currentWidget() == m_robustness;
}

bool WorkPage::showsRankChanges() const {
    return m_stack->currentWidget() == m_changes;
}

bool WorkPage::showsLens() const {
    return m_stack->currentWidget() == m_lens;
}

bool WorkPage::isLoadingResult() const {
    return m_resultLoader.isBusy() || m_queryLoader.isBusy() || m_lens->isBusy();
}

bool WorkPage::isDrawingCurve() const {
    return m_curve->isBusy();
}

void WorkPage::showPane(QWidget* pane) {
    if (m_stack->currentWidget() == pane) return;
    const bool wasComparing = isComparing();
    showPage(m_stack, pane);
    m_query->tools()->setVisible(pane == m_query);
    giveRoom();
    if (wasComparing && !isComparing()) Q_EMIT comparingChanged(false);
    Q_EMIT paneChanged();
}

void WorkPage::giveRoom() {
    const Room wanted = showsAtlas()                              ? AtlasRoom
                        : showsRobustness() || showsRankChanges() ? ChartsRoom
                                                                  : PicturesRoom;
    if (wanted == m_room) return;
    m_heights[m_room] = m_rows->sizes();
    m_room = wanted;
    m_rows->setSizes(m_heights[wanted]);
}

void WorkPage::showQuery() {
    m_queryTab->setChecked(true);
    showPane(m_query);
}

void WorkPage::showCompare() {
    m_compareTab->setChecked(true);
    if (isComparing()) return;
    showPane(m_compare);
    showCompareQuery();
    // Something to compare with at once: the focused result, else the first one.
    RankingModel* model = m_rankings->model();
    if (model->rowCount() > 0) selectResult(model->focusedRow(), std::max(1, model->focusedRank()), false);
    Q_EMIT comparingChanged(true);
}

void WorkPage::showRobustness() {
    m_robustnessTab->setChecked(true);
    showPane(m_robustness);
}

void WorkPage::showRankChanges() {
    m_changesTab->setChecked(true);
    showPane(m_changes);
}

void WorkPage::showLens() {
    m_lensTab->setChecked(true);
    showPane(m_lens);
}

bool WorkPage::showsAtlas() const {
    return m_lower->currentWidget() == m_atlas;
}

void WorkPage::showLower(QWidget* page) {
    const bool changes = m_lower->currentWidget() != page;
    showPage(m_lower, page);
    for (const auto& [rankings, atlas] : m_lowerTabs) {
        rankings->setChecked(page == m_rankings);
        atlas->setChecked(page == m_atlas);
    }
    if (!changes) return;
    giveRoom();
    Q_EMIT paneChanged();
}

void WorkPage::showRankings() {
    showLower(m_rankings);
}

void WorkPage::showAtlas() {
    showLower(m_atlas);
}

void WorkPage::fit() {
    isComparing() ? m_compare->fit() : m_query->editor()->fit();
}

void WorkPage::showRealPixels() {
    isComparing() ? m_compare->realPixels() : m_query->editor()->showRealPixels();
}

void WorkPage::zoomIn() {
    isComparing() ? m_compare->zoomBy(kZoomStep) : m_query->editor()->zoomIn();
}

void WorkPage::zoomOut() {
    isComparing() ? m_compare->zoomBy(1 / kZoomStep) : m_query->editor()->zoomOut();
}

void WorkPage::showCompareRank(int rank) {
    showRankings();
    m_rankings->model()->setFocus(0, rank);
    showCompare();
}

void WorkPage::choosePlace(int place) {
    m_rankings->model()->choosePlace(place);
}

bool WorkPage::eventFilter(QObject* watched, QEvent* event) {
    // The key may be let go while another window has the focus; nobody would tell.
    if (event->type() == QEvent::WindowDeactivate && watched == window())
        m_query->preview()->setPeeking(false);
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::KeyRelease)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() != Qt::Key_P || !isVisible() || QApplication::activeModalWidget() != nullptr)
        return QWidget::eventFilter(watched, event);
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (widget == nullptr || widget->window() != window() ||
        qobject_cast<const ShortcutOverlay*>(widget) != nullptr)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::KeyRelease && m_query->preview()->isPeeking()) {
        if (!key->isAutoRepeat()) m_query->preview()->setPeeking(false);
        return true;
    }
    if (event->type() == QEvent::KeyPress && key->modifiers() == Qt::NoModifier && !isTyping() &&
        m_session->hasPicture()) {
        m_query->preview()->setPeeking(true);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

QByteArray WorkPage::saveLayout() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_columns->saveState() << m_rows->saveState() << m_top->saveState()
           << m_query->splitter()->saveState();
    return state;
}

void WorkPage::restoreLayout(const QByteArray& state) {
    QDataStream stream(state);
    for (QSplitter* splitter : {m_columns, m_rows, m_top, m_query->splitter()}) {
        QByteArray sizes;
        stream >> sizes;
        if (stream.status() != QDataStream::Ok) return;
        splitter->restoreState(sizes);
    }
}

WorkPage::View WorkPage::view() const {
    const RankingModel* ranks = m_rankings->model();
    View view;
    view.editor = m_query->editor()->viewport().state();
    view.gallery = m_gallery->view();
    view.compare = m_compare->view();
    view.comparing = isComparing();
    view.robustness = showsRobustness();
    view.changes = showsRankChanges();
    view.atlas = showsAtlas();
    view.curveAxis = m_curve->axisIndex();
    view.ranks = m_changes->model()->state();
    view.lens = showsLens();
    view.lost = m_comparedLost.second;
    view.row = view.lost >= 0 ? m_comparedLost.first : ranks->focusedRow();
    view.rank = ranks->focusedRank();
    view.page = ranks->page();
    view.rankingScroll = m_rankings->scrollBar()->value();
    view.recipeScroll = m_recipe->scrollBar()->value();
    return view;
}

void WorkPage::setView(const View& view) {
    m_gallery->setView(view.gallery);
    m_query->editor()->viewport().setState(view.editor);
    RankingModel* ranks = m_rankings->model();
    if (view.rank > 0)
        ranks->setFocus(view.row, view.rank);
    else
        ranks->setPage(view.page);
    if (view.comparing && view.lost >= 0)
        selectLost(view.row, view.lost);
    else if (view.comparing)
        showCompare();
    m_compare->setView(view.compare);
    m_curve->chooseAxis(view.curveAxis);
    m_changes->model()->setState(view.ranks);
    if (view.robustness) showRobustness();
    if (view.changes) showRankChanges();
    if (view.lens) showLens();
    if (view.atlas) showAtlas();
    restoreScroll(m_rankings->scrollBar(), view.rankingScroll);
    restoreScroll(m_recipe->scrollBar(), view.recipeScroll);
}

}  // namespace adapnet::ui
