#include "ui/ranking/gate_bars.h"

#include <QPainter>
#include <algorithm>

#include "ui/common/theme.h"

namespace adapnet::ui {

namespace {

constexpr int kBar = 4;
constexpr int kGap = 2;
constexpr int kHeight = 16;

}  // namespace

GateBars::GateBars(QWidget* parent) : QWidget(parent) {
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void GateBars::setShares(std::vector<double> shares) {
    m_shares = std::move(shares);
    updateGeometry();
    update();
}

QSize GateBars::sizeHint() const {
    const int count = static_cast<int>(m_shares.size());
    return {std::max(0, count * (kBar + kGap) - kGap), kHeight};
}

void GateBars::paintEvent(QPaintEvent*) {
    const ThemeColours& colours = Theme::instance().colours();
    QPainter painter(this);
    for (std::size_t i = 0; i < m_shares.size(); ++i) {
        const QRectF slot(static_cast<double>(i) * (kBar + kGap), 0, kBar, height());
        painter.fillRect(slot, colours.border);
        const double filled = std::clamp(m_shares[i], 0.0, 1.0) * slot.height();
        painter.fillRect(QRectF(slot.left(), slot.bottom() - filled, kBar, filled),
                         i == 0 ? colours.textMuted : colours.accent);
    }
}

}  // namespace adapnet::ui
