// One degradation of the stack: name, on/off, severity, and one row per parameter made from its ParamSpec.
#pragma once

#include <QFrame>
#include <vector>

#include "core/degrade/degradation.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QSlider;
class QToolButton;

namespace adapnet::ui {

// Where a value lies on a slider of kSliderSteps steps. Long ranges whose usual values are small get a
// finer lower end. Exact at both ends; values between are rounded to the parameter's step.
inline constexpr int kSliderSteps = 1000;
int sliderPosition(const degrade::ParamSpec& spec, double value);
double sliderValue(const degrade::ParamSpec& spec, int position);

class StepCard : public QFrame {
    Q_OBJECT
  public:
    // `number` is the place in the stack, from 1; `count` the size of the stack.
    StepCard(const degrade::Step& step, int number, int count, QWidget* parent = nullptr);

    const degrade::Step& step() const { return m_step; }
    // New values of the same kind; emits nothing.
    void setStep(const degrade::Step& step);
    // The control that has the focus, by its place on the card; -1: none. Cards of one kind are built alike.
    int focusedControl() const;
    void focusControl(int control);

  Q_SIGNALS:
    // One continuous movement of a slider sends `gestureStarted` once, then many `edited`.
    void gestureStarted();
    void edited(const adapnet::degrade::Step& step);
    void removeRequested();
    void moveRequested(int by);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Row {
        const degrade::ParamSpec* spec = nullptr;
        QLabel* label = nullptr;
        QSlider* slider = nullptr;
        QDoubleSpinBox* number = nullptr;
        QComboBox* choice = nullptr;
    };

    QWidget* buildHead(int number, int count);
    QWidget* buildSeverity();
    void buildRow(QGridLayout* grid, const degrade::ParamSpec& spec);
    void setValue(const std::string& key, double value);
    void showStep();
    QList<QWidget*> controls() const;

    const degrade::Degradation* m_kind;
    degrade::Step m_step;
    QString m_name;
    QCheckBox* m_enabled = nullptr;
    std::vector<QToolButton*> m_severities;
    std::vector<Row> m_rows;
    QWidget* m_body = nullptr;
};

}  // namespace adapnet::ui
