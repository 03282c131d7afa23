#include "ui/shell/notice_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include "ui/common/theme.h"
#include "ui/common/widgets.h"

namespace adapnet::ui {

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("notice"));
    m_icon = new QLabel(this);
    m_text = new QLabel(this);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_button = new QPushButton(this);
    m_button->hide();
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_action) m_action();
    });
    auto* close = makeIconButton(QStringLiteral("close"), tr("Close this notice"), this);
    connect(close, &QToolButton::clicked, this, &NoticeBar::dismiss);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::kMedium, space::kTight, space::kSmall, space::kTight);
    layout->setSpacing(space::kSmall);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    layout->addWidget(close);
    connect(&Theme::instance(), &Theme::changed, this, &NoticeBar::showIcon);
    hide();
}

void NoticeBar::showIcon() {
    const ThemeColours& c = Theme::instance().colours();
    const bool info = m_kind == Kind::Info;
    const QColor colour = info ? c.accent : m_kind == Kind::Warning ? c.warning : c.danger;
    m_icon->setPixmap(Theme::instance().pixmap(info ? QStringLiteral("info") : QStringLiteral("warning"), 18,
                                               colour, devicePixelRatioF()));
}

void NoticeBar::show(Kind kind, const QString& text, const QString& buttonText,
                     std::function<void()> action) {
    m_kind = kind;
    showIcon();
    setProperty("kind", kind == Kind::Info      ? QStringLiteral("info")
                        : kind == Kind::Warning ? QStringLiteral("warning")
                                                : QStringLiteral("problem"));
    style()->unpolish(this);
    style()->polish(this);
    m_text->setText(text);
    setAccessibleName(text);
    m_button->setText(buttonText);
    m_button->setVisible(!buttonText.isEmpty());
    m_action = std::move(action);
    QFrame::show();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void NoticeBar::dismiss() {
    hide();
}

QString NoticeBar::text() const {
    return m_text->text();
}

}  // namespace adapnet::ui
