// One result: thumbnail, rank, score, label and movement. A button, so that it can be pressed by screen
// readers and has a name and a focus; keys other than Space go to the ranking view. GUI thread.
#pragma once

#include <QAbstractButton>
#include <QPixmap>
#include <optional>

#include "ui/ranking/ranking_model.h"

namespace adapnet::ui {

class ThumbnailProvider;

class ResultTile : public QAbstractButton {
    Q_OBJECT
  public:
    enum class Form {
        Tile,  // picture above score and movement
        Chip   // small picture beside its movement, for lost results
    };
    enum class Mark {
        None,
        Current,     // the chosen result
        SamePicture  // the chosen picture in the row of another model
    };

    ResultTile(Form form, ThumbnailProvider* thumbnails, QWidget* parent);

    void setCell(const RankingCell& cell);
    const RankingCell& cell() const { return m_cell; }
    void setMark(Mark mark);
    Mark mark() const { return m_mark; }

    static int tileHeight(int pictureHeight) { return pictureHeight + kTextHeight; }
    static constexpr int kTextHeight = 24;
    static constexpr int kChipHeight = 32;
    int chipWidth() const;
    QSize sizeHint() const override;

  Q_SIGNALS:
    void activated();  // double click

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    void retranslate();
    QRect pictureRect() const;
    void paintPicture(QPainter& painter, const QRect& area);
    void paintFrame(QPainter& painter, const QRect& area) const;
    void paintRank(QPainter& painter, const QRect& area) const;
    void paintSign(QPainter& painter, const QRect& area) const;
    void paintTexts(QPainter& painter) const;
    int paintMovement(QPainter& painter, const QRect& area) const;  // returns the width taken, from the right

    Form m_form;
    ThumbnailProvider* m_thumbnails;
    RankingCell m_cell;
    Mark m_mark = Mark::None;
    QPixmap m_scaled;  // of m_scaledFrom, in device pixels of the picture area
    qint64 m_scaledFrom = 0;
    QSize m_scaledArea;
};

}  // namespace adapnet::ui
