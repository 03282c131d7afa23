#include "ui/compare/compare_view.h"

#include <QAction>
#include <QActionGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/common/theme.h"
#include "ui/compare/picture_difference.h"
#include "ui/compare/picture_pane.h"

namespace adapnet::ui {

namespace {

// Fewer than three flashes a second, which is safe for people with photosensitive epilepsy.
constexpr int kBlinkMs = 700;

QToolButton* buttonOf(QAction* action, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setMinimumHeight(space::kControlHeight);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}  // namespace

CompareView::CompareView(QWidget* parent) : QWidget(parent) {
    buildActions();
    m_left = new PicturePane(this);
    m_right = new PicturePane(this);
    auto* panes = new QHBoxLayout;
    panes->setSpacing(space::kSmall);
    panes->addWidget(m_left, 1);
    panes->addWidget(m_right, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kSmall);
    layout->addWidget(buildBar());
    layout->addLayout(panes, 1);
    setFocusProxy(m_left);

    m_blink.setInterval(kBlinkMs);
    connect(&m_blink, &QTimer::timeout, this, &CompareView::flip);
    for (LinkedViewport* viewport : {&m_queryViewport, &m_resultViewport})
        connect(viewport, &LinkedViewport::changed, this, &CompareView::updateZoomText);
    connect(m_left, &PicturePane::geometryChanged, this, &CompareView::updateZoomText);
    connect(m_right, &PicturePane::geometryChanged, this, &CompareView::updateZoomText);
    retranslate();
    apply();
}

CompareView::~CompareView() = default;

void CompareView::buildActions() {
    auto* modes = new QActionGroup(this);
    const auto add = [this](const QKeySequence& key, bool checkable) {
        auto* action = new QAction(this);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        action->setCheckable(checkable);
        addAction(action);
        return action;
    };
    const auto addMode = [&](const QKeySequence& key, Mode mode) {
        QAction* action = add(key, true);
        modes->addAction(action);
        connect(action, &QAction::triggered, this, [this, mode] { setMode(mode); });
        return action;
    };
    m_sideAction = addMode(Qt::Key_S, Mode::SideBySide);
    m_blinkAction = addMode(Qt::Key_B, Mode::Blink);
    m_overlayAction = addMode(Qt::Key_O, Mode::Overlay);
    m_differenceAction = addMode(Qt::Key_D, Mode::Difference);
    m_sideAction->setChecked(true);
    m_linkAction = add(Qt::Key_L, true);
    m_linkAction->setChecked(true);
    connect(m_linkAction, &QAction::toggled, this, &CompareView::setLinked);
    m_fitAction = add(Qt::Key_F, false);
    m_realAction = add(Qt::Key_R, false);
    connect(m_fitAction, &QAction::triggered, this, &CompareView::fit);
    connect(m_realAction, &QAction::triggered, this, &CompareView::realPixels);
}

void CompareView::fit() {
    m_queryViewport.fit();
    m_resultViewport.fit();
}

void CompareView::realPixels() {
    m_queryViewport.realPixels();
    m_resultViewport.realPixels();
}

void CompareView::zoomBy(double factor) {
    const auto zoom = [factor](const PicturePane* pane) {
        const PaneGeometry geometry = pane->paneGeometry();
        pane->viewport()->zoomAt(geometry, QPointF(geometry.view.width() / 2, geometry.view.height() / 2),
                                 factor);
    };
    zoom(m_left);
    if (!m_linked && m_right->isVisible()) zoom(m_right);
}

CompareView::View CompareView::view() const {
    return {m_mode, m_linked, m_opacity, m_queryViewport.state(), m_resultViewport.state()};
}

void CompareView::setView(const View& view) {
    if (view.mode != m_mode) setMode(view.mode);
    setLinked(view.linked);
    setOpacity(view.opacity);
    m_queryViewport.setState(view.query);
    m_resultViewport.setState(view.result);
}

QWidget* CompareView::buildBar() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::kTight);
    for (QAction* action : {m_sideAction, m_blinkAction, m_overlayAction, m_differenceAction})
        row->addWidget(buttonOf(action, bar));
    row->addSpacing(space::kSmall);
    m_sliderLabel = new QLabel(bar);
    m_slider = new QSlider(Qt::Horizontal, bar);
    m_slider->setRange(0, 100);
    m_slider->setPageStep(10);
    m_slider->setMinimumWidth(64);
    m_slider->setMaximumWidth(160);
    m_sliderLabel->setBuddy(m_slider);
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) { setOpacity(value / 100.0); });
    row->addWidget(m_sliderLabel);
    row->addSpacing(space::kTight);
    row->addWidget(m_slider, 1);
    m_zoomText = new QLabel(bar);
    m_zoomText->setObjectName(QStringLiteral("caption"));
    m_zoomText->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_zoomText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_zoomText->installEventFilter(this);
    row->addWidget(m_zoomText, 1);
    row->addSpacing(space::kSmall);
    m_linkButton = buttonOf(m_linkAction, bar);
    row->addWidget(m_linkButton);
    for (QAction* action : {m_fitAction, m_realAction}) row->addWidget(buttonOf(action, bar));
    return bar;
}

