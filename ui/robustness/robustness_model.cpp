#include "ui/robustness/robustness_model.h"

#include <QLocale>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/common/names.h"
#include "ui/common/reasons.h"

namespace adapnet::ui {

namespace {

const degrade::ParamSpec* specOf(const degrade::Recipe& recipe, const RobustnessModel::Axis& axis) {
    if (axis.axis != service::CurveAxis::Strength || axis.step >= recipe.steps.size()) return nullptr;
    const auto* kind = degrade::find(recipe.steps[axis.step].kind);
    if (kind == nullptr) return nullptr;
    for (const auto& spec : kind->params())
        if (spec.key == axis.parameter) return &spec;
    return nullptr;
}

// The one number that differs between two recipes with the same steps.
std::optional<RobustnessModel::Axis> movedSlider(const degrade::Recipe& before,
                                                 const degrade::Recipe& after) {
    if (before.steps.size() != after.steps.size() || before.seed != after.seed) return std::nullopt;
    std::optional<RobustnessModel::Axis> moved;
    for (std::size_t i = 0; i < after.steps.size(); ++i) {
        if (before.steps[i].kind != after.steps[i].kind || before.steps[i].enabled != after.steps[i].enabled)
            return std::nullopt;
        for (const auto& [key, value] : after.steps[i].values) {
            const auto old = before.steps[i].values.find(key);
            if (old != before.steps[i].values.end() && old->second == value) continue;
            if (moved) return std::nullopt;
            moved = RobustnessModel::Axis{service::CurveAxis::Strength, i, key};
        }
    }
    return moved;
}

}  // namespace

RobustnessModel::RobustnessModel(SessionModel* session, QObject* parent)
    : QObject(parent), m_session(session) {
    connect(session, &SessionModel::galleryChanged, this, [this] {
        m_follow.reset();
        update();
    });
    connect(session, &SessionModel::pictureChanged, this, [this] {
        m_follow.reset();
        update();
    });
    connect(session, &SessionModel::boxChanged, this, &RobustnessModel::update);
    connect(session, &SessionModel::compensationChanged, this, &RobustnessModel::update);
    connect(session, &SessionModel::recipeChanged, this, &RobustnessModel::takeRecipe);
    connect(session, &SessionModel::shownModelsChanged, this, &RobustnessModel::update);
    connect(&m_run, &LatestOnly::busyChanged, this, &RobustnessModel::busyChanged);
    connect(&m_run, &LatestOnly::failed, this, [this](const Error& error) {
        m_problem = errorText(error);
        announce();
    });
    m_lastRecipe = session->query().recipe;
    update();
}

RobustnessModel::~RobustnessModel() {
    m_run.disconnect(this);
    m_run.cancel();
}

void RobustnessModel::setActive(bool active) {
    if (active == m_active) return;
    m_active = active;
    if (active)
        update();
    else
        m_run.cancel();
}

void RobustnessModel::takeRecipe() {
    const degrade::Recipe& recipe = m_session->query().recipe;
    const auto moved = movedSlider(m_lastRecipe, recipe);
    const bool another = recipe.steps.size() > m_lastRecipe.steps.size();
    m_lastRecipe = recipe;
    if (moved && specOf(recipe, *moved) != nullptr) {
        m_axis = *moved;
    } else if (another) {
        m_axis = {};  // a new step is what one wants to see: the first number of the last step
    }
    update();
}

void RobustnessModel::listAxes() {
    std::vector<Axis> axes;
    const degrade::Recipe& recipe = m_session->query().recipe;
    std::optional<Axis> last;
    for (std::size_t i = 0; i < recipe.steps.size(); ++i) {
        const auto* kind = degrade::find(recipe.steps[i].kind);
        if (kind == nullptr || !recipe.steps[i].enabled) continue;
        bool first = true;
        for (const auto& spec : kind->params()) {
            if (spec.kind == degrade::ParamKind::Choice ||
                !degrade::isUsed(spec, kind->params(), recipe.steps[i].values))
                continue;
            axes.push_back({service::CurveAxis::Strength, i, spec.key});
            if (std::exchange(first, false)) last = axes.back();
        }
    }
    for (const auto axis : {service::CurveAxis::BoxScale, service::CurveAxis::BoxX, service::CurveAxis::BoxY})
        axes.push_back({axis, 0, {}});
    if (std::find(axes.begin(), axes.end(), m_axis) == axes.end()) m_axis = last.value_or(axes.front());
    if (axes == m_axes && m_axis == m_listedAxis) return;
    m_axes = std::move(axes);
    m_listedAxis = m_axis;
    Q_EMIT axesChanged();
}

int RobustnessModel::axisIndex() const {
    const auto found = std::find(m_axes.begin(), m_axes.end(), m_axis);
    return found == m_axes.end() ? -1 : static_cast<int>(found - m_axes.begin());
}

void RobustnessModel::chooseAxis(int index) {
    if (index < 0 || index >= static_cast<int>(m_axes.size()) || index == axisIndex()) return;
    m_axis = m_axes[static_cast<std::size_t>(index)];
    update();
}

QString RobustnessModel::axisName(const Axis& axis) const {
    switch (axis.axis) {
        case service::CurveAxis::BoxX:
            return tr("Box: moved sideways");
        case service::CurveAxis::BoxY:
            return tr("Box: moved up and down");
        case service::CurveAxis::BoxScale:
            return tr("Box: made smaller and larger");
        case service::CurveAxis::Strength:
            break;
    }
    const auto& steps = m_session->query().recipe.steps;
    if (axis.step >= steps.size()) return {};
    const std::string& kind = steps[axis.step].kind;
    const QString name = tr("%1: %2", "degradation, its parameter")
                             .arg(nameOr(degradationName(kind), kind),
                                  nameOr(paramName(kind, axis.parameter), axis.parameter));
    const auto twice = std::count_if(steps.begin(), steps.end(),
                                     [&](const degrade::Step& step) { return step.kind == kind; });
    return twice > 1 ? tr("Step %1, %2").arg(axis.step + 1).arg(name) : name;
}

QString RobustnessModel::axisTitle() const {
    const QString name = axisName(m_axis);
    if (m_axis.axis != service::CurveAxis::Strength) return tr("%1, share of its size").arg(name);
    const auto* spec = specOf(m_request.query.recipe, m_axis);
    const QString unit = spec == nullptr ? QString() : unitSuffix(spec->unit).trimmed();
    return unit.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, unit);
}

