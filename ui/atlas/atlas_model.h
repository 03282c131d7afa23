// The failure atlas without widgets: what is measured, the work in the background, and the finished atlas
// with its words. Follows the session's gallery. Belongs to the window's thread; measuring runs on a thread
// of its own and is kept in a journal, so that stopping loses nothing.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <memory>

#include "core/service/atlas_plan.h"
#include "ui/jobs/job_runner.h"
#include "ui/jobs/latest_only.h"
#include "ui/viewmodels/session_model.h"

namespace adapnet::ui {

// One place of the grid; severity 0 is the clean query.
struct AtlasPlace {
    std::string kind = "clean";
    int severity = 0;
    bool operator==(const AtlasPlace&) const = default;
};

class AtlasModel : public QObject {
    Q_OBJECT
  public:
    // A first look takes minutes, not hours.
    static constexpr std::size_t kFirstQueries = 12;

    explicit AtlasModel(SessionModel* session, QObject* parent = nullptr);
    ~AtlasModel() override;

    // False without a gallery, or when no ground truth says what a query should find.
    bool isPossible() const;
    std::size_t queryCount() const;  // of the ground truth

    const service::AtlasRequest& request() const { return m_request; }
    // Asks at once how much work that is; the answer comes with planChanged.
    void setRequest(const service::AtlasRequest& request);
    // Of the present request; null while unknown.
    const std::shared_ptr<const service::AtlasPlan>& plan() const { return m_plan; }
    // Somebody looks: asks for the plan, and shows an atlas that is finished from before.
    void show();

    // Goes on where an earlier run stopped. Does nothing while one runs or where it is not possible.
    void start();
    void stop();
    bool isRunning() const { return m_job.isRunning(); }
    bool isStopping() const { return m_job.isRunning() && m_job.isCancelled(); }
    const Progress& progress() const { return m_job.progress(); }
    // Nothing is measured, planned or written.
    bool isIdle() const { return !m_job.isRunning() && !m_planning.isBusy() && !m_saving.isBusy(); }

    // The newest one, which grows while it is measured and stays as it is after a stop; null without.
    const std::shared_ptr<service::Atlas>& atlas() const { return m_atlas; }
    bool isFinished() const { return m_isFinished; }
    // CSV or JSON by the name's ending; ends in `saved` or `problem`. Of a finished atlas only.
    void save(const QString& file);
    QString command() const;

    // --- words
    QString modelName(std::size_t model) const;
    static QString kindName(const std::string& kind);
    QString placeName(const AtlasPlace& place) const;  // "Fog, severity 3"
    QString cellText(const AtlasPlace& place, std::size_t model) const;
    // One sentence for every pair of models.
    QStringList differenceTexts(const AtlasPlace& place) const;
    static QString differenceText(const QString& first, const QString& second,
                                  const eval::PairedComparison& compared);
    QString settingsText() const;  // of the atlas: queries, seeds, and whether it is finished
    // "so far 3 of 12 queries"; empty where all are measured.
    QString unfinishedText(const AtlasPlace& place) const;
    QString planText() const;  // how much work, how much of it is there

    // Chooses the query and gives it the damage of the place, as the atlas measured it with its first seed.
    void openQuery(const AtlasPlace& place, std::size_t query);

  Q_SIGNALS:
    void galleryChanged();  // possible or not, other models
    void planChanged();
    void runningChanged();
    void progressChanged();
    void atlasChanged();                                      // another one, or it is finished
    void placeChanged(const adapnet::ui::AtlasPlace& place);  // its figures have more queries
    void idleChanged();
    void saved(const QString& file);
    // Worth a line in the notice bar.
    void problem(const QString& text);

  private:
    void takeGallery();
    void askPlan();
    service::AtlasFollower followerOf(const std::shared_ptr<Gallery>& gallery);
    void takeBegun(service::Atlas begun);
    void takePart(const service::AtlasPart& part);
    void takeAtlas(const std::shared_ptr<Gallery>& gallery, Result<service::Atlas> measured);

    SessionModel* m_session;
    service::AtlasRequest m_request;
    std::shared_ptr<const service::AtlasPlan> m_plan;
    std::shared_ptr<service::Atlas> m_atlas;
    bool m_isFinished = false;
    bool m_shown = false;
    bool m_mayRead = false;  // the next plan may show what is finished from before
    // Workers last: they stop before the rest goes.
    JobRunner m_job;
    LatestOnly m_planning;
    LatestOnly m_saving;
};

}  // namespace adapnet::ui
