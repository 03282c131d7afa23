#include "core/service/robustness_curve.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

#include "core/base/numbers.h"
#include "core/service/shell_text.h"
#include "core/service/workbench_impl.h"

namespace adapnet::service {

namespace {

// Points that share a forward pass: enough to fill a processor, few enough that a live search, which waits
// for them, is not felt to be late.
constexpr std::size_t kAtOnce = 7;
constexpr std::array<const char*, 4> kAxisNames{"strength", "box-x", "box-y", "box-scale"};
constexpr double kBoxReach = 0.5;  // of the box's side, and of the scale about 1

double neutralValue(CurveAxis axis) {
    return axis == CurveAxis::BoxScale ? 1 : 0;
}

Result<const degrade::ParamSpec*> parameterOf(const CurveRequest& request) {
    const auto& steps = request.query.recipe.steps;
    if (request.step >= steps.size())
        return fail(ErrorCode::BadInput, "the recipe has no step " + std::to_string(request.step + 1));
    const auto& step = steps[request.step];
    const degrade::Degradation* kind = degrade::find(step.kind);
    if (kind == nullptr) return fail(ErrorCode::BadInput, "there is no degradation '" + step.kind + "'");
    std::string names;
    for (const auto& spec : kind->params()) {
        if (spec.kind == degrade::ParamKind::Choice || !isUsed(spec, kind->params(), step.values)) continue;
        if (spec.key == request.parameter) return &spec;
        names += (names.empty() ? "" : ", ") + spec.key;
    }
    return fail(ErrorCode::BadInput, "step " + std::to_string(request.step + 1) + " (" + step.kind +
                                         ") has no number '" + request.parameter + "'; choose from " +
                                         (names.empty() ? "none" : names));
}

// False for a parameter that damages more the smaller it is (a quality, a contrast): severities 1 to 5 say.
bool damageGrows(const CurveRequest& request) {
    if (request.step >= request.query.recipe.steps.size()) return true;
    const degrade::Degradation* kind = degrade::find(request.query.recipe.steps[request.step].kind);
    if (kind == nullptr) return true;
    const auto mild = kind->severity(1);
    const auto strong = kind->severity(5);
    const auto low = mild.find(request.parameter);
    const auto high = strong.find(request.parameter);
    return low == mild.end() || high == strong.end() || low->second <= high->second;
}

// Without the noise of binary fractions, so that a value is the one that a person would type.
double tidy(double value) {
    return parseReal(formatFixed(value, 6)).value_or(value);
}

image::Box wholeOf(const Query& query) {
    return {0, 0, query.image->rgb.cols, query.image->rgb.rows};
}

image::Box movedBox(const image::Box& box, CurveAxis axis, double value) {
    const auto pixels = [](double length) { return static_cast<int>(std::lround(length)); };
    if (axis == CurveAxis::BoxX) {
        const int shift = pixels(value * box.width());
        return {box.x1 + shift, box.y1, box.x2 + shift, box.y2};
    }
    if (axis == CurveAxis::BoxY) {
        const int shift = pixels(value * box.height());
        return {box.x1, box.y1 + shift, box.x2, box.y2 + shift};
    }
    const int width = std::max(1, pixels(value * box.width()));
    const int height = std::max(1, pixels(value * box.height()));
    const int x1 = box.x1 - pixels((width - box.width()) / 2.0);
    const int y1 = box.y1 - pixels((height - box.height()) / 2.0);
    return {x1, y1, x1 + width, y1 + height};
}

Result<void> checkRequest(const CurveRequest& request) {
    if (request.query.image == nullptr || request.query.image->rgb.empty())
        return fail(ErrorCode::BadInput, "there is no picture to search with");
    if (request.topK < 1) return fail(ErrorCode::BadInput, "the number of results must be at least 1");
    if (request.values.empty() || request.values.size() > kMaxCurvePoints)
        return fail(ErrorCode::BadInput, "a curve has 1 to " + std::to_string(kMaxCurvePoints) + " points");
    for (std::size_t i = 0; i < request.values.size(); ++i)
        if (!std::isfinite(request.values[i]) || (i > 0 && request.values[i] <= request.values[i - 1]))
            return fail(ErrorCode::BadInput, "the values of a curve must ascend, none of them twice");
    if (request.axis == CurveAxis::Strength) {
        const auto spec = parameterOf(request);
        if (!spec) return fail(spec.error());
        if (!request.query.recipe.steps[request.step].enabled)
            return fail(ErrorCode::BadInput,
                        "step " + std::to_string(request.step + 1) + " is switched off; switch it on first");
    }
    return {};
}

// A point on its way.
struct Waiting {
    CurvePoint point;  // without its models
    std::string key;
    std::vector<std::optional<CurveModelPoint>> known;  // by model of the query
    cv::Mat crop;

