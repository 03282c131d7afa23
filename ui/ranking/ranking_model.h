// What the ranking view shows, without any widget: one row per model, ten ranks a page, what moved against
// the clean query, the focused result. Belongs to the GUI thread; keeps the comparison alive that it shows.
#pragma once

#include <QObject>
#include <QString>
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/service/workbench.h"

namespace adapnet::ui {

// How a result stands against the ranking of the clean query.
enum class Movement {
    Unknown,  // there is no clean ranking to compare with
    Same,
    Up,
    Down,
    New,  // not in the clean query's list at all
    Lost  // was among the clean query's first ten, is not any more
};

struct RankingCell {
    std::size_t image = 0;  // index into Workbench::images()
    int rank = 0;           // from 1; 0: a lost one, further down than was searched
    QString path;
    double score = 0;
    eval::Label label = eval::Label::Unknown;
    Movement movement = Movement::Unknown;
    int distance = 0;   // ranks moved, never negative
    int cleanRank = 0;  // 0: unknown or beyond the clean list
};

// One entry of the estimated degradation.
struct GateShare {
    QString name;      // translated
    double share = 0;  // 0..1
};

class RankingModel : public QObject {
    Q_OBJECT
  public:
    static constexpr int kRanksPerPage = 10;
    static constexpr int kLastRank = 100;

    explicit RankingModel(QObject* parent = nullptr);

    // Keeps the page and the focused place where they still exist. Null clears.
    void setComparison(std::shared_ptr<const service::Comparison> comparison,
                       const std::vector<QString>& modelNames);
    const service::Comparison* comparison() const { return m_comparison.get(); }

    int rowCount() const;
    QString modelName(int row) const;
    // Results of the current page, best first.
    std::vector<RankingCell> cells(int row) const;
    std::vector<RankingCell> lost(int row) const;
    // A result by its rank, on any page; empty when the list is shorter.
    std::optional<RankingCell> result(int row, int rank) const;
    // True when the clean query was ranked as well, so that movements mean something.
    bool comparesWithClean(int row) const;
    std::optional<double> averagePrecision(int row) const;
    std::optional<double> averagePrecisionChange(int row) const;  // against the clean query
    double cosineToClean(int row) const;
    // Largest share first; empty for a network that estimates nothing.
    std::vector<GateShare> gate(int row) const;
    // The same in the fixed order: clean, then the known kinds.
    std::vector<double> gateShares(int row) const;
    // "AP 0.42 (−0.13 against clean)" and the like; empty without ground truth.
    QString averagePrecisionText(int row) const;
    QString cosineText(int row) const;
    // "Looks like: Gaussian noise 71 %, clean 20 %"; empty without an estimate.
    QString gateText(int row) const;

    int page() const { return m_page; }  // from 0
    int pageCount() const;               // at least 1
    int firstRank() const { return m_page * kRanksPerPage + 1; }
    int lastRank() const;  // of this page, at most what the longest list holds
    // "Ranks 1 to 10 of 100".
    QString pageText() const;
    void setPage(int page);  // clamped

    // The focused result; rank 0 while there is none.
    int focusedRow() const { return m_focusedRow; }
    int focusedRank() const { return m_focusedRank; }
    // Moves to the page of `rank`; places that do not exist are clamped to the nearest one.
    void setFocus(int row, int rank);
    void stepRank(int by);
    void stepRow(int by);
    // Keys 1 to 9 and 0 mean place 1 to 10 of the shown page.
    void choosePlace(int place);

    // The same of any gate: largest share first; "Estimated: ...".
    static std::vector<GateShare> sharesOf(const std::vector<float>& gate);
    static QString estimateText(const std::vector<float>& gate);

    // Texts of one cell.
    static QString scoreText(double score);  // two decimals are enough to read, three to compare: "0.824"
    static QString movementText(const RankingCell&);  // short, with a sign: "▲ 4", "▼ 2", "=", "new"
    // "rank 3, books/17.jpg, score 0.824, positive, moved up 4"
    static QString spokenText(const RankingCell&);

  Q_SIGNALS:
    void changed();       // rows or page
    void focusChanged();  // focused result

  private:
    RankingCell cellOf(const service::ModelRanking& ranking, const service::RankedResult& result) const;
    int listLength(int row) const;
    void placeFocus(int row, int rank);

    std::shared_ptr<const service::Comparison> m_comparison;
    std::vector<QString> m_names;
    int m_page = 0;
    int m_focusedRow = 0;
    int m_focusedRank = 0;
};

// One line per shown result, "1 cat_07 0.92", models headed by their name: for tests and for copying as text.
std::string print(const RankingModel& model);

}  // namespace adapnet::ui
