#include "ui/rankchange/rank_change_model.h"

#include <QFileInfo>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "ui/common/names.h"

namespace adapnet::ui {

namespace {

eval::Ranking rankingOf(const RankChangeModel::Row& row) {
    eval::Ranking ranking;
    for (const auto& cell : row.cells) {
        ranking.items.push_back(cell.path);
        ranking.scores.push_back(cell.score);
    }
    return ranking;
}

QString fileName(const std::string& path) {
    return QFileInfo(QString::fromStdString(path)).fileName();
}

const eval::PlaceChange* widestMove(const eval::RankChange& change) {
    const eval::PlaceChange* widest = nullptr;
    for (const auto& place : change.now)
        if (place.moved() != 0 && (widest == nullptr || std::abs(place.moved()) > std::abs(widest->moved())))
            widest = &place;
    return widest;
}

}  // namespace

RankChangeModel::RankChangeModel(SessionModel* session, QObject* parent)
    : QObject(parent), m_session(session) {
    connect(session, &SessionModel::comparisonChanged, this, &RankChangeModel::update);
    connect(session, &SessionModel::shownModelsChanged, this, &RankChangeModel::update);
    connect(session, &SessionModel::galleryChanged, this, [this] {
        m_kept.clear();
        m_source = 0;
        update();
    });
    update();
}

std::vector<std::string> RankChangeModel::shownModels() const {
    std::vector<std::string> models;
    if (const auto comparison = m_session->shownComparison())
        for (const auto& ranking : comparison->models) models.push_back(ranking.model);
    return models;
}

QString RankChangeModel::modelName(const std::string& id) const {
    if (m_session->gallery())
        for (const auto& info : m_session->gallery()->models())
            if (info.id == id) return QString::fromStdString(info.displayName);
    return QString::fromStdString(id);
}

QString RankChangeModel::sourceName(int source) const {
    const auto models = shownModels();
    if (source == 0) return tr("The models");
    if (source <= static_cast<int>(models.size()))
        return tr("%1: clean and damaged").arg(modelName(models[static_cast<std::size_t>(source) - 1]));
    return tr("Kept rankings");
}

void RankChangeModel::chooseSource(int source) {
    if (source < 0 || source >= sourceCount() || source == m_source) return;
    m_source = source;
    update();
}

bool RankChangeModel::canKeep() const {
    const auto comparison = m_session->shownComparison();
    return comparison != nullptr && !comparison->models.empty();
}

void RankChangeModel::keep() {
    if (!canKeep()) return;
    const auto comparison = m_session->shownComparison();
    const service::Query& query = m_session->comparedQuery();
    Row row = rowNow(comparison->models.front());
    QStringList parts{modelName(comparison->models.front().model)};
    if (query.image) parts << fileName(query.image->path);
    if (query.box) parts << tr("box %1").arg(QString::fromStdString(image::formatBox(*query.box)));
    parts << (query.recipe.empty() ? tr("clean") : recipeText(query.recipe));
    row.name = parts.join(QStringLiteral(" · "));
    if (m_kept.size() == kMostRows) m_kept.erase(m_kept.begin());
    m_kept.push_back(std::move(row));
    m_source = sourceCount() - 1;
    Q_EMIT sourcesChanged();
    update();
}

void RankChangeModel::forgetKept() {
    m_kept.clear();
    update();
}

void RankChangeModel::setState(State state) {
    m_kept = std::move(state.kept);
    m_source = std::clamp(state.source, 0, sourceCount() - 1);
    Q_EMIT sourcesChanged();
    update();
}

RankChangeModel::Row RankChangeModel::rowNow(const service::ModelRanking& ranking) {
    Row row;
    for (const auto& result : ranking.results) {
        if (row.cells.size() == kDepth) break;
        row.cells.push_back({result.image, result.path, result.score, result.label});
    }
    return row;
}

// Every result of the clean query's first places is either among the results now, with its clean rank, or
// lost.
RankChangeModel::Row RankChangeModel::rowClean(const service::ModelRanking& ranking, bool isDegraded) {
    if (!isDegraded) return rowNow(ranking);
    std::vector<const service::RankedResult*> found;
    for (const auto* list : {&ranking.results, &ranking.lost})
        for (const auto& result : *list)
            if (result.cleanRank > 0 && result.cleanRank <= static_cast<int>(kDepth) &&
                std::none_of(found.begin(), found.end(),
                             [&](const auto* other) { return other->cleanRank == result.cleanRank; }))
                found.push_back(&result);
    std::sort(found.begin(), found.end(),
              [](const auto* a, const auto* b) { return a->cleanRank < b->cleanRank; });
    Row row;
    // The clean scores are not kept; the places stand for them.
    for (const auto* result : found)
        row.cells.push_back(
            {result->image, result->path, -static_cast<double>(result->cleanRank), result->label});
    return row;
}

void RankChangeModel::update() {
    const auto models = shownModels();
    if (models != m_toldModels) {
        const bool isKept = m_source == 1 + static_cast<int>(m_toldModels.size());
        m_source = isKept ? sourceCount() - 1 : std::min(m_source, sourceCount() - 2);
        m_toldModels = models;
        Q_EMIT sourcesChanged();
    }
    std::vector<Row> rows;
    const auto comparison = m_session->shownComparison();
    if (m_source == sourceCount() - 1) {
        rows = m_kept;
    } else if (comparison && m_source == 0) {
        for (const auto& ranking : comparison->models) {
            if (rows.size() == kMostRows) break;
            rows.push_back(rowNow(ranking));
            rows.back().name = modelName(ranking.model);
        }
    } else if (comparison) {
        const auto& ranking = comparison->models[static_cast<std::size_t>(m_source) - 1];
        const service::Query& query = m_session->comparedQuery();
        rows.push_back(rowClean(ranking, !query.recipe.empty()));
        rows.back().name = tr("Clean");
        rows.push_back(rowNow(ranking));
        rows.back().name = query.recipe.empty() ? tr("Not damaged") : recipeText(query.recipe);
    }
    setRows(std::move(rows));
}

void RankChangeModel::setRows(std::vector<Row> rows) {
    m_rows = std::move(rows);
    m_changes.clear();
    for (std::size_t i = 0; i + 1 < m_rows.size(); ++i) {
        auto change = eval::compareRankings(rankingOf(m_rows[i]), rankingOf(m_rows[i + 1]), kDepth);
        m_changes.push_back(change ? std::move(*change) : eval::RankChange{});
    }
    Q_EMIT changed();
}

QString RankChangeModel::sentence(std::size_t index) const {
    if (index >= m_changes.size()) return {};
    const eval::RankChange& change = m_changes[index];
    if (change.now.empty()) return tr("There is nothing in this ranking.");
    const auto count = [](std::size_t value) { return QString::number(value); };
    QString text = tr("Of the first %1: %2 unchanged, %3 higher, %4 lower, %5 new; %6 lost.")
                       .arg(count(change.now.size()), count(change.same), count(change.up),
                            count(change.down), count(change.fresh), count(change.lost.size()));
    const eval::PlaceChange& first = change.now.front();
    text += QLatin1Char(' ');
    if (first.from == 1)
        text += tr("%1 stays first.").arg(QString::fromStdString(first.item));
    else if (first.from == 0)
        text += tr("%1 is first now and was not in the list.").arg(QString::fromStdString(first.item));
    else
        text +=
            tr("%1 is first now, from place %2.").arg(QString::fromStdString(first.item), count(first.from));
    if (const auto* widest = widestMove(change))
        text += QLatin1Char(' ') +
                tr("The widest move: %1 from %2 to %3.")
                    .arg(QString::fromStdString(widest->item), count(widest->from), count(widest->to));
    return text;
}

QString RankChangeModel::numbers(std::size_t index) const {
    if (index >= m_changes.size()) return {};
    const eval::RankChange& change = m_changes[index];
    const auto number = [](double value) {
        return std::isfinite(value) ? QLocale().toString(value, 'f', 3) : QStringLiteral("–");
    };
    return tr("overlap@%1 %2 · rank-biased overlap %3 · Kendall's tau %4")
        .arg(QString::number(kDepth), number(change.overlap), number(change.rankBiased), number(change.tau));
}

}  // namespace adapnet::ui