    CurvePoint finished() const {
        CurvePoint out = point;
        for (const auto& model : known) out.models.push_back(*model);
        return out;
    }
};

Waiting begin(const CurveRequest& request, double value) {
    Waiting next;
    next.point.value = value;
    const auto query = queryAt(request, value);
    if (!query) {
        next.point.problem = query.error().message();
        return next;
    }
    next.point.recipe = query->recipe;
    if (query->box) {
        const auto& rgb = query->image->rgb;
        const auto box = image::clampBox(*query->box, rgb.cols, rgb.rows);
        if (!box) {
            next.point.problem = box.error().message();
            return next;
        }
        next.point.box = *box;
    }
    next.key = pointKey(request, value).value_or(std::string());
    return next;
}

std::string keyOf(const Waiting& next, const Workbench::Impl& impl, std::size_t model) {
    return next.key + '|' + impl.infos[model].id;
}

bool isBroken(const CurveModelPoint& point, int topK) {
    return point.bestRank == 0 || point.bestRank > topK;
}

// Looks along `values` until the best positive is gone; nothing when a point is missing on the way.
std::optional<double> firstBroken(const std::vector<double>& values, const std::vector<CurvePoint>& points,
                                  std::size_t model, int topK) {
    for (const double value : values) {
        const auto point = std::find_if(points.begin(), points.end(),
                                        [&](const CurvePoint& known) { return known.value == value; });
        if (point == points.end()) return std::nullopt;
        if (model >= point->models.size()) continue;
        if (isBroken(point->models[model], topK)) return value;
    }
    return std::nullopt;
}

}  // namespace

const char* curveAxisName(CurveAxis axis) {
    return kAxisNames[static_cast<std::size_t>(axis)];
}

std::optional<CurveAxis> curveAxisFromName(std::string_view name) {
    for (std::size_t i = 0; i < kAxisNames.size(); ++i)
        if (name == kAxisNames[i]) return static_cast<CurveAxis>(i);
    return std::nullopt;
}

Result<std::vector<double>> curveValues(const CurveRequest& request, std::size_t count) {
    if (count < 2 || count > kMaxCurvePoints)
        return fail(ErrorCode::BadInput, "a curve has 2 to " + std::to_string(kMaxCurvePoints) + " points");
    double low = neutralValue(request.axis) - kBoxReach;
    double high = neutralValue(request.axis) + kBoxReach;
    double grid = 0;  // spacing that values keep to; 0: none
    if (request.axis == CurveAxis::Strength) {
        const auto found = parameterOf(request);
        if (!found) return fail(found.error());
        const degrade::ParamSpec& spec = **found;
        low = spec.minimum;
        high = spec.maximum;
        grid = spec.kind == degrade::ParamKind::Integer ? 1 : spec.step;
    }
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) {
        double value = low + (high - low) * static_cast<double>(i) / static_cast<double>(count - 1);
        if (grid > 0) value = low + std::round((value - low) / grid) * grid;
        value = std::clamp(tidy(value), low, high);
        if (values.empty() || value > values.back()) values.push_back(value);
    }
    return values;
}

double valueOnAxis(const CurveRequest& request) {
    if (request.axis != CurveAxis::Strength) return neutralValue(request.axis);
    const auto& steps = request.query.recipe.steps;
    if (request.step >= steps.size()) return 0;
    const auto value = steps[request.step].values.find(request.parameter);
    return value == steps[request.step].values.end() ? 0 : value->second;
}

