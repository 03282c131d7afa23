// The stack of degradations: add, remove, reorder, switch on and off, presets, seed and region. Follows the
// session and changes it; keeps its cards while only values change, so that a slider under the hand stays
// alive.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "ui/query/step_card.h"
#include "ui/viewmodels/session_model.h"

class QLineEdit;
class QMenu;
class QPushButton;
class QScrollArea;
class QScrollBar;
class QToolButton;
class QVBoxLayout;

namespace adapnet::ui {

class RecipePanel : public QWidget {
    Q_OBJECT
  public:
    explicit RecipePanel(SessionModel* session, QWidget* parent = nullptr);

    const std::vector<StepCard*>& cards() const { return m_cards; }
    QScrollBar* scrollBar() const;

  public Q_SLOTS:
    void addStep(const std::string& kind);
    void clear();
    void newSeed();

  Q_SIGNALS:
    void openRequested();
    void saveRequested();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QLayout* buildHead();
    void fillAddMenu(QMenu* menu);
    void fillPresetMenu(QMenu* menu);
    QWidget* buildEmpty();
    QWidget* buildSeedRow();
    void showRecipe();
    void rebuildCards();
    void editStep(std::size_t index, const degrade::Step& step);
    void removeStep(std::size_t index);
    void moveStep(std::size_t index, int by);
    void takeSeed();
    void takeRegion(bool whole);
    void grantFocus();

    SessionModel* m_session;
    SessionModel::Gesture m_gesture = 0;
    // The control that had the focus on a card that moves: the cards are made anew.
    struct FocusWish {
        std::size_t card = 0;
        int control = -1;
    };
    std::optional<FocusWish> m_focusWish;
    std::vector<StepCard*> m_cards;
    QScrollArea* m_scroll = nullptr;
    QVBoxLayout* m_list = nullptr;
    QWidget* m_empty = nullptr;
    QPushButton* m_clear = nullptr;
    QToolButton* m_save = nullptr;
    QLineEdit* m_seed = nullptr;
    QToolButton* m_region = nullptr;
};

}  // namespace adapnet::ui
