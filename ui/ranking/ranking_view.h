// Ranks 1 to 10 of every model as rows of pictures, with what moved against the clean query. Belongs to the
// GUI thread; the thumbnail provider must outlive it.
#pragma once

#include <QStringList>
#include <QWidget>
#include <memory>
#include <vector>

#include "ui/help/shortcut_overlay.h"
#include "ui/ranking/ranking_model.h"

class QHBoxLayout;
class QLabel;
class QScrollArea;
class QScrollBar;
class QToolButton;
class QVBoxLayout;

namespace adapnet::ui {

class BusyLine;
class RankingRow;
class ThumbnailProvider;

class RankingView : public QWidget {
    Q_OBJECT
  public:
    explicit RankingView(ThumbnailProvider* thumbnails, QWidget* parent = nullptr);
    ~RankingView() override;

    // The names are those of comparison->models, in their order. Null shows the empty state.
    void setComparison(std::shared_ptr<const service::Comparison> comparison,
                       const std::vector<QString>& modelNames);
    // A thin moving bar while newer rankings are being computed; the old ones stay readable.
    void setBusy(bool busy);

    RankingModel* model() { return &m_model; }
    QScrollBar* scrollBar() const;
    // Said where there are no rows; empty: that a picture should be chosen.
    void setEmptyText(const QString& text);
    const QString& emptyText() const { return m_emptyText; }
    // Places `widget` at the left end of the bar above the rows; the view takes it over.
    void setHeading(QWidget* widget);
    // The keys that this view answers, for the shortcut overlay.
    static std::vector<ShortcutEntry> shortcutEntries();

  Q_SIGNALS:
    void resultActivated(int modelRow, int rank);  // Enter or double click: compare
    void resultSelected(int modelRow, int rank);
    void lostActivated(int modelRow, int lostIndex);  // index into ModelRanking::lost

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void rebuild();
    void shareRoom();
    void fitLegend();
    void showFocus();
    void retranslate();
    void activateFocused();

    RankingModel m_model;
    ThumbnailProvider* m_thumbnails;
    std::vector<RankingRow*> m_rows;
    QLabel* m_pageLabel = nullptr;
    QLabel* m_legend = nullptr;
    QLabel* m_empty = nullptr;
    QToolButton* m_previous = nullptr;
    QToolButton* m_next = nullptr;
    BusyLine* m_busy = nullptr;
    QScrollArea* m_scroll = nullptr;
    QString m_emptyText;
    QStringList m_legendParts;  // most important first
    QHBoxLayout* m_bar = nullptr;
    QVBoxLayout* m_rowLayout = nullptr;
};

}  // namespace adapnet::ui
