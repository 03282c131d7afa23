// How far one query still finds what it should, against one number: a parameter of a degradation step, or the
// place or size of the box. The window's live curve, `adapnet curve` and reports all come from the engine
// below, which ranks exactly as `Workbench::search` does: a point of the curve equals the search with that
// point's box and recipe to the last bit.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/service/positive_ranks.h"
#include "core/service/workbench.h"

namespace adapnet::service {

enum class CurveAxis {
    Strength,  // a numeric parameter of one step
    BoxX,      // box moved to the right by a share of its width; 0 is where it stands
    BoxY,      // box moved down by a share of its height
    BoxScale   // both sides of the box times a factor, about its centre; 1 is as it stands
};
// "strength", "box-x", "box-y", "box-scale": permanent identifiers.
const char* curveAxisName(CurveAxis axis);
std::optional<CurveAxis> curveAxisFromName(std::string_view name);

inline constexpr std::size_t kCurvePoints = 21;
inline constexpr std::size_t kMaxCurvePoints = 1001;

struct CurveRequest {
    // Its value on the axis is replaced point by point; everything else, its models too, holds for all
    // points.
    Query query;
    CurveAxis axis = CurveAxis::Strength;
    std::size_t step = 0;             // Strength only: position in the recipe, from 0
    std::string parameter;            // Strength only: a real or whole-number parameter of that step
    std::vector<double> values;       // ascending, none twice; see curveValues
    std::optional<double> nearest;    // points are computed nearest to this value first; none: in their order
    std::vector<std::size_t> follow;  // gallery pictures to find; empty: the positives of the ground truth
    int topK = 10;                    // the best positive "breaks" when it leaves the first K
};

// `count` values over the whole range of the axis (a parameter's range; -0.5 to 0.5 of the box; scale 0.5 to
// 1.5), evenly spaced, on the parameter's steps; fewer where whole numbers leave fewer. BadInput names what
// is wrong with the axis.
Result<std::vector<double>> curveValues(const CurveRequest& request, std::size_t count = kCurvePoints);
// Where the query itself stands on the axis; 0 for a step or parameter that is not there.
double valueOnAxis(const CurveRequest& request);
// The query of one point. BadInput when the box has left the picture or the value its range.
Result<Query> queryAt(const CurveRequest& request, double value);
// The order in which points are computed: positions in `values`, nearest to `nearest` first.
std::vector<std::size_t> computingOrder(const CurveRequest& request);
// Everything but the model that decides the numbers of a point, as text; equal texts mean equal points.
Result<std::string> pointKey(const CurveRequest& request, double value);

using CurveModelPoint = PositiveRanks;

struct CurvePoint {
    double value = 0;
    std::optional<image::Box> box;        // after clamping
    degrade::Recipe recipe;               // of this point
    std::string problem;                  // not empty: no such point, and why
    std::vector<CurveModelPoint> models;  // as RobustnessCurve::models; empty with a problem
};

struct CurveModel {
    std::string model;
    std::vector<double> breakingPoints;  // see breakingPoints
};

struct RobustnessCurve {
    std::vector<std::string> positives;  // paths, in the order of CurveModelPoint::ranks
    std::vector<CurveModel> models;      // those of the query, in the workbench's order
    std::vector<CurvePoint> points;      // ascending by value
};

// The first values at which the best positive of model `model` is not among the first K. Strength: counted
// from the least damage (for a JPEG quality from above), at most one. Box: counted from where the box stands,
// at most one on either side. `points` may be incomplete and in any order: a point that is not there yet ends
// the search on its side, one with a problem is passed over.
std::vector<double> breakingPoints(const CurveRequest& request, const std::vector<CurvePoint>& points,
                                   std::size_t model);

// What is known of points, by model; the last used stay. Any thread.
class CurveCache {
  public:
    std::optional<CurveModelPoint> find(const std::string& key);
    void keep(const std::string& key, const CurveModelPoint& point);
    std::size_t size() const;

  private:
    static constexpr std::size_t kMaxPoints = 8192;
    struct Entry {
        std::string key;
        CurveModelPoint point;
    };
    mutable std::mutex m_mutex;
    std::list<Entry> m_entries;
    std::unordered_map<std::string, std::list<Entry>::iterator> m_places;
};

// Computes curves over one workbench, which must outlive it. Any thread; searches of the same workbench go on
// beside it.
class CurveEngine {
  public:
    explicit CurveEngine(const Workbench& workbench) : m_workbench(workbench) {}

    // Called with every point as soon as it is known: first those known from before, then the rest, nearest
    // first. On the calling thread.
    using Sink = std::function<void(const CurvePoint&)>;
    // A stop request is answered after the points in work (a few tens of milliseconds a model), which are
    // kept: however often a moving slider interrupts, the curve grows. Errors: BadInput, Cancelled, and those
    // of the networks.
    Result<RobustnessCurve> run(const CurveRequest& request, const Sink& sink, const JobContext& job);

    // The command that prints the same curve; a comment line in front for a pasted picture.
    std::string command(const CurveRequest& request) const;

  private:
    const Workbench& m_workbench;
    CurveCache m_cache;
};

}  // namespace adapnet::service
