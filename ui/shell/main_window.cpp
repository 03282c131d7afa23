#include "ui/shell/main_window.h"

#include <QAction>
#include <QActionGroup>
#include <QClipboard>
#include <QCloseEvent>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QLabel>
#include <QLocale>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <utility>

#include "ui/common/names.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/help/shortcut_overlay.h"
#include "ui/models/models_window.h"
#include "ui/query/query_panel.h"
#include "ui/query/recipe_panel.h"
#include "ui/reports/figure_dialog.h"
#include "ui/reports/report_dialog.h"
#include "ui/settings/language.h"
#include "ui/settings/settings_dialog.h"
#include "ui/shell/notice_bar.h"
#include "ui/shell/opening_page.h"
#include "ui/shell/outcome_dialog.h"
#include "ui/shell/start_page.h"
#include "ui/shell/work_page.h"
#include "ui/training/training_window.h"

namespace adapnet::ui {

namespace {

const QString kWindowLayout = QStringLiteral("window");
const QString kWorkLayout = QStringLiteral("work");

fs::path toPath(const QString& file) {
    return fs::path(QFile::encodeName(file).toStdString());
}
QString fromPath(const fs::path& path) {
    return QFile::decodeName(QByteArray::fromStdString(path.string()));
}

// A folder that brings its own ground truth is used with it.
QString groundTruthBeside(const QString& folder) {
    const QString file = QDir(folder).filePath(QStringLiteral("ground-truth.json"));
    return QFileInfo(file).isFile() ? file : QString();
}

}  // namespace

MainWindow::MainWindow(SessionServices services, WindowDefaults defaults, QWidget* parent)
    : QMainWindow(parent),
      m_defaults(std::move(defaults)),
      m_session(std::move(services)),
      m_training(coreTrainingServices()) {
    setWindowIcon(QIcon(QStringLiteral(":/icons/workbench.svg")));
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    setMinimumSize(960, 640);
    resize(1280, 800);
    restoreGeometry(m_settings.layout(kWindowLayout));
    connectSession();
    connectRecipes();
    build();
    qApp->installEventFilter(this);
    connect(&Theme::instance(), &Theme::changed, this, &MainWindow::checkLook);
    connect(&m_devices, &QFutureWatcherBase::finished, this, [this] {
        for (auto* dialog : findChildren<SettingsDialog*>()) dialog->setDevices(m_devices.result());
    });
}

MainWindow::~MainWindow() {
    m_devices.disconnect();
    delete m_models;
    delete m_trainingWindow;
    // The session outlives the pages that follow it; nothing of it may reach them any more.
    m_session.disconnect();
    m_recipes.disconnect();
    m_atlas.disconnect();
    m_session.undoStack().disconnect(this);
    m_pictures.disconnect();
    m_queries.disconnect();
    delete takeCentralWidget();
}

void MainWindow::connectSession() {
    connect(&m_session, &SessionModel::stageChanged, this, &MainWindow::showStage);
    connect(&m_session, &SessionModel::galleryChanged, this, &MainWindow::takeGallery);
    connect(&m_session, &SessionModel::problem, this,
            [this](const QString& text) { m_notice->show(NoticeBar::Kind::Problem, text); });
    connect(&m_session, &SessionModel::commandReady, this, &MainWindow::showCommand);
    connect(&m_session, &SessionModel::recordReady, this, &MainWindow::showReport);
    connect(&m_session, &SessionModel::openingStopped, this, [this](qint64 finished) {
        m_notice->show(NoticeBar::Kind::Info, tr("Stopped. %n picture(s) of this step are finished; opening "
                                                 "the folder again goes on from there.",
                                                 nullptr, static_cast<int>(finished)));
    });
    for (auto signal :
         {&SessionModel::galleryChanged, &SessionModel::pictureChanged, &SessionModel::recipeChanged,
          &SessionModel::boxChanged, &SessionModel::comparisonChanged, &SessionModel::stageChanged})
        connect(&m_session, signal, this, &MainWindow::updateActions);
    connect(&m_session, &SessionModel::comparisonChanged, this, &MainWindow::updateStatus);
    connect(&m_session, &SessionModel::searchingChanged, this, &MainWindow::updateStatus);
    connect(&m_session.undoStack(), &QUndoStack::indexChanged, this, &MainWindow::updateActions);
    connect(&m_session, &SessionModel::idleChanged, this, &MainWindow::checkSettled);
    connect(&m_pictures, &ThumbnailProvider::idle, this, &MainWindow::checkSettled);
    connect(&m_queries, &ThumbnailProvider::idle, this, &MainWindow::checkSettled);
    connect(&m_atlas, &AtlasModel::idleChanged, this, &MainWindow::checkSettled);
    connect(&m_atlas, &AtlasModel::problem, this,
            [this](const QString& text) { m_notice->show(NoticeBar::Kind::Problem, text); });
    connect(&m_atlas, &AtlasModel::saved, this, [this](const QString& file) {
        m_notice->show(NoticeBar::Kind::Info, tr("Saved: %1").arg(file));
    });
}

void MainWindow::build() {
    buildActions();
    buildMenus();
    buildToolBar();
    buildStatusBar();

    auto* central = new QWidget(this);
    m_notice = new NoticeBar(central);
    m_pages = new QStackedWidget(central);
    m_start = new StartPage(m_pages);
    m_opening = new OpeningPage(&m_session, m_pages);
    m_work = new WorkPage(&m_session, &m_atlas, &m_pictures, &m_queries, m_pages);
    for (QWidget* page : std::initializer_list<QWidget*>{m_start, m_opening, m_work})
        m_pages->addWidget(page);
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notice);
    layout->addWidget(m_pages, 1);
    setCentralWidget(central);
    m_shortcuts = new ShortcutOverlay(this);
    m_work->restoreLayout(m_settings.layout(kWorkLayout));

