#include "ui/common/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QStyle>
#include <QStyleFactory>
#include <QSvgRenderer>
#include <map>

namespace adapnet::ui {

namespace {

ThemeColours lightColours() {
    ThemeColours c;
    c.window = QColor(0xf3, 0xf4, 0xf6);
    c.surface = QColor(0xff, 0xff, 0xff);
    c.surfaceRaised = QColor(0xf7, 0xf8, 0xfa);
    c.canvas = QColor(0xe6, 0xe8, 0xec);
    c.border = QColor(0xe1, 0xe4, 0xe9);
    c.borderStrong = QColor(0xc3, 0xc9, 0xd2);
    c.text = QColor(0x1b, 0x20, 0x29);
    c.textMuted = QColor(0x5d, 0x67, 0x76);
    c.accent = QColor(0x2f, 0x5f, 0xd0);
    c.accentText = QColor(0xff, 0xff, 0xff);
    c.accentSoft = QColor(0xdf, 0xe8, 0xfb);
    c.positive = QColor(0x1a, 0x7f, 0x46);
    c.negative = QColor(0xc2, 0x36, 0x36);
    c.junk = QColor(0x7a, 0x82, 0x90);
    c.warning = QColor(0x9a, 0x63, 0x00);
    c.danger = QColor(0xb4, 0x2a, 0x2a);
    return c;
}

ThemeColours darkColours() {
    ThemeColours c;
    c.window = QColor(0x15, 0x18, 0x1d);
    c.surface = QColor(0x1d, 0x21, 0x28);
    c.surfaceRaised = QColor(0x26, 0x2b, 0x34);
    c.canvas = QColor(0x10, 0x12, 0x16);
    c.border = QColor(0x2f, 0x35, 0x3f);
    c.borderStrong = QColor(0x47, 0x4f, 0x5d);
    c.text = QColor(0xe8, 0xeb, 0xf0);
    c.textMuted = QColor(0x9a, 0xa4, 0xb3);
    c.accent = QColor(0x7a, 0xa5, 0xff);
    c.accentText = QColor(0x0e, 0x16, 0x28);
    c.accentSoft = QColor(0x27, 0x37, 0x58);
    c.positive = QColor(0x4f, 0xc3, 0x82);
    c.negative = QColor(0xf2, 0x7d, 0x7d);
    c.junk = QColor(0x97, 0xa0, 0xae);
    c.warning = QColor(0xe0, 0xb0, 0x55);
    c.danger = QColor(0xf0, 0x86, 0x86);
    return c;
}

// Qt 6.4 does not tell the desktop's colour scheme; the palette it starts with does.
bool desktopIsDark() {
    static const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    return dark;
}

QPalette paletteOf(const ThemeColours& c) {
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.surface);
    p.setColor(QPalette::AlternateBase, c.surfaceRaised);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::PlaceholderText, c.textMuted);
    p.setColor(QPalette::Button, c.surfaceRaised);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.accentText);
    p.setColor(QPalette::Highlight, c.accent);
    p.setColor(QPalette::HighlightedText, c.accentText);
    p.setColor(QPalette::ToolTipBase, c.surfaceRaised);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::Link, c.accent);
    p.setColor(QPalette::LinkVisited, c.accent);
    p.setColor(QPalette::Light, c.surface);
    p.setColor(QPalette::Midlight, c.surfaceRaised);
    p.setColor(QPalette::Mid, c.borderStrong);
    p.setColor(QPalette::Dark, c.borderStrong);
    p.setColor(QPalette::Shadow, c.border);
    QColor faint = c.textMuted;
    faint.setAlphaF(0.55F);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, faint);
    p.setColor(QPalette::Disabled, QPalette::Highlight, c.borderStrong);
    return p;
}

QString cssColour(const QColor& colour) {
    return QStringLiteral("rgba(%1,%2,%3,%4)")
        .arg(colour.red())
        .arg(colour.green())
        .arg(colour.blue())
        .arg(colour.alpha());
}

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto blend = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {blend(a.red(), b.red()), blend(a.green(), b.green()), blend(a.blue(), b.blue())};
}

