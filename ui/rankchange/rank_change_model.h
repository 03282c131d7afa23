// What became of a ranking, without widgets: two to four rankings in rows (models, the clean and the damaged
// query, or rankings that somebody kept), and what changed from each row to the next. The numbers come from
// core/eval. Follows the session; belongs to the window's thread.
#pragma once

#include <QObject>
#include <QString>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/eval/ground_truth.h"
#include "core/eval/rank_change.h"
#include "ui/viewmodels/session_model.h"

namespace adapnet::ui {

class RankChangeModel : public QObject {
    Q_OBJECT
  public:
    static constexpr std::size_t kDepth = 10;
    static constexpr std::size_t kMostRows = 4;

    struct Cell {
        std::size_t image = 0;
        std::string path;
        double score = 0;
        eval::Label label = eval::Label::Unknown;
    };
    struct Row {
        QString name;
        std::vector<Cell> cells;  // best first, at most kDepth
    };

    explicit RankChangeModel(SessionModel* session, QObject* parent = nullptr);

    // What is compared: 0 the shown models, then for each of them the clean query and the query now, last the
    // kept rankings.
    int sourceCount() const { return 2 + static_cast<int>(shownModels().size()); }
    QString sourceName(int source) const;
    int source() const { return m_source; }
    void chooseSource(int source);

    // Keeps the ranking of the first shown model as it is now; the oldest goes when there are too many.
    void keep();
    bool canKeep() const;
    void forgetKept();
    std::size_t keptCount() const { return m_kept.size(); }

    // What somebody has chosen here, for a page that takes the place of this one.
    struct State {
        int source = 0;
        std::vector<Row> kept;
    };
    State state() const { return {m_source, m_kept}; }
    void setState(State state);

    const std::vector<Row>& rows() const { return m_rows; }
    // One less than rows: from row i to row i + 1.
    const std::vector<eval::RankChange>& changes() const { return m_changes; }
    // In words, translated, and with the numbers behind.
    QString sentence(std::size_t change) const;
    QString numbers(std::size_t change) const;

  Q_SIGNALS:
    void changed();
    void sourcesChanged();

  private:
    void update();
    std::vector<std::string> shownModels() const;
    QString modelName(const std::string& id) const;
    static Row rowNow(const service::ModelRanking& ranking);
    static Row rowClean(const service::ModelRanking& ranking, bool isDegraded);
    void setRows(std::vector<Row> rows);

    SessionModel* m_session;
    int m_source = 0;
    std::vector<Row> m_kept;
    std::vector<Row> m_rows;
    std::vector<eval::RankChange> m_changes;
    std::vector<std::string> m_toldModels;
};

}  // namespace adapnet::ui
