// One line below the tool bar for what a person should know, with an optional button; never in the way.
#pragma once

#include <QFrame>
#include <functional>

class QLabel;
class QPushButton;

namespace adapnet::ui {

class NoticeBar : public QFrame {
    Q_OBJECT
  public:
    enum class Kind { Info, Warning, Problem };

    explicit NoticeBar(QWidget* parent = nullptr);

    // Replaces what is shown. `action` runs when the button is pressed; no button without a text.
    void show(Kind kind, const QString& text, const QString& buttonText = {},
              std::function<void()> action = {});
    void dismiss();
    QString text() const;

  private:
    void showIcon();

    Kind m_kind = Kind::Info;
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_button;
    std::function<void()> m_action;
};

}  // namespace adapnet::ui
