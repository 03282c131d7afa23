// All keys on one card above the window, made from the actions themselves so that it cannot go stale.
// A child of the window that it covers; belongs to the GUI thread.
#pragma once

#include <QList>
#include <QPointer>
#include <QString>
#include <QWidget>
#include <vector>

class QAction;
class QScrollArea;

namespace adapnet::ui {

// One line of the card. Lines of the same section stand together, in the order given.
struct ShortcutEntry {
    QString section;  // translated
    QString keys;     // as shown: "Ctrl+O", "1 – 9, 0"
    QString text;     // translated
};

// A menu text as it stands on a button or in a list: "&Open" and the Chinese "打开(&O)" without their marks.
QString withoutMnemonic(QString text);
// The lines of all actions that have a shortcut; mnemonics and trailing dots are taken out of the texts.
std::vector<ShortcutEntry> shortcutsOf(const QString& section, const QList<QAction*>& actions);

class ShortcutOverlay : public QWidget {
    Q_OBJECT
  public:
    // Covers `parent` while shown and follows its size.
    explicit ShortcutOverlay(QWidget* parent);

    void setEntries(const std::vector<ShortcutEntry>& entries);
    const std::vector<ShortcutEntry>& entries() const { return m_entries; }
    // Shows and takes the focus, or hides and gives it back.
    void toggle();
    void close();

  protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    // Columns have a fixed width, so that the heights of wrapped lines are known.
    void rebuild();
    QWidget* buildSection(const QString& section, QWidget* parent) const;
    static int cardWidth(int columns);
    int columnCount() const;  // as many as fit into the window
    void placeCard();

    std::vector<ShortcutEntry> m_entries;
    QWidget* m_card = nullptr;
    int m_builtColumns = 0;
    QScrollArea* m_scroll = nullptr;
    QPointer<QWidget> m_focusBefore;
};

}  // namespace adapnet::ui
