#include "ui/ranking/ranking_model.h"

#include <QLocale>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "core/base/numbers.h"
#include "ui/common/label_style.h"
#include "ui/ranking/kind_names.h"

namespace adapnet::ui {

namespace {

bool samePixels(const cv::Mat& a, const cv::Mat& b) {
    if (a.size() != b.size() || a.type() != b.type()) return false;
    if (a.data == b.data) return true;
    for (int y = 0; y < a.rows; ++y)
        if (std::memcmp(a.ptr(y), b.ptr(y), static_cast<std::size_t>(a.cols) * a.elemSize()) != 0)
            return false;
    return true;
}

// Whether two answers belong to the same question, asked with another recipe.
bool sameQuery(const service::Comparison& a, const service::Comparison& b) {
    return a.box == b.box && samePixels(a.clean, b.clean);
}

QString signedNumber(double value, int decimals) {
    const QString digits = QLocale().toString(std::abs(value), 'f', decimals);
    // What rounds to nothing has no sign.
    if (std::abs(value) < 0.5 * std::pow(10.0, -decimals)) return QStringLiteral("±") + digits;
    return (value > 0 ? QStringLiteral("+") : QStringLiteral("−")) + digits;
}

}  // namespace

RankingModel::RankingModel(QObject* parent) : QObject(parent) {}

void RankingModel::setComparison(std::shared_ptr<const service::Comparison> comparison,
                                 const std::vector<QString>& modelNames) {
    const bool stays = m_comparison && comparison && sameQuery(*m_comparison, *comparison);
    m_comparison = std::move(comparison);
    m_names = modelNames;
    if (!stays) m_page = 0;
    m_page = std::clamp(m_page, 0, pageCount() - 1);
    const int row = m_focusedRow;
    const int rank = stays ? m_focusedRank : 0;
    m_focusedRow = m_focusedRank = 0;
    if (rank > 0) placeFocus(row, rank);
    Q_EMIT changed();
    Q_EMIT focusChanged();
}

int RankingModel::rowCount() const {
    return m_comparison ? static_cast<int>(m_comparison->models.size()) : 0;
}

QString RankingModel::modelName(int row) const {
    const auto index = static_cast<std::size_t>(row);
    if (index < m_names.size() && !m_names[index].isEmpty()) return m_names[index];
    return m_comparison && index < m_comparison->models.size()
               ? QString::fromStdString(m_comparison->models[index].model)
               : QString();
}

RankingCell RankingModel::cellOf(const service::ModelRanking&, const service::RankedResult& result) const {
    RankingCell cell;
    cell.image = result.image;
    cell.rank = result.rank;
    cell.path = QString::fromStdString(result.path);
    cell.score = static_cast<double>(result.score);
    cell.label = result.label;
    cell.cleanRank = result.cleanRank;
    if (result.isNew) {
        cell.movement = Movement::New;
    } else if (result.cleanRank > 0) {
        cell.movement = result.moved > 0 ? Movement::Up : result.moved < 0 ? Movement::Down : Movement::Same;
        cell.distance = std::abs(result.moved);
    }
    return cell;
}

int RankingModel::listLength(int row) const {
    if (row < 0 || row >= rowCount()) return 0;
    const auto& results = m_comparison->models[static_cast<std::size_t>(row)].results;
    return std::min(static_cast<int>(results.size()), kLastRank);
}

std::vector<RankingCell> RankingModel::cells(int row) const {
    std::vector<RankingCell> out;
    for (int rank = firstRank(); rank < firstRank() + kRanksPerPage && rank <= listLength(row); ++rank)
        out.push_back(*result(row, rank));
    return out;
}

std::vector<RankingCell> RankingModel::lost(int row) const {
    std::vector<RankingCell> out;
    if (row < 0 || row >= rowCount()) return out;
    const auto& ranking = m_comparison->models[static_cast<std::size_t>(row)];
    for (const auto& entry : ranking.lost) {
        out.push_back(cellOf(ranking, entry));
        out.back().movement = Movement::Lost;
        out.back().distance = entry.rank > 0 ? std::abs(entry.cleanRank - entry.rank) : 0;
    }
    return out;
}

std::optional<RankingCell> RankingModel::result(int row, int rank) const {
    if (rank < 1 || rank > listLength(row)) return std::nullopt;
    const auto& ranking = m_comparison->models[static_cast<std::size_t>(row)];
    return cellOf(ranking, ranking.results[static_cast<std::size_t>(rank - 1)]);
}

bool RankingModel::comparesWithClean(int row) const {
    if (row < 0 || row >= rowCount()) return false;
    const auto& ranking = m_comparison->models[static_cast<std::size_t>(row)];
    return !ranking.lost.empty() || std::any_of(ranking.results.begin(), ranking.results.end(),
                                                [](const auto& r) { return r.isNew || r.cleanRank > 0; });
}

std::optional<double> RankingModel::averagePrecision(int row) const {
    if (row < 0 || row >= rowCount()) return std::nullopt;
    return m_comparison->models[static_cast<std::size_t>(row)].averagePrecision;
}

std::optional<double> RankingModel::averagePrecisionChange(int row) const {
    const auto now = averagePrecision(row);
    if (!now || !comparesWithClean(row)) return std::nullopt;
    const auto clean = m_comparison->models[static_cast<std::size_t>(row)].cleanAveragePrecision;
    if (!clean) return std::nullopt;
    return *now - *clean;
}

double RankingModel::cosineToClean(int row) const {
    return row >= 0 && row < rowCount() ? m_comparison->models[static_cast<std::size_t>(row)].cosineToClean
                                        : 1.0;
}

std::vector<double> RankingModel::gateShares(int row) const {
    if (row < 0 || row >= rowCount()) return {};
    const auto& gate = m_comparison->models[static_cast<std::size_t>(row)].gate;
    return {gate.begin(), gate.end()};
}

std::vector<GateShare> RankingModel::gate(int row) const {
    if (row < 0 || row >= rowCount()) return {};
    return sharesOf(m_comparison->models[static_cast<std::size_t>(row)].gate);
}

std::vector<GateShare> RankingModel::sharesOf(const std::vector<float>& gate) {
    std::vector<GateShare> out;
    for (std::size_t i = 0; i < gate.size(); ++i) out.push_back({gateName(i), gate[i]});
    std::stable_sort(out.begin(), out.end(),
                     [](const GateShare& a, const GateShare& b) { return a.share > b.share; });
    return out;
}

QString RankingModel::averagePrecisionText(int row) const {
    const auto value = averagePrecision(row);
    if (!value) return {};
    const QString number = QLocale().toString(*value, 'f', 3);
    if (const auto change = averagePrecisionChange(row))
        return tr("AP %1 (%2)", "average precision, change against the clean query")
            .arg(number, signedNumber(*change, 3));
    return tr("AP %1", "average precision").arg(number);
}

QString RankingModel::cosineText(int row) const {
    if (!comparesWithClean(row)) return {};
    return tr("cosine to clean %1").arg(QLocale().toString(cosineToClean(row), 'f', 3));
}

QString RankingModel::gateText(int row) const {
    if (row < 0 || row >= rowCount()) return {};
    return estimateText(m_comparison->models[static_cast<std::size_t>(row)].gate);
}

QString RankingModel::estimateText(const std::vector<float>& gate) {
    QStringList parts;
    for (const GateShare& share : sharesOf(gate)) {
        const int percent = static_cast<int>(std::lround(share.share * 100));
        if (parts.size() == 3 || percent < 5) break;
        parts << tr("%1 %2 %", "kind of degradation and its share").arg(share.name).arg(percent);
    }
    if (parts.isEmpty()) return {};
    return tr("Estimated: %1").arg(parts.join(QStringLiteral(", ")));
}

int RankingModel::pageCount() const {
    int longest = 0;
    for (int row = 0; row < rowCount(); ++row) longest = std::max(longest, listLength(row));
    return std::max(1, (longest + kRanksPerPage - 1) / kRanksPerPage);
}

int RankingModel::lastRank() const {
    int longest = 0;
    for (int row = 0; row < rowCount(); ++row) longest = std::max(longest, listLength(row));
    return std::min(firstRank() + kRanksPerPage - 1, longest);
}

QString RankingModel::pageText() const {
    int longest = 0;
    for (int row = 0; row < rowCount(); ++row) longest = std::max(longest, listLength(row));
    if (longest == 0) return tr("No results");
    return tr("Ranks %1 to %2 of %3").arg(firstRank()).arg(lastRank()).arg(longest);
}

void RankingModel::setPage(int page) {
    page = std::clamp(page, 0, pageCount() - 1);
    if (page == m_page) return;
    const int shift = (page - m_page) * kRanksPerPage;
    m_page = page;
    const bool focused = m_focusedRank > 0;
    // The same place on the new page, without turning the page again.
    if (focused) {
        const int last = std::max(firstRank(), std::min(listLength(m_focusedRow), lastRank()));
        m_focusedRank = std::clamp(m_focusedRank + shift, firstRank(), last);
        if (m_focusedRank > listLength(m_focusedRow)) m_focusedRank = 0;
    }
    Q_EMIT changed();
    if (focused) Q_EMIT focusChanged();
}

void RankingModel::placeFocus(int row, int rank) {
    if (rowCount() == 0) return;
    row = std::clamp(row, 0, rowCount() - 1);
    if (listLength(row) == 0) return;
    m_focusedRow = row;
    m_focusedRank = std::clamp(rank, 1, listLength(row));
}

void RankingModel::setFocus(int row, int rank) {
    const int oldRow = m_focusedRow, oldRank = m_focusedRank;
    placeFocus(row, rank);
    if (m_focusedRank == 0) return;
    const int page = (m_focusedRank - 1) / kRanksPerPage;
    const bool turned = page != m_page;
    m_page = page;
    if (turned) Q_EMIT changed();
    if (turned || oldRow != m_focusedRow || oldRank != m_focusedRank) Q_EMIT focusChanged();
}

void RankingModel::stepRank(int by) {
    setFocus(m_focusedRow, m_focusedRank == 0 ? firstRank() : m_focusedRank + by);
}

void RankingModel::stepRow(int by) {
    setFocus(m_focusedRow + (m_focusedRank == 0 ? 0 : by), m_focusedRank == 0 ? firstRank() : m_focusedRank);
}

void RankingModel::choosePlace(int place) {
    if (place >= 1 && place <= kRanksPerPage && firstRank() + place - 1 <= listLength(m_focusedRow))
        setFocus(m_focusedRow, firstRank() + place - 1);
}

QString RankingModel::scoreText(double score) {
    return QLocale().toString(score, 'f', 3);
}

QString RankingModel::movementText(const RankingCell& cell) {
    switch (cell.movement) {
        case Movement::Unknown:
            return {};
        case Movement::Same:
            return QStringLiteral("=");
        case Movement::Up:
            return QStringLiteral("▲ %1").arg(cell.distance);
        case Movement::Down:
            return QStringLiteral("▼ %1").arg(cell.distance);
        case Movement::New:
            return tr("new", "not in the clean query's list");
        case Movement::Lost:
            if (cell.rank > 0) return QStringLiteral("%1 → %2").arg(cell.cleanRank).arg(cell.rank);
            return tr("%1 → beyond", "was rank %1, now further down than was searched").arg(cell.cleanRank);
    }
    return {};
}

QString RankingModel::spokenText(const RankingCell& cell) {
    QStringList parts;
    if (cell.rank > 0) parts << tr("rank %1").arg(cell.rank);
    parts << cell.path;
    if (cell.rank > 0) parts << tr("score %1").arg(scoreText(cell.score));
    if (cell.label != eval::Label::Unknown) parts << labelStyle(cell.label).word;
    switch (cell.movement) {
        case Movement::Unknown:
            break;
        case Movement::Same:
            parts << tr("not moved");
            break;
        case Movement::Up:
            parts << tr("moved up %1").arg(cell.distance);
            break;
        case Movement::Down:
            parts << tr("moved down %1").arg(cell.distance);
            break;
        case Movement::New:
            parts << tr("new in the list");
            break;
        case Movement::Lost:
            parts << (cell.rank > 0 ? tr("lost, was rank %1")
                                    : tr("lost, was rank %1, now not in the first ranks"))
                         .arg(cell.cleanRank);
            break;
    }
    return parts.join(QStringLiteral(", "));
}

std::string print(const RankingModel& model) {
    std::string out;
    for (int row = 0; row < model.rowCount(); ++row) {
        out += model.modelName(row).toStdString() + "\n";
        for (const RankingCell& cell : model.cells(row)) {
            out +=
                std::to_string(cell.rank) + " " + cell.path.toStdString() + " " + formatFixed(cell.score, 2);
            const std::string movement = RankingModel::movementText(cell).toStdString();
            out += movement.empty() ? "\n" : " " + movement + "\n";
        }
        for (const RankingCell& cell : model.lost(row))
            out += "lost " + cell.path.toStdString() + " " + RankingModel::movementText(cell).toStdString() +
                   "\n";
    }
    return out;
}

}  // namespace adapnet::ui