    connect(m_start, &StartPage::openFolderRequested, this, &MainWindow::chooseFolder);
    connect(m_start, &StartPage::openDemoRequested, this, &MainWindow::openDemo);
    connect(m_start, &StartPage::recentChosen, this,
            [this](const RecentGallery& gallery) { openFolder(gallery.folder, gallery.groundTruth); });
    statusBar()->addPermanentWidget(m_work->groundTruthButton());
    connect(m_work, &WorkPage::groundTruthRequested, this, &MainWindow::chooseGroundTruth);
    connect(m_work, &WorkPage::resultLoaded, this, &MainWindow::checkSettled);
    connect(m_work, &WorkPage::comparingChanged, this,
            [this](bool comparing) { action(QStringLiteral("compare"))->setChecked(comparing); });
    connect(m_work, &WorkPage::paneChanged, this, [this] {
        action(QStringLiteral("robustness"))->setChecked(m_work->showsRobustness());
        action(QStringLiteral("changes"))->setChecked(m_work->showsRankChanges());
        action(QStringLiteral("lens"))->setChecked(m_work->showsLens());
        action(QStringLiteral("atlas"))->setChecked(m_work->showsAtlas());
    });
    connect(m_work, &WorkPage::curveDrawn, this, &MainWindow::checkSettled);
    connect(m_work, &WorkPage::commandCopied, this, &MainWindow::showCommand);
    connect(m_work, &WorkPage::figureRequested, this, &MainWindow::exportFigure);
    connect(m_work->recipePanel(), &RecipePanel::openRequested, this, &MainWindow::chooseRecipe);
    connect(m_work->recipePanel(), &RecipePanel::saveRequested, this, &MainWindow::saveRecipe);
    showStage();
    updateActions();
    updateStatus();
}

void MainWindow::rebuildLater() {
    if (m_rebuildPending) return;
    m_rebuildPending = true;
    // Later: the wish may come from a menu that the rebuild deletes.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_rebuildPending = false;
            const WorkPage::View view = m_work->view();
            m_settings.setLayout(kWorkLayout, m_work->saveLayout());
            delete m_shortcuts;
            delete takeCentralWidget();
            menuBar()->clear();
            for (QToolBar* bar : findChildren<QToolBar*>(QString(), Qt::FindDirectChildrenOnly)) delete bar;
            setStatusBar(nullptr);
            qDeleteAll(m_actions);
            m_actions.clear();
            build();
            m_work->setView(view);
            rebuildDialogs();
        },
        Qt::QueuedConnection);
}

void MainWindow::buildStatusBar() {
    m_statusGallery = new QLabel(this);
    m_statusDevice = new QLabel(this);
    m_statusSearch = new QLabel(this);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_statusGallery);
    statusBar()->addWidget(m_statusDevice, 1);
    statusBar()->addPermanentWidget(m_statusSearch);
}

