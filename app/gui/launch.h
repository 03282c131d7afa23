// What `adapnet-workbench` was asked to do on its command line, and bringing a window into that state.
#pragma once

#include <QObject>
#include <QSize>
#include <QString>
#include <QStringList>
#include <optional>

#include "core/base/result.h"
#include "core/degrade/degradation.h"
#include "core/image/image.h"
#include "ui/shell/main_window.h"

namespace adapnet::gui {

struct LaunchOptions {
    QString folder;
    QString groundTruth;
    QString cache;
    bool demo = false;
    QString screenshot;
    QSize size;
    QString theme;
    QString language;
    QString query;
    std::optional<image::Box> box;
    degrade::Recipe recipe;
    int compareRank = 0;  // 0: the query page
    // "robustness", "changes", "lens" or "atlas" of the gallery, or the page "models" or "training"; empty:
    // the query page
    QString view;

    bool opensSomething() const { return demo || !folder.isEmpty(); }
    // A window of its own, which needs no gallery.
    bool showsPage() const { return view == QLatin1String("models") || view == QLatin1String("training"); }
};

// BadInput says in one sentence what is wrong; NotFound for paths that are not there.
Result<LaunchOptions> parseLaunchOptions(const QStringList& arguments);
QString launchHelp();

// Opens what was asked for and, once it is open, chooses the picture, box, damage and page.
class Launch : public QObject {
    Q_OBJECT
  public:
    Launch(LaunchOptions options, ui::MainWindow* window);

    void start();
    // The wished state is on the screen.
    bool isReached() const;

  Q_SIGNALS:
    void failed(const QString& reason);

  private:
    void takeGallery();
    void takePicture();
    void takeComparison();
    void showPage();

    LaunchOptions m_options;
    ui::MainWindow* m_window;
    bool m_queryAsked = false;
    bool m_recipeSet = false;
    bool m_viewShown = false;  // comparison, curve, page, ...
};

}  // namespace adapnet::gui
