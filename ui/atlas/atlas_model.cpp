#include "ui/atlas/atlas_model.h"

#include <QDir>
#include <QFile>
#include <QLocale>
#include <cmath>
#include <utility>

#include "ui/common/names.h"

namespace adapnet::ui {

namespace {

QString number(double value) {
    return std::isfinite(value) ? QLocale().toString(value, 'f', 3) : QStringLiteral("–");
}

QString signedNumber(double value) {
    const QString text = number(std::abs(value));
    return value < 0 ? QStringLiteral("−") + text : text;
}

QString joined(const QStringList& sentences) {
    return sentences.join(QLatin1Char(' '));
}

}  // namespace

AtlasModel::AtlasModel(SessionModel* session, QObject* parent) : QObject(parent), m_session(session) {
    m_request.maxQueries = kFirstQueries;
    m_request.severities = {1, 3, 5};
    connect(session, &SessionModel::galleryChanged, this, &AtlasModel::takeGallery);
    connect(&m_job, &JobRunner::runningChanged, this, [this] {
        Q_EMIT runningChanged();
        // What was finished before a stop counts from now on.
        if (!m_job.isRunning()) askPlan();
        Q_EMIT idleChanged();
    });
    connect(&m_job, &JobRunner::progressChanged, this, &AtlasModel::progressChanged);
    connect(&m_job, &JobRunner::failed, this,
            [this](const Error& error) { Q_EMIT problem(errorText(error)); });
    for (LatestOnly* worker : {&m_planning, &m_saving}) {
        connect(worker, &LatestOnly::busyChanged, this, &AtlasModel::idleChanged);
        connect(worker, &LatestOnly::failed, this,
                [this](const Error& error) { Q_EMIT problem(errorText(error)); });
    }
}

AtlasModel::~AtlasModel() {
    m_job.disconnect(this);
    m_planning.disconnect(this);
    m_saving.disconnect(this);
}

bool AtlasModel::isPossible() const {
    return queryCount() > 0 && !m_session->gallery()->images().empty();
}

std::size_t AtlasModel::queryCount() const {
    const auto& gallery = m_session->gallery();
    if (!gallery || gallery->groundTruth() == nullptr) return 0;
    return gallery->groundTruth()->queries.size();
}

void AtlasModel::takeGallery() {
    m_job.cancel();
    m_planning.cancel();
    m_plan.reset();
    m_atlas.reset();
    m_isFinished = false;
    m_shown = false;
    Q_EMIT galleryChanged();
    Q_EMIT atlasChanged();
    Q_EMIT planChanged();
}

void AtlasModel::setRequest(const service::AtlasRequest& request) {
    m_request = request;
    askPlan();
}

void AtlasModel::show() {
    if (std::exchange(m_shown, true)) return;
    m_mayRead = true;
    askPlan();
}

void AtlasModel::askPlan() {
    m_plan.reset();
    Q_EMIT planChanged();
    if (!isPossible()) return;
    m_planning.request(
        [gallery = m_session->gallery(), request = m_request](const std::stop_token&) {
            return gallery->planAtlas(request);
        },
        [this](Result<service::AtlasPlan> plan) {
            if (!plan) {
                Q_EMIT problem(errorText(plan.error()));
                return;
            }
            m_plan = std::make_shared<const service::AtlasPlan>(*std::move(plan));
            Q_EMIT planChanged();
            // Nothing but reading is left to do.
            if (std::exchange(m_mayRead, false) && m_plan->finished == m_plan->cells && !m_atlas) start();
        });
}

void AtlasModel::start() {
    if (!isPossible() || m_job.isRunning()) return;
    m_job.start(
        [gallery = m_session->gallery(), request = m_request, follower = followerOf(m_session->gallery())](
            const JobContext& job) { return gallery->atlas(request, follower, job); },
        [this, gallery = m_session->gallery()](Result<service::Atlas> measured) {
            takeAtlas(gallery, std::move(measured));
        });
}

// Carries what is known so far from the thread that measures; it comes in front of the job's end.
service::AtlasFollower AtlasModel::followerOf(const std::shared_ptr<Gallery>& gallery) {
    const auto post = [this, gallery](auto take) {
        QMetaObject::invokeMethod(
            this,
            [this, gallery, take] {
                if (gallery == m_session->gallery()) take();
            },
            Qt::QueuedConnection);
    };
    return {[this, post](const service::Atlas& begun) { post([this, begun] { takeBegun(begun); }); },
            [this, post](const service::AtlasPart& part) { post([this, part] { takePart(part); }); }};
}

void AtlasModel::takeBegun(service::Atlas begun) {
    m_atlas = std::make_shared<service::Atlas>(std::move(begun));
    m_isFinished = false;
    Q_EMIT atlasChanged();
}

void AtlasModel::takePart(const service::AtlasPart& part) {
    if (!m_atlas || m_isFinished || part.cells.empty()) return;
    service::putPart(*m_atlas, part);
    Q_EMIT placeChanged({part.cells.front().kind, part.cells.front().severity});
}

void AtlasModel::takeAtlas(const std::shared_ptr<Gallery>& gallery, Result<service::Atlas> measured) {
    if (gallery != m_session->gallery()) return;
    if (!measured) {
        if (!measured.error().isCancelled()) Q_EMIT problem(errorText(measured.error()));
        return;
    }
    m_atlas = std::make_shared<service::Atlas>(*std::move(measured));
    m_isFinished = true;
    Q_EMIT atlasChanged();
    QStringList unread;
    for (const auto& file : m_atlas->problems) unread << QString::fromStdString(file.path);
    if (!unread.isEmpty())
        Q_EMIT problem(tr("Queries that could not be read count as not found: %1.")
                           .arg(unread.join(QStringLiteral(", "))));
}

void AtlasModel::stop() {
    m_job.cancel();
    Q_EMIT runningChanged();
}

void AtlasModel::save(const QString& file) {
    if (!m_isFinished) return;
    m_saving.request(
        [atlas = std::shared_ptr<const service::Atlas>(m_atlas), file](const std::stop_token&) {
            const bool json = file.endsWith(QLatin1String(".json"), Qt::CaseInsensitive);
            return writeFileSafely(fs::path(QFile::encodeName(file).toStdString()),
                                   json ? service::atlasToJson(*atlas) : service::atlasToCsv(*atlas));
        },
        [this, file](const Result<void>& written) {
            if (written)
                Q_EMIT saved(QDir::toNativeSeparators(file));
            else
                Q_EMIT problem(errorText(written.error()));
        });
}

QString AtlasModel::command() const {
    return m_plan ? QString::fromStdString(m_plan->command) : QString();
}

QString AtlasModel::modelName(std::size_t model) const {
    if (!m_atlas || model >= m_atlas->models.size()) return {};
    const std::string& id = m_atlas->models[model];
    if (m_session->gallery())
        for (const auto& info : m_session->gallery()->models())
            if (info.id == id) return QString::fromStdString(info.displayName);
    return QString::fromStdString(id);
}

QString AtlasModel::kindName(const std::string& kind) {
    return kind == "clean" ? tr("Clean") : nameOr(degradationName(kind), kind);
}

QString AtlasModel::placeName(const AtlasPlace& place) const {
    return place.severity == 0 ? kindName(place.kind)
                               : tr("%1, severity %2").arg(kindName(place.kind)).arg(place.severity);
}

QString AtlasModel::cellText(const AtlasPlace& place, std::size_t model) const {
    const auto* cell = m_atlas ? m_atlas->find(place.kind, place.severity, model) : nullptr;
    if (cell == nullptr) return {};
    if (cell->measured == 0) return tr("Not measured yet.");
    QStringList sentences;
    const QString percent = QLocale().toString(std::round(m_atlas->confidence * 1000) / 10, 'g', 3);
    if (std::isfinite(cell->mAP.low))
        sentences << tr("Mean average precision %1, %2 interval from %3 to %4.")
                         .arg(number(cell->mAP.value), percent + QChar::Nbsp + QLatin1Char('%'),
                              number(cell->mAP.low), number(cell->mAP.high));
    else
        sentences
            << tr("Mean average precision %1; an interval needs two queries.").arg(number(cell->mAP.value));
    const auto* clean = m_atlas->find("clean", 0, model);
    if (place.severity > 0 && clean != nullptr)
        sentences << tr("Without damage: %1.").arg(number(clean->mAP.value));
    if (const QString unfinished = unfinishedText(place); !unfinished.isEmpty())
        sentences << tr("Unfinished: %1.").arg(unfinished);
    return joined(sentences);
}

QString AtlasModel::differenceText(const QString& first, const QString& second,
                                   const eval::PairedComparison& compared) {
    const QString interval =
        tr("%1 (from %2 to %3)")
            .arg(signedNumber(compared.difference.value), signedNumber(compared.difference.low),
                 signedNumber(compared.difference.high));
    switch (compared.verdict) {
        case eval::Verdict::FirstBetter:
            return tr("%1 is better than %2; the difference is %3.").arg(first, second, interval);
        case eval::Verdict::SecondBetter:
            return tr("%1 is worse than %2; the difference is %3.").arg(first, second, interval);
        case eval::Verdict::NoDifferenceShown:
            break;
    }
    return tr("No difference shown between %1 and %2: %3.").arg(first, second, interval);
}

QStringList AtlasModel::differenceTexts(const AtlasPlace& place) const {
    QStringList sentences;
    const auto* cell = m_atlas ? m_atlas->find(place.kind, place.severity, 0) : nullptr;
    if (cell == nullptr || cell->measured == 0) return sentences;
    for (const auto& difference : m_atlas->differences)
        if (difference.kind == place.kind && difference.severity == place.severity)
            sentences << differenceText(modelName(difference.first), modelName(difference.second),
                                        difference.compared);
    return sentences;
}

QString AtlasModel::settingsText() const {
    if (!m_atlas) return {};
    const QString text = tr("Queries: %1 · seeds: %2")
                             .arg(QLocale().toString(static_cast<qulonglong>(m_atlas->queries.size())),
                                  QLocale().toString(m_atlas->seeds));
    return m_isFinished ? text : tr("%1 · unfinished").arg(text);
}

QString AtlasModel::unfinishedText(const AtlasPlace& place) const {
    const auto* cell = m_atlas ? m_atlas->find(place.kind, place.severity, 0) : nullptr;
    if (cell == nullptr || cell->measured == m_atlas->queries.size()) return {};
    return tr("so far %1 of %2 queries")
        .arg(QLocale().toString(static_cast<qulonglong>(cell->measured)),
             QLocale().toString(static_cast<qulonglong>(m_atlas->queries.size())));
}

QString AtlasModel::planText() const {
    if (!m_plan) return {};
    QString text = tr("%1 rankings with every model.").arg(QLocale().toString(qlonglong{m_plan->rankings}));
    if (m_plan->finished == m_plan->cells)
        text += QLatin1Char(' ') + tr("All of it is there from before.");
    else if (m_plan->finished > 0)
        text += QLatin1Char(' ') +
                tr("%1 % of it is there from before.")
                    .arg(QLocale().toString(static_cast<int>(100 * m_plan->finished / m_plan->cells)));
    return text;
}

void AtlasModel::openQuery(const AtlasPlace& place, std::size_t query) {
    degrade::Recipe recipe;
    recipe.seed = m_atlas ? m_atlas->firstSeed : m_request.firstSeed;
    if (place.severity > 0) {
        const auto* kind = degrade::find(place.kind);
        if (kind == nullptr) return;
        recipe.steps.push_back(degrade::Step{place.kind, kind->severity(place.severity), true});
    }
    m_session->setRecipe(recipe);
    m_session->chooseGroundTruthQuery(query);
}

}  // namespace adapnet::ui
