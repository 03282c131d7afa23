#include "ui/atlas/atlas_grid.h"

#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/common/theme.h"

namespace adapnet::ui {

namespace {

constexpr double kStrongest = 0.5;  // share of the colour at shade 1, so that the numbers stay readable

QString number(double value, bool isSigned) {
    if (!std::isfinite(value)) return QStringLiteral("–");
    const QString text = QLocale().toString(std::abs(value), 'f', 3);
    if (value < 0) return QStringLiteral("−") + text;
    return isSigned ? QStringLiteral("+") + text : text;
}

double measuredShare(const service::AtlasCell& cell, const service::Atlas& atlas) {
    return atlas.queries.empty()
               ? 1
               : static_cast<double>(cell.measured) / static_cast<double>(atlas.queries.size());
}

QColor mixed(const QColor& ground, const QColor& colour, double share) {
    const auto part = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return {part(ground.red(), colour.red()), part(ground.green(), colour.green()),
            part(ground.blue(), colour.blue())};
}

}  // namespace

AtlasGrid::AtlasGrid(AtlasModel* atlas, QObject* parent) : QAbstractTableModel(parent), m_atlas(atlas) {
    connect(atlas, &AtlasModel::atlasChanged, this, &AtlasGrid::takeAtlas);
    connect(atlas, &AtlasModel::placeChanged, this, &AtlasGrid::takePlace);
    takeAtlas();
}

void AtlasGrid::takeAtlas() {
    std::vector<std::string> models;
    std::vector<std::string> kinds;
    std::vector<int> severities;
    if (const auto& atlas = m_atlas->atlas()) {
        models = atlas->models;
        kinds.emplace_back("clean");
        kinds.insert(kinds.end(), atlas->kinds.begin(), atlas->kinds.end());
        severities = atlas->severities;
    }
    // The same grid with other numbers, as when it is finished: the chosen cell and what is shown stay.
    if (models == m_models && kinds == m_kinds && severities == m_severities) {
        if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_models = std::move(models);
    m_kinds = std::move(kinds);
    m_severities = std::move(severities);
    m_shown = {};
    endResetModel();
}

void AtlasGrid::takePlace(const AtlasPlace& place) {
    const QModelIndex changed = indexOf(place);
    if (!changed.isValid()) return;
    // How bad a cell is, is measured against the clean query.
    const bool isClean = place.severity == 0;
    Q_EMIT dataChanged(changed, isClean ? index(rowCount() - 1, columnCount() - 1) : changed);
}

void AtlasGrid::show(const Shown& shown) {
    if (shown == m_shown) return;
    m_shown = shown;
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int AtlasGrid::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_kinds.size());
}

int AtlasGrid::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_severities.size());
}

AtlasPlace AtlasGrid::placeOf(const QModelIndex& index) const {
    // The clean query has no severity; its one cell lies over all columns.
    if (!index.isValid() || index.row() == 0) return {};
    return {m_kinds[static_cast<std::size_t>(index.row())],
            m_severities[static_cast<std::size_t>(index.column())]};
}

QModelIndex AtlasGrid::indexOf(const AtlasPlace& place) const {
    const auto row = std::find(m_kinds.begin(), m_kinds.end(), place.kind);
    if (row == m_kinds.end()) return {};
    if (place.severity == 0) return index(0, 0);
    const auto column = std::find(m_severities.begin(), m_severities.end(), place.severity);
    if (column == m_severities.end()) return {};
    return index(static_cast<int>(row - m_kinds.begin()), static_cast<int>(column - m_severities.begin()));
}

std::optional<AtlasGrid::Value> AtlasGrid::valueOf(const AtlasPlace& place) const {
    const auto& atlas = m_atlas->atlas();
    if (!atlas) return std::nullopt;
    if (!m_shown.second) {
        const auto* cell = atlas->find(place.kind, place.severity, m_shown.first);
        if (cell == nullptr) return std::nullopt;
        Value value{cell->mAP, std::nullopt, false, measuredShare(*cell, *atlas)};
        const auto* clean = atlas->find("clean", 0, m_shown.first);
        if (cell->measured > 0 && clean != nullptr && clean->mAP.value > 0)
            value.shade = std::clamp(1 - cell->mAP.value / clean->mAP.value, 0.0, 1.0);
        return value;
    }
    for (const auto& difference : atlas->differences) {
        if (difference.kind != place.kind || difference.severity != place.severity ||
            difference.first != m_shown.first || difference.second != *m_shown.second)
            continue;
        const auto* cell = atlas->find(place.kind, place.severity, m_shown.first);
        Value value{difference.compared.difference, std::nullopt, true,
                    cell == nullptr ? 0 : measuredShare(*cell, *atlas)};
        // A fifth of the scale is a large difference already.
        constexpr double kLarge = 0.2;
        if (difference.compared.verdict != eval::Verdict::NoDifferenceShown)
            value.shade = std::clamp(value.interval.value / kLarge, -1.0, 1.0);
        return value;
    }
    return std::nullopt;
}