QString RobustnessModel::valueText(double value) const {
    if (m_axis.axis != service::CurveAxis::Strength) {
        const QString percent = QLocale().toString(std::round(value * 1000) / 10, 'g', 4);
        return QStringLiteral("%1 %").arg(percent);
    }
    const auto* spec = specOf(m_request.query.recipe, m_axis);
    if (spec == nullptr) return QLocale().toString(value, 'g', 4);
    return numberText(value, spec->step) + unitSuffix(spec->unit);
}

void RobustnessModel::follow(std::optional<std::size_t> image) {
    if (image == m_follow) return;
    m_follow = image;
    update();
}

// Everything but where the slider stands on the axis: equal texts, equal curves.
std::string RobustnessModel::identity() const {
    if (m_request.query.image == nullptr || m_request.values.empty()) return {};
    service::CurveRequest first = m_request;
    if (first.axis == service::CurveAxis::Strength)
        first.query.recipe.steps[first.step].values[first.parameter] = 0;
    std::string text = std::string(service::curveAxisName(first.axis)) + '|' + std::to_string(first.step) +
                       '|' + first.parameter + '|' + first.query.image->contentHash + '|' +
                       displayPath(first.query.image->file) + '|' +
                       (first.query.box ? image::formatBox(*first.query.box) : "whole") + '|' +
                       degrade::recipeToJson(first.query.recipe);
    for (const std::size_t image : first.follow) text += '|' + std::to_string(image);
    for (const auto& model : first.query.models) text += '|' + model;
    return text;
}

void RobustnessModel::update() {
    listAxes();
    m_request.query = m_session->query();
    m_request.axis = m_axis.axis;
    m_request.step = m_axis.step;
    m_request.parameter = m_axis.parameter;
    m_request.follow.clear();
    if (m_follow) m_request.follow = {*m_follow};
    m_request.query.models.clear();
    if (m_session->gallery()) {
        const auto& shown = m_session->shownModels();
        for (const auto& model : m_session->gallery()->models())
            if (std::find(shown.begin(), shown.end(), model.id) != shown.end())
                m_request.query.models.push_back(model.id);
    }
    const bool possible =
        m_session->gallery() != nullptr && m_session->hasPicture() && !m_request.query.models.empty();
    const auto values = service::curveValues(m_request);
    m_request.values = values ? *values : std::vector<double>{};
    m_request.nearest = current();
    const std::string now = possible ? identity() : std::string();
    if (now != m_identity) {
        m_identity = now;
        ++m_generation;
        m_stale = true;
        m_problem.clear();
        m_run.drop();
        if (!possible) {
            m_points.clear();
            m_stale = false;
            m_run.cancel();
        }
        announce();
    } else {
        Q_EMIT currentChanged();
    }
    if (m_active && possible && (m_stale || !isComplete())) start();
}

