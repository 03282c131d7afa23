// The failure atlas on the screen: the grid, what is known of the chosen cell in words, and its worst queries
// as pictures, which open with the damage of the cell. Window's thread.
#pragma once

#include <QWidget>
#include <memory>

#include "ui/atlas/atlas_grid.h"

class QComboBox;
class QHBoxLayout;
class QLabel;
class QListView;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QStandardItemModel;
class QTableView;
class QToolButton;

namespace adapnet::ui {

class ElidedLabel;
class ThumbnailProvider;

class AtlasView : public QWidget {
    Q_OBJECT
  public:
    AtlasView(AtlasModel* atlas, ThumbnailProvider* queries, QWidget* parent = nullptr);

    AtlasModel* model() { return m_atlas; }
    QTableView* table() { return m_table; }
    QListView* worst() { return m_worst; }
    QComboBox* shown() { return m_shown; }
    // Places `widget` at the left end of the bar; the view takes it over.
    void setHeading(QWidget* widget);
    AtlasPlace place() const;
    void choosePlace(const AtlasPlace& place);
    // In words, as it stands beside the grid.
    QString cellWords() const;
    void measure();  // opens the dialog

  Q_SIGNALS:
    void groundTruthRequested();
    void commandRequested(const QString& command);
    void queryOpened();

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    QWidget* buildEmpty();
    QWidget* buildResult();
    void buildProgress();
    void showState();
    void showProgress();
    void showAtlas();
    void showCell();
    void showThumbnail(std::size_t query);
    void openWorst(const QModelIndex& index);
    void exportAtlas();

    AtlasModel* m_atlas;
    ThumbnailProvider* m_queries;
    AtlasGrid* m_grid = nullptr;
    QHBoxLayout* m_bar = nullptr;
    QComboBox* m_shown = nullptr;
    ElidedLabel* m_status = nullptr;
    QPushButton* m_measure = nullptr;
    QToolButton* m_export = nullptr;
    QToolButton* m_copy = nullptr;
    QWidget* m_progress = nullptr;
    QProgressBar* m_progressBar = nullptr;
    QLabel* m_progressText = nullptr;
    QPushButton* m_stop = nullptr;
    QStackedWidget* m_pages = nullptr;
    QWidget* m_result = nullptr;
    QLabel* m_empty = nullptr;
    QPushButton* m_begin = nullptr;  // of the empty page
    QTableView* m_table = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_words = nullptr;
    QListView* m_worst = nullptr;
    QStandardItemModel* m_worstItems = nullptr;
};

}  // namespace adapnet::ui
