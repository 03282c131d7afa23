#include "ui/query/preview_pane.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/common/theme.h"

namespace adapnet::ui {

PreviewPane::PreviewPane(SessionModel* session, QWidget* parent) : QWidget(parent), m_session(session) {
    setAccessibleName(tr("Degraded crop"));
    connect(session, &SessionModel::previewChanged, this, qOverload<>(&QWidget::update));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

QImage PreviewPane::shownPicture() const {
    return m_peeking ? m_session->cleanCrop() : m_session->degradedCrop();
}

void PreviewPane::setPeeking(bool peeking) {
    if (peeking == m_peeking) return;
    m_peeking = peeking;
    update();
    Q_EMIT peekingChanged(peeking);
}

void PreviewPane::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ThemeColours& c = Theme::instance().colours();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath frame;
    frame.addRoundedRect(rect(), space::kRadius - 2, space::kRadius - 2);
    painter.setClipPath(frame);
    painter.fillRect(rect(), c.canvas);
    const QImage picture = shownPicture();
    if (picture.isNull()) return;
    // Small crops are enlarged with hard pixels, so that the damage can be seen as it is.
    constexpr double kMaxEnlargement = 6;
    const double fit = std::min({static_cast<double>(width()) / picture.width(),
                                 static_cast<double>(height()) / picture.height(), kMaxEnlargement});
    const QSizeF size(picture.width() * fit, picture.height() * fit);
    const QRectF target(QPointF((width() - size.width()) / 2, (height() - size.height()) / 2), size);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, fit < 2);
    painter.drawImage(target, picture);
    {
        const QString text = m_peeking ? tr("Clean crop") : tr("As the networks see it");
        painter.setFont(Theme::instance().captionFont());
        const QRect badge = painter.fontMetrics().boundingRect(text).adjusted(-8, -3, 8, 3);
        const QRectF place(space::kSmall, space::kSmall, badge.width(), badge.height());
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_peeking ? c.accent : QColor(10, 12, 16, 170));
        painter.drawRoundedRect(place, 9, 9);
        painter.setPen(m_peeking ? c.accentText : QColor(Qt::white));
        painter.drawText(place, Qt::AlignCenter, text);
    }
}

}  // namespace adapnet::ui