// --- state -> window

void MainWindow::showStage() {
    switch (m_session.stage()) {
        case SessionModel::Stage::Start:
            m_start->setRecent(m_settings.recent());
            m_pages->setCurrentWidget(m_start);
            m_start->setFocus();
            setWindowTitle(tr("AdapNet Workbench"));
            break;
        case SessionModel::Stage::Opening:
            m_notice->dismiss();
            m_pages->setCurrentWidget(m_opening);
            setWindowTitle(tr("%1 – AdapNet Workbench").arg(m_session.galleryName()));
            break;
        case SessionModel::Stage::Open: {
            m_pages->setCurrentWidget(m_work);
            m_work->queryPanel()->editor()->setFocus();
            setWindowTitle(tr("%1 – AdapNet Workbench").arg(m_session.galleryName()));
            break;
        }
    }
    updateStatus();
}

void MainWindow::takeGallery() {
    const auto gallery = m_session.gallery();
    if (!gallery) {
        m_pictures.setLoader({});
        m_queries.setLoader({});
        return;
    }
    m_pictures.setLoader([gallery](std::size_t image) { return gallery->thumbnail(image); });
    m_queries.setLoader([gallery](std::size_t query) -> Result<cv::Mat> {
        constexpr int kThumbnailSide = 256;
        const auto loaded = gallery->groundTruthQuery(query);
        if (!loaded) return fail(loaded.error());
        return image::shrinkToFit(loaded->image->rgb, kThumbnailSide);
    });
    const auto& opened = gallery->request();
    m_settings.addRecent(
        {fromPath(opened.folder), opened.groundTruth ? fromPath(*opened.groundTruth) : QString()});
    const auto& report = gallery->indexReport();
    if (hasProblems(report))
        m_notice->show(NoticeBar::Kind::Warning,
                       tr("Some files could not be used: %1.").arg(outcomeSummary(report)), tr("Details"),
                       [this] { showOutcome(); });
    else if (gallery->images().empty())
        m_notice->show(NoticeBar::Kind::Warning,
                       tr("There is no picture in this folder. JPEG, PNG, WebP, TIFF and BMP are read."));
    updateStatus();
    if (!m_defaults.chooseFirstPicture || m_session.hasPicture()) return;
    if (const auto* truth = gallery->groundTruth(); truth != nullptr && !truth->queries.empty())
        m_session.chooseGroundTruthQuery(0);
    else if (!gallery->images().empty())
        m_session.chooseGalleryPicture(0);
}

void MainWindow::updateActions() {
    const bool open = m_session.stage() == SessionModel::Stage::Open;
    const bool opening = m_session.stage() == SessionModel::Stage::Opening;
    const bool picture = open && m_session.hasPicture();
    const bool ranked = picture && m_session.comparison() != nullptr;
    const auto enable = [this](std::initializer_list<const char*> names, bool on) {
        for (const char* name : names) action(QString::fromLatin1(name))->setEnabled(on);
    };
    enable({"open_folder", "open_demo"}, !opening);
    enable({"open_ground_truth", "close_gallery", "outcome", "filter", "open_picture", "paste", "atlas",
            "open_recipe"},
           open);
    enable({"whole"}, picture && m_session.query().box.has_value());
    enable({"robustness", "new_seed", "fit", "real", "zoom_in", "zoom_out", "copy_command"}, picture);
    const bool damaged = open && !m_session.query().recipe.steps.empty();
    enable({"clear_recipe"}, picture && damaged);
    enable({"save_recipe"}, damaged && !m_recipes.isSaving());
    enable({"compare", "changes", "lens", "export", "export_figure"}, ranked);
    enable({"undo"}, open && m_session.undoStack().canUndo());
    enable({"redo"}, open && m_session.undoStack().canRedo());
}

