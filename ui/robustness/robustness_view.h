// The live robustness curve on the screen: ranks of the positives and average precision against what varies,
// the breaking points marked, and the same in words. Arrow keys walk from point to point. Window's thread.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/robustness/robustness_model.h"

class QComboBox;
class QLabel;
class QToolButton;

namespace adapnet::ui {

class CurveChart;
class CurveLegend;

class RobustnessView : public QWidget {
    Q_OBJECT
  public:
    explicit RobustnessView(RobustnessModel* model, QWidget* parent = nullptr);

    // The chosen result of the rankings, which can be followed instead of the ground truth's positives.
    void setCandidate(std::size_t image, const QString& path);
    RobustnessModel* model() { return m_model; }
    CurveChart* ranks() { return m_ranks; }
    CurveChart* precision() { return m_precision; }

  Q_SIGNALS:
    void commandRequested(const QString& command);

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void showAxes();
    void showCurve();
    void showCurrent();
    void showWords();
    void toggleFollow(bool on);
    void step(int by);

    RobustnessModel* m_model;
    QComboBox* m_axis = nullptr;
    QToolButton* m_follow = nullptr;
    QToolButton* m_copy = nullptr;
    CurveChart* m_ranks = nullptr;
    CurveChart* m_precision = nullptr;
    CurveLegend* m_legend = nullptr;
    QLabel* m_summary = nullptr;
    QLabel* m_point = nullptr;
    std::optional<std::size_t> m_candidate;
    QString m_candidatePath;
    std::optional<double> m_pointed;  // value under the mouse or chosen by key
};

}  // namespace adapnet::ui