QVariant AtlasGrid::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const AtlasPlace place = placeOf(index);
    const auto value = valueOf(place);
    if (!value) return {};
    const QString shown = number(value->interval.value, value->isDifference);
    // One query has a value and no interval.
    const QString range = std::isfinite(value->interval.low)
                              ? QStringLiteral("%1–%2").arg(number(value->interval.low, false),
                                                            number(value->interval.high, false))
                              : QString();
    const QString sign = value->measured < 1 ? QStringLiteral("…") : QString();
    switch (role) {
        case NumberRole:
            return value->measured > 0 ? shown + sign : sign;
        case RangeRole:
            return range;
        case ShadeRole:
            return value->shade ? QVariant(*value->shade) : QVariant();
        case MeasuredRole:
            return value->measured;
        case Qt::DisplayRole:
            if (value->measured <= 0) return sign;
            return range.isEmpty() ? shown + sign : QStringLiteral("%1%2 (%3)").arg(shown, sign, range);
        case Qt::ToolTipRole:
        case Qt::AccessibleTextRole: {
            QString words = QStringLiteral("%1: %2").arg(m_atlas->modelName(m_shown.first),
                                                         m_atlas->cellText(place, m_shown.first));
            if (value->isDifference)
                words = QStringList{m_atlas->differenceTexts(place).join(QLatin1Char(' ')),
                                    m_atlas->unfinishedText(place)}
                            .join(QLatin1Char(' '))
                            .trimmed();
            const QString text = QStringLiteral("%1. %2").arg(m_atlas->placeName(place), words);
            return role == Qt::ToolTipRole ? QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped()) : text;
        }
        default:
            return {};
    }
}

QVariant AtlasGrid::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
    const auto place = static_cast<std::size_t>(section);
    if (orientation == Qt::Vertical)
        return place < m_kinds.size() ? AtlasModel::kindName(m_kinds[place]) : QString();
    return place < m_severities.size() ? tr("Severity %1").arg(m_severities[place]) : QString();
}

void AtlasDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    const ThemeColours& colours = Theme::instance().colours();
    const QVariant shade = index.data(AtlasGrid::ShadeRole);
    const double strength = shade.isValid() ? shade.toDouble() : 0;
    const auto* grid = qobject_cast<const AtlasGrid*>(index.model());
    const bool isDifference = grid != nullptr && grid->shown().second.has_value();
    const QColor colour = isDifference && strength > 0 ? colours.accent : colours.warning;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF cell = QRectF(option.rect).adjusted(1, 1, -1, -1);
    painter->setPen(Qt::NoPen);
    painter->setBrush(mixed(colours.surfaceRaised, colour, std::abs(strength) * kStrongest));
    painter->drawRoundedRect(cell, 4, 4);
    // A line grows along the lower edge until all queries count; the dots behind the number say the same.
    const double measured = index.data(AtlasGrid::MeasuredRole).toDouble();
    if (measured > 0 && measured < 1) {
        constexpr double kLine = 2;
        const double most = cell.width() - 8;
        painter->setBrush(colours.textMuted);
        painter->drawRect(QRectF(cell.left() + 4, cell.bottom() - kLine, most * measured, kLine));
    }
    if (option.state.testFlag(QStyle::State_Selected) || option.state.testFlag(QStyle::State_MouseOver)) {
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(chosen ? colours.accent : colours.borderStrong, chosen ? 2 : 1));
        painter->drawRoundedRect(cell.adjusted(1, 1, -1, -1), 4, 4);
    }
    const QString number = index.data(AtlasGrid::NumberRole).toString();
    const QString range = index.data(AtlasGrid::RangeRole).toString();
    // What shows no difference says so in a sign as well.
    const QString sign = isDifference && !shade.isValid() && measured > 0 ? QStringLiteral("≈ ") : QString();
    QFont bold = Theme::instance().captionFont();
    bold.setWeight(QFont::DemiBold);
    const QFont plain = Theme::instance().captionFont();
    const double gap = space::kTight;
    const double left = QFontMetricsF(bold).horizontalAdvance(sign + number);
    const double right = QFontMetricsF(plain).horizontalAdvance(range);
    const bool fits = !range.isEmpty() && left + gap + right <= cell.width() - 2 * space::kTight;
    double x = cell.center().x() - (fits ? left + gap + right : left) / 2;
    painter->setPen(colours.text);
    painter->setFont(bold);
    painter->drawText(QRectF(x, cell.y(), left + 2, cell.height()), Qt::AlignVCenter | Qt::AlignLeft,
                      sign + number);
    if (fits) {
        x += left + gap;
        painter->setFont(plain);
        painter->drawText(QRectF(x, cell.y(), right + 2, cell.height()), Qt::AlignVCenter | Qt::AlignLeft,
                          range);
    }
    painter->restore();
}

QSize AtlasDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {kCellWidth, kCellHeight};
}

}  // namespace adapnet::ui
