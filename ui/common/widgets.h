// Small building blocks that every screen uses, so that they look alike: headings, captions, icon buttons.
#pragma once

#include <QLabel>
#include <QString>

class QFrame;
class QToolButton;

namespace adapnet::ui {

QLabel* makeHeading(const QString& text, QWidget* parent = nullptr);
QLabel* makeCaption(const QString& text, QWidget* parent = nullptr);
QFrame* makePanel(QWidget* parent = nullptr);
QFrame* makeRule(QWidget* parent = nullptr);
// A flat button with an icon; `text` is its tool tip and accessible name.
QToolButton* makeIconButton(const QString& icon, const QString& text, QWidget* parent = nullptr);

// A button of a row of tabs; which one is checked is for the caller to say.
QToolButton* makeTab(const QString& text, const QString& tip, QWidget* parent = nullptr);

// One line that ends in an ellipsis when it does not fit; the whole text is its tool tip.
class ElidedLabel : public QLabel {
    Q_OBJECT
  public:
    explicit ElidedLabel(Qt::TextElideMode mode = Qt::ElideMiddle, QWidget* parent = nullptr);
    void setFullText(const QString& text);
    const QString& fullText() const { return m_text; }
    QSize minimumSizeHint() const override;

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void elide();
    Qt::TextElideMode m_mode;
    QString m_text;
};

}  // namespace adapnet::ui
