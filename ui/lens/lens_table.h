// What the compensation lens shows, without any widget: for each model a heading with its estimate of the
// damage, then one line per route, then what the clean crop reaches. Belongs to the window's thread.
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <memory>
#include <string>
#include <vector>

#include "core/service/lens_service.h"

namespace adapnet::ui {

class LensTable : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Route, Cosine, Precision, Ranks, ColumnCount };
    enum class Kind { Model, Answer, Clean, Warning };

    using QAbstractTableModel::QAbstractTableModel;

    // The names are those of lens->models, in their order. Null clears.
    void setLens(std::shared_ptr<const service::Lens> lens, const std::vector<QString>& modelNames);
    const service::Lens* lens() const { return m_lens.get(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    Kind kindOf(int row) const { return m_rows[static_cast<std::size_t>(row)].kind; }
    // The estimate of the damage, for a heading; empty for a network that estimates nothing.
    std::vector<double> gateOf(int row) const;
    // The route of this row is the best of its model by average precision, or by cosine where nothing is
    // known to be right.
    bool isBest(int row) const { return m_rows[static_cast<std::size_t>(row)].isBest; }

  private:
    struct Row {
        Kind kind = Kind::Answer;
        std::size_t model = 0;
        const service::LensAnswer* answer = nullptr;  // inside m_lens
        QString name;
        bool isBest = false;
    };
    void addModel(std::size_t model, const QString& name);
    QString textOf(const Row& row, int column) const;

    std::shared_ptr<const service::Lens> m_lens;
    std::vector<Row> m_rows;
};

// One line a row, columns between " | ": for tests and for copying as text.
std::string print(const LensTable& table);

}  // namespace adapnet::ui
