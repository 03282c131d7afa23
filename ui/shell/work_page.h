// The screen on which the work is done: gallery on the left, query, damage and preview in the middle, the
// rankings below. Only places widgets and connects them to the session.
#pragma once

#include <QList>
#include <QWidget>
#include <array>
#include <utility>
#include <vector>

#include "ui/compare/compare_view.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/jobs/latest_only.h"
#include "ui/rankchange/rank_change_model.h"
#include "ui/viewmodels/session_model.h"

class QCheckBox;
class QHBoxLayout;
class QLabel;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace adapnet::ui {

class LensPanel;
class AtlasModel;
class AtlasView;
class QueryPanel;
class RankingView;
class RankChangeView;
class RecipePanel;
class RobustnessModel;
class RobustnessView;
class ThumbnailProvider;

class WorkPage : public QWidget {
    Q_OBJECT
  public:
    WorkPage(SessionModel* session, AtlasModel* atlas, ThumbnailProvider* pictures,
             ThumbnailProvider* queries, QWidget* parent = nullptr);
    ~WorkPage() override;

    GalleryPanel* galleryPanel() { return m_gallery; }
    QueryPanel* queryPanel() { return m_query; }
    RecipePanel* recipePanel() { return m_recipe; }
    RankingView* rankings() { return m_rankings; }
    CompareView* compareView() { return m_compare; }
    RobustnessView* robustnessView() { return m_robustness; }
    RankChangeView* rankChangeView() { return m_changes; }
    LensPanel* lensPanel() { return m_lens; }
    AtlasView* atlasView() { return m_atlas; }
    const std::vector<QCheckBox*>& modelBoxes() const { return m_modelBoxes; }
    // Says which ground truth is in use and loads another; the window places it in its status bar.
    QToolButton* groundTruthButton() { return m_truth; }
    bool isComparing() const;
    bool showsRobustness() const;
    bool showsRankChanges() const;
    bool showsLens() const;
    bool showsAtlas() const;
    bool isDrawingCurve() const;
    bool isLoadingResult() const;

    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray& state);

    // What the eye has chosen and the session does not hold, for a page that takes the place of this one.
    struct View {
        LinkedViewport::State editor;
        GalleryPanel::View gallery;
        CompareView::View compare;
        bool comparing = false;
        bool robustness = false;
        bool changes = false;
        bool atlas = false;
        int curveAxis = 0;
        RankChangeModel::State ranks;
        bool lens = false;
        int row = 0, rank = 0, page = 0;  // of the rankings
        int lost = -1;                    // compared lost result, else the chosen rank
        int rankingScroll = 0, recipeScroll = 0;
    };
    View view() const;
    void setView(const View& view);

  public Q_SLOTS:
    void showQuery();
    void showCompare();
    void showRobustness();
    void showRankChanges();
    void showLens();
    void showRankings();
    void showAtlas();
    // The result of this rank of the first shown model.
    void showCompareRank(int rank);
    // Keys 1 to 9 and 0: place 1 to 10 of the page.
    void choosePlace(int place);
    // Of the picture that is seen: the query's, or both of the comparison.
    void fit();
    void showRealPixels();
    void zoomIn();
    void zoomOut();

  Q_SIGNALS:
    void comparingChanged(bool comparing);
    void paneChanged();
    void commandCopied(const QString& command);
    void figureRequested();
    void resultLoaded();
    void curveDrawn();
    void groundTruthRequested();

  protected:
    // The peek key works wherever the focus is, except while typing.
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* buildQuerySide();
    QWidget* buildRankingSide(AtlasModel* atlas, ThumbnailProvider* queries);
    QWidget* buildLowerTabs();
    void showLower(QWidget* page);
    void showPane(QWidget* pane);
    void giveRoom();
    static QString modelToolTip(const nn::ModelInfo& model, const std::string& device);
    void showModels();
    void checkModels();
    void showComparison();
    void showGroundTruth();
    void showCompareQuery();
    void loadResult(std::size_t image, const QString& caption);
    void selectResult(int modelRow, int rank, bool compare);
    void selectLost(int modelRow, int lostIndex);

    SessionModel* m_session;
    ThumbnailProvider* m_pictures;
    GalleryPanel* m_gallery = nullptr;
    QueryPanel* m_query = nullptr;
    RecipePanel* m_recipe = nullptr;
    RankingView* m_rankings = nullptr;
    AtlasView* m_atlas = nullptr;
    QStackedWidget* m_lower = nullptr;  // rankings or atlas, each with its own pair of tabs
    std::vector<std::pair<QToolButton*, QToolButton*>> m_lowerTabs;
    CompareView* m_compare = nullptr;
    RobustnessModel* m_curve = nullptr;
    RobustnessView* m_robustness = nullptr;
    RankChangeView* m_changes = nullptr;
    LensPanel* m_lens = nullptr;
    QStackedWidget* m_stack = nullptr;
    QToolButton* m_queryTab = nullptr;
    QToolButton* m_compareTab = nullptr;
    QToolButton* m_robustnessTab = nullptr;
    QToolButton* m_changesTab = nullptr;
    QToolButton* m_lensTab = nullptr;
    QHBoxLayout* m_modelRow = nullptr;
    std::vector<QCheckBox*> m_modelBoxes;
    QToolButton* m_modelMenu = nullptr;  // holds the boxes where there is no room for them side by side
    QToolButton* m_truth = nullptr;
    QSplitter* m_columns = nullptr;
    QSplitter* m_rows = nullptr;
    QSplitter* m_top = nullptr;
    // How the height is shared: pictures need less of it than charts, the atlas needs most below. What
    // somebody drags is kept for each.
    enum Room { PicturesRoom, ChartsRoom, AtlasRoom, RoomCount };
    Room m_room = PicturesRoom;
    std::array<QList<int>, RoomCount> m_heights;
    std::pair<int, int> m_comparedLost{0, -1};  // model row, index; -1: a rank is compared
    LatestOnly m_resultLoader;
    LatestOnly m_queryLoader;
};

}  // namespace adapnet::ui
