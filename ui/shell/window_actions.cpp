// Menus, tool bar and keys of the main window.
#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

#include "ui/compare/compare_view.h"
#include "ui/gallery/gallery_panel.h"
#include "ui/help/shortcut_overlay.h"
#include "ui/query/query_panel.h"
#include "ui/query/recipe_panel.h"
#include "ui/ranking/ranking_view.h"
#include "ui/settings/language.h"
#include "ui/shell/main_window.h"
#include "ui/shell/work_page.h"

namespace adapnet::ui {

QAction* MainWindow::add(const QString& name, const QString& icon, const QString& text,
                         const QKeySequence& keys, std::function<void()> slot) {
    auto* created = new QAction(text, this);
    if (!icon.isEmpty()) created->setIcon(Theme::instance().icon(icon));
    created->setShortcut(keys);
    created->setObjectName(name);
    const QString plain = withoutMnemonic(text);
    created->setIconText(plain);  // on the tool bar
    if (!keys.isEmpty()) {
        created->setToolTip(QStringLiteral("%1 (%2)").arg(plain, keys.toString(QKeySequence::NativeText)));
    }
    connect(created, &QAction::triggered, this, std::move(slot));
    m_actions.insert(name, created);
    addAction(created);
    return created;
}

void MainWindow::buildActions() {
    const auto key = [](const char* text) { return QKeySequence(QString::fromLatin1(text)); };
    const auto named = [](const char* text) { return QString::fromLatin1(text); };
    const auto none = QString();
    add(named("open_folder"), named("folder"), tr("Open &folder …"), key("Ctrl+Shift+O"),
        [this] { chooseFolder(); });
    add(named("open_demo"), named("demo"), tr("Open &demo gallery"), {}, [this] { openDemo(); });
    add(named("open_ground_truth"), none, tr("Load &ground truth …"), key("Ctrl+G"),
        [this] { chooseGroundTruth(); });
    add(named("close_gallery"), none, tr("&Close gallery"), key("Ctrl+W"),
        [this] { m_session.closeGallery(); });
    add(named("outcome"), none, tr("Files of this gallery …"), {}, [this] { showOutcome(); });
    add(named("models"), none, tr("M&odels …"), key("Ctrl+M"), [this] { showModels(); });
    add(named("train"), none, tr("&Train a network …"), key("Ctrl+T"), [this] { showTraining(); });
    add(named("import_model"), none, tr("Import a &model …"), {}, [this] { importModel(); });
    add(named("export"), named("export"), tr("&Export report …"), key("Ctrl+E"), [this] {
        m_figureWanted = false;
        m_session.requestRecord();
    });
    add(named("export_figure"), none, tr("Export fi&gure …"), key("Ctrl+Shift+E"),
        [this] { exportFigure(); });
    add(named("quit"), none, tr("&Quit"), key("Ctrl+Q"), [this] { close(); });

    add(named("undo"), named("undo"), tr("&Undo"), QKeySequence::Undo,
        [this] { m_session.undoStack().undo(); });
    add(named("redo"), named("redo"), tr("&Redo"), key("Ctrl+Shift+Z"),
        [this] { m_session.undoStack().redo(); });
    add(named("filter"), named("search"), tr("&Find in the gallery"), key("Ctrl+F"),
        [this] { m_work->galleryPanel()->focusFilter(); });
    add(named("settings"), named("settings"), tr("&Settings …"), key("Ctrl+,"), [this] { showSettings(); });

    add(named("open_picture"), named("picture"), tr("&Open picture …"), key("Ctrl+O"),
        [this] { choosePicture(); });
    add(named("paste"), none, tr("&Paste picture"), QKeySequence::Paste, [this] { paste(); });
    add(named("whole"), named("whole"), tr("&Whole picture"), key("Ctrl+Shift+A"),
        [this] { m_work->queryPanel()->chooseWholePicture(); });
    add(named("new_seed"), named("dice"), tr("&New seed"), key("Ctrl+R"),
        [this] { m_work->recipePanel()->newSeed(); });
    add(named("clear_recipe"), none, tr("&Remove all damage"), key("Ctrl+Backspace"),
        [this] { m_work->recipePanel()->clear(); });
    add(named("open_recipe"), none, tr("Op&en recipe …"), key("Ctrl+Shift+R"), [this] { chooseRecipe(); });
    add(named("save_recipe"), none, tr("&Save recipe …"), key("Ctrl+S"), [this] { saveRecipe(); });
    add(named("copy_command"), named("terminal"), tr("&Copy as command"), key("Ctrl+Shift+C"),
        [this] { m_session.requestCommand(); });

    auto* compare = add(named("compare"), named("compare"), tr("&Compare with result"), key("Ctrl+K"),
                        [this] { m_work->isComparing() ? m_work->showQuery() : m_work->showCompare(); });
    compare->setCheckable(true);
    auto* robustness =
        add(named("robustness"), named("curve"), tr("&Robustness curve"), key("Ctrl+B"),
            [this] { m_work->showsRobustness() ? m_work->showQuery() : m_work->showRobustness(); });
    robustness->setCheckable(true);
    auto* changes = add(named("changes"), none, tr("What &moved"), key("Ctrl+J"), [this] {
        m_work->showsRankChanges() ? m_work->showQuery() : m_work->showRankChanges();
    });
    changes->setCheckable(true);
    auto* lens = add(named("lens"), none, tr("&Lens"), key("Ctrl+L"),
                     [this] { m_work->showsLens() ? m_work->showQuery() : m_work->showLens(); });
    lens->setCheckable(true);
    auto* atlas = add(named("atlas"), none, tr("Failure &atlas"), key("Ctrl+Shift+T"),
                      [this] { m_work->showsAtlas() ? m_work->showRankings() : m_work->showAtlas(); });
    atlas->setCheckable(true);
    add(named("fit"), named("fit"), tr("&Fit to the window"), key("Ctrl+0"), [this] { m_work->fit(); });
    add(named("real"), named("real"), tr("Real &pixels (100 %)"), key("Ctrl+1"),
        [this] { m_work->showRealPixels(); });
    add(named("zoom_in"), none, tr("Zoom &in"), QKeySequence::ZoomIn, [this] { m_work->zoomIn(); });
    add(named("zoom_out"), none, tr("Zoom &out"), QKeySequence::ZoomOut, [this] { m_work->zoomOut(); });
    add(named("full_screen"), none, tr("F&ull screen"), key("F11"),
        [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });

    add(named("shortcuts"), named("help"), tr("&Keys"), key("?"), [this] { showShortcuts(); });
    add(named("about"), none, tr("&About AdapNet Workbench"), {}, [this] { showAbout(); });

    // Rank keys work wherever the focus is; a field that takes digits keeps them to itself.
    for (int place = 1; place <= 10; ++place) {
        auto* choose = new QAction(this);
        choose->setShortcut(QKeySequence(QString::number(place % 10)));
        connect(choose, &QAction::triggered, this, [this, place] {
            if (m_session.stage() == SessionModel::Stage::Open) m_work->choosePlace(place);
        });
        m_actions.insert(QStringLiteral("rank_%1").arg(place), choose);
        addAction(choose);
    }
}

void MainWindow::buildMenus() {
    const auto fill = [this](QMenu* menu, std::initializer_list<const char*> names) {
        for (const char* name : names) {
            if (*name == '-')
                menu->addSeparator();
            else
                menu->addAction(action(QString::fromLatin1(name)));
        }
    };
    auto* file = menuBar()->addMenu(tr("&File"));
    fill(file, {"open_folder", "open_demo"});
    m_recentMenu = file->addMenu(tr("&Recent galleries"));
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    fill(file, {"open_ground_truth", "outcome", "close_gallery", "-", "models", "import_model", "train", "-",
                "export", "export_figure", "-", "quit"});
    auto* edit = menuBar()->addMenu(tr("&Edit"));
    fill(edit, {"undo", "redo", "-", "filter", "-", "settings"});
    auto* query = menuBar()->addMenu(tr("&Query"));
    fill(query, {"open_picture", "paste", "-", "whole", "new_seed", "clear_recipe", "-", "open_recipe",
                 "save_recipe", "-", "copy_command"});

    auto* view = menuBar()->addMenu(tr("&View"));
    fill(view, {"compare", "robustness", "changes", "lens", "atlas", "-", "fit", "real", "zoom_in",
                "zoom_out", "-"});
    auto* look = view->addMenu(tr("&Look"));
    auto* looks = m_looks = new QActionGroup(look);
    for (const auto& [mode, text] :
         {std::pair{ThemeMode::System, tr("As the system")}, std::pair{ThemeMode::Light, tr("Light")},
          std::pair{ThemeMode::Dark, tr("Dark")}}) {
        auto* entry = look->addAction(text, this, [this, chosen = mode] { setTheme(chosen); });
        entry->setCheckable(true);
        entry->setData(static_cast<int>(mode));
        entry->setChecked(Theme::instance().mode() == mode);
        looks->addAction(entry);
    }
    auto* language = view->addMenu(tr("L&anguage"));
    auto* languages = new QActionGroup(language);
    for (const QString& code : availableLanguages()) {
        auto* entry = language->addAction(languageName(code), this, [this, code] { setLanguage(code); });
        entry->setCheckable(true);
        entry->setChecked(currentLanguage() == code);
        languages->addAction(entry);
    }
    fill(view, {"full_screen"});
    auto* help = menuBar()->addMenu(tr("&Help"));
    fill(help, {"shortcuts", "about"});
}

void MainWindow::buildToolBar() {
    auto* bar = addToolBar(tr("Tool bar"));
    bar->setObjectName(QStringLiteral("mainToolBar"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setIconSize(QSize(18, 18));
    const auto button = [&](const char* name, Qt::ToolButtonStyle style) {
        auto* item = action(QString::fromLatin1(name));
        bar->addAction(item);
        auto* widget = qobject_cast<QToolButton*>(bar->widgetForAction(item));
        widget->setToolButtonStyle(style);
        widget->setFocusPolicy(Qt::StrongFocus);
        widget->setMinimumHeight(space::kControlHeight);
        widget->setAccessibleName(QString(item->text()).remove(QLatin1Char('&')));
    };
    button("open_folder", Qt::ToolButtonTextBesideIcon);
    button("open_picture", Qt::ToolButtonTextBesideIcon);
    bar->addSeparator();
    button("undo", Qt::ToolButtonIconOnly);
    button("redo", Qt::ToolButtonIconOnly);
    bar->addSeparator();
    button("compare", Qt::ToolButtonTextBesideIcon);
    button("robustness", Qt::ToolButtonTextBesideIcon);
    auto* gap = new QWidget(bar);
    gap->setObjectName(QStringLiteral("plain"));
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(gap);
    button("copy_command", Qt::ToolButtonTextBesideIcon);
    button("export", Qt::ToolButtonTextBesideIcon);
    bar->addSeparator();
    auto* look = new QAction(Theme::instance().icon(QStringLiteral("theme")), tr("Light or dark"), this);
    connect(look, &QAction::triggered, this,
            [this] { setTheme(Theme::instance().isDark() ? ThemeMode::Light : ThemeMode::Dark); });
    m_actions.insert(QStringLiteral("toggle_theme"), look);
    button("toggle_theme", Qt::ToolButtonIconOnly);
    button("settings", Qt::ToolButtonIconOnly);
    button("shortcuts", Qt::ToolButtonIconOnly);
}

void MainWindow::fillRecentMenu() {
    m_recentMenu->clear();
    for (const RecentGallery& gallery : m_settings.recent())
        m_recentMenu->addAction(QString(gallery.folder).replace(QLatin1Char('&'), QStringLiteral("&&")), this,
                                [this, gallery] { openFolder(gallery.folder, gallery.groundTruth); });
    if (m_recentMenu->isEmpty()) m_recentMenu->addAction(tr("None yet"))->setEnabled(false);
}

void MainWindow::showShortcuts() {
    const auto actionsOf = [this](std::initializer_list<const char*> names) {
        QList<QAction*> found;
        for (const char* name : names) found.push_back(action(QString::fromLatin1(name)));
        return found;
    };
    std::vector<ShortcutEntry> entries;
    const auto append = [&](const std::vector<ShortcutEntry>& more) {
        entries.insert(entries.end(), more.begin(), more.end());
    };
    append(shortcutsOf(tr("Gallery"),
                       actionsOf({"open_folder", "open_ground_truth", "filter", "close_gallery"})));
    append(shortcutsOf(tr("Query"), actionsOf({"open_picture", "paste", "whole", "new_seed", "clear_recipe",
                                               "open_recipe", "save_recipe", "undo", "redo"})));
    const QString box = tr("Box");
    append({{box, tr("Drag"), tr("New box, or move and resize the one there")},
            {box, tr("Ctrl+Drag"), tr("New box on top of the old one")},
            {box, tr("Arrow keys"), tr("Move by 1 px, with Shift by 10 px")},
            {box, tr("Alt+Arrow keys"), tr("Change the size")},
            {box, tr("Wheel"), tr("Zoom at the cursor")},
            {box, tr("Space+Drag"), tr("Move the picture")},
            {box, QStringLiteral("P"), tr("Hold to see the clean crop")}});
    append(RankingView::shortcutEntries());
    append(CompareView::shortcutEntries());
    append(shortcutsOf(
        tr("View and results"),
        actionsOf({"compare", "robustness", "changes", "lens", "atlas", "fit", "real", "copy_command",
                   "export", "export_figure", "settings", "full_screen", "shortcuts", "quit"})));
    m_shortcuts->setEntries(entries);
    m_shortcuts->toggle();
}

}  // namespace adapnet::ui
