// One chart of the robustness panel: lines over the axis that varies, with a line where the slider stands and
// one at every breaking point; and the line that says which model looks how. Both paint what they are told
// and hold no state of the session. Window's thread.
#pragma once

#include <QChartView>
#include <QList>
#include <QPointF>
#include <QString>
#include <QStringList>
#include <QWidget>
#include <vector>

class QAbstractAxis;
class QLineSeries;
class QValueAxis;

namespace adapnet::ui {

// One line: `model` decides colour and dashes, so that a model looks the same in every chart and nobody needs
// to tell colours apart.
struct CurveLine {
    std::size_t model = 0;
    bool isThin = false;  // one of many
    QList<QPointF> points;
};

struct CurveMark {
    double value = 0;
    std::size_t model = 0;
};

// Says once, for all charts, how each model's line looks, and what the upright lines mean.
class CurveLegend : public QWidget {
    Q_OBJECT
  public:
    explicit CurveLegend(QWidget* parent = nullptr);
    void setNames(const QStringList& models, bool showsBreaking);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QStringList m_names;  // by model
    bool m_showsBreaking = false;
};

class CurveChart : public QChartView {
    Q_OBJECT
  public:
    enum class Scale { Ranks, Share };  // ranks: 1 above, logarithmic; share: 0 to 1
    explicit CurveChart(Scale scale, QWidget* parent = nullptr);

    void setTitle(const QString& horizontal);
    // Ranks reach down to `deepest` (of a chart of ranks).
    void setCurve(const std::vector<CurveLine>& lines, const std::vector<CurveMark>& breaking, double low,
                  double high, int deepest, bool isStale);
    void setCurrent(double value);

  Q_SIGNALS:
    void pointed(double value);  // the mouse is over this value
    void stepped(int by);        // arrow keys: one point to the left or right

  protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void applyTheme();
    void restyle();
    QLineSeries* addLine();
    double lowest() const;
    double highest() const;

    Scale m_scale;
    QValueAxis* m_across = nullptr;
    QAbstractAxis* m_up = nullptr;
    QLineSeries* m_now = nullptr;
    QLineSeries* m_limit = nullptr;  // the end of the top 10
    struct Drawn {
        QLineSeries* series = nullptr;
        std::size_t model = 0;
        bool isThin = false;
        bool isMark = false;
    };
    std::vector<Drawn> m_drawn;
    bool m_stale = false;
    int m_deepest = 10;
    double m_current = 0;
};

}  // namespace adapnet::ui