void MainWindow::updateStatus() {
    const auto gallery = m_session.gallery();
    m_work->groundTruthButton()->setVisible(gallery != nullptr);
    if (!gallery) {
        m_statusGallery->clear();
        m_statusDevice->clear();
        m_statusSearch->clear();
        return;
    }
    m_statusGallery->setText(tr("%n picture(s)", nullptr, static_cast<int>(gallery->images().size())));
    QStringList devices;
    for (std::size_t i = 0; i < gallery->models().size(); ++i) {
        const QString device = QString::fromStdString(gallery->deviceOf(i));
        if (!devices.contains(device)) devices << device;
    }
    m_statusDevice->setText(devices.join(QStringLiteral("  ·  ")));
    if (m_session.isSearching())
        m_statusSearch->setText(tr("Searching …"));
    else if (m_session.comparison())
        m_statusSearch->setText(
            tr("Search took %1 ms").arg(QLocale().toString(m_session.lastSearchMs(), 'f', 0)));
    else
        m_statusSearch->clear();
}

bool MainWindow::isSettled() const {
    if (m_models && m_models->isVisible() && m_models->isBusy()) return false;
    return m_session.isIdle() && m_pictures.isIdle() && m_queries.isIdle() && !m_work->isLoadingResult() &&
           !m_work->isDrawingCurve() && m_atlas.isIdle() && !m_recipes.isBusy() && !m_rebuildPending;
}

void MainWindow::checkSettled() {
    if (isSettled()) Q_EMIT settled();
}

// --- window -> state

service::GalleryRequest MainWindow::request(const QString& folder, const QString& groundTruth) const {
    service::GalleryRequest request;
    request.folder = toPath(QDir(folder).absolutePath());
    if (!groundTruth.isEmpty()) request.groundTruth = toPath(QFileInfo(groundTruth).absoluteFilePath());
    request.cacheFile = m_defaults.cacheFile;
    request.device = m_settings.device().toStdString();
    request.precision =
        nn::parsePrecision(m_settings.precision().toStdString()).value_or(nn::Precision::Auto);
    for (const QString& model : m_settings.models()) request.models.push_back(model.toStdString());
    return request;
}

void MainWindow::openFolder(const QString& folder, const QString& groundTruth) {
    if (!QFileInfo(folder).isDir()) {
        m_notice->show(NoticeBar::Kind::Problem, tr("The folder %1 is not there.").arg(folder));
        m_settings.removeRecent(folder);
        m_start->setRecent(m_settings.recent());
        return;
    }
    const bool named = !groundTruth.isEmpty() && QFileInfo(groundTruth).isFile();
    const QString beside = groundTruthBeside(folder);
    const bool found = !beside.isEmpty() && (!named || QFileInfo(groundTruth) == QFileInfo(beside));
    m_session.openGallery(
        request(folder, named ? groundTruth : beside),
        found ? SessionModel::GroundTruthUse::Optional : SessionModel::GroundTruthUse::Required);
}

void MainWindow::openDemo() {
    m_session.openDemo(m_defaults.demoFolder, request(fromPath(m_defaults.demoFolder), {}));
}

void MainWindow::openPicture(const QString& file) {
    if (m_session.stage() != SessionModel::Stage::Open) {
        m_notice->show(NoticeBar::Kind::Info, tr("First open the folder that is to be searched."));
        return;
    }
    m_session.choosePictureFile(file);
}

void MainWindow::chooseFolder() {
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Open a folder of pictures"), m_settings.lastFolder(QStringLiteral("gallery")));
    if (folder.isEmpty()) return;
    m_settings.setLastFolder(QStringLiteral("gallery"), folder);
    openFolder(folder);
}

void MainWindow::chooseGroundTruth() {
    if (!m_session.gallery()) return;
    const QString folder = fromPath(m_session.gallery()->request().folder);
    const QString file = QFileDialog::getOpenFileName(this, tr("Load ground truth"), folder,
                                                      tr("Ground truth (*.json);;All files (*)"));
    if (!file.isEmpty()) openFolder(folder, file);
}

void MainWindow::choosePicture() {
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open a query picture"), m_settings.lastFolder(QStringLiteral("picture")),
        tr("Pictures (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp);;All files (*)"));
    if (file.isEmpty()) return;
    m_settings.setLastFolder(QStringLiteral("picture"), QFileInfo(file).absolutePath());
    openPicture(file);
}

void MainWindow::paste() {
    if (!takeMime(QGuiApplication::clipboard()->mimeData()))
        m_notice->show(NoticeBar::Kind::Info,
                       tr("The clipboard holds no picture. Copy a picture or a picture file first."));
}

