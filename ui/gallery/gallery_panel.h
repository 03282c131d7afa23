// The left side: all pictures of the gallery as a grid, the queries of the ground truth beside them, and a
// filter by name. A click (or Enter) makes a picture the query.
#pragma once

#include <QWidget>

#include "ui/models/picture_list_model.h"
#include "ui/viewmodels/session_model.h"

class QButtonGroup;
class QLabel;
class QLineEdit;
class QListView;
class QStackedWidget;
class QToolButton;

namespace adapnet::ui {

class GalleryPanel : public QWidget {
    Q_OBJECT
  public:
    // The providers must outlive the panel: one for gallery pictures, one for queries of the ground truth.
    GalleryPanel(SessionModel* session, ThumbnailProvider* pictures, ThumbnailProvider* queries,
                 QWidget* parent = nullptr);

    QListView* pictureList() { return m_pictureList; }
    QListView* queryList() { return m_queryList; }
    QLineEdit* filter() { return m_filter; }
    bool showsQueries() const;

    // What the eye has chosen, for a panel that takes the place of this one.
    struct View {
        bool queries = false;
        QString filter;
        int pictureScroll = 0, queryScroll = 0;
        int picture = -1, query = -1;  // current rows
    };
    View view() const;
    void setView(const View& view);

  public Q_SLOTS:
    void focusFilter();

  private:
    QListView* makeList(PictureListModel* model, const QString& name);
    void showGallery();
    void showTab(bool queries);
    void updateCount();

    SessionModel* m_session;
    PictureListModel m_pictures;
    PictureListModel m_queries;
    QToolButton* m_pictureTab = nullptr;
    QToolButton* m_queryTab = nullptr;
    QLineEdit* m_filter = nullptr;
    QStackedWidget* m_stack = nullptr;
    QListView* m_pictureList = nullptr;
    QListView* m_queryList = nullptr;
    QLabel* m_count = nullptr;
};

}  // namespace adapnet::ui
