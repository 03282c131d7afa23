// The row of one model: name and figures, the results of the page, and what was lost. Owned by the ranking
// view, GUI thread.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/ranking/result_tile.h"

class QLabel;

namespace adapnet::ui {

class GateBars;
class ThumbnailProvider;

class RankingRow : public QWidget {
    Q_OBJECT
  public:
    RankingRow(int row, ThumbnailProvider* thumbnails, QWidget* parent);

    // Takes over what the model says about this row.
    void show(const RankingModel& model);
    // The tile of a rank on the shown page; null when there is none.
    ResultTile* tile(int rank) const;
    const std::vector<ResultTile*>& lostTiles() const { return m_lost; }
    // Tiles stay below this height, so that several rows fit into the pane; kept within sensible bounds.
    void setRoom(int height);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void chosen(int row, int rank);
    void activated(int row, int rank);
    void lostActivated(int row, int index);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    // Places everything for this width when `apply`; returns the height it takes.
    int arrange(int width, bool apply) const;
    int arrangeLost(int width, int y, bool apply) const;
    void fitTiles(std::vector<ResultTile*>& tiles, std::size_t count, ResultTile::Form form);

    int m_row;
    ThumbnailProvider* m_thumbnails;
    QLabel* m_name;
    QLabel* m_gateText;
    GateBars* m_gateBars;
    QLabel* m_precision;
    QLabel* m_cosine;
    QLabel* m_lostTitle;
    std::vector<ResultTile*> m_tiles;
    std::vector<ResultTile*> m_lost;
    std::size_t m_shown = 0;
    std::size_t m_shownLost = 0;
    int m_largestTile;
    bool m_hasGate = false;
    bool m_comparesWithClean = false;
};

}  // namespace adapnet::ui