QString styleSheetOf(const ThemeColours& c, bool dark) {
    QFile file(QStringLiteral(":/styles/workbench.qss"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QString text = QString::fromUtf8(file.readAll());
    const std::map<QString, QColor> names{
        {QStringLiteral("window"), c.window},
        {QStringLiteral("surface"), c.surface},
        {QStringLiteral("raised"), c.surfaceRaised},
        {QStringLiteral("canvas"), c.canvas},
        {QStringLiteral("border"), c.border},
        {QStringLiteral("border-strong"), c.borderStrong},
        {QStringLiteral("text"), c.text},
        {QStringLiteral("muted"), c.textMuted},
        {QStringLiteral("faint"), mixed(c.textMuted, c.surface, 0.45)},
        {QStringLiteral("accent"), c.accent},
        {QStringLiteral("accent-hover"), mixed(c.accent, c.text, 0.15)},
        {QStringLiteral("accent-text"), c.accentText},
        {QStringLiteral("accent-soft"), c.accentSoft},
        {QStringLiteral("hover"), mixed(c.surfaceRaised, c.text, 0.07)},
        {QStringLiteral("pressed"), mixed(c.surfaceRaised, c.text, 0.14)},
        {QStringLiteral("warning"), c.warning},
        {QStringLiteral("warning-soft"), mixed(c.surface, c.warning, 0.12)},
        {QStringLiteral("danger"), c.danger},
        {QStringLiteral("danger-soft"), mixed(c.surface, c.danger, 0.12)},
    };
    for (const auto& [name, colour] : names)
        text.replace(QStringLiteral("@%1@").arg(name), cssColour(colour));
    // Pictures in a style sheet cannot be tinted, so the few that are needed exist twice.
    text.replace(QStringLiteral("@variant@"), dark ? QStringLiteral("dark") : QStringLiteral("light"));
    return text;
}

// Draws an icon in the theme's text colour at paint time, so that a theme change needs no new icons.
class TintedIconEngine : public QIconEngine {
  public:
    explicit TintedIconEngine(QString name) : m_name(std::move(name)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        const qreal ratio = painter->device() != nullptr ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, tinted(rect.size(), mode, state, ratio));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return tinted(size, mode, state, 1.0);
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override {
        return tinted(size / scale, mode, state, scale);
    }
    QIconEngine* clone() const override { return new TintedIconEngine(m_name); }
    QString key() const override { return QStringLiteral("tinted"); }

  private:
    QPixmap tinted(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal ratio) const {
        const ThemeColours& c = Theme::instance().colours();
        QColor colour = state == QIcon::On ? c.accent : c.text;
        if (mode == QIcon::Disabled) {
            colour = c.textMuted;
            colour.setAlphaF(0.45F);
        }
        return Theme::instance().pixmap(m_name, std::min(size.width(), size.height()), colour, ratio);
    }

    QString m_name;
};

QFont preferredFont() {
    QFont font = QApplication::font();
    // The desktop's own choice is kept; only the bare fall-back of a minimal system is replaced.
    if (!font.family().contains(QLatin1String("DejaVu")) &&
        QFontDatabase::families().contains(font.family()) && font.family() != QLatin1String("Sans Serif"))
        return font;
    for (const auto& family :
         {QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("Cantarell"),
          QStringLiteral("Ubuntu"), QStringLiteral("Open Sans"), QStringLiteral("Noto Sans CJK SC"),
          QStringLiteral("DejaVu Sans")}) {
        if (QFontDatabase::families().contains(family)) {
            font.setFamily(family);
            return font;
        }
    }
    return font;
}

}  // namespace

QString themeModeName(ThemeMode mode) {
    switch (mode) {
        case ThemeMode::Light:
            return QStringLiteral("light");
        case ThemeMode::Dark:
            return QStringLiteral("dark");
        case ThemeMode::System:
            break;
    }
    return QStringLiteral("system");
}

ThemeMode themeModeFromName(const QString& name) {
    if (name == QLatin1String("light")) return ThemeMode::Light;
    if (name == QLatin1String("dark")) return ThemeMode::Dark;
    return ThemeMode::System;
}

Theme& Theme::instance() {
    static Theme theme;
    return theme;
}

void Theme::apply(ThemeMode mode) {
    const bool desktopDark = desktopIsDark();  // asked before our own palette hides it
    static const QFont font = preferredFont();
    m_font = font;
    m_font.setPixelSize(13);
    m_mode = mode;
    m_dark = mode == ThemeMode::Dark || (mode == ThemeMode::System && desktopDark);
    m_colours = m_dark ? darkColours() : lightColours();
    // Once: another style for the same look would polish every widget anew.
    static const bool styled = [] {
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        return true;
    }();
    static_cast<void>(styled);
    QApplication::setPalette(paletteOf(m_colours));
    QApplication::setFont(m_font);
    qApp->setStyleSheet(styleSheetOf(m_colours, m_dark));
    Q_EMIT changed();
}

QFont Theme::bodyFont() const {
    return m_font;
}

QFont Theme::captionFont() const {
    QFont font = m_font;
    font.setPixelSize(12);
    return font;
}

QFont Theme::headingFont() const {
    QFont font = m_font;
    font.setPixelSize(14);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont Theme::titleFont() const {
    QFont font = m_font;
    font.setPixelSize(28);
    font.setWeight(QFont::DemiBold);
    return font;
}

QIcon Theme::icon(const QString& name) const {
    return QIcon(new TintedIconEngine(name));
}

QPixmap Theme::pixmap(const QString& name, int sidePx, const QColor& colour, qreal pixelRatio) const {
    const int pixels = std::max(1, qRound(sidePx * pixelRatio));
    QPixmap pixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    {
        QSvgRenderer renderer(QStringLiteral(":/icons/%1.svg").arg(name));
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        renderer.render(&painter, QRectF(0, 0, pixels, pixels));
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(pixmap.rect(), colour);
    }
    pixmap.setDevicePixelRatio(pixelRatio);
    return pixmap;
}

}  // namespace adapnet::ui
