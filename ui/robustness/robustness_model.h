// The live robustness curve without widgets: which number varies, the points known so far, and where the
// slider stands. Follows the session; a moving slider interrupts the work and sends it to the points nearest
// to its new place. Belongs to the window's thread; points are computed on a worker and come as queued calls.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/service/robustness_curve.h"
#include "ui/jobs/latest_only.h"
#include "ui/viewmodels/session_model.h"

namespace adapnet::ui {

class RobustnessModel : public QObject {
    Q_OBJECT
  public:
    // One thing that can vary.
    struct Axis {
        service::CurveAxis axis = service::CurveAxis::Strength;
        std::size_t step = 0;
        std::string parameter;
        bool operator==(const Axis&) const = default;
    };

    explicit RobustnessModel(SessionModel* session, QObject* parent = nullptr);
    ~RobustnessModel() override;

    // Nothing is computed while nobody looks.
    void setActive(bool active);
    bool isActive() const { return m_active; }

    // The numbers of all steps that are switched on, then the box. Moving a slider chooses its axis.
    const std::vector<Axis>& axes() const { return m_axes; }
    int axisIndex() const;
    void chooseAxis(int index);
    QString axisName(const Axis& axis) const;  // "Gaussian noise: Sigma"
    QString axisTitle() const;                 // of the chosen axis, with its unit
    QString valueText(double value) const;     // on the chosen axis, as people read it

    // Looks for this gallery picture instead of the ground truth's positives; nothing: the ground truth.
    void follow(std::optional<std::size_t> image);
    std::optional<std::size_t> followed() const { return m_follow; }

    const service::CurveRequest& request() const { return m_request; }
    // Ascending by value; those of the query before while the first new one is computed (isStale).
    const std::vector<service::CurvePoint>& points() const { return m_points; }
    bool isStale() const { return m_stale; }
    bool isComplete() const;
    bool isBusy() const { return m_run.isBusy(); }
    double current() const { return service::valueOnAxis(m_request); }
    // The models that the session shows, in the order of CurvePoint::models.
    std::size_t modelCount() const { return m_request.query.models.size(); }
    QString modelName(std::size_t model) const;
    std::vector<double> breakingPoints(std::size_t model) const;
    // Why there is no curve; empty with one.
    QString problem() const { return m_problem; }
    // A sentence for each shown model: how far it holds.
    QString summary() const;
    // What is known at one point of the axis, for the caption and for screen readers.
    QString pointText(std::size_t point) const;
    // The known point nearest to `value`; nothing without points.
    std::optional<std::size_t> pointAt(double value) const;
    QString command() const;

  Q_SIGNALS:
    void axesChanged();
    void curveChanged();
    void currentChanged();
    void busyChanged(bool busy);

  private:
    void takeRecipe();
    void update();
    void listAxes();
    std::string identity() const;
    void start();
    void takePoint(std::uint64_t generation, const service::CurvePoint& point);
    void announce();

    SessionModel* m_session;
    bool m_active = false;
    std::vector<Axis> m_axes;
    Axis m_axis;
    Axis m_listedAxis;  // as told by axesChanged
    degrade::Recipe m_lastRecipe;
    std::optional<std::size_t> m_follow;
    service::CurveRequest m_request;
    std::string m_identity;
    std::uint64_t m_generation = 0;  // of m_identity; points of an earlier one are dropped
    std::vector<service::CurvePoint> m_points;
    bool m_stale = false;
    bool m_announced = false;
    QString m_problem;
    LatestOnly m_run;  // last: stops before the rest goes
};

}  // namespace adapnet::ui
