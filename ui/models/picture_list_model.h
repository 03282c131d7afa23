// A list of pictures for the gallery grid: names, filter, thumbnails on demand. Holds no pixels itself.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <cstddef>
#include <vector>

namespace adapnet::ui {

class ThumbnailProvider;

class PictureListModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role { IndexRole = Qt::UserRole + 1, PathRole, NoteRole };
    struct Entry {
        std::size_t index = 0;  // for the thumbnail provider
        QString path;
        QString note;  // second line of the tool tip: size, number of positives
    };

    explicit PictureListModel(ThumbnailProvider* thumbnails, QObject* parent = nullptr);

    void setEntries(std::vector<Entry> entries);
    // Rows whose path holds every word, in any case.
    void setFilter(const QString& words);
    const QString& filter() const { return m_filter; }
    std::size_t totalCount() const { return m_entries.size(); }
    // Row of the entry with this index; -1 while filtered out.
    int rowOf(std::size_t index) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    void applyFilter();

    ThumbnailProvider* m_thumbnails;
    std::vector<Entry> m_entries;
    std::vector<std::size_t> m_rows;  // indices into m_entries
    QString m_filter;
};

}  // namespace adapnet::ui
