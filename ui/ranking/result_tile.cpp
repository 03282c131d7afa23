#include "ui/ranking/result_tile.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include "ui/common/label_style.h"
#include "ui/common/theme.h"
#include "ui/common/thumbnail_provider.h"

namespace adapnet::ui {

namespace {

constexpr int kCorner = 4;
constexpr int kRing = 4;  // room around the picture for the ring of the chosen result
constexpr int kSignSide = 18;
constexpr int kArrowSide = 8;

// Rank numbers stand on pictures of any colour, so they bring their own ground.
const QColor kChipGround(0x10, 0x13, 0x18, 0xc4);

QFont smallFont(bool bold) {
    QFont font = Theme::instance().captionFont();
    font.setBold(bold);
    return font;
}

QPainterPath triangle(const QRectF& area, bool up) {
    QPainterPath path;
    const double tip = up ? area.top() : area.bottom();
    const double foot = up ? area.bottom() : area.top();
    path.moveTo(area.center().x(), tip);
    path.lineTo(area.right(), foot);
    path.lineTo(area.left(), foot);
    path.closeSubpath();
    return path;
}

}  // namespace

ResultTile::ResultTile(Form form, ThumbnailProvider* thumbnails, QWidget* parent)
    : QAbstractButton(parent), m_form(form), m_thumbnails(thumbnails) {
    setFocusPolicy(form == Form::Tile ? Qt::ClickFocus : Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    if (m_thumbnails)
        connect(m_thumbnails, &ThumbnailProvider::thumbnailReady, this, [this](std::size_t image) {
            if (image == m_cell.image) update();
        });
}

void ResultTile::setCell(const RankingCell& cell) {
    m_cell = cell;
    retranslate();
    update();
}

void ResultTile::retranslate() {
    const QString spoken = RankingModel::spokenText(m_cell);
    setAccessibleName(spoken);
    // The path first: the picture's name is what people look for.
    setToolTip(QStringLiteral("<p style='white-space:pre'>%1</p><p>%2</p>")
                   .arg(m_cell.path.toHtmlEscaped(), spoken.toHtmlEscaped()));
}

void ResultTile::setMark(Mark mark) {
    if (mark == m_mark) return;
    m_mark = mark;
    if (m_form == Form::Tile) setFocusPolicy(mark == Mark::Current ? Qt::StrongFocus : Qt::ClickFocus);
    update();
}

int ResultTile::chipWidth() const {
    const QFontMetrics metrics(smallFont(false));
    return kChipHeight + space::kTight + metrics.horizontalAdvance(RankingModel::movementText(m_cell)) +
           space::kSmall;
}

QSize ResultTile::sizeHint() const {
    return m_form == Form::Tile ? QSize(88, tileHeight(88)) : QSize(chipWidth(), kChipHeight);
}

QRect ResultTile::pictureRect() const {
    if (m_form == Form::Chip) return {0, 0, kChipHeight, kChipHeight};
    return {0, 0, width(), height() - kTextHeight};
}

void ResultTile::paintPicture(QPainter& painter, const QRect& area) {
    const ThemeColours& colours = Theme::instance().colours();
    QPainterPath clip;
    clip.addRoundedRect(QRectF(area), kCorner, kCorner);
    painter.setClipPath(clip);
    painter.fillRect(area, colours.canvas);
    if (m_thumbnails) {
        const QPixmap source = m_thumbnails->thumbnail(m_cell.image);
        const QSize pixels = (QSizeF(area.size()) * devicePixelRatioF()).toSize();
        if (source.cacheKey() != m_scaledFrom || pixels != m_scaledArea) {
            m_scaledFrom = source.cacheKey();
            m_scaledArea = pixels;
            m_scaled = source.isNull() ? QPixmap()
                                       : source.scaled(pixels, Qt::KeepAspectRatio, Qt::SmoothTransformation);
            m_scaled.setDevicePixelRatio(devicePixelRatioF());
        }
        if (!m_scaled.isNull()) {
            QRectF place(QPointF(0, 0), m_scaled.deviceIndependentSize());
            place.moveCenter(QRectF(area).center());
            painter.drawPixmap(place.topLeft(), m_scaled);
        }
    }
    painter.setClipping(false);
}

void ResultTile::paintFrame(QPainter& painter, const QRect& area) const {
    const ThemeColours& colours = Theme::instance().colours();
    const bool labelled = m_cell.label != eval::Label::Unknown;
    const double thickness = labelled ? (m_form == Form::Tile ? 3 : 2) : 1;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(labelled ? labelStyle(m_cell.label).colour : colours.border, thickness));
    const double inset = thickness / 2;
    painter.drawRoundedRect(QRectF(area).adjusted(inset, inset, -inset, -inset), kCorner, kCorner);
}

void ResultTile::paintRank(QPainter& painter, const QRect& area) const {
    const QString text = QString::number(m_cell.rank);
    const QFont font = smallFont(true);
    const QFontMetrics metrics(font);
    const int width = std::max(kSignSide, metrics.horizontalAdvance(text) + 10);
    const QRect chip(area.left() + 5, area.top() + 5, width, kSignSide);
    painter.setPen(Qt::NoPen);
    painter.setBrush(kChipGround);
    painter.drawRoundedRect(chip, kCorner, kCorner);
    painter.setPen(Qt::white);
    painter.setFont(font);
    painter.drawText(chip, Qt::AlignCenter, text);
}

void ResultTile::paintSign(QPainter& painter, const QRect& area) const {
    const LabelStyle style = labelStyle(m_cell.label);
    if (m_cell.label == eval::Label::Unknown) return;
    const ThemeColours& colours = Theme::instance().colours();
    const double side = m_form == Form::Tile ? kSignSide : 14;
    const QRectF badge(area.right() + 1 - side - 3, area.bottom() + 1 - side - 3, side, side);
    painter.setPen(QPen(colours.surface, 1.5));
    painter.setBrush(style.colour);
    painter.drawEllipse(badge);
    // The signs are drawn, so that they sit in the middle with every font.
    const QPointF c = badge.center();
    const double arm = side * 0.23;
    QPen pen(Theme::instance().isDark() ? QColor(0x10, 0x13, 0x18) : QColor(Qt::white), side * 0.125);
    pen.setCapStyle(Qt::RoundCap);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    if (m_cell.label == eval::Label::Junk) {
        painter.drawEllipse(c, arm, arm);
        return;
    }
    painter.drawLine(c - QPointF(arm, 0), c + QPointF(arm, 0));
    if (m_cell.label == eval::Label::Positive) painter.drawLine(c - QPointF(0, arm), c + QPointF(0, arm));
}

int ResultTile::paintMovement(QPainter& painter, const QRect& area) const {
    const ThemeColours& colours = Theme::instance().colours();
    const QFont font = smallFont(false);
    const QFontMetrics metrics(font);
    painter.setFont(font);
    switch (m_cell.movement) {
        case Movement::Unknown:
            return 0;
        case Movement::Same:
            painter.setPen(colours.textMuted);
            painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("="));
            return metrics.horizontalAdvance(QLatin1Char('='));
        case Movement::New:
        case Movement::Lost: {
            const QString text = RankingModel::movementText(m_cell);
            const int width = metrics.horizontalAdvance(text) + 10;
            const QRect pill(area.right() + 1 - width, area.center().y() - 8, width, kSignSide);
            painter.setPen(Qt::NoPen);
            painter.setBrush(colours.accentSoft);
            painter.drawRoundedRect(pill, kSignSide / 2.0, kSignSide / 2.0);
            painter.setPen(colours.text);
            painter.drawText(pill, Qt::AlignCenter, text);
            return width;
        }
        case Movement::Up:
        case Movement::Down: {
            const bool up = m_cell.movement == Movement::Up;
            const QString text = QString::number(m_cell.distance);
            const int textWidth = metrics.horizontalAdvance(text);
            const QColor colour = up ? colours.accent : colours.warning;
            painter.setPen(colour);
            painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter, text);
            const QRectF arrow(area.right() + 1 - textWidth - 3 - kArrowSide,
                               QRectF(area).center().y() - kArrowSide / 2.0 + 0.5, kArrowSide,
                               kArrowSide - 1);
            painter.fillPath(triangle(arrow, up), colour);
            return textWidth + 3 + kArrowSide;
        }
    }
    return 0;
}

