// The first screen: what the program does in one sentence, and three ways in.
#pragma once

#include <QWidget>

#include "ui/settings/app_settings.h"

class QFrame;
class QVBoxLayout;

namespace adapnet::ui {

class StartPage : public QWidget {
    Q_OBJECT
  public:
    explicit StartPage(QWidget* parent = nullptr);

    void setRecent(const QList<RecentGallery>& galleries);
    // While something is held over the window.
    void setDropActive(bool active);

  Q_SIGNALS:
    void openFolderRequested();
    void openDemoRequested();
    void recentChosen(const adapnet::ui::RecentGallery& gallery);

  private:
    QWidget* buildActions();
    QWidget* buildRecent();

    QFrame* m_drop = nullptr;
    QVBoxLayout* m_recent = nullptr;
};

}  // namespace adapnet::ui