void CompareView::retranslate() {
    const auto name = [](QAction* action, const QString& text, const QString& tip) {
        action->setText(text);
        action->setToolTip(
            QStringLiteral("%1 (%2)").arg(tip, action->shortcut().toString(QKeySequence::NativeText)));
    };
    name(m_sideAction, tr("Side by side"), tr("Query and result beside each other"));
    name(m_blinkAction, tr("Blink"), tr("Query and result in turn, in the same place"));
    name(m_overlayAction, tr("Overlay"), tr("Result on top of the query, as clear as you like"));
    name(m_differenceAction, tr("Difference"), tr("Bright where query and result differ"));
    name(m_linkAction, tr("Linked"), tr("Both pictures zoom and move together"));
    name(m_fitAction, tr("Fit"), tr("The whole picture"));
    name(m_realAction, tr("100 %"), tr("One picture pixel on one screen pixel"));
    m_sliderLabel->setText(tr("Result"));
    m_slider->setAccessibleName(tr("Opacity of the result"));
    m_slider->setToolTip(tr("Opacity of the result"));
    apply();
}

std::vector<ShortcutEntry> CompareView::shortcutEntries() {
    const QString section = tr("Compare");
    return {
        {section, QStringLiteral("S"), tr("Query and result beside each other")},
        {section, QStringLiteral("B"), tr("Query and result in turn, in the same place")},
        {section, QStringLiteral("O"), tr("Result on top of the query, as clear as you like")},
        {section, QStringLiteral("D"), tr("Bright where query and result differ")},
        {section, QStringLiteral("L"), tr("Link or unlink zoom and movement")},
        {section, QStringLiteral("F"), tr("The whole picture")},
        {section, QStringLiteral("R"), tr("One picture pixel on one screen pixel")},
        {section, QStringLiteral("+  −"), tr("Zoom in, zoom out")},
        {section, tr("Arrow keys"), tr("Move the picture")},
        {section, tr("Space"), tr("Show the other picture while blinking")},
        {section, tr("Esc"), tr("Back to the rankings")},
    };
}

void CompareView::setQuery(Picture picture, const QString& caption) {
    m_query = std::move(picture);
    m_queryCaption = caption;
    m_difference = {};
    apply();
}

void CompareView::setResult(Picture picture, const QString& caption) {
    m_result = std::move(picture);
    m_resultCaption = caption;
    m_difference = {};
    apply();
}

void CompareView::setMode(Mode mode) {
    // The blink key switches blinking off again.
    if (mode == Mode::Blink && m_mode == Mode::Blink) mode = Mode::SideBySide;
    if (mode == m_mode) return;
    m_mode = mode;
    m_shown = Side::Query;
    QAction* const actions[] = {m_sideAction, m_blinkAction, m_overlayAction, m_differenceAction};
    actions[static_cast<std::size_t>(mode)]->setChecked(true);
    if (mode == Mode::Blink && isVisible())
        m_blink.start();
    else
        m_blink.stop();
    apply();
    Q_EMIT modeChanged();
}

