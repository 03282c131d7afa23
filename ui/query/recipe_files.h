// The recipe of the session as a file: the menu, the buttons of the panel and dropped files all come here.
// Files are read and written on worker threads; one that is no recipe changes nothing and is told in one
// sentence. Belongs to the window's thread; the destructor waits for the file in work.
#pragma once

#include <QObject>
#include <QString>

#include "ui/jobs/job_runner.h"
#include "ui/jobs/latest_only.h"

namespace adapnet::ui {

class SessionModel;

class RecipeFiles : public QObject {
    Q_OBJECT
  public:
    explicit RecipeFiles(SessionModel* session, QObject* parent = nullptr);
    ~RecipeFiles() override;

    // By its ending: what is taken for a recipe when it is dropped.
    static bool isRecipeFile(const QString& file);
    // Says what the recipe does ("gaussian_noise-motion_blur.json"); no file in `folder` is called so yet.
    QString proposedName(const QString& folder) const;

    // Steps, region and seed of the file take the place of the session's, as one step of undo.
    void load(const QString& file);
    // Replaces a file of this name; whoever calls has asked. Not while another one is being written.
    void save(const QString& file);
    bool isBusy() const { return m_reading.isBusy() || isSaving(); }
    bool isSaving() const { return m_writing.isRunning(); }

  Q_SIGNALS:
    void loaded(const QString& file);
    void saved(const QString& file);
    void problem(const QString& text);
    void busyChanged();

  private:
    SessionModel* m_session;
    LatestOnly m_reading;
    JobRunner m_writing;  // finishes what was asked for, also when the window closes
};

}  // namespace adapnet::ui
