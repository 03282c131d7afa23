// One figure of a training run over its steps. Paints what it is told. Window's thread.
#pragma once

#include <QChartView>
#include <QList>
#include <QPointF>
#include <QString>

class QLineSeries;
class QValueAxis;

namespace adapnet::ui {

class TrainingChart : public QChartView {
    Q_OBJECT
  public:
    explicit TrainingChart(QString title, QWidget* parent = nullptr);

    // Ascending by step; `steps`: where the run ends.
    void setCurve(const QList<QPointF>& points, double steps);
    const QList<QPointF>& curve() const { return m_points; }

  private:
    void applyTheme();

    QString m_title;
    QList<QPointF> m_points;
    QLineSeries* m_line = nullptr;
    QValueAxis* m_across = nullptr;
    QValueAxis* m_up = nullptr;
};

}  // namespace adapnet::ui