void CompareView::setLinked(bool linked) {
    if (linked == m_linked) return;
    // Either way the result starts where the query is now.
    m_resultViewport.copyFrom(m_queryViewport);
    m_linked = linked;
    m_linkAction->setChecked(linked);
    apply();
    Q_EMIT linkedChanged();
}

void CompareView::setOpacity(double opacity) {
    opacity = std::clamp(opacity, 0.0, 1.0);
    if (opacity == m_opacity) return;
    m_opacity = opacity;
    apply();
}

void CompareView::flip() {
    m_shown = m_shown == Side::Query ? Side::Result : Side::Query;
    apply();
    Q_EMIT shownSideChanged();
}

const CompareView::Picture& CompareView::difference() {
    constexpr int kSide = 1200;  // enough to see where, and there at once
    if (!m_difference && m_query && m_result)
        m_difference = PicturePyramid::of(
            pictureDifference(m_query->levelWithin(kSide), m_result->levelWithin(kSide), kSide),
            m_query->size());
    return m_difference;
}

void CompareView::apply() {
    const QString query = m_queryCaption.isEmpty() ? tr("Query") : m_queryCaption;
    const QString result = m_resultCaption.isEmpty() ? tr("Result") : m_resultCaption;
    m_left->setViewport(&m_queryViewport);
    m_right->setViewport(resultViewport());
    m_right->setVisible(m_mode == Mode::SideBySide);
    m_linkButton->setVisible(m_mode == Mode::SideBySide);  // one pane alone has nothing to be linked to
    m_slider->setVisible(m_mode == Mode::Overlay);
    m_sliderLabel->setVisible(m_mode == Mode::Overlay);
    m_slider->setValue(static_cast<int>(std::lround(m_opacity * 100)));
    switch (m_mode) {
        case Mode::SideBySide:
            m_left->setPictures(m_query);
            m_left->setCaption(query);
            break;
        case Mode::Blink:
            m_left->setPictures(m_shown == Side::Query ? m_query : m_result);
            m_left->setCaption(m_shown == Side::Query ? query : result);
            break;
        case Mode::Overlay:
            m_left->setPictures(m_query, m_result, m_opacity);
            m_left->setCaption(tr("%1 over %2", "result caption, query caption").arg(result, query));
            break;
        case Mode::Difference:
            m_left->setPictures(difference());
            m_left->setCaption(tr("Difference (result scaled to the query): %1").arg(result));
            break;
    }
    m_right->setPictures(m_result);
    m_right->setCaption(result);
    updateZoomText();
}

void CompareView::updateZoomText() {
    const auto text = [](const PicturePane* pane) {
        if (pane->paneGeometry().picture.isEmpty()) return QString();
        const double percent = pane->viewport()->percent(pane->paneGeometry());
        return tr("%1 %", "zoom").arg(QLocale().toString(percent, 'f', percent < 10 ? 1 : 0));
    };
    QStringList parts{text(m_left)};
    if (m_mode == Mode::SideBySide) parts << text(m_right);
    parts.removeAll(QString());
    parts.removeDuplicates();
    // Where the bar is narrow, less is said rather than cut.
    QString shown;
    for (; !parts.isEmpty(); parts.removeLast()) {
        shown = parts.join(QStringLiteral(" · "));
        if (m_zoomText->fontMetrics().horizontalAdvance(shown) <= m_zoomText->width()) break;
        shown.clear();
    }
    m_zoomText->setText(shown);
}

bool CompareView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_zoomText && event->type() == QEvent::Resize) updateZoomText();
    return QWidget::eventFilter(watched, event);
}

void CompareView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT closeRequested();
    } else if (event->key() == Qt::Key_Space && m_mode == Mode::Blink) {
        // By hand from here on: the timer would take the picture away again.
        m_blink.stop();
        flip();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void CompareView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void CompareView::showEvent(QShowEvent* event) {
    if (m_mode == Mode::Blink) m_blink.start();
    QWidget::showEvent(event);
}

void CompareView::hideEvent(QHideEvent* event) {
    m_blink.stop();
    QWidget::hideEvent(event);
}

}  // namespace adapnet::ui
