// The first window: three pages (start, opening, work), menus, tool bar and status bar. The work lives in the
// session and what the eye has chosen in WorkPage::View; the window can therefore build its contents anew
// when the language changes. Another look only repaints.
#pragma once

#include <QFutureWatcher>
#include <QHash>
#include <QMainWindow>
#include <QPointer>
#include <optional>

#include "ui/atlas/atlas_model.h"
#include "ui/common/thumbnail_provider.h"
#include "ui/query/recipe_files.h"
#include "ui/settings/app_settings.h"
#include "ui/training/training_model.h"
#include "ui/viewmodels/session_model.h"

class QAction;
class QActionGroup;
class QLabel;
class QMenu;
class QMimeData;
class QStackedWidget;

namespace adapnet::ui {

class ModelsWindow;
class NoticeBar;
class OpeningPage;
class ShortcutOverlay;
class StartPage;
class TrainingWindow;
class WorkPage;

// What the command line may fix for every gallery that this window opens.
struct WindowDefaults {
    std::optional<fs::path> cacheFile;
    fs::path demoFolder;
    bool chooseFirstPicture = true;  // so that the first ranking needs no click
};

class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    MainWindow(SessionServices services, WindowDefaults defaults, QWidget* parent = nullptr);
    ~MainWindow() override;

    SessionModel* session() { return &m_session; }
    WorkPage* workPage() { return m_work; }
    StartPage* startPage() { return m_start; }
    OpeningPage* openingPage() { return m_opening; }
    TrainingModel* training() { return &m_training; }
    // Null until they were opened.
    ModelsWindow* modelsWindow() const;
    TrainingWindow* trainingWindow() const;
    // What is seen in front: the page of models or of training while it is open, else this window.
    QWidget* frontWindow();
    NoticeBar* notice() { return m_notice; }
    RecipeFiles* recipeFiles() { return &m_recipes; }
    // Actions by name ("open_folder", "undo", "copy_command"): for tests and the key overview.
    QAction* action(const QString& name) const { return m_actions.value(name); }
    // Everything asked for is on the screen, here and on the page of models: no work, no thumbnail on its
    // way.
    bool isSettled() const;

    void openFolder(const QString& folder, const QString& groundTruth = {});
    void openDemo();
    void openPicture(const QString& file);
    void openRecipe(const QString& file);

  Q_SIGNALS:
    void settled();

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

  private:
    void build();
    void rebuildLater();
    void buildActions();
    void buildMenus();
    void buildToolBar();
    void buildStatusBar();
    QAction* add(const QString& name, const QString& icon, const QString& text, const QKeySequence& keys,
                 std::function<void()> slot);
    void fillRecentMenu();
    void connectSession();
    void connectRecipes();

    void showStage();
    void takeGallery();
    void updateActions();
    void updateStatus();
    void checkSettled();

    service::GalleryRequest request(const QString& folder, const QString& groundTruth) const;
    void chooseFolder();
    void chooseGroundTruth();
    void choosePicture();
    void chooseRecipe();
    void saveRecipe();
    void storeRecipe(const QString& file);
    void paste();
    bool takeMime(const QMimeData* mime);
    void showCommand(const QString& command);
    void showReport(const std::shared_ptr<const report::RunRecord>& record);
    void importModel();
    void showModels();
    void showTraining();
    void rebuildDialogs();
    void openAgain();
    void exportFigure();
    void showFigure(const std::shared_ptr<const report::RunRecord>& record);
    void showOutcome();
    void showSettings();
    void showShortcuts();
    void showAbout();
    void setTheme(ThemeMode mode);
    void checkLook();  // in the menu
    void setLanguage(const QString& code);

    AppSettings m_settings;
    WindowDefaults m_defaults;
    SessionModel m_session;
    RecipeFiles m_recipes{&m_session};
    TrainingModel m_training;
    QPointer<ModelsWindow> m_models;
    QPointer<TrainingWindow> m_trainingWindow;
    ThumbnailProvider m_pictures;
    ThumbnailProvider m_queries;
    AtlasModel m_atlas{&m_session};  // stays while another look or language rebuilds the pages
    QHash<QString, QAction*> m_actions;
    bool m_rebuildPending = false;
    bool m_figureWanted = false;  // what the record on its way is for
    // The devices of this machine, asked once and aside.
    QFutureWatcher<std::vector<nn::DeviceInfo>> m_devices;
    bool m_devicesAsked = false;

    NoticeBar* m_notice = nullptr;
    QStackedWidget* m_pages = nullptr;
    StartPage* m_start = nullptr;
    OpeningPage* m_opening = nullptr;
    WorkPage* m_work = nullptr;
    ShortcutOverlay* m_shortcuts = nullptr;
    QMenu* m_recentMenu = nullptr;
    QActionGroup* m_looks = nullptr;
    QLabel* m_statusGallery = nullptr;
    QLabel* m_statusDevice = nullptr;
    QLabel* m_statusSearch = nullptr;
};

}  // namespace adapnet::ui
