#include "ui/query/step_card.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/common/names.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"

namespace adapnet::ui {

namespace {

constexpr int kSeverities = 5;

// Exponent of the slider: 2 where the default lies in the lowest part of a long range.
double curveOf(const degrade::ParamSpec& spec) {
    const double range = spec.maximum - spec.minimum;
    return range > 0 && (spec.defaultValue - spec.minimum) / range < 0.15 && spec.minimum >= 0 ? 2.0 : 1.0;
}

int decimalsOf(const degrade::ParamSpec& spec) {
    if (spec.kind != degrade::ParamKind::Real) return 0;
    int decimals = 0;
    for (double step = spec.step; decimals < 4 && std::abs(step - std::round(step)) > 1e-9; step *= 10)
        ++decimals;
    return decimals;
}

double snapped(const degrade::ParamSpec& spec, double value) {
    if (spec.step > 0) value = spec.minimum + std::round((value - spec.minimum) / spec.step) * spec.step;
    // 0.1 + 0.2 and the like become the number that people would write.
    const double scale = std::pow(10.0, decimalsOf(spec));
    return std::clamp(std::round(value * scale) / scale, spec.minimum, spec.maximum);
}

}  // namespace

int sliderPosition(const degrade::ParamSpec& spec, double value) {
    const double range = spec.maximum - spec.minimum;
    if (range <= 0) return 0;
    const double share = std::clamp((value - spec.minimum) / range, 0.0, 1.0);
    return static_cast<int>(std::lround(std::pow(share, 1.0 / curveOf(spec)) * kSliderSteps));
}

double sliderValue(const degrade::ParamSpec& spec, int position) {
    const double share = std::pow(static_cast<double>(position) / kSliderSteps, curveOf(spec));
    return snapped(spec, spec.minimum + share * (spec.maximum - spec.minimum));
}

StepCard::StepCard(const degrade::Step& step, int number, int count, QWidget* parent)
    : QFrame(parent), m_kind(degrade::find(step.kind)), m_step(step) {
    setObjectName(QStringLiteral("card"));
    m_name = nameOr(degradationName(step.kind), step.kind);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kSmall + 4, space::kSmall, space::kSmall, space::kSmall + 4);
    layout->setSpacing(space::kTight);
    layout->addWidget(buildHead(number, count));
    m_body = new QWidget(this);
    m_body->setObjectName(QStringLiteral("plain"));
    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, space::kTight, 0);
    body->setSpacing(space::kSmall);
    if (m_kind != nullptr) {
        body->addWidget(buildSeverity());
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(space::kSmall);
        grid->setVerticalSpacing(space::kTight);
        grid->setColumnStretch(1, 1);
        for (const degrade::ParamSpec& spec : m_kind->params()) buildRow(grid, spec);
        body->addLayout(grid);
    }
    layout->addWidget(m_body);
    for (QWidget* control : controls()) control->installEventFilter(this);
    showStep();
}

QWidget* StepCard::buildHead(int number, int count) {
    auto* head = new QWidget(this);
    head->setObjectName(QStringLiteral("plain"));
    m_enabled = new QCheckBox(m_name, head);
    QFont bold = Theme::instance().bodyFont();
    bold.setWeight(QFont::DemiBold);
    m_enabled->setFont(bold);
    m_enabled->setAccessibleName(tr("%1, step %2 of %3, switched on").arg(m_name).arg(number).arg(count));
    m_enabled->setToolTip(tr("Use this step"));
    connect(m_enabled, &QCheckBox::toggled, this, [this](bool on) {
        m_step.enabled = on;
        m_body->setEnabled(on);
        Q_EMIT gestureStarted();
        Q_EMIT edited(m_step);
    });
    auto* up = makeIconButton(QStringLiteral("up"), tr("Move %1 earlier (Alt+Up)").arg(m_name), head);
    auto* down = makeIconButton(QStringLiteral("down"), tr("Move %1 later (Alt+Down)").arg(m_name), head);
    auto* remove = makeIconButton(QStringLiteral("remove"), tr("Remove %1").arg(m_name), head);
    for (auto* button : {up, down, remove}) button->setIconSize(QSize(14, 14));
    up->setEnabled(number > 1);
    down->setEnabled(number < count);
    connect(up, &QToolButton::clicked, this, [this] { Q_EMIT moveRequested(-1); });
    connect(down, &QToolButton::clicked, this, [this] { Q_EMIT moveRequested(1); });
    connect(remove, &QToolButton::clicked, this, &StepCard::removeRequested);
    auto* layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_enabled, 1);
    layout->addWidget(up);
    layout->addWidget(down);
    layout->addWidget(remove);
    return head;
}