Result<Query> queryAt(const CurveRequest& request, double value) {
    Query query = request.query;
    if (request.axis == CurveAxis::Strength) {
        if (request.step >= query.recipe.steps.size())
            return fail(ErrorCode::BadInput, "the recipe has no such step");
        query.recipe.steps[request.step].values[request.parameter] = value;
        if (auto valid = degrade::check(query.recipe); !valid) return fail(valid.error());
        return query;
    }
    if (value == neutralValue(request.axis)) return query;
    const auto& rgb = query.image->rgb;
    const auto base = image::clampBox(query.box.value_or(wholeOf(query)), rgb.cols, rgb.rows);
    if (!base) return fail(base.error());
    const auto moved = image::clampBox(movedBox(*base, request.axis, value), rgb.cols, rgb.rows);
    if (!moved) return fail(moved.error());
    query.box = *moved;
    return query;
}

std::vector<std::size_t> computingOrder(const CurveRequest& request) {
    std::vector<std::size_t> order(request.values.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    if (!request.nearest) return order;
    const auto distance = [&](std::size_t i) { return std::abs(request.values[i] - *request.nearest); };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return distance(a) < distance(b); });
    return order;
}

Result<std::string> pointKey(const CurveRequest& request, double value) {
    const auto query = queryAt(request, value);
    if (!query) return fail(query.error());
    // The base box decides which of several queries on one picture the ground truth means.
    std::string key = request.query.image->contentHash + '|' + displayPath(request.query.image->file) + '|' +
                      (request.query.box ? image::formatBox(*request.query.box) : "whole") + '|' +
                      (query->box ? image::formatBox(*query->box) : "whole") + '|' +
                      degrade::recipeToJson(query->recipe) + (query->compensation ? "" : "|no compensation");
    for (const std::size_t image : request.follow) key += '|' + std::to_string(image);
    return key;
}

std::vector<double> breakingPoints(const CurveRequest& request, const std::vector<CurvePoint>& points,
                                   std::size_t model) {
    std::vector<double> values = request.values;
    if (request.axis == CurveAxis::Strength) {
        if (!damageGrows(request)) std::reverse(values.begin(), values.end());
        const auto found = firstBroken(values, points, model, request.topK);
        return found ? std::vector<double>{*found} : std::vector<double>{};
    }
    const auto middle = std::lower_bound(values.begin(), values.end(), neutralValue(request.axis));
    std::vector<double> above(middle, values.end());
    const bool atNeutral = middle != values.end() && *middle == neutralValue(request.axis);
    std::vector<double> below(values.begin(), atNeutral ? middle + 1 : middle);
    std::reverse(below.begin(), below.end());
    std::vector<double> found;
    for (const auto* side : {&below, &above})
        if (const auto value = firstBroken(*side, points, model, request.topK))
            if (found.empty() || found.back() != *value) found.push_back(*value);
    return found;
}

std::optional<CurveModelPoint> CurveCache::find(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    const auto place = m_places.find(key);
    if (place == m_places.end()) return std::nullopt;
    m_entries.splice(m_entries.begin(), m_entries, place->second);
    return m_entries.front().point;
}

void CurveCache::keep(const std::string& key, const CurveModelPoint& point) {
    const std::lock_guard lock(m_mutex);
    if (m_places.contains(key)) return;
    m_entries.push_front({key, point});
    m_places[key] = m_entries.begin();
    if (m_entries.size() <= kMaxPoints) return;
    m_places.erase(m_entries.back().key);
    m_entries.pop_back();
}

std::size_t CurveCache::size() const {
    const std::lock_guard lock(m_mutex);
    return m_entries.size();
}

