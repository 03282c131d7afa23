// The grid of the failure atlas: kinds of damage below each other, severities beside each other, a number
// with its interval in every cell, of one model or of the difference between two. Window's thread.
#pragma once

#include <QAbstractTableModel>
#include <QStyledItemDelegate>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "ui/atlas/atlas_model.h"

namespace adapnet::ui {

class AtlasGrid : public QAbstractTableModel {
    Q_OBJECT
  public:
    // What the cells show: one model, or how much better the first is than the second.
    struct Shown {
        std::size_t first = 0;
        std::optional<std::size_t> second;
        bool operator==(const Shown&) const = default;
    };
    enum Role {
        NumberRole = Qt::UserRole + 1,  // "0.412", with a sign for a difference
        RangeRole,                      // "0.350–0.470"
        // How bad, 0..1: lost share of the clean query's value; of a difference -1..1, positive where the
        // first is better. Nothing where no difference is shown.
        ShadeRole,
        MeasuredRole  // share of the queries that count so far, 0..1
    };

    explicit AtlasGrid(AtlasModel* atlas, QObject* parent = nullptr);

    void show(const Shown& shown);
    const Shown& shown() const { return m_shown; }
    AtlasPlace placeOf(const QModelIndex& index) const;
    QModelIndex indexOf(const AtlasPlace& place) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    struct Value {
        eval::Interval interval;
        std::optional<double> shade;
        bool isDifference = false;
        double measured = 1;
    };
    std::optional<Value> valueOf(const AtlasPlace& place) const;
    void takeAtlas();
    void takePlace(const AtlasPlace& place);

    AtlasModel* m_atlas;
    Shown m_shown;
    std::vector<std::string> m_models;
    std::vector<std::string> m_kinds;  // of the rows, "clean" first
    std::vector<int> m_severities;     // of the columns
};

// Number, interval and shade of one cell.
class AtlasDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    static constexpr int kCellHeight = 26;
    static constexpr int kCellWidth = 104;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace adapnet::ui