void RobustnessModel::start() {
    const auto gallery = m_session->gallery();
    const std::uint64_t generation = m_generation;
    m_run.request(
        [this, gallery, request = m_request, generation](const std::stop_token& stop) {
            // The worker ends before this object does; what is still queued then is dropped with it.
            const auto sink = [this, generation](const service::CurvePoint& point) {
                QMetaObject::invokeMethod(
                    this, [this, generation, point] { takePoint(generation, point); }, Qt::QueuedConnection);
            };
            const auto curve = gallery->curve(request, sink, JobContext{stop});
            return curve ? Error{ErrorCode::Cancelled, {}, {}} : curve.error();
        },
        [this, generation](const Error& error) {
            if (error.isCancelled() || generation != m_generation) return;
            m_points.clear();
            m_stale = false;
            m_problem = errorText(error);
            announce();
        });
}

void RobustnessModel::takePoint(std::uint64_t generation, const service::CurvePoint& point) {
    if (generation != m_generation) return;
    if (m_stale) m_points.clear();
    m_stale = false;
    m_problem.clear();
    const auto place = std::lower_bound(
        m_points.begin(), m_points.end(), point,
        [](const service::CurvePoint& a, const service::CurvePoint& b) { return a.value < b.value; });
    if (place != m_points.end() && place->value == point.value) return;
    m_points.insert(place, point);
    announce();
}

// Points come in bursts; one repaint for all of them.
void RobustnessModel::announce() {
    if (m_announced) return;
    m_announced = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_announced = false;
            Q_EMIT curveChanged();
        },
        Qt::QueuedConnection);
}

bool RobustnessModel::isComplete() const {
    return !m_stale && !m_request.values.empty() && m_points.size() == m_request.values.size();
}

QString RobustnessModel::modelName(std::size_t model) const {
    if (!m_session->gallery() || model >= modelCount()) return {};
    const std::string& id = m_request.query.models[model];
    for (const auto& info : m_session->gallery()->models())
        if (info.id == id) return QString::fromStdString(info.displayName);
    return QString::fromStdString(id);
}

std::vector<double> RobustnessModel::breakingPoints(std::size_t model) const {
    return service::breakingPoints(m_request, m_points, model);
}

QString RobustnessModel::summary() const {
    if (m_points.empty() || m_stale) return {};
    QStringList sentences;
    for (std::size_t model = 0; model < modelCount(); ++model) {
        const auto breaks = breakingPoints(model);
        const QString top = QString::number(m_request.topK);
        if (breaks.size() > 1)
            sentences << tr("%1 leaves the top %2 at %3 and at %4.")
                             .arg(modelName(model), top, valueText(breaks[0]), valueText(breaks[1]));
        else if (breaks.size() == 1)
            sentences << tr("%1 leaves the top %2 at %3.").arg(modelName(model), top, valueText(breaks[0]));
        else if (isComplete())
            sentences << tr("%1 stays in the top %2 all the way.").arg(modelName(model), top);
    }
    return sentences.join(QLatin1Char(' '));
}

QString RobustnessModel::pointText(std::size_t point) const {
    if (point >= m_points.size()) return {};
    const service::CurvePoint& shown = m_points[point];
    if (!shown.problem.empty()) return tr("%1: %2").arg(valueText(shown.value), reasonText(shown.problem));
    QStringList parts;
    for (std::size_t model = 0; model < modelCount(); ++model) {
        if (model >= shown.models.size()) break;
        const auto& values = shown.models[model];
        const QString rank = values.bestRank > 0 ? tr("best rank %1").arg(values.bestRank)
                                                 : tr("not among the ranks searched");
        parts << (values.averagePrecision
                      ? tr("%1: %2, average precision %3")
                            .arg(modelName(model), rank, QLocale().toString(*values.averagePrecision, 'f', 3))
                      : tr("%1: %2").arg(modelName(model), rank));
    }
    return QStringLiteral("%1 – %2").arg(valueText(shown.value), parts.join(QStringLiteral("; ")));
}

std::optional<std::size_t> RobustnessModel::pointAt(double value) const {
    if (m_points.empty()) return std::nullopt;
    const auto nearest = std::min_element(
        m_points.begin(), m_points.end(),
        [&](const auto& a, const auto& b) { return std::abs(a.value - value) < std::abs(b.value - value); });
    return static_cast<std::size_t>(nearest - m_points.begin());
}

QString RobustnessModel::command() const {
    if (!m_session->gallery() || !m_session->hasPicture()) return {};
    return QString::fromStdString(m_session->gallery()->curveCommand(m_request));
}

}  // namespace adapnet::ui
