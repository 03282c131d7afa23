// The windows that the main window opens beside itself: recipe files, models, training, settings, outcome,
// about.
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QtConcurrentRun>

#include "core/service/report_service.h"
#include "ui/models/import_dialog.h"
#include "ui/models/models_window.h"
#include "ui/settings/settings_dialog.h"
#include "ui/shell/main_window.h"
#include "ui/shell/notice_bar.h"
#include "ui/shell/outcome_dialog.h"
#include "ui/training/training_window.h"

namespace adapnet::ui {

namespace {
const QString kRecipeFolder = QStringLiteral("recipe");  // the key of the last one
}  // namespace

void MainWindow::connectRecipes() {
    connect(&m_recipes, &RecipeFiles::loaded, this, [this](const QString& file) {
        m_notice->show(NoticeBar::Kind::Info, tr("Recipe loaded: %1").arg(QFileInfo(file).fileName()));
    });
    connect(&m_recipes, &RecipeFiles::saved, this, [this](const QString& file) {
        m_notice->show(NoticeBar::Kind::Info, tr("Saved: %1").arg(file));
    });
    connect(&m_recipes, &RecipeFiles::problem, this,
            [this](const QString& text) { m_notice->show(NoticeBar::Kind::Problem, text); });
    connect(&m_recipes, &RecipeFiles::busyChanged, this, &MainWindow::updateActions);
    connect(&m_recipes, &RecipeFiles::busyChanged, this, &MainWindow::checkSettled);
}

void MainWindow::openRecipe(const QString& file) {
    if (m_session.stage() != SessionModel::Stage::Open) {
        m_notice->show(NoticeBar::Kind::Info, tr("First open the folder that is to be searched."));
        return;
    }
    m_recipes.load(file);
}

void MainWindow::chooseRecipe() {
    auto* dialog = new QFileDialog(this, tr("Open recipe"), m_settings.lastFolder(kRecipeFolder),
                                   tr("Recipes (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        m_settings.setLastFolder(kRecipeFolder, QFileInfo(file).absolutePath());
        openRecipe(file);
    });
    dialog->open();
}

void MainWindow::saveRecipe() {
    const QString folder = m_settings.lastFolder(kRecipeFolder);
    auto* dialog = new QFileDialog(this, tr("Save recipe"), folder, tr("Recipes (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    // The dialogs of some desktops ask before they add the ending, and then about another file.
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    dialog->selectFile(m_recipes.proposedName(folder));
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::storeRecipe);
    dialog->open();
}

void MainWindow::storeRecipe(const QString& file) {
    const auto store = [this, file] {
        m_settings.setLastFolder(kRecipeFolder, QFileInfo(file).absolutePath());
        m_recipes.save(file);
    };
    if (!QFileInfo::exists(file)) {
        store();
        return;
    }
    auto* question = new QMessageBox(QMessageBox::Question, tr("Save recipe"),
                                     tr("%1 is there already. Replace it?").arg(QFileInfo(file).fileName()),
                                     QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setTextFormat(Qt::PlainText);
    auto* replace = question->addButton(tr("Replace"), QMessageBox::AcceptRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(replace, &QPushButton::clicked, this, store);
    question->open();
}

ModelsWindow* MainWindow::modelsWindow() const {
    return m_models;
}

TrainingWindow* MainWindow::trainingWindow() const {
    return m_trainingWindow;
}

QWidget* MainWindow::frontWindow() {
    if (m_models && m_models->isVisible()) return m_models;
    if (m_trainingWindow && m_trainingWindow->isVisible()) return m_trainingWindow;
    return this;
}

void MainWindow::importModel() {
    auto* dialog = new ImportDialog(coreImportServices(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ImportDialog::imported, this, [this](const QString& id) {
        // Who imports a model wants to see it, whatever was chosen before.
        const QStringList chosen = m_settings.models();
        if (!chosen.isEmpty() && !chosen.contains(id)) m_settings.setModels(chosen + QStringList{id});
        if (m_models) m_models->reload(id);
    });
    dialog->open();
}

void MainWindow::showModels() {
    if (!m_models) {
        m_models = new ModelsWindow(
            coreModelServices(m_settings.device().toStdString(), m_settings.precision().toStdString()), this);
        // Kept when it is closed: its end would wait for a network that is being loaded.
        connect(m_models, &ModelsWindow::importRequested, this, &MainWindow::importModel);
        connect(m_models, &ModelsWindow::shown, this, &MainWindow::checkSettled);
    } else if (!m_models->isVisible()) {
        m_models->reload();
    }
    m_models->show();
    m_models->raise();
    m_models->activateWindow();
}

void MainWindow::showTraining() {
    const QString photosKey = QStringLiteral("training-photos");
    const QString outKey = QStringLiteral("training-output");
    if (!m_trainingWindow) {
        m_trainingWindow = new TrainingWindow(&m_training, this);
        // Nothing starts by itself with the home folder as its photos.
        m_trainingWindow->setDataFolder(m_settings.lastFolder(photosKey, {}));
        m_trainingWindow->setOutputFolder(m_settings.lastFolder(outKey, {}));
        connect(m_trainingWindow, &TrainingWindow::started, this, [this, photosKey, outKey] {
            const auto fields = m_trainingWindow->fields();
            m_settings.setLastFolder(photosKey, fields.data);
            m_settings.setLastFolder(outKey, fields.out);
        });
    }
    m_trainingWindow->show();
    m_trainingWindow->raise();
    m_trainingWindow->activateWindow();
    checkSettled();  // nothing of it comes later
}

// In another language.
void MainWindow::rebuildDialogs() {
    if (m_models) {
        const bool isShown = m_models->isVisible();
        const QString model = m_models->shownModel();
        delete m_models;
        if (isShown) {
            showModels();
            m_models->reload(model);
        }
    }
    if (m_trainingWindow) {
        const bool isShown = m_trainingWindow->isVisible();
        const auto fields = m_trainingWindow->fields();
        delete m_trainingWindow;
        if (isShown) {
            showTraining();
            m_trainingWindow->setFields(fields);
        }
    }
}

void MainWindow::showOutcome() {
    if (!m_session.gallery()) return;
    auto* dialog = new OutcomeDialog(m_session.gallery()->indexReport(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showSettings() {
    auto* dialog = new SettingsDialog(this);
    if (!m_devicesAsked) {
        m_devicesAsked = true;
        m_devices.setFuture(QtConcurrent::run(m_session.services().devices));
    } else if (m_devices.isFinished()) {
        dialog->setDevices(m_devices.result());
    }
    using Models = std::vector<nn::ModelInfo>;
    auto* models = new QFutureWatcher<Models>(dialog);
    connect(models, &QFutureWatcherBase::finished, dialog,
            [dialog, models] { dialog->setModels(models->result()); });
    models->setFuture(
        QtConcurrent::run([list = coreModelServices({}, {}).models] { return list().value_or(Models{}); }));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::themeChosen, this, &MainWindow::setTheme);
    connect(dialog, &SettingsDialog::languageChosen, this, [this, dialog](const QString& code) {
        // The dialog itself is in the old language: it is opened anew.
        dialog->close();
        setLanguage(code);
        QMetaObject::invokeMethod(this, &MainWindow::showSettings, Qt::QueuedConnection);
    });
    connect(dialog, &SettingsDialog::computeChanged, this, &MainWindow::openAgain);
    dialog->open();
}

void MainWindow::showAbout() {
    QMessageBox::about(this, tr("About AdapNet Workbench"),
                       tr("<h3>AdapNet Workbench %1</h3>"
                          "<p>Searches a gallery of pictures with a bad query and compares how far each "
                          "network still finds it.</p>"
                          "<p>Free software under the GNU General Public License, version 3 or later. "
                          "Pictures are only read, never changed; nothing leaves this computer.</p>")
                           .arg(QString::fromStdString(service::programVersion())));
}

}  // namespace adapnet::ui
