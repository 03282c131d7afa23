// Asks what an atlas measures: how many queries and seeds, which severities and kinds; and says how much work
// that is. Changes the model's request as one chooses; closing without starting brings the earlier one back.
#pragma once

#include <QDialog>
#include <utility>
#include <vector>

#include "ui/atlas/atlas_model.h"

class QCheckBox;
class QLabel;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace adapnet::ui {

class AtlasDialog : public QDialog {
    Q_OBJECT
  public:
    explicit AtlasDialog(AtlasModel* atlas, QWidget* parent = nullptr);

    QSpinBox* queries() { return m_queries; }
    QSpinBox* seeds() { return m_seeds; }
    QListWidget* kinds() { return m_kinds; }
    QPushButton* startButton() { return m_start; }
    QString workText() const;

    void accept() override;
    void reject() override;

  private:
    void buildLayout();
    void showRequest();
    void takeChoice();
    void showPlan();

    AtlasModel* m_atlas;
    const service::AtlasRequest m_before;
    QSpinBox* m_queries = nullptr;
    QSpinBox* m_seeds = nullptr;
    std::vector<std::pair<int, QCheckBox*>> m_severities;
    QListWidget* m_kinds = nullptr;
    QLabel* m_work = nullptr;
    QPushButton* m_start = nullptr;
};

}  // namespace adapnet::ui
