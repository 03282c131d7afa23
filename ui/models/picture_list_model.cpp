#include "ui/models/picture_list_model.h"

#include <QPixmap>
#include <algorithm>

#include "ui/common/thumbnail_provider.h"

namespace adapnet::ui {

PictureListModel::PictureListModel(ThumbnailProvider* thumbnails, QObject* parent)
    : QAbstractListModel(parent), m_thumbnails(thumbnails) {
    connect(thumbnails, &ThumbnailProvider::thumbnailReady, this, [this](std::size_t image) {
        const int row = rowOf(image);
        if (row >= 0) Q_EMIT dataChanged(index(row), index(row), {Qt::DecorationRole});
    });
}

void PictureListModel::setEntries(std::vector<Entry> entries) {
    m_entries = std::move(entries);
    applyFilter();
}

void PictureListModel::setFilter(const QString& words) {
    if (words == m_filter) return;
    m_filter = words;
    applyFilter();
}

void PictureListModel::applyFilter() {
    const QStringList words = m_filter.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    beginResetModel();
    m_rows.clear();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const bool wanted = std::all_of(words.begin(), words.end(), [&](const QString& word) {
            return m_entries[i].path.contains(word, Qt::CaseInsensitive);
        });
        if (wanted) m_rows.push_back(i);
    }
    endResetModel();
}

int PictureListModel::rowOf(std::size_t image) const {
    // Entries are in the order of their index, and so are the rows.
    const auto found = std::lower_bound(
        m_rows.begin(), m_rows.end(), image,
        [this](std::size_t row, std::size_t wanted) { return m_entries[row].index < wanted; });
    if (found == m_rows.end() || m_entries[*found].index != image) return -1;
    return static_cast<int>(found - m_rows.begin());
}

int PictureListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PictureListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Entry& entry = m_entries[m_rows[static_cast<std::size_t>(index.row())]];
    switch (role) {
        case Qt::DisplayRole:
            return entry.path.section(QLatin1Char('/'), -1);
        case Qt::DecorationRole:
            return m_thumbnails->thumbnail(entry.index);
        case Qt::ToolTipRole: {
            const QString path = entry.path.toHtmlEscaped();
            return entry.note.isEmpty() ? path : path + QStringLiteral("<br>") + entry.note.toHtmlEscaped();
        }
        case Qt::AccessibleTextRole:
            return entry.note.isEmpty() ? entry.path : tr("%1, %2").arg(entry.path, entry.note);
        case IndexRole:
            return QVariant::fromValue<qulonglong>(entry.index);
        case PathRole:
            return entry.path;
        case NoteRole:
            return entry.note;
        default:
            return {};
    }
}

}  // namespace adapnet::ui
