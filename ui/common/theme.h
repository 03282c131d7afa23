// The look of the window in one place: colours of the light and the dark theme, spacing, fonts and icons.
// Belongs to the window's thread. Widgets read `Theme::instance().colours()` while they paint and repaint
// on `changed`; nothing else in ui names a colour.
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QString>

namespace adapnet::ui {

enum class ThemeMode { System, Light, Dark };
// "system", "light", "dark": as stored in the settings and given on the command line.
QString themeModeName(ThemeMode mode);
ThemeMode themeModeFromName(const QString& name);

struct ThemeColours {
    QColor window;         // behind everything
    QColor surface;        // panels and cards
    QColor surfaceRaised;  // controls and cards on a panel
    QColor canvas;         // behind pictures
    QColor border;         // hairlines
    QColor borderStrong;   // edges of controls
    QColor text;
    QColor textMuted;   // captions
    QColor accent;      // the one accent: selection, primary buttons, the query box
    QColor accentText;  // on the accent
    QColor accentSoft;  // selected row behind text
    QColor positive;    // found what it should (+)
    QColor negative;    // found something else (-)
    QColor junk;        // does not count (o)
    QColor warning;
    QColor danger;
};

// The 8 px grid.
namespace space {
inline constexpr int kTight = 4;
inline constexpr int kSmall = 8;
inline constexpr int kMedium = 16;
inline constexpr int kLarge = 24;
inline constexpr int kHuge = 40;
inline constexpr int kRadius = 8;
inline constexpr int kControlHeight = 32;
}  // namespace space

class Theme : public QObject {
    Q_OBJECT
  public:
    static Theme& instance();

    // Sets palette, style sheet and font of the application; emits `changed`. Needs a QApplication.
    void apply(ThemeMode mode);
    ThemeMode mode() const { return m_mode; }
    bool isDark() const { return m_dark; }
    const ThemeColours& colours() const { return m_colours; }

    QFont bodyFont() const;
    QFont captionFont() const;  // smaller, for secondary text
    QFont headingFont() const;  // section titles
    QFont titleFont() const;    // the start page's one large line

    // resources/icons/<name>.svg in the colour of the theme in use; follows later changes by itself.
    QIcon icon(const QString& name) const;
    // The same icon in a fixed colour of the theme.
    QPixmap pixmap(const QString& name, int sidePx, const QColor& colour, qreal pixelRatio) const;

  Q_SIGNALS:
    void changed();

  private:
    Theme() = default;

    ThemeMode m_mode = ThemeMode::System;
    bool m_dark = false;
    ThemeColours m_colours;
    QFont m_font;
};

}  // namespace adapnet::ui