QWidget* StepCard::buildSeverity() {
    auto* row = new QWidget(this);
    row->setObjectName(QStringLiteral("plain"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeCaption(tr("Severity"), row));
    layout->addStretch(1);
    for (int level = 1; level <= kSeverities; ++level) {
        auto* button = new QToolButton(row);
        button->setObjectName(QStringLiteral("segment"));
        button->setText(QString::number(level));
        button->setProperty("first", level == 1);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setAccessibleName(tr("%1, severity %2").arg(m_name).arg(level));
        button->setToolTip(tr("Severity %1 of 5").arg(level));
        connect(button, &QToolButton::clicked, this, [this, level] {
            m_step.values = m_kind->severity(level);
            showStep();
            Q_EMIT gestureStarted();
            Q_EMIT edited(m_step);
        });
        layout->addWidget(button);
        m_severities.push_back(button);
    }
    return row;
}

void StepCard::buildRow(QGridLayout* grid, const degrade::ParamSpec& spec) {
    Row row;
    row.spec = &spec;
    const QString name = nameOr(paramName(m_step.kind, spec.key), spec.key);
    const QString spoken = tr("%1: %2").arg(m_name, name);
    row.label = makeCaption(name, m_body);
    const int line = grid->rowCount();
    grid->addWidget(row.label, line, 0);
    if (spec.kind == degrade::ParamKind::Choice) {
        row.choice = new QComboBox(m_body);
        for (const std::string& choice : spec.choices)
            row.choice->addItem(nameOr(choiceName(choice), choice));
        row.choice->setAccessibleName(spoken);
        row.choice->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(row.choice, &QComboBox::activated, this, [this, key = spec.key](int index) {
            Q_EMIT gestureStarted();
            setValue(key, index);
        });
        grid->addWidget(row.choice, line, 1, 1, 2);
    } else {
        row.slider = new QSlider(Qt::Horizontal, m_body);
        row.slider->setRange(0, kSliderSteps);
        row.slider->setSingleStep(std::max(1, kSliderSteps / 50));
        row.slider->setPageStep(kSliderSteps / 10);
        row.slider->setAccessibleName(tr("%1, slider").arg(spoken));
        row.slider->setMinimumWidth(40);
        row.number = new QDoubleSpinBox(m_body);
        row.number->setDecimals(decimalsOf(spec));
        row.number->setRange(spec.minimum, spec.maximum);
        row.number->setSingleStep(spec.step);
        row.number->setSuffix(unitSuffix(spec.unit));
        row.number->setKeyboardTracking(false);
        row.number->setAccessibleName(spoken);
        row.number->setFixedWidth(78);
        connect(row.slider, &QSlider::sliderPressed, this, &StepCard::gestureStarted);
        connect(row.slider, &QSlider::valueChanged, this, [this, &spec, slider = row.slider](int position) {
            if (!slider->isSliderDown()) Q_EMIT gestureStarted();
            setValue(spec.key, sliderValue(spec, position));
        });
        connect(row.number, &QDoubleSpinBox::valueChanged, this, [this, &spec](double value) {
            Q_EMIT gestureStarted();
            setValue(spec.key, spec.kind == degrade::ParamKind::Integer ? snapped(spec, value) : value);
        });
        grid->addWidget(row.slider, line, 1);
        grid->addWidget(row.number, line, 2);
    }
    for (QWidget* control : std::initializer_list<QWidget*>{row.slider, row.number, row.choice}) {
        if (control == nullptr) continue;
        control->setFocusPolicy(Qt::StrongFocus);  // not by the wheel
    }
    m_rows.push_back(row);
}

bool StepCard::eventFilter(QObject* watched, QEvent* event) {
    // Scrolling through the cards must not change what happens to lie below the pointer.
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (event->type() == QEvent::Wheel && widget != nullptr && !widget->hasFocus()) {
        event->ignore();
        return true;
    }
    // Sliders, fields and buttons would take the arrow keys for themselves.
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool up = key->key() == Qt::Key_Up;
        if ((up || key->key() == Qt::Key_Down) &&
            (key->modifiers() & ~Qt::KeypadModifier) == Qt::KeyboardModifiers(Qt::AltModifier)) {
            Q_EMIT moveRequested(up ? -1 : 1);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

QList<QWidget*> StepCard::controls() const {
    QList<QWidget*> found = findChildren<QWidget*>();
    found.removeIf([](const QWidget* widget) { return widget->focusPolicy() == Qt::NoFocus; });
    return found;
}

int StepCard::focusedControl() const {
    return static_cast<int>(controls().indexOf(QApplication::focusWidget()));
}

void StepCard::focusControl(int control) {
    QWidget* found = controls().value(control);
    // The arrow that was pressed is off at the end of the stack.
    if (found == nullptr || !found->isEnabled()) found = m_enabled;
    found->setFocus(Qt::OtherFocusReason);
}

void StepCard::setValue(const std::string& key, double value) {
    if (m_step.values[key] == value) {
        showStep();
        return;
    }
    m_step.values[key] = value;
    showStep();
    Q_EMIT edited(m_step);
}

void StepCard::setStep(const degrade::Step& step) {
    m_step = step;
    showStep();
}

void StepCard::showStep() {
    {
        const QSignalBlocker blocker(m_enabled);
        m_enabled->setChecked(m_step.enabled);
    }
    m_body->setEnabled(m_step.enabled);
    for (int level = 1; level <= static_cast<int>(m_severities.size()); ++level)
        m_severities[static_cast<std::size_t>(level - 1)]->setChecked(m_kind->severity(level) ==
                                                                      m_step.values);
    for (Row& row : m_rows) {
        const auto found = m_step.values.find(row.spec->key);
        const double value = found == m_step.values.end() ? row.spec->defaultValue : found->second;
        const bool used = isParamUsed(*row.spec, m_kind->params(), m_step.values);
        for (QWidget* widget : std::initializer_list<QWidget*>{row.label, row.slider, row.number, row.choice})
            if (widget != nullptr) widget->setVisible(used);
        if (row.choice != nullptr) {
            const QSignalBlocker blocker(row.choice);
            row.choice->setCurrentIndex(static_cast<int>(value));
            continue;
        }
        const QSignalBlocker numberBlocker(row.number);
        row.number->setValue(value);
        // The hand on the slider leads; snapping it back would make it jump under the hand.
        if (!row.slider->isSliderDown()) {
            const QSignalBlocker sliderBlocker(row.slider);
            row.slider->setValue(sliderPosition(*row.spec, value));
        }
    }
}

}  // namespace adapnet::ui
