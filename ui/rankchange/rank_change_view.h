// Rankings in rows with lines from the old to the new place of every result, "new" and "lost" where a line
// has no other end, and under the picture the same in words and numbers. Window's thread.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/rankchange/rank_change_model.h"

class QComboBox;
class QLabel;
class QToolButton;

namespace adapnet::ui {

class ThumbnailProvider;

// Paints the rows; a result under the mouse or chosen by arrow keys lights up in every row.
class RankChangeCanvas : public QWidget {
    Q_OBJECT
  public:
    RankChangeCanvas(const RankChangeModel* model, ThumbnailProvider* pictures, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    // Where the tile of a row and place lies, for painting and tests.
    QRectF tile(std::size_t row, std::size_t place) const;
    std::optional<std::string> chosen() const { return m_chosen; }

  Q_SIGNALS:
    void chosenChanged(const QString& words);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void choose(std::optional<std::string> path);
    void paintLines(QPainter& painter) const;
    void paintRow(QPainter& painter, std::size_t row) const;
    void paintPlace(QPainter& painter, std::size_t row, std::size_t place) const;
    double side() const;
    double links() const;
    QString words(const std::string& path) const;

    const RankChangeModel* m_model;
    ThumbnailProvider* m_pictures;
    std::optional<std::string> m_chosen;
    std::size_t m_place = 0;  // of the keys, in the last row
};

class RankChangeView : public QWidget {
    Q_OBJECT
  public:
    RankChangeView(RankChangeModel* model, ThumbnailProvider* pictures, QWidget* parent = nullptr);
    RankChangeModel* model() { return m_model; }
    RankChangeCanvas* canvas() { return m_canvas; }

  Q_SIGNALS:
    void figureRequested();

  private:
    void showSources();
    void showRows();

    RankChangeModel* m_model;
    QComboBox* m_source = nullptr;
    QToolButton* m_keep = nullptr;
    QToolButton* m_forget = nullptr;
    RankChangeCanvas* m_canvas = nullptr;
    QLabel* m_words = nullptr;
    QLabel* m_chosen = nullptr;
};

}  // namespace adapnet::ui