void ResultTile::paintTexts(QPainter& painter) const {
    const ThemeColours& colours = Theme::instance().colours();
    if (m_form == Form::Chip) {
        const QRect area(kChipHeight + space::kTight, 0, width() - kChipHeight - space::kTight, kChipHeight);
        painter.setFont(smallFont(false));
        painter.setPen(colours.textMuted);
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, RankingModel::movementText(m_cell));
        return;
    }
    const QRect line(kRing, height() - kTextHeight + 4, width() - 2 * kRing, kTextHeight - 6);
    const int taken = paintMovement(painter, line);
    const QFont font = smallFont(false);
    const QFontMetrics metrics(font);
    const int room = line.width() - taken - (taken > 0 ? 4 : 0);
    QString score = RankingModel::scoreText(m_cell.score);
    if (metrics.horizontalAdvance(score) > room) score = QLocale().toString(m_cell.score, 'f', 2);
    painter.setFont(font);
    painter.setPen(colours.text);
    painter.drawText(QRect(line.left(), line.top(), room, line.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     score);
}

void ResultTile::paintEvent(QPaintEvent*) {
    const ThemeColours& colours = Theme::instance().colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    // The ring of the chosen result lies outside the coloured frame, which it must not hide.
    const QRect whole = pictureRect();
    const int ring = m_form == Form::Tile ? kRing : 0;
    const QRect area = whole.adjusted(ring, ring, -ring, -ring);
    paintPicture(painter, area);
    paintFrame(painter, area);
    if (m_form == Form::Tile) paintRank(painter, area);
    paintSign(painter, area);
    paintTexts(painter);
    const bool current = m_mark == Mark::Current || (m_form == Form::Chip && hasFocus());
    if (current || m_mark == Mark::SamePicture || underMouse()) {
        QPen pen(current || m_mark == Mark::SamePicture ? colours.accent : colours.borderStrong,
                 current ? 2 : 1.5);
        if (m_mark == Mark::SamePicture) pen.setStyle(Qt::DashLine);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(whole).adjusted(1, 1, -1, -1), kCorner + 2, kCorner + 2);
    }
}

void ResultTile::keyPressEvent(QKeyEvent* event) {
    // The base class would take the arrow keys for itself.
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier) {
        click();
        event->accept();
    } else if (m_form == Form::Chip && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        Q_EMIT activated();
        event->accept();
    } else {
        event->ignore();
    }
}

void ResultTile::mouseDoubleClickEvent(QMouseEvent* event) {
    QAbstractButton::mouseDoubleClickEvent(event);
    Q_EMIT activated();
}

void ResultTile::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QAbstractButton::changeEvent(event);
}

void ResultTile::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void ResultTile::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

}  // namespace adapnet::ui