bool MainWindow::takeMime(const QMimeData* mime) {
    if (mime == nullptr) return false;
    for (const QUrl& url : mime->urls()) {
        const QString file = url.toLocalFile();
        if (file.isEmpty()) continue;
        if (QFileInfo(file).isDir())
            openFolder(file);
        else if (RecipeFiles::isRecipeFile(file))
            openRecipe(file);
        else
            openPicture(file);
        return true;
    }
    if (mime->hasImage()) {
        const auto picture = qvariant_cast<QImage>(mime->imageData());
        if (picture.isNull()) return false;
        if (m_session.stage() != SessionModel::Stage::Open)
            m_notice->show(NoticeBar::Kind::Info, tr("First open the folder that is to be searched."));
        else
            m_session.choosePixels(picture);
        return true;
    }
    return false;
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (m_session.stage() == SessionModel::Stage::Opening) return;
    if (!event->mimeData()->hasUrls() && !event->mimeData()->hasImage()) return;
    m_start->setDropActive(true);
    event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent* event) {
    m_start->setDropActive(false);
    QMainWindow::dragLeaveEvent(event);
}

void MainWindow::dropEvent(QDropEvent* event) {
    m_start->setDropActive(false);
    if (takeMime(event->mimeData())) event->acceptProposedAction();
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    // A field would take a dropped file for text. Refused there, it comes to the window.
    if (event->type() == QEvent::DragEnter && watched != this && watched->isWidgetType() &&
        static_cast<const QWidget*>(watched)->window() == this &&
        static_cast<const QDragEnterEvent*>(event)->mimeData()->hasUrls()) {
        event->ignore();
        return true;
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::showCommand(const QString& command) {
    QGuiApplication::clipboard()->setText(command);
    m_notice->show(NoticeBar::Kind::Info, tr("Copied: %1").arg(command));
}

void MainWindow::exportFigure() {
    m_figureWanted = true;
    m_session.requestRecord();
}

void MainWindow::showFigure(const std::shared_ptr<const report::RunRecord>& record) {
    const QString kept = m_settings.lastFolder(QStringLiteral("report"));
    auto* dialog = new FigureDialog(
        record, kept.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) : kept,
        this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &FigureDialog::exported, this,
            [this, dialog] { m_settings.setLastFolder(QStringLiteral("report"), dialog->folder()); });
    dialog->open();
}

void MainWindow::showReport(const std::shared_ptr<const report::RunRecord>& record) {
    if (std::exchange(m_figureWanted, false)) {
        showFigure(record);
        return;
    }
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto* dialog = new ReportDialog(record,
                                    m_settings.lastFolder(QStringLiteral("report")).isEmpty()
                                        ? folder
                                        : m_settings.lastFolder(QStringLiteral("report")),
                                    this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ReportDialog::exported, this,
            [this, dialog] { m_settings.setLastFolder(QStringLiteral("report"), dialog->folder()); });
    dialog->open();
}

// On another device, in another precision or with other models.
void MainWindow::openAgain() {
    const auto gallery = m_session.gallery();
    if (!gallery) return;
    const auto& opened = gallery->request();
    openFolder(fromPath(opened.folder), opened.groundTruth ? fromPath(*opened.groundTruth) : QString());
}

void MainWindow::setTheme(ThemeMode mode) {
    m_settings.setTheme(mode);
    Theme::instance().apply(mode);
}

void MainWindow::checkLook() {
    for (QAction* look : m_looks->actions())
        look->setChecked(look->data().toInt() == static_cast<int>(Theme::instance().mode()));
}

void MainWindow::setLanguage(const QString& code) {
    m_settings.setLanguage(code);
    applyLanguage(code);
    rebuildLater();
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) rebuildLater();
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_training.isActive()) {
        const auto answer = QMessageBox::question(
            this, tr("A training is running"),
            tr("Closing ends the training after the step in work. Its checkpoint is kept, and it can go on "
               "from there. Close the program?"),
            QMessageBox::Close | QMessageBox::Cancel, QMessageBox::Cancel);
        if (answer != QMessageBox::Close) {
            event->ignore();
            return;
        }
        m_training.cancel();
    }
    m_settings.setLayout(kWindowLayout, saveGeometry());
    m_settings.setLayout(kWorkLayout, m_work->saveLayout());
    m_session.cancelOpening();
    event->accept();
}

}  // namespace adapnet::ui
