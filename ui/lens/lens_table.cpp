#include "ui/lens/lens_table.h"

#include <QFont>
#include <QLocale>
#include <algorithm>
#include <utility>

#include "ui/common/theme.h"
#include "ui/ranking/ranking_model.h"

namespace adapnet::ui {

namespace {

QString restorerName(const std::string& id) {
    if (id == "denoising_autoencoder") return LensTable::tr("denoising autoencoder");
    if (id == "super_resolution") return LensTable::tr("super-resolution");
    return QString::fromStdString(id);
}

QString routeName(const service::LensAnswer& answer) {
    switch (answer.route) {
        case service::LensRoute::NoHelp:
            return LensTable::tr("No help");
        case service::LensRoute::Compensated:
            return LensTable::tr("Compensation block");
        case service::LensRoute::Restored:
            return LensTable::tr("Pixels restored: %1").arg(restorerName(answer.restorer));
    }
    return {};
}

// Larger is better: average precision where something is known to be right, then the cosine.
std::pair<double, double> worth(const service::LensAnswer& answer) {
    const auto& found = answer.positives;
    return {found && found->averagePrecision ? *found->averagePrecision : 0, answer.cosineToClean};
}

// Numbers have equally many decimals, so that they stand below each other in the middle too.
int alignmentOf(int column) {
    const bool isNumber = column == LensTable::Cosine || column == LensTable::Precision;
    return static_cast<int>((isNumber ? Qt::AlignHCenter : Qt::AlignLeft) | Qt::AlignVCenter);
}

QString number(double value) {
    return QLocale().toString(value, 'f', 3);
}

}  // namespace

void LensTable::setLens(std::shared_ptr<const service::Lens> lens, const std::vector<QString>& modelNames) {
    beginResetModel();
    m_rows.clear();
    m_lens = std::move(lens);
    if (m_lens)
        for (std::size_t i = 0; i < m_lens->models.size(); ++i)
            addModel(i, i < modelNames.size() ? modelNames[i] : QString());
    endResetModel();
}

void LensTable::addModel(std::size_t model, const QString& name) {
    const service::LensModel& shown = m_lens->models[model];
    m_rows.push_back({Kind::Model, model, nullptr, name});
    const auto [least, best] =
        std::minmax_element(shown.routes.begin(), shown.routes.end(),
                            [](const auto& a, const auto& b) { return worth(a) < worth(b); });
    // Where all are equal there is no best one.
    const bool differ = least != best && worth(*least) < worth(*best);
    for (const auto& answer : shown.routes)
        m_rows.push_back(
            {Kind::Answer, model, &answer, routeName(answer), differ && worth(answer) == worth(*best)});
    m_rows.push_back({Kind::Clean, model, &shown.clean, tr("Clean crop")});
    if (shown.cleanNoHelp)
        m_rows.push_back({Kind::Clean, model, &*shown.cleanNoHelp, tr("Clean crop, no help")});
    if (shown.hurtsClean.value_or(false))
        m_rows.push_back(
            {Kind::Warning, model, nullptr, tr("The block makes the clean query worse than no help.")});
}

int LensTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LensTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

std::vector<double> LensTable::gateOf(int row) const {
    const Row& shown = m_rows[static_cast<std::size_t>(row)];
    if (shown.kind != Kind::Model) return {};
    const auto& gate = m_lens->models[shown.model].gate;
    return {gate.begin(), gate.end()};
}

QString LensTable::textOf(const Row& row, int column) const {
    if (column == Route) return row.name;
    if (row.kind == Kind::Model)
        return column == Cosine ? RankingModel::estimateText(m_lens->models[row.model].gate) : QString();
    if (row.answer == nullptr) return {};
    if (column == Cosine) return number(row.answer->cosineToClean);
    const auto& found = row.answer->positives;
    if (!found) return {};
    if (column == Precision) return found->averagePrecision ? number(*found->averagePrecision) : QString();
    std::vector<int> ranks = found->ranks;
    // Best first; what was not reached comes last.
    std::sort(ranks.begin(), ranks.end(), [](int a, int b) { return a != 0 && (b == 0 || a < b); });
    QStringList texts;
    for (const int rank : ranks) texts << (rank > 0 ? QString::number(rank) : QStringLiteral("–"));
    return texts.join(QStringLiteral(", "));
}

QVariant LensTable::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const ThemeColours& colours = Theme::instance().colours();
    switch (role) {
        case Qt::AccessibleTextRole:
            return textOf(row, index.column());
        case Qt::DisplayRole: {
            // The estimate is shown with its bars by a widget of the view.
            if (row.kind == Kind::Model && index.column() == Cosine) return {};
            const QString text = textOf(row, index.column());
            // Colour is never the only sign.
            return row.isBest && index.column() == Route ? QStringLiteral("✓ ") + text : text;
        }
        case Qt::ToolTipRole: {
            if (index.column() != Ranks || row.answer == nullptr || !row.answer->positives) return {};
            QStringList lines;
            const auto& ranks = row.answer->positives->ranks;
            for (std::size_t i = 0; i < ranks.size() && i < m_lens->positives.size(); ++i)
                lines << tr("%1: rank %2", "picture and its rank")
                             .arg(QString::fromStdString(m_lens->positives[i]),
                                  ranks[i] > 0 ? QString::number(ranks[i]) : QStringLiteral("–"));
            return lines.join(QLatin1Char('\n'));
        }
        case Qt::FontRole: {
            QFont font = Theme::instance().bodyFont();
            font.setBold((row.kind == Kind::Model && index.column() == Route) || row.isBest);
            return font;
        }
        case Qt::ForegroundRole:
            if (row.kind == Kind::Warning) return colours.warning;
            if (row.kind == Kind::Clean || (row.kind == Kind::Model && index.column() != Route))
                return colours.textMuted;
            return {};
        case Qt::BackgroundRole:
            if (row.kind == Kind::Model) return colours.surfaceRaised;
            return {};
        case Qt::TextAlignmentRole:
            return alignmentOf(index.column());
        default:
            return {};
    }
}

QVariant LensTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return alignmentOf(section);
    if (role == Qt::ToolTipRole) {
        if (section == Cosine) return tr("How alike the descriptor is to that of the clean crop; 1 is equal");
        if (section == Precision) return tr("Average precision of this query, 0 to 1");
        if (section == Ranks) return tr("Where the pictures that should be found stand in the ranking");
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Route:
            return tr("Help");
        case Cosine:
            return tr("Cosine to clean");
        case Precision:
            return tr("AP", "average precision");
        case Ranks:
            return tr("Ranks of the positives");
        default:
            return {};
    }
}

std::string print(const LensTable& table) {
    std::string out;
    for (int row = 0; row < table.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < table.columnCount(); ++column) {
            const QModelIndex cell = table.index(row, column);
            const QString shown = table.data(cell, Qt::DisplayRole).toString();
            cells << (shown.isEmpty() ? table.data(cell, Qt::AccessibleTextRole).toString() : shown);
        }
        while (!cells.isEmpty() && cells.last().isEmpty()) cells.removeLast();
        out += cells.join(QStringLiteral(" | ")).toStdString() + '\n';
    }
    return out;
}

}  // namespace adapnet::ui