Result<RobustnessCurve> CurveEngine::run(const CurveRequest& request, const Sink& sink,
                                         const JobContext& job) {
    if (auto valid = checkRequest(request); !valid) return fail(valid.error());
    const Workbench::Impl& impl = m_workbench.state();
    if (impl.images.empty())
        return fail(ErrorCode::NotFound,
                    "no picture of this gallery can be searched; see its report for the reasons");
    const auto targets = targetsOf(impl, request.query, request.follow);
    if (!targets) return fail(targets.error());
    const SearchDepth depth = impl.depthFor(static_cast<std::size_t>(request.topK), true);

    const auto chosen = impl.chosenModels(request.query);
    if (!chosen) return fail(chosen.error());

    RobustnessCurve curve;
    curve.positives = targets->paths;
    ProgressMeter meter(job.progress, "curve", static_cast<std::int64_t>(request.values.size()));
    const auto finish = [&](const CurvePoint& point) {
        curve.points.push_back(point);
        if (sink) sink(point);
        meter.advance();
    };

    std::vector<Waiting> waiting;
    for (const std::size_t i : computingOrder(request)) {
        Waiting next = begin(request, request.values[i]);
        for (std::size_t m = 0; m < chosen->size() && next.point.problem.empty(); ++m)
            next.known.push_back(m_cache.find(keyOf(next, impl, (*chosen)[m])));
        const bool isKnown = std::all_of(next.known.begin(), next.known.end(),
                                         [](const auto& model) { return model.has_value(); });
        if (isKnown)
            finish(next.finished());
        else
            waiting.push_back(std::move(next));
    }
    for (std::size_t first = 0; first < waiting.size(); first += kAtOnce) {
        if (first > 0 && job.stopRequested()) return fail(Error::cancelled());
        const auto group = std::span(waiting).subspan(first, std::min(kAtOnce, waiting.size() - first));
        for (Waiting& next : group) {
            const auto query = queryAt(request, next.point.value);
            if (!query) return fail(query.error());  // it was possible a moment ago
            auto crop = cropQuery(*query);
            if (!crop) return fail(crop.error());
            next.crop = std::move(crop->degraded);
        }
        for (std::size_t m = 0; m < chosen->size(); ++m) {
            const std::size_t model = (*chosen)[m];
            std::vector<Waiting*> missing;
            std::vector<cv::Mat> crops;
            for (Waiting& next : group) {
                if (next.known[m]) continue;
                missing.push_back(&next);
                crops.push_back(next.crop);
            }
            if (crops.empty()) continue;
            auto described = impl.describer->describeAll(model, std::move(crops), request.query.compensation);
            if (!described) return fail(described.error());
            for (std::size_t k = 0; k < missing.size(); ++k) {
                const auto ranking = impl.rankDescribed(model, std::move((*described)[k]), depth);
                if (!ranking) return fail(ranking.error());
                missing[k]->known[m] = ranksOf(ranking->order, *targets);
                m_cache.keep(keyOf(*missing[k], impl, model), *missing[k]->known[m]);
            }
        }
        for (Waiting& next : group) {
            next.crop.release();
            finish(next.finished());
        }
    }
    meter.finish();
    std::sort(curve.points.begin(), curve.points.end(),
              [](const CurvePoint& a, const CurvePoint& b) { return a.value < b.value; });
    for (std::size_t m = 0; m < chosen->size(); ++m)
        curve.models.push_back({impl.infos[(*chosen)[m]].id, breakingPoints(request, curve.points, m)});
    return curve;
}

std::string CurveEngine::command(const CurveRequest& request) const {
    std::string command = m_workbench.searchCommand(request.query, request.topK);
    const std::string search = "adapnet search ";
    if (const auto place = command.find(search); place != std::string::npos)
        command.replace(place, search.size(), "adapnet curve ");
    if (request.axis == CurveAxis::Strength)
        command += " --along " + std::to_string(request.step + 1) + ':' + request.parameter;
    else
        command += std::string(" --along ") + curveAxisName(request.axis);
    std::string values;
    for (const double value : request.values) values += (values.empty() ? "" : ",") + formatReal(value);
    if (const auto usual = curveValues(request); !usual || *usual != request.values)
        command += " --values=" + values;
    for (const std::size_t image : request.follow)
        command += " --follow " + shellWord(m_workbench.images()[image].relative.native());
    return command;
}

}  // namespace adapnet::service
