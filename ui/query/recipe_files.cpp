#include "ui/query/recipe_files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include "core/base/files.h"
#include "ui/common/names.h"
#include "ui/common/reasons.h"
#include "ui/viewmodels/session_model.h"

namespace adapnet::ui {

namespace {

const QString kEnding = QStringLiteral(".json");

fs::path toPath(const QString& file) {
    return fs::path(QFile::encodeName(file).toStdString());
}

}  // namespace

RecipeFiles::RecipeFiles(SessionModel* session, QObject* parent) : QObject(parent), m_session(session) {
    const auto tell = [this](const Error& error) { Q_EMIT problem(errorText(error)); };
    connect(&m_reading, &LatestOnly::failed, this, tell);
    connect(&m_writing, &JobRunner::failed, this, tell);
    connect(&m_reading, &LatestOnly::busyChanged, this, &RecipeFiles::busyChanged);
    connect(&m_writing, &JobRunner::runningChanged, this, &RecipeFiles::busyChanged);
}

RecipeFiles::~RecipeFiles() {
    m_reading.disconnect(this);
    m_writing.disconnect(this);
}

bool RecipeFiles::isRecipeFile(const QString& file) {
    return file.endsWith(kEnding, Qt::CaseInsensitive);
}

QString RecipeFiles::proposedName(const QString& folder) const {
    constexpr qsizetype kMostKinds = 3;
    QStringList kinds;
    for (const degrade::Step& step : m_session->query().recipe.steps)
        if (step.enabled && kinds.size() < kMostKinds) kinds << QString::fromStdString(step.kind);
    const QString name = kinds.isEmpty() ? QStringLiteral("recipe") : kinds.join(QLatin1Char('-'));
    QString file = name + kEnding;
    for (int number = 2; QFileInfo::exists(QDir(folder).filePath(file)); ++number)
        file = QStringLiteral("%1-%2%3").arg(name).arg(number).arg(kEnding);
    return file;
}

void RecipeFiles::load(const QString& file) {
    m_reading.request(
        [path = toPath(file)](const std::stop_token&) { return degrade::loadRecipe(path); },
        [this, file](const Result<degrade::Recipe>& recipe) {
            if (!recipe) {
                Q_EMIT problem(tr("%1 was not loaded: %2", "file name, reason")
                                   .arg(QFileInfo(file).fileName(), reasonText(recipe.error().detail)));
                return;
            }
            m_session->setRecipe(*recipe, m_session->newGesture());
            Q_EMIT loaded(file);
        });
}

void RecipeFiles::save(const QString& file) {
    if (isSaving()) return;
    m_writing.start(
        [path = toPath(file), recipe = m_session->query().recipe](const JobContext&) {
            return degrade::saveRecipe(recipe, path);
        },
        [this, file](const Result<void>& written) {
            if (written)
                Q_EMIT saved(file);
            else
                Q_EMIT problem(tr("%1 was not saved: %2", "file name, reason")
                                   .arg(QFileInfo(file).fileName(), reasonText(written.error().detail)));
        });
}

}  // namespace adapnet::ui
