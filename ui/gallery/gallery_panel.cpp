#include "ui/gallery/gallery_panel.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/scroll_memory.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"
#include "ui/gallery/thumbnail_delegate.h"

namespace adapnet::ui {

GalleryPanel::GalleryPanel(SessionModel* session, ThumbnailProvider* pictures, ThumbnailProvider* queries,
                           QWidget* parent)
    : QWidget(parent), m_session(session), m_pictures(pictures), m_queries(queries) {
    m_pictureTab = makeTab(tr("Gallery"), {}, this);
    m_queryTab =
        makeTab(tr("Queries"), tr("The queries that the ground truth names, with their boxes"), this);
    auto* tabs = new QButtonGroup(this);
    tabs->addButton(m_pictureTab);
    tabs->addButton(m_queryTab);
    connect(m_pictureTab, &QToolButton::clicked, this, [this] { showTab(false); });
    connect(m_queryTab, &QToolButton::clicked, this, [this] { showTab(true); });
    m_count = makeCaption(QString(), this);

    m_filter = new QLineEdit(this);
    m_filter->setPlaceholderText(tr("Filter by name"));
    m_filter->setAccessibleName(tr("Filter pictures by name"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(Theme::instance().icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_pictures.setFilter(text);
        m_queries.setFilter(text);
        updateCount();
    });

    m_pictureList = makeList(&m_pictures, tr("Pictures of the gallery"));
    m_queryList = makeList(&m_queries, tr("Queries of the ground truth"));
    const auto choose = [](const QModelIndex& index) {
        return static_cast<std::size_t>(index.data(PictureListModel::IndexRole).toULongLong());
    };
    for (auto signal : {&QListView::clicked, &QListView::activated}) {
        connect(m_pictureList, signal, this,
                [this, choose](const QModelIndex& index) { m_session->chooseGalleryPicture(choose(index)); });
        connect(m_queryList, signal, this, [this, choose](const QModelIndex& index) {
            m_session->chooseGroundTruthQuery(choose(index));
        });
    }
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_pictureList);
    m_stack->addWidget(m_queryList);

    auto* head = new QHBoxLayout;
    head->setSpacing(0);
    head->addWidget(m_pictureTab);
    head->addWidget(m_queryTab);
    head->addStretch(1);
    head->addWidget(m_count);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kSmall);
    layout->addLayout(head);
    layout->addWidget(m_filter);
    layout->addWidget(m_stack, 1);

    connect(session, &SessionModel::galleryChanged, this, &GalleryPanel::showGallery);
    showGallery();
}

QListView* GalleryPanel::makeList(PictureListModel* model, const QString& name) {
    auto* list = new QListView(this);
    // Rows in wrapped lines: Qt lays out and paints only what is visible, also with 100,000 pictures.
    list->setViewMode(QListView::ListMode);
    list->setFlow(QListView::LeftToRight);
    list->setWrapping(true);
    list->setResizeMode(QListView::Adjust);
    list->setUniformItemSizes(true);
    list->setLayoutMode(QListView::Batched);
    list->setBatchSize(2000);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setMouseTracking(true);
    list->setItemDelegate(new ThumbnailDelegate(list));
    list->setModel(model);
    list->setAccessibleName(name);
    return list;
}

bool GalleryPanel::showsQueries() const {
    return m_stack->currentWidget() == m_queryList;
}

GalleryPanel::View GalleryPanel::view() const {
    return {showsQueries(),
            m_filter->text(),
            m_pictureList->verticalScrollBar()->value(),
            m_queryList->verticalScrollBar()->value(),
            m_pictureList->currentIndex().row(),
            m_queryList->currentIndex().row()};
}

void GalleryPanel::setView(const View& view) {
    m_filter->setText(view.filter);
    showTab(view.queries && m_queries.totalCount() > 0);
    const auto restore = [](QListView* list, int row, int scroll) {
        // Choosing a row scrolls to it; the place that was looked at wins.
        if (row >= 0) list->setCurrentIndex(list->model()->index(row, 0));
        restoreScroll(list->verticalScrollBar(), scroll);
    };
    restore(m_pictureList, view.picture, view.pictureScroll);
    restore(m_queryList, view.query, view.queryScroll);
}

void GalleryPanel::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void GalleryPanel::showGallery() {
    std::vector<PictureListModel::Entry> pictures;
    std::vector<PictureListModel::Entry> queries;
    if (const auto& gallery = m_session->gallery()) {
        const auto images = gallery->images();
        pictures.reserve(images.size());
        for (std::size_t i = 0; i < images.size(); ++i)
            pictures.push_back({i, QString::fromStdString(images[i].path),
                                tr("%1 × %2 px").arg(images[i].width).arg(images[i].height)});
        if (const auto* truth = gallery->groundTruth()) {
            for (std::size_t i = 0; i < truth->queries.size(); ++i) {
                const auto& query = truth->queries[i];
                queries.push_back({i, QString::fromStdString(validUtf8(query.image)),
                                   tr("%n positive picture(s)", nullptr,
                                      static_cast<int>(query.easy.size() + query.hard.size()))});
            }
        }
    }
    m_queryTab->setVisible(!queries.empty());
    const bool startWithQueries = !queries.empty();
    m_pictures.setEntries(std::move(pictures));
    m_queries.setEntries(std::move(queries));
    showTab(startWithQueries);
}

void GalleryPanel::showTab(bool queries) {
    m_stack->setCurrentWidget(queries ? m_queryList : m_pictureList);
    m_pictureTab->setChecked(!queries);
    m_queryTab->setChecked(queries);
    updateCount();
}

void GalleryPanel::updateCount() {
    const PictureListModel& model = showsQueries() ? m_queries : m_pictures;
    const QLocale locale;
    const auto total = static_cast<qlonglong>(model.totalCount());
    const int shown = model.rowCount();
    m_count->setText(shown == total ? locale.toString(total)
                                    : tr("%1 of %2").arg(locale.toString(shown), locale.toString(total)));
}

}  // namespace adapnet::ui
